import type { DataFile } from '../format/data-file.ts'
import type { ManifestListEntry } from '../format/manifest-list.ts'
import type { Operation } from './change.ts'
import { partitionKey } from '../format/partition-key.ts'
import { type RemovedFiles, sumRows } from './manifests.ts'

type Changes = {
  readonly operation: Operation
  readonly added: { readonly specId: number; readonly files: readonly DataFile[] }
  readonly removed: readonly RemovedFiles[]
  /** All manifest files of the new snapshot. */
  readonly manifests: readonly ManifestListEntry[]
  /** The summary that totals go on from. */
  readonly before: Readonly<Record<string, string>>
}

type Counts = {
  readonly addedRows: number
  readonly removedRows: number
  readonly totalRows: number
  readonly addedFiles: number
  readonly removedFiles: number
}

/** A snapshot's summary. Source: Iceberg table spec, "Appendix F: Optional Snapshot Summary Fields". */
export const summarize = (
  changes: Changes,
): { readonly summary: Readonly<Record<string, string>>; readonly counts: Counts } => {
  const { added, removed, before } = changes
  const gone = (content: number) =>
    removed.flatMap(({ files }) => files.filter((file) => file.content === content))
  const [removedData, removedPositions, removedEqualities] = [gone(0), gone(1), gone(2)]
  const data = changes.manifests.filter((manifest) => manifest.content === 'data')
  // Counted from the manifest list, since not every writer keeps totals in its summaries.
  const totalRows = data.reduce((sum, each) => sum + each.addedRows + each.existingRows, 0n)
  const totalFiles = data.reduce((sum, each) => sum + each.addedFiles + each.existingFiles, 0)
  const addedBytes = sumBytes(added.files)
  const removedDeletes = [...removedPositions, ...removedEqualities]
  const removedBytes = sumBytes([...removedData, ...removedDeletes])
  const deletes = changes.manifests.filter((manifest) => manifest.content === 'deletes')
  const deleteFiles = deletes.reduce((sum, each) => sum + each.addedFiles + each.existingFiles, 0)
  const left = (total: string, leaving: readonly DataFile[]): string =>
    deleteFiles === 0 ? '0' : String(BigInt(before[total] ?? 0) - sumRows(leaving))
  const bytesBefore = before['total-files-size']
  const summary = {
    operation: changes.operation,
    ...counted('added', added.files, addedBytes),
    ...counted('deleted', removedData, removedBytes),
    ...countedDeletes(removedPositions, removedEqualities),
    'changed-partition-count': String(changedPartitions(changes)),
    'total-records': String(totalRows),
    'total-data-files': String(totalFiles),
    ...(bytesBefore === undefined
      ? {}
      : { 'total-files-size': String(BigInt(bytesBefore) + addedBytes - removedBytes) }),
    'total-delete-files': String(deleteFiles),
    'total-position-deletes': left('total-position-deletes', removedPositions),
    'total-equality-deletes': left('total-equality-deletes', removedEqualities),
  }
  const counts = {
    addedRows: Number(sumRows(added.files)),
    removedRows: Number(sumRows(removedData)),
    totalRows: Number(totalRows),
    addedFiles: added.files.length,
    removedFiles: removedData.length,
  }
  return { summary, counts }
}

const counted = (
  what: 'added' | 'deleted',
  files: readonly DataFile[],
  bytes: bigint,
): Readonly<Record<string, string>> =>
  files.length === 0
    ? {}
    : {
        [`${what}-data-files`]: String(files.length),
        [`${what}-records`]: String(sumRows(files)),
        [what === 'added' ? 'added-files-size' : 'removed-files-size']: String(bytes),
      }

const countedDeletes = (
  positions: readonly DataFile[],
  equalities: readonly DataFile[],
): Readonly<Record<string, string>> => {
  if (positions.length + equalities.length === 0) return {}
  return {
    'removed-delete-files': String(positions.length + equalities.length),
    'removed-position-delete-files': String(positions.length),
    'removed-equality-delete-files': String(equalities.length),
    'removed-position-deletes': String(sumRows(positions)),
    'removed-equality-deletes': String(sumRows(equalities)),
  }
}

const sumBytes = (files: readonly DataFile[]): bigint =>
  files.reduce((sum, file) => sum + file.fileSizeBytes, 0n)

const changedPartitions = ({ added, removed }: Changes): number => {
  const changed = new Set<string>()
  for (const { specId, files } of [added, ...removed])
    for (const { partition } of files) changed.add(`${specId} ${partitionKey(partition)}`)
  return changed.size
}
