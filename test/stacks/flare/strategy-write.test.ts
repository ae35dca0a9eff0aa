import { expect, test } from 'vitest'
import { type Connection, openDuckdb } from '../../../src/engines/index.ts'
import { DiagnosticsError, MillraceError } from '../../../src/diagnostics/index.ts'
import { type Sql, sql, trusted } from '../../../src/sql/index.ts'
import type { View } from '../../../src/stacks/flare/execute/session.ts'
import { explainStrategy, strategyWrite } from '../../../src/stacks/flare/execute/strategy-write.ts'
import type { FlareStrategy } from '../../../src/stacks/flare/outputs/strategy.ts'
import type { SortColumn } from '../../../src/stacks/flare/sort-order.ts'

const place = { file: 'w.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 }
const by = (column: string, direction: SortColumn['direction'] = 'desc'): SortColumn => ({
  column,
  direction,
  nulls: direction === 'desc' ? 'last' : 'first',
})
const latest = (...orderBy: readonly SortColumn[]): FlareStrategy => ({
  type: 'latest',
  keys: ['id'],
  orderBy,
  place,
})
const merge: FlareStrategy = { type: 'merge', keys: ['id'], place }

const columns = [
  { name: 'Id', type: 'INTEGER' },
  { name: 'at', type: 'INTEGER' },
  { name: 'note', type: 'VARCHAR' },
]

const view = (rows: string): View => ({
  name: 'orders',
  engineName: 'orders',
  relation: sql`(SELECT * FROM (VALUES ${trusted(rows)}) AS t("Id", "at", "note"))`,
  columns,
  doubled: new Map(),
})

const connected = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  return await work(connection)
}

const kept = (strategy: FlareStrategy, rows: string) =>
  connected(async (connection) => {
    const { rows: relation } = strategyWrite('orders', strategy, view(rows))
    const table = await connection.table(sql`SELECT * FROM ${relation} ORDER BY ALL`)
    return table.rows.map((row) => row.join(' '))
  })

test('of the new rows of a key the latest is kept, and NULL is the least late', async () => {
  const rows = "(1, 5, 'a'), (1, 7, 'b'), (1, NULL, 'c'), (2, NULL, 'd')"
  expect(await kept(latest(by('AT')), rows)).toEqual(['1 7 b', '2  d'])
  expect(await kept(latest(by('at', 'asc')), rows)).toEqual(['1  c', '2  d'])
})

test('rows that tie leave the same one on every run', async () => {
  const [one, other] = ["(1, 5, 'b'), (1, 5, 'a')", "(1, 5, 'a'), (1, 5, 'b')"]
  expect(await kept(latest(by('at')), one)).toEqual(await kept(latest(by('at')), other))
})

test('a merge passes rows with keys of their own', async () => {
  expect(await kept(merge, "(1, 5, 'a'), (2, 5, 'b')")).toEqual(['1 5 a', '2 5 b'])
  expect(await kept(merge, "(1, 5, 'a') LIMIT 0")).toEqual([])
})

test.each([
  ['MR1445', merge, "(1, 5, 'a'), (2, 5, 'b'), (1, 6, 'c')"],
  ['MR1446', merge, "(1, 5, 'a'), (NULL, 5, 'b')"],
  ['MR1446', latest(by('at')), "(NULL, 5, 'a'), (NULL, 6, 'b')"],
])('%s tells of rows that break the promise of a key', async (code, strategy, rows) => {
  const cause = await kept(strategy, rows).catch((thrown: unknown) => thrown)
  const explained = explainStrategy(cause, 'orders', strategy)
  if (!(explained instanceof MillraceError)) throw explained
  expect(explained.diagnostic).toMatchObject({ code, place })
  expect(explained.diagnostic.message).not.toContain('5')
})

test('what else goes wrong is left as it is', () => {
  const other = new DiagnosticsError([])
  expect(explainStrategy(other, 'orders', merge)).toBe(other)
})

test('a column that the view does not have is told with the nearest one', () => {
  expect(() => strategyWrite('orders', latest(by('att')), view('(1, 1, 1)'))).toThrowError(
    expect.objectContaining({
      diagnostic: expect.objectContaining({ code: 'MR1449', hint: 'did you mean "at"?' }),
    }),
  )
})

test('a strategy becomes a merge over its keys', () => {
  expect(strategyWrite('orders', merge, view('(1, 1, 1)')).mode).toEqual({
    kind: 'merge',
    addsColumns: true,
    on: '"old"."Id" = "new"."Id"',
    keys: [{ old: 'Id', new: '"new"."Id"' }],
    clauses: [
      { kind: 'update', set: 'all' },
      { kind: 'insert', values: 'all' },
    ],
  })
})

test.each([
  [[by('at')], '(1, 7, 0)', '(1, 5, 0)', true],
  [[by('at')], '(1, 5, 0)', '(1, 7, 0)', false],
  [[by('at')], '(1, 5, 0)', '(1, 5, 9)', true],
  [[by('at')], '(1, NULL, 0)', '(1, 5, 0)', false],
  [[by('at')], '(1, 5, 0)', '(1, NULL, 0)', true],
  [[by('at')], '(1, NULL, 0)', '(1, NULL, 0)', true],
  [[by('at', 'asc')], '(1, 5, 0)', '(1, 7, 0)', true],
  [[by('at', 'asc')], '(1, NULL, 0)', '(1, 5, 0)', true],
  [[by('at'), by('note')], '(1, 5, 3)', '(1, 5, 2)', true],
  [[by('at'), by('note')], '(1, 5, 1)', '(1, 5, 2)', false],
  [[by('at'), by('note')], '(1, 6, 1)', '(1, 5, 2)', true],
] as const)(
  'ordered by %j the new row %s takes the place of %s: %s',
  async (order, fresh, stored, replaces) => {
    const { mode } = strategyWrite('orders', latest(...order), view('(1, 1, 1)'))
    const update = mode.kind === 'merge' ? mode.clauses[0] : undefined
    const condition: Sql = update?.kind === 'update' && update.condition ? update.condition : trusted('NULL')
    const row = (values: string, alias: string) =>
      sql`(VALUES ${trusted(values)}) AS ${trusted(`"${alias}"`)}("Id", "at", "note")`
    const [found] = await connected((connection) =>
      connection.rows(sql`SELECT ${condition} AS holds FROM ${row(fresh, 'new')}, ${row(stored, 'old')}`),
    )
    expect(found).toEqual({ holds: replaces })
  },
)
