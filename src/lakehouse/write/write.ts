import { failure } from '../../diagnostics/index.ts'
import type { EngineColumn } from '../../engines/index.ts'
import { ident, sql } from '../../sql/quote.ts'
import { mainBranch } from '../branch-name.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import { toDuckdbType } from '../format/duckdb-type.ts'
import { headOf } from '../head.ts'
import { type Lakehouse, newTableFolder } from '../lakehouse.ts'
import { toLocation } from '../location.ts'
import { refuseTag } from '../refs.ts'
import { loadTableOrDraft, type Table } from '../table.ts'
import type { TableChange } from './change.ts'
import { stageCommit } from './commit.ts'
import { fileOptions } from './file-options.ts'
import { refuseNewer } from './metadata-file.ts'
import { planLayout } from './plan-layout.ts'
import { typesOf } from './modes/merge-clauses.ts'
import { prepareRows } from './modes/prepare-rows.ts'
import type { WriteRequest } from './request.ts'
import { type StagedCommit, versionOf } from './staged-commit.ts'
import { writeParts } from './write-parts.ts'

/**
 * Runs a query once, writes its rows as files of a table and prepares the commit, which `publish` makes visible.
 * The table is created with its first commit. The query's columns fit the table by name, ignoring case and order.
 * Throws MR3100 to MR3109 and MR3122 to MR3129 (columns, partitions, orders and properties that do not fit), MR3114
 * to MR3118 (stored rows that cannot be read), MR3121 (`ifExists: 'fail'`), MR3140 to MR3149 (merges), MR3213 (a
 * delete where there is no table), and what engine and storage throw; then, and after an abort, no file of this write
 * is left.
 */
export const stageWrite = async (
  lakehouse: Lakehouse,
  request: WriteRequest,
  signal?: AbortSignal,
): Promise<StagedCommit> => {
  const { identity, branch = mainBranch } = request
  const table = await baseTable(lakehouse, request, signal)
  if (table !== undefined) refuseTag(table, branch)
  if (table !== undefined && request.ifExists !== undefined && hasHead(table, branch)) {
    if (request.ifExists === 'skip') return unchanged(table, branch)
    throw failure('MR3121', { table: printIdentity(identity) })
  }
  refuseNewer(table)
  if (table === undefined && request.mode.kind === 'delete')
    throw failure('MR3213', { address: printIdentity(identity), reason: 'there is no such table' })
  const columns = await queryColumns(request, table, signal)
  const incoming = columnsToStore(request, table, columns)
  const replacesColumns = request.schemaChange === 'replace' && request.mode.kind === 'overwrite'
  const layout = planLayout(table, branch, { ...request, incoming, replacesColumns })
  await using prepared = await prepareRows(
    lakehouse,
    { request: { ...request, columns }, table, branch, layout },
    signal,
  )
  const location =
    table?.metadata.location ?? toLocation(lakehouse.storage, newTableFolder(lakehouse, identity))
  const properties = { ...table?.metadata.properties, ...request.properties }
  const options = fileOptions(printIdentity(identity), properties)
  await using files = await writeParts(
    lakehouse,
    { request, layout, location, files: options, prepared },
    signal,
  )
  const { added } = files
  const removes = prepared.removes(added)
  const head = table === undefined ? undefined : headOf(table, branch)
  // Of a draft even no rows are news: without them there would be no table, or none on this branch.
  const isNews = table === undefined || (table.draft && head?.snapshot === undefined)
  if (!isNews && added.length === 0 && removes.kind === 'nothing') return unchanged(table, branch)
  const readSnapshotId = head?.snapshot?.snapshotId
  const change: TableChange = {
    identity,
    branch,
    operation: prepared.operation(added),
    location,
    layout,
    setsSchema: head?.schema.schemaId !== layout.schema.schemaId,
    setsSpec: head?.specId !== layout.spec.specId,
    setsOrder: head?.sortOrder.orderId !== layout.sortOrder.orderId,
    added,
    removes,
    reads: prepared.reads,
    ...(readSnapshotId === undefined ? {} : { readSnapshotId }),
    properties: request.properties ?? {},
    summary: {},
    runId: request.runId,
    commitId: request.commitId,
  }
  const staged = await stageCommit(lakehouse, change, table, { signal })
  files.keep()
  return staged
}

/** The columns of the query as far as the write needs them. */
const queryColumns = async (
  { connection, query, columns, mode }: WriteRequest,
  table: Table | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly EngineColumn[]> => {
  if (columns !== undefined || mode.kind === 'delete') return columns ?? []
  const described = await connection.describe(query, signal)
  if (table === undefined) return described
  // Described, NULL is a number; beside a table it is of the column's type.
  const types = await typesOf(
    connection,
    sql`(SELECT 1) LEFT JOIN (${query}) AS "query" ON false`,
    described.map(({ name }) => sql`"query".${ident(name)}`),
    signal,
  )
  return described.map((column, i) => ({ ...column, type: types[i] ?? column.type }))
}

/** The columns that the table has with this write, as far as the write decides about them. */
const columnsToStore = (
  { mode, branch = mainBranch }: WriteRequest,
  table: Table | undefined,
  incoming: readonly EngineColumn[],
): readonly EngineColumn[] => {
  const keeps = mode.kind === 'delete' || (mode.kind === 'merge' && mode.addsColumns !== true)
  const stored =
    table === undefined
      ? []
      : headOf(table, branch).schema.fields.map(({ name, type }) => ({ name, type: toDuckdbType(type) }))
  if (table !== undefined && keeps) return stored
  if (mode.kind !== 'merge') return incoming
  const known = new Set(incoming.map(({ name }) => name.toLowerCase()))
  return [...incoming, ...stored.filter(({ name }) => !known.has(name.toLowerCase()))]
}

const hasHead = (table: Table, branch: string): boolean =>
  branch === mainBranch ? !table.draft : headOf(table, branch).snapshot !== undefined

const baseTable = async (
  lakehouse: Lakehouse,
  { identity, after }: WriteRequest,
  signal: AbortSignal | undefined,
): Promise<Table | undefined> =>
  after === undefined ? loadTableOrDraft(lakehouse, identity, signal) : { identity, ...versionOf(after) }

const unchanged = (table: Table, branch: string): StagedCommit => {
  const snapshot = headOf(table, branch).snapshot
  const total = snapshot === undefined ? '0' : snapshot.summary['total-records']
  const isExact = (snapshot?.summary['total-delete-files'] ?? '0') === '0'
  const { identity, ...at } = table
  return {
    kind: 'unchanged',
    identity,
    at,
    ...(snapshot === undefined ? {} : { snapshotId: String(snapshot.snapshotId) }),
    ...(total === undefined || !isExact ? {} : { totalRows: Number(total) }),
  }
}
