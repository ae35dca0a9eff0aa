import { type FieldPath, find } from './edit-fields.ts'
import { widens } from './evolve.ts'
import { type IcebergType, isPrimitive, printPrimitive } from './iceberg-type.ts'

/** A column of a query; the ids in its type are of no meaning. */
export type UnnumberedColumn = { readonly name: string; readonly type: IcebergType }

export type ColumnDifference =
  /** Of the query, and not of the table. */
  | { readonly kind: 'added'; readonly path: FieldPath; readonly to: IcebergType }
  /** Of the table, and not of the query. */
  | {
      readonly kind: 'missing'
      readonly path: FieldPath
      readonly from: IcebergType
      readonly required: boolean
    }
  /** `widened`: the table's column can become what the query's is. `narrowed`: the query's fits into the table's. */
  | {
      readonly kind: 'widened' | 'narrowed' | 'changed'
      readonly path: FieldPath
      readonly from: IcebergType
      readonly to: IcebergType
    }

/**
 * In what the columns of a query differ from those of a table, nested ones included: first what the table has, in its
 * order, then what is new. Names are compared without regard to letter case; order does not count.
 */
export const diffSchemas = (
  stored: readonly (UnnumberedColumn & { readonly required: boolean })[],
  incoming: readonly UnnumberedColumn[],
  above: FieldPath = [],
): readonly ColumnDifference[] => {
  const kept = stored.flatMap((field): readonly ColumnDifference[] => {
    const path = [...above, field.name]
    const other = find(incoming, field.name)
    return other === undefined
      ? [{ kind: 'missing', path, from: field.type, required: field.required }]
      : diffTypes(field.type, other.type, path)
  })
  const added = incoming
    .filter((column) => !find(stored, column.name))
    .map(({ name, type }): ColumnDifference => ({ kind: 'added', path: [...above, name], to: type }))
  return [...kept, ...added]
}

const diffTypes = (from: IcebergType, to: IcebergType, path: FieldPath): readonly ColumnDifference[] => {
  if (from.kind === 'struct' && to.kind === 'struct') return diffSchemas(from.fields, to.fields, path)
  if (from.kind === 'list' && to.kind === 'list')
    return diffTypes(from.element.type, to.element.type, [...path, 'element'])
  if (from.kind === 'map' && to.kind === 'map')
    return [
      ...diffTypes(from.key.type, to.key.type, [...path, 'key']),
      ...diffTypes(from.value.type, to.value.type, [...path, 'value']),
    ]
  if (isPrimitive(from) && isPrimitive(to) && printPrimitive(from) === printPrimitive(to)) return []
  const kind = widens(from, to) ? 'widened' : widens(to, from) ? 'narrowed' : 'changed'
  return [{ kind, path, from, to }]
}
