import type { DatasetAddress } from '../address.ts'

/** A column as policies see it: name, the engine's type, and the tags that select it. */
export type TaggedColumn = { readonly name: string; readonly type: string; readonly tags: readonly string[] }

/** A dataset that a reader may name. */
export type ReadableDataset = {
  readonly address: DatasetAddress
  /** Other addresses of the same rows: what policies say about one of them holds for all. */
  readonly aliases?: readonly DatasetAddress[]
  readonly columns: readonly TaggedColumn[]
}

/** Who reads: tags such as `roles:id:pii-reader`; `users:id:<name>` is always among them. */
export type Principal = { readonly name: string; readonly tags: readonly string[] }
