import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { failure, MillraceError } from '../diagnostics/index.ts'
import type { Database, DatabaseRow } from './database-contract.ts'
import { migrate } from './migrations/index.ts'

/**
 * The project database in one SQLite file, created and migrated as needed. WAL mode: readers never wait for the
 * writer; a writer waits ten seconds for another one. Throws MR3005 for a file that is not ours.
 */
export const openSqlite = (path: string): Database => {
  if (path !== ':memory:') makeFolder(path)
  const native = open(path)
  const database = databaseOver(native, path)
  try {
    guarded(path, () => {
      native.exec(`PRAGMA busy_timeout = ${busyMs}`)
      // A read first: a file that is no database shows itself here, before anything is written to it.
      native.prepare('SELECT count(*) FROM sqlite_master').get()
      native.exec('PRAGMA journal_mode = WAL')
      native.exec('PRAGMA synchronous = FULL')
      native.exec('PRAGMA foreign_keys = ON')
    })
    migrate({
      ...database,
      version: () => Number(database.get('PRAGMA user_version')?.['user_version'] ?? 0),
      setVersion: (version) => {
        database.run(`PRAGMA user_version = ${version}`)
      },
      dialect: (statement) => statement,
    })
    return database
  } catch (cause) {
    native.close()
    throw cause
  }
}

/** The database at `path` for reading; undefined where there is none of ours that can be read. Creates nothing. */
export const openSqliteReadOnly = (path: string): Database | undefined => {
  if (!existsSync(path)) return undefined
  // Reading takes a file beside the database, for locks. Where none can be made, nobody can write either: as long as
  // nothing waits in the log, the file is all there is.
  return (
    readable(path, path) ??
    (hasLog(path) || isWritable(dirname(path)) ? undefined : readable(path, unchanging(path)))
  )
}

const isWritable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

const hasLog = (path: string): boolean => (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0

const unchanging = (path: string): URL => {
  const url = pathToFileURL(path)
  url.searchParams.set('immutable', '1')
  return url
}

const readable = (path: string, at: string | URL): Database | undefined => {
  let native: DatabaseSync | undefined
  try {
    native = new DatabaseSync(at, { readOnly: true })
    native.exec(`PRAGMA busy_timeout = ${busyMs}`)
    native.prepare('SELECT count(*) FROM iceberg_tables, translation').get()
    return databaseOver(native, path)
  } catch {
    native?.close()
    return undefined
  }
}

const busyMs = 10_000

const databaseOver = (native: DatabaseSync, path: string): Database => {
  let depth = 0
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  const statement = (text: string) => {
    const known = prepared.get(text)
    if (known !== undefined) return known
    const fresh = native.prepare(text)
    prepared.set(text, fresh)
    return fresh
  }
  const database: Database = {
    name: path,
    run: (text, ...parameters) =>
      guarded(path, () => ({ changes: Number(statement(text).run(...parameters).changes) })),
    get: (text, ...parameters) =>
      guarded(path, () => statement(text).get(...parameters) as DatabaseRow | undefined),
    all: (text, ...parameters) =>
      guarded(path, () => statement(text).all(...parameters) as readonly DatabaseRow[]),
    transaction: (work) => {
      if (depth > 0) return work()
      guarded(path, () => native.exec('BEGIN IMMEDIATE'))
      depth = 1
      try {
        const result = work()
        guarded(path, () => native.exec('COMMIT'))
        return result
      } catch (cause) {
        if (native.isTransaction) native.exec('ROLLBACK')
        throw cause
      } finally {
        depth = 0
      }
    },
    now: () => Number(database.get(`SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now`)?.['now']),
    [Symbol.dispose]: () => native.close(),
  }
  return database
}

const guarded = <T>(path: string, work: () => T): T => {
  try {
    return work()
  } catch (cause) {
    throw databaseFailure(cause, path)
  }
}

const makeFolder = (path: string): void => {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (cause) {
    throw databaseFailure(cause, path)
  }
}

const open = (path: string): DatabaseSync => {
  try {
    return new DatabaseSync(path)
  } catch (cause) {
    throw databaseFailure(cause, path)
  }
}

// Primary result codes of SQLite: https://sqlite.org/rescode.html
const databaseFailure = (cause: unknown, path: string): unknown => {
  if (cause instanceof MillraceError || !(cause instanceof Error)) return cause
  switch ('code' in cause ? cause.code : undefined) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return failure('MR3003', { path: dirname(path), action: 'write' }, { cause })
    case 'ENOSPC':
    case 'EDQUOT':
      return failure('MR3002', { path }, { cause })
  }
  const code = 'errcode' in cause && typeof cause.errcode === 'number' ? cause.errcode & 0xff : undefined
  switch (code) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return failure('MR3006', { path }, { cause, retryable: true })
    case 8: // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
      return failure('MR3003', { path, action: 'write' }, { cause })
    case 13: // SQLITE_FULL
      return failure('MR3002', { path }, { cause })
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return failure('MR3005', { path }, { cause })
    default:
      return cause
  }
}
