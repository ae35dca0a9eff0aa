import { nearest } from '../../base/nearest.ts'
import { failure } from '../../diagnostics/index.ts'
import { ident, join, type Sql, sql, trusted } from '../../sql/quote.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import { isPrimitive } from '../format/iceberg-type.ts'
import { allFields, type Schema } from '../format/schema.ts'
import { planSortOrder, type SortField } from '../format/sort-order.ts'
import { transformSql } from '../format/transform-sql.ts'
import type { Table } from '../table.ts'
import type { SortBy } from '../write/layout.ts'
import { sortOrderOf } from './describe-table.ts'

/** How rows are sorted: what stands after ORDER BY, and the order of the table that it is, where it is one. */
export type RowOrder = { readonly sql: Sql; readonly sortOrderId?: number }

/**
 * The order by some columns of a schema, or the table's own. Throws MR3128 for a column that is not there, and MR3159
 * where the table has no order, or one that cannot be computed here.
 */
export const rowOrder = (table: Table, schema: Schema, sortBy: readonly SortBy[] | 'table'): RowOrder => {
  if (sortBy === 'table') {
    const { orderId, fields } = sortOrderOf(table)
    if (fields.length === 0) throw refused(table, 'it has none: name columns to sort by')
    return {
      sql: join(
        fields.map((field) => fieldSql(table, schema, field)),
        ', ',
      ),
      sortOrderId: orderId,
    }
  }
  const fields = sortBy.map(({ column, direction, nulls }): SortField => {
    const sourceId = idOf(table, schema, column)
    return { sourceId, transform: { kind: 'identity' }, direction, nulls }
  })
  const planned = planSortOrder(fields, { schema, orders: table.metadata.sortOrders })
  if (planned.kind === 'refused') throw refused(table, 'a column of it has no order')
  const { orderId } = planned.order
  const isKnown = table.metadata.sortOrders.some((order) => order.orderId === orderId)
  return {
    sql: join(
      fields.map((field) => fieldSql(table, schema, field)),
      ', ',
    ),
    ...(isKnown ? { sortOrderId: orderId } : {}),
  }
}

const fieldSql = (
  table: Table,
  schema: Schema,
  { sourceId, transform, direction, nulls }: SortField,
): Sql => {
  const source = allFields(schema.fields).find(({ field }) => field.id === sourceId)
  if (source === undefined || transform.kind === 'unknown' || !isPrimitive(source.field.type))
    throw refused(table, 'it cannot be computed by this release')
  const value = transformSql(transform, source.field.type, join(source.path.map(ident), '.'))
  return sql`${value} ${trusted(direction === 'asc' ? 'ASC' : 'DESC')} ${trusted(nulls === 'first' ? 'NULLS FIRST' : 'NULLS LAST')}`
}

const idOf = (table: Table, schema: Schema, column: string): number => {
  const known = allFields(schema.fields).map(({ field, path }) => ({ id: field.id, name: path.join('.') }))
  const found = known.find(({ name }) => name.toLowerCase() === column.toLowerCase())
  if (found !== undefined) return found.id
  const near = nearest(
    column,
    known.map(({ name }) => name),
  )
  throw failure('MR3128', { table: printIdentity(table.identity), column, near })
}

const refused = ({ identity }: Table, reason: string) =>
  failure('MR3159', { table: printIdentity(identity), what: 'the sort order', reason })
