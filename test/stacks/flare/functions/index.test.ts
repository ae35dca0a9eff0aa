import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { flareFunctions, functionByName } from '../../../../src/stacks/flare/functions/index.ts'

const folder = join(import.meta.dirname, '../../../../src/stacks/flare/functions')

test('every file of the folder is a function of the list, named after it', async () => {
  const entries = await readdir(folder, { withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && !['function.ts', 'index.ts'].includes(entry.name))
    .map((entry) => entry.name.replace(/\.ts$/, '').replaceAll('-', '_'))
  expect(flareFunctions.map((known) => known.name).toSorted()).toEqual(files.toSorted())
})

test('every function says what it and its parameters do', () => {
  for (const { summary, parameters } of flareFunctions)
    for (const text of [summary, ...Object.values(parameters).map((parameter) => parameter.summary)])
      expect(text).toMatch(/^[A-Z"].{5,}[^\s]$/)
})

test('a name is looked up exactly', () => {
  expect(functionByName('unpivot')?.name).toBe('unpivot')
  expect(functionByName('toString')).toBeUndefined()
})
