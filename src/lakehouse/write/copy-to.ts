import type { WriteFolder } from '../../depots/index.ts'
import type { Connection, EngineRow } from '../../engines/index.ts'
import { ident, literal, type Sql, sql } from '../../sql/quote.ts'
import { fieldIds } from '../format/duckdb-type.ts'
import { freeName } from '../free-name.ts'
import type { FileOptions } from './file-options.ts'
import type { Layout } from './layout.ts'

export type CopyTarget = {
  readonly layout: Layout
  readonly folder: WriteFolder
  readonly files: FileOptions
  /** For messages. */
  readonly table: string
}

export type CopyRequest = {
  /** A SELECT of exactly the columns of the layout. */
  readonly rows: Sql
  /** What the files are called, without an ending. */
  readonly path: string
  /** True where the rows come in an order that must be kept. */
  readonly isSorted: boolean
  /** Known to be small, so that it need not be cut. */
  readonly isOneFile?: boolean
}

/** Writes rows of one partition; returns what the engine reports of each file. */
export const copyTo = (
  connection: Connection,
  { rows, path, isSorted, isOneFile = false }: CopyRequest,
  target: CopyTarget,
  signal: AbortSignal | undefined,
): Promise<readonly EngineRow[]> => {
  const { targetBytes } = target.files
  // One file keeps the order of the query, whatever the number of threads.
  if (targetBytes === undefined || isOneFile)
    return connection.rows(sql`COPY (${rows}) TO ${literal(`${path}.parquet`)} (${parquet(target)})`, signal)
  const cut = isSorted ? oneThread(rows, target.layout) : rows
  return connection.rows(
    sql`COPY (${cut}) TO ${literal(path)} (${parquet(target)}, FILE_SIZE_BYTES ${targetBytes}, ${uniqueNames})`,
    signal,
  )
}

/** Where files are cut, threads write side by side and mix the rows. What counts rows is one thread's work. */
const oneThread = (rows: Sql, { schema }: Layout): Sql => {
  const names = schema.fields.map(({ name }) => name)
  const number = ident(freeName('millrace_number', names))
  return sql`SELECT ${names.map(ident)} FROM (SELECT *, row_number() OVER () AS ${number} FROM (${rows})) WHERE ${number} > 0`
}

export const uniqueNames = sql`FILENAME_PATTERN '{uuid}'`

export const parquet = ({ files, layout }: CopyTarget): Sql =>
  sql`FORMAT parquet, ${files.compression}, RETURN_STATS, FIELD_IDS ${fieldIds(layout.schema.fields)}`
