import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readProject } from '../../src/cli/open-project.ts'
import { validateFile } from '../corpus/validating.ts'

const job = (input: string) => `
name: load
version: v1
type: workflow
workflow:
  dag:
    - name: copy
      spec:
        stack: flare:7.0
        compute: runnable-default
        stackSpec:
          job:
            inputs: [{name: raw, ${input}}]
            outputs: [{name: raw, dataset: "dataos://lake:shop/orders?acl=rw", format: iceberg}]
`

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-validate-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const severities = async (text: string) => {
  const path = join(folder, 'load.yaml')
  writeFileSync(path, text)
  const { stdin, stdout, stderr } = process
  const io = { stdin, stdout, stderr, env: {}, cwd: folder }
  const { diagnostics } = await readProject({ args: [path], options: {}, io }, AbortSignal.timeout(20_000))
  const told = (found: readonly { readonly code: string; readonly severity: string }[]) =>
    found
      .filter(({ code, severity }) => severity !== 'info' && code !== 'MR1407')
      .map(({ code, severity }) => `${code} ${severity}`)
  return { validate: told(await validateFile(path, folder)), run: told(diagnostics) }
}

test('what only a run needs is a warning where nothing runs: where a depot lives', async () => {
  const { validate, run } = await severities(job('dataset: "dataos://feed:shop/orders", format: csv'))
  expect(validate).toEqual(['MR1402 warning', 'MR1402 warning'])
  expect(run).toEqual(['MR1402 error', 'MR1402 error'])
})

test('what only a run needs is a warning where nothing runs: what this release cannot do', async () => {
  const { validate, run } = await severities(job('dataset: "dataos://feed:shop/orders", format: jdbc'))
  expect(validate).toContain('MR1309 warning')
  expect(run).toContain('MR1309 error')
})

test('a depot whose name is almost a known one stays an error', async () => {
  const depots = ['lake', 'feed'].map(
    (name) => `name: ${name}\nversion: v2alpha\ntype: depot\ndepot: {type: FILE, file: {path: ${name}}}\n`,
  )
  const text = [...depots, job('dataset: "dataos://fed:shop/orders", format: csv')].join('---\n')
  expect((await severities(text)).validate).toContain('MR1402 error')
})

test('a view that no step makes is told beside a depot that is not bound', async () => {
  const text = job('dataset: "dataos://feed:shop/orders", format: csv').replace(
    '            outputs:',
    '            steps: [{sequence: [{name: clean, sql: SELECT * FROM row}]}]\n            outputs:',
  )
  expect((await severities(text)).validate).toContain('MR2002 error')
})

test('SQL is checked beside an input that no run of this release opens, and that input is a view', async () => {
  const text = job('inputType: file, format: file').replace(
    '            outputs:',
    `            steps:
              - sequence:
                  - {name: clean, sql: SELECT * FROM row}
                  - {name: other, sql: SELECT nothing_like_that(1) AS a FROM clean}
            outputs:`,
  )
  const { validate } = await severities(text)
  expect(validate).toContain('MR1309 warning')
  expect(validate.filter((told) => told.startsWith('MR20'))).toEqual(['MR2002 error', 'MR2004 error'])
  const right = text.replace('FROM row', 'FROM raw').replace('nothing_like_that(1)', '1')
  expect((await severities(right)).validate.filter((told) => told.startsWith('MR20'))).toEqual([])
})
