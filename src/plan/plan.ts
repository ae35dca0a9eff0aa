import { type Address, namesDataset } from '../address.ts'
import type { TaskId } from '../events.ts'
import { jobFingerprint, type Task, useKey } from '../project/index.ts'
import type { TaskRecord } from '../state/run-store.ts'

/** Why a task runs or not. The runner decides `if-changed` once its upstream tasks are done. */
export type Decision =
  | { readonly kind: 'run'; readonly reason: string }
  | { readonly kind: 'if-changed'; readonly reason: string }
  | { readonly kind: 'skip'; readonly reason: string }

export type PlannedTask = { readonly task: Task; readonly decision: Decision }

export type PlanRequest = {
  /** Tasks to consider; undefined means all. */
  readonly selection?: ReadonlySet<TaskId>
  /** Runs every selected task, changed or not: `millrace run`. */
  readonly force?: boolean
  readonly fullRefresh?: boolean
}

/** What is known before planning: how tasks ended, and which version each dataset has now (absent: it does not exist). */
export type Known = {
  readonly records: ReadonlyMap<TaskId, TaskRecord>
  readonly versions: ReadonlyMap<string, string>
}

/**
 * The tasks in an order in which each comes after what it depends on, with the decision on each. Pure: the same
 * project, records and versions give the same plan. After a successful run of the plan, the next one skips all.
 */
export const planTasks = (
  tasks: readonly Task[],
  known: Known,
  request: PlanRequest = {},
): readonly PlannedTask[] => {
  const planned = new Map<TaskId, PlannedTask>()
  for (const task of tasks) {
    if (request.selection !== undefined && !request.selection.has(task.id)) continue
    const upstream = task.dependsOn.filter((id) => (planned.get(id)?.decision.kind ?? 'skip') !== 'skip')
    planned.set(task.id, { task, decision: decide(task, upstream, known, request) })
  }
  return [...planned.values()]
}

const decide = (task: Task, upstream: readonly TaskId[], known: Known, request: PlanRequest): Decision => {
  if (request.force) return { kind: 'run', reason: request.fullRefresh ? 'asked for, in full' : 'asked for' }
  if (request.fullRefresh) return { kind: 'run', reason: 'full refresh asked for' }
  const reason = reasonToRun(task, known)
  if (reason !== undefined) return { kind: 'run', reason }
  if (upstream.length > 0)
    return { kind: 'if-changed', reason: `if ${listed(upstream.map(nodeOf))} changes its input` }
  return { kind: 'skip', reason: 'nothing that it depends on has changed' }
}

/** What calls for a run of the task; undefined where its last success still stands for the present state. */
export const reasonToRun = (task: Task, { records, versions }: Known): string | undefined => {
  const record = records.get(task.id)
  if (record?.fingerprint === undefined)
    return record === undefined || record.outcome === 'cancelled'
      ? 'has not run yet'
      : 'has not succeeded yet'
  if (record.outcome === 'failed') return 'failed last time'
  if (record.outcome === 'cancelled') return 'was interrupted last time'
  if (record.fingerprint !== jobFingerprint(task.job)) return 'its definition changed'
  const gone = task.writes.filter((write) => namesDataset(write.address) && !versions.has(useKey(write)))
  if (gone.length > 0) return `${listed(gone.map(({ address }) => short(address)))} no longer exists`
  const changed = consumed(task).filter((read) => {
    const key = useKey(read)
    const version = versions.get(key)
    // What keeps a table in order reads it and leaves another version of it: that one is no news.
    const isOwn = version !== undefined && record.outputs?.[key] === version
    return record.inputs?.[key] !== version && !isOwn
  })
  if (changed.length > 0) return `${listed(changed.map(({ address }) => short(address)))} changed`
  return undefined
}

/** What a task reads and does not itself write: a job that reads its own output is not called for by its own work. */
export const consumed = (task: Task): Task['reads'] => {
  const own = new Set(task.writes.map(useKey))
  return task.reads.filter((read) => !own.has(useKey(read)))
}

const nodeOf = (id: TaskId): string => id.split('/').at(-1) ?? id

const short = (address: Address): string => address.dataset ?? address.collection ?? address.depot

const listed = (names: readonly string[]): string => {
  const unique = [...new Set(names)]
  return unique.length < 3 ? unique.join(' and ') : `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}`
}
