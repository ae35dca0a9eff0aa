import { printAddress } from '../address.ts'
import type { Place } from '../diagnostics/index.ts'
import type { TaskId } from '../events.ts'
import type { Job } from '../stacks/index.ts'
import type { DatasetUse } from '../stacks/stack.ts'

/** A workflow node as the planner and the runner see it. */
export type Task = {
  readonly id: TaskId
  readonly workspace: string
  readonly workflow: string
  readonly node: string
  readonly job: Job
  /** Name of an engine of the settings. */
  readonly engine: string
  readonly reads: readonly DatasetUse[]
  readonly writes: readonly DatasetUse[]
  /** Tasks that come first: the node's `dependencies`, and whoever writes what this task reads. */
  readonly dependsOn: readonly TaskId[]
  readonly retry?: Retry
  readonly place: Place
}

/** Extra attempts after a failure. Which failures count is Argo's vocabulary, as DataOS has it. */
export type Retry = {
  readonly count: number
  readonly strategy: 'Always' | 'OnFailure' | 'OnError' | 'OnTransientError'
}

/** What versions of datasets are told apart by: the canonical address, and the branch or tag where one is named. */
export const useKey = ({ address, ref }: Pick<DatasetUse, 'address' | 'ref'>): string =>
  ref === undefined ? printAddress(address) : `${printAddress(address)} on ${ref}`

export const taskId = (workspace: string, workflow: string, node: string): TaskId =>
  `${workspace}/${workflow}/${node}`
