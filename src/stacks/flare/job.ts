import type { DatasetAddress } from '../../address.ts'
import type { ColumnTagRule } from '../../catalog/index.ts'
export type { ColumnTagRule }
import type { Place } from '../../diagnostics/index.ts'
import type { Assertion } from '../../quality/checks/assertion.ts'
import type { SourceText } from '../../sql/source-text.ts'
import type { SparkSettings } from '../../sql/spark/spark-settings.ts'
import type { SparkMerge } from '../../sql/spark/merge/read-merge.ts'
import type { FlareAction } from './actions/action.ts'
import type { Incremental } from './incremental.ts'
import type { InputVersion } from './input-version.ts'
import type { FlarePartition } from './outputs/partitions.ts'
import type { FlareSort } from './outputs/sort.ts'
import type { FlareStrategy } from './outputs/strategy.ts'

/**
 * A Flare node after all spellings of all versions (3.0 to 7.0) became one: what the executor runs. Texts are Spark
 * SQL as written, with variables filled in, and know their place.
 */
export type FlareJob = {
  readonly kind: 'flare'
  readonly inputs: readonly FlareInput[]
  readonly steps: readonly FlareStep[]
  readonly outputs: readonly FlareOutput[]
  /** Stand-alone assertions, on the first input. */
  readonly assertions: readonly Assertion[]
  readonly profile?: FlareProfile
  /** Maintenance of tables, in order, after everything else. */
  readonly actions: readonly FlareAction[]
  readonly keepSystemColumns: boolean
  /** Views that are there although they could not be read: inputs that no run of this release opens, broken steps. */
  readonly unread?: { readonly inputs: readonly string[]; readonly hasSteps: boolean }
  /** Absent: the usual ones. */
  readonly sparkSettings?: SparkSettings
  readonly place: Place
}

export type FlareInput = {
  readonly name: string
  readonly address: DatasetAddress
  /** Lower case; undefined where the depot decides. */
  readonly format?: string
  readonly options: Readonly<Record<string, string>>
  /** Of a table: other than its present state. */
  readonly version?: InputVersion
  /**
   * Of a dataset of files: only those that no earlier run has read. A file is known by path, size and time of its
   * last change; another `checkpoint` begins afresh.
   */
  readonly newFiles?: { readonly checkpoint: string }
  readonly incremental?: Incremental
  readonly place: Place
}

export type FlareStep = {
  readonly name: string
  readonly sql: SourceText
  readonly functions: readonly FlareFunctionCall[]
  readonly place: Place
}

/** One entry of a step's `functions`, arguments as written; each function parses its own. */
export type FlareFunctionCall = {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  /** Where an argument stands, or a member of it; the call itself for a name that is absent. */
  readonly place: (arg?: string, member?: string) => Place
}

/** What becomes of the stored rows. Appending and overwriting may leave a table that exists alone. */
export type FlareWrite =
  /** With `ifExists` a table that exists fails the job, or is left as it is. */
  | { readonly kind: 'append'; readonly ifExists?: 'fail' | 'skip' }
  | { readonly kind: 'overwrite' }
  /** Only partitions that occur in the new rows are replaced. */
  | { readonly kind: 'overwrite-partitions' }
  | { readonly kind: 'merge'; readonly merge: SparkMerge }
  | { readonly kind: 'strategy'; readonly strategy: FlareStrategy }

export type FlareOutput = {
  readonly name: string
  readonly address: DatasetAddress
  readonly format?: string
  readonly write: FlareWrite
  /** Absent: `main`. */
  readonly branch?: string
  /** None: a table keeps its own, a new one has none. */
  readonly partitions: readonly FlarePartition[]
  readonly properties: Readonly<Record<string, string>>
  readonly sort?: FlareSort
  readonly title?: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly columnTags: readonly ColumnTagRule[]
  /** Checked before anything is written. */
  readonly assertions: readonly Assertion[]
  readonly place: Place
}

export type FlareProfile = { readonly level: 'basic'; readonly filters: readonly SourceText[] }
