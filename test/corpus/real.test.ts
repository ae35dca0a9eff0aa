import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFolder } from '../resources/reading.ts'

// Manifests of public documentation, read where they lie. The lists beside this test name them and nothing more.
const corpus = join(import.meta.dirname, '../../../shared/corpus')
const isHere = existsSync(corpus)
const reason = isHere ? '' : ' (skipped: ../shared/corpus is absent)'

const listed = (file: string): readonly string[] =>
  readFileSync(join(import.meta.dirname, 'real', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

const namesIn = (folder: string): readonly string[] =>
  readdirSync(join(corpus, folder))
    .map((file) => file.replace(/\.yaml$/, ''))
    .sort()

const read = (folder: string, name: string) =>
  readFolder({ root: join(corpus, folder), paths: [`${name}.yaml`] })

describe.skipIf(!isHere)(`manifests of public documentation${reason}`, () => {
  test('are accepted or refused as the list says', async () => {
    const verdicts = []
    for (const name of namesIn('manifests')) {
      const { diagnostics } = await read('manifests', name)
      const errors = diagnostics.filter(({ severity }) => severity === 'error')
      const codes = [...new Set(errors.map(({ code }) => code))].sort()
      verdicts.push([name, codes.length === 0 ? 'accepted' : 'refused', ...codes].join(' '))
    }
    expect(verdicts).toEqual(listed('manifests.txt'))
  })

  test('that are no YAML get a finding within one line of what is wrong', async () => {
    const expected = listed('broken.txt').map((line) => line.split(' '))
    expect(expected.map(([name]) => name)).toEqual(namesIn('broken'))
    const missed = []
    for (const [name = '', line, code] of expected) {
      const { diagnostics } = await read('broken', name)
      const isTold = diagnostics.some(
        (found) => found.code === code && Math.abs((found.place?.line ?? -9) - Number(line)) <= 1,
      )
      if (!isTold) missed.push([name, line, code])
    }
    expect(missed).toEqual([])
  })

  test('that are no YAML are never told in the words of the parser', async () => {
    const words = /token|scalar|implicit|directive|unexpected|node end|flow-/
    for (const name of namesIn('broken'))
      for (const { message } of (await read('broken', name)).diagnostics)
        if (message.startsWith('this is not valid YAML')) expect(message).not.toMatch(words)
  })
})
