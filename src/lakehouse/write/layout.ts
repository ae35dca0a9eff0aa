import { nearest } from '../../base/nearest.ts'
import { failure } from '../../diagnostics/index.ts'
import type { EngineColumn } from '../../engines/index.ts'
import { printIdentity, type TableIdentity } from '../catalogs/catalog.ts'
import { toDuckdbType, fromDuckdbType } from '../format/duckdb-type.ts'
import {
  childFields,
  type Field,
  type IcebergType,
  isPrimitive,
  type PrimitiveType,
} from '../format/iceberg-type.ts'
import type { TypedPartitionField } from '../format/partition-avro.ts'
import { noPartitionId, type PartitionSpec } from '../format/partition-spec.ts'
import { planSpec } from '../format/plan-spec.ts'
import type { Schema } from '../format/schema.ts'
import { printTransform } from '../format/transform.ts'
import { specOf, typedPartition } from '../files.ts'
import { headOf } from '../head.ts'
import type { Table } from '../table.ts'
import { safelyCasts } from './safe-cast.ts'

/** How rows become files: which column of the query fills which field, and how files are partitioned. */
export type Layout = {
  readonly schema: Schema
  readonly lastColumnId: number
  /** In the order of the schema. `source` is the query's own name of the column. */
  readonly columns: readonly { readonly field: Field; readonly source: string }[]
  readonly spec: PartitionSpec
  readonly partition: readonly TypedPartitionField[]
  readonly lastPartitionId: number
}

export type PartitionBy = {
  readonly column: string
  /** The spec's word: `identity`, `day`, `bucket[16]`, `truncate[4]`, `void`, … */
  readonly transform: string
  /** Of the partition field. Default: as Iceberg names it. */
  readonly name?: string
}

export type SortBy = {
  readonly column: string
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last'
}

type LayoutRequest = {
  readonly identity: TableIdentity
  readonly incoming: readonly EngineColumn[]
  readonly partitionBy?: readonly PartitionBy[]
}

/**
 * Fits a query's columns to a table, or makes a schema from them where there is no table yet.
 * Throws MR3100 to MR3107 for columns that do not fit.
 */
export const planLayout = (table: Table | undefined, branch: string, request: LayoutRequest): Layout => {
  const name = printIdentity(request.identity)
  const seen = new Set<string>()
  for (const column of request.incoming) {
    const key = column.name.toLowerCase()
    if (seen.has(key)) throw failure('MR3101', { table: name, column: column.name })
    seen.add(key)
  }
  const fitted =
    table === undefined ? newSchema(request.incoming) : fitSchema(table, branch, name, request.incoming)
  return {
    ...fitted,
    ...planPartition(table, branch, { schema: fitted.schema, name, partitionBy: request.partitionBy }),
  }
}

type Fitted = Pick<Layout, 'schema' | 'lastColumnId' | 'columns'>

const newSchema = (incoming: readonly EngineColumn[]): Fitted => {
  // Top-level ids first, as other writers do.
  let lastColumnId = incoming.length
  const nextId = () => ++lastColumnId
  const columns = incoming.map((column, i) => {
    const type = fromDuckdbType(column.type, nextId)
    if (type === undefined) throw failure('MR3100', { column: column.name, type: column.type })
    return { source: column.name, field: { id: i + 1, name: column.name, required: false, type } }
  })
  return {
    schema: { schemaId: 0, fields: columns.map(({ field }) => field), rest: {} },
    lastColumnId,
    columns,
  }
}

const fitSchema = (table: Table, branch: string, name: string, incoming: readonly EngineColumn[]): Fitted => {
  const { schema } = headOf(table, branch)
  const byName = new Map(incoming.map((column) => [column.name.toLowerCase(), column]))
  const missing = schema.fields.filter((field) => !byName.has(field.name.toLowerCase()))
  const known = new Set(schema.fields.map((field) => field.name.toLowerCase()))
  const extra = incoming.filter((column) => !known.has(column.name.toLowerCase()))
  if (missing.length > 0 || extra.length > 0)
    throw failure('MR3102', {
      table: name,
      missing: missing.map((field) => field.name),
      extra: extra.map((column) => column.name),
    })
  const columns = schema.fields.flatMap((field) => {
    const column = byName.get(field.name.toLowerCase())
    if (column === undefined) return []
    if (containsFixed(field.type)) throw failure('MR3107', { table: name, column: field.name, type: 'fixed' })
    const type = fromDuckdbType(column.type, () => 0)
    if (type === undefined || !safelyCasts(type, field.type))
      throw failure('MR3103', {
        table: name,
        column: field.name,
        from: column.type,
        to: toDuckdbType(field.type),
      })
    return [{ field, source: column.name }]
  })
  return { schema, lastColumnId: table.metadata.lastColumnId, columns }
}

// DuckDB writes bytes of any length, the spec wants Parquet's fixed-length type.
const containsFixed = (type: IcebergType): boolean =>
  type.kind === 'fixed' || childFields(type).some((field) => containsFixed(field.type))

type Partition = Pick<Layout, 'spec' | 'partition' | 'lastPartitionId'>

const planPartition = (
  table: Table | undefined,
  branch: string,
  {
    schema,
    name,
    partitionBy,
  }: {
    readonly schema: Schema
    readonly name: string
    readonly partitionBy: readonly PartitionBy[] | undefined
  },
): Partition => {
  const history = {
    specs: table?.metadata.partitionSpecs ?? [],
    lastPartitionId: table?.metadata.lastPartitionId ?? noPartitionId,
  }
  // Without a spec in the manifest the table keeps its own.
  if (table !== undefined && partitionBy === undefined) {
    const spec = specOf(table, headOf(table, branch).specId)
    const other = spec.fields.find((field) => field.transform.kind !== 'identity')
    if (other !== undefined)
      throw failure('MR3106', { table: name, transform: printTransform(other.transform) })
    return { spec, partition: typedPartition(table, spec), lastPartitionId: history.lastPartitionId }
  }
  const sources = (partitionBy ?? []).map(({ column, transform }) => {
    if (transform !== 'identity') throw failure('MR3106', { table: name, transform })
    return partitionSource(schema, name, column)
  })
  const wanted = sources.map(({ id }) => ({ sourceId: id, transform: { kind: 'identity' } }) as const)
  const planned = planSpec(wanted, { ...history, schema })
  if (planned.kind === 'refused') throw failure('MR3106', { table: name, transform: 'identity' })
  const { spec, lastPartitionId } = planned
  const partition = spec.fields.flatMap((field, i) => {
    const type = sources[i]?.type
    return type === undefined ? [] : [{ field, type }]
  })
  return { spec, partition, lastPartitionId }
}

type PartitionSource = { readonly id: number; readonly name: string; readonly type: PrimitiveType }

const partitionSource = (schema: Schema, table: string, wanted: string): PartitionSource => {
  const field = schema.fields.find((each) => each.name.toLowerCase() === wanted.toLowerCase())
  if (field === undefined) {
    const near = nearest(
      wanted,
      schema.fields.map((each) => each.name),
    )
    throw failure('MR3104', { table, column: wanted, near })
  }
  const { id, name, type } = field
  // DuckDB cannot name a folder by bytes that are no text.
  if (isPrimitive(type) && type.kind !== 'binary') return { id, name, type }
  throw failure('MR3105', { table, column: name, type: toDuckdbType(type) })
}
