/** One numbered step of the schema of the project database. A released one is never edited. */
export type Migration = {
  readonly version: number
  readonly why: string
  readonly statements: readonly string[]
}

/** What migrating needs of the database, which is just being opened. */
export type MigratedDatabase = {
  readonly path: string
  readonly run: (statement: string) => unknown
  readonly get: (statement: string) => Readonly<Record<string, unknown>> | undefined
  readonly transaction: <T>(work: () => T) => T
}
