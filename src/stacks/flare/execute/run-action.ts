import { type DatasetAddress, printAddress } from '../../../address.ts'
import { DiagnosticsError, failure, hasErrors, MillraceError } from '../../../diagnostics/index.ts'
import type { EngineColumn } from '../../../engines/index.ts'
import {
  atSnapshot,
  type ColumnPredicate,
  demandedPredicates,
  isInFolderOf,
  mainBranch,
  type StagedCommit,
  stageWrite,
  type Table,
  type TableOnBranch,
  tableColumns,
  tableOnBranch,
  tablesBeingWritten,
  versionOf,
} from '../../../lakehouse/index.ts'
import {
  cleanFiles,
  compactTable,
  type DeletedFiles,
  expireSnapshots,
  rewriteManifests,
} from '../../../lakehouse/maintenance/index.ts'
import { ident, type Sql, sql } from '../../../sql/index.ts'
import type { FlareAction } from '../actions/action.ts'
import type { FlareJob } from '../job.ts'
import { demandedRows } from './demanded-rows.ts'
import type { Session } from './session.ts'

/** Throws MR3213 where an action is not about a table of the lakehouse. Called before anything is done. */
export const checkActions = ({ context }: Session, { actions }: FlareJob): void => {
  for (const { address, place } of actions)
    if (context.depot(address).kind !== 'lakehouse') {
      const reason = 'its depot holds files, and actions are for tables'
      throw failure('MR3213', { address: printAddress(address), reason }, { place })
    }
}

type Staged = { readonly address: DatasetAddress; readonly commit: StagedCommit }

/**
 * Stages the deletes among a job's actions, each on what those before it left: they are published with the job's
 * outputs or not at all.
 */
export const stageDeletes = async (
  session: Session,
  { actions }: FlareJob,
  earlier: readonly Staged[],
): Promise<readonly Staged[]> => {
  const staged: Staged[] = []
  for (const [i, action] of actions.entries()) {
    if (action.kind !== 'delete-from-dataset') continue
    const commit = await atPlace(action, () =>
      stageDelete(session, action, { i, earlier: [...earlier, ...staged] }),
    )
    staged.push({ address: action.address, commit })
  }
  return staged
}

/**
 * The upkeep among a job's actions, in order, once the job's rows are published. Each is a commit of its own that
 * changes no row; a failure undoes none before it. On a branch only what is the branch's own is rewritten: history and
 * files are those of all branches.
 */
export const runUpkeep = async (session: Session, { actions }: FlareJob): Promise<void> => {
  for (const [i, action] of actions.entries())
    if (action.kind !== 'delete-from-dataset') await atPlace(action, () => upkeep(session, action, i))
}

type Delete = Extract<FlareAction, { kind: 'delete-from-dataset' }>
type Upkeep = Exclude<FlareAction, Delete>

const identityOf = ({ address }: FlareAction) => ({ namespace: address.collection, name: address.dataset })

const stageDelete = async (
  session: Session,
  action: Delete,
  { i, earlier }: { readonly i: number; readonly earlier: readonly Staged[] },
): Promise<StagedCommit> => {
  const { context, connection, signal } = session
  const identity = identityOf(action)
  const after = earlier.findLast(
    ({ address }) => address.collection === identity.namespace && address.dataset === identity.name,
  )?.commit
  const stored =
    after === undefined
      ? await presentTable(session, action)
      : { table: { identity, ...versionOf(after) }, snapshotId: after.snapshotId }
  const columns = tableColumns(stored.table, stored.snapshotId)
  const views = [...session.views.values()]
  const { value, diagnostics } = await session.translator.translateCondition(
    action.where,
    new Map([['old', columns]]),
    new Map(views.map((view) => [view.name, view.columns])),
    new Map(views.map((view) => [view.name, view.relation])),
  )
  if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
  session.notice(diagnostics)
  const filter = await demandedFilter(session, { ...stored, columns }, value.sql)
  progress(session, action, 'deleting from')
  return stageWrite(
    context.lakehouse,
    {
      connection,
      // A delete writes no new rows.
      query: sql`SELECT NULL WHERE false`,
      identity,
      mode: { kind: 'delete', where: value.sql, filter },
      branch: context.branch,
      runId: context.run,
      commitId: commitIdOf(session, i),
      ...(after === undefined ? {} : { after }),
    },
    signal,
  )
}

type Stored = { readonly table: Table; readonly snapshotId?: string | undefined }

/** What a condition over "old" demands of the stored rows: files that hold none of these are not opened. */
const demandedFilter = async (
  session: Session,
  stored: Stored & { readonly columns: readonly EngineColumn[] },
  where: Sql,
): Promise<readonly ColumnPredicate[]> => {
  const view = { columns: stored.columns, engineName: 'millrace_stored' }
  const statement = sql`SELECT * FROM ${ident(view.engineName)} AS "old" WHERE (${where})`
  const conditions = await demandedRows(session, statement, view)
  return demandedPredicates(stored.table, atSnapshot(stored.snapshotId), conditions)
}

const commitIdOf = ({ context }: Session, i: number): string => `${context.run}/${context.task}/action-${i}`

const upkeep = async (session: Session, action: Upkeep, i: number): Promise<void> => {
  const { context, connection, signal } = session
  const { lakehouse, branch } = context
  const identity = identityOf(action)
  const { snapshotId } = await presentTable(session, action)
  const isOfBranch = action.kind === 'rewrite-dataset' || action.kind === 'rewrite-manifests'
  if (branch !== mainBranch && !(isOfBranch && snapshotId !== undefined))
    return progress(session, action, `left to main: ${action.kind} of`)
  const commit = { identity, branch, runId: context.run, commitId: commitIdOf(session, i) }
  progress(session, action, `${action.kind} of`)
  switch (action.kind) {
    case 'rewrite-dataset': {
      const { order, options } = action
      const { partialCommits, ...sizes } = options
      const where = await whereOf(session, action)
      const outcome = await compactTable(
        lakehouse,
        {
          ...commit,
          connection,
          options: sizes,
          ...(order === 'as-stored' ? {} : { sortBy: order }),
          ...(where === undefined ? {} : { where }),
          ...(partialCommits === undefined ? {} : { commits: partialCommits }),
        },
        signal,
      )
      if (outcome.givenUp === 0) return
      const reason = 'files that are rewritten were replaced again and again'
      throw failure(
        'MR3119',
        { table: `${identity.namespace}.${identity.name}`, reason },
        { retryable: true },
      )
    }
    case 'rewrite-manifests':
      await rewriteManifests(lakehouse, commit, signal)
      return
    case 'expire-snapshots': {
      const { olderThanMs, retainLast, snapshotIds } = action
      const request = {
        snapshotIds,
        ...(olderThanMs === undefined ? {} : { olderThanMs }),
        ...(retainLast === undefined ? {} : { retainLast }),
      }
      const { deletion } = await expireSnapshots(lakehouse, identity, request, signal)
      return refuseLeftovers(deletion)
    }
    case 'remove-orphans': {
      const { olderThanMs, location, dryRun, force } = action
      // Other tasks of this run that write the table come before this one or after it.
      const others = tablesBeingWritten(context.database).filter(({ isOwn }) => !isOwn)
      const request = {
        identity,
        dryRun,
        force,
        isBusy: (path: string) => others.some((table) => isInFolderOf(path, table)),
        ...(olderThanMs === undefined ? {} : { olderThanMs }),
        ...(location === undefined ? {} : { location }),
      }
      const { deletion } = await cleanFiles(lakehouse, request, signal)
      return refuseLeftovers(deletion)
    }
  }
}

/** A condition over the table's columns, as Spark SQL. */
const whereOf = async (
  session: Session,
  action: Extract<FlareAction, { kind: 'rewrite-dataset' }>,
): Promise<Sql | undefined> => {
  if (action.where === undefined) return undefined
  const { table, snapshotId } = await presentTable(session, action)
  const columns = tableColumns(table, snapshotId)
  const { value, diagnostics } = await session.translator.translateExpression(action.where, columns)
  if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
  session.notice(diagnostics)
  return value.sql
}

const presentTable = async ({ context, signal }: Session, action: FlareAction): Promise<TableOnBranch> => {
  const found = await tableOnBranch(context.lakehouse, identityOf(action), context.branch, signal)
  if (found !== undefined) return found
  const address = printAddress(action.address)
  throw failure('MR3213', { address, reason: 'no task has written it yet' })
}

const refuseLeftovers = (deletion: DeletedFiles | undefined): void => {
  const [first, ...others] = deletion?.failed ?? []
  if (first === undefined) return
  const more = others.length === 0 ? '' : `, and ${others.length} more`
  throw failure('MR3009', {
    message: `a file that nothing needs could not be deleted: ${first.reason}${more}`,
  })
}

const progress = ({ context }: Session, { address }: FlareAction, doing: string): void =>
  context.emit({ kind: 'task.progress', phase: `${doing} ${address.dataset}` })

/** What stands in the way is told where the action stands in the manifest. */
const atPlace = async <T>({ place }: FlareAction, work: () => Promise<T>): Promise<T> =>
  work().catch((cause: unknown) => {
    if (!(cause instanceof MillraceError) || cause.retryable || cause.diagnostic.place !== undefined)
      throw cause
    throw new DiagnosticsError([{ ...cause.diagnostic, place }])
  })
