import { unreachable } from '../../base/bug.ts'
import { lowerBound, serialize, upperBound } from '../format/bounds.ts'
import type { DataFile, ManifestEntry, PartitionValue } from '../format/data-file.ts'
import type { FieldSummary, ManifestListEntry } from '../format/manifest-list.ts'
import type { TypedPartitionField } from '../format/partition-avro.ts'
import { partitionKey } from '../format/partition-key.ts'
import { compareValues } from '../format/value.ts'
import { loadManifest } from '../files.ts'
import type { Lakehouse } from '../lakehouse.ts'
import type { PartitionSpec } from '../format/partition-spec.ts'
import type { Schema } from '../format/schema.ts'
import { schemaOf, type Table } from '../table.ts'
import type { Removal } from './change.ts'
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

type Removing = {
  readonly table: Table
  /** All manifest files that the new snapshot follows. */
  readonly manifests: readonly ManifestListEntry[]
  readonly removes: Removal
  readonly writer: ManifestWriter
}

/**
 * The manifest files of the next snapshot without its added files: those in which nothing leaves are kept as they
 * are, the others are written anew, with what leaves marked deleted.
 */
export const removeFiles = async (
  lakehouse: Lakehouse,
  { table, manifests, removes, writer }: Removing,
  signal: AbortSignal | undefined,
): Promise<{
  readonly manifests: readonly ManifestListEntry[]
  readonly removed: readonly RemovedFiles[]
}> => {
  const kept: ManifestListEntry[] = []
  const removed: RemovedFiles[] = []
  const leaves = leavesTable(removes)
  const missing = new Set(removes.kind === 'files' ? removes.locations : [])
  let written = 0
  // Data first: once all files are found that leave, no further manifest file has to be opened.
  for (const listed of manifests.toSorted((a, b) => Number(isOfDeletes(a)) - Number(isOfDeletes(b)))) {
    if (listed.addedFiles + listed.existingFiles === 0) continue
    // Deletes of other engines stay until all rows go, or somebody knows that nothing needs them.
    const mayLeave = removes.kind === 'all' || (removes.kind === 'files' && missing.size > 0)
    if (!mayLeave && (removes.kind !== 'partitions' || isOfDeletes(listed))) {
      kept.push(listed)
      continue
    }
    const { spec, partition, entries } = await loadManifest(lakehouse, table, listed, signal)
    const live = entries.filter((entry) => entry.status !== 'deleted')
    const leaving = live.filter(({ file }) => leaves(file, spec.specId))
    if (leaving.length === 0) {
      kept.push(listed)
      continue
    }
    for (const { file } of leaving) missing.delete(file.path)
    written += 1
    const context = { schema: schemaOf(table), spec, partition, content: listed.content }
    kept.push(
      await writeManifest(
        context,
        {
          deleted: leaving,
          existing: live.filter((entry) => !leaving.includes(entry)),
        },
        { writer, name: `${writer.prefix}-m${written}.avro` },
      ),
    )
    removed.push({ specId: spec.specId, files: leaving.map(({ file }) => file) })
  }
  return { manifests: kept, removed }
}

const isOfDeletes = ({ content }: ManifestListEntry): boolean => content === 'deletes'

const leavesTable = (removes: Removal): ((file: DataFile, specId: number) => boolean) => {
  switch (removes.kind) {
    case 'nothing':
      return () => false
    case 'all':
      return () => true
    case 'files':
      return (file) => removes.locations.has(file.path)
    case 'partitions': {
      const keys = new Set(removes.partitions.map(partitionKey))
      return (file, specId) => specId === removes.specId && keys.has(partitionKey(file.partition))
    }
    default:
      return unreachable(removes)
  }
}

type ManifestKind = {
  readonly schema: Schema
  readonly spec: PartitionSpec
  readonly partition: readonly TypedPartitionField[]
  readonly content: 'data' | 'deletes'
}

/** Writes a manifest file of entries of an earlier snapshot; sequence numbers stay those of the files. */
export const writeManifest = async (
  context: ManifestKind,
  entries: { readonly existing: readonly ManifestEntry[]; readonly deleted: readonly ManifestEntry[] },
  { writer, name }: { readonly writer: ManifestWriter; readonly name: string },
): Promise<ManifestListEntry> => {
  const existing = entries.existing.map((entry) => ({ ...entry, status: 'existing' as const }))
  const deleted = entries.deleted.map((entry) => ({
    ...entry,
    status: 'deleted' as const,
    snapshotId: writer.snapshotId,
  }))
  const { writeManifestFile } = await import('../format/manifest-file.ts')
  const bytes = writeManifestFile(context, [...existing, ...deleted])
  const files = (some: readonly ManifestEntry[]) => some.map(({ file }) => file)
  return {
    path: await writer.put(name, bytes),
    lengthBytes: BigInt(bytes.length),
    specId: context.spec.specId,
    content: context.content,
    ...identityOf(writer),
    minSequenceNumber: existing.reduce(
      (least, { sequenceNumber = 0n }) => (sequenceNumber < least ? sequenceNumber : least),
      writer.sequenceNumber,
    ),
    ...noEntries,
    existingFiles: existing.length,
    existingRows: sumRows(files(existing)),
    deletedFiles: deleted.length,
    deletedRows: sumRows(files(deleted)),
    partitions: summarizePartitions(context.partition, files([...existing, ...deleted])),
  }
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
