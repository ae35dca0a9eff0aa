import type { Connection } from '../../engines/index.ts'
import { ident, type Sql, sql } from '../../sql/quote.ts'
import { mainBranch } from '../branch-name.ts'
import type { TableIdentity } from '../catalogs/catalog.ts'
import { specOf } from '../files.ts'
import { freeName } from '../free-name.ts'
import { headOf } from '../head.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { type ReadVersion, resolveVersion, schemaAt } from '../read-version.ts'
import { scopeOf } from '../scan/delete-index.ts'
import { planScan } from '../scan/plan.ts'
import { unsorted } from '../format/sort-order.ts'
import { scanRelation } from '../scan/scan.ts'
import type { PlannedFile } from '../scan/scan-file.ts'
import type { Table } from '../table.ts'
import type { Layout, SortBy } from '../write/layout.ts'
import { unchangedLayout } from '../write/unchanged-layout.ts'
import { existingTable } from './change-table.ts'
import { commitGroups } from './commit-groups.ts'
import {
  compactionLimits,
  type CompactionOptions,
  type FileGroup,
  planCompaction,
} from './plan-compaction.ts'
import { rewriteGroup, type RewrittenGroup } from './rewrite-group.ts'
import { type RowOrder, rowOrder } from './row-order.ts'

export type CompactRequest = {
  readonly connection: Connection
  readonly identity: TableIdentity
  readonly branch?: string
  /** Only files that hold a row for which this is true, over the table's columns. */
  readonly where?: Sql
  /** Sorts the rows of each partition; `table`: as the table wants it. Absent: rows stay in the order of their files. */
  readonly sortBy?: readonly SortBy[] | 'table'
  readonly options?: CompactionOptions
  /** Commits in so many parts, so that a failure does not undo those before it. Default: 1. */
  readonly commits?: number
  readonly dryRun?: boolean
  readonly runId: string
  readonly commitId: string
}

export type CompactOutcome = {
  readonly groups: number
  readonly removedFiles: number
  readonly removedBytes: number
  readonly removedDeleteFiles: number
  readonly addedFiles: number
  readonly addedBytes: number
  /** Snapshots that were made; none where there was nothing to do, and in a dry run. */
  readonly snapshotIds: readonly string[]
  /** Groups that were given up, since others changed their files again and again. */
  readonly givenUp: number
}

const mostRounds = 5

/**
 * Rewrites files of a table into fewer, larger, sorted ones: rows stay the same, deletes of other engines are applied,
 * files of older partition specs come under the present one. Groups whose files somebody changed meanwhile are started
 * again; what was appended meanwhile stays as it is. Throws MR3213, MR3130, MR3157 to MR3159, and what scans
 * and writes throw.
 */
export const compactTable = async (
  lakehouse: Lakehouse,
  request: CompactRequest,
  signal?: AbortSignal,
): Promise<CompactOutcome> => {
  let outcome = nothingDone
  let isWanted = (_file: PlannedFile): boolean => true
  for (let round = 1; round <= mostRounds; round++) {
    const plan = await planRound(lakehouse, request, signal)
    const groups = plan.groups.filter(({ files }) => files.some(isWanted))
    if (request.dryRun === true) return groups.reduce(withPlanned, outcome)
    const { done, stale } = await runRound(lakehouse, request, { ...plan, groups, round }, signal)
    outcome = { ...done.reduce(withDone, outcome), givenUp: stale.length }
    if (stale.length === 0) break
    // What was appended since is left for the next time: else a busy table would never be finished.
    const again = new Set(stale.flatMap(({ files }) => files.map(scopeOf)))
    isWanted = (file) => again.has(scopeOf(file))
  }
  return outcome
}

const nothingDone: CompactOutcome = {
  groups: 0,
  removedFiles: 0,
  removedBytes: 0,
  removedDeleteFiles: 0,
  addedFiles: 0,
  addedBytes: 0,
  snapshotIds: [],
  givenUp: 0,
}

const withPlanned = (sum: CompactOutcome, { files, sizeBytes, newFiles }: FileGroup): CompactOutcome => ({
  ...sum,
  groups: sum.groups + 1,
  removedFiles: sum.removedFiles + files.length,
  removedBytes: sum.removedBytes + sizeBytes,
  addedFiles: sum.addedFiles + newFiles,
})

type Done = {
  readonly snapshotId: string
  readonly removedDeleteFiles: number
  readonly groups: readonly RewrittenGroup[]
}

const withDone = (before: CompactOutcome, { snapshotId, removedDeleteFiles, groups }: Done): CompactOutcome =>
  groups.reduce<CompactOutcome>(
    (sum, { group, added }) => ({
      ...withPlanned(sum, { ...group, newFiles: added.length }),
      addedBytes: sum.addedBytes + added.reduce((bytes, file) => bytes + Number(file.fileSizeBytes), 0),
    }),
    {
      ...before,
      snapshotIds: [...before.snapshotIds, snapshotId],
      removedDeleteFiles: before.removedDeleteFiles + removedDeleteFiles,
    },
  )

type Round = {
  readonly table: Table
  readonly version: ReadVersion
  readonly layout: Layout
  readonly groups: readonly FileGroup[]
  readonly order?: RowOrder
}

const planRound = async (
  lakehouse: Lakehouse,
  { connection, identity, branch = mainBranch, where, sortBy, options = {} }: CompactRequest,
  signal: AbortSignal | undefined,
): Promise<Round> => {
  const table = await existingTable(lakehouse, identity, signal)
  const version: ReadVersion = branch === mainBranch ? { kind: 'current' } : { kind: 'ref', name: branch }
  const snapshot = resolveVersion(table, version)
  const { fields } = schemaAt(table, version)
  const limits = compactionLimits(table, options)
  const order = sortBy === undefined ? {} : { order: rowOrder(table, schemaAt(table, version), sortBy) }
  // Rows come sorted, or stay as they are: the table's order is not asked.
  const layout = { ...unchangedLayout(table, branch), sortOrder: unsorted }
  const all = await planScan(lakehouse, table, { snapshot, fields, filter: [] }, signal)
  const chosen =
    where === undefined || all.length === 0
      ? undefined
      : await filesWith(lakehouse, { table, version, where, connection }, signal)
  const groups = planCompaction(
    chosen === undefined ? all : all.filter(({ file }) => chosen.has(file.path)),
    specOf(table, headOf(table, branch).specId),
    { limits, together: sortBy !== undefined },
  )
  return { table, version, layout, groups, ...order }
}

/** Files that hold a row for which the condition is true: the engine says which. */
const filesWith = async (
  lakehouse: Lakehouse,
  choice: Pick<Round, 'table' | 'version'> & { readonly where: Sql; readonly connection: Connection },
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> => {
  const { table, version, where, connection } = choice
  const taken = schemaAt(table, version).fields.map(({ name }) => name)
  const locationColumn = freeName('millrace_location', taken)
  const relation = await scanRelation(lakehouse, table, { version, locationColumn }, signal)
  const location = ident(locationColumn)
  const rows = await connection.rows(
    sql`SELECT DISTINCT ${location} AS "location" FROM ${relation} WHERE ${where}`,
    signal,
  )
  return new Set(rows.map((row) => String(row['location'])))
}

const runRound = async (
  lakehouse: Lakehouse,
  request: CompactRequest,
  { table, version, layout, groups, order, round }: Round & { readonly round: number },
  signal: AbortSignal | undefined,
): Promise<{ readonly done: readonly Done[]; readonly stale: readonly FileGroup[] }> => {
  const { connection, branch = mainBranch, runId, commitId, commits = 1 } = request
  const done: Done[] = []
  const stale: FileGroup[] = []
  const size = Math.max(1, Math.ceil(groups.length / commits))
  for (let from = 0; from < groups.length; from += size) {
    const rewritten: RewrittenGroup[] = []
    try {
      for (const [i, group] of groups.slice(from, from + size).entries()) {
        const attempt = `${commitId.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-${lakehouse.uuid().slice(0, 8)}-${from + i}`
        const rewriting = {
          connection,
          table,
          version,
          layout,
          attempt,
          ...(order === undefined ? {} : { order }),
        }
        rewritten.push(await rewriteGroup(lakehouse, rewriting, group, signal))
      }
      const commit = { table, version, branch, layout, runId, commitId: `${commitId}/${round}/${from}` }
      const outcome = await commitGroups(lakehouse, commit, rewritten, signal)
      if (outcome.done !== undefined) done.push(outcome.done)
      stale.push(...outcome.stale)
    } finally {
      for (const group of rewritten) await group[Symbol.asyncDispose]()
    }
  }
  return { done, stale }
}
