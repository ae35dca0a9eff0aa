import { failure } from '../../diagnostics/index.ts'
import type { EngineColumn } from '../../engines/index.ts'
import { printIdentity, type TableIdentity } from '../catalogs/catalog.ts'
import { printPrimitive } from '../format/iceberg-type.ts'
import { allFields, type Schema } from '../format/schema.ts'
import type { Table } from '../table.ts'
import { fitColumns, newColumns } from './fit-columns.ts'
import type { Layout, PartitionBy, SortBy } from './layout.ts'
import { planOrder } from './plan-order.ts'
import { planPartitions } from './plan-partitions.ts'

type LayoutRequest = {
  readonly identity: TableIdentity
  readonly incoming: readonly EngineColumn[]
  readonly partitionBy?: readonly PartitionBy[]
  readonly sortBy?: readonly SortBy[]
  /** True where all rows are replaced, so that columns may be dropped and get other types. */
  readonly replacesColumns?: boolean
}

/**
 * Fits a table to a query's columns, or makes a schema from them where there is no table yet. Columns that are new
 * are added, types become wider where the format allows it, narrower values are cast; nothing else happens in passing.
 * Throws MR3100 to MR3107 and MR3123 to MR3129 for what does not fit.
 */
export const planLayout = (table: Table | undefined, branch: string, request: LayoutRequest): Layout => {
  const name = printIdentity(request.identity)
  const { incoming, partitionBy, sortBy, replacesColumns = false } = request
  const seen = new Set<string>()
  for (const column of incoming) {
    const key = column.name.toLowerCase()
    if (seen.has(key)) throw failure('MR3101', { table: name, column: column.name })
    seen.add(key)
  }
  const fitted =
    table === undefined
      ? newColumns(incoming)
      : fitColumns(table, branch, { name, incoming, replaces: replacesColumns })
  const { schema } = fitted
  refuseFixed(name, schema)
  return {
    ...fitted,
    ...planPartitions(table, branch, { schema, name, partitionBy }),
    sortOrder: planOrder(table, branch, { schema, name, sortBy }),
  }
}

/**
 * DuckDB writes bytes of any length as Parquet's type for them, the spec wants the one of a fixed length. Tried with
 * Iceberg 1.9: Spark fails on the first, while Trino and PyIceberg read it.
 */
const refuseFixed = (table: string, { fields }: Schema): void => {
  const fixed = allFields(fields).find(({ field }) => field.type.kind === 'fixed')
  if (fixed === undefined) return
  const { type } = fixed.field
  const printed = type.kind === 'fixed' ? printPrimitive(type) : type.kind
  throw failure('MR3107', { table, column: fixed.path.join('.'), type: printed })
}
