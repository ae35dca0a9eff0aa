import { nearest } from '../../../base/nearest.ts'
import { failure } from '../../../diagnostics/index.ts'
import type { Connection, EngineColumn } from '../../../engines/index.ts'
import { ident, join, type Sql, sql, trusted } from '../../../sql/quote.ts'
import { fromDuckdbType, toDuckdbType } from '../../format/duckdb-type.ts'
import type { Field } from '../../format/iceberg-type.ts'
import type { Assignment, MergeClause } from '../request.ts'
import { safelyCasts } from '../safe-cast.ts'

/** The clauses of a merge, with a value of the field's type for each field that they assign, by field id. */
export type MergePlan = {
  readonly matched: readonly MatchedClause[]
  readonly inserts: readonly InsertClause[]
}
export type MatchedClause = { readonly condition?: Sql } & (
  | { readonly kind: 'update'; readonly values: FieldValues }
  | { readonly kind: 'delete' }
)
export type InsertClause = { readonly condition?: Sql; readonly values: FieldValues }
export type FieldValues = ReadonlyMap<number, Sql>

export type MergeSides = {
  /** As messages name it. */
  readonly table: string
  /** The fields of the rows that are written. */
  readonly fields: readonly Field[]
  /** The columns of "old". */
  readonly stored: readonly Field[]
  /** The columns of "new". */
  readonly fresh: readonly EngineColumn[]
}

/**
 * Clauses as values of fields. Throws MR3102 where `*` finds no column for a field, MR3103 where a value is of a type
 * that cannot be stored without loss, MR3141 and MR3101 for a column that is unknown or assigned twice.
 */
export const planClauses = async (
  connection: Connection,
  sides: MergeSides,
  clauses: readonly MergeClause[],
  signal: AbortSignal | undefined,
): Promise<MergePlan> => {
  const matched: MatchedClause[] = []
  const inserts: InsertClause[] = []
  for (const clause of clauses) {
    const common = clause.condition === undefined ? {} : { condition: clause.condition }
    switch (clause.kind) {
      case 'delete':
        matched.push({ kind: 'delete', ...common })
        break
      case 'update': {
        const from = sql`${oneRow(sides.stored)} AS "old", ${oneRow(sides.fresh)} AS "new"`
        const values = await readValues(connection, sides, { assigned: clause.set, from }, signal)
        matched.push({ kind: 'update', values, ...common })
        break
      }
      case 'insert': {
        const from = sql`${oneRow(sides.fresh)} AS "new"`
        const values = await readValues(connection, sides, { assigned: clause.values, from }, signal)
        inserts.push({ values, ...common })
        break
      }
    }
  }
  return { matched, inserts }
}

/** A value for the first of the clauses whose condition is true; NULL where none is, and NULL is not true. */
export const firstTrue = <C extends { readonly condition?: Sql }>(
  clauses: readonly C[],
  value: (clause: C, number: number) => Sql,
): Sql => {
  const cases = clauses.map(
    (clause, i) => sql`WHEN (${clause.condition ?? sql`true`}) THEN ${value(clause, i + 1)}`,
  )
  return sql`CASE ${join(cases, ' ')} END`
}

type Reading = { readonly assigned: 'all' | readonly Assignment[]; readonly from: Sql }

const readValues = async (
  connection: Connection,
  sides: MergeSides,
  { assigned, from }: Reading,
  signal: AbortSignal | undefined,
): Promise<FieldValues> => {
  const targets = assigned === 'all' ? everyField(sides) : namedFields(sides, assigned)
  const types = await typesOf(
    connection,
    from,
    targets.map(({ value }) => value),
    signal,
  )
  return new Map(
    targets.map(({ field, value }, i) => {
      const type = types[i] ?? ''
      if (!canStore(field, type))
        throw failure('MR3103', {
          table: sides.table,
          column: field.name,
          from: type,
          to: toDuckdbType(field.type),
        })
      return [field.id, sql`CAST(${value} AS ${toDuckdbType(field.type)})`]
    }),
  )
}

type Target = { readonly field: Field; readonly value: Sql }

const everyField = ({ table, fields, fresh }: MergeSides): readonly Target[] => {
  const byName = new Map(fresh.map(({ name }) => [name.toLowerCase(), name]))
  const missing = fields.filter(({ name }) => !byName.has(name.toLowerCase()))
  if (missing.length > 0) throw failure('MR3102', { table, missing: missing.map(({ name }) => name) })
  return fields.map((field) => ({
    field,
    value: sql`"new".${ident(byName.get(field.name.toLowerCase()) ?? field.name)}`,
  }))
}

const namedFields = ({ table, fields }: MergeSides, assigned: readonly Assignment[]): readonly Target[] => {
  const seen = new Set<number>()
  return assigned.map(({ column, value }) => {
    const field = fields.find(({ name }) => name.toLowerCase() === column.toLowerCase())
    if (field === undefined) {
      const near = nearest(
        column,
        fields.map(({ name }) => name),
      )
      throw failure('MR3141', { table, column, near })
    }
    if (seen.has(field.id)) throw failure('MR3101', { table, column: field.name })
    seen.add(field.id)
    return { field, value }
  })
}

/**
 * The engine's types of values; not by DESCRIBE, for which NULL is a number. The values themselves are not computed:
 * one may be an error by design.
 */
export const typesOf = async (
  connection: Connection,
  from: Sql,
  values: readonly Sql[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> => {
  if (values.length === 0) return []
  const types = values.map((value) => sql`typeof(CASE WHEN random() < 2 THEN NULL ELSE ${value} END)`)
  const { rows } = await connection.table(sql`SELECT ${types} FROM ${from}`, signal)
  return (rows[0] ?? []).map(String)
}

const nullType = '"NULL"'

/** A row of NULLs with the types of columns, in brackets. */
export const oneRow = (columns: readonly (Field | EngineColumn)[]): Sql => {
  const values = columns.map(({ name, type }) => {
    const sqlType = typeof type === 'string' ? trusted(type) : toDuckdbType(type)
    return sql`CAST(NULL AS ${sqlType}) AS ${ident(name)}`
  })
  return sql`(SELECT ${values.length === 0 ? [sql`1`] : values})`
}

const canStore = ({ type, required }: Field, from: string): boolean => {
  if (from === nullType) return !required
  const known = fromDuckdbType(from, () => 0, type)
  return known !== undefined && safelyCasts(known, type)
}
