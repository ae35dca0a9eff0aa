import type { Place } from '../diagnostics/index.ts'
import type { Job } from '../stacks/index.ts'
import type { ResourceBase } from './resource.ts'

/** A graph of jobs. A node whose job cannot be read is left out, with an error that says why. */
export type WorkflowResource = ResourceBase<'workflow'> & {
  readonly nodes: readonly WorkflowNode[]
  /** Names of the nodes that are not among them. */
  readonly leftOut: readonly string[]
  /** Workflows of other files that run as nodes of this one: the document's key, and the name of the node. */
  readonly runs: readonly { readonly key: string; readonly node: string }[]
  readonly schedule?: {
    readonly cron: string
    readonly place: Place
    readonly endOn?: { readonly text: string; readonly place: Place }
  }
}

export type WorkflowNode = {
  readonly name: string
  readonly title?: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly dependencies: readonly string[]
  readonly retry?: NodeRetry
  readonly stack: string
  readonly stackVersion?: string
  readonly compute?: string
  readonly computePlace: Place
  readonly runAsUser?: string
  /** Volumes that the node mounts; nothing here defines one. */
  readonly volumes: readonly { readonly name: string; readonly place: Place }[]
  readonly job: Job
  /** Where the name stands. */
  readonly place: Place
}

/** `count` more attempts after the first. */
export type NodeRetry = { readonly count: number; readonly strategy: RetryStrategy }
export type RetryStrategy = (typeof strategies)[number]
export const strategies = ['Always', 'OnFailure', 'OnError', 'OnTransientError'] as const
