import type { TableMetadata } from '../format/metadata.ts'
import { keepNameMapping } from '../format/name-mapping.ts'
import type { Snapshot } from '../format/snapshot.ts'
import { unsorted } from '../format/sort-order.ts'
import { mainBranch } from '../branch-name.ts'
import type { Table } from '../table.ts'
import type { TableChange } from './change.ts'

type Next = {
  readonly change: TableChange
  readonly snapshot: Snapshot
  /** Of a table that is new. */
  readonly tableUuid: string
}

/** The metadata that a table has after a commit: the branch is at the new snapshot, and everything else is kept. */
export const nextMetadata = (
  table: Table | undefined,
  { change, snapshot, tableUuid }: Next,
): TableMetadata => {
  const { layout, branch } = change
  const before = table?.metadata
  const publishes = branch === mainBranch
  const schemas = before?.schemas ?? []
  const specs = before?.partitionSpecs ?? []
  // A branch brings its schema, spec and order along; they become the table's own when it is published.
  const setsSchema = before === undefined || (publishes && change.setsSchema)
  const setsSpec = before === undefined || (publishes && change.setsSpec)
  const setsOrder = before === undefined || (publishes && change.setsOrder)
  const orders = before?.sortOrders ?? [unsorted]
  const asked = {
    ...before?.properties,
    ...(publishes || before === undefined ? change.properties : {}),
  }
  const properties = setsSchema ? keepNameMapping(asked, layout.schema.fields) : asked
  return {
    formatVersion: 2,
    tableUuid: before?.tableUuid ?? tableUuid,
    location: change.location,
    lastSequenceNumber: snapshot.sequenceNumber,
    lastUpdatedMs: snapshot.timestampMs,
    lastColumnId: Math.max(layout.lastColumnId, before?.lastColumnId ?? 0),
    currentSchemaId: setsSchema ? layout.schema.schemaId : before.currentSchemaId,
    schemas: schemas.some(({ schemaId }) => schemaId === layout.schema.schemaId)
      ? schemas
      : [...schemas, layout.schema],
    defaultSpecId: setsSpec ? layout.spec.specId : before.defaultSpecId,
    partitionSpecs: specs.some(({ specId }) => specId === layout.spec.specId)
      ? specs
      : [...specs, layout.spec],
    lastPartitionId: Math.max(layout.lastPartitionId, before?.lastPartitionId ?? 0),
    properties,
    ...(publishes
      ? { currentSnapshotId: snapshot.snapshotId }
      : before?.currentSnapshotId === undefined
        ? {}
        : { currentSnapshotId: before.currentSnapshotId }),
    snapshots: [...(before?.snapshots ?? []), snapshot],
    snapshotLog: [
      ...(before?.snapshotLog ?? []),
      ...(publishes ? [{ timestampMs: snapshot.timestampMs, snapshotId: snapshot.snapshotId }] : []),
    ],
    metadataLog: metadataLog(table, properties),
    refs: {
      ...before?.refs,
      [branch]: { ...before?.refs[branch], 'snapshot-id': snapshot.snapshotId, type: 'branch' },
    },
    defaultSortOrderId: setsOrder ? layout.sortOrder.orderId : before.defaultSortOrderId,
    sortOrders: orders.some(({ orderId }) => orderId === layout.sortOrder.orderId)
      ? orders
      : [...orders, layout.sortOrder],
    rest: before?.rest ?? {},
  }
}

/** The log of earlier metadata files of the version that follows `table`. */
export const metadataLog = (
  table: Table | undefined,
  properties: Readonly<Record<string, string>>,
): TableMetadata['metadataLog'] => {
  if (table === undefined) return []
  const wanted = Number(properties['write.metadata.previous-versions-max'] ?? 100)
  const kept = Number.isSafeInteger(wanted) && wanted >= 1 ? wanted : 100
  const entry = { timestampMs: table.metadata.lastUpdatedMs, metadataFile: table.metadataLocation }
  return [...table.metadata.metadataLog, entry].slice(-kept)
}
