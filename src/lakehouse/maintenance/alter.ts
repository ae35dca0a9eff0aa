import { nearest } from '../../base/nearest.ts'
import { failure } from '../../diagnostics/index.ts'
import { printIdentity, type TableIdentity } from '../catalogs/catalog.ts'
import { type ChangeRefusal, evolveSchema, type SchemaChange } from '../format/evolve.ts'
import { fromDuckdbType } from '../format/duckdb-type.ts'
import { type IcebergType, isPrimitive, parsePrimitive, printPrimitive } from '../format/iceberg-type.ts'
import type { TableMetadata } from '../format/metadata.ts'
import { keepNameMapping } from '../format/name-mapping.ts'
import { planSpec, type SpecRefusal } from '../format/plan-spec.ts'
import { allFields, type Schema } from '../format/schema.ts'
import { planSortOrder } from '../format/sort-order.ts'
import { parseTransform } from '../format/transform.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { schemaOf, type Table } from '../table.ts'
import type { PartitionBy, SortBy } from '../write/layout.ts'
import { changeTable } from './change-table.ts'
import { describeChange } from './describe-change.ts'

/** What is changed of a table; no row is written, and files that there are stay as they are. */
export type Alteration = {
  /** One after the other: each sees what those before it left. */
  readonly columns?: readonly SchemaChange[]
  readonly set?: Readonly<Record<string, string>>
  readonly unset?: readonly string[]
  /** Of files to come, outermost first; empty: none. */
  readonly partitionBy?: readonly PartitionBy[]
  /** What the table wants its files to be sorted by; empty: nothing. */
  readonly sortBy?: readonly SortBy[]
}

export type AlterOutcome = {
  /** A clause for each difference, for people; none where the table was so already. */
  readonly changes: readonly string[]
}

/**
 * Changes columns, properties, partitioning and sort order of a table, all in one commit. Throws MR3213, MR3128 (no such column), MR3159 (what the format or the table does not allow).
 */
export const alterTable = async (
  lakehouse: Lakehouse,
  identity: TableIdentity,
  alteration: Alteration & {
    readonly dryRun?: boolean
    /** In the same transaction. */
    readonly also?: () => void
  },
  signal?: AbortSignal,
): Promise<AlterOutcome> => {
  const { result } = await changeTable(
    lakehouse,
    identity,
    (table) => {
      const metadata = altered(table, alteration)
      const result = { changes: describeChange(table, { ...table, metadata }) }
      return alteration.dryRun === true || result.changes.length === 0 ? { result } : { metadata, result }
    },
    signal,
    alteration.dryRun === true ? undefined : alteration.also,
  )
  return result
}

const altered = (table: Table, alteration: Alteration): TableMetadata => {
  const columns = withColumns(table, alteration.columns ?? [])
  const properties = withProperties({ ...table, metadata: columns }, alteration)
  const partitioned = withPartitions({ ...table, metadata: properties }, alteration.partitionBy)
  return withSortOrder({ ...table, metadata: partitioned }, alteration.sortBy)
}

const withColumns = (table: Table, changes: readonly SchemaChange[]): TableMetadata => {
  const { metadata } = table
  if (changes.length === 0) return metadata
  const evolved = evolveSchema(schemaOf(table), changes, {
    schemas: metadata.schemas,
    lastColumnId: metadata.lastColumnId,
    specs: metadata.partitionSpecs,
    sortOrders: metadata.sortOrders.filter(({ orderId }) => orderId === metadata.defaultSortOrderId),
  })
  if (evolved.kind === 'refused') throw refusedColumn(table, evolved.change, evolved)
  const { schema, lastColumnId } = evolved
  return {
    ...metadata,
    lastColumnId,
    properties: keepNameMapping(metadata.properties, schema.fields),
    currentSchemaId: schema.schemaId,
    schemas: metadata.schemas.some(({ schemaId }) => schemaId === schema.schemaId)
      ? metadata.schemas
      : [...metadata.schemas, schema],
  }
}

/** What metadata says elsewhere, so that a property could only contradict it. */
const reserved = [
  'format-version',
  'uuid',
  'snapshot-count',
  'current-snapshot-id',
  'current-snapshot-summary',
  'current-snapshot-timestamp-ms',
  'current-schema',
  'default-partition-spec',
  'default-sort-order',
]

const withProperties = (table: Table, { set = {}, unset = [] }: Alteration): TableMetadata => {
  const { metadata } = table
  if (Object.keys(set).length === 0 && unset.length === 0) return metadata
  for (const name of [...Object.keys(set), ...unset])
    if (reserved.includes(name)) throw refused(table, `the property ${name}`, 'the format says it elsewhere')
  const missing = unset.find((name) => metadata.properties[name] === undefined)
  if (missing !== undefined) throw refused(table, `the property ${missing}`, 'the table does not have it')
  const kept = Object.entries(metadata.properties).filter(([name]) => !unset.includes(name))
  return { ...metadata, properties: { ...Object.fromEntries(kept), ...set } }
}

const withPartitions = (table: Table, wanted: readonly PartitionBy[] | undefined): TableMetadata => {
  const { metadata } = table
  if (wanted === undefined) return metadata
  const schema = schemaOf(table)
  const planned = planSpec(
    wanted.map(({ column, transform, name }) => ({
      sourceId: idOf(table, schema, column),
      transform: parseTransform(transform),
      ...(name === undefined ? {} : { name }),
    })),
    { schema, specs: metadata.partitionSpecs, lastPartitionId: metadata.lastPartitionId },
  )
  if (planned.kind === 'refused') throw refused(table, 'the partitioning', specReason(planned))
  const { spec, lastPartitionId } = planned
  return {
    ...metadata,
    lastPartitionId: Math.max(lastPartitionId, metadata.lastPartitionId),
    defaultSpecId: spec.specId,
    partitionSpecs: metadata.partitionSpecs.some(({ specId }) => specId === spec.specId)
      ? metadata.partitionSpecs
      : [...metadata.partitionSpecs, spec],
  }
}

const withSortOrder = (table: Table, wanted: readonly SortBy[] | undefined): TableMetadata => {
  const { metadata } = table
  if (wanted === undefined) return metadata
  const schema = schemaOf(table)
  const planned = planSortOrder(
    wanted.map(({ column, direction, nulls }) => ({
      sourceId: idOf(table, schema, column),
      transform: { kind: 'identity' },
      direction,
      nulls,
    })),
    { schema, orders: metadata.sortOrders },
  )
  if (planned.kind === 'refused') {
    const reason =
      planned.reason === 'unknown-source'
        ? 'it names a column that is not there'
        : `${planned.column} is of type ${typeText(planned.type)}, which has no order`
    throw refused(table, 'the sort order', reason)
  }
  const { order } = planned
  return {
    ...metadata,
    defaultSortOrderId: order.orderId,
    sortOrders: metadata.sortOrders.some(({ orderId }) => orderId === order.orderId)
      ? metadata.sortOrders
      : [...metadata.sortOrders, order],
  }
}

/** The id of a column by its full name, without regard to letter case where that leaves no doubt. */
const idOf = (table: Table, schema: Schema, column: string): number => {
  const fields = allFields(schema.fields).map(({ field, path }) => ({ id: field.id, name: path.join('.') }))
  const found =
    fields.find(({ name }) => name === column) ??
    fields.find(({ name }) => name.toLowerCase() === column.toLowerCase())
  if (found !== undefined) return found.id
  throw unknownColumn(table, schema, column)
}

const unknownColumn = ({ identity }: Table, schema: Schema, column: string) => {
  const known = allFields(schema.fields).map(({ path }) => path.join('.'))
  return failure('MR3128', { table: printIdentity(identity), column, near: nearest(column, known) })
}

const refused = ({ identity }: Table, what: string, reason: string) =>
  failure('MR3159', { table: printIdentity(identity), what, reason })

const refusedColumn = (table: Table, change: SchemaChange, refusal: ChangeRefusal) => {
  const name = change.path.join('.')
  if (refusal.reason === 'unknown-column')
    return unknownColumn(table, schemaOf(table), refusal.path.join('.'))
  return refused(table, `the column ${name}`, columnReason(refusal))
}

const columnReason = (refusal: Exclude<ChangeRefusal, { reason: 'unknown-column' }>): string => {
  switch (refusal.reason) {
    case 'not-in-a-struct':
      return 'only columns, and fields of structs, can be changed so'
    case 'map-key':
      return 'it is inside the key of a map'
    case 'name-taken':
      return refusal.by === 'column'
        ? `there is a column ${refusal.path.join('.')} already`
        : `a partition field has the name ${refusal.path.join('.')}`
    case 'no-name':
      return 'it needs a name'
    case 'required':
      return 'rows that there are would have no value'
    case 'not-widening':
      return `${typeText(refusal.from)} cannot become ${typeText(refusal.to)}; int may become long, float double, and a decimal wider`
    case 'in-use':
      return refusal.by === 'identifier'
        ? 'rows are told apart by it'
        : `the table is ${refusal.by === 'partition' ? 'or was partitioned' : 'sorted'} by it`
    case 'last-column':
      return 'it is the only one'
    case 'unknown-position':
      return `there is no column ${refusal.name} beside it`
    default:
      return refusal
  }
}

const specReason = (refusal: SpecRefusal): string => {
  switch (refusal.reason) {
    case 'unknown-source':
      return 'it names a column that cannot partition a table'
    case 'not-defined':
      return `${refusal.transform} is not defined for ${refusal.column}, which is of type ${typeText(refusal.type)}`
    case 'redundant':
      return `${refusal.transforms.join(' and ')} of ${refusal.column} tell the same`
    case 'name-taken':
      return `the name ${refusal.name} of a partition field is taken`
    default:
      return refusal
  }
}

const typeText = (type: IcebergType): string => (isPrimitive(type) ? printPrimitive(type) : type.kind)

/** A type as Iceberg spells it (`long`, `decimal(10, 2)`), or as SQL does (`BIGINT`, `STRUCT(a INTEGER)`). */
export const readColumnType = (text: string): IcebergType | undefined =>
  parsePrimitive(text.toLowerCase().trim()) ?? fromDuckdbType(text, () => 0)
