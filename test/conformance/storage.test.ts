import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openLocalStorage, type Storage } from '../../src/depots/index.ts'
import { MillraceError } from '../../src/diagnostics/index.ts'

/** Every kind of storage behaves the same; a new one is one more line here. */
const kinds: readonly (readonly [name: string, open: () => Storage])[] = [
  ['local', () => openLocalStorage(join(mkdtempSync(join(tmpdir(), 'millrace-storage-')), 'root'))],
]

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (content: Uint8Array) => new TextDecoder().decode(content)

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (cause) {
    if (cause instanceof MillraceError) return cause.diagnostic.code
    throw cause
  }
  return 'nothing was thrown'
}

describe.each(kinds)('storage %s', (_name, open) => {
  test('what was put is read back, whole and in part, and a second put replaces it', async () => {
    const storage = open()
    expect(await storage.put('a/b/ü x.txt', bytes('first'))).toEqual({ sizeBytes: 5 })
    await storage.put('a/b/ü x.txt', bytes('0123456789'))
    expect(text(await storage.read('a/b/ü x.txt'))).toBe('0123456789')
    expect(text(await storage.readRange('a/b/ü x.txt', 3, 4))).toBe('3456')
    expect(text(await storage.readRange('a/b/ü x.txt', 8, 100))).toBe('89')
  })

  test('a stream of chunks becomes one file', async () => {
    const storage = open()
    const chunks = async function* () {
      yield bytes('ab')
      yield new Uint8Array(0)
      yield bytes('cd')
    }
    expect(await storage.put('s', chunks())).toEqual({ sizeBytes: 4 })
    expect(text(await storage.read('s'))).toBe('abcd')
  })

  test('ifAbsent leaves an existing file alone, and of two racing writers one wins', async () => {
    const storage = open()
    await storage.put('x', bytes('old'), { ifAbsent: true })
    expect(await codeOf(storage.put('x', bytes('new'), { ifAbsent: true }))).toBe('MR3201')
    expect(text(await storage.read('x'))).toBe('old')
    const racers = Array.from({ length: 8 }, (_, i) =>
      codeOf(storage.put('race', bytes(`writer ${i}`), { ifAbsent: true })),
    )
    const outcomes = await Promise.all(racers)
    expect(outcomes.filter((code) => code === 'MR3201')).toHaveLength(7)
  })

  test('a source that fails or an abort leaves no part of a file and the old content', async () => {
    const storage = open()
    await storage.put('kept', bytes('old'))
    const failing = async function* () {
      yield bytes('half')
      throw new Error('the source broke')
    }
    await expect(storage.put('kept', failing())).rejects.toThrow('the source broke')
    const controller = new AbortController()
    const aborting = async function* () {
      yield bytes('half')
      controller.abort(new Error('stop'))
      yield bytes('rest')
    }
    await expect(storage.put('new', aborting(), {}, controller.signal)).rejects.toThrow('stop')
    expect((await storage.list('')).map((file) => file.path)).toEqual(['kept'])
    expect(text(await storage.read('kept'))).toBe('old')
  })

  test('a listing is sorted, stops at the boundary of a name, and is empty where nothing is', async () => {
    const storage = open()
    for (const path of ['d/b', 'd/a/z', 'd2/x', 'd/a.txt']) await storage.put(path, bytes(path))
    expect((await storage.list('d')).map((file) => file.path)).toEqual(['d/a.txt', 'd/a/z', 'd/b'])
    expect((await storage.list('d/')).map((file) => file.path)).toEqual(['d/a.txt', 'd/a/z', 'd/b'])
    expect((await storage.list('d/b')).map((file) => [file.path, file.sizeBytes])).toEqual([['d/b', 3]])
    expect(await storage.list('')).toHaveLength(4)
    expect(await storage.list('absent')).toEqual([])
    expect(await storage.list('d/b/below')).toEqual([])
  })

  test('deleting is done once or often; reading an absent file says so', async () => {
    const storage = open()
    await storage.put('x', bytes('x'))
    await storage.delete('x')
    await storage.delete('x')
    await storage.delete('never/was')
    expect(await codeOf(storage.read('x'))).toBe('MR3004')
    expect(await codeOf(storage.readRange('x', 0, 1))).toBe('MR3004')
  })

  test.each(['../out', 'a/../../out', '/etc/passwd', 'a/./b', 'a/\0b', '..'])(
    'the path %j is refused',
    async (path) => {
      const storage = open()
      expect(await codeOf(storage.read(path))).toBe('MR3202')
      expect(await codeOf(storage.put(path, bytes('x')))).toBe('MR3202')
      expect(await codeOf(storage.list(path))).toBe('MR3202')
      expect(await codeOf(storage.delete(path))).toBe('MR3202')
      expect(() => storage.location(path)).toThrow(MillraceError)
    },
  )

  test('emptied folders are removed where they are old enough, and nothing that holds a file', async () => {
    const storage = open()
    await storage.put('t/data/full/x', bytes('1'))
    await storage.put('t/data/emptied/inner/x', bytes('1'))
    await storage.delete('t/data/emptied/inner/x')
    const later = Date.now() + 1000
    expect(await storage.removeEmptyFolders('t/data', Date.now() - 1000, () => true)).toBe(0)
    expect(await storage.removeEmptyFolders('t/data', later, (path) => path !== 't/data/emptied/inner')).toBe(
      0,
    )
    expect(await storage.removeEmptyFolders('none', later, () => true)).toBe(0)
    await storage.removeEmptyFolders('t/data', later, () => true)
    expect((await storage.list('')).map(({ path }) => path)).toEqual(['t/data/full/x'])
    // A writer that comes afterwards makes its folders anew.
    await storage.put('t/data/emptied/inner/y', bytes('2'))
    expect(text(await storage.read('t/data/emptied/inner/y'))).toBe('2')
  })
})
