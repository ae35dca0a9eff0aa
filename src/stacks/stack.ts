import type { Address, DatasetAddress } from '../address.ts'
import type { Depot } from '../depots/depot.ts'
import type { Diagnostic, Place, Staged } from '../diagnostics/index.ts'
import type { Engine } from '../engines/index.ts'
import type { TaskEvent } from '../events.ts'
import type { Attachment, Document, NodePath } from '../manifest/document.ts'
import type { Settings } from '../settings/index.ts'
import type { Database } from '../state/database.ts'
import type { MovedWatermarks } from '../state/watermark-store.ts'
import type { Lakehouse, StagedCommit } from '../lakehouse/index.ts'

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
export type DatasetUse = {
  readonly address: Address
  /** A branch or tag that the manifest names; absent: the table as it is published. */
  readonly ref?: string
  readonly place: Place
}

/** The pure half of a stack: from a node to a job, and what the job touches. */
export type StackSpec<J> = {
  readonly name: string
  /** The JSON Schema of its stackSpec: `schemas/<schema>.schema.json`. */
  readonly schema: string
  readonly compile: (source: NodeSource) => Staged<J | undefined>
  /**
   * True for work that is left to the platform: what nobody here knows about it is no error. Asked of a payload of
   * any shape.
   */
  readonly runsElsewhere?: (payload: unknown) => boolean
  /** Why its jobs do not run on a branch; absent where they change nothing but tables. */
  readonly notOnBranches?: string
  readonly reads: (job: J) => readonly DatasetUse[]
  readonly writes: (job: J) => readonly DatasetUse[]
}

/** The text that stands for a bound in SQL, as a key's value does. */
export type Interval = { readonly from?: string; readonly to?: string }

/** What a task may use of the world. Nothing else reaches out. */
export type TaskContext = {
  readonly run: string
  readonly task: string
  readonly settings: Settings
  readonly engine: Engine
  readonly database: Database
  readonly lakehouse: Lakehouse
  /** Where tables are read and written; one that the branch does not have is read on `main`. */
  readonly branch: string
  /** The depot of an address; throws MR3210 for one that is not bound. */
  readonly depot: (address: Address) => Depot
  readonly now: () => Date
  readonly emit: (event: TaskEvent) => void
  readonly fullRefresh: boolean
  /** Bounds of incremental reads in place of those of their state, which then stays as it is. */
  readonly interval?: Interval
  /**
   * Audits and publishes what the task wrote, stores its results and records it, all in one transaction. The last
   * thing that an executor does, while all that the audit needs is still open. Throws what stops the publication.
   */
  readonly conclude: (result: TaskResult) => Promise<Concluded>
}

/** Version of a dataset as a task left it: a snapshot id, or the fingerprint of a folder's files. */
export type WrittenVersion = { readonly address: DatasetAddress; readonly version: string }

/** What a task leaves to the runner, which publishes and records it in one transaction. */
export type TaskResult = {
  readonly rowsWritten: number
  /** True where only an interval of what is there was read: the record of the last whole success stays. */
  readonly isPartial?: boolean
  /** Datasets that are already as they shall be: files, which no transaction covers. */
  readonly written: readonly WrittenVersion[]
  /** Tables that are written but not yet seen by readers; they are published together or not at all. */
  readonly commits?: readonly { readonly address: DatasetAddress; readonly commit: StagedCommit }[]
  /**
   * Checks the tables as they would become visible, at exactly the snapshots of the commits. Asked again where the
   * commits had to be based on newer versions.
   */
  readonly audit?: (commits: readonly StagedCommit[]) => Promise<Audit>
  /** Watermarks that move in that transaction. */
  readonly watermarks?: readonly MovedWatermarks[]
  /** Stores results, inside that transaction. Must not wait for anything. */
  readonly store?: (commits: readonly StagedCommit[]) => void
  /** What happened by that transaction, besides the publication of `commits`. */
  readonly events?: readonly TaskEvent[]
  /** Why the task counts as failed although its work is done and its results are stored: checks did not hold. */
  readonly failed?: Diagnostic
}

/** What the checks on staged tables found. */
export type Audit = {
  readonly events: readonly TaskEvent[]
  /** Stores the findings where they stop the publication; else the result's own `store` does. */
  readonly store: () => void
  /** Why nothing may be published. `branch` is where the rejected rows can be read, where they could be kept. */
  readonly failed?: (branch: string | undefined) => Diagnostic
}

/** A result that `conclude` has dealt with. */
export type Concluded = { readonly concluded: TaskResult }

/** The effect half of a stack, loaded only when one of its tasks runs. */
export type Executor<J> = (job: J, context: TaskContext, signal: AbortSignal) => Promise<Concluded>
