import { rm } from 'node:fs/promises'
import type { Connection } from '../../engines/index.ts'
import { literal, type Sql, sql } from '../../sql/quote.ts'
import type { DataFile } from '../format/data-file.ts'
import { copySorted } from './copy-sorted.ts'
import { type CopyTarget, copyTo, parquet, uniqueNames } from './copy-to.ts'
import { plainInts } from './plain-ints.ts'
import { type PartitionKey, type TypedRows, typedRows } from './typed-rows.ts'
import { explainRow } from './unstorable-row.ts'
import { dataFiles, keyValues, type WrittenRow } from './written-files.ts'

/**
 * Runs the query once and writes its rows as Parquet files into `folder`, durably. The rows stay inside the engine,
 * which spills what is too much for its memory. Rows of a file are exactly in the layout's order where it has one, and
 * files then follow each other; else they stand about as they come. Throws MR3108, MR3109 and what engine and storage
 * throw.
 */
export const copyRows = async (
  connection: Connection,
  rows: Sql,
  target: CopyTarget,
  signal: AbortSignal | undefined,
): Promise<readonly (DataFile & { readonly file: string })[]> => {
  const { layout, folder } = target
  try {
    const typed = typedRows(rows, layout)
    const copy = typed.keys.length > 0 && typed.order.length > 0 ? copySorted : copyDirectly
    const written = await copy(connection, typed, target, signal)
    const files = dataFiles(written, target)
    for (const { file, recordCount } of files) if (recordCount === 0n) await rm(file)
    const kept = await plainInts(
      files.filter((file) => file.recordCount > 0n),
      layout.schema.fields,
    )
    await folder.complete(
      kept.map(({ file }) => file),
      signal,
    )
    return kept
  } catch (cause) {
    throw explainRow(cause, target)
  }
}

const copyDirectly = async (
  connection: Connection,
  typed: TypedRows,
  target: CopyTarget,
  signal: AbortSignal | undefined,
): Promise<readonly WrittenRow[]> => {
  const { folder } = target
  const { rows, keys, order } = typed
  if (keys.length === 0) {
    const sorted = order.length === 0 ? rows : sql`SELECT * FROM (${rows}) ORDER BY ${order}`
    const reported = await copyTo(
      connection,
      { rows: sorted, path: `${folder.path}/rows`, isSorted: order.length > 0 },
      target,
      signal,
    )
    return reported.map((row) => ({ row, keys: [] }))
  }
  const names = keys.map(({ name }) => name)
  const keyed = sql`SELECT *, ${keys.map(({ name, value }) => sql`${value} AS ${name}`)} FROM (${rows})`
  // The engine keeps a hundred files open. With more partitions than that it would begin each one again and again.
  const clustered = isFew(keys) ? keyed : sql`${keyed} ORDER BY ${names}`
  const reported = await connection.rows(
    sql`COPY (${clustered}) TO ${literal(folder.path)} (${parquet(target)}, PARTITION_BY (${names}), HIVE_FILE_PATTERN false, ${uniqueNames})`,
    signal,
  )
  return reported.map((row) => ({ row, keys: keyValues(row, keys) }))
}

/** True where there can be no more partitions than files that the engine keeps open. */
const isFew = (keys: readonly PartitionKey[]): boolean =>
  keys.reduce((most, { of }) => most * mostValues(of), 1) <= 64

const mostValues = ({ field, type }: PartitionKey['of']): number => {
  if (field.transform.kind === 'bucket') return field.transform.buckets + 1
  return type.kind === 'boolean' ? 3 : Number.POSITIVE_INFINITY
}
