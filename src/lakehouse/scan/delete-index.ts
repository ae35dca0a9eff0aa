import type { DataFile } from '../format/data-file.ts'
import { partitionKey } from '../format/partition-key.ts'
import type { DeleteFile, ScanFile } from './scan-file.ts'

/** Deletes where they are looked for: by the partition that they are about, or the one file. */
export type DeleteIndex = {
  readonly byScope: ReadonlyMap<string, readonly DeleteFile[]>
  readonly byPath: ReadonlyMap<string, readonly DeleteFile[]>
  readonly everywhere: readonly DeleteFile[]
}

/** The partition of a file, by spec and values, as text that only equal ones share. */
export const scopeOf = ({ specId, file }: Pick<ScanFile, 'specId' | 'file'>): string =>
  `${specId} ${partitionKey(file.partition)}`

export const indexDeletes = (files: readonly ScanFile[]): DeleteIndex => {
  const byScope = new Map<string, DeleteFile[]>()
  const byPath = new Map<string, DeleteFile[]>()
  const everywhere: DeleteFile[] = []
  for (const each of files) {
    const kind = each.file.content === 1 ? 'positions' : 'equality'
    const path = kind === 'positions' ? onlyPath(each.file) : undefined
    if (kind === 'equality' && isUnpartitioned(each)) everywhere.push({ ...each, kind })
    else {
      const scope = scopeOf(each)
      add(path === undefined ? byScope : byPath, path ?? scope, { ...each, kind, scope })
    }
  }
  return { byScope, byPath, everywhere }
}

/**
 * The deletes that must be applied to a data file. Positions count for files of the same commit as well, equality
 * only for older ones. Source: Iceberg table spec, "Scan Planning".
 */
export const deletesFor = (index: DeleteIndex, target: ScanFile): readonly DeleteFile[] => {
  if (index.byScope.size + index.byPath.size + index.everywhere.length === 0) return none
  const { file, sequenceNumber } = target
  const scope = scopeOf(target)
  const candidates = [
    ...(index.byScope.get(scope) ?? none),
    ...(index.byPath.get(file.path) ?? none).filter((each) => each.scope === scope),
    ...index.everywhere,
  ]
  return candidates.filter((each) =>
    each.kind === 'positions'
      ? each.sequenceNumber >= sequenceNumber && mayName(each.file, file.path)
      : each.sequenceNumber > sequenceNumber,
  )
}

const none: readonly DeleteFile[] = []

/** A spec whose fields are all void is one without partitions, as version 1 left them. */
const isUnpartitioned = ({ partition }: ScanFile): boolean =>
  partition.every(({ field }) => field.transform.kind === 'void')

/** The field `file_path` of position deletes. Source: Iceberg table spec, "Reserved Field IDs". */
const pathFieldId = 2_147_483_546

/** The data file that position deletes are about, where it is only one. */
const onlyPath = (file: DataFile): string | undefined => {
  if (file.referencedDataFile !== undefined) return file.referencedDataFile
  const lower = file.lowerBounds.get(pathFieldId)
  const upper = file.upperBounds.get(pathFieldId)
  // A bound that was cut differs from the other one, which is raised.
  return lower !== undefined && upper !== undefined && Buffer.compare(lower, upper) === 0
    ? Buffer.from(lower).toString()
    : undefined
}

const mayName = (deletes: DataFile, path: string): boolean => {
  const lower = deletes.lowerBounds.get(pathFieldId)
  const upper = deletes.upperBounds.get(pathFieldId)
  const bytes = Buffer.from(path)
  return (
    (lower === undefined || Buffer.compare(lower, bytes) <= 0) &&
    (upper === undefined || Buffer.compare(bytes, upper) <= 0)
  )
}

const add = (index: Map<string, DeleteFile[]>, key: string, file: DeleteFile): void => {
  const known = index.get(key)
  if (known === undefined) index.set(key, [file])
  else known.push(file)
}
