import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { validateFile } from '../corpus/validating.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-misplaced-'))
afterAll(() => rmSync(folder, { recursive: true }))

const hintsOf = async (text: string): Promise<readonly (string | null)[]> => {
  const path = join(folder, 'a.yaml')
  writeFileSync(path, text)
  const found = await validateFile(path, folder)
  return found.filter(({ code }) => code === 'MR1203').map(({ hint }) => hint)
}

const workflow = (inRoot: string, inNode: string, inSpec: string): string => `name: a
version: v1
type: workflow
workspace: public
${inRoot}
workflow:
  dag:
    - name: x
      ${inNode}
      spec:
        stack: flare:7.0
        compute: runnable-default
        ${inSpec}
        stackSpec: {job: {inputs: [], outputs: [], steps: []}}
`

test.each([
  ['a section that stands one level out', workflow('dag: []', '', ''), 'it belongs inside "workflow"'],
  ['a key of the spec beside it', workflow('', 'stack: flare', ''), 'it belongs inside "spec"'],
  [
    'a key of the node inside its spec',
    workflow('', '', 'dependencies: [y]'),
    'it belongs under "dag", beside "spec"',
  ],
  [
    'a key of the resource inside its section',
    'name: d\nversion: v1\ntype: dataset\ndataset: {address: "dataos://lake:a/b", layer: user}\n',
    'it belongs at the top of the document, beside "dataset"',
  ],
])('%s is told where it belongs', async (_, text, hint) => {
  expect(await hintsOf(text)).toEqual([hint])
})

test('a key of the payload is found in the schema of its stack', async () => {
  const text = workflow('', '', '').replace(
    '{job: {inputs: []',
    '{inputs: [], job: {level: basic, inputs: []',
  )
  expect(await hintsOf(text)).toContain('it belongs inside "profile"')
})

test('a key that nothing knows gets no hint', async () => {
  expect(await hintsOf(workflow('zzzzzzzz: 1', '', ''))).toEqual([null])
})
