import { readAvro, writeAvro } from './avro-file.ts'
import {
  avroField,
  avroList,
  avroPairs,
  avroRecord,
  bytesOrUndefined,
  optionalAvroField,
  optionalLong,
  recordReader,
  type RecordReader,
  requiredLong,
} from './avro-fields.ts'
import type { DataFile, ManifestEntry } from './data-file.ts'
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
 * snapshot and sequence number of the commit that listed it. Throws MalformedMetadata.
 */
export const readManifestFile = (
  bytes: Uint8Array,
  listed: ManifestListEntry,
  partition: readonly TypedPartitionField[],
): readonly ManifestEntry[] => {
  const { schema, records } = readAvro(bytes)
  const reader = recordReader(schema)
  const fileReader = reader.inside(2)
  return records.map((record) => {
    const status = statuses[asInt(reader.get(record, 0), 'status')]
    if (status === undefined) throw new MalformedMetadata('an entry has an unknown status')
    const sequenceNumber = optionalLong(reader.get(record, 3))
    const fileSequenceNumber = optionalLong(reader.get(record, 4))
    const inherited = status === 'added' ? listed.sequenceNumber : undefined
    return {
      status,
      snapshotId: optionalLong(reader.get(record, 1)) ?? listed.addedSnapshotId,
      ...present('sequenceNumber', sequenceNumber ?? inherited),
      ...present('fileSequenceNumber', fileSequenceNumber ?? inherited),
      file: fileFromAvro(fileReader, reader.get(record, 2), partition),
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
  record: unknown,
  partition: readonly TypedPartitionField[],
): DataFile => {
  const longs = (id: number) => mapFromPairs(reader, record, id, optionalLong)
  const bytes = (id: number) => mapFromPairs(reader, record, id, bytesOrUndefined)
  const splitOffsets = reader.get(record, 132)
  const equalityIds = reader.get(record, 135)
  const sortOrderId = reader.get(record, 140)
  return {
    content: asInt(reader.get(record, 134) ?? 0, 'content'),
    path: asText(reader.get(record, 100), 'file_path'),
    format: asText(reader.get(record, 101), 'file_format').toUpperCase(),
    partition: partitionFromAvro(partition, reader.inside(102), reader.get(record, 102) ?? {}),
    recordCount: requiredLong(reader.get(record, 103), 'record_count'),
    fileSizeBytes: requiredLong(reader.get(record, 104), 'file_size_in_bytes'),
    columnSizes: longs(108),
    valueCounts: longs(109),
    nullValueCounts: longs(110),
    nanValueCounts: longs(137),
    lowerBounds: bytes(125),
    upperBounds: bytes(128),
    ...(Array.isArray(splitOffsets)
      ? { splitOffsets: splitOffsets.map((item) => requiredLong(item, 'a split offset')) }
      : {}),
    ...(Array.isArray(equalityIds)
      ? { equalityIds: equalityIds.map((item) => asInt(item, 'an equality id')) }
      : {}),
    ...(typeof sortOrderId === 'number' ? { sortOrderId } : {}),
  }
}

// Key and value have the ids 117 … 130, each map its own; both stand in one record of two fields.
const mapFromPairs = <T>(
  reader: RecordReader,
  record: unknown,
  id: number,
  read: (value: unknown) => T | undefined,
): ReadonlyMap<number, T> => {
  const list = reader.get(record, id)
  const result = new Map<number, T>()
  for (const item of Array.isArray(list) ? (list as readonly Readonly<Record<string, unknown>>[]) : []) {
    const value = read(item['value'])
    if (typeof item['key'] === 'number' && value !== undefined) result.set(item['key'], value)
  }
  return result
}

const present = <K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: T })
