import { failure } from '../../diagnostics/index.ts'
import { mainBranch } from '../branch-name.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import { headOf } from '../head.ts'
import { type Lakehouse, newTableFolder } from '../lakehouse.ts'
import { fromLocation, toLocation } from '../location.ts'
import { refuseTag } from '../refs.ts'
import { loadTableOrDraft, type Table } from '../table.ts'
import type { TableChange } from './change.ts'
import { stageCommit } from './commit.ts'
import { copyRows } from './copy.ts'
import { planLayout } from './layout.ts'
import { prepareRows } from './modes.ts'
import type { WriteRequest } from './request.ts'
import { type StagedCommit, versionOf } from './staged-commit.ts'

/**
 * Runs a query once, writes its rows as files of a table and prepares the commit, which `publish` makes visible.
 * The table is created with its first commit. The query's columns fit the table by name, ignoring case and order.
 * Throws MR3100 to MR3109 (columns that do not fit), MR3114 to MR3118 (stored rows that cannot be read), MR3121
 * (`ifExists: 'fail'`), MR3140 to MR3149 (merges), and what engine and storage throw; then, and after an abort, no
 * file of this write is left.
 */
export const stageWrite = async (
  lakehouse: Lakehouse,
  request: WriteRequest,
  signal?: AbortSignal,
): Promise<StagedCommit> => {
  const { connection, identity, query, branch = mainBranch } = request
  const table = await baseTable(lakehouse, request, signal)
  if (table !== undefined) refuseTag(table, branch)
  if (table !== undefined && request.ifExists !== undefined && hasHead(table, branch)) {
    if (request.ifExists === 'skip') return unchanged(table, branch)
    throw failure('MR3121', { table: printIdentity(identity) })
  }
  const incoming = request.columns ?? (await connection.describe(query, signal))
  const layout = planLayout(table, branch, { ...request, incoming })
  await using prepared = await prepareRows(lakehouse, { request, table, branch, layout }, signal)
  const location =
    table?.metadata.location ?? toLocation(lakehouse.storage, newTableFolder(lakehouse, identity))
  const root = await fromLocation(lakehouse.storage, location)
  // A retry of the same commit gets a folder of its own: what a killed attempt left is never mixed in.
  const attempt = `${request.commitId.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-${lakehouse.uuid().slice(0, 8)}`
  await using folder = await lakehouse.storage.writeFolder(`${root}/data/${attempt}`)
  const added =
    prepared.rows === undefined
      ? []
      : await copyRows(connection, prepared.rows, { layout, folder, table: printIdentity(identity) }, signal)
  const removes = prepared.removes(added)
  const head = table === undefined ? undefined : headOf(table, branch)
  // Of a draft even no rows are news: without them there would be no table, or none on this branch.
  const isNews = table === undefined || (table.draft && head?.snapshot === undefined)
  if (!isNews && added.length === 0 && removes.kind === 'nothing') return unchanged(table, branch)
  const readSnapshotId = head?.snapshot?.snapshotId
  const change: TableChange = {
    identity,
    branch,
    operation: prepared.operation,
    location,
    layout,
    setsSchema: head?.schema.schemaId !== layout.schema.schemaId,
    setsSpec: head?.specId !== layout.spec.specId,
    added: added.map(({ file, ...rest }) => ({
      ...rest,
      path: `${location}/data/${attempt}${file.slice(folder.path.length)}`,
    })),
    removes,
    reads: prepared.reads,
    ...(readSnapshotId === undefined ? {} : { readSnapshotId }),
    properties: request.properties ?? {},
    summary: {},
    runId: request.runId,
    commitId: request.commitId,
  }
  const staged = await stageCommit(lakehouse, change, table, { signal })
  folder.keep()
  return staged
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
