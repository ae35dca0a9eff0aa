import { failure } from '../../diagnostics/index.ts'
import { catalogAndRuns } from './001-catalog-and-runs.ts'
import type { Migration, MigratedDatabase } from './migration.ts'

/** In order, without gaps. A new one is a file of its own and one line here. */
const migrations: readonly Migration[] = [catalogAndRuns]

/** Brings the database forward to this release's schema, one transaction a step. Throws MR3007 where it is newer. */
export const migrate = (database: MigratedDatabase): void => {
  // A catalog that PyIceberg made first has the iceberg_ tables but no version of ours; IF NOT EXISTS lets us join it.
  const known = migrations.length
  const current = () => Number(database.get('PRAGMA user_version')?.['user_version'] ?? 0)
  if (current() > known) throw failure('MR3007', { path: database.path, found: current(), known })
  for (const migration of migrations) {
    if (migration.version <= current()) continue
    database.transaction(() => {
      // Two processes may open a new project at once: the loser of the lock finds the work done.
      if (migration.version <= current()) return
      for (const statement of migration.statements)
        database.run(statement.replace(/^CREATE TABLE /, 'CREATE TABLE IF NOT EXISTS '))
      database.run(`PRAGMA user_version = ${migration.version}`)
    })
  }
}
