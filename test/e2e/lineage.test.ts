import { beforeAll, expect, test } from 'vitest'
import { exampleProject, millrace } from './millrace.ts'

let project = ''
beforeAll(() => {
  project = exampleProject()
})
const lineage = (...args: readonly string[]) => millrace(['lineage', ...args], { cwd: project })

test('a column of the example is traced to the feed before anything has run', () => {
  const { code, stdout, stderr } = lineage(
    'lake.financial_services.customer.email_addr',
    '--upstream',
    '-o',
    'json',
  )
  expect(code, stderr).toBe(0)
  const { dataset, column, upstream, downstream } = JSON.parse(stdout)
  expect([dataset, column, downstream]).toEqual([
    'dataos://lake:financial_services/customer',
    'email_addr',
    undefined,
  ])
  expect(JSON.stringify(upstream)).toContain('"dataset":"dataos://landing:bank/customer"')
  const { stdout: text } = lineage('lake.financial_services.customer.email_addr', '--upstream')
  expect(text.split('\n')[1]).toBe('lake.financial_services.customer.email_addr')
  expect(text).toMatch(/└─ lake\.financial_services\.customer_raw/)
})

test('other tools get a flow chart, or events of all tasks', () => {
  expect(lineage('lake.financial_services.customer', '-o', 'mermaid').stdout).toMatch(
    /^flowchart LR\n {2}n0\["lake/,
  )
  const events = lineage('-o', 'openlineage')
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const written = events.flatMap(({ outputs }) => outputs.map(({ name }: { name: string }) => name))
  expect(written).toContain('financial_services/customer')
})

test('a name that nothing has is told with the nearest one', () => {
  const { code, stdout, stderr } = lineage('lake.financial_services.custmer')
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('did you mean "lake.financial_services.customer"?')
  expect(lineage('lake.financial_services.customer.emial_addr').stderr).toContain(
    'did you mean "email_addr"?',
  )
})
