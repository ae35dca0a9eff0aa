import { failure } from '../../diagnostics/index.ts'
import { catalogAndRuns } from './001-catalog-and-runs.ts'
import { branches } from './002-branches.ts'
import { leases } from './003-leases.ts'
import { attachedFiles } from './004-attached-files.ts'
import { appliedSettings } from './005-applied-settings.ts'
import type { MigratedDatabase, Migration } from './migration.ts'

/** In order, without gaps. A new one is a file of its own and one line here. */
const migrations: readonly Migration[] = [catalogAndRuns, branches, leases, attachedFiles, appliedSettings]

/** Brings the database forward to this release's schema, one transaction a step. Throws MR3007 where it is newer. */
export const migrate = (database: MigratedDatabase): void => {
  const known = migrations.length
  const found = database.version()
  if (found > known) throw failure('MR3007', { path: database.name, found, known })
  for (const migration of migrations) {
    if (migration.version <= found) continue
    database.transaction(() => {
      // Two processes may open a new project at once: the loser of the lock finds the work done.
      if (migration.version <= database.version()) return
      for (const statement of migration.statements) database.run(joining(database.dialect(statement)))
      database.setVersion(migration.version)
    })
  }
}

/** A catalog that another engine made first has the iceberg_ tables already, and is joined. All others must be ours. */
const joining = (statement: string): string =>
  statement.replace(/^CREATE TABLE (?=iceberg_)/, 'CREATE TABLE IF NOT EXISTS ')
