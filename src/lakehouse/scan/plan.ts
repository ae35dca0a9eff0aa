import { failure } from '../../diagnostics/index.ts'
import { inParallel } from '../../base/parallel.ts'
import type { Field } from '../format/iceberg-type.ts'
import type { ManifestListEntry } from '../format/manifest-list.ts'
import type { Snapshot } from '../format/snapshot.ts'
import { listManifests, type LoadedManifest, manifestLoader } from '../files.ts'
import type { Lakehouse } from '../lakehouse.ts'
import type { Table } from '../table.ts'
import { deletesFor, indexDeletes } from './delete-index.ts'
import type { ColumnPredicate } from './predicate.ts'
import { pruner } from './prune.ts'
import type { PlannedFile, ScanFile } from './scan-file.ts'

export type PlanRequest = {
  readonly snapshot: Snapshot | undefined
  /** Finds the filter's columns. */
  readonly fields: readonly Field[]
  readonly filter: readonly ColumnPredicate[]
}

/**
 * The data files of a snapshot that can hold rows for which all of the filter is true, with their deletes, in the
 * order of the manifest list. Throws MR3112 and what storage throws.
 * Source: Iceberg table spec, "Scan Planning".
 */
export const planScan = async (
  lakehouse: Lakehouse,
  table: Table,
  { snapshot, fields, filter }: PlanRequest,
  signal?: AbortSignal,
): Promise<readonly PlannedFile[]> => {
  if (snapshot === undefined) return []
  const listed = await listManifests(lakehouse, table, String(snapshot.snapshotId), signal)
  const prune = pruner(table, fields, filter)
  const load = manifestLoader(lakehouse, table)
  const wanted = listed.filter((each) => each.addedFiles + each.existingFiles > 0 && prune.manifest(each))
  const loadAll = (content: ManifestListEntry['content']): Promise<readonly LoadedManifest[]> =>
    inParallel(
      wanted.filter((each) => each.content === content),
      8,
      (each) => load(each, signal),
    )
  const filesOf = ({ spec: { specId }, partition, entries }: LoadedManifest): readonly ScanFile[] =>
    entries.flatMap(({ status, file, sequenceNumber, snapshotId }) =>
      status === 'deleted' || !prune.partition(specId, file.partition)
        ? []
        : [{ file, specId, partition, sequenceNumber, snapshotId }],
    )
  // Deletes are not pruned by their own statistics: who rewrites a file needs every delete of it.
  const deletes = indexDeletes(
    (await loadAll('deletes')).flatMap((loaded) => deletesOnly(loaded, filesOf(loaded))),
  )
  return (await loadAll('data'))
    .flatMap(filesOf)
    .filter(({ file }) => prune.file(file))
    .map((file) => ({ ...file, deletes: deletesFor(deletes, file) }))
}

/** A file that says nothing about what it deletes must not be taken for one that deletes nothing, or all. */
const deletesOnly = ({ listed }: LoadedManifest, files: readonly ScanFile[]): readonly ScanFile[] => {
  for (const { file } of files) {
    const isPositions = file.content === 1
    const isEquality = file.content === 2 && (file.equalityIds ?? []).length > 0
    if (isPositions || isEquality) continue
    throw failure('MR3112', { location: listed.path, reason: `what ${file.path} deletes is unknown` })
  }
  return files
}
