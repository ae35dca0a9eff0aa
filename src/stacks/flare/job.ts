import type { DatasetAddress } from '../../address.ts'
import type { ColumnTagRule } from '../../catalog/index.ts'
export type { ColumnTagRule }
import type { Place } from '../../diagnostics/index.ts'
import type { Assertion } from '../../quality/checks/assertion.ts'
import type { SourceText } from '../../sql/source-text.ts'

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
  readonly keepSystemColumns: boolean
  readonly place: Place
}

export type FlareInput = {
  readonly name: string
  readonly address: DatasetAddress
  /** Lower case; undefined where the depot decides. */
  readonly format?: string
  readonly options: Readonly<Record<string, string>>
  readonly incremental?: Incremental
  readonly place: Place
}

export type Incremental = {
  readonly context: string
  readonly sql: SourceText
  readonly keys: readonly { readonly name: string; readonly sql: SourceText }[]
  /** After success the value of key `value` is stored under `key`. */
  readonly state: readonly { readonly key: string; readonly value: string }[]
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
  /** Where an argument stands; the call itself for a name that is absent. */
  readonly place: (arg?: string) => Place
}

export type FlareOutput = {
  readonly name: string
  readonly address: DatasetAddress
  readonly format?: string
  readonly saveMode: 'append' | 'overwrite'
  readonly merge?: FlareMerge
  readonly partitions: readonly FlarePartition[]
  readonly properties: Readonly<Record<string, string>>
  readonly sort?: {
    readonly mode: 'partition' | 'global'
    readonly columns: readonly { readonly name: string; readonly order: 'asc' | 'desc' }[]
  }
  readonly title?: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly columnTags: readonly ColumnTagRule[]
  /** Checked before anything is written. */
  readonly assertions: readonly Assertion[]
  readonly place: Place
}

export type FlareMerge = { readonly on: SourceText; readonly when: SourceText }

export type FlarePartition = {
  readonly transform: 'identity'
  readonly column: string
  readonly place: Place
}

export type FlareProfile = { readonly level: 'basic'; readonly filters: readonly SourceText[] }
