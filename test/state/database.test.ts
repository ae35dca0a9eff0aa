import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MillraceError } from '../../src/diagnostics/index.ts'
import { openDatabase, openDatabaseReadOnly } from '../../src/state/database.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'millrace-'))

test('a transaction that throws leaves nothing behind', () => {
  using database = openDatabase(':memory:')
  expect(() =>
    database.transaction(() => {
      database.run(`INSERT INTO run (id, command, started_at) VALUES ('r', 'apply', 'now')`)
      throw new Error('stop')
    }),
  ).toThrow('stop')
  expect(database.all('SELECT * FROM run')).toEqual([])
})

test('opening again finds what was written, and migrates nothing twice', () => {
  const path = join(folder(), 'a', 'millrace.db')
  {
    using database = openDatabase(path)
    database.run(`INSERT INTO run (id, command, started_at) VALUES ('r', 'apply', 'now')`)
  }
  using again = openDatabase(path)
  expect(again.all('SELECT id FROM run')).toEqual([{ id: 'r' }])
})

test('a file that is no database is refused by name', () => {
  const path = join(folder(), 'millrace.db')
  writeFileSync(path, 'this is not SQLite, but long enough to have a header of its own'.repeat(4))
  expect(() => openDatabase(path)).toThrow(MillraceError)
  expect(() => openDatabase(path)).toThrow(/damaged or not a SQLite database/)
})

test('a database of a newer release is refused instead of being read wrongly', () => {
  const path = join(folder(), 'millrace.db')
  {
    using database = openDatabase(path)
    database.run('PRAGMA user_version = 9999')
  }
  expect(() => openDatabase(path)).toThrow(/schema version 9999/)
})

test('reading what is there creates nothing, and sees what another connection has committed', () => {
  const place = folder()
  const path = join(place, 'millrace.db')
  expect(openDatabaseReadOnly(path)).toBeUndefined()
  expect(readdirSync(place)).toEqual([])
  using database = openDatabase(path)
  database.run("INSERT INTO translation (key, value) VALUES ('k', 'v')")
  using reading = openDatabaseReadOnly(path)
  expect(reading?.get('SELECT value FROM translation')).toMatchObject({ value: 'v' })
  expect(() => reading?.run("INSERT INTO translation (key, value) VALUES ('l', 'v')")).toThrow(
    /no permission to write/,
  )
})

test('a file that is no database of ours is nothing to read', () => {
  const path = join(folder(), 'millrace.db')
  writeFileSync(path, 'text '.repeat(1000))
  expect(openDatabaseReadOnly(path)).toBeUndefined()
})

test('a folder that cannot be made is told with its path', () => {
  const path = join(folder(), 'file')
  writeFileSync(path, '')
  expect(() => openDatabase(join(path, 'state', 'millrace.db'))).toThrow(/ENOTDIR|EEXIST/)
})
