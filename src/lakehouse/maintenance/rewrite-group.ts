import type { WriteFolder } from '../../depots/index.ts'
import { failure } from '../../diagnostics/index.ts'
import type { Connection } from '../../engines/index.ts'
import { ident, type Sql, sql } from '../../sql/quote.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import type { DataFile } from '../format/data-file.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { fromLocation } from '../location.ts'
import type { ReadVersion } from '../read-version.ts'
import { scanRelation } from '../scan/scan.ts'
import type { Table } from '../table.ts'
import { copyRows } from '../write/copy.ts'
import { fileOptions } from '../write/file-options.ts'
import type { Layout } from '../write/layout.ts'
import type { FileGroup } from './plan-compaction.ts'
import type { RowOrder } from './row-order.ts'

/** A group with the files that take its place, which nobody names yet. */
export type RewrittenGroup = AsyncDisposable & {
  readonly group: FileGroup
  readonly added: readonly DataFile[]
  /** Its files belong to a commit from now on. */
  readonly keep: () => void
}

export type Rewriting = {
  readonly connection: Connection
  readonly table: Table
  readonly version: ReadVersion
  readonly layout: Layout
  /** Absent: rows stay in the order of their files. */
  readonly order?: RowOrder
  /** Part of the names of folders; nobody else's. */
  readonly attempt: string
}

/**
 * Writes the rows of a group as new files. Rows stay inside the engine, which spills what is too much for its memory.
 * Throws MR3112 where other rows came out than went in, and what scans and writes throw; then no file is left.
 */
export const rewriteGroup = async (
  lakehouse: Lakehouse,
  { connection, table, version, layout, order, attempt }: Rewriting,
  group: FileGroup,
  signal: AbortSignal | undefined,
): Promise<RewrittenGroup> => {
  const { location } = table.metadata
  const root = await fromLocation(lakehouse.storage, location)
  const folders: WriteFolder[] = []
  const dispose = async () => {
    for (const folder of folders) await folder[Symbol.asyncDispose]()
  }
  // All rows of a group have the partition of its files, so there is nothing to partition by.
  const sortOrder = table.metadata.sortOrders.find(({ orderId }) => orderId === order?.sortOrderId)
  const target =
    group.partition !== undefined
      ? { ...layout, spec: { ...layout.spec, fields: [] }, partition: [] }
      : sortOrder === undefined
        ? layout
        : { ...layout, sortOrder }
  const write = async (rows: Sql): Promise<readonly DataFile[]> => {
    const name = `${attempt}-${folders.length}`
    const folder = await lakehouse.storage.writeFolder(`${root}/data/${name}`)
    folders.push(folder)
    const identity = printIdentity(table.identity)
    // Compaction knows by itself how many files a group becomes.
    const { compression } = fileOptions(identity, table.metadata.properties)
    const destination = { layout: target, folder, files: { compression }, table: identity }
    const files = await copyRows(connection, rows, destination, signal)
    return files.map(({ file, ...rest }) => ({
      ...rest,
      path: `${location}/data/${name}${file.slice(folder.path.length)}`,
      partition: group.partition ?? rest.partition,
      // Rows that are partitioned on their way are sorted on it, too, where the table has the order.
      ...(order?.sortOrderId === undefined || group.partition === undefined
        ? {}
        : { sortOrderId: order.sortOrderId }),
    }))
  }
  try {
    const only = new Set(group.files.map(({ file }) => file.path))
    const relation = await scanRelation(lakehouse, table, { version, only }, signal)
    const rows = sql`SELECT * FROM ${relation}${order === undefined ? sql`` : sql` ORDER BY ${order.sql}`}`
    const added =
      group.newFiles > 1 && group.partition !== undefined
        ? await inSlices(connection, rows, { count: group.newFiles, write }, signal)
        : await write(rows)
    refuseOtherRows(table, group, added)
    return {
      group,
      added,
      keep: () => {
        for (const folder of folders) folder.keep()
      },
      [Symbol.asyncDispose]: dispose,
    }
  } catch (cause) {
    await dispose()
    throw cause
  }
}

const sliced = ident('millrace_slices')

/**
 * Several files of as many rows each, in the order of the query. DuckDB can cut files at a size by itself, but then
 * its threads write side by side and no file is in order.
 */
const inSlices = async (
  connection: Connection,
  rows: Sql,
  { count, write }: { readonly count: number; readonly write: (rows: Sql) => Promise<readonly DataFile[]> },
  signal: AbortSignal | undefined,
): Promise<readonly DataFile[]> => {
  await connection.run(sql`CREATE OR REPLACE TEMP TABLE ${sliced} AS ${rows}`, signal)
  try {
    const [counted] = await connection.rows(sql`SELECT count(*) AS "rows" FROM ${sliced}`, signal)
    const total = Number(counted?.['rows'] ?? 0)
    const size = Math.max(1, Math.ceil(total / count))
    const files: DataFile[] = []
    for (let from = 0; from < total; from += size)
      files.push(
        ...(await write(sql`SELECT * FROM ${sliced} WHERE rowid >= ${from} AND rowid < ${from + size}`)),
      )
    return files
  } finally {
    await connection.run(sql`DROP TABLE IF EXISTS ${sliced}`)
  }
}

/** A row that is lost here would be lost for good, so the counts of the manifests are held against what was written. */
const refuseOtherRows = (table: Table, { files }: FileGroup, added: readonly DataFile[]): void => {
  const count = (some: readonly DataFile[]) => some.reduce((sum, { recordCount }) => sum + recordCount, 0n)
  const [before, after] = [count(files.map(({ file }) => file)), count(added)]
  const mayShrink = files.some(({ deletes }) => deletes.length > 0)
  if (after === before || (mayShrink && after < before)) return
  throw failure('MR3112', {
    location: table.metadataLocation,
    reason: `its manifests count ${before} rows where the files have ${after}`,
  })
}
