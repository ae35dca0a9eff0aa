/** One numbered step of the schema of the project database. A released one is never edited. */
export type Migration = {
  readonly version: number
  readonly why: string
  readonly statements: readonly string[]
}
