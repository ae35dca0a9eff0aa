import { Bug } from '../../base/bug.ts'
import { ident, join, literal, type Sql, sql, trusted } from '../../sql/quote.ts'
import { toDuckdbType } from '../format/duckdb-type.ts'
import { type Field, type IcebergType, isPrimitive, type PrimitiveType } from '../format/iceberg-type.ts'
import type { TypedPartitionField } from '../format/partition-avro.ts'
import { allFields, type Schema } from '../format/schema.ts'
import type { SortOrder } from '../format/sort-order.ts'
import { transformSql } from '../format/transform-sql.ts'
import { freeName } from '../free-name.ts'
import type { Layout } from './layout.ts'

/** Rows as they are stored, and what tells files apart and orders them. All SQL is over the columns of `rows`. */
export type TypedRows = {
  /** A SELECT whose columns are the fields, by name and in order. */
  readonly rows: Sql
  /** One for each partition field whose values differ. */
  readonly keys: readonly PartitionKey[]
  /** What stands behind ORDER BY; empty where the rows need no order. */
  readonly order: readonly Sql[]
}

/** A partition value as a column of its own, whose text `valueFromText` reads. */
export type PartitionKey = { readonly of: TypedPartitionField; readonly name: Sql; readonly value: Sql }

/** In the engine's message where a required column has no value; the rest of the line is the column. */
export const missingValue = 'millrace: NULL in the required column '

export const typedRows = (rows: Sql, layout: Layout): TypedRows => {
  const { columns, schema, partition, sortOrder } = layout
  const names = schema.fields.map(({ name }) => name)
  const values = columns.map(({ field, source }) => storedValue(field, sql`"rows".${ident(source)}`))
  const keys = partition.flatMap((of, i): readonly PartitionKey[] =>
    of.field.transform.kind === 'void'
      ? []
      : [{ of, name: ident(freeName(`millrace_partition_${i}`, names)), value: keyValue(schema, of) }],
  )
  return {
    rows: sql`SELECT ${values} FROM (${rows}) AS "rows"`,
    keys,
    order: isSortable(sortOrder) ? sortKeys(schema, sortOrder) : [],
  }
}

const storedValue = (field: Field, source: Sql): Sql => {
  const cast = sql`CAST(${source} AS ${toDuckdbType(field.type)})`
  const refusals = missingInside(field, cast, [field.name])
  const checks = refusals.map(
    ({ path, missing }) => sql`WHEN ${missing} THEN error(${literal(missingValue + path.join('.'))})`,
  )
  const value = checks.length === 0 ? cast : sql`CASE ${join(checks, ' ')} ELSE ${cast} END`
  return sql`${value} AS ${ident(field.name)}`
}

type Missing = { readonly path: readonly string[]; readonly missing: Sql }

/** Conditions under which a value lacks what other engines require of it, the value itself included. */
const missingInside = (field: Field, value: Sql, path: readonly string[]): readonly Missing[] => [
  ...(field.required ? [{ path, missing: sql`${value} IS NULL` }] : []),
  ...missingIn(field.type, value, path),
]

const missingIn = (type: IcebergType, value: Sql, path: readonly string[]): readonly Missing[] => {
  switch (type.kind) {
    case 'struct':
      return type.fields.flatMap((field) =>
        missingInside(field, sql`struct_extract(${value}, ${literal(field.name)})`, [
          ...path,
          field.name,
        ]).map((each) => ({ ...each, missing: sql`${value} IS NOT NULL AND ${each.missing}` })),
      )
    case 'list':
      return inEach(type.element, value, [...path, 'element'])
    case 'map':
      return [
        ...inEach({ ...type.key, required: false }, sql`map_keys(${value})`, [...path, 'key']),
        ...inEach(type.value, sql`map_values(${value})`, [...path, 'value']),
      ]
    default:
      return []
  }
}

const inEach = (element: Field, list: Sql, path: readonly string[]): readonly Missing[] => {
  const each = trusted(`x${path.length}`)
  return missingInside(element, each, path).map((inner) => ({
    ...inner,
    missing: sql`len(list_filter(${list}, lambda ${each}: ${inner.missing})) > 0`,
  }))
}

const keyValue = (schema: Schema, { field, type }: TypedPartitionField): Sql => {
  const { transform } = field
  if (transform.kind === 'unknown') throw new Bug(`nothing is written by ${transform.text}`)
  const source = sourceColumn(schema, field.sourceId)
  const value = transformSql(transform, source.type, source.column)
  switch (type.kind) {
    case 'binary':
    case 'fixed':
      return sql`hex(${value})`
    // The engine puts both zeros into one partition, and readers show the partition's value for all of its rows.
    case 'float':
    case 'double':
      return sql`CAST(${value} AS VARCHAR)`
    default:
      return value
  }
}

/** Orders by transforms that are not known here are left to those who know them. */
export const isSortable = ({ fields }: SortOrder): boolean =>
  fields.length > 0 && fields.every(({ transform }) => transform.kind !== 'unknown')

const sortKeys = (schema: Schema, { fields }: SortOrder): readonly Sql[] =>
  fields.flatMap(({ sourceId, transform, direction, nulls }) => {
    if (transform.kind === 'unknown' || transform.kind === 'void') return []
    const { column, type } = sourceColumn(schema, sourceId)
    const value = transform.kind === 'identity' ? column : transformSql(transform, type, column)
    return [
      sql`${value} ${trusted(direction === 'asc' ? 'ASC' : 'DESC')} NULLS ${trusted(nulls === 'first' ? 'FIRST' : 'LAST')}`,
    ]
  })

type SourceColumn = { readonly column: Sql; readonly type: PrimitiveType }

/** NULL where a struct on the way is NULL. */
const sourceColumn = ({ fields }: Schema, sourceId: number): SourceColumn => {
  const found = allFields(fields).find(({ field }) => field.id === sourceId)
  const [top = '', ...inner] = found?.path ?? []
  if (found === undefined || !isPrimitive(found.field.type)) throw new Bug(`no column has the id ${sourceId}`)
  const column = inner.reduce<Sql>(
    (struct, name) => sql`struct_extract(${struct}, ${literal(name)})`,
    ident(top),
  )
  return { column, type: found.field.type }
}
