import type { EngineColumn } from '../../../engines/index.ts'
import { ident, join, type Sql, sql } from '../../../sql/quote.ts'
import type { Field } from '../../format/iceberg-type.ts'
import { freeName } from '../../free-name.ts'
import { nullOf } from '../../scan/cast-column.ts'
import { firstTrue, type InsertClause } from './merge-clauses.ts'

type Unmatched = {
  /** What stands after FROM; the rows are "new". */
  readonly from: Sql
  readonly columns: readonly EngineColumn[]
}

/** The rows that insert clauses make of those that match none; undefined where there are no such clauses. */
export const insertRows = (
  fields: readonly Field[],
  inserts: readonly InsertClause[],
  { from, columns }: Unmatched,
): Sql | undefined => {
  const [first, ...others] = inserts
  if (first === undefined) return undefined
  const valueOf = ({ values }: InsertClause, field: Field): Sql => values.get(field.id) ?? nullOf(field)
  if (others.length === 0 && first.condition === undefined) {
    const values = fields.map((field) => sql`${valueOf(first, field)} AS ${ident(field.name)}`)
    return sql`SELECT ${values} FROM ${from}`
  }
  const clause = ident(
    freeName(
      'millrace_clause',
      columns.map(({ name }) => name),
    ),
  )
  const values = fields.map((field) => {
    const cases = inserts.map((insert, i) => sql`WHEN ${i + 1} THEN ${valueOf(insert, field)}`)
    return sql`CASE "new".${clause} ${join(cases, ' ')} END AS ${ident(field.name)}`
  })
  const decided = sql`SELECT "new".*, ${firstTrue(inserts, (_, number) => sql`${number}`)} AS ${clause} FROM ${from}`
  return sql`SELECT ${values} FROM (${decided}) AS "new" WHERE "new".${clause} IS NOT NULL`
}
