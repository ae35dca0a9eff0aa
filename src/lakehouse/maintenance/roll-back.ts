import { failure } from '../../diagnostics/index.ts'
import { mainBranch } from '../branch-name.ts'
import { printIdentity, type TableIdentity } from '../catalogs/catalog.ts'
import type { Snapshot } from '../format/snapshot.ts'
import { ancestry, specProperty } from '../head.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { type ReadVersion, resolveVersion } from '../read-version.ts'
import { snapshotOf, type Table } from '../table.ts'
import { changeTable } from './change-table.ts'

export type RollBackOutcome = {
  /** The snapshot that was current before: rolling back to it undoes the undoing. */
  readonly from: Snapshot
  readonly to: Snapshot
  /** Snapshots that readers do not see any more, newest first; empty where the table went forward again. */
  readonly undone: readonly Snapshot[]
}

/**
 * Lets readers see an earlier published version of a table again. Nothing is deleted: the snapshots that were undone
 * stay until they expire, so the table can go forward to them again. Columns and partitioning stay those of now.
 * Throws MR3213, MR3117, MR3130, MR3131 (no such version), MR3153 (a version that was never published).
 */
export const rollBack = async (
  lakehouse: Lakehouse,
  identity: TableIdentity,
  { version, dryRun = false }: { readonly version: ReadVersion; readonly dryRun?: boolean },
  signal?: AbortSignal,
): Promise<RollBackOutcome> => {
  const { result } = await changeTable(
    lakehouse,
    identity,
    (table) => {
      const outcome = planRollBack(table, version)
      const { metadata } = table
      const { snapshotId } = outcome.to
      if (dryRun || snapshotId === outcome.from.snapshotId) return { result: outcome }
      // Later than all other entries, so that reading as of a time tells what readers saw then.
      const timestampMs = Math.max(lakehouse.now(), metadata.lastUpdatedMs)
      return {
        metadata: {
          ...metadata,
          currentSnapshotId: snapshotId,
          snapshotLog: [...metadata.snapshotLog, { timestampMs, snapshotId }],
          refs: {
            ...metadata.refs,
            [mainBranch]: { ...metadata.refs[mainBranch], 'snapshot-id': snapshotId, type: 'branch' },
          },
        },
        result: outcome,
      }
    },
    signal,
  )
  return result
}

const planRollBack = (table: Table, version: ReadVersion): RollBackOutcome => {
  const to = resolveVersion(table, version)
  const from = snapshotOf(table)
  if (to === undefined || from === undefined)
    throw failure('MR3153', {
      table: printIdentity(table.identity),
      snapshotId: to === undefined ? 'none' : String(to.snapshotId),
      reason: 'the table has never been published',
    })
  if (!published(table).has(to.snapshotId))
    throw failure('MR3153', {
      table: printIdentity(table.identity),
      snapshotId: String(to.snapshotId),
      reason: 'readers have never seen it: it is of a branch that was not published',
    })
  const stays = new Set(ancestry(table, to.snapshotId).map(({ snapshotId }) => snapshotId))
  const undone = ancestry(table, from.snapshotId).filter(({ snapshotId }) => !stays.has(snapshotId))
  return { from, to, undone }
}

/**
 * Snapshots that readers have seen: what the log says `main` was at. Of what came before the log, which expiry cuts,
 * those that led to it, and those that were not made on a branch. The steps in between of a branch that was published
 * as a whole are not among them.
 */
const published = (table: Table): ReadonlySet<bigint> => {
  const { snapshots, snapshotLog, currentSnapshotId } = table.metadata
  const heads = new Set(snapshotLog.map(({ snapshotId }) => snapshotId))
  if (currentSnapshotId !== undefined) heads.add(currentSnapshotId)
  const line = new Set(
    [...heads].flatMap((head) => ancestry(table, head).map(({ snapshotId }) => snapshotId)),
  )
  const begin = snapshotLog[0]?.timestampMs ?? Number.POSITIVE_INFINITY
  const isSeen = ({ snapshotId, timestampMs, summary }: Snapshot): boolean =>
    heads.has(snapshotId) || (timestampMs < begin && (line.has(snapshotId) || !isOfBranch(summary)))
  return new Set(snapshots.filter(isSeen).map(({ snapshotId }) => snapshotId))
}

/** What a commit to a branch, ours or one that another engine stages for review, says in its summary. */
const isOfBranch = (summary: Snapshot['summary']): boolean =>
  [specProperty, 'millrace.rejected', 'wap.id'].some((property) => summary[property] !== undefined)
