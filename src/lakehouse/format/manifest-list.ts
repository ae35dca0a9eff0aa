import { readAvro, writeAvro } from './avro-file.ts'
import {
  avroField,
  avroList,
  avroRecord,
  bytesOrUndefined,
  optionalAvroField,
  optionalLong,
  recordReader,
  requiredLong,
} from './avro-fields.ts'
import { asInt, asText } from './json-reader.ts'

/** What the values of one partition field are within a manifest file, so that a reader can skip all of it. */
export type FieldSummary = {
  readonly containsNull: boolean
  readonly containsNan?: boolean
  readonly lowerBound?: Uint8Array
  readonly upperBound?: Uint8Array
}

/** One manifest file of a snapshot. */
export type ManifestListEntry = {
  readonly path: string
  readonly lengthBytes: bigint
  readonly specId: number
  readonly content: 'data' | 'deletes'
  readonly sequenceNumber: bigint
  readonly minSequenceNumber: bigint
  readonly addedSnapshotId: bigint
  readonly addedFiles: number
  readonly existingFiles: number
  readonly deletedFiles: number
  readonly addedRows: bigint
  readonly existingRows: bigint
  readonly deletedRows: bigint
  readonly partitions: readonly FieldSummary[]
}

type SnapshotIdentity = {
  readonly snapshotId: bigint
  readonly parentSnapshotId?: bigint
  readonly sequenceNumber: bigint
}

/** The bytes of a snapshot's manifest list. Source: Iceberg table spec, "Manifest Lists". */
export const writeManifestList = (
  snapshot: SnapshotIdentity,
  entries: readonly ManifestListEntry[],
): Uint8Array =>
  writeAvro(
    listSchema,
    {
      'snapshot-id': String(snapshot.snapshotId),
      'parent-snapshot-id': String(snapshot.parentSnapshotId ?? 'null'),
      'sequence-number': String(snapshot.sequenceNumber),
      'format-version': '2',
    },
    entries.map((entry) => ({
      manifest_path: entry.path,
      manifest_length: entry.lengthBytes,
      partition_spec_id: entry.specId,
      content: entry.content === 'data' ? 0 : 1,
      sequence_number: entry.sequenceNumber,
      min_sequence_number: entry.minSequenceNumber,
      added_snapshot_id: entry.addedSnapshotId,
      added_files_count: entry.addedFiles,
      existing_files_count: entry.existingFiles,
      deleted_files_count: entry.deletedFiles,
      added_rows_count: entry.addedRows,
      existing_rows_count: entry.existingRows,
      deleted_rows_count: entry.deletedRows,
      partitions: entry.partitions.map((summary) => ({
        contains_null: summary.containsNull,
        contains_nan: summary.containsNan ?? null,
        lower_bound: summary.lowerBound === undefined ? null : Buffer.from(summary.lowerBound),
        upper_bound: summary.upperBound === undefined ? null : Buffer.from(summary.upperBound),
      })),
      key_metadata: null,
    })),
  )

/** Throws MalformedMetadata where the bytes are no manifest list. */
export const readManifestList = (bytes: Uint8Array): readonly ManifestListEntry[] => {
  const { schema, records } = readAvro(bytes)
  const reader = recordReader(schema)
  const summaryReader = reader.inside(507)
  const [containsNull, containsNan] = [summaryReader.field(509), summaryReader.field(518)]
  const [lowerBound, upperBound] = [summaryReader.field(510), summaryReader.field(511)]
  return records.map((record) => {
    const get = (id: number) => reader.field(id)(record)
    const long = (id: number, what: string) => requiredLong(get(id), what)
    const summaries = get(507)
    return {
      path: asText(get(500), 'manifest_path'),
      lengthBytes: long(501, 'manifest_length'),
      specId: asInt(get(502), 'partition_spec_id'),
      content: get(517) === 1 ? 'deletes' : 'data',
      // Manifests that were written before the table became version 2 have sequence number 0.
      sequenceNumber: optionalLong(get(515)) ?? 0n,
      minSequenceNumber: optionalLong(get(516)) ?? 0n,
      addedSnapshotId: long(503, 'added_snapshot_id'),
      addedFiles: asInt(get(504), 'added_files_count'),
      existingFiles: asInt(get(505), 'existing_files_count'),
      deletedFiles: asInt(get(506), 'deleted_files_count'),
      addedRows: long(512, 'added_rows_count'),
      existingRows: long(513, 'existing_rows_count'),
      deletedRows: long(514, 'deleted_rows_count'),
      partitions: (Array.isArray(summaries) ? summaries : []).map((summary: unknown): FieldSummary => {
        const nan = containsNan(summary)
        const lower = bytesOrUndefined(lowerBound(summary))
        const upper = bytesOrUndefined(upperBound(summary))
        return {
          containsNull: containsNull(summary) !== false,
          ...(typeof nan === 'boolean' ? { containsNan: nan } : {}),
          ...(lower === undefined ? {} : { lowerBound: lower }),
          ...(upper === undefined ? {} : { upperBound: upper }),
        }
      }),
    }
  })
}

const listSchema = avroRecord('manifest_file', [
  avroField(500, 'manifest_path', 'string'),
  avroField(501, 'manifest_length', 'long'),
  avroField(502, 'partition_spec_id', 'int'),
  avroField(517, 'content', 'int'),
  avroField(515, 'sequence_number', 'long'),
  avroField(516, 'min_sequence_number', 'long'),
  avroField(503, 'added_snapshot_id', 'long'),
  avroField(504, 'added_files_count', 'int'),
  avroField(505, 'existing_files_count', 'int'),
  avroField(506, 'deleted_files_count', 'int'),
  avroField(512, 'added_rows_count', 'long'),
  avroField(513, 'existing_rows_count', 'long'),
  avroField(514, 'deleted_rows_count', 'long'),
  optionalAvroField(
    507,
    'partitions',
    avroList(
      508,
      avroRecord('r508', [
        avroField(509, 'contains_null', 'boolean'),
        optionalAvroField(518, 'contains_nan', 'boolean'),
        optionalAvroField(510, 'lower_bound', 'bytes'),
        optionalAvroField(511, 'upper_bound', 'bytes'),
      ]),
    ),
  ),
  optionalAvroField(519, 'key_metadata', 'bytes'),
])
