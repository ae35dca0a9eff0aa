import { failure } from '../../diagnostics/index.ts'
import type { ColumnDifference, UnnumberedColumn } from '../format/diff-schemas.ts'
import { toDuckdbType } from '../format/duckdb-type.ts'
import { type FieldPath, find } from '../format/edit-fields.ts'
import { evolveSchema, type SchemaChange, type SchemaHistory } from '../format/evolve.ts'
import { childFields, type Field, type IcebergType, isPrimitive } from '../format/iceberg-type.ts'
import { allFields, type Schema } from '../format/schema.ts'
import { freeName } from '../free-name.ts'

type Replacing = {
  readonly table: string
  readonly schema: Schema
  readonly incoming: readonly UnnumberedColumn[]
  readonly differences: readonly ColumnDifference[]
  readonly history: SchemaHistory
}

type Replaced = {
  readonly schema: Schema
  readonly lastColumnId: number
  readonly columnChanges: readonly string[]
}

/**
 * The columns of a table whose rows are all replaced: those of the query, in its order. A column keeps its id, and
 * with it the values of older snapshots, where its type stays or becomes wider; a narrower type is cast. What has
 * another type is another column of the same name. Throws MR3102 and MR3125 for what cannot be.
 */
export const replaceColumns = ({ table, schema, incoming, differences, history }: Replacing): Replaced => {
  const anew = replacedPaths(schema, differences)
  const rest = differences.filter(({ path }) => !anew.some((above) => isAbove(above, path)))
  const aside = freeName(
    'millrace_replaced',
    allFields(schema.fields).flatMap((each) => each.path),
  )
  const asidePath = (path: FieldPath, i: number) => [...path.slice(0, -1), `${aside}${i}`]
  // What is new comes before what is dropped: a struct is never without fields.
  const changes: readonly SchemaChange[] = [
    ...anew.map((path, i): SchemaChange => ({ kind: 'rename', path, name: asidePath(path, i).at(-1) ?? '' })),
    ...anew.flatMap((path): readonly SchemaChange[] => {
      const type = typeIn(incoming, path)
      return type === undefined ? [] : [{ kind: 'add', path, type }]
    }),
    ...rest.flatMap((each): readonly SchemaChange[] => {
      if (each.kind === 'added') return [{ kind: 'add', path: each.path, type: each.to }]
      return each.kind === 'widened' && isPrimitive(each.to)
        ? [{ kind: 'widen', path: each.path, type: each.to }]
        : []
    }),
    ...anew.map((path, i): SchemaChange => ({ kind: 'drop', path: asidePath(path, i) })),
    ...rest.flatMap((each): readonly SchemaChange[] =>
      each.kind === 'missing' ? [{ kind: 'drop', path: each.path }] : [],
    ),
  ]
  const moves = incoming
    .toReversed()
    .map(({ name }): SchemaChange => ({ kind: 'move', path: [name], position: { kind: 'first' } }))
  const evolved = evolveSchema(schema, [...changes, ...moves], history)
  if (evolved.kind === 'refused') {
    const at = anew.findIndex((path, i) => asidePath(path, i).join('.') === evolved.path.join('.'))
    const column = (anew[at] ?? evolved.path).join('.')
    if (evolved.reason === 'in-use') throw failure('MR3125', { table, column, by: evolved.by })
    if (evolved.reason === 'name-taken' && evolved.by === 'partition')
      throw failure('MR3125', { table, column, by: 'partition' })
    throw failure('MR3102', { table, missing: [], unsafe: [`${column} cannot be replaced`] })
  }
  return {
    schema: evolved.schema,
    lastColumnId: evolved.lastColumnId,
    columnChanges: [
      ...anew.map((path) => `${path.join('.')} is made anew${asType(typeIn(incoming, path))}`),
      ...rest.flatMap(clauseOf),
      ...(isReordered(schema, evolved.schema) ? ['columns are in another order'] : []),
    ],
  }
}

const asType = (type: IcebergType | undefined): string =>
  type === undefined ? '' : ` as ${toDuckdbType(type)}`

const clauseOf = (difference: ColumnDifference): readonly string[] => {
  const path = difference.path.join('.')
  switch (difference.kind) {
    case 'added':
      return [`${path} ${toDuckdbType(difference.to)} is added`]
    case 'missing':
      return [`${path} is dropped`]
    case 'widened':
      return [`${path} ${toDuckdbType(difference.from)} becomes ${toDuckdbType(difference.to)}`]
    case 'narrowed':
    case 'changed':
      return []
    default:
      return difference
  }
}

/**
 * The fields that are made anew, since the format does not let them become what the query's are. The elements of lists
 * and maps, and what map keys have inside, become so with the whole column only.
 */
const replacedPaths = (schema: Schema, differences: readonly ColumnDifference[]): readonly FieldPath[] => {
  const paths = differences.flatMap(({ kind, path }) => {
    const { whole, isKey } = placeOf(schema.fields, path)
    return kind === 'changed' || (isKey && kind !== 'narrowed') ? [whole] : []
  })
  return paths.filter(
    (path, i) => !paths.some((other, j) => isAbove(other, path) && (other.length < path.length || j < i)),
  )
}

const isAbove = (above: FieldPath, path: FieldPath): boolean => above.every((name, i) => name === path[i])

/** The innermost field on the way to a path that can be dropped and added, and whether the path is inside a map key. */
const placeOf = (
  fields: readonly Field[],
  path: FieldPath,
): { readonly whole: FieldPath; readonly isKey: boolean } => {
  let level = fields
  let isMember = true
  let isKey = false
  let length = 0
  for (const [i, name] of path.entries()) {
    if (isMember && !isKey) length = i + 1
    const type = find(level, name)?.type
    isMember = type?.kind === 'struct'
    isKey ||= type?.kind === 'map' && path[i + 1] === 'key'
    level = type === undefined ? [] : childFields(type)
  }
  return { whole: path.slice(0, length), isKey }
}

const typeIn = (columns: readonly UnnumberedColumn[], path: FieldPath): IcebergType | undefined => {
  const [name = '', ...inner] = path
  const type = find(columns, name)?.type
  return type === undefined || inner.length === 0 ? type : typeIn(childFields(type), inner)
}

/** Whether those that both have stand in another order. */
const isReordered = (before: Schema, after: Schema): boolean => {
  const idsOf = ({ fields }: Schema, other: Schema) =>
    fields.flatMap(({ id }) => (other.fields.some((each) => each.id === id) ? [id] : []))
  return idsOf(before, after).join() !== idsOf(after, before).join()
}
