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
  const statement = 'SELECT id,\n  soundex(id) AS s FROM orders'
  const { code, stdout } = explain(cwd, statement)
  expect(code).toBe(0)
  expect(stdout).toMatch(/\nDuckDB\nSELECT[^]*\nTrino\nrefused: query:2:3 {2}[^\n]*soundex/)
  const { trino, refusedOnTrino } = JSON.parse(explain(cwd, '-o', 'json', statement).stdout)
  expect(trino).toBe(null)
  expect(refusedOnTrino).toMatchObject([{ code: 'MR2008', place: { line: 2, column: 3 } }])
})

test('a statement that means nothing is told at its place, and nothing is printed', () => {
  const { code, stdout, stderr } = explain(project(), 'SELECT idd FROM orders')
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/query:1:8 {2}error {2}MR2003[^]*did you mean "id"/)
})
