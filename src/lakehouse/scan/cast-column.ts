import { ident, literal, type Sql, sql } from '../../sql/quote.ts'
import { toDuckdbType } from '../format/duckdb-type.ts'
import type { Field, IcebergType } from '../format/iceberg-type.ts'
import type { ParquetColumn } from '../format/parquet-schema.ts'

/**
 * The value of a field from the column of a file that holds it, of the field's type: what is nested is found by id.
 * Undefined where the column is of another kind than the field, such as a list where a struct is expected.
 */
export const castColumn = (field: Field, column: ParquetColumn, from: Sql): Sql | undefined => {
  const shaped = reshape(field.type, column, { from, depth: 0 })
  return shaped && sql`CAST(${shaped} AS ${toDuckdbType(field.type)})`
}

export const nullOf = ({ type }: Field): Sql => sql`CAST(NULL AS ${toDuckdbType(type)})`

/** `depth` tells the variables of nested lambdas apart. */
type Place = { readonly from: Sql; readonly depth: number }

const reshape = (type: IcebergType, column: ParquetColumn, place: Place): Sql | undefined => {
  const { from, depth } = place
  // A cast keeps what has the same names in the same order.
  if (isSame(type, column)) return from
  const [first, second] = column.children
  const item = ident(`item${depth}`)
  switch (type.kind) {
    case 'struct': {
      if (column.kind !== 'struct') return undefined
      const members = type.fields.map((field) => {
        const child = column.children.find(({ id }) => id === field.id)
        const value =
          child === undefined
            ? nullOf(field)
            : reshape(field.type, child, {
                from: sql`struct_extract(${from}, ${literal(child.name)})`,
                depth,
              })
        return value && sql`${ident(field.name)} := ${value}`
      })
      const known = members.filter((member) => member !== undefined)
      if (known.length < members.length) return undefined
      return sql`CASE WHEN ${from} IS NULL THEN NULL ELSE struct_pack(${known}) END`
    }
    case 'list': {
      if (column.kind !== 'list' || first === undefined) return undefined
      const element = reshape(type.element.type, first, { from: item, depth: depth + 1 })
      return element && sql`list_transform(${from}, lambda ${item}: ${element})`
    }
    case 'map': {
      if (column.kind !== 'map' || first === undefined || second === undefined) return undefined
      const key = reshape(type.key.type, first, { from: sql`${item}."key"`, depth: depth + 1 })
      const value = reshape(type.value.type, second, { from: sql`${item}."value"`, depth: depth + 1 })
      if (key === undefined || value === undefined) return undefined
      const entry = sql`struct_pack("key" := ${key}, "value" := ${value})`
      return sql`map_from_entries(list_transform(map_entries(${from}), lambda ${item}: ${entry}))`
    }
    default:
      return undefined
  }
}

const isSame = (type: IcebergType, column: ParquetColumn): boolean => {
  const { children } = column
  const same = (fields: readonly Field[]) =>
    fields.length === children.length &&
    fields.every((field, i) => {
      const child = children[i]
      return child !== undefined && child.id === field.id && isSame(field.type, child)
    })
  switch (type.kind) {
    case 'struct':
      return (
        column.kind === 'struct' &&
        same(type.fields) &&
        type.fields.every(({ name }, i) => name === children[i]?.name)
      )
    case 'list':
      return column.kind === 'list' && isSameOnly([type.element], children)
    case 'map':
      return column.kind === 'map' && isSameOnly([type.key, type.value], children)
    default:
      return column.kind === 'value'
  }
}

// An element has no siblings to be mistaken for: some writers give it no id.
const isSameOnly = (fields: readonly Field[], children: readonly ParquetColumn[]): boolean =>
  fields.length === children.length &&
  fields.every((field, i) => {
    const child = children[i]
    return child !== undefined && isSame(field.type, child)
  })
