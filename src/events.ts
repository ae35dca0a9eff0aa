import type { Diagnostic } from './diagnostics/index.ts'

/** Identity of a task: `workspace/workflow/node`. */
export type TaskId = string

export type TaskOutcome = 'succeeded' | 'failed' | 'skipped' | 'cancelled'
export type RunOutcome = 'succeeded' | 'failed' | 'cancelled'

/** A task as a run announces it, in the order in which the plan lists it. */
export type TaskSummary = {
  readonly task: TaskId
  readonly workflow: string
  readonly node: string
  readonly stack: string
  readonly dependsOn: readonly TaskId[]
}

/** What a stack tells about its work; the runner adds task, time and number. */
export type TaskEvent =
  /** `phase` is a present participle ("reading customer"); counts are rows; `totalRows` only where it is known. */
  | {
      readonly kind: 'task.progress'
      readonly phase: string
      readonly rows?: number
      readonly totalRows?: number
    }
  | { readonly kind: 'task.noticed'; readonly diagnostic: Diagnostic }
  | {
      readonly kind: 'files.written'
      readonly dataset: string
      readonly path: string
      readonly rows: number
      readonly sizeBytes: number
    }
  | {
      readonly kind: 'snapshot.published'
      readonly dataset: string
      /** Absent where it is `main`. */
      readonly branch?: string
      /** Decimal text: snapshot ids exceed 2^53. */
      readonly snapshotId: string
      readonly operation: 'append' | 'overwrite' | 'replace' | 'delete'
      readonly addedRows: number
      readonly removedRows: number
      readonly totalRows: number
      readonly addedFiles: number
    }
  | { readonly kind: 'dataset.unchanged'; readonly dataset: string; readonly reason: string }
  | {
      readonly kind: 'check.evaluated'
      readonly dataset: string
      readonly column?: string
      readonly test: string
      readonly actual: string | null
      readonly outcome: 'pass' | 'fail' | 'error'
      readonly reason?: string
    }
  | {
      readonly kind: 'profile.stored'
      readonly dataset: string
      readonly rows: number
      readonly columns: number
    }
  | {
      readonly kind: 'dataset.scanned'
      readonly dataset: string
      readonly columns: number
      readonly rows: number | null
      readonly changes: readonly string[]
    }

/** One event of a run: serialisable, numbered from 1 without gaps, in the past tense. The only output of a run. */
export type RunEvent = { readonly run: string; readonly seq: number; readonly at: string } & (
  | { readonly kind: 'run.started'; readonly command: string; readonly tasks: readonly TaskSummary[] }
  | {
      readonly kind: 'task.started'
      readonly task: TaskId
      readonly attempt: number
      readonly reason: string
    }
  | (TaskEvent & { readonly task: TaskId })
  | {
      readonly kind: 'task.retried'
      readonly task: TaskId
      readonly attempt: number
      readonly delayMs: number
      readonly diagnostic: Diagnostic
    }
  | {
      readonly kind: 'task.finished'
      readonly task: TaskId
      readonly outcome: TaskOutcome
      /** Why it was skipped or cancelled. */
      readonly reason?: string
      readonly durationMs: number
      readonly rowsWritten?: number
      /** What failed; first the cause. */
      readonly diagnostics?: readonly Diagnostic[]
    }
  | {
      readonly kind: 'run.finished'
      readonly outcome: RunOutcome
      readonly durationMs: number
      readonly tasks: Readonly<Record<TaskOutcome, number>>
    }
)
