import { failure } from '../../diagnostics/index.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import type { DataFile } from '../format/data-file.ts'
import { allFields } from '../format/schema.ts'
import { listManifests, loadManifest } from '../files.ts'
import { ancestry, headOf, isAncestor } from '../head.ts'
import type { Lakehouse } from '../lakehouse.ts'
import type { Table } from '../table.ts'
import type { TableChange } from './change.ts'

/**
 * Throws MR3119, retryable, where a change that was computed on `base` does not mean the same on the present version
 * of the table. Appends and replacements of whole tables or partitions never conflict; what replaces single files
 * does where one of them is gone; and what depends on stored rows does where others added or removed such rows since.
 * Source: the validations of Iceberg's reference implementation for serializable isolation.
 */
export const refuseConflict = async (
  lakehouse: Lakehouse,
  change: TableChange,
  { base, present }: { readonly base: Table | undefined; readonly present: Table | undefined },
  signal: AbortSignal | undefined,
): Promise<void> => {
  const conflict = (reason: string) =>
    failure('MR3119', { table: printIdentity(change.identity), reason }, { retryable: true })
  if (present === undefined || base === undefined || present.metadata.tableUuid !== base.metadata.tableUuid) {
    if (present === base) return
    throw conflict(
      present === undefined ? 'it was dropped' : base === undefined ? 'it was created' : 'it was replaced',
    )
  }
  refuseSchemaConflict(change, base, present, conflict)
  const { removes, reads } = change
  if (removes.kind !== 'files' && reads.kind === 'nothing') return
  const head = headOf(present, change.branch).snapshot
  if (!isAncestor(present, change.readSnapshotId, head?.snapshotId))
    throw conflict('it was rolled back, or the snapshot that was read has expired')
  const since = new Set<bigint>()
  const changing = new Set<bigint>()
  for (const { snapshotId, summary } of ancestry(present, head?.snapshotId)) {
    if (snapshotId === change.readSnapshotId) break
    since.add(snapshotId)
    // What files were rewritten into holds no other rows than they did.
    if (summary['operation'] !== 'replace') changing.add(snapshotId)
  }
  const missing = new Set(removes.kind === 'files' ? removes.locations : [])
  for (const listed of head === undefined
    ? []
    : await listManifests(lakehouse, present, String(head.snapshotId), signal)) {
    // A manifest file that was written since may hold what others added between, whatever it counts as added.
    const mayBeNew = since.has(listed.addedSnapshotId) && listed.addedFiles + listed.existingFiles > 0
    if (listed.content === 'deletes' ? !mayBeNew : missing.size === 0 && !mayBeNew) continue
    const { entries } = await loadManifest(lakehouse, present, listed, signal)
    for (const { status, file, snapshotId } of entries) {
      if (status === 'deleted') continue
      missing.delete(file.path)
      if (snapshotId === undefined || !changing.has(snapshotId)) continue
      if (listed.content === 'deletes') throw conflict('rows were deleted from it')
      if (readsFile(change, file, listed.specId)) throw conflict('rows were added that it depends on')
    }
  }
  if (missing.size > 0) throw conflict('files that it replaces were replaced')
  if (
    reads.kind !== 'nothing' &&
    (await removedSince(lakehouse, present, changing, signal)).some(({ file, specId }) =>
      readsFile(change, file, specId),
    )
  )
    throw conflict('rows were removed that it depends on')
}

type RemovedFile = { readonly file: DataFile; readonly specId: number }

/**
 * Data files that snapshots have removed, from the manifest files that each has written itself: later ones do not name
 * what is gone.
 */
const removedSince = async (
  lakehouse: Lakehouse,
  table: Table,
  snapshots: ReadonlySet<bigint>,
  signal: AbortSignal | undefined,
): Promise<readonly RemovedFile[]> => {
  const removed: RemovedFile[] = []
  for (const id of snapshots)
    for (const listed of await listManifests(lakehouse, table, String(id), signal)) {
      if (listed.addedSnapshotId !== id || listed.deletedFiles === 0 || listed.content === 'deletes') continue
      const { entries } = await loadManifest(lakehouse, table, listed, signal)
      for (const { status, file } of entries)
        if (status === 'deleted') removed.push({ file, specId: listed.specId })
    }
  return removed
}

const readsFile = ({ reads }: TableChange, file: DataFile, specId: number): boolean => {
  switch (reads.kind) {
    case 'nothing':
      return false
    case 'all':
      return true
    case 'matching':
      return reads.mayContain(file, specId)
  }
}

/** Of two writers that both change columns, partitioning or order, the second has not seen what it would change. */
const refuseSchemaConflict = (
  change: TableChange,
  base: Table,
  present: Table,
  conflict: (reason: string) => Error,
): void => {
  const before = base.metadata
  const now = present.metadata
  const { schema, spec } = change.layout
  const columnsMoved =
    now.currentSchemaId !== before.currentSchemaId ||
    now.lastColumnId !== before.lastColumnId ||
    now.schemas.length !== before.schemas.length
  // Values of a column that is gone, or that is another one of the same name by now, would be lost.
  const losesValues = () => {
    const left = new Set(allFields(headOf(present, change.branch).schema.fields).map(({ field }) => field.id))
    return allFields(schema.fields).some(({ field }) => !left.has(field.id))
  }
  if (columnsMoved && (change.setsSchema || losesValues())) throw conflict('its columns changed')
  const specsMoved =
    now.defaultSpecId !== before.defaultSpecId || now.partitionSpecs.length !== before.partitionSpecs.length
  if (specsMoved && (change.setsSpec || now.partitionSpecs.every(({ specId }) => specId !== spec.specId)))
    throw conflict('its partitioning changed')
  const ordersMoved =
    now.defaultSortOrderId !== before.defaultSortOrderId || now.sortOrders.length !== before.sortOrders.length
  if (ordersMoved && change.setsOrder) throw conflict('its sort order changed')
}
