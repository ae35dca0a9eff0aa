import type { Secret } from '../../base/secret.ts'
import { failure, MillraceError } from '../../diagnostics/index.ts'
import type { Database, DatabaseValue } from '../database-contract.ts'
import { migrate } from '../migrations/index.ts'
import { type Connection, openConnection } from './connection.ts'
import { serverFailure } from './failures.ts'
import { numberPlaceholders } from './placeholders.ts'

/**
 * The project database on a PostgreSQL server: the first schema of the connection's search path, whose tables are made
 * and migrated as needed. Throws MR3010 to MR3016, MR3006 where another process does not let go of it.
 */
export const openPostgres = (url: Secret): Database => {
  const database = databaseOver(url, session)
  try {
    migrate({
      ...database,
      version: () => schemaVersion(database),
      setVersion: (version) => {
        database.run('CREATE TABLE IF NOT EXISTS millrace_schema (version BIGINT NOT NULL)')
        database.run('DELETE FROM millrace_schema')
        database.run('INSERT INTO millrace_schema (version) VALUES (?)', version)
      },
      dialect: inPostgres,
    })
    return database
  } catch (cause) {
    database[Symbol.dispose]()
    throw cause
  }
}

/** The database for reading; undefined where the server or our tables are not there. Creates nothing. */
export const openPostgresReadOnly = (url: Secret): Database | undefined => {
  const database = databaseOver(url, `${session}; SET default_transaction_read_only = on`)
  try {
    database.get('SELECT count(*) FROM iceberg_tables, translation')
    return database
  } catch (cause) {
    database[Symbol.dispose]()
    if (cause instanceof MillraceError) return undefined
    throw cause
  }
}

/** Our transactions take milliseconds. These limits end those of a machine that was put to sleep in between. */
const session = [
  `SET lock_timeout = '10s'`,
  `SET statement_timeout = '30s'`,
  `SET idle_in_transaction_session_timeout = '30s'`,
  `SET bytea_output = 'hex'`,
].join('; ')

/**
 * One transaction of a project at a time, as in SQLite: then nothing that a transaction has read can be outdated when
 * it writes, and none fails for being concurrent. The lock belongs to the schema and ends with the transaction.
 * Other engines that move a pointer do not know the lock; the compare-and-swap holds without it.
 */
const begin = `BEGIN ISOLATION LEVEL READ COMMITTED;
  SELECT pg_advisory_xact_lock((7707 :: bigint << 32) | oid :: bigint) FROM pg_namespace WHERE nspname = current_schema()`

const databaseOver = (url: Secret, ofSession: string): Database => {
  const name = printUrl(url)
  const connection = openConnection(url, ofSession)
  const texts = new Map<string, string>()
  let depth = 0
  const query = (statement: string, parameters: readonly DatabaseValue[]) => {
    const text = texts.get(statement) ?? numberPlaceholders(statement)
    texts.set(statement, text)
    const answer = connection.ask(text, parameters, { mayConnect: depth === 0 })
    if (answer.kind === 'failed') throw serverFailure(answer, name)
    return answer
  }
  const database: Database = {
    name,
    run: (statement, ...parameters) => ({ changes: query(statement, parameters).changes }),
    get: (statement, ...parameters) => query(statement, parameters).rows[0],
    all: (statement, ...parameters) => query(statement, parameters).rows,
    transaction: (work) => {
      if (depth > 0) return work()
      try {
        query(begin, [])
        depth = 1
        const result = work()
        commit(connection, name)
        return result
      } catch (cause) {
        // Also where it did not begin, and where there is no connection any more: then it is rolled back already.
        connection.ask('ROLLBACK', [], { mayConnect: false })
        throw cause
      } finally {
        depth = 0
      }
    },
    now: () =>
      Number(
        database.get('SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT) AS now')?.['now'],
      ),
    [Symbol.dispose]: () => connection[Symbol.dispose](),
  }
  return database
}

const commit = (connection: Connection, name: string): void => {
  const answer = connection.ask('COMMIT', [], { mayConnect: false })
  if (answer.kind === 'done') {
    if (answer.command === 'COMMIT') return
    throw new Error('a transaction went on after a statement of it had failed')
  }
  if (answer.when !== 'lost') throw serverFailure(answer, name)
  // The server may have committed before the connection broke: only looking for what was written can tell.
  const reason = answer.error.message
  throw failure('MR3280', { what: name, reason }, { cause: serverFailure(answer, name) })
}

// Not `SELECT to_regclass(…)`: it locks no table, and so answers from the cache of what was true before the transaction
// waited for its turn. Then two processes that open a new project at once would both create its tables.
const isKnown = `SELECT count(*) AS known FROM pg_class
  WHERE relname = 'millrace_schema' AND relkind = 'r' AND pg_table_is_visible(oid)`

const schemaVersion = (database: Database): number => {
  const exists = database.get(isKnown)?.['known'] === 1
  return exists ? Number(database.get('SELECT version FROM millrace_schema')?.['version'] ?? 0) : 0
}

/** A migration's statement, written for SQLite, as PostgreSQL takes it. Text sorts by its bytes, as in SQLite. */
const inPostgres = (statement: string): string =>
  statement
    .replace(/\)\s*STRICT(,\s*WITHOUT ROWID)?\s*$/, ')')
    .replaceAll(/\bINTEGER\b/g, 'BIGINT')
    .replaceAll(/\bTEXT\b/g, 'TEXT COLLATE "C"')

/** The address without user, password and options. Throws MR3016. */
const printUrl = (url: Secret): string => {
  const parsed = URL.parse(url.reveal())
  if (parsed === null || !/^postgres(ql)?:$/.test(parsed.protocol)) throw failure('MR3016', {})
  const host = parsed.host === '' ? (parsed.searchParams.get('host') ?? '') : parsed.host
  return `postgres://${host}${parsed.pathname}`
}
