import { partitionText } from '../format/partition-text.ts'
import { allFields } from '../format/schema.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { type ReadVersion, resolveVersion, schemaAt } from '../read-version.ts'
import { planScan } from '../scan/plan.ts'
import { schemaOf, type Table } from '../table.ts'

/** A value that all rows of a file share. */
export type DescribedPartition = {
  readonly field: string
  /** The top-level column that it comes from; absent where the table has it no more. */
  readonly column?: string
  readonly value: string
}

export type DescribedFile = {
  /** Location: it may spell partition values. */
  readonly path: string
  readonly specId: number
  readonly partition: readonly DescribedPartition[]
  readonly rows: number
  readonly sizeBytes: number
  /** Delete files that may take rows out of it. */
  readonly deletes: number
  readonly snapshotId: string
  readonly sortOrderId?: number
}

/** The data files of a version, in the order of the table. Throws what planning of scans throws. */
export const describeFiles = async (
  lakehouse: Lakehouse,
  table: Table,
  version: ReadVersion,
  signal?: AbortSignal,
): Promise<readonly DescribedFile[]> => {
  const { fields } = schemaAt(table, version)
  const snapshot = resolveVersion(table, version)
  const files = await planScan(lakehouse, table, { snapshot, fields, filter: [] }, signal)
  const columns = new Map(
    schemaOf(table).fields.flatMap((top) =>
      allFields([top]).map(({ field }) => [field.id, top.name] as const),
    ),
  )
  return files.map(({ file, specId, partition, snapshotId, deletes }) => ({
    path: file.path,
    specId,
    partition: partition.map(({ field, type }, i) => {
      const column = columns.get(field.sourceId)
      return {
        field: field.name,
        ...(column === undefined ? {} : { column }),
        value: partitionText(field.transform, type, file.partition[i] ?? null),
      }
    }),
    rows: Number(file.recordCount),
    sizeBytes: Number(file.fileSizeBytes),
    deletes: deletes.length,
    snapshotId: String(snapshotId),
    ...(file.sortOrderId === undefined ? {} : { sortOrderId: file.sortOrderId }),
  }))
}
