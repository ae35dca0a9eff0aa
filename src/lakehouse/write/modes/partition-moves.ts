import { ident, join, type Sql, sql } from '../../../sql/quote.ts'
import { toDuckdbType } from '../../format/duckdb-type.ts'
import { isPrimitive } from '../../format/iceberg-type.ts'
import type { PartitionField } from '../../format/partition-spec.ts'
import { allFields } from '../../format/schema.ts'
import { transformSql } from '../../format/transform-sql.ts'
import { nullOf } from '../../scan/cast-column.ts'
import type { Layout } from '../layout.ts'
import { isOneOf, valueColumn } from './changes.ts'
import type { StoredRows } from './stored-rows.ts'

/** How it is found out whether a changed row gets another partition. */
export type PartitionMoves = {
  /** Columns of the stored row, over "old", that `moved` needs. */
  readonly before: readonly Sql[]
  /** Over these, the number of the clause and the new values; it may be true of a row that stays, never the reverse. */
  readonly moved: Sql
}

export const partitionMoves = (
  layout: Layout,
  stored: StoredRows,
  assigned: ReadonlyMap<number, readonly number[]>,
): PartitionMoves => {
  const before = new Map<number, Sql>()
  const moves = layout.spec.fields.flatMap((partition): readonly Sql[] => {
    const { transform } = partition
    if (transform.kind === 'void') return []
    const field = layout.schema.fields.find(({ id }) => id === partition.sourceId)
    // A field within a struct: any change of the struct may be one of it.
    if (field === undefined) return anyUpdate(layout, partition, assigned)
    const clauses = assigned.get(field.id)
    if (clauses === undefined) return []
    const isAssigned = isOneOf(sql`"clause"`, clauses)
    const { type } = field
    if (transform.kind === 'unknown' || !isPrimitive(type)) return [isAssigned]
    const known = stored.fields.find(({ id }) => id === field.id)
    const name = ident(`before${field.id}`)
    const value =
      known === undefined ? nullOf(field) : sql`CAST("old".${ident(known.name)} AS ${toDuckdbType(type)})`
    before.set(field.id, sql`${value} AS ${name}`)
    const [from, to] = [name, valueColumn(field.id)].map((each) => transformSql(transform, type, each))
    return [sql`(${isAssigned} AND (${from ?? name}) IS DISTINCT FROM (${to ?? name}))`]
  })
  return {
    before: [...before.values()],
    moved: moves.length === 0 ? sql`false` : sql`coalesce(${join(moves, ' OR ')}, false)`,
  }
}

const anyUpdate = (
  { schema }: Layout,
  { sourceId }: PartitionField,
  assigned: ReadonlyMap<number, readonly number[]>,
): readonly Sql[] => {
  const top = schema.fields.find((field) => allFields([field]).some((each) => each.field.id === sourceId))
  const clauses = top === undefined ? undefined : assigned.get(top.id)
  return clauses === undefined ? [] : [isOneOf(sql`"clause"`, clauses)]
}
