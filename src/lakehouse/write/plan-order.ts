import { nearest } from '../../base/nearest.ts'
import { failure } from '../../diagnostics/index.ts'
import { toDuckdbType } from '../format/duckdb-type.ts'
import { allFields, type Schema } from '../format/schema.ts'
import { planSortOrder, type SortField, type SortOrder, unsorted } from '../format/sort-order.ts'
import { headOf } from '../head.ts'
import type { Table } from '../table.ts'
import { columnNamed } from './column-named.ts'
import type { SortBy } from './layout.ts'

type OrderRequest = {
  readonly schema: Schema
  /** Of the table, for messages. */
  readonly name: string
  readonly sortBy: readonly SortBy[] | undefined
}

/** The order that rows are written in: the one that is wanted, else the table's own. Throws MR3128 and MR3129. */
export const planOrder = (
  table: Table | undefined,
  branch: string,
  { schema, name, sortBy }: OrderRequest,
): SortOrder => {
  const orders = table?.metadata.sortOrders ?? [unsorted]
  if (sortBy === undefined) {
    const own = table === undefined ? unsorted : headOf(table, branch).sortOrder
    const ids = new Set(allFields(schema.fields).map(({ field }) => field.id))
    return own.fields.every(({ sourceId }) => ids.has(sourceId)) ? own : unsorted
  }
  const fields = sortBy.map(({ column, direction, nulls }): SortField => {
    const found = columnNamed(schema, column)
    if (found === undefined) {
      const known = schema.fields.map((field) => field.name)
      throw failure('MR3128', { table: name, column, near: nearest(column, known) })
    }
    return { sourceId: found.id, transform: { kind: 'identity' }, direction, nulls }
  })
  const planned = planSortOrder(fields, { schema, orders })
  if (planned.kind === 'planned') return planned.order
  if (planned.reason === 'unknown-source') return unsorted
  throw failure('MR3129', { table: name, column: planned.column, type: toDuckdbType(planned.type) })
}
