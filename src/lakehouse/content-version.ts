import type { Snapshot } from './format/snapshot.ts'
import type { Table } from './table.ts'

/**
 * The id of the last snapshot that changed rows. Compaction gives a table a new snapshot with the same rows: what
 * depends on the rows need not be computed anew for it.
 */
export const contentVersion = ({ metadata }: Pick<Table, 'metadata'>, snapshot: Snapshot): string => {
  let current = snapshot
  while (current.summary['operation'] === 'replace') {
    const known = current.summary[contentProperty]
    if (known !== undefined) return known
    const parent = current.parentSnapshotId
    if (parent === undefined) break
    const before = metadata.snapshots.find(({ snapshotId }) => snapshotId === parent)
    if (before === undefined) return String(parent)
    current = before
  }
  return String(current.snapshotId)
}

/** The summary entry of a snapshot that keeps all rows: it outlives the snapshots that it follows. */
export const contentProperty = 'millrace.content-snapshot-id'
