import { listManifests, specOf } from '../files.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { schemaAt } from '../read-version.ts'
import { planScan } from '../scan/plan.ts'
import { snapshotOf, type Table } from '../table.ts'
import { canShrink } from '../write/cluster-manifests.ts'
import { groupManifests, targetSizeBytes } from '../write/merge-manifests.ts'
import { planExpiry } from './expiry.ts'
import { compactionLimits, planCompaction } from './plan-compaction.ts'

/** What a table is made of now, and what maintenance would change of it. */
export type TableHealth = {
  readonly dataFiles: number
  readonly sizeBytes: number
  /** Files below the size that compaction leaves alone. */
  readonly smallFiles: number
  readonly deleteFiles: number
  readonly manifests: number
  readonly snapshots: number
  /** What compaction would do; absent where it would do nothing. */
  readonly compaction?: { readonly files: number; readonly newFiles: number; readonly sizeBytes: number }
  /** Snapshots that nothing keeps. */
  readonly expired: number
  /** True where manifest files could be fewer. */
  readonly scattered: boolean
}

/** Reads the manifest files of the current snapshot, and no row. Throws what planning of scans throws, and MR3157. */
export const tableHealth = async (
  lakehouse: Lakehouse,
  table: Table,
  signal?: AbortSignal,
): Promise<TableHealth> => {
  const { metadata } = table
  const snapshot = snapshotOf(table)
  const { fields } = schemaAt(table)
  const files = await planScan(lakehouse, table, { snapshot, fields, filter: [] }, signal)
  const manifests = await listManifests(lakehouse, table, undefined, signal)
  const limits = compactionLimits(table, {})
  const groups = planCompaction(files, specOf(table, metadata.defaultSpecId), { limits, together: false })
  const sum = (some: readonly number[]) => some.reduce((total, each) => total + each, 0)
  return {
    dataFiles: files.length,
    sizeBytes: sum(files.map(({ file }) => Number(file.fileSizeBytes))),
    smallFiles: files.filter(({ file }) => Number(file.fileSizeBytes) < limits.minFileSizeBytes).length,
    deleteFiles: sum(
      manifests.map(({ content, addedFiles, existingFiles }) =>
        content === 'deletes' ? addedFiles + existingFiles : 0,
      ),
    ),
    manifests: manifests.length,
    snapshots: metadata.snapshots.length,
    ...(groups.length === 0
      ? {}
      : {
          compaction: {
            files: sum(groups.map((group) => group.files.length)),
            newFiles: sum(groups.map(({ newFiles }) => newFiles)),
            sizeBytes: sum(groups.map(({ sizeBytes }) => sizeBytes)),
          },
        }),
    expired: planExpiry(table, {}, lakehouse.now()).snapshots.size,
    // One or two manifest files more than needed cost nothing.
    scattered: groupManifests(manifests).some(
      (group) => group.length >= 10 && canShrink(group, targetSizeBytes(table)),
    ),
  }
}
