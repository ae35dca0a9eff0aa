import type { Address, DatasetAddress } from '../address.ts'
import type { Depot } from '../depots/depot.ts'
import type { Place, Staged } from '../diagnostics/index.ts'
import type { Engine } from '../engines/index.ts'
import type { TaskEvent } from '../events.ts'
import type { Attachment, Document, NodePath } from '../manifest/document.ts'
import type { Settings } from '../settings/index.ts'
import type { Database } from '../state/database.ts'

/** A workflow node on its way to becoming a job. `payload` (the stackSpec) has passed the stack's JSON Schema. */
export type NodeSource = {
  readonly workflow: string
  readonly node: string
  readonly document: Document
  /** Where the payload stands in the document. */
  readonly path: NodePath
  readonly payload: unknown
  readonly attachment: (document: Document, reference: string) => Attachment | undefined
}

/** A dataset that a job reads or writes. A scanner reads a whole depot: its address names no dataset. */
export type DatasetUse = { readonly address: Address; readonly place: Place }

/** The pure half of a stack: from a node to a job, and what the job touches. */
export type StackSpec<J> = {
  readonly name: string
  /** The JSON Schema of its stackSpec: `schemas/<schema>.schema.json`. */
  readonly schema: string
  readonly compile: (source: NodeSource) => Staged<J | undefined>
  readonly reads: (job: J) => readonly DatasetUse[]
  readonly writes: (job: J) => readonly DatasetUse[]
}

/** What a task may use of the world. Nothing else reaches out. */
export type TaskContext = {
  readonly run: string
  readonly task: string
  readonly settings: Settings
  readonly engine: Engine
  readonly database: Database
  /** The depot of an address; throws MR3210 for one that is not bound. */
  readonly depot: (address: Address) => Depot
  readonly now: () => Date
  readonly emit: (event: TaskEvent) => void
  readonly fullRefresh: boolean
}

/** What a task leaves to the runner, which stores it in the transaction that ends the task. */
export type TaskResult = {
  readonly rowsWritten: number
  /** Version of each dataset as this task left it: snapshot id or content fingerprint. */
  readonly written: readonly { readonly address: DatasetAddress; readonly version: string }[]
  /** A check failed: the task counts as failed although everything was evaluated and stored. */
  readonly failed?: boolean
}

/** The effect half of a stack, loaded only when one of its tasks runs. */
export type Executor<J> = (job: J, context: TaskContext, signal: AbortSignal) => Promise<TaskResult>
