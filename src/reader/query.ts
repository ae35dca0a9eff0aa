import { copyFile, rename } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import type { EngineTable } from '../engines/index.ts'
import { literal, sql } from '../sql/index.ts'
import type { QueryRequest, QuerySources } from './planner.ts'
import { prepareQuery } from './prepare-query.ts'

/**
 * The rows of a query as one reader may see them, in batches. Every dataset that the query names is replaced by a
 * relation with that reader's masks inside; the query then runs in an engine of its own, which can open nothing but
 * the folders of the depots. Throws DiagnosticsError for a query that is not admitted.
 */
export async function* queryAs(
  request: QueryRequest,
  sources: QuerySources,
  signal: AbortSignal,
): AsyncIterable<EngineTable> {
  await using prepared = await prepareQuery(request, sources, signal)
  yield* prepared.connection.stream(prepared.statement, signal)
}

/**
 * Writes the rows that `queryAs` would return as a Parquet file. The file is there when all of it is; until then one
 * that was there before stays.
 */
export const writeParquetAs = async (
  request: QueryRequest,
  sources: QuerySources,
  path: string,
  signal: AbortSignal,
): Promise<void> => {
  await using prepared = await prepareQuery(request, sources, signal)
  const { connection, statement, scratch } = prepared
  const written = join(scratch, 'rows.parquet')
  await connection.run(sql`COPY (${statement}) TO ${literal(written)} (FORMAT parquet)`, signal)
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  await copyFile(written, beside)
  await rename(beside, path)
}
