import { lowerBound, serialize, upperBound } from '../format/bounds.ts'
import type { DataFile, ManifestEntry, PartitionValue } from '../format/data-file.ts'
import type { FieldSummary, ManifestListEntry } from '../format/manifest-list.ts'
import type { TypedPartitionField } from '../format/partition-avro.ts'
import { compareValues } from '../format/value.ts'
import { loadManifest } from '../files.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { schemaOf, type Table } from '../table.ts'
import type { Layout } from './layout.ts'

/** What all manifest files of one commit share. */
export type ManifestWriter = {
  /** Stores a file in the table's metadata folder; returns its location. */
  readonly put: (name: string, content: Uint8Array) => Promise<string>
  readonly prefix: string
  readonly snapshotId: bigint
  readonly sequenceNumber: bigint
}

/** Files that left a table, with the partition spec that they were written with. */
export type RemovedFiles = { readonly specId: number; readonly files: readonly DataFile[] }

export const writeAdded = async (
  layout: Layout,
  files: readonly DataFile[],
  writer: ManifestWriter,
): Promise<ManifestListEntry> => {
  const entries = files.map(
    (file): ManifestEntry => ({ status: 'added', snapshotId: writer.snapshotId, file }),
  )
  const { writeManifestFile } = await import('../format/manifest-file.ts')
  const bytes = writeManifestFile({ ...layout, content: 'data' }, entries)
  return {
    path: await writer.put(`${writer.prefix}-m0.avro`, bytes),
    lengthBytes: BigInt(bytes.length),
    specId: layout.spec.specId,
    content: 'data',
    ...identityOf(writer),
    ...noEntries,
    addedFiles: files.length,
    addedRows: sumRows(files),
    partitions: summarizePartitions(layout.partition, files),
  }
}

/** Manifest files in which every live file of the given ones is marked deleted, as an overwrite leaves them. */
export const removeAll = async (
  lakehouse: Lakehouse,
  table: Table,
  manifests: readonly ManifestListEntry[],
  writer: ManifestWriter,
  signal: AbortSignal | undefined,
): Promise<{
  readonly manifests: readonly ManifestListEntry[]
  readonly removed: readonly RemovedFiles[]
}> => {
  const rewritten: ManifestListEntry[] = []
  const removed: RemovedFiles[] = []
  for (const listed of manifests) {
    const { spec, partition, entries } = await loadManifest(lakehouse, table, listed, signal)
    const live = entries.filter((entry) => entry.status !== 'deleted')
    if (live.length === 0) continue
    // Sequence numbers stay those of the files: only an added entry may inherit them.
    const deleted = live.map((entry) => ({
      ...entry,
      status: 'deleted' as const,
      snapshotId: writer.snapshotId,
    }))
    const files = live.map(({ file }) => file)
    const context = { schema: schemaOf(table), spec, partition, content: listed.content }
    const { writeManifestFile } = await import('../format/manifest-file.ts')
    const bytes = writeManifestFile(context, deleted)
    rewritten.push({
      path: await writer.put(`${writer.prefix}-m${rewritten.length + 1}.avro`, bytes),
      lengthBytes: BigInt(bytes.length),
      specId: spec.specId,
      content: listed.content,
      ...identityOf(writer),
      ...noEntries,
      deletedFiles: files.length,
      deletedRows: sumRows(files),
      partitions: summarizePartitions(partition, files),
    })
    removed.push({ specId: spec.specId, files })
  }
  return { manifests: rewritten, removed }
}

const identityOf = ({ snapshotId, sequenceNumber }: ManifestWriter) => ({
  sequenceNumber,
  minSequenceNumber: sequenceNumber,
  addedSnapshotId: snapshotId,
})

const noEntries = {
  addedFiles: 0,
  existingFiles: 0,
  deletedFiles: 0,
  addedRows: 0n,
  existingRows: 0n,
  deletedRows: 0n,
}

export const sumRows = (files: readonly DataFile[]): bigint =>
  files.reduce((sum, file) => sum + file.recordCount, 0n)

const summarizePartitions = (
  partition: readonly TypedPartitionField[],
  files: readonly DataFile[],
): readonly FieldSummary[] =>
  partition.map(({ type }, i) => {
    const values = files.map((file) => file.partition[i] ?? null)
    const present = values.filter((value) => value !== null)
    const numbers = present.filter((value) => !Number.isNaN(value))
    const summary = {
      containsNull: present.length < values.length,
      containsNan: numbers.length < present.length,
    }
    // Java orders uuids in its own way, so a range of them would be wrong for somebody.
    if (numbers.length === 0 || type.kind === 'uuid') return summary
    const least = extreme(numbers, -1)
    const greatest = extreme(numbers, 1)
    const whole = type.kind === 'float' || type.kind === 'double'
    const lower = whole ? lowerBound(type, least) : serialize(type, least)
    const upper = whole ? upperBound(type, greatest) : serialize(type, greatest)
    return {
      ...summary,
      ...(lower === undefined ? {} : { lowerBound: lower }),
      ...(upper === undefined ? {} : { upperBound: upper }),
    }
  })

type Value = Exclude<PartitionValue, null>

const extreme = (values: readonly Value[], sign: 1 | -1): Value =>
  values.reduce((best, value) => (compareValues(value, best) * sign > 0 ? value : best))
