import type { Database } from '../database-contract.ts'

/** One numbered step of the schema of the project database. A released one is never edited. */
export type Migration = {
  readonly version: number
  readonly why: string
  /** As SQLite takes them: CREATE TABLE with TEXT, INTEGER and VARCHAR columns, ending in STRICT where it may. */
  readonly statements: readonly string[]
}

/** What migrating needs of the database, which is just being opened. */
export type MigratedDatabase = Pick<Database, 'name' | 'run' | 'transaction'> & {
  /** The last migration that was done here; 0 where none was. */
  readonly version: () => number
  readonly setVersion: (version: number) => void
  /** A statement of a migration as this kind of database takes it. */
  readonly dialect: (statement: string) => string
}
