import { readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { folder, millrace, write } from './millrace.ts'

let project = ''
beforeEach(() => {
  project = join(folder(), 'shop')
  expect(millrace(['init', project], { cwd: tmpdir() }).code).toBe(0)
})
const doctor = (env: Readonly<Record<string, string>> = {}) => {
  const { code, stdout, stderr } = millrace(['doctor', '-o', 'json'], { cwd: project, env })
  expect(stderr).toBe('')
  const findings: readonly { what: string; state: string; detail: string; hint?: string }[] =
    JSON.parse(stdout)
  return { code, of: (what: string) => findings.find((each) => each.what === what) }
}

test('a new project is well, and nothing is made by looking', () => {
  const { code, of } = doctor()
  expect(code).toBe(0)
  expect(of('project')).toMatchObject({
    state: 'ok',
    detail: expect.stringContaining('3 resources, 1 node in'),
  })
  expect(of('state')).toMatchObject({ state: 'ok', detail: 'nothing has run yet' })
  expect(readdirSync(project)).not.toContain('.millrace')
  expect(millrace(['doctor'], { cwd: project }).stdout).toMatch(/^ok {7}node /)
})

test('manifests with errors and damaged tables are told, and fail', () => {
  expect(millrace(['apply'], { cwd: project }).code).toBe(0)
  expect(doctor().of('tables')).toMatchObject({ state: 'ok', detail: '1 table can be read' })
  const warehouse = join(project, '.millrace/warehouse')
  for (const path of readdirSync(warehouse, { recursive: true, encoding: 'utf8' }))
    if (path.endsWith('.metadata.json')) writeFileSync(join(warehouse, path), '{"torn":')
  write(join(project, 'manifests/broken.yaml'), 'name: x\nversion: v1\ntype: workflow\nworkflow: {dag: 5}\n')
  const { code, of } = doctor()
  expect(code).toBe(1)
  expect(of('tables')).toMatchObject({ state: 'bad', detail: '1 of 1 table cannot be read: shop.orders' })
  expect(of('project')).toMatchObject({ state: 'bad', hint: 'millrace validate shows them' })
})

test('without git there is a warning, which does not fail', () => {
  const empty = folder()
  const { code, of } = doctor({ PATH: empty })
  expect([code, of('git')?.state]).toEqual([0, 'warning'])
})

test('outside of any project it says so without a stack trace', () => {
  const { code, stdout, stderr } = millrace(['doctor', '--project', 'nowhere'], { cwd: folder() })
  expect([code, stderr]).toEqual([1, ''])
  expect(stdout).toContain('there is no project file at')
})
