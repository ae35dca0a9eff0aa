import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { expect, test } from 'vitest'
import { folder, main, millrace, root, write } from './millrace.ts'

const page = readFileSync(join(root, 'docs/review.md'), 'utf8')
const [accepted, github, gitlab] = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) =>
  parseAllDocuments(text)[0]?.toJS(),
)

/** A repository with a base and a change that loosens access, and `npx millrace` as this build. */
const repository = () => {
  const bin = folder()
  write(join(bin, 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${main}" "$@"\n`)
  execFileSync('chmod', ['+x', join(bin, 'npx')])
  const place = join(folder(), 'shop')
  expect(millrace(['init', place], { cwd: tmpdir() }).code).toBe(0)
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: place,
      encoding: 'utf8',
    }).trim()
  git('init', '-q')
  git('add', '-A')
  git('commit', '-qm', 'base')
  const base = git('rev-parse', 'HEAD')
  mkdirSync(join(place, '.git/refs/remotes/origin'), { recursive: true })
  write(join(place, '.git/refs/remotes/origin/trunk'), `${base}\n`)
  const policies = join(place, 'manifests/governance.yaml')
  write(
    policies,
    readFileSync(policies, 'utf8').replace('operator: hash, hash: {algo: sha256}', 'operator: pass_through'),
  )
  git('commit', '-qam', 'change')
  const run = (command: string) =>
    spawnSync('sh', ['-ec', command], {
      cwd: place,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${bin}:${process.env['PATH']}`,
        GITHUB_BASE_REF: 'trunk',
        CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
      },
    })
  return { run, place }
}

const commands = (steps: readonly string[]) => steps.filter((command) => command.startsWith('npx millrace'))

test('the workflow for GitHub reviews a change, writes the comment, and fails where access is loosened', () => {
  const { run, place } = repository()
  const steps: readonly { readonly run?: string }[] = github.jobs.review.steps
  const [validated, written, failed] = commands(steps.map((step) => step.run ?? '')).map(run)
  expect(
    [validated?.status, written?.status, failed?.status],
    `${validated?.stderr}${written?.stderr}`,
  ).toEqual([0, 0, 1])
  expect(readFileSync(join(place, 'review.md'), 'utf8')).toMatch(
    /^\*\*Millrace: access loosened in 1 place\*\*/,
  )
  expect(failed?.stdout).toMatch(
    /^::error file=manifests\/governance\.yaml,.*title=Access loosened::support reads/,
  )
})

test('the example of an acceptance is one that is read, and for nothing here', () => {
  const { run, place } = repository()
  write(join(place, 'accepted.yaml'), JSON.stringify(accepted))
  const found = run('npx millrace diff --fail-on access "$CI_MERGE_REQUEST_DIFF_BASE_SHA.."')
  expect(found.status).toBe(1)
  expect(found.stderr).toContain('MR6003')
  expect(found.stderr).not.toContain('error')
})

test('the job for GitLab reports and fails alike', () => {
  const { run, place } = repository()
  const [validated, failed] = commands(gitlab.review.script).map(run)
  expect([validated?.status, failed?.status], validated?.stderr).toEqual([0, 1])
  expect(readFileSync(join(place, gitlab.review.artifacts.reports.junit), 'utf8')).toContain('failures="0"')
})
