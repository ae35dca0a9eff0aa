// The project database. In: where it is; out: a `Database`, migrated to this release's schema. The stores beside this
// file hold all its statements, each valid for SQLite and for PostgreSQL.
import { Secret } from '../base/secret.ts'
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
 * The database for reading what is there anyway; undefined where there is none that can be read. Creates nothing: who
 * needs the database opens it with `openDatabase`, which says what is wrong with it.
 */
export const openDatabaseReadOnly = (location: DatabaseLocation): Database | undefined =>
  location instanceof Secret ? openPostgresReadOnly(location) : openSqliteReadOnly(location)
