import { expect, test } from 'vitest'
import { folder, millrace } from './millrace.ts'

const project = () =>
  folder({
    'millrace.yaml': 'name: shop\nresources: []\ndepots:\n  landing: {type: FILE, path: landing}\n',
    'landing/shop/orders.csv': 'id,price,day\n1,2.50,2024-01-31\n',
  })

const explain = (cwd: string, ...args: readonly string[]) =>
  millrace(['sql', 'explain', '--use', 'landing.shop', ...args], { cwd })

test('a statement is explained by its columns, their types and origins, and what would run', () => {
  const cwd = project()
  const statement =
    'SELECT id, CAST(price AS decimal(10, 2)) * 2 AS twice, count(*) FROM orders GROUP BY 1, price'
  const { code, stdout } = explain(cwd, '-o', 'json', statement)
  expect(code).toBe(0)
  const { columns, duckdb, trino, ...rest } = JSON.parse(stdout)
  expect(columns).toEqual([
    { name: 'id', type: 'string', from: [{ relation: 'orders', column: 'id' }] },
    { name: 'twice', type: 'decimal(12,2)', from: [{ relation: 'orders', column: 'price' }] },
    { name: 'count(1)', type: 'bigint', from: [] },
  ])
  expect(rest).toEqual({ statement, tables: ['orders'], refusedOnTrino: [] })
  expect(duckdb).toContain('SELECT')
  // What DuckDB has as a macro stands at the head of Trino's statement.
  expect(trino).toMatch(/^WITH FUNCTION spark_\w+\(.*SELECT "orders"\."id" AS "id"/s)
  expect(explain(cwd, statement).stdout).toMatch(
    /twice +\| decimal\(12,2\)[^]*\nDuckDB\nSELECT[^]*\nTrino\nWITH/,
  )
})

test('what has no rendering for Trino is told with its reason and place, beside the SQL for DuckDB', () => {
  const cwd = project()
  const statement = 'SELECT id,\n  xxhash64(id) AS s FROM orders'
  const { code, stdout } = explain(cwd, statement)
  expect(code).toBe(0)
  expect(stdout).toMatch(/\nDuckDB\nSELECT[^]*\nTrino\nrefused: query:2:3 {2}[^\n]*xxhash64/)
  const { trino, refusedOnTrino } = JSON.parse(explain(cwd, '-o', 'json', statement).stdout)
  expect(trino).toBe(null)
  expect(refusedOnTrino).toMatchObject([{ code: 'MR2008', place: { line: 2, column: 3 } }])
})

test('a statement that means nothing is told at its place, and nothing is printed', () => {
  const { code, stdout, stderr } = explain(project(), 'SELECT idd FROM orders')
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/query:1:8 {2}error {2}MR2003[^]*did you mean "id"/)
})

test('settings of Spark change what a statement means, by --conf as in the sparkConf of a job', () => {
  const cwd = project()
  const conf = (...pairs: readonly string[]) => pairs.flatMap((pair) => ['--conf', pair])
  const ask = (statement: string, ...pairs: readonly string[]) =>
    millrace(
      ['query', '--use', 'landing.shop', '--dialect', 'spark', '-o', 'csv', ...conf(...pairs), statement],
      { cwd },
    )
  const zone = 'spark.sql.session.timeZone=America/New_York'
  const hour = "SELECT hour(timestamp '2024-07-01 12:00:00Z') AS h, cast(day AS timestamp) AS t FROM orders"
  expect(ask(hour).stdout).toMatch(/^h,t\r\n12,2024-01-31 00:00:00/)
  expect(ask(hour, zone).stdout).toMatch(/^h,t\r\n8,2024-01-31 05:00:00/)
  expect(explain(cwd, ...conf(zone), hour).stdout).not.toEqual(explain(cwd, hour).stdout)

  const cast = 'SELECT cast(price AS int) AS p FROM orders'
  expect(ask(cast).stdout).toBe('p\r\n2\r\n')
  // The last one counts, and what says nothing here changes nothing.
  const off = ask(cast, 'spark.sql.ansi.enabled=true', 'spark.sql.ansi.enabled=false', 'spark.any=1')
  expect(off.stdout).toBe('p\r\n2\r\n')
  const ansi = ask(cast, 'spark.sql.ansi.enabled=true')
  expect([ansi.code, ansi.stdout]).toEqual([1, ''])
  expect(ansi.stderr).toContain('CAST_INVALID_INPUT')

  const sensitive = ask(cast, 'spark.sql.caseSensitive=true')
  expect([sensitive.code, sensitive.stdout]).toEqual([2, ''])
  expect(sensitive.stderr).toMatch(/query:1:1 {2}error {2}MR2008[^]*spark\.sql\.caseSensitive = true/)
})

test('a setting of Spark that means nothing is wrong usage', () => {
  const cwd = project()
  const bare = millrace(['query', '--conf', 'spark.sql.ansi.enabled=true', 'SELECT 1'], { cwd })
  expect([bare.code, bare.stdout]).toEqual([2, ''])
  expect(bare.stderr).toMatch(/MR9004[^]*--dialect spark/)
  expect(explain(cwd, '--conf', 'spark.sql.ansi.enabled', 'SELECT 1')).toMatchObject({ code: 2, stdout: '' })
})
