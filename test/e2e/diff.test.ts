import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { folder, millrace, write } from './millrace.ts'

let project = ''
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd: project,
    encoding: 'utf8',
  })
const diff = (...args: readonly string[]) => millrace(['diff', ...args], { cwd: project })
const governance = () => join(project, 'manifests/governance.yaml')

beforeAll(() => {
  project = join(folder(), 'shop')
  expect(millrace(['init', project], { cwd: tmpdir() }).code).toBe(0)
  git('init', '-q')
  git('add', '-A')
  git('commit', '-qm', 'first')
  git('tag', 'v1')
  write(
    governance(),
    readFileSync(governance(), 'utf8').replace(
      'roles:id:support"]}\n      column',
      'roles:id:suport"]}\n      column',
    ),
  )
  git('commit', '-qam', 'a slip')
})

test('revisions are compared in meaning, and the repository stays as it is', () => {
  const before = git('status', '--porcelain', '--ignored')
  const scratch = readdirSync(tmpdir()).filter((name) => name.startsWith('millrace-diff-'))
  const { code, stdout, stderr } = diff('v1..HEAD')
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^access loosened in 1 place\n/)
  expect(stdout).toContain(
    'support reads lake.shop.orders.customer_email: hash mask → the value (no policy decides)',
  )
  expect(git('status', '--porcelain', '--ignored')).toBe(before)
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('millrace-diff-'))).toEqual(scratch)
  expect(diff('HEAD').stdout).toMatch(/^safe/)
})

test('the working tree is the other side where none is named, and exit codes tell what was asked to fail', () => {
  const orders = join(project, 'manifests/orders.yaml')
  const text = readFileSync(orders, 'utf8')
  write(orders, text.replace('WHERE version = 1', 'WHERE version = 1 AND amount > 10'))
  const { code, stdout } = diff('-o', 'json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout).steps[0].changes).toEqual([
    { within: '', kind: 'filter', name: '', after: 'amount > 10' },
  ])
  write(orders, text)
  expect(diff('v1..', '--fail-on', 'breaking').code).toBe(0)
  expect(diff('v1..', '--fail-on', 'breaking,access').code).toBe(1)
  expect(diff('v1..', '--fail-on', 'acess')).toMatchObject({ code: 2, stdout: '' })
})

test('a comment for a pull request has what is bad open and the rest folded', () => {
  const { stdout } = diff('v1..HEAD', '-o', 'markdown')
  expect(stdout).toMatch(
    /^\*\*Millrace: access loosened in 1 place\*\*\n\n### Access loosened\n\n- support reads/,
  )
  expect(stdout).toContain('<details><summary>Resources (1)</summary>')
  expect(diff('v1..HEAD', '-o', 'github').stdout).toMatch(
    /^::error file=manifests\/governance\.yaml,line=\d+,col=\d+,title=Access loosened::support reads /,
  )
})

test('a repository without commits is told as one', () => {
  const place = folder()
  execFileSync('git', ['init', '-q'], { cwd: place })
  expect(millrace(['init'], { cwd: place }).code).toBe(0)
  const { code, stderr } = millrace(['diff', 'HEAD..'], { cwd: place })
  expect(code).toBe(2)
  expect(stderr).toContain('the repository has no commits yet')
  expect(stderr).toContain('millrace plan compares with what was applied')
})

test('what is no revision is told, and so is a side that has errors', () => {
  expect(diff('v9..HEAD')).toMatchObject({ code: 2, stdout: '' })
  expect(diff('v9..HEAD').stderr).toContain('there is no revision "v9"')
  write(join(project, 'manifests/broken.yaml'), 'name: x\nversion: v1\ntype: workflow\nworkflow: {dag: 5}\n')
  const { code, stderr } = diff()
  expect(code).toBe(2)
  expect(stderr).toContain('the project after the change has errors')
})

test('what only a run needs keeps nobody from reviewing: a depot that lives elsewhere, an input that nothing here opens', () => {
  const place = join(folder(), 'elsewhere')
  expect(millrace(['init', place], { cwd: tmpdir() }).code).toBe(0)
  const orders = join(place, 'manifests/orders.yaml')
  const text = readFileSync(orders, 'utf8').replace(
    'dataos://landing:shop/orders", format: csv',
    'dataos://crm:shop/orders", format: jdbc',
  )
  write(orders, text)
  const before = join(place, '../elsewhere-before')
  cpSync(place, before, { recursive: true })
  write(orders, text.replace('upper(country) AS country', 'customer_email AS country'))
  const { code, stdout } = millrace(['diff', before, place, '--fail-on', 'access'], { cwd: place })
  expect(stdout).toContain('support reads lake.shop.orders.country: ')
  expect(code).toBe(1)
})

test('a finding that the team accepts counts no more, until its day is over or it gets worse', () => {
  const place = join(folder(), 'accepting')
  expect(millrace(['init', place], { cwd: tmpdir() }).code).toBe(0)
  const before = join(place, '../before')
  cpSync(place, before, { recursive: true })
  const policies = join(place, 'manifests/governance.yaml')
  const masked = readFileSync(policies, 'utf8')
  write(
    policies,
    masked.replace('mask: {operator: hash, hash: {algo: sha256}}', 'mask: {operator: pass_through}'),
  )
  const reviewed = (...args: readonly string[]) =>
    millrace(['diff', before, place, '--fail-on', 'access', ...args], { cwd: place })
  const first = reviewed()
  expect(first.code).toBe(1)
  const [, finding = ''] =
    /accept as (access:support:lake\.shop\.orders\.customer_email:\w+)/.exec(first.stdout) ?? []
  expect(finding).not.toBe('')
  const accept = (until: string, id = finding) =>
    write(
      join(place, 'accepted.yaml'),
      `accepted:\n  - finding: ${id}\n    reason: support calls customers back\n    until: ${until}\n`,
    )
  accept('9999-12-31')
  const accepted = reviewed()
  expect([accepted.code, accepted.stderr]).toEqual([0, ''])
  expect(accepted.stdout).toMatch(
    /^safe: .* \(1 accepted\)\n\nAccepted\n  support reads .*\n    until 9999-12-31: support calls/,
  )
  accept('2020-02-29')
  const expired = reviewed('-o', 'github')
  expect(expired.code).toBe(1)
  expect(expired.stdout).toContain('::warning file=accepted.yaml,line=2,')
  expect(expired.stdout).toContain('was accepted until 2020-02-29 and counts again')
  accept('9999-12-31', finding.replace(/\w+$/, 'deadbeef'))
  const other = reviewed()
  expect(other.code).toBe(1)
  expect(other.stderr).toContain('MR6003')
  expect(other.stderr).toContain(`the change does something else than what was accepted: ${finding}`)
  accept('2021-02-29')
  expect(reviewed()).toMatchObject({ code: 2, stdout: '' })
  expect(reviewed().stderr).toContain('accepted.yaml:4')
})
