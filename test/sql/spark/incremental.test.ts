import { expect, test } from 'vitest'
import { openDuckdb } from '../../../src/engines/index.ts'
import {
  detachedText,
  fillIncremental,
  incrementalNames,
  keyText,
  literal,
  locateEngineError,
  sql,
} from '../../../src/sql/index.ts'

test('names are replaced verbatim and places stay those of the text', () => {
  const source = detachedText(`SELECT * FROM t\nWHERE ts > '$|from|' AND n = $|start| AND nope`)
  const { value, diagnostics } = fillIncremental(
    source,
    new Map([
      ['from', '2024-01-05 10:20:30'],
      ['start', '1'],
    ]),
  )
  expect(diagnostics).toEqual([])
  expect(value.text).toBe(`SELECT * FROM t\nWHERE ts > '2024-01-05 10:20:30' AND n = 1 AND nope`)
  expect(value.place(value.text.indexOf('nope'), 4)).toEqual(source.place(source.text.indexOf('nope'), 4))
  expect(value.place(value.text.indexOf('2024') + 3, 2)).toEqual(
    source.place(source.text.indexOf('$|from|'), 7),
  )
})

test('a name without a value is reported at its place and stays', () => {
  const { value, diagnostics } = fillIncremental(detachedText('SELECT $|strat|'), new Map([['start', '1']]))
  expect(value.text).toBe('SELECT $|strat|')
  expect(diagnostics.map(({ code, hint, place }) => [code, hint, place?.column])).toEqual([
    ['MR2012', 'did you mean "start"?', 8],
  ])
})

test('the names of a text come in order, each once', () => {
  expect(incrementalNames(`$|b| $|a| $|b|`)).toEqual(['b', 'a'])
})

test('key values become text without zone', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const { rows } = await connection.table(
    sql`SELECT CAST(${literal('2024-01-05 10:20:30+00')} AS TIMESTAMPTZ), CAST(${literal('2024-01-05 10:20:30.5+02')} AS TIMESTAMPTZ), CAST(${literal('2024-01-05')} AS DATE), true, 5, NULL`,
  )
  expect(rows[0]?.map(keyText)).toEqual([
    '2024-01-05 10:20:30',
    '2024-01-05 08:20:30.5',
    '2024-01-05',
    'true',
    '5',
    undefined,
  ])
})

test.for([
  [
    'Binder Error: Referenced column "amout" not found in FROM clause!\nCandidate bindings: "amount"\n\nLINE 1: SELECT "o"."amout"',
    'MR2003',
    2,
    'did you mean "amount"?',
  ],
  [
    "Binder Error: No function matches the given name and argument types 'round(VARCHAR)'. You might need to add explicit type casts.\n\tCandidate functions:",
    'MR2010',
    3,
    undefined,
  ],
] as const)('the engine says "%s": placed in the statement', ([message, code, line, hint]) => {
  const statement = detachedText('SELECT id,\n  amout,\n  round(note) FROM orders')
  const found = locateEngineError({ statement }, message)
  expect([found.code, found.place?.line, found.place?.column]).toEqual([code, line, 3])
  if (hint !== undefined) expect(found.hint).toBe(hint)
  expect(found.message).not.toContain('LINE')
  expect(found.message).not.toContain('\n')
})
