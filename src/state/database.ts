// The project database. In: where it is; out: a `Database`, migrated to this release's schema. The stores beside this
// file hold all its statements, each valid for SQLite and for PostgreSQL.
import { existsSync } from 'node:fs'
import { Secret } from '../base/secret.ts'
import { MillraceError } from '../diagnostics/index.ts'
import type { Database } from './database-contract.ts'
import { openPostgres, openPostgresReadOnly } from './postgres/open.ts'
import { openSqlite, openSqliteReadOnly } from './sqlite.ts'

export type { Database, DatabaseRow } from './database-contract.ts'

/** The path of a SQLite file, or the URL of a PostgreSQL database, which holds a password. */
export type DatabaseLocation = string | Secret

/** Opens the database, creating and migrating as needed. Throws what the contract says. */
export const openDatabase = (location: DatabaseLocation): Database =>
  location instanceof Secret ? openPostgres(location) : openSqlite(location)

/**
 * The database for commands that only read: where nothing may be written, as in a checkout of somebody else, what is
 * there is read as it is, and where there is none yet it is empty. Throws what `openDatabase` throws otherwise.
 */
export const openForReading = (location: DatabaseLocation): Database => {
  try {
    return openDatabase(location)
  } catch (cause) {
    if (!(cause instanceof MillraceError) || cause.diagnostic.code !== 'MR3003' || location instanceof Secret)
      throw cause
    if (!existsSync(location)) return openSqlite(':memory:')
    const database = openSqliteReadOnly(location)
    if (database === undefined) throw cause
    return database
  }
}

/**
 * The database for reading what is there anyway; undefined where there is none that can be read. Creates nothing: who
 * needs the database opens it with `openDatabase`, which says what is wrong with it.
 */
export const openDatabaseReadOnly = (location: DatabaseLocation): Database | undefined =>
  location instanceof Secret ? openPostgresReadOnly(location) : openSqliteReadOnly(location)
