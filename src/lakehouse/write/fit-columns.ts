import { failure } from '../../diagnostics/index.ts'
import type { EngineColumn } from '../../engines/index.ts'
import { type ColumnDifference, diffSchemas, type UnnumberedColumn } from '../format/diff-schemas.ts'
import { fromDuckdbType, toDuckdbType } from '../format/duckdb-type.ts'
import { find } from '../format/edit-fields.ts'
import { type ChangeRefusal, evolveSchema, type SchemaChange, type SchemaHistory } from '../format/evolve.ts'
import type { IcebergType } from '../format/iceberg-type.ts'
import type { Schema } from '../format/schema.ts'
import { headOf } from '../head.ts'
import type { Table } from '../table.ts'
import type { Layout } from './layout.ts'
import { replaceColumns } from './replace-columns.ts'
import { safelyCasts } from './safe-cast.ts'

/** Which columns the table has with a write, and what fills them. */
export type FittedColumns = Pick<Layout, 'schema' | 'lastColumnId' | 'columns' | 'columnChanges'>

/** The columns of a table that is made of these. Throws MR3100. */
export const newColumns = (incoming: readonly EngineColumn[]): FittedColumns => {
  // Top-level ids first, as other writers do.
  let lastColumnId = incoming.length
  const nextId = () => ++lastColumnId
  const columns = incoming.map((column, i) => {
    const type = fromDuckdbType(column.type, nextId)
    if (type === undefined) throw unstorable(column)
    return { source: column.name, field: { id: i + 1, name: column.name, required: false, type } }
  })
  const fields = columns.map(({ field }) => field)
  return { schema: { schemaId: 0, fields, rest: {} }, lastColumnId, columns, columnChanges: [] }
}

type FitRequest = {
  /** Of the table, for messages. */
  readonly name: string
  readonly incoming: readonly EngineColumn[]
  readonly replaces: boolean
}

/**
 * The columns of a branch of a table after a write of these. Throws MR3100, MR3102 with all that does not fit, and
 * MR3125 where columns are replaced and one cannot be.
 */
export const fitColumns = (
  table: Table,
  branch: string,
  { name, incoming, replaces }: FitRequest,
): FittedColumns => {
  const { schema } = headOf(table, branch)
  const { schemas, lastColumnId, partitionSpecs } = table.metadata
  const typed = incoming.map((column) => withType(column, schema))
  const differences = diffSchemas(schema.fields, typed)
  // No order holds a column back: where rows are replaced, the order that needs a dropped column is given up, too.
  const history = { schemas, lastColumnId, specs: partitionSpecs, sortOrders: [] }
  const fitted = replaces
    ? replaceColumns({ table: name, schema, incoming: typed, differences, history })
    : evolveColumns({ table: name, schema, differences, history })
  const columns = fitted.schema.fields.flatMap((field) => {
    const column = find(incoming, field.name)
    return column === undefined ? [] : [{ field, source: column.name }]
  })
  return { ...fitted, columns }
}

const withType = (column: EngineColumn, schema: Schema): UnnumberedColumn => {
  const stored = find(schema.fields, column.name)
  const type = fromDuckdbType(column.type, () => 0, stored?.type)
  if (type === undefined) throw unstorable(column)
  return { name: column.name, type }
}

const unstorable = ({ name, type }: EngineColumn) =>
  failure('MR3100', { column: name, type: type.replaceAll('"NULL"', 'NULL') })

type Evolving = {
  readonly table: string
  readonly schema: Schema
  readonly differences: readonly ColumnDifference[]
  readonly history: SchemaHistory
}

const evolveColumns = ({ table, schema, differences, history }: Evolving): Omit<FittedColumns, 'columns'> => {
  const verdicts = differences.map((difference) => judge(difference, schema, history))
  const clauses = (kind: Verdict['kind']) =>
    verdicts.flatMap((verdict) => (verdict.kind === kind ? [verdict.clause] : []))
  const [missing, unsafe, safe] = [clauses('missing'), clauses('unsafe'), clauses('change')]
  if (missing.length + unsafe.length > 0) throw failure('MR3102', { table, missing, unsafe, safe })
  const changes = verdicts.flatMap((verdict) => (verdict.kind === 'change' ? [verdict.change] : []))
  if (changes.length === 0) return { schema, lastColumnId: history.lastColumnId, columnChanges: [] }
  const evolved = evolveSchema(schema, changes, history)
  // Each change is possible by itself, so they contradict each other: two columns of one name.
  if (evolved.kind === 'refused')
    throw failure('MR3102', { table, missing, unsafe: [`${evolved.path.join('.')} cannot be added`], safe })
  return { schema: evolved.schema, lastColumnId: evolved.lastColumnId, columnChanges: safe }
}

/** What a difference means where nothing may be lost. */
type Verdict =
  | { readonly kind: 'change'; readonly change: SchemaChange; readonly clause: string }
  | { readonly kind: 'missing' | 'unsafe' | 'cast'; readonly clause: string }

const judge = (difference: ColumnDifference, schema: Schema, history: SchemaHistory): Verdict => {
  const path = difference.path.join('.')
  const refusalOf = (change: SchemaChange): ChangeRefusal | undefined => {
    const evolved = evolveSchema(schema, [change], history)
    return evolved.kind === 'refused' ? evolved : undefined
  }
  switch (difference.kind) {
    case 'added': {
      const { to } = difference
      const change: SchemaChange = { kind: 'add', path: difference.path, type: to }
      const refusal = refusalOf(change)
      return refusal === undefined
        ? { kind: 'change', change, clause: `${path} ${toDuckdbType(to)} is added` }
        : { kind: 'unsafe', clause: `${path} cannot be added${whyNot(refusal)}` }
    }
    case 'missing':
      return { kind: 'missing', clause: `${path} ${toDuckdbType(difference.from)}` }
    case 'widened': {
      const { from, to } = difference
      const change = widening(difference.path, to)
      if (change !== undefined && refusalOf(change) === undefined)
        return { kind: 'change', change, clause: `${path} ${toDuckdbType(from)} becomes ${toDuckdbType(to)}` }
      return cast(path, from, to)
    }
    case 'narrowed':
    case 'changed':
      return cast(path, difference.from, difference.to)
    default:
      return difference
  }
}

const cast = (path: string, from: IcebergType, to: IcebergType): Verdict => ({
  kind: safelyCasts(to, from) ? 'cast' : 'unsafe',
  clause: `${path} is ${toDuckdbType(to)}, which cannot be safely cast to ${toDuckdbType(from)}`,
})

const whyNot = (refusal: ChangeRefusal): string => {
  if (refusal.reason === 'map-key') return ': it is inside the key of a map'
  return refusal.reason === 'name-taken' && refusal.by === 'partition'
    ? ': a partition field of the table has its name'
    : ''
}

/** Undefined for types that do not become wider. */
export const widening = (path: ColumnDifference['path'], type: IcebergType): SchemaChange | undefined =>
  type.kind === 'struct' || type.kind === 'list' || type.kind === 'map'
    ? undefined
    : { kind: 'widen', path, type }
