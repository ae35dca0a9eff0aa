import { failure } from '../../../diagnostics/index.ts'
import type { Connection } from '../../../engines/index.ts'
import { ident, type Sql, sql } from '../../../sql/quote.ts'
import type { PlannedFile } from '../../scan/scan-file.ts'
import { placeOfFile, type StoredRows } from './stored-rows.ts'

/**
 * What happens to stored rows, as a temporary table of the engine: "row" is the number of one, "clause" the number of
 * the clause that decides about it, NULL where none does; "moved" is true where it gets another partition, and the
 * new values of the columns `valueColumn` are there.
 */
export type Changes = {
  readonly table: Sql
  /** The numbers of clauses that delete. */
  readonly deletes: readonly number[]
  /** Which clauses assign a field, by its id; fields that none does are left out. */
  readonly assigned: ReadonlyMap<number, readonly number[]>
  /** True where several new rows may decide about one stored row: then all of them delete it. */
  readonly repeats: boolean
}

/** The column of the new values of a field. */
export const valueColumn = (fieldId: number): Sql => ident(`value${fieldId}`)

/** A file of which rows change. */
export type TouchedFile = {
  readonly file: PlannedFile
  readonly deletedRows: bigint
  readonly movedRows: bigint
}

/** The files that hold rows which a clause decides about, in the order of the files. */
export const touchedFiles = async (
  connection: Connection,
  { files }: StoredRows,
  { table, deletes, repeats }: Changes,
  signal: AbortSignal | undefined,
): Promise<readonly TouchedFile[]> => {
  const rows = sql`count(${repeats ? sql`DISTINCT "row"` : sql`*`})`
  const isDelete = isOneOf(sql`"clause"`, deletes)
  const counted = await connection.rows(
    sql`SELECT ${placeOfFile(sql`"row"`)} AS "place", ${rows} FILTER (${isDelete}) AS "deleted", count(*) FILTER ("moved") AS "moved" FROM ${table} WHERE "clause" IS NOT NULL GROUP BY ALL ORDER BY ALL`,
    signal,
  )
  return counted.flatMap(({ place, deleted, moved }) => {
    const file = files[Number(place)]
    return file === undefined
      ? []
      : [{ file, deletedRows: BigInt(String(deleted)), movedRows: BigInt(String(moved)) }]
  })
}

export const isOneOf = (clause: Sql, numbers: readonly number[]): Sql =>
  numbers.length === 0 ? sql`false` : sql`${clause} IN (${numbers.map((number) => sql`${number}`)})`

/**
 * Throws MR3140 where one stored row equals several new ones: what becomes of it would depend on their order. As in
 * Spark, whether any clause decides about them does not matter.
 */
export const refuseRepeated = async (
  connection: Connection,
  { table }: Changes,
  { table: name, keys }: { readonly table: string; readonly keys: readonly string[] },
  signal: AbortSignal | undefined,
): Promise<void> => {
  const repeated = await connection.rows(
    sql`SELECT 1 AS "found" FROM ${table} GROUP BY "row" HAVING count(*) > 1 LIMIT 1`,
    signal,
  )
  if (repeated.length > 0) throw failure('MR3140', { table: name, keys })
}
