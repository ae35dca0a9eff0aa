import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { validateFile } from './validating.ts'

// Manifests of public documentation, read where they lie. The lists beside this test name them and nothing more.
const corpus = join(import.meta.dirname, '../../../shared/corpus')
const isHere = existsSync(corpus)
const reason = isHere ? '' : ' (skipped: ../shared/corpus is absent)'

/** Lines of a list, without what stands behind a # in them: the reason in the words of a reader of the file. */
const listed = (file: string): readonly string[] =>
  readFileSync(join(import.meta.dirname, 'real', file), 'utf8')
    .split('\n')
    .map((line) => line.replace(/\s*#.*$/, ''))
    .filter((line) => line !== '')

const namesIn = (folder: string): readonly string[] =>
  readdirSync(join(corpus, folder))
    .map((file) => file.replace(/\.yaml$/, ''))
    .sort()

// No project lies around it: the files are judged by what stands in them.
const nowhere = mkdtempSync(join(tmpdir(), 'millrace-real-'))
afterAll(() => rmSync(nowhere, { recursive: true }))

const read = (folder: string, name: string) => validateFile(join(corpus, folder, `${name}.yaml`), nowhere)

describe.skipIf(!isHere)(`manifests of public documentation${reason}`, () => {
  test('are accepted or refused as the list says', async () => {
    const verdicts = []
    for (const name of namesIn('manifests')) {
      const errors = (await read('manifests', name)).filter(({ severity }) => severity === 'error')
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
      const isTold = (await read('broken', name)).some(
        (found) => found.code === code && Math.abs((found.line ?? -9) - Number(line)) <= 1,
      )
      if (!isTold) missed.push([name, line, code])
    }
    expect(missed).toEqual([])
  })

  test('that are no YAML are never told in the words of the parser', async () => {
    const words = /token|scalar|implicit|directive|unexpected|node end|flow-/
    for (const name of namesIn('broken'))
      for (const { message } of await read('broken', name))
        if (message.startsWith('this is not valid YAML')) expect(message).not.toMatch(words)
  })
})
