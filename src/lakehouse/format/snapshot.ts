import { asInt, asLong, asObject, asText, asTextMap, unknownMembers } from './json-reader.ts'

/** One version of a table's rows. */
export type Snapshot = {
  readonly snapshotId: bigint
  readonly parentSnapshotId?: bigint
  readonly sequenceNumber: bigint
  readonly timestampMs: number
  readonly manifestList: string
  /** `operation` and counts as text, and our `millrace.run-id` and `millrace.commit-id`. */
  readonly summary: Readonly<Record<string, string>>
  readonly schemaId?: number
  readonly rest: Readonly<Record<string, unknown>>
}

export const snapshotToJson = (snapshot: Snapshot): Readonly<Record<string, unknown>> => ({
  ...snapshot.rest,
  'snapshot-id': snapshot.snapshotId,
  ...(snapshot.parentSnapshotId === undefined ? {} : { 'parent-snapshot-id': snapshot.parentSnapshotId }),
  'sequence-number': snapshot.sequenceNumber,
  'timestamp-ms': snapshot.timestampMs,
  'manifest-list': snapshot.manifestList,
  summary: snapshot.summary,
  ...(snapshot.schemaId === undefined ? {} : { 'schema-id': snapshot.schemaId }),
})

export const snapshotFromJson = (value: unknown): Snapshot => {
  const json = asObject(value, 'snapshot')
  const parent = json['parent-snapshot-id']
  const schemaId = json['schema-id']
  return {
    snapshotId: asLong(json['snapshot-id'], 'snapshot-id'),
    ...(parent === undefined || parent === null
      ? {}
      : { parentSnapshotId: asLong(parent, 'parent-snapshot-id') }),
    sequenceNumber: asLong(json['sequence-number'] ?? 0, 'sequence-number'),
    timestampMs: asInt(json['timestamp-ms'], 'timestamp-ms'),
    manifestList: asText(json['manifest-list'], 'manifest-list'),
    summary: asTextMap(json['summary'] ?? {}, 'summary'),
    ...(schemaId === undefined || schemaId === null ? {} : { schemaId: asInt(schemaId, 'schema-id') }),
    rest: unknownMembers(json, [
      'snapshot-id',
      'parent-snapshot-id',
      'sequence-number',
      'timestamp-ms',
      'manifest-list',
      'summary',
      'schema-id',
    ]),
  }
}
