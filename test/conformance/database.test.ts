import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../src/base/secret.ts'
import { type DatabaseLocation, openDatabase, openDatabaseReadOnly } from '../../src/state/database.ts'
import { describeWith } from '../services/engines/installed.ts'
import { startPostgres } from '../services/postgres-server.ts'
import { leaseCases } from '../state/lease-cases.ts'
import { storeCases } from '../state/store-cases.ts'
import { printLocation, startChild } from './child.ts'

/** What gives empty databases, one after the other. */
type Source = AsyncDisposable & { readonly create: () => DatabaseLocation }

const newFile = () => join(mkdtempSync(join(tmpdir(), 'millrace-database-')), 'millrace.db')

/** Every database behaves the same; a new one is one more entry here. */
const kinds: readonly {
  readonly name: string
  readonly needs: Parameters<typeof describeWith>[0]
  readonly start: () => Promise<Source>
}[] = [
  {
    name: 'sqlite',
    needs: [],
    start: async () => ({ create: newFile, [Symbol.asyncDispose]: async () => {} }),
  },
  {
    name: 'postgres',
    needs: ['PostgreSQL'],
    start: async () => {
      const server = await startPostgres()
      return {
        create: () => new Secret(server.createDatabase()),
        [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
      }
    },
  },
]

for (const { name, needs, start } of kinds)
  describeWith(needs, `database ${name}`, () => {
    let source: Source
    beforeAll(async () => {
      source = await start()
    })
    afterAll(async () => source[Symbol.asyncDispose]())
    const create = () => source.create()

    storeCases(() => openDatabase(create()))
    leaseCases(() => openDatabase(create()))

    test('values come back as they went in', () => {
      using database = openDatabase(create())
      const texts = ['', "it's", 'a?b', '$1', '\\', 'é🚢', 'line\nbreak', 'x'.repeat(100_000)]
      for (const text of texts) database.run('INSERT INTO translation (key, value) VALUES (?, ?)', text, text)
      const stored = database.all('SELECT key, value FROM translation')
      expect(new Set(stored.map((row) => row['value']))).toEqual(new Set(texts))
      const row = database.get(
        `SELECT count(*) AS n, 9007199254740991 AS large, 1.5 AS half, NULL AS absent, '?' AS mark -- ?
          FROM translation WHERE key <> ? /* ? */`,
        'none',
      )
      expect(row).toMatchObject({ n: texts.length, large: 9007199254740991, absent: null, mark: '?' })
      expect(database.get('SELECT key FROM translation WHERE key = ?', 'none')).toBeUndefined()
    })

    test('a statement tells how many rows it changed', () => {
      using database = openDatabase(create())
      const insert = 'INSERT INTO translation (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING'
      expect(database.run(insert, 'a', '1')).toEqual({ changes: 1 })
      expect(database.run(insert, 'a', '2')).toEqual({ changes: 0 })
      database.run(insert, 'b', '1')
      expect(database.run('UPDATE translation SET value = ?', '3')).toEqual({ changes: 2 })
      expect(database.run('DELETE FROM translation WHERE value = ?', '4')).toEqual({ changes: 0 })
    })

    test('a transaction that throws leaves nothing behind, nor does one inside another', () => {
      using database = openDatabase(create())
      const put = (key: string) =>
        database.run('INSERT INTO translation (key, value) VALUES (?, ?)', key, 'v')
      expect(() =>
        database.transaction(() => {
          put('a')
          database.transaction(() => put('b'))
          throw new Error('stop')
        }),
      ).toThrow('stop')
      expect(database.all('SELECT * FROM translation')).toEqual([])
      expect(database.transaction(() => put('c').changes)).toBe(1)
      expect(database.all('SELECT key FROM translation')).toEqual([{ key: 'c' }])
    })

    test('a transaction whose statement fails can be followed by another', () => {
      using database = openDatabase(create())
      expect(() =>
        database.transaction(() => {
          database.run(`INSERT INTO translation (key, value) VALUES ('a', 'v')`)
          database.run(`INSERT INTO translation (key, value) VALUES ('a', 'v')`)
        }),
      ).toThrow(/unique/i)
      database.transaction(() => database.run(`INSERT INTO translation (key, value) VALUES ('b', 'v')`))
      expect(database.all('SELECT key FROM translation')).toEqual([{ key: 'b' }])
    })

    test('others see what was committed and nothing else', () => {
      const location = create()
      expect(openDatabaseReadOnly(location)).toBeUndefined()
      using writer = openDatabase(location)
      using reader = openDatabaseReadOnly(location)
      writer.transaction(() => {
        writer.run(`INSERT INTO translation (key, value) VALUES ('a', 'v')`)
        expect(reader?.all('SELECT key FROM translation')).toEqual([])
      })
      expect(reader?.all('SELECT key FROM translation')).toEqual([{ key: 'a' }])
      expect(() => reader?.run(`DELETE FROM translation`)).toThrow(/MR|write|read-only/)
    })

    test('a database of a newer release is refused instead of being read wrongly', () => {
      const location = create()
      {
        using database = openDatabase(location)
        database.run(
          location instanceof Secret
            ? 'UPDATE millrace_schema SET version = 9999'
            : 'PRAGMA user_version = 9999',
        )
      }
      expect(() => openDatabase(location)).toThrow(/schema version 9999/)
    })

    test('a catalog that another engine made first is joined', () => {
      const location = create()
      {
        using database = openDatabase(location)
        database.run(`INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name, metadata_location)
          VALUES ('millrace', 'demo', 't', 'file:///t')`)
        for (const { name } of database.all(tablesOf(location)))
          if (!String(name).startsWith('iceberg_')) database.run(`DROP TABLE ${name}`)
        if (!(location instanceof Secret)) database.run('PRAGMA user_version = 0')
      }
      using again = openDatabase(location)
      expect(again.get('SELECT table_name FROM iceberg_tables')).toEqual({ table_name: 't' })
      expect(again.all('SELECT * FROM run')).toEqual([])
    })

    test('its clock goes forward', () => {
      using database = openDatabase(create())
      const first = database.now()
      expect(first).toBeGreaterThan(Date.parse('2026-01-01'))
      expect(database.now()).toBeGreaterThanOrEqual(first)
    })

    test('8 processes that open a new database at once all find it ready', async () => {
      const location = printLocation(create())
      const children = Array.from({ length: 8 }, () => startChild('database-child.ts', ['open', location]))
      const ends = await Promise.all(children.map(({ ended }) => ended))
      expect(ends).toEqual(ends.map(() => ({ code: 0, output: '0\n' })))
    })

    test('8 processes that read, add one and write lose no step', async () => {
      const location = create()
      using database = openDatabase(location)
      const args = ['bump', printLocation(location), '50']
      const children = Array.from({ length: 8 }, () => startChild('database-child.ts', args))
      const ends = await Promise.all(children.map(({ ended }) => ended))
      expect(ends).toEqual(ends.map(() => ({ code: 0, output: '' })))
      expect(database.get(`SELECT value FROM translation WHERE key = 'n'`)).toEqual({ value: '400' })
    })

    test('a process that is killed in a transaction leaves nothing behind and holds nothing back', async () => {
      const location = create()
      using database = openDatabase(location)
      const child = startChild('database-child.ts', ['hang', printLocation(location)])
      await child.said('inside')
      child.kill()
      await child.ended
      database.transaction(() => database.run(`INSERT INTO translation (key, value) VALUES ('m', 'v')`))
      expect(database.all('SELECT key FROM translation')).toEqual([{ key: 'm' }])
    })

    test('who waits too long for another process is told that it is locked', async () => {
      const location = create()
      using database = openDatabase(location)
      const child = startChild('database-child.ts', ['hang', printLocation(location)])
      await child.said('inside')
      const refused = { diagnostic: { code: 'MR3006' }, retryable: true }
      expect(failureOf(() => database.transaction(() => undefined))).toMatchObject(refused)
      child.kill()
      await child.ended
      expect(database.transaction(() => 'free')).toBe('free')
    })
  })

const tablesOf = (location: DatabaseLocation): string =>
  location instanceof Secret
    ? `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`
    : `SELECT name FROM sqlite_master WHERE type = 'table'`

const failureOf = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (cause) {
    return cause
  }
}
