import { type DatasetAddress, printAddress } from '../address.ts'
import { MillraceError } from '../diagnostics/index.ts'
import type { TaskEvent } from '../events.ts'
import {
  discard,
  isUnknown,
  mainBranch,
  publishAudited,
  reject,
  type StagedCommit,
} from '../lakehouse/index.ts'
import { recordedJob, type Task } from '../project/index.ts'
import type { Audit, Concluded, TaskResult } from '../stacks/stack.ts'
import type { Lease } from '../state/lease.ts'
import { endPublication } from '../state/publication-store.ts'
import { recordFailure, recordSuccess, type TaskSuccess, type Versions } from '../state/run-store.ts'
import { storeWatermarks } from '../state/watermark-store.ts'
import { announce } from './announce.ts'
import type { RunDeps } from './deps.ts'

type Conclusion = {
  readonly result: TaskResult
  /** Versions of what the task read. */
  readonly inputs: Versions
  readonly run: string
  readonly deps: RunDeps
  readonly emit: (event: TaskEvent) => void
  /** Of the tables that are written. */
  readonly lease: Lease | undefined
}

/**
 * One transaction: audited tables are published, results stored, and the task recorded. Where the audit fails nothing
 * is published, and the rejected rows are kept under a branch of their own.
 */
export const conclude = async (
  task: Task,
  { result, inputs, run, deps, emit, lease }: Conclusion,
  signal: AbortSignal,
): Promise<Concluded> => {
  signal.throwIfAborted()
  const fingerprint = await recordedJob(task.job)
  const staged = result.commits ?? []
  const addresses = staged.map(({ address }) => address)
  let current: readonly StagedCommit[] = staged.map(({ commit }) => commit)
  let audited: Audit | undefined
  const success = (commits: readonly StagedCommit[]): TaskSuccess => ({
    task: task.id,
    run,
    finishedAt: deps.now().toISOString(),
    fingerprint,
    inputs,
    outputs: outputVersions(result, addresses, commits),
  })
  const store = (commits: readonly StagedCommit[]) => {
    for (const { scope, values } of result.watermarks ?? [])
      storeWatermarks(deps.database, scope, values, { run, branch: deps.branch })
    result.store?.(commits)
    const { finishedAt } = success(commits)
    if (result.failed !== undefined)
      recordFailure(deps.database, { task: task.id, run, finishedAt, outcome: 'failed' }, deps.branch)
    else if (result.isPartial !== true) recordSuccess(deps.database, success(commits), deps.branch)
  }
  const publication = announce({ result, deps, lease, success: success(current) }, current)
  const record = (commits: readonly StagedCommit[]) =>
    publication === undefined
      ? store(commits)
      : void endPublication(deps.database, publication, () => store(commits))
  const audit = async (commits: readonly StagedCommit[]): Promise<void> => {
    current = commits
    audited = await result.audit?.(commits)
    if (audited?.failed !== undefined) throw new AuditFailure(audited)
  }
  try {
    current = await publishAudited(deps.lakehouse, current, { audit, also: record }, signal)
  } catch (cause) {
    if (!(cause instanceof AuditFailure)) {
      if (isUnknown(cause)) throw cause
      if (publication !== undefined) endPublication(deps.database, publication)
      for (const commit of current) await discard(deps.lakehouse, commit)
      throw cause
    }
    if (publication !== undefined) endPublication(deps.database, publication)
    throw await rejection(cause.audit, { commits: current, branch: auditBranch(task, run), deps, emit })
  }
  for (const [i, commit] of current.entries()) {
    const address = addresses[i]
    if (address !== undefined) emit(publicationOf(printAddress(address), commit))
  }
  for (const event of [...(audited?.events ?? []), ...(result.events ?? [])]) emit(event)
  return { concluded: result }
}

/** Stores what checks alone have found; the record of the task stays that of its last run. */
export const concludeCheck = async ({
  result,
  deps,
  emit,
}: Pick<Conclusion, 'result' | 'deps' | 'emit'>): Promise<Concluded> => {
  deps.database.transaction(() => result.store?.([]))
  for (const event of result.events ?? []) emit(event)
  return { concluded: result }
}

class AuditFailure extends Error {
  readonly audit: Audit
  constructor(audit: Audit) {
    super('the audit failed')
    this.audit = audit
  }
}

/** A branch for the rejected rows of one task of one run. */
const auditBranch = ({ node }: Task, run: string): string => `audit-${run}-${node}`

type Rejection = {
  readonly commits: readonly StagedCommit[]
  readonly branch: string
  readonly deps: RunDeps
  readonly emit: (event: TaskEvent) => void
}

/** Keeps the rejected rows and tells the findings; returns what the task fails with. */
const rejection = async (
  audit: Audit,
  { commits, branch, deps, emit }: Rejection,
): Promise<MillraceError> => {
  for (const event of audit.events) emit(event)
  const failed = (kept: string | undefined) =>
    new MillraceError(
      audit.failed?.(kept) ?? { severity: 'error', code: 'MR5020', message: 'the audit failed' },
    )
  try {
    await reject(deps.lakehouse, commits, { branch, reason: failed(undefined).message, also: audit.store })
    return failed(branch)
  } catch (cause) {
    // What failed is the audit: that its evidence could not be kept must not hide it.
    if (!isUnknown(cause)) for (const commit of commits) await discard(deps.lakehouse, commit)
    return failed(undefined)
  }
}

const outputVersions = (
  result: TaskResult,
  addresses: readonly DatasetAddress[],
  commits: readonly StagedCommit[],
): Versions =>
  Object.fromEntries([
    ...result.written.map(({ address, version }) => [printAddress(address), version] as const),
    ...addresses.map((address, i) => [printAddress(address), commits[i]?.snapshotId ?? 'empty'] as const),
  ])

const publicationOf = (dataset: string, commit: StagedCommit): TaskEvent => {
  if (commit.kind === 'unchanged')
    return { kind: 'dataset.unchanged', dataset, reason: 'there were no new rows' }
  const { snapshotId, operation, addedRows, removedRows, totalRows, addedFiles, change } = commit
  return {
    kind: 'snapshot.published',
    dataset,
    ...(change.branch === mainBranch ? {} : { branch: change.branch }),
    snapshotId,
    operation,
    addedRows,
    removedRows,
    totalRows,
    addedFiles,
  }
}
