import { mkdtempSync, readFileSync, statSync, writeFileSync, chmodSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { millrace } from './millrace.ts'

const project = (files: Readonly<Record<string, string>>): string => {
  const cwd = mkdtempSync(join(tmpdir(), 'millrace-fix-'))
  mkdirSync(join(cwd, 'm'))
  writeFileSync(join(cwd, 'millrace.yaml'), 'name: fix\ndepots: {landing: {type: FILE, path: landing}}\n')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  return cwd
}

test('fmt writes manifests in their form, keeps their mode, and leaves alone what is broken or no manifest', () => {
  const cwd = project({
    'm/a.yaml': 'type: depot # what\nname: ab\ndepot: {type: FILE}\n',
    'm/other.yaml': 'services: {}\nname: x\n',
    'm/broken.yaml': 'type: depot\nname: {{ x }}\n',
  })
  chmodSync(join(cwd, 'm/a.yaml'), 0o640)
  const checked = millrace(['fmt', '--check', 'm/a.yaml'], { cwd })
  expect([checked.code, checked.stdout]).toEqual([1, 'm/a.yaml\n'])
  const shown = millrace(['fmt', '--diff'], { cwd })
  expect(shown.stdout).toContain('-type: depot # what\n name: ab\n+type: depot # what\n')
  const written = millrace(['fmt'], { cwd })
  expect([written.code, written.stdout]).toEqual([0, 'm/a.yaml\n'])
  expect(readFileSync(join(cwd, 'm/a.yaml'), 'utf8')).toBe(
    'name: ab\ntype: depot # what\ndepot: {type: FILE}\n',
  )
  expect(statSync(join(cwd, 'm/a.yaml')).mode & 0o777).toBe(0o640)
  expect(readFileSync(join(cwd, 'm/other.yaml'), 'utf8')).toBe('services: {}\nname: x\n')
  expect(millrace(['fmt', '--check'], { cwd }).code).toBe(0)
  writeFileSync(join(cwd, 'm/marked.yaml'), '\uFEFFtype: depot\nname: ab\n')
  expect(millrace(['fmt', 'm/marked.yaml'], { cwd }).code).toBe(0)
  expect(readFileSync(join(cwd, 'm/marked.yaml'), 'utf8')).toBe('\uFEFFname: ab\ntype: depot\n')
  expect(millrace(['fmt', '--check', 'm/marked.yaml'], { cwd }).code).toBe(0)
  const broken = millrace(['fmt', 'm/broken.yaml'], { cwd })
  expect(broken.code).toBe(2)
  expect(broken.stderr).toContain('MR1011')
  const streamed = millrace(['fmt', '-'], { cwd, input: 'type: depot\nname: ab\n' })
  expect(streamed.stdout).toBe('name: ab\ntype: depot\n')
})

test('validate --fix puts right what can only have been meant in one way, and leaves the rest', () => {
  const text = `name: orders
version: v1
type: workflows
Workflow:
  dga:
    - name: ab
      sepc:
        stack: flar:7.0
        compute: runnable-default
        stackSpec:
          job:
            inptus: [{name: raw, dataset: "dataos://landing:a/b", format: 'cvs'}]
            outputs: [{name: rwa, dataset: "dataos://landing:a/c?acl=rw"}]
`
  const cwd = project({ 'm/a.yaml': text })
  const shown = millrace(['validate', '--fix', '--dry-run'], { cwd })
  expect(shown.stdout).toContain('-type: workflows\n+type: workflow\n')
  expect(readFileSync(join(cwd, 'm/a.yaml'), 'utf8')).toBe(text)
  const fixed = millrace(['validate', '--fix', '-o', 'json'], { cwd })
  expect(fixed.stderr).toContain('put 7 findings right in 1 file')
  const after = readFileSync(join(cwd, 'm/a.yaml'), 'utf8')
  const expected = text
    .replace('workflows', 'workflow')
    .replace('Workflow:', 'workflow:')
    .replace('dga', 'dag')
    .replace('sepc', 'spec')
    .replace('flar:', 'flare:')
    .replace('inptus', 'inputs')
    .replace('cvs', 'csv')
  expect(after).toBe(expected)
  const left = JSON.parse(fixed.stdout) as readonly { readonly code: string; readonly fix: unknown }[]
  expect(left.find(({ code }) => code === 'MR1369')?.fix).toMatchObject({ safe: false })
  millrace(['validate', '--fix', '--unsafe-fixes'], { cwd })
  expect(readFileSync(join(cwd, 'm/a.yaml'), 'utf8')).toBe(expected.replace('rwa', 'raw'))
})
