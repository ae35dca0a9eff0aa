import { setTimeout as sleep } from 'node:timers/promises'
import { type Diagnostic, DiagnosticsError, MillraceError, systemDiagnostic } from '../diagnostics/index.ts'
import type { RunEvent, TaskEvent, TaskOutcome } from '../events.ts'
import { consumed, type PlannedTask, reasonToRun } from '../plan/index.ts'
import { type Retry, type Task, useKey } from '../project/index.ts'
import type { Interval, TaskResult } from '../stacks/stack.ts'
import { recordFailure } from '../state/run-store.ts'
import { conclude, concludeCheck } from './conclude.ts'
import type { RunDeps } from './deps.ts'
import { leaseTables } from './lease-tables.ts'
import { recordsOf } from './observe.ts'
import { checkJob, executeJob } from './execute-job.ts'

/** An event before the run gives it a number and a time. */
export type EventBody = RunEvent extends infer E
  ? E extends RunEvent
    ? Omit<E, 'run' | 'seq' | 'at'>
    : never
  : never

export type RunScope = {
  readonly id: string
  readonly request: {
    readonly command: string
    readonly fullRefresh?: boolean
    readonly checksOnly?: boolean
    readonly interval?: Interval
  }
  readonly deps: RunDeps
  readonly emit: (body: EventBody) => void
}

/** Runs one task to its end, retries included, and records how it ended. Never throws for a failure of the task. */
export const runTask = async (
  { task, decision }: PlannedTask,
  scope: RunScope,
  signal: AbortSignal,
): Promise<TaskOutcome> => {
  const { deps, emit } = scope
  const startedAt = deps.now().getTime()
  const finish = (
    outcome: TaskOutcome,
    rest: { reason?: string; rowsWritten?: number; diagnostics?: readonly Diagnostic[] } = {},
  ) => {
    emit({
      kind: 'task.finished',
      task: task.id,
      outcome,
      durationMs: deps.now().getTime() - startedAt,
      ...rest,
    })
    return outcome
  }
  const fail = (outcome: 'failed' | 'cancelled', diagnostics: readonly Diagnostic[]): TaskOutcome => {
    const end = { task: task.id, run: scope.id, outcome, finishedAt: deps.now().toISOString() }
    if (scope.request.checksOnly !== true) recordFailure(deps.database, end, deps.branch)
    return finish(outcome, outcome === 'cancelled' ? { reason: 'the run was interrupted' } : { diagnostics })
  }
  try {
    let reason = decision.reason
    if (decision.kind === 'if-changed') {
      const changed = await changedSincePlan(task, deps)
      if (changed === undefined) return finish('skipped', { reason: 'its inputs did not change' })
      reason = changed
    }
    for (let attempt = 1; ; attempt++) {
      emit({ kind: 'task.started', task: task.id, attempt, reason })
      try {
        const result = await attemptTask(task, scope, signal)
        const { rowsWritten, failed } = result
        return failed === undefined
          ? finish('succeeded', { rowsWritten })
          : finish('failed', { rowsWritten, diagnostics: [failed] })
      } catch (cause) {
        if (signal.aborted) return fail('cancelled', [])
        const diagnostics = explain(cause)
        const delayMs = retryDelay(task.retry, cause, attempt)
        if (delayMs === undefined) return fail('failed', diagnostics)
        const [first] = diagnostics
        if (first !== undefined)
          emit({ kind: 'task.retried', task: task.id, attempt, delayMs, diagnostic: first })
        await sleep(delayMs, undefined, { signal })
      }
    }
  } catch (cause) {
    if (signal.aborted) return fail('cancelled', [])
    return fail('failed', explain(cause))
  }
}

/** Present versions of what the task reads, against those of its last success. */
const changedSincePlan = async (task: Task, deps: RunDeps): Promise<string | undefined> => {
  const versions = new Map<string, string>()
  for (const use of [...task.reads, ...task.writes]) {
    const version = await deps.version(use.address, use.ref)
    if (version !== undefined) versions.set(useKey(use), version)
  }
  return reasonToRun(task, { records: await recordsOf([task], deps), versions })
}

const attemptTask = async (task: Task, scope: RunScope, signal: AbortSignal): Promise<TaskResult> => {
  const { deps } = scope
  const emit = (event: TaskEvent) => scope.emit({ ...event, task: task.id })
  // Taken before the work: data that arrives while it runs belongs to the next run, and is then seen as a change.
  const inputs: Record<string, string> = {}
  for (const use of consumed(task)) {
    const version = await deps.version(use.address, use.ref)
    if (version !== undefined) inputs[useKey(use)] = version
  }
  const checksOnly = scope.request.checksOnly === true
  const { command } = scope.request
  using lease = checksOnly ? undefined : await leaseTables(task, { deps, command, emit }, signal)
  const { concluded } = await (checksOnly ? checkJob : executeJob)(
    task.job,
    {
      run: scope.id,
      task: task.id,
      settings: deps.settings,
      engine: await deps.engine(task.engine),
      database: deps.database,
      lakehouse: deps.lakehouse,
      branch: deps.branch,
      depot: deps.depot,
      now: deps.now,
      emit,
      fullRefresh: scope.request.fullRefresh ?? false,
      ...(scope.request.interval === undefined ? {} : { interval: scope.request.interval }),
      conclude: (result) =>
        checksOnly
          ? concludeCheck({ result, deps, emit })
          : conclude(task, { result, inputs, run: scope.id, deps, emit, lease }, signal),
    },
    signal,
  )
  return concluded
}

/** A lost race is always worth another try; other failures as the manifest says. Undefined means: no more attempts. */
const retryDelay = (retry: Retry | undefined, cause: unknown, attempt: number): number | undefined => {
  const transient = cause instanceof MillraceError && cause.retryable
  const counts = retry?.strategy !== 'OnTransientError' || transient
  const allowed = Math.max(counts ? (retry?.count ?? 0) : 0, transient ? 3 : 0)
  return attempt > allowed ? undefined : Math.min(30_000, 250 * 2 ** (attempt - 1))
}

/** What a thrown value means to the user. A bug is thrown on: it is not a failure of the task. */
const explain = (cause: unknown): readonly Diagnostic[] => {
  if (cause instanceof DiagnosticsError) return cause.diagnostics
  if (cause instanceof MillraceError) return [cause.diagnostic]
  const system = systemDiagnostic(cause)
  if (system !== undefined) return [system]
  throw cause
}
