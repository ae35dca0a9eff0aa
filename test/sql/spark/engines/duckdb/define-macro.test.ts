import { expect, test } from 'vitest'
import { openDuckdb } from '../../../../../src/engines/index.ts'
import { once } from '../../../../../src/sql/spark/engines/duckdb/define-macro.ts'
import { macroNames } from '../../../../../src/sql/spark/engines/duckdb/macros.ts'
import { sql, trusted } from '../../../../../src/sql/quote.ts'

test('values that are bound once may be bound again inside, and none hides another', async () => {
  const doubled = (value: string) => once([`${value} + 0`], ([v = '']) => `${v} + ${v}`)
  const written = once(['7 + x', '1 + x'], ([a = '', b = '']) => `${doubled(doubled(b))} * 100 + ${a}`)
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const rows = await connection.rows(sql`SELECT ${trusted(written)} AS v FROM (VALUES (0), (10)) t(x)`)
  expect(rows.map(({ v }) => Number(v))).toEqual([407, 4417])
})

test('no two macros have one name', () => {
  expect(macroNames.filter((name, i) => macroNames.indexOf(name) !== i)).toEqual([])
})
