import { gunzipSync, gzipSync } from 'node:zlib'
import { stableJson } from '../../base/stable-json.ts'
import { unsupportedFeatures } from './features.ts'
import {
  asInt,
  asList,
  asLong,
  asObject,
  asText,
  asTextMap,
  parseExactJson,
  unknownMembers,
} from './json-reader.ts'
import { partitionFieldToJson, type PartitionSpec, partitionSpecFromJson } from './partition-spec.ts'
import { type Schema, schemaFromJson, schemaToJson } from './schema.ts'
import { type SortOrder, sortOrderFromJson, sortOrderToJson, unsorted } from './sort-order.ts'
import { type Snapshot, snapshotFromJson, snapshotToJson } from './snapshot.ts'

/** All that is known about a table: one immutable JSON file a version. Source: Iceberg table spec, "Table Metadata". */
export type TableMetadata = {
  readonly formatVersion: number
  readonly tableUuid: string
  readonly location: string
  readonly lastSequenceNumber: bigint
  readonly lastUpdatedMs: number
  readonly lastColumnId: number
  readonly currentSchemaId: number
  readonly schemas: readonly Schema[]
  readonly defaultSpecId: number
  readonly partitionSpecs: readonly PartitionSpec[]
  readonly lastPartitionId: number
  readonly defaultSortOrderId: number
  readonly sortOrders: readonly SortOrder[]
  readonly properties: Readonly<Record<string, string>>
  readonly currentSnapshotId?: bigint
  readonly snapshots: readonly Snapshot[]
  readonly snapshotLog: readonly { readonly timestampMs: number; readonly snapshotId: bigint }[]
  readonly metadataLog: readonly { readonly timestampMs: number; readonly metadataFile: string }[]
  /** Branches and tags; `main` is the current snapshot. */
  readonly refs: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Statistics files and whatever else other engines keep here. */
  readonly rest: Readonly<Record<string, unknown>>
}

const members = [
  'format-version',
  'table-uuid',
  'location',
  'last-sequence-number',
  'last-updated-ms',
  'last-column-id',
  'current-schema-id',
  'schemas',
  'schema',
  'default-spec-id',
  'partition-specs',
  'partition-spec',
  'last-partition-id',
  'default-sort-order-id',
  'sort-orders',
  'properties',
  'current-snapshot-id',
  'snapshots',
  'snapshot-log',
  'metadata-log',
  'refs',
]

/** The bytes of a metadata file; gzip where the table's properties ask for it. */
export const printMetadata = (metadata: TableMetadata): Uint8Array => {
  const text = Buffer.from(stableJson(metadataToJson(metadata)))
  return compressesMetadata(metadata.properties) ? gzipSync(text) : text
}

export const compressesMetadata = (properties: Readonly<Record<string, string>>): boolean =>
  properties['write.metadata.compression-codec']?.toLowerCase() === 'gzip'

/** A metadata file as JSON, with bigint for what may be beyond 2^53. */
export const metadataToJson = (metadata: TableMetadata): Readonly<Record<string, unknown>> => ({
  ...metadata.rest,
  'format-version': metadata.formatVersion,
  'table-uuid': metadata.tableUuid,
  location: metadata.location,
  'last-sequence-number': metadata.lastSequenceNumber,
  'last-updated-ms': metadata.lastUpdatedMs,
  'last-column-id': metadata.lastColumnId,
  'current-schema-id': metadata.currentSchemaId,
  schemas: metadata.schemas.map(schemaToJson),
  'default-spec-id': metadata.defaultSpecId,
  'partition-specs': metadata.partitionSpecs.map((spec) => ({
    'spec-id': spec.specId,
    fields: spec.fields.map(partitionFieldToJson),
  })),
  'last-partition-id': metadata.lastPartitionId,
  'default-sort-order-id': metadata.defaultSortOrderId,
  'sort-orders': metadata.sortOrders.map(sortOrderToJson),
  properties: metadata.properties,
  ...(metadata.currentSnapshotId === undefined ? {} : { 'current-snapshot-id': metadata.currentSnapshotId }),
  snapshots: metadata.snapshots.map(snapshotToJson),
  'snapshot-log': metadata.snapshotLog.map((entry) => ({
    'timestamp-ms': entry.timestampMs,
    'snapshot-id': entry.snapshotId,
  })),
  'metadata-log': metadata.metadataLog.map((entry) => ({
    'timestamp-ms': entry.timestampMs,
    'metadata-file': entry.metadataFile,
  })),
  refs: metadata.refs,
})

/**
 * A metadata file's content, plain or gzip. `onVersion` is called first, with what the table needs of a reader that
 * this release does not have, and throws where the version or one of these is none that the caller can read.
 * Throws MalformedMetadata or SyntaxError where the file is damaged.
 */
export const parseMetadata = (
  bytes: Uint8Array,
  onVersion: (version: number, unsupported: readonly string[]) => void,
): TableMetadata => {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
  const json = asObject(parseExactJson(new TextDecoder('utf-8', { fatal: true }).decode(plain)), 'metadata')
  const formatVersion = asInt(json['format-version'], 'format-version')
  onVersion(formatVersion, unsupportedFeatures(json))
  const current = json['current-snapshot-id']
  // Java before 1.4 wrote -1 for "no snapshot".
  const hasCurrent = current !== undefined && current !== null && current !== -1
  return {
    formatVersion,
    tableUuid: asText(json['table-uuid'], 'table-uuid'),
    location: asText(json['location'], 'location').replace(/(?<=[^/])\/+$/, ''),
    lastSequenceNumber: asLong(json['last-sequence-number'], 'last-sequence-number'),
    lastUpdatedMs: asInt(json['last-updated-ms'], 'last-updated-ms'),
    lastColumnId: asInt(json['last-column-id'], 'last-column-id'),
    currentSchemaId: asInt(json['current-schema-id'], 'current-schema-id'),
    schemas: asList(json['schemas'], 'schemas').map(schemaFromJson),
    defaultSpecId: asInt(json['default-spec-id'], 'default-spec-id'),
    partitionSpecs: asList(json['partition-specs'], 'partition-specs').map(partitionSpecFromJson),
    lastPartitionId: asInt(json['last-partition-id'], 'last-partition-id'),
    defaultSortOrderId: asInt(json['default-sort-order-id'] ?? 0, 'default-sort-order-id'),
    sortOrders: asList(json['sort-orders'] ?? [sortOrderToJson(unsorted)], 'sort-orders').map(
      sortOrderFromJson,
    ),
    properties: asTextMap(json['properties'] ?? {}, 'properties'),
    ...(hasCurrent ? { currentSnapshotId: asLong(current, 'current-snapshot-id') } : {}),
    snapshots: asList(json['snapshots'] ?? [], 'snapshots').map(snapshotFromJson),
    snapshotLog: asList(json['snapshot-log'] ?? [], 'snapshot-log').map((item) => {
      const entry = asObject(item, 'snapshot-log entry')
      return {
        timestampMs: asInt(entry['timestamp-ms'], 'timestamp-ms'),
        snapshotId: asLong(entry['snapshot-id'], 'snapshot-id'),
      }
    }),
    metadataLog: asList(json['metadata-log'] ?? [], 'metadata-log').map((item) => {
      const entry = asObject(item, 'metadata-log entry')
      return {
        timestampMs: asInt(entry['timestamp-ms'], 'timestamp-ms'),
        metadataFile: asText(entry['metadata-file'], 'metadata-file'),
      }
    }),
    refs: Object.fromEntries(
      Object.entries(asObject(json['refs'] ?? {}, 'refs')).map(([name, ref]) => [
        name,
        asObject(ref, `ref ${name}`),
      ]),
    ),
    rest: unknownMembers(json, members),
  }
}
