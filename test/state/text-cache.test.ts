import { mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keepNewest } from '../../src/state/cache-files.ts'
import { seal, unseal } from '../../src/state/sealed.ts'
import { openTextCache } from '../../src/state/text-cache.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-cache-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const path = () => join(folder, 'cache', 'texts')
const open = (options: { version?: string; limit?: number } = {}) =>
  openTextCache({ path: path(), version: '1', limit: 1_000_000, ...options })
const keep = (
  texts: Readonly<Record<string, string>>,
  options: { version?: string; limit?: number } = {},
): void => {
  const cache = open(options)
  for (const [key, text] of Object.entries(texts)) cache.put(key, text)
  cache.save()
}

describe('a cache of texts', () => {
  test('gives to another process what was put, and only under the same key and version', () => {
    keep({ a: 'first', b: 'ünï\0code' })
    keep({ c: 'third' })
    const cache = open()
    expect(['a', 'b', 'c', 'd'].map(cache.get)).toEqual(['first', 'ünï\0code', 'third', undefined])
    expect(open({ version: '2' }).get('a')).toBeUndefined()
  })

  test('keeps neither keys nor texts in clear', () => {
    keep({ 'SELECT hunter2 AS word': 'rendered hunter2' })
    const bytes = readFileSync(path()).toString('latin1')
    expect(bytes).not.toMatch(/hunter2|SELECT|rendered/)
  })

  test.for([
    ['empty', () => Buffer.alloc(0)],
    ['cut in the middle of an entry', (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
    ['nothing but noise', () => Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251))],
    [
      'of a length that is a lie',
      (bytes: Buffer) => {
        const lie = Buffer.from(bytes)
        lie.writeUInt32LE(0xffffffff, 17 + 16)
        return lie
      },
    ],
    [
      'with one bit turned over in a text',
      (bytes: Buffer) => {
        const turned = Buffer.from(bytes)
        turned[turned.length - 1] = (turned.at(-1) ?? 0) ^ 1
        return turned
      },
    ],
  ] as const)('finds nothing wrong in a file that is %s, and mends it', ([, damage]) => {
    keep({ only: 'the text' })
    writeFileSync(path(), damage(readFileSync(path())))
    expect(open().get('only')).toBeUndefined()
    keep({ only: 'the text' })
    expect(open().get('only')).toBe('the text')
  })

  test('stays below its limit: what was not used goes first, the oldest before the others', () => {
    const text = 'x'.repeat(1000)
    keep({ a: text, b: text, c: text })
    const cache = open({ limit: 3500 })
    expect(cache.get('a')).toBe(text)
    cache.put('d', text)
    cache.save()
    expect(statSync(path()).size).toBeLessThan(3500)
    expect(['a', 'b', 'c', 'd'].map((key) => open().get(key) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ])
  })

  test('does nothing where it cannot write', () => {
    writeFileSync(join(folder, 'cache'), 'a file where the folder should be')
    keep({ a: 'first' })
    expect(open().get('a')).toBeUndefined()
    expect(readdirSync(folder)).toEqual(['cache'])
  })

  test('writes no file where nothing was put', () => {
    open().save()
    expect(readdirSync(folder)).toEqual([])
  })
})

test('what is sealed is read under its own key alone', () => {
  const sealed = seal('key', 'text')
  expect(unseal('key', sealed)).toBe('text')
  expect(unseal('other', sealed)).toBeUndefined()
  expect(unseal('key', sealed.subarray(0, 10))).toBeUndefined()
})

test('only the newest files stay, and what a killed process left an hour ago goes', () => {
  for (const [i, name] of ['v-1', 'v-2', 'v-3', 'other', 'v-9.tmp', 'v-8.tmp'].entries()) {
    writeFileSync(join(folder, name), '')
    const seconds = name === 'v-9.tmp' ? Date.now() / 1000 - 4000 : Date.now() / 1000 - 100 + i
    utimesSync(join(folder, name), seconds, seconds)
  }
  keepNewest(folder, 'v-', 2)
  expect(readdirSync(folder).sort()).toEqual(['other', 'v-2', 'v-3', 'v-8.tmp'])
})
