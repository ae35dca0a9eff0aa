import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLocalStorage } from '../../src/depots/index.ts'
import { MillraceError } from '../../src/diagnostics/index.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'millrace-local-'))

test('the location of a file is where the disk has it, whatever its name', async () => {
  const root = folder()
  const storage = openLocalStorage(root)
  await storage.put('a b/50%/x#y?.txt', new Uint8Array([1, 2, 3]))
  expect(storage.location('a b/50%/x#y?.txt')).toBe(join(root, 'a b', '50%', 'x#y?.txt'))
  expect([...readFileSync(storage.location('a b/50%/x#y?.txt'))]).toEqual([1, 2, 3])
})

test('what a killed writer left behind is listed apart, and can be deleted', async () => {
  const root = folder()
  const storage = openLocalStorage(root)
  writeFileSync(join(root, '.0000.millrace-tmp'), 'half')
  writeFileSync(join(root, 'whole'), 'whole')
  expect((await storage.list('')).map((file) => file.path)).toEqual(['whole'])
  expect((await storage.listAbandoned('')).map((file) => file.path)).toEqual(['.0000.millrace-tmp'])
  await storage.delete('.0000.millrace-tmp')
  expect(readdirSync(root)).toEqual(['whole'])
})

test('no temporary file stays after a put', async () => {
  const root = folder()
  const storage = openLocalStorage(root)
  await storage.put('x', new Uint8Array(10))
  await storage.put('x', new Uint8Array(10), { ifAbsent: true }).catch(() => undefined)
  expect(readdirSync(root)).toEqual(['x'])
})

test('linked files and folders are listed, and a link to a folder above ends', async () => {
  const root = folder()
  mkdirSync(join(root, 'real'))
  writeFileSync(join(root, 'real', 'x'), 'x')
  symlinkSync(join(root, 'real'), join(root, 'linked'))
  symlinkSync(root, join(root, 'real', 'loop'))
  symlinkSync(join(root, 'gone'), join(root, 'dangling'))
  const listed = (await openLocalStorage(root).list('')).map((file) => file.path)
  expect(listed).toEqual(['linked/x', 'real/x'])
})

test('a folder read as a file, and a name that is too long, are named as such', async () => {
  const root = folder()
  mkdirSync(join(root, 'folder'))
  const storage = openLocalStorage(root)
  await expect(storage.read('folder')).rejects.toMatchObject({ diagnostic: { code: 'MR3203' } })
  await expect(storage.put('n'.repeat(300), new Uint8Array())).rejects.toMatchObject({
    diagnostic: { code: 'MR3203' },
  })
})

test.skipIf(process.getuid?.() === 0)(
  'a folder without permission is MR3003 (not as root, who may do all)',
  async () => {
    const root = folder()
    chmodSync(root, 0o500)
    await expect(openLocalStorage(root).put('x', new Uint8Array())).rejects.toThrow(MillraceError)
  },
)
