import type { TableMetadata } from '../format/metadata.ts'
import type { Snapshot } from '../format/snapshot.ts'
import type { Table } from '../table.ts'
import type { Layout } from './layout.ts'

type Change = {
  readonly location: string
  readonly layout: Layout
  readonly properties: Readonly<Record<string, string>>
  readonly snapshot: Snapshot
  /** Of a table that is new. */
  readonly tableUuid: string
}

/** The metadata that a table has after a commit: the new snapshot is current, and everything else is kept. */
export const nextMetadata = (table: Table | undefined, change: Change): TableMetadata => {
  const { layout, snapshot } = change
  const before = table?.metadata
  const properties = { ...before?.properties, ...change.properties }
  const specs = before?.partitionSpecs ?? []
  return {
    formatVersion: 2,
    tableUuid: before?.tableUuid ?? change.tableUuid,
    location: change.location,
    lastSequenceNumber: snapshot.sequenceNumber,
    lastUpdatedMs: snapshot.timestampMs,
    lastColumnId: layout.lastColumnId,
    currentSchemaId: layout.schema.schemaId,
    schemas: before?.schemas ?? [layout.schema],
    defaultSpecId: layout.spec.specId,
    partitionSpecs: specs.some((spec) => spec.specId === layout.spec.specId)
      ? specs
      : [...specs, layout.spec],
    lastPartitionId: layout.lastPartitionId,
    properties,
    currentSnapshotId: snapshot.snapshotId,
    snapshots: [...(before?.snapshots ?? []), snapshot],
    snapshotLog: [
      ...(before?.snapshotLog ?? []),
      { timestampMs: snapshot.timestampMs, snapshotId: snapshot.snapshotId },
    ],
    metadataLog: metadataLog(table, properties),
    refs: {
      ...before?.refs,
      main: { ...before?.refs['main'], 'snapshot-id': snapshot.snapshotId, type: 'branch' },
    },
    rest: before?.rest ?? { 'sort-orders': [{ 'order-id': 0, fields: [] }], 'default-sort-order-id': 0 },
  }
}

const metadataLog = (
  table: Table | undefined,
  properties: Readonly<Record<string, string>>,
): TableMetadata['metadataLog'] => {
  if (table === undefined) return []
  const wanted = Number(properties['write.metadata.previous-versions-max'] ?? 100)
  const kept = Number.isSafeInteger(wanted) && wanted >= 1 ? wanted : 100
  const entry = { timestampMs: table.metadata.lastUpdatedMs, metadataFile: table.metadataLocation }
  return [...table.metadata.metadataLog, entry].slice(-kept)
}
