import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../src/base/secret.ts'
import { MillraceError } from '../../src/diagnostics/index.ts'
import { openDatabase, openDatabaseReadOnly } from '../../src/state/database.ts'
import { describeWith } from './engines/installed.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

const failureOf = (work: () => unknown): MillraceError => {
  try {
    work()
  } catch (cause) {
    if (cause instanceof MillraceError) return cause
    throw cause
  }
  throw new Error('nothing was thrown')
}

/** Starts a proxy that cuts the connection around a COMMIT, and hands on the URL through it. */
const cutting = async (server: PostgresServer, when: 'before' | 'after', url: string) => {
  const script = `${import.meta.dirname}/cutting-proxy.ts`
  const child = spawn(process.execPath, ['--no-warnings', script, `${server.port}`, when])
  const [port]: unknown[] = await once(child.stdout.setEncoding('utf8'), 'data')
  return {
    url: new Secret(url.replace(`:${server.port}/`, `:${String(port).trim()}/`)),
    [Symbol.dispose]: () => void child.kill(),
  }
}

describeWith(['PostgreSQL'], 'postgres', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  const put = (key: string) => `INSERT INTO translation (key, value) VALUES ('${key}', 'v')`

  test('a server that went away is told as such, and is used again when it is back', async () => {
    using database = openDatabase(new Secret(server.createDatabase()))
    database.run(put('a'))
    await server.kill()
    const failure = failureOf(() => database.all('SELECT key FROM translation'))
    expect(failure).toMatchObject({ retryable: true })
    expect(failureOf(() => database.transaction(() => undefined))).toMatchObject({
      diagnostic: { code: 'MR3010' },
      retryable: true,
    })
    await server.start()
    expect(database.all('SELECT key FROM translation')).toEqual([{ key: 'a' }])
  })

  test('a transaction whose connection is lost is undone, and never goes on by itself on a new one', () => {
    using database = openDatabase(new Secret(server.createDatabase()))
    const name = database.name.split('/').at(-1) ?? ''
    const failure = failureOf(() =>
      database.transaction(() => {
        database.run(put('a'))
        server.psql(
          'postgres',
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
        )
        database.run(put('b'))
      }),
    )
    expect(failure).toMatchObject({ diagnostic: { code: 'MR3012' }, retryable: true })
    expect(database.all('SELECT key FROM translation')).toEqual([])
  })

  test.each([
    ['before', []],
    ['after', [{ key: 'a' }]],
  ] as const)('a connection cut %s the server commits is an unknown outcome', async (when, stored) => {
    const url = server.createDatabase()
    using direct = openDatabase(new Secret(url))
    using proxy = await cutting(server, when, url)
    using database = openDatabase(proxy.url)
    const failure = failureOf(() => database.transaction(() => database.run(put('a'))))
    expect(failure).toMatchObject({ diagnostic: { code: 'MR3280' }, retryable: false })
    expect(direct.all('SELECT key FROM translation')).toEqual(stored)
  })

  test('a transaction that went on after a statement had failed does not pass as committed', () => {
    using database = openDatabase(new Secret(server.createDatabase()))
    expect(() =>
      database.transaction(() => {
        database.run(put('a'))
        expect(() => database.run(put('a'))).toThrow(/unique/)
      }),
    ).toThrow('went on after a statement of it had failed')
    expect(database.all('SELECT key FROM translation')).toEqual([])
  })

  test.each([
    ['password', 'MR3011', (url: string) => url.replace('pass%20word', 'wrong%20secret')],
    ['database', 'MR3011', (url: string) => url.replace(/lake\d+$/, 'absent')],
    ['port', 'MR3010', (url: string) => url.replace(/:\d+\//, ':1/')],
    ['host', 'MR3010', (url: string) => url.replace('127.0.0.1', 'absent.invalid')],
    ['scheme', 'MR3016', (url: string) => url.replace('postgres:', 'mysql:')],
    ['TLS', 'MR3011', (url: string) => `${url}?sslmode=require`],
  ])('a wrong %s is told without the password', (_what, code, change) => {
    const url = new Secret(change(server.createDatabase()))
    const failure = failureOf(() => openDatabase(url))
    expect(failure.diagnostic.code).toBe(code)
    const told = `${inspect(failure, { depth: 9 })} ${JSON.stringify(failure)} ${String(failure.cause)}`
    expect(told).not.toMatch(/pass( |%20)word|wrong( |%20)secret/)
    if (code !== 'MR3016') expect(openDatabaseReadOnly(url)).toBeUndefined()
  })

  test('two projects share a database where each has a schema of its own', () => {
    const url = server.createDatabase()
    const name = url.split('/').at(-1) ?? ''
    server.psql(name, 'CREATE SCHEMA one; CREATE SCHEMA two')
    using one = openDatabase(new Secret(`${url}?options=-csearch_path%3Done`))
    using two = openDatabase(new Secret(`${url}?options=-csearch_path%3Dtwo`))
    one.transaction(() => {
      one.run(put('a'))
      // The lock of the other project is another lock.
      two.transaction(() => two.run(put('b')))
    })
    expect(one.all('SELECT key FROM translation')).toEqual([{ key: 'a' }])
    expect(two.all('SELECT key FROM translation')).toEqual([{ key: 'b' }])
    expect(failureOf(() => openDatabase(new Secret(`${url}?options=-csearch_path%3Dthree`)))).toMatchObject({
      diagnostic: { code: 'MR3015' },
    })
  })

  test('a table of somebody else is not taken for ours', () => {
    const url = server.createDatabase()
    server.psql(url.split('/').at(-1) ?? '', 'CREATE TABLE event (id INT)')
    const failure = failureOf(() => openDatabase(new Secret(url)))
    expect(failure.diagnostic).toMatchObject({ code: 'MR3015', message: /relation "event" already exists/ })
    expect(server.psql(url.split('/').at(-1) ?? '', `SELECT to_regclass('iceberg_tables') IS NULL`)).toBe('t')
  })

  test('the catalog has exactly the columns that the Iceberg JDBC catalog makes', () => {
    const url = server.createDatabase()
    using _database = openDatabase(new Secret(url))
    const columns = (table: string) =>
      server
        .psql(
          url.split('/').at(-1) ?? '',
          `SELECT column_name || ' ' || data_type || ' ' || character_maximum_length || ' ' || is_nullable
             FROM information_schema.columns WHERE table_name = '${table}' ORDER BY ordinal_position`,
        )
        .split('\n')
    expect(columns('iceberg_tables')).toEqual([
      'catalog_name character varying 255 NO',
      'table_namespace character varying 255 NO',
      'table_name character varying 255 NO',
      'metadata_location character varying 1000 YES',
      'previous_metadata_location character varying 1000 YES',
      'iceberg_type character varying 5 YES',
    ])
    expect(columns('iceberg_namespace_properties')).toEqual([
      'catalog_name character varying 255 NO',
      'namespace character varying 255 NO',
      'property_key character varying 255 NO',
      'property_value character varying 1000 YES',
    ])
  })
})
