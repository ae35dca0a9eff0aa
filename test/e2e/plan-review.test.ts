import { mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { folder, millrace, write } from './millrace.ts'

let project = ''
const file = (name: string) => join(project, 'manifests', name)
const edit = (name: string, from: string, to: string): string => {
  const old = readFileSync(file(name), 'utf8')
  expect(old).toContain(from)
  write(file(name), old.replace(from, to))
  return old
}
const plan = (...args: readonly string[]) => millrace(['plan', ...args], { cwd: project })

beforeAll(() => {
  project = join(folder(), 'shop')
  expect(millrace(['init', project], { cwd: tmpdir() }).code).toBe(0)
  mkdirSync(join(project, 'sql'))
  // A statement in a file of its own has to be known to the next plan too.
  const old = readFileSync(file('orders.yaml'), 'utf8')
  const [all = '', statement = ''] = /sql: \|\n((?: {22}SELECT cast[^]*?)FROM landed\n)/.exec(old) ?? []
  write(join(project, 'sql/typed.sql'), statement.replaceAll(/^ {22}/gm, ''))
  write(file('orders.yaml'), old.replace(all, 'sqlFile: ../sql/typed.sql\n'))
  write(
    file('crm.yaml'),
    `name: crm
version: v1
type: depot
depot:
  type: JDBC
  external: true
  spec: {subprotocol: postgresql, host: one, port: 5432, database: crm}
  connectionSecret: [{acl: r, type: key-value-properties, data: {username: reader, password: alpha}}]
`,
  )
  const applied = millrace(['apply'], { cwd: project })
  expect(applied.code, applied.stderr).toBe(0)
})

test('a plan without changes says nothing of what changes', () => {
  expect(plan().stdout).toMatch(/No changes\. Nothing to run\.\n$/)
  expect(JSON.parse(plan('-o', 'json').stdout)).not.toHaveProperty('review')
})

test('a plan tells what its changes do, by the words of diff: statements, columns, readers, rows', () => {
  const sql = join(project, 'sql/typed.sql')
  const statement = readFileSync(sql, 'utf8')
  write(sql, statement.replace('customer_email,', 'customer_email, customer_email AS contact,'))
  const orders = edit(
    'orders.yaml',
    'SELECT order_id, customer_email,',
    'SELECT order_id, contact, customer_email,',
  )
  const { stdout, code } = plan()
  expect(code).toBe(0)
  expect(stdout).toContain('~ workflow  public/orders')
  expect(stdout).toContain(
    'support reads lake.shop.orders.contact: no such column → the value (it shows what lake.shop.orders.customer_email hides)',
  )
  expect(stdout).toContain('orders/load-orders, typed:\n    column contact added: customer_email')
  expect(stdout).toContain('lake.shop.orders: all rows (orders/load-orders)')
  expect(JSON.parse(plan('-o', 'json').stdout).review.verdicts).toEqual(['access'])
  for (const form of [[], ['-o', 'json']])
    expect(millrace(['apply', '--dry-run', ...form], { cwd: project }).stdout).toBe(plan(...form).stdout)
  expect(plan('-o', 'markdown').stdout).toMatch(/^\*\*Millrace: access loosened in 1 place\*\*\n/)
  expect(plan('-o', 'github').stdout).toMatch(
    /^::error file=.*\n(?:.*\n)*::notice title=Plan::Plan: 0 to create, 1 to change/,
  )
  write(sql, statement)
  write(file('orders.yaml'), orders)
  expect(plan().stdout).toMatch(/No changes/)
})

test('another layout of a statement is a change of the file, and none of its meaning', () => {
  const sql = join(project, 'sql/typed.sql')
  const statement = readFileSync(sql, 'utf8')
  write(sql, `-- as agreed\n${statement.toUpperCase()}`)
  const { stdout } = plan()
  expect(stdout).toContain('~ workflow  public/orders')
  expect(stdout).toMatch(/\nsafe: [^\n]*\n$/)
  write(sql, statement)
})

test('another layout runs nothing, however often it is applied, and one literal does', () => {
  const sql = join(project, 'sql/typed.sql')
  const statement = readFileSync(sql, 'utf8')
  const apply = () => {
    const { code, stdout, stderr } = millrace(['apply'], { cwd: project })
    expect(code, stderr).toBe(0)
    return stdout
  }
  const laidOut = statement.replace(/^SELECT\s+/, 'select\n  /* as agreed */\n\n  ')
  expect(laidOut).not.toBe(statement)
  write(sql, laidOut)
  expect(plan().stdout).toMatch(/= unchanged +orders\/load-orders/)
  expect(apply()).not.toContain('run started')
  expect(apply()).toMatch(/No changes\. Nothing to run\.\n$/)
  write(sql, laidOut.replace('customer_email,', "customer_email, 'x ' AS mark,"))
  expect(plan().stdout).toMatch(/▶ run +orders\/load-orders +its definition changed/)
  write(sql, statement)
  expect(apply()).toContain('orders/load-orders')
  expect(plan().stdout).toMatch(/No changes\. Nothing to run\.\n$/)
})

test('a policy that goes is loosened access, and a depot tells its fields but no credentials', () => {
  const governance = edit('governance.yaml', '---\nname: hash-email', '---\nname: hash-mail')
  const depot = edit('crm.yaml', 'host: one', 'host: two')
  write(file('governance.yaml'), governance.slice(0, governance.indexOf('---')))
  const { stdout } = plan()
  expect(stdout).toContain('support reads lake.shop.orders.customer_email: hash mask → the value')
  expect(stdout).toContain('depot.spec.host: one → two')
  expect(plan('-o', 'json').stdout).not.toMatch(/alpha/)
  // Files that are named say nothing of the others: the policy is still there.
  expect(plan('manifests/crm.yaml').stdout).toMatch(/\nsafe: /)
  write(file('governance.yaml'), governance)
  write(file('crm.yaml'), depot)
})

test('a user of the project file who gets another tag reads otherwise, also where nothing else changes', () => {
  const settings = join(project, 'millrace.yaml')
  const old = readFileSync(settings, 'utf8')
  write(
    settings,
    old.replace('support: {tags: ["roles:id:support"]}', 'support: {tags: ["roles:id:analyst"]}'),
  )
  expect(plan().stdout).toContain('support reads lake.shop.orders.customer_email: hash mask → the value')
  expect(JSON.parse(plan('-o', 'json').stdout).review.verdicts).toEqual(['access'])
  // Applied, it is what the next plan compares with.
  expect(millrace(['apply'], { cwd: project }).code).toBe(0)
  expect(plan().stdout).toMatch(/No changes\. Nothing to run\.\n$/)
  write(settings, old)
  expect(millrace(['apply'], { cwd: project }).code).toBe(0)
})
