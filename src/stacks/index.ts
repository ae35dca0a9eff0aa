// What a workflow node can run on. Each stack has a pure half (spec.ts: node → job) and an effect half (execute.ts:
// job → files, tables, results), which is a promise here so that validating never loads an engine. To add a stack:
// a folder with the two files, its JSON Schema, and one line below.
import { flareSpec, hasChecks, readsIntervals } from './flare/spec.ts'
import type { FlareJob } from './flare/job.ts'
import { type MockJob, mockSpec } from './mock/spec.ts'
import { type ScannerJob, scannerSpec } from './scanner/spec.ts'
import type { DatasetUse, Executor, StackSpec } from './stack.ts'

export type Job = FlareJob | MockJob | ScannerJob

/** A stack whose job type is known to fit its own executor. */
type Stack<J extends Job> = {
  readonly spec: StackSpec<J>
  readonly executor: () => Promise<Executor<J>>
  /** Evaluates the assertions of jobs that have any, and does nothing else. */
  readonly checker?: () => Promise<Executor<J>>
  readonly hasChecks?: (job: J) => boolean
  /** True of jobs that read some input between bounds, which a run may set. */
  readonly readsIntervals?: (job: J) => boolean
}

export const stacks = {
  flare: {
    spec: flareSpec,
    executor: async () => (await import('./flare/execute.ts')).executeFlare,
    hasChecks,
    readsIntervals,
    checker: async () => (await import('./flare/check.ts')).checkFlare,
  },
  mock: { spec: mockSpec, executor: async () => (await import('./mock/execute.ts')).executeMock },
  scanner: { spec: scannerSpec, executor: async () => (await import('./scanner/execute.ts')).executeScanner },
} as const satisfies { [K in Job['kind']]: Stack<Extract<Job, { kind: K }>> }

export type { DatasetUse, Executor, StackSpec }
