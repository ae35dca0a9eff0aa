import { channel } from '../base/channel.ts'
import type { RunEvent, RunOutcome, TaskId, TaskOutcome, TaskSummary } from '../events.ts'
import type { PlannedTask } from '../plan/index.ts'
import type { Interval } from '../stacks/stack.ts'
import { recordEvent, recordRunEnd, recordRunStart } from '../state/run-store.ts'
import { mainBranch } from '../lakehouse/index.ts'
import { stacks } from '../stacks/index.ts'
import type { RunDeps } from './deps.ts'
import { type EventBody, type RunScope, runTask } from './task-run.ts'

export type RunRequest = {
  readonly command: string
  readonly fullRefresh?: boolean
  /** Bounds for every incremental read of the run; what state they would move stays. */
  readonly interval?: Interval
  readonly force?: boolean
  /** Evaluates assertions and does nothing else: no table and no record of a task changes. */
  readonly checksOnly?: boolean
}

/**
 * Runs a plan and yields what happens; the events are its only output. Tasks run as soon as those before them are
 * done, at most `deps.parallelism` at once. What waits for a failed task is skipped, everything else goes on. An
 * abort interrupts running statements, leaves unpublished files to `table clean`, and ends with a cancelled run.
 */
export async function* run(
  plan: readonly PlannedTask[],
  request: RunRequest,
  deps: RunDeps,
  signal: AbortSignal,
): AsyncIterable<RunEvent> {
  const events = channel<RunEvent>()
  const id = deps.newId()
  const startedAt = deps.now()
  let seq = 0
  // History first: what a screen shows is never ahead of what is stored.
  const emit = (body: EventBody): void => {
    const event: RunEvent = { run: id, seq: ++seq, at: deps.now().toISOString(), ...body }
    if (event.kind !== 'task.progress') recordEvent(deps.database, event)
    events.push(event)
  }
  const work = async (): Promise<void> => {
    recordRunStart(deps.database, {
      id,
      branch: deps.branch,
      command: request.command,
      startedAt: startedAt.toISOString(),
    })
    emit({ kind: 'run.started', command: request.command, tasks: plan.map(summary) })
    const counts = countOutcomes((await runAll(plan, { id, request, deps, emit }, signal)).values())
    const outcome: RunOutcome = signal.aborted ? 'cancelled' : counts.failed > 0 ? 'failed' : 'succeeded'
    recordRunEnd(deps.database, id, outcome, deps.now().toISOString())
    emit({
      kind: 'run.finished',
      outcome,
      durationMs: deps.now().getTime() - startedAt.getTime(),
      tasks: counts,
    })
  }
  const done = work().then(events.close, events.fail)
  yield* events
  await done
}

const summary = ({ task }: PlannedTask): TaskSummary => ({
  task: task.id,
  workflow: task.workflow,
  node: task.node,
  stack: task.job.kind,
  dependsOn: task.dependsOn,
})

/** What a finished task means for those that wait for it: a task that was held back holds back the next. */
type Settled = { readonly outcome: TaskOutcome; readonly holdsBack: boolean }

const runAll = async (
  plan: readonly PlannedTask[],
  scope: RunScope,
  signal: AbortSignal,
): Promise<ReadonlyMap<TaskId, Settled>> => {
  const settled = new Map<TaskId, Settled>()
  const waiting = new Map(plan.map((planned) => [planned.task.id, planned]))
  const running = new Map<TaskId, Promise<void>>()
  const start = (planned: PlannedTask) => {
    const { id } = planned.task
    const attempt = runTask(planned, scope, signal).then((outcome) => {
      settled.set(id, { outcome, holdsBack: outcome === 'failed' || outcome === 'cancelled' })
      running.delete(id)
    })
    running.set(id, attempt)
  }
  while (waiting.size + running.size > 0) {
    for (const [id, planned] of waiting) {
      if (planned.task.dependsOn.some((name) => waiting.has(name) || running.has(name))) continue
      const unneeded = reasonNotToStart(planned, settled, { signal, branch: scope.deps.branch })
      if (unneeded !== undefined) {
        waiting.delete(id)
        settled.set(id, { outcome: unneeded.outcome, holdsBack: unneeded.holdsBack })
        scope.emit({
          kind: 'task.finished',
          task: id,
          outcome: unneeded.outcome,
          reason: unneeded.reason,
          durationMs: 0,
        })
      } else if (running.size < scope.deps.parallelism) {
        waiting.delete(id)
        start(planned)
      }
    }
    if (running.size > 0) await Promise.race(running.values())
  }
  return settled
}

const reasonNotToStart = (
  { task, decision }: PlannedTask,
  settled: ReadonlyMap<TaskId, Settled>,
  { signal, branch }: { readonly signal: AbortSignal; readonly branch: string },
): (Settled & { readonly reason: string }) | undefined => {
  const { notOnBranches } = stacks[task.job.kind].spec
  if (branch !== mainBranch && notOnBranches !== undefined)
    return { outcome: 'skipped', holdsBack: false, reason: notOnBranches }
  if (decision.kind === 'skip') return { outcome: 'skipped', holdsBack: false, reason: decision.reason }
  if (signal.aborted) return { outcome: 'cancelled', holdsBack: true, reason: 'the run was interrupted' }
  const broken = task.dependsOn.find((name) => settled.get(name)?.holdsBack)
  return broken === undefined
    ? undefined
    : { outcome: 'skipped', holdsBack: true, reason: `waits for ${broken}, which did not succeed` }
}

const countOutcomes = (settled: Iterable<Settled>): Readonly<Record<TaskOutcome, number>> => {
  const counts = { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 }
  for (const { outcome } of settled) counts[outcome] += 1
  return counts
}
