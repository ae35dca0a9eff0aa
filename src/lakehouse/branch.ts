import type { TableIdentity } from './catalogs/catalog.ts'
import { mainBranch } from './branch-name.ts'
import { contentVersion } from './content-version.ts'
import { headOf } from './head.ts'
import type { Lakehouse } from './lakehouse.ts'
import { loadTableOrDraft, snapshotOf, type Table } from './table.ts'

/** A table as a reader of a branch finds it. */
export type TableOnBranch = {
  readonly table: Table
  /** The branch's own snapshot; absent where the reader sees the published rows. */
  readonly snapshotId?: string
  /** Changes with the rows that the reader sees. */
  readonly version: string
}

/** The table under this name on a branch, or on `main` where the branch has none; undefined where neither has it. */
export const tableOnBranch = async (
  lakehouse: Lakehouse,
  identity: TableIdentity,
  branch: string,
  signal?: AbortSignal,
): Promise<TableOnBranch | undefined> => {
  const table = await loadTableOrDraft(lakehouse, identity, signal)
  if (table === undefined) return undefined
  const head = headOf(table, branch)
  if (branch !== mainBranch && head.exists && head.snapshot !== undefined) {
    const snapshotId = String(head.snapshot.snapshotId)
    return { table, snapshotId, version: contentVersion(table, head.snapshot) }
  }
  if (table.draft) return undefined
  const current = snapshotOf(table)
  return { table, version: current === undefined ? 'empty' : contentVersion(table, current) }
}
