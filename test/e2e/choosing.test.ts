import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { stateOf } from './bad-input.ts'
import { folder, millrace, write } from './millrace.ts'

const node = (name: string, from: string, to: string, more = '') => `    - name: ${name}
${more}      spec:
        stack: flare:7.0
        stackSpec:
          job:
            inputs: [{name: a, dataset: "dataos://${from}"${from.startsWith('landing') ? ', format: csv' : ''}}]
            steps: [{sequence: [{name: b, sql: "SELECT id, mail FROM a"}]}]
            outputs: [{name: b, dataset: "dataos://lake:${to}?acl=rw", format: iceberg, options: {saveMode: overwrite}}]
`
const workflow = (name: string, ...nodes: readonly string[]) =>
  `name: ${name}\nversion: v1\ntype: workflow\ntags: [${name}-tag]\nowner: mira\nworkflow:\n  dag:\n${nodes.join('')}`

const files = {
  'millrace.yaml':
    'name: chain\nresources: [m]\ndepots: {landing: {type: FILE, path: landing}, lake: {type: LAKEHOUSE}}\nusers: {sam: {tags: ["roles:id:sam"]}}\n',
  'landing/shop/raw/a.csv': 'id,mail\n1,a@b.cd\n2,e@f.gh\n',
  'm/first.yaml': workflow('first', node('load', 'landing:shop/raw', 'shop/one')),
  'm/second.yaml': workflow(
    'second',
    node('clean', 'lake:shop/one', 'shop/two'),
    node('report', 'lake:shop/two', 'shop/three'),
  ),
  'm/other.yaml': `name: two-columns
version: v1
type: dataset
dataset: {address: "dataos://lake:shop/two", columns: [{name: mail, tags: [PII.Email]}]}
---
name: hash-mail
version: v1
type: policy
policy:
  data:
    type: mask
    priority: 50
    selector: {user: {match: any, tags: ["roles:id:sam"]}, column: {tags: [PII.Email]}}
    mask: {operator: hash, hash: {algo: sha256}}
---
name: sales
version: v1alpha
type: data
v1alpha:
  data:
    resources: [{type: workflow, version: v1, name: first, workspace: public}]
    inputs: []
    outputs: [{ref: "dataos://lake:shop/three"}]
`,
}

let place = ''
beforeAll(() => {
  place = folder(files)
})
/** Each test finds the manifests as they are above, and the project applied by the first. */
afterEach(() => {
  rmSync(join(place, 'm/broken.yaml'), { force: true })
  for (const [file, text] of Object.entries(files)) write(join(place, file), text)
})
const run = (...args: readonly string[]) => millrace(args, { cwd: place })
const fine = (...args: readonly string[]): string => {
  const { code, stdout, stderr } = run(...args)
  expect(code, `${args.join(' ')}\n${stderr}`).toBe(0)
  return stdout
}
const names = (...args: readonly string[]) =>
  fine(...args)
    .trim()
    .split('\n')
const json = (...args: readonly string[]) =>
  JSON.parse(fine(...args, '-o', 'json')) as Record<string, unknown>[]

test('apply of a part registers it with what guards its tables, runs its nodes, and unregisters nothing', () => {
  fine('apply', '-s', '+clean')
  expect(names('get', 'all', '-o', 'name').toSorted()).toEqual([
    'dataset/two-columns',
    'policy/hash-mail',
    'workflow/first',
    'workflow/second',
  ])
  expect(json('get', 'task').map(({ name }) => name)).toEqual(['public/first/load', 'public/second/clean'])
  expect(fine('query', '--as', 'sam', '-o', 'csv', 'SELECT mail FROM lake.shop.two')).not.toContain('@')
  expect(json('get', 'wf').map(({ name, runtime, owner }) => [name, runtime, owner])).toEqual([
    ['first', 'succeeded', 'mira'],
    ['second', 'pending:1/2', 'mira'],
  ])

  const before = stateOf(place)
  fine('apply', '-s', 'type:data', '--dry-run')
  expect(stateOf(place)).toEqual(before)
  fine('apply', '-s', 'type:data')
  expect(names('get', 'all', '-o', 'name')).toContain('data/sales')
  expect(names('get', 'all', '-o', 'name')).toContain('workflow/first')
  expect(fine('plan', '-s', 'first')).toContain('No changes')
  fine('apply')
})

test('run and check take the nodes that are chosen, within the workflows that are named', () => {
  expect(fine('run', '-s', 'lake.shop.one', 'report')).toContain('2 tasks: 2 succeeded')
  expect(fine('run', 'second', '--exclude', 'report')).toContain('1 task: 1 succeeded')
  expect(json('get', 'runs')[0]).toMatchObject({ command: 'run second --exclude "report"' })
  for (const [args, told] of [
    [['run', '-s', 'nothing-of-it'], '"nothing-of-it" matches nothing'],
    [['run', '-s', 'type:policy'], 'nothing that was chosen is a node'],
    [['run', '-s', 'first', '--exclude', 'load'], 'nothing to run'],
    [['check', '-s', 'first'], 'a node with assertions'],
  ] as const)
    expect(run(...args)).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining(told) as string,
    })
  for (const args of [
    ['run', '--node', 'load'],
    ['run', '-s', ''],
    ['plan', '--state', '.'],
    ['ls', '-s', 'state:new', '--state', 'no-such-revision'],
  ])
    expect(run(...args)).toMatchObject({ code: 2, stdout: '' })
})

test('state: compares with what is registered, with a folder and with a revision; result: with the last run', () => {
  const edited = files['m/second.yaml'].replace('SELECT id, mail', 'SELECT id, upper(mail) AS mail')
  execFileSync(
    'sh',
    ['-c', 'git init -q . && git add -A && git -c user.name=t -c user.email=t@example.com commit -qm a'],
    {
      cwd: place,
    },
  )
  const earlier = folder(files)
  expect(run('ls', '-s', 'state:modified').stderr).toContain('matches nothing')
  write(join(place, 'm/second.yaml'), edited)
  const modified = ['workflow/second', 'node/second/clean']
  expect(names('ls', '-s', 'state:modified')).toEqual(modified)
  expect(names('ls', '-s', 'state:modified', '--state', earlier)).toEqual(modified)
  expect(names('ls', '-s', 'state:modified', '--state', 'HEAD')).toEqual(modified)
  expect(names('ls', '-s', 'state:modified.body+', '--resource-type', 'node')).toEqual([
    'node/second/clean',
    'node/second/report',
  ])

  write(join(place, 'landing/shop/raw/a.csv'), 'id,mail\n1,"unclosed\n')
  write(
    join(place, 'm/first.yaml'),
    files['m/first.yaml'].replace('SELECT id, mail', 'SELECT id, raise_error(mail) AS mail'),
  )
  expect(run('run', 'first').code).toBe(1)
  expect(names('ls', '-s', 'result:error')).toEqual(['node/first/load'])
  expect(json('get', 'wf', 'first')).toMatchObject({ runtime: 'failed' })
})

test('validate tells what is wrong in chosen manifests, and in files that declare nothing', () => {
  write(join(place, 'm/second.yaml'), files['m/second.yaml'].replace('SELECT id, mail', 'SELECT id, mial'))
  expect(run('validate').code).toBe(2)
  const first = run('validate', '-s', 'first')
  expect(first).toMatchObject({ code: 0, stderr: 'valid: 1 resource, 1 node\n' })
  expect(first.stdout).not.toMatch(/second\.yaml|more/)
  expect(run('validate', '-s', 'clean').stdout).toContain('mial')
  write(join(place, 'm/broken.yaml'), 'name: x\n\ttype: y\n')
  const { code, stdout } = run('validate', '-s', 'first')
  expect([code, stdout]).toEqual([2, expect.stringContaining('broken.yaml') as string])
  expect(stdout).not.toContain('mial')
})

test('get chooses of what is registered, though its manifests are gone; lineage goes through what is chosen', () => {
  const through = fine('lineage', 'lake.shop.three', '--upstream', '-s', 'workflow:second')
  expect(through).toContain('lake.shop.one')
  expect(through).not.toContain('landing')
  expect(json('lineage', '-s', 'first').map(({ dataset }) => dataset)).toEqual(['dataos://lake:shop/one'])

  for (const file of ['m/second.yaml', 'm/other.yaml']) write(join(place, file), '')
  expect(json('get', 'all', '-s', 'first+').map(({ name }) => name)).toEqual([
    'sales',
    'two-columns',
    'first',
  ])
  expect(json('get', 'ds', '-s', 'tag:PII.*').map(({ name }) => name)).toEqual(['dataos://lake:shop/two'])
  expect(json('get', 'task', '-s', 'second', '--exclude', 'clean').map(({ name }) => name)).toEqual([
    'public/second/report',
  ])
  expect(json('get', 'all', '--owner', 'mira', '-w', 'public').map(({ name }) => name)).toEqual([
    'first',
    'second',
  ])
  for (const args of [
    ['get', 'runs', '-s', 'first'],
    ['get', 'ds', '-w', 'public'],
    ['get', 'wf', 'first', 'thrid'],
  ])
    expect(run(...args)).toMatchObject({ code: 2, stdout: '' })
})

test('delete unregisters what nothing else needs, says what that means, and leaves data alone', () => {
  const before = stateOf(place)
  for (const args of [
    ['delete', 'workflow', 'second', 'frist', '--yes'],
    ['delete', 'workflow', '--yes'],
    ['delete', 'wrkflow', 'first', '--yes'],
    ['delete', 'workflow', 'second'],
    ['delete', '-i', 'second | v2 | workflow | public', '--yes'],
    ['delete', '-f', 'no-such-file.yaml', '--yes'],
  ])
    expect(run(...args), args.join(' ')).toMatchObject({ code: 2, stdout: '' })
  expect(run('delete', 'wf', 'first', '--yes').stderr).toContain('workflow/first is needed by data/sales')
  expect(fine('delete', '-f', 'm', '--dry-run').split('\n')).toHaveLength(6)
  expect(stateOf(place)).toEqual(before)

  const { stdout, stderr } = run('delete', 'policy/hash-mail', 'dataset/two-columns', '--yes')
  expect(stdout).toBe('deleted policy/hash-mail\ndeleted dataset/two-columns\n')
  expect(stderr).toContain('policy/hash-mail no longer masks')
  expect(fine('query', '--as', 'sam', '-o', 'csv', 'SELECT mail FROM lake.shop.two')).toContain('@')

  const forced = run('delete', 'wf', 'first', '--force', '--yes')
  expect(forced.stderr).toContain('data/sales will miss workflow/first')
  expect(forced.stderr).toContain('lake.shop.one stays as it is: nothing writes it any more')
  expect(fine('product', 'delete', 'sales', '--yes', '-o', 'json')).toBe(
    '[{"type":"data","workspace":"public","name":"sales","dryRun":false}]\n',
  )
  expect(fine('delete', 'product', 'sales', '--ignore-not-found', '--yes')).toBe('')
  expect(names('get', 'all', '-o', 'name')).toEqual(['workflow/second'])
  expect(fine('query', '-o', 'csv', 'SELECT count(*) AS n FROM lake.shop.one')).toMatch(/^n\s+2\s+$/)
  expect(readFileSync(join(place, 'm/first.yaml'), 'utf8')).toBe(files['m/first.yaml'])
  expect(fine('plan')).toContain('+ workflow  public/first')
})

test('the verbs of DataOS are the same commands', () => {
  fine('resource', 'apply', '--no-run')
  expect(fine('resource', 'get', 'wf')).toBe(fine('get', 'wf'))
  expect(fine('product', 'get', 'sales')).toBe(fine('get', 'data/sales'))
  expect(fine('get', '-i', 'first | v1 | workflow | public | active | | mira', '-o', 'name')).toBe(
    'workflow/first\n',
  )
  expect(fine('get', '-t', 'workflow', '-n', 'first', '-w', 'public', '-A', '-o', 'name')).toBe(
    'workflow/first\n',
  )
  expect(fine('describe', '-t', 'workflow', '-n', 'first')).toBe(fine('describe', 'wf/first'))
  expect(fine('ls', '-s', 'first')).toBe(fine('list', '-s', 'first'))
  expect(fine('bundle', '--help')).toContain('the same as delete bundle')
})
