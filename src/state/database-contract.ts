/** What a statement takes and a row holds: SQLite's values, and those of PostgreSQL that the schema uses. */
export type DatabaseValue = null | number | bigint | string | Uint8Array
export type DatabaseRow = Readonly<Record<string, DatabaseValue>>

/**
 * The database of a project: run state, watermarks and the Iceberg catalog, so that a commit and everything that
 * depends on it are one transaction. A file (SQLite) or a database on a server (PostgreSQL); statements are written
 * once, in what both understand, with `?` for parameters. Calls wait for their answer: see
 * docs/decisions/0006-a-synchronous-database.md.
 *
 * Failures: MR3002, MR3003, MR3005, MR3006 (locked, retryable), MR3007; of a server MR3010 to MR3016.
 */
export interface Database extends Disposable {
  /** How messages name it: a path, or a server's address without its password. */
  readonly name: string
  run(statement: string, ...parameters: readonly DatabaseValue[]): { readonly changes: number }
  /** Integers are numbers where that is exact, otherwise bigints. */
  get(statement: string, ...parameters: readonly DatabaseValue[]): DatabaseRow | undefined
  all(statement: string, ...parameters: readonly DatabaseValue[]): readonly DatabaseRow[]
  /**
   * Runs `work` in a transaction; rolls back where it throws. Only one transaction of all processes runs at a time, so
   * what it has read is still true when it writes. Nested calls join the outer transaction. `work` must not catch the
   * failure of a statement and go on. Throws MR3280 where a server went away while it was committing.
   */
  transaction<T>(work: () => T): T
  /** Milliseconds since 1970 by the database's clock: the one clock that all processes share. */
  now(): number
}
