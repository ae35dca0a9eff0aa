import { isPrimitive, printPrimitive } from '../format/iceberg-type.ts'
import { allFields } from '../format/schema.ts'
import type { Snapshot } from '../format/snapshot.ts'
import { type SortOrder, unsorted } from '../format/sort-order.ts'
import { printTransform, type Transform } from '../format/transform.ts'
import { ancestry } from '../head.ts'
import { type TableRef, tableRefs } from '../refs.ts'
import { schemaOf, type Table } from '../table.ts'

/** A column, or one inside of it. */
export type DescribedField = {
  readonly id: number
  /** The names that lead to it, joined with dots. */
  readonly path: string
  /** The Iceberg type; `struct`, `list` and `map` have their fields after them. */
  readonly type: string
  readonly required: boolean
  readonly doc?: string
}

/** The current schema with ids, nested fields after the one that holds them. */
export const describeFields = (table: Table): readonly DescribedField[] =>
  allFields(schemaOf(table).fields).map(({ field, path }) => ({
    id: field.id,
    path: path.join('.'),
    type: isPrimitive(field.type) ? printPrimitive(field.type) : field.type.kind,
    required: field.required,
    ...(field.doc === undefined ? {} : { doc: field.doc }),
  }))

/** How new files are partitioned, outermost first: `day(at)`, `bucket[16](id)`; of identity the column alone. */
export const describePartitions = (table: Table): readonly string[] => {
  const { partitionSpecs, defaultSpecId } = table.metadata
  const spec = partitionSpecs.find(({ specId }) => specId === defaultSpecId)
  return (spec?.fields ?? []).map((field) => transformed(table, field, field.name))
}

/** What the table wants its files to be sorted by: `at desc nulls last`. */
export const describeSortOrder = (table: Table): readonly string[] =>
  sortOrderOf(table).fields.map(
    (field) =>
      `${transformed(table, field, `column ${field.sourceId}`)} ${field.direction} nulls ${field.nulls}`,
  )

export const sortOrderOf = ({ metadata }: Pick<Table, 'metadata'>): SortOrder =>
  metadata.sortOrders.find(({ orderId }) => orderId === metadata.defaultSortOrderId) ?? unsorted

const transformed = (
  table: Table,
  { sourceId, transform }: { readonly sourceId: number; readonly transform: Transform },
  otherwise: string,
): string => {
  const column = describeFields(table).find(({ id }) => id === sourceId)?.path ?? otherwise
  return transform.kind === 'identity' ? column : `${printTransform(transform)}(${column})`
}

/** A snapshot as it stands among the others. */
export type DescribedSnapshot = {
  readonly snapshotId: string
  readonly parentId?: string
  /** Milliseconds since 1970. */
  readonly timestampMs: number
  readonly operation: string
  readonly addedRows: number
  readonly removedRows: number
  /** Absent where only reading tells. */
  readonly totalRows?: number
  readonly addedFiles: number
  readonly removedFiles: number
  readonly runId?: string
  /** Branches and tags that are at it. */
  readonly refs: readonly string[]
  /**
   * `main` is or was at it, `branch` is one that only a branch leads to; `undone` was rolled back, and `unnamed` is
   * what a dropped branch left.
   */
  readonly standing: 'main' | 'branch' | 'undone' | 'unnamed'
  /** Why it was not published. */
  readonly rejected?: string
}

/** All snapshots of all branches, newest first. */
export const describeSnapshots = (table: Table): readonly DescribedSnapshot[] => {
  const { metadata } = table
  const refs = tableRefs(metadata)
  const lineOf = (some: readonly TableRef[]) =>
    new Set(some.flatMap(({ snapshotId }) => ancestry(table, snapshotId).map((each) => each.snapshotId)))
  const main = lineOf(refs.filter(({ name }) => name === 'main'))
  const named = lineOf(refs)
  const logged = new Set(metadata.snapshotLog.map(({ snapshotId }) => snapshotId))
  const standingOf = (id: bigint): DescribedSnapshot['standing'] =>
    main.has(id) ? 'main' : logged.has(id) ? 'undone' : named.has(id) ? 'branch' : 'unnamed'
  return metadata.snapshots
    .toSorted((a, b) => b.timestampMs - a.timestampMs || Number(b.sequenceNumber - a.sequenceNumber))
    .map((snapshot) => ({
      ...described(snapshot),
      refs: refs.flatMap(({ name, snapshotId }) => (snapshotId === snapshot.snapshotId ? [name] : [])),
      standing: standingOf(snapshot.snapshotId),
    }))
}

const described = (snapshot: Snapshot): Omit<DescribedSnapshot, 'refs' | 'standing'> => {
  const { summary, parentSnapshotId } = snapshot
  const count = (name: string) => Number(summary[name] ?? 0)
  const total = summary['total-records']
  const runId = summary['millrace.run-id']
  const rejected = summary['millrace.rejected']
  const isExact = (summary['total-delete-files'] ?? '0') === '0'
  return {
    snapshotId: String(snapshot.snapshotId),
    ...(parentSnapshotId === undefined ? {} : { parentId: String(parentSnapshotId) }),
    timestampMs: snapshot.timestampMs,
    operation: summary['operation'] ?? 'unknown',
    addedRows: count('added-records'),
    removedRows: count('deleted-records') + count('added-position-deletes') + count('added-equality-deletes'),
    ...(total === undefined || !isExact ? {} : { totalRows: Number(total) }),
    addedFiles: count('added-data-files'),
    removedFiles: count('deleted-data-files'),
    ...(runId === undefined ? {} : { runId }),
    ...(rejected === undefined ? {} : { rejected }),
  }
}
