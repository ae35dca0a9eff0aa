import type { Diagnostic } from '../diagnostics/index.ts'
import type { RunEvent, TaskOutcome, TaskSummary } from '../events.ts'

type EventOf<K extends RunEvent['kind']> = Extract<RunEvent, { readonly kind: K }>

export type CheckResult = EventOf<'check.evaluated'>
export type Publication = EventOf<'snapshot.published'>

/** What is known about one task after the events so far. Times are milliseconds since the epoch. */
export type TaskState = TaskSummary & {
  readonly status: 'pending' | 'running' | 'retrying' | TaskOutcome
  /** Why it started, or why it was skipped or cancelled. */
  readonly reason?: string | undefined
  readonly attempt: number
  readonly startedAt?: number
  readonly durationMs?: number
  readonly phase?: string
  readonly rows?: number
  readonly totalRows?: number
  readonly rowsWritten?: number
  readonly passedChecks: number
  /** Failed ones and those that could not be evaluated, of the last attempt. */
  readonly openChecks: readonly CheckResult[]
  readonly published: readonly Publication[]
  readonly notices: readonly Diagnostic[]
  /** What made it fail or retry; first the cause. */
  readonly diagnostics: readonly Diagnostic[]
}
