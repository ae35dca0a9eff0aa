import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { WriteFolder } from '../../depots/index.ts'
import { failure } from '../../diagnostics/index.ts'
import { type Connection, type EngineRow, isOutOfMemory } from '../../engines/index.ts'
import { ident, literal, type Sql, sql, trusted } from '../../sql/quote.ts'
import { fieldIds, toDuckdbType } from '../format/duckdb-type.ts'
import { allFields } from '../format/schema.ts'
import type { DataFile } from '../format/data-file.ts'
import { dataFiles } from './written-files.ts'
import type { Layout } from './layout.ts'

/**
 * Runs the query once and writes its rows as Parquet files into `folder`, durably. The rows stay inside the engine.
 * Files without rows are dropped. Throws MR3108 and what engine and storage throw.
 */
export const copyRows = async (
  connection: Connection,
  rows: Sql,
  target: { readonly layout: Layout; readonly folder: WriteFolder; readonly table: string },
  signal: AbortSignal | undefined,
): Promise<readonly (DataFile & { readonly file: string })[]> => {
  const { layout, folder, table } = target
  try {
    const written = await copy(connection, copyStatement(rows, layout, folder.path), folder, signal)
    const files = dataFiles(written, layout, table)
    for (const { file, recordCount } of files) if (recordCount === 0n) await rm(file)
    const kept = files.filter((file) => file.recordCount > 0n)
    await folder.complete(
      kept.map(({ file }) => file),
      signal,
    )
    return kept
  } catch (cause) {
    throw cause instanceof Error && /File name too long/.test(cause.message)
      ? failure('MR3108', { table, column: layout.spec.fields.map(({ name }) => name).join(', ') }, { cause })
      : cause
  }
}

/** What does not fit into the memory is begun again with plans that spill more. */
const copy = async (
  connection: Connection,
  statement: Sql,
  folder: WriteFolder,
  signal: AbortSignal | undefined,
): Promise<readonly EngineRow[]> => {
  try {
    return await connection.rows(statement, signal)
  } catch (cause) {
    if (!isOutOfMemory(cause)) throw cause
    for (const name of await readdir(folder.path)) await rm(join(folder.path, name), { recursive: true })
    return connection.frugally(() => connection.rows(statement, signal))
  }
}

// Measured: zstd at level 1 takes a tenth longer than snappy, reads as fast and needs a quarter of the bytes.
const format = trusted('FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, RETURN_STATS')

const copyStatement = (rows: Sql, layout: Layout, folder: string): Sql => {
  const columns = layout.columns.map(({ field, source }) => {
    const cast = sql`CAST("rows".${ident(source)} AS ${toDuckdbType(field.type)})`
    const checked = field.required
      ? sql`CASE WHEN "rows".${ident(source)} IS NULL THEN error(${literal(`NULL in the required column ${field.name}`)}) ELSE ${cast} END`
      : cast
    return sql`${checked} AS ${ident(field.name)}`
  })
  const fields = layout.columns.map(({ field }) => field)
  const partition = layout.spec.fields.map(
    ({ sourceId }) => allFields(fields).find(({ field }) => field.id === sourceId)?.field.name ?? '',
  )
  // One unpartitioned file keeps the order of the query. In partitions only {uuid} keeps files apart: NULL and the
  // text __HIVE_DEFAULT_PARTITION__ share a folder, and without it one file would replace the other.
  const destination =
    partition.length === 0
      ? { path: `${folder}/rows.parquet`, options: sql`` }
      : {
          path: folder,
          options: sql`, PARTITION_BY (${partition.map(ident)}), WRITE_PARTITION_COLUMNS true, FILENAME_PATTERN ${literal('{uuid}')}`,
        }
  return sql`COPY (SELECT ${columns} FROM (${rows}) AS "rows") TO ${literal(destination.path)} (${format}, FIELD_IDS ${fieldIds(fields)}${destination.options})`
}
