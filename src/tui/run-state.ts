import { unreachable } from '../base/bug.ts'
import type { RunEvent, RunOutcome, TaskId, TaskSummary } from '../events.ts'
import { findTask, taskList, type TaskList, withTask } from './task-list.ts'
import type { TaskState } from './task-state.ts'

export type { CheckResult, Publication, TaskState } from './task-state.ts'

/** A run as its events so far tell it: what the screen draws and the summary counts. */
export type RunState = {
  readonly run?: string
  readonly command?: string
  readonly startedAt?: number
  /** Time of the last event. */
  readonly at: number
  readonly tasks: TaskList
  readonly outcome?: RunOutcome
  readonly durationMs?: number
}

export const runBeforeEvents: RunState = { at: 0, tasks: taskList([]) }

/**
 * The run after one more event. Accepts any order: an event of a task that was never announced announces it, since a
 * reader that joins late must still be told what it can be.
 */
export const foldRun = (state: RunState, event: RunEvent): RunState => {
  const time = Date.parse(event.at)
  const at = Number.isNaN(time) ? state.at : time
  if (event.kind === 'run.started')
    return {
      run: event.run,
      command: event.command,
      startedAt: at,
      at,
      tasks: taskList(event.tasks.map(pendingTask)),
    }
  if (event.kind === 'run.finished')
    return { ...state, run: event.run, at, outcome: event.outcome, durationMs: event.durationMs }
  const before = findTask(state.tasks, event.task) ?? pendingTask(unannounced(event.task))
  return { ...state, run: event.run, at, tasks: withTask(state.tasks, foldTask(before, event, at)) }
}

type TaskRunEvent = Exclude<RunEvent, { readonly kind: 'run.started' | 'run.finished' }>

const foldTask = (task: TaskState, event: TaskRunEvent, at: number): TaskState => {
  switch (event.kind) {
    case 'task.started':
      return {
        ...withoutProgress(task),
        status: 'running',
        attempt: event.attempt,
        reason: event.reason,
        startedAt: at,
        // An attempt evaluates all checks again, and what made the last one fail is no longer true.
        passedChecks: 0,
        openChecks: [],
        diagnostics: [],
      }
    case 'task.progress':
      return {
        ...withoutProgress(task),
        phase: event.phase,
        ...(event.rows === undefined ? {} : { rows: event.rows }),
        ...(event.totalRows === undefined ? {} : { totalRows: event.totalRows }),
      }
    case 'task.noticed':
      return { ...task, notices: [...task.notices, event.diagnostic] }
    case 'snapshot.published':
      return { ...task, published: [...task.published, event] }
    case 'check.evaluated':
      return event.outcome === 'pass'
        ? { ...task, passedChecks: task.passedChecks + 1 }
        : { ...task, openChecks: [...task.openChecks, event] }
    case 'task.retried':
      return { ...withoutProgress(task), status: 'retrying', diagnostics: [event.diagnostic] }
    case 'task.finished':
      return {
        ...withoutProgress(task),
        status: event.outcome,
        durationMs: event.durationMs,
        // Why it started says nothing about why it did not end.
        reason: event.reason ?? (event.outcome === 'succeeded' ? task.reason : undefined),
        ...(event.rowsWritten === undefined ? {} : { rowsWritten: event.rowsWritten }),
        diagnostics: event.diagnostics ?? (event.outcome === 'failed' ? task.diagnostics : []),
      }
    case 'files.written':
    case 'dataset.unchanged':
    case 'profile.stored':
    case 'dataset.scanned':
      return task
    default:
      return unreachable(event)
  }
}

const pendingTask = (task: TaskSummary): TaskState => ({
  ...task,
  status: 'pending',
  attempt: 0,
  passedChecks: 0,
  openChecks: [],
  published: [],
  notices: [],
  diagnostics: [],
})

const unannounced = (task: TaskId): TaskSummary => {
  const [workflow = task, node = workflow] = task.split('/').slice(-2)
  return { task, workflow, node, stack: '', dependsOn: [] }
}

const withoutProgress = (task: TaskState): TaskState => {
  const { phase: _phase, rows: _rows, totalRows: _totalRows, ...rest } = task
  return rest
}
