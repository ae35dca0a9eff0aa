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
  const { columns, duckdb, ...rest } = JSON.parse(stdout)
  expect(columns).toEqual([
    { name: 'id', type: 'string', from: [{ relation: 'orders', column: 'id' }] },
    { name: 'twice', type: 'decimal(12,2)', from: [{ relation: 'orders', column: 'price' }] },
    { name: 'count(1)', type: 'bigint', from: [] },
  ])
  expect(rest).toEqual({ statement, tables: ['orders'] })
  expect(duckdb).toContain('SELECT')
  expect(explain(cwd, statement).stdout).toMatch(/twice +\| decimal\(12,2\)/)
})

test('a statement that means nothing is told at its place, and nothing is printed', () => {
  const { code, stdout, stderr } = explain(project(), 'SELECT idd FROM orders')
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/query:1:8 {2}error {2}MR2003[^]*did you mean "id"/)
})
