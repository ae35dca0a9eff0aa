import type { Connection, EngineColumn } from '../../engines/index.ts'
import { type Sql, sql } from '../../sql/quote.ts'
import { printIdentity, type TableIdentity } from '../catalogs/catalog.ts'
import { type Lakehouse, tableFolder } from '../lakehouse.ts'
import { fromLocation, toLocation } from '../location.ts'
import { scanRelation } from '../scan.ts'
import { currentSnapshotId, loadTable, loadTableAt, rowCount, type Table } from '../table.ts'
import { stageCommit } from './commit.ts'
import { copyRows } from './copy.ts'
import { planLayout } from './layout.ts'
import type { StagedCommit } from './staged-commit.ts'

export type WriteMode =
  | { readonly kind: 'append' }
  /** All rows are replaced in one snapshot; schema and history stay. */
  | { readonly kind: 'overwrite' }
  /**
   * Adds the rows for which no stored row satisfies `on`, a condition between `"old"` (stored) and `"new"`. Rows
   * that are equal among themselves are all added; NULL equals nothing.
   */
  | { readonly kind: 'insert-only'; readonly on: Sql }

export type WriteRequest = {
  readonly connection: Connection
  /** Rows to write, in the order in which they should stand in the file. */
  readonly query: Sql
  /** Columns of the query, where the caller knows them: asking the engine binds everything below it once more. */
  readonly columns?: readonly EngineColumn[]
  readonly identity: TableIdentity
  readonly mode: WriteMode
  /** Identity partition columns, outermost first. Absent or empty: a table keeps its own, a new one has none. */
  readonly partitionBy?: readonly string[]
  /** Set on the table with this commit; other properties of it stay. */
  readonly properties?: Readonly<Record<string, string>>
  readonly runId: string
  /** Unique per intended commit, the same for its retries: `findCommit` looks it up. */
  readonly commitId: string
  /** An unpublished write to the same table that this one follows; both are published together, in order. */
  readonly after?: StagedCommit
}

/**
 * Runs a query once, writes its rows as files of a table and prepares the commit, which `publish` makes visible.
 * The table is created with its first commit. The query's columns fit the table by name, ignoring case and order.
 * Throws MR3100 to MR3108 (columns that do not fit), MR3114 to MR3118 (insert-only: stored rows that cannot be read),
 * and what engine and storage throw; then, and after an abort, no file of this write is left.
 */
export const stageWrite = async (
  lakehouse: Lakehouse,
  request: WriteRequest,
  signal?: AbortSignal,
): Promise<StagedCommit> => {
  const { connection, identity, query, mode } = request
  const table = await baseTable(lakehouse, request, signal)
  const incoming = request.columns ?? (await connection.describe(query, signal))
  const layout = planLayout(table, { identity, incoming, partitionBy: request.partitionBy ?? [] })
  const rows =
    table !== undefined && mode.kind === 'insert-only'
      ? sql`SELECT "new".* FROM (${query}) AS "new" ANTI JOIN ${await scanRelation(lakehouse, table, undefined, signal)} AS "old" ON (${mode.on})`
      : query
  const location =
    table?.metadata.location ?? toLocation(lakehouse.storage, newTableFolder(lakehouse, identity))
  const root = await fromLocation(lakehouse.storage, location)
  // A retry of the same commit gets a folder of its own: what a killed attempt left is never mixed in.
  const attempt = `${request.commitId.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-${lakehouse.uuid().slice(0, 8)}`
  const folder = lakehouse.storage.location(`${root}/data/${attempt}`)
  const target = { layout, folder, table: printIdentity(identity) }
  const added = await copyRows(connection, rows, target, signal)
  if (table !== undefined && mode.kind !== 'overwrite' && added.length === 0) return unchanged(table)
  return stageCommit(
    lakehouse,
    {
      identity,
      table,
      location,
      layout,
      folder,
      added: added.map((file) => ({
        ...file,
        path: `${location}/data/${attempt}${file.file.slice(folder.length)}`,
      })),
      replaces: mode.kind === 'overwrite',
      properties: request.properties ?? {},
      runId: request.runId,
      commitId: request.commitId,
    },
    signal,
  )
}

const baseTable = async (
  lakehouse: Lakehouse,
  { identity, after }: WriteRequest,
  signal: AbortSignal | undefined,
): Promise<Table | undefined> =>
  after === undefined
    ? loadTable(lakehouse, identity, signal)
    : loadTableAt(lakehouse, identity, after.metadataLocation, signal)

// With a part of its own, so that a table that is dropped and made again never meets the files of the old one.
const newTableFolder = (lakehouse: Lakehouse, identity: TableIdentity): string =>
  `${tableFolder(identity)}-${lakehouse.uuid().replaceAll('-', '').slice(0, 12)}`

const unchanged = (table: Table): StagedCommit => {
  const snapshotId = currentSnapshotId(table)
  const totalRows = rowCount(table)
  return {
    kind: 'unchanged',
    identity: table.identity,
    metadataLocation: table.metadataLocation,
    ...(snapshotId === undefined ? {} : { snapshotId }),
    ...(totalRows === undefined ? {} : { totalRows }),
  }
}
