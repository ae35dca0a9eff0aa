import { type Job, stacks } from '../stacks/index.ts'
import type { Concluded, TaskContext } from '../stacks/stack.ts'

/** Evaluates the assertions of a job. */
export const checkJob = async (job: Job, context: TaskContext, signal: AbortSignal): Promise<Concluded> =>
  job.kind === 'flare'
    ? (await stacks.flare.checker())(job, context, signal)
    : context.conclude({ rowsWritten: 0, written: [] })

/** Loads the executor of a job's stack and runs it. */
export const executeJob = async (job: Job, context: TaskContext, signal: AbortSignal): Promise<Concluded> => {
  switch (job.kind) {
    case 'flare':
      return (await stacks.flare.executor())(job, context, signal)
    case 'mock':
      return (await stacks.mock.executor())(job, context, signal)
    case 'scanner':
      return (await stacks.scanner.executor())(job, context, signal)
  }
}
