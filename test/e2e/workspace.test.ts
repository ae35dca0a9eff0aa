import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { folder, millrace, write } from './millrace.ts'

let project = ''
const run = (...args: readonly string[]) => millrace(args, { cwd: project })
const registered = (): readonly string[] =>
  (JSON.parse(run('get', 'all', '-o', 'json').stdout) as { type: string; workspace: string; name: string }[])
    .map(({ type, workspace, name }) => `${type}/${workspace}/${name}`)
    .sort()

beforeAll(() => {
  project = join(folder(), 'shop')
  expect(millrace(['init', project], { cwd: tmpdir() }).code).toBe(0)
  for (const name of readdirSync(join(project, 'manifests'))) {
    const file = join(project, 'manifests', name)
    write(file, readFileSync(file, 'utf8').replace(/^workspace:.*\n/m, ''))
  }
  write(
    join(project, 'manifests/own.yaml'),
    'name: spare\nversion: v1beta\ntype: volume\nworkspace: billing\nvolume: {size: 1Gi, accessMode: ReadWriteOnce, type: temp}\n',
  )
})

test('-w is where what names no workspace belongs, and what names one stays there and is told', () => {
  const applied = run('apply', '-w', 'sandbox')
  expect(applied.code, applied.stderr).toBe(0)
  expect(applied.stderr).toContain('volume "spare" says that it belongs to billing, and stays there')
  expect(registered()).toEqual([
    'dataset/public/orders-columns',
    'policy/public/hash-email',
    'volume/billing/spare',
    'workflow/sandbox/orders',
  ])
  expect(run('plan', '-w', 'sandbox').stdout).toContain('No changes. Nothing to run.')
  expect(run('validate', '-w', 'sandbox', '--no-cache').stdout).not.toContain('"sandbox" is declared nowhere')
})

test('the same manifests in another workspace leave the first one alone, and selectors follow', () => {
  expect(run('apply', '-w', 'other', '--no-run').code).toBe(0)
  expect(registered()).toContain('workflow/other/orders')
  expect(registered()).toContain('workflow/sandbox/orders')
  expect(run('ls', '-w', 'other', '-s', 'workspace:other', '--resource-type', 'workflow').stdout).toBe(
    'workflow/other/orders\n',
  )
  expect(run('plan').stdout).toContain('- workflow  sandbox/orders')
})

test('run works in the workspace that it names, and not in one that nothing was applied to', () => {
  const mistyped = run('run', 'orders', '-w', 'sandbx')
  expect(mistyped.code).toBe(2)
  expect(mistyped.stderr).toContain('nothing is registered in the workspace "sandbx"')
  expect(mistyped.stderr).toContain('did you mean "sandbox"?')
  expect(run('run', 'spare', '-w', 'sandbox').code).toBe(2)
  expect(run('run', 'orders', '-w', 'sandbox').code).toBe(0)
  const tasks = JSON.parse(run('get', 'tasks', '-o', 'json').stdout) as { name: string }[]
  expect(tasks.map(({ name }) => name)).toEqual(['sandbox/orders/load-orders'])
  expect(run('plan', '-w', 'Sand_box').stderr).toContain('"Sand_box" cannot name a workspace')
})

test('delete means with -f and -w what apply put there, and what no workspace holds whichever is named', () => {
  const gone = run('delete', '-f', 'manifests/orders.yaml', '-w', 'other', '--dry-run')
  expect(gone.stdout).toBe('would delete workflow/other/orders\n')
  expect(run('get', 'policy', 'hash-email', '-w', 'sandbox', '-o', 'name').stdout).toContain('hash-email')
  expect(run('describe', 'policy', 'hash-email', '-w', 'sandbox').code).toBe(0)
  expect(run('get', 'workflow', '-w', 'billing', '-o', 'name').stdout).toBe('')
})
