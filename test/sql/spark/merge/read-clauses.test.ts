import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../../../src/diagnostics/index.ts'
import { detachedText, type SourceText } from '../../../../src/sql/index.ts'
import type { Assignment } from '../../../../src/sql/spark/merge/read-assignments.ts'
import { readClauses, type SparkMergeClause } from '../../../../src/sql/spark/merge/read-clauses.ts'

const read = (text: string) => {
  const diagnostics: Diagnostic[] = []
  const clauses = readClauses(detachedText(text), (found) => diagnostics.push(found))
  return { clauses, diagnostics }
}

const valuesText = (values: 'all' | readonly Assignment[]): string =>
  values === 'all' ? '*' : values.map(({ column, value }) => `${column} := ${value.text}`).join('; ')

/** A clause as one line: `update if a = 1: b := 2`. */
const shown = (clause: SparkMergeClause): string => {
  const head = `${clause.kind}${clause.condition === undefined ? '' : ` if ${clause.condition.text}`}`
  switch (clause.kind) {
    case 'update':
      return `${head}: ${valuesText(clause.set)}`
    case 'insert':
      return `${head}: ${valuesText(clause.values)}`
    case 'delete':
      return head
  }
}

describe('clauses that Spark allows', () => {
  test.each([
    ['the first WHEN left out', 'NOT MATCHED THEN INSERT *', ['insert: *']],
    ['the first WHEN written', 'when not matched then insert * ;', ['insert: *']],
    ['BY TARGET', 'NOT MATCHED BY TARGET THEN INSERT *', ['insert: *']],
    [
      'several conditional clauses of each kind',
      `MATCHED AND new.gone THEN DELETE
       WHEN MATCHED AND new.qty > old.qty THEN UPDATE SET old.qty = new.qty, note = 'more'
       WHEN MATCHED THEN UPDATE SET *
       WHEN NOT MATCHED AND NOT new.gone THEN INSERT (id, old.qty) VALUES (new.id, coalesce(new.qty, 0))
       WHEN NOT MATCHED THEN INSERT *`,
      [
        'delete if new.gone',
        "update if new.qty > old.qty: qty := new.qty; note := 'more'",
        'update: *',
        'insert if NOT new.gone: id := new.id; qty := coalesce(new.qty, 0)',
        'insert: *',
      ],
    ],
    [
      'CASE with its own WHEN, THEN and END',
      `MATCHED AND CASE WHEN new.a THEN true ELSE false END THEN
       UPDATE SET a = CASE new.k WHEN 1 THEN CASE WHEN x = 2 THEN 3 END ELSE 4 END, b = 5`,
      [
        'update if CASE WHEN new.a THEN true ELSE false END: a := CASE new.k WHEN 1 THEN CASE WHEN x = 2 THEN 3 END ELSE 4 END; b := 5',
      ],
    ],
    [
      'words of the grammar in strings, names and comments',
      `MATCHED AND new.note = 'WHEN it''s THEN (' /* WHEN ( */ AND new.when = 1 -- THEN DELETE
       THEN UPDATE SET \`then\` = new.\`a, b = c\`, end = new.end`,
      [
        `update if new.note = 'WHEN it''s THEN (' /* WHEN ( */ AND new.when = 1: then := new.\`a, b = c\`; end := new.end`,
      ],
    ],
    [
      'commas and signs of equality inside brackets',
      'MATCHED THEN UPDATE SET a = f(b = c, [1, 2]), m = map(1, 2)[1]',
      ['update: a := f(b = c, [1, 2]); m := map(1, 2)[1]'],
    ],
    ['two signs of equality', 'MATCHED THEN UPDATE SET a == 1', ['update: a := 1']],
    ['DEFAULT, which is NULL', 'MATCHED THEN UPDATE SET a = DEFAULT', ['update: a := NULL']],
    [
      'DEFAULT among values',
      'NOT MATCHED THEN INSERT (a, b) VALUES (default, default + 1)',
      ['insert: a := NULL; b := default + 1'],
    ],
  ])('%s', (_, text, expected) => {
    const { clauses, diagnostics } = read(text)
    expect(diagnostics).toEqual([])
    expect(clauses.map(shown)).toEqual(expected)
  })

  test('a clause, a condition and a value know where they stand', () => {
    const text = 'MATCHED AND new.a = 1 THEN\n  UPDATE SET old.b = new.c'
    const [clause] = read(text).clauses
    if (clause?.kind !== 'update' || clause.set === 'all') throw new Error('no assignments')
    const at = ({ text: part, place }: SourceText) => {
      const { line, column, endColumn } = place(0, part.length)
      return [part, line, column, endColumn]
    }
    expect(clause.place).toMatchObject({ line: 1, column: 1 })
    expect(clause.condition && at(clause.condition)).toEqual(['new.a = 1', 1, 13, 22])
    expect(clause.set.map(({ value }) => at(value))).toEqual([['new.c', 2, 22, 27]])
    expect(clause.set.map(({ place }) => place)).toMatchObject([{ line: 2, column: 14, endColumn: 19 }])
  })
})

describe('clauses that Spark refuses', () => {
  test.each([
    ['MATCHED THEN UPDATE SET * WHEN', 'MR1420', 30],
    ['NOT THEN INSERT *', 'MR1420', 5],
    ['NOT MATCHED BY name THEN INSERT *', 'MR1420', 16],
    ['MATCHED OR new.a THEN DELETE', 'MR1420', 9],
    ['MATCHED THEN DELETE old', 'MR1420', 21],
    ['MATCHED THEN UPDATE SET *, a = 1', 'MR1420', 26],
    ['MATCHED THEN UPDATE SET , a = 1', 'MR1420', 31],
    ['MATCHED THEN UPDATE SET a + 1 = 2', 'MR1420', 25],
    ['MATCHED THEN UPDATE SET 1 = 2', 'MR1420', 25],
    ['NOT MATCHED THEN INSERT (a) VALUES (1), (2)', 'MR1420', 39],
    ['NOT MATCHED THEN INSERT (a) VALUES 1', 'MR1420', 36],
    ['NOT MATCHED THEN INSERT (a, b) VALUES (1,)', 'MR1420', 42],
    ['NOT MATCHED THEN INSERT (a.) VALUES (1)', 'MR1420', 26],
    ["MATCHED AND new.a = 'x THEN DELETE", 'MR2001', 21],
    ['MATCHED AND (new.a = 1 THEN DELETE', 'MR2001', 13],
    ['MATCHED AND CASE WHEN new.a THEN DELETE', 'MR2001', 13],
    ['MATCHED THEN DELETE /* open', 'MR2001', 21],
    ['MATCHED THEN DELETE WHEN MATCHED THEN DELETE', 'MR1424', 1],
  ])('%s', (text, code, column) => {
    const { diagnostics } = read(text)
    expect(diagnostics.map((found) => [found.code, found.place?.column])).toEqual([[code, column]])
  })

  test('every clause is read, whatever is wrong with another', () => {
    const { clauses, diagnostics } = read(
      'MATCHED THEN UPDATE SET a WHEN MATCHED THEN INSERT * WHEN NOT MATCHED THEN INSERT *',
    )
    expect(diagnostics.map(({ code }) => code)).toEqual(['MR1420', 'MR1420'])
    expect(clauses.map(shown)).toEqual(['insert: *'])
  })
})

const word = fc.constantFrom(
  ...'WHEN NOT MATCHED BY SOURCE TARGET AND OR THEN UPDATE SET INSERT VALUES DELETE DEFAULT CASE END'.split(
    ' ',
  ),
  ...'* ( ) [ ] , . ; = == old new a b `x y` 1 2.5 \' "s" -- /* */ \n'.split(' '),
)

test('any text gives clauses or findings, each inside the text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
  )
  fc.assert(
    fc.property(text, (written) => {
      const spans: (readonly [number, number])[] = []
      const source: SourceText = {
        text: written,
        place: (offset, length = 0) => {
          spans.push([offset, offset + length])
          return detachedText(written).place(offset, length)
        },
      }
      const diagnostics: Diagnostic[] = []
      const clauses = readClauses(source, (found) => diagnostics.push(found))
      expect(clauses.length + diagnostics.length).toBeGreaterThan(0)
      for (const [start, end] of spans) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(start).toBeLessThanOrEqual(Math.max(0, written.length))
        expect(end).toBeGreaterThanOrEqual(start)
        expect(end).toBeLessThanOrEqual(written.length + 1)
      }
    }),
    { numRuns: 2000 },
  )
})
