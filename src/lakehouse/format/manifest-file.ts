import { readAvro, writeAvro } from './avro-file.ts'
import {
  avroField,
  avroList,
  avroPairs,
  avroRecord,
  optionalAvroField,
  optionalLong,
  recordReader,
  type RecordReader,
  requiredLong,
} from './avro-fields.ts'
import { AvroPairs } from './avro-decode.ts'
import type { DataFile, LoadedEntry, ManifestEntry } from './data-file.ts'
import { stableJson } from '../../base/stable-json.ts'
import { asInt, asText, MalformedMetadata } from './json-reader.ts'
import type { ManifestListEntry } from './manifest-list.ts'
import {
  partitionAvroSchema,
  partitionFromAvro,
  partitionToAvro,
  type TypedPartitionField,
} from './partition-avro.ts'
import { type PartitionSpec, partitionFieldToJson } from './partition-spec.ts'
import { type Schema, schemaToJson } from './schema.ts'

type ManifestContext = {
  readonly schema: Schema
  readonly spec: PartitionSpec
  readonly partition: readonly TypedPartitionField[]
  readonly content: 'data' | 'deletes'
}

/** The bytes of a manifest file. Source: Iceberg table spec, "Manifests". */
export const writeManifestFile = (context: ManifestContext, entries: readonly ManifestEntry[]): Uint8Array =>
  writeAvro(
    entrySchema(context.partition),
    {
      schema: stableJson(schemaToJson(context.schema)),
      'schema-id': String(context.schema.schemaId),
      'partition-spec': stableJson(context.spec.fields.map(partitionFieldToJson)),
      'partition-spec-id': String(context.spec.specId),
      'format-version': '2',
      content: context.content,
    },
    entries.map((entry) => entryToAvro(entry, context.partition)),
  )

/**
 * The entries of a manifest file, with what they inherit from the manifest list filled in: an added entry has the
 * snapshot and sequence number of the commit that listed it. Statistics are unpacked where they are looked at.
 * Throws MalformedMetadata.
 */
export const readManifestFile = (
  bytes: Uint8Array,
  listed: Pick<ManifestListEntry, 'sequenceNumber' | 'addedSnapshotId'>,
  partition: readonly TypedPartitionField[],
): readonly LoadedEntry[] => {
  const { schema, records } = readAvro(bytes)
  const reader = recordReader(schema)
  const [statusOf, snapshotOf, fileOf] = [reader.field(0), reader.field(1), reader.field(2)]
  const [sequenceOf, fileSequenceOf] = [reader.field(3), reader.field(4)]
  const readFile = fileFromAvro(reader.inside(2), partition)
  return records.map((record) => {
    const status = statuses[asInt(statusOf(record), 'status')]
    if (status === undefined) throw new MalformedMetadata('an entry has an unknown status')
    const inherited = status === 'added' ? listed.sequenceNumber : undefined
    // Entries that version 1 wrote have none: they are older than all others.
    const sequenceNumber = optionalLong(sequenceOf(record)) ?? inherited ?? 0n
    const fileSequenceNumber = optionalLong(fileSequenceOf(record)) ?? inherited
    return {
      status,
      snapshotId: optionalLong(snapshotOf(record)) ?? listed.addedSnapshotId,
      sequenceNumber,
      ...(fileSequenceNumber === undefined ? {} : { fileSequenceNumber }),
      file: readFile(fileOf(record)),
    }
  })
}

const statuses = ['existing', 'added', 'deleted'] as const

const entrySchema = (partition: readonly TypedPartitionField[]): unknown =>
  avroRecord('manifest_entry', [
    avroField(0, 'status', 'int'),
    optionalAvroField(1, 'snapshot_id', 'long'),
    optionalAvroField(3, 'sequence_number', 'long'),
    optionalAvroField(4, 'file_sequence_number', 'long'),
    avroField(
      2,
      'data_file',
      avroRecord('r2', [
        avroField(134, 'content', 'int'),
        avroField(100, 'file_path', 'string'),
        avroField(101, 'file_format', 'string'),
        avroField(102, 'partition', partitionAvroSchema(partition)),
        avroField(103, 'record_count', 'long'),
        avroField(104, 'file_size_in_bytes', 'long'),
        optionalAvroField(108, 'column_sizes', avroPairs(117, 118, 'long')),
        optionalAvroField(109, 'value_counts', avroPairs(119, 120, 'long')),
        optionalAvroField(110, 'null_value_counts', avroPairs(121, 122, 'long')),
        optionalAvroField(137, 'nan_value_counts', avroPairs(138, 139, 'long')),
        optionalAvroField(125, 'lower_bounds', avroPairs(126, 127, 'bytes')),
        optionalAvroField(128, 'upper_bounds', avroPairs(129, 130, 'bytes')),
        optionalAvroField(131, 'key_metadata', 'bytes'),
        optionalAvroField(132, 'split_offsets', avroList(133, 'long')),
        optionalAvroField(135, 'equality_ids', avroList(136, 'int')),
        optionalAvroField(140, 'sort_order_id', 'int'),
        optionalAvroField(143, 'referenced_data_file', 'string'),
      ]),
    ),
  ])

const entryToAvro = (entry: ManifestEntry, partition: readonly TypedPartitionField[]): unknown => ({
  status: statuses.indexOf(entry.status),
  snapshot_id: entry.snapshotId ?? null,
  sequence_number: entry.sequenceNumber ?? null,
  file_sequence_number: entry.fileSequenceNumber ?? null,
  data_file: {
    content: entry.file.content,
    file_path: entry.file.path,
    file_format: entry.file.format,
    partition: partitionToAvro(partition, entry.file.partition),
    record_count: entry.file.recordCount,
    file_size_in_bytes: entry.file.fileSizeBytes,
    column_sizes: pairs(entry.file.columnSizes),
    value_counts: pairs(entry.file.valueCounts),
    null_value_counts: pairs(entry.file.nullValueCounts),
    nan_value_counts: pairs(entry.file.nanValueCounts),
    lower_bounds: pairs(entry.file.lowerBounds),
    upper_bounds: pairs(entry.file.upperBounds),
    key_metadata: null,
    split_offsets: entry.file.splitOffsets ?? null,
    equality_ids: entry.file.equalityIds ?? null,
    sort_order_id: entry.file.sortOrderId ?? null,
    referenced_data_file: entry.file.referencedDataFile ?? null,
  },
})

const pairs = (map: ReadonlyMap<number, bigint | Uint8Array>): unknown =>
  map.size === 0
    ? null
    : [...map]
        .toSorted(([a], [b]) => a - b)
        .map(([key, value]) => ({ key, value: typeof value === 'bigint' ? value : Buffer.from(value) }))

const fileFromAvro = (
  reader: RecordReader,
  partition: readonly TypedPartitionField[],
): ((record: unknown) => DataFile) => {
  const [content, path, format] = [reader.field(134), reader.field(100), reader.field(101)]
  const [recordCount, fileSize] = [reader.field(103), reader.field(104)]
  const [columnSizes, valueCounts] = [reader.field(108), reader.field(109)]
  const [nullCounts, nanCounts] = [reader.field(110), reader.field(137)]
  const [lowerBounds, upperBounds] = [reader.field(125), reader.field(128)]
  const [offsets, equality, sortOrder] = [reader.field(132), reader.field(135), reader.field(140)]
  const referenced = reader.field(143)
  const [partitionOf, readPartition] = [reader.field(102), partitionFromAvro(partition, reader.inside(102))]
  return (record) => {
    const splitOffsets = offsets(record)
    const equalityIds = equality(record)
    const sortOrderId = sortOrder(record)
    const referencedDataFile = referenced(record)
    return {
      content: asInt(content(record) ?? 0, 'content'),
      path: asText(path(record), 'file_path'),
      format: asText(format(record), 'file_format').toUpperCase(),
      partition: readPartition(partitionOf(record)),
      recordCount: requiredLong(recordCount(record), 'record_count'),
      fileSizeBytes: requiredLong(fileSize(record), 'file_size_in_bytes'),
      columnSizes: pairsOf(columnSizes(record)),
      valueCounts: pairsOf(valueCounts(record)),
      nullValueCounts: pairsOf(nullCounts(record)),
      nanValueCounts: pairsOf(nanCounts(record)),
      lowerBounds: pairsOf(lowerBounds(record)),
      upperBounds: pairsOf(upperBounds(record)),
      ...(Array.isArray(splitOffsets)
        ? { splitOffsets: splitOffsets.map((item) => requiredLong(item, 'a split offset')) }
        : {}),
      ...(Array.isArray(equalityIds)
        ? { equalityIds: equalityIds.map((item) => asInt(item, 'an equality id')) }
        : {}),
      ...(typeof sortOrderId === 'number' ? { sortOrderId } : {}),
      ...(typeof referencedDataFile === 'string' ? { referencedDataFile } : {}),
    }
  }
}

const none: ReadonlyMap<number, never> = new Map<number, never>()

// The decoder knows from the schema of the file whether the values are counts or bytes.
const pairsOf = <T>(value: unknown): ReadonlyMap<number, T> =>
  value instanceof AvroPairs ? (value as AvroPairs<T>) : none
