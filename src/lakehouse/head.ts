import { mainBranch } from './branch-name.ts'
import type { Schema } from './format/schema.ts'
import type { Snapshot } from './format/snapshot.ts'
import { type SortOrder, unsorted } from './format/sort-order.ts'
import { schemaOf, snapshotOf, type Table } from './table.ts'

/** Where the next commit to a branch goes on from. A branch that does not exist yet starts at the head of `main`. */
export type Head = {
  readonly snapshot: Snapshot | undefined
  readonly schema: Schema
  readonly specId: number
  readonly sortOrder: SortOrder
  /** True where the branch has a ref of its own. */
  readonly exists: boolean
}

/**
 * The head of a branch. What a write to another branch than `main` changes of schema, partitioning and order is not the
 * table's own before the branch is published: it is taken from the branch's snapshot.
 */
export const headOf = (table: Table, branch: string): Head => {
  const { refs, defaultSpecId, partitionSpecs, defaultSortOrderId, sortOrders } = table.metadata
  const id = refs[branch]?.['snapshot-id']
  const orderOf = (wanted: number) => sortOrders.find(({ orderId }) => orderId === wanted)
  const sortOrder = orderOf(defaultSortOrderId) ?? unsorted
  const main = { schema: schemaOf(table), specId: defaultSpecId, sortOrder }
  if (branch === mainBranch || id === undefined)
    return { snapshot: snapshotOf(table), ...main, exists: branch === mainBranch }
  const snapshot = snapshotOf(table, String(id))
  const stored = Number(snapshot?.summary[specProperty] ?? defaultSpecId)
  return {
    snapshot,
    schema: schemaOf(table, String(id)),
    specId: partitionSpecs.some(({ specId }) => specId === stored) ? stored : defaultSpecId,
    sortOrder: orderOf(Number(snapshot?.summary[orderProperty])) ?? sortOrder,
    exists: true,
  }
}

/** The summary entry by which a branch remembers the partition spec that becomes the table's at its publication. */
export const specProperty = 'millrace.partition-spec-id'
/** The same for its sort order. */
export const orderProperty = 'millrace.sort-order-id'

/** True where `ancestor` is `id` or one of those it follows. Undefined is the empty table, which all follow. */
export const isAncestor = (table: Table, ancestor: bigint | undefined, id: bigint | undefined): boolean =>
  ancestor === undefined || ancestry(table, id).some(({ snapshotId }) => snapshotId === ancestor)

/** A snapshot and those it follows, newest first, as far as they have not expired. */
export const ancestry = (table: Table, id: bigint | undefined): readonly Snapshot[] => {
  const byId = new Map(table.metadata.snapshots.map((snapshot) => [snapshot.snapshotId, snapshot]))
  const found: Snapshot[] = []
  for (let next = id === undefined ? undefined : byId.get(id); next !== undefined; ) {
    found.push(next)
    next = next.parentSnapshotId === undefined ? undefined : byId.get(next.parentSnapshotId)
  }
  return found
}
