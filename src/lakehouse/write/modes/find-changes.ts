import type { Connection, EngineColumn } from '../../../engines/index.ts'
import { ident, type Sql, sql } from '../../../sql/quote.ts'
import { nullOf } from '../../scan/cast-column.ts'
import type { Layout } from '../layout.ts'
import { type Changes, valueColumn } from './changes.ts'
import { firstTrue, type MatchedClause, type MergePlan } from './merge-clauses.ts'
import { partitionMoves } from './partition-moves.ts'
import type { StoredRows } from './stored-rows.ts'
import type { TemporaryTables } from './temporary-tables.ts'

/** The new rows, kept by the engine. */
export type Source = {
  /** Stands after FROM; it has the columns and `rowColumn`, which tells the rows apart. */
  readonly relation: Sql
  readonly columns: readonly EngineColumn[]
  readonly rowColumn: string
  readonly rows: bigint
}

type Search = {
  readonly plan: MergePlan
  readonly on: Sql
  readonly stored: StoredRows
  /** The rows of `stored` that can match. */
  readonly relation: Sql
  readonly source: Source
  readonly layout: Layout
  /** True where it does not matter how many new rows one stored row equals. */
  readonly repeats: boolean
  readonly temporary: TemporaryTables
}

/**
 * Joins new rows to stored ones, once, and keeps which match and what becomes of them. The values are kept too, so
 * that what decides about a row's partition is what is written.
 */
export const findChanges = async (
  connection: Connection,
  { plan, on, stored, relation, source, layout, repeats, temporary }: Search,
  signal: AbortSignal | undefined,
): Promise<Changes> => {
  const { matched } = plan
  const table = temporary.name('changes')
  const assigned = assignedBy(matched)
  const written = layout.schema.fields.filter(({ id }) => assigned.has(id))
  const values = written.map((field) => {
    const value = firstTrue(matched, (clause) =>
      clause.kind === 'update' ? (clause.values.get(field.id) ?? nullOf(field)) : nullOf(field),
    )
    return sql`${value} AS ${valueColumn(field.id)}`
  })
  const moves = partitionMoves(layout, stored, assigned)
  const columns = [
    sql`"old".${ident(stored.rowColumn)} AS "row"`,
    ...(plan.inserts.length === 0 ? [] : [sql`"new".${ident(source.rowColumn)} AS "source"`]),
    sql`${firstTrue(matched, (_, number) => sql`${number}`)} AS "clause"`,
    ...values,
    ...moves.before,
  ]
  const found = sql`SELECT ${columns} FROM ${relation} AS "old" JOIN ${source.relation} AS "new" ON (${on})`
  // The stored rows come in their order, unless there are so many new ones that the engine looks these up in those.
  const storedRows = stored.files.reduce((sum, { file }) => sum + file.recordCount, 0n)
  const order = 2n * source.rows < storedRows ? sql`` : sql` ORDER BY "row"`
  await connection.run(
    sql`CREATE TEMP TABLE ${table} AS SELECT *, ${moves.moved} AS "moved" FROM (${found})${order}`,
    signal,
  )
  const deletes = matched.flatMap((clause, i) => (clause.kind === 'delete' ? [i + 1] : []))
  return { table, deletes, assigned, repeats }
}

const assignedBy = (matched: readonly MatchedClause[]): ReadonlyMap<number, readonly number[]> => {
  const assigned = new Map<number, number[]>()
  for (const [i, clause] of matched.entries())
    for (const id of clause.kind === 'update' ? clause.values.keys() : []) {
      const numbers = assigned.get(id) ?? []
      assigned.set(id, [...numbers, i + 1])
    }
  return assigned
}
