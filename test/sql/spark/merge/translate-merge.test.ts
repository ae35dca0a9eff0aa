import { expect, test } from 'vitest'
import type { Diagnostic } from '../../../../src/diagnostics/index.ts'
import { createSparkTranslator, detachedText, translateMerge } from '../../../../src/sql/index.ts'
import { readMergeTexts } from '../../../../src/sql/spark/merge/read-merge.ts'

const old = [
  { name: 'Id', type: 'INTEGER' },
  { name: 'qty', type: 'INTEGER' },
  { name: 'note', type: 'VARCHAR' },
  { name: 'rate', type: 'DOUBLE' },
]
const fresh = [
  { name: 'id', type: 'BIGINT' },
  { name: 'qty', type: 'INTEGER' },
  { name: 'gone', type: 'BOOLEAN' },
  { name: 'rate', type: 'DOUBLE' },
]

const translate = async (on: string, when: string) => {
  const found: Diagnostic[] = []
  const merge = readMergeTexts(detachedText(on, 'on'), detachedText(when, 'when'), (one) => found.push(one))
  const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
  const { value, diagnostics } = await translateMerge(merge, { old, fresh }, translator)
  return { value, diagnostics: [...found, ...diagnostics] }
}

test('conditions and values see both rows, those of inserts only the new one', async () => {
  const { value, diagnostics } = await translate(
    'old.id = new.id',
    'MATCHED AND gone THEN DELETE WHEN MATCHED THEN UPDATE SET QTY = old.qty + new.qty WHEN NOT MATCHED AND NOT gone THEN INSERT (id, qty) VALUES (id, qty)',
  )
  expect(diagnostics).toEqual([])
  expect(value).toEqual({
    on: '("old"."Id" = "new"."id")',
    keys: [{ old: 'Id', new: '"new"."id"' }],
    clauses: [
      { kind: 'delete', condition: '"new"."gone"' },
      { kind: 'update', set: [{ column: 'qty', value: expect.stringMatching(/"old"."qty".*"new"."qty"/) }] },
      {
        kind: 'insert',
        condition: '(NOT "new"."gone")',
        values: [
          { column: 'Id', value: '"new"."id"' },
          { column: 'qty', value: '"new"."qty"' },
        ],
      },
    ],
  })
})

test.each([
  ['a column that both rows have, without its alias', 'MATCHED THEN UPDATE SET qty = qty + 1', 'MR2013'],
  ['a stored column in an insert', 'NOT MATCHED AND old.qty = 1 THEN INSERT *', 'MR2003'],
  ['a stored column among the values of an insert', 'NOT MATCHED THEN INSERT (id) VALUES (old.id)', 'MR2003'],
  ['an unknown column to assign to', 'MATCHED THEN UPDATE SET qtty = 1', 'MR2003'],
  ['a number as a condition', 'MATCHED AND new.qty THEN DELETE', 'MR1434'],
  ['a query where a value is expected', 'MATCHED THEN UPDATE SET qty = new.qty WHERE true', 'MR2013'],
  ['a name after a value', 'MATCHED THEN UPDATE SET qty = new.qty more', 'MR2013'],
])('%s is told at its place', async (_, when, code) => {
  const { value, diagnostics } = await translate('old.id = new.id', when)
  expect(value).toBeUndefined()
  expect(diagnostics.map((found) => found.code)).toEqual([code])
  expect(diagnostics[0]?.place).toMatchObject({ file: 'when', line: 1 })
})

test('a condition that is a number is told before anything is merged', async () => {
  const { diagnostics } = await translate('old.id', 'MATCHED THEN DELETE')
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['MR1434', 'a condition is true or false, but this is of type int'],
  ])
})

test('an unknown column to assign to comes with the nearest one', async () => {
  const { diagnostics } = await translate('old.id = new.id', 'MATCHED THEN UPDATE SET old.qtty = 1')
  expect(diagnostics).toMatchObject([{ code: 'MR2003', hint: 'did you mean "qty"?', place: { column: 25 } }])
})

test.each([
  ['a text that Spark compares as a number', 'old.note = new.qty'],
  ['numbers with NaN, which no bound covers', 'old.rate = new.rate'],
  ['a value that reads the stored row after all', 'old.id = note'],
])('%s is no key', async (_, on) => {
  const { value } = await translate(on, 'NOT MATCHED THEN INSERT *')
  expect(value?.keys).toEqual([])
})
