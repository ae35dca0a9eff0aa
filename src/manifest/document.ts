import type { Place } from '../diagnostics/index.ts'
import type { SourceText } from '../sql/source-text.ts'

/** The way from a document's root to one of its nodes: keys and list indexes. */
export type NodePath = readonly (string | number)[]

/**
 * One YAML document: its value after variables were filled in, and where every node of it stands. Positions are
 * computed on demand, since most documents have nothing to report.
 */
export type Document = {
  /** As shown to the user: relative to the project root where the file lies inside it. */
  readonly file: string
  readonly absoluteFile: string
  /** Position among the documents of the file, from 0. */
  readonly index: number
  readonly value: unknown
  /** What could not be filled in. Whatever else is said about these values says nothing. */
  readonly holes: readonly Place[]
  /** Where the node at `path` stands; its nearest existing ancestor where it is absent. `key` points at the key. */
  readonly place: (path: NodePath, part?: 'key' | 'value') => Place
  /** The scalar at `path` as text with positions inside; undefined where there is no scalar. */
  readonly text: (path: NodePath) => SourceText | undefined
  /** True where a variable was filled in at `path`: what stands there is not written in the manifest. */
  readonly isFilled: (path: NodePath) => boolean
}

/** A file that a manifest names: step files and other manifests (YAML), or a SQL text. */
export type Attachment =
  | {
      readonly kind: 'document'
      readonly document: Document
      /** Those that follow it in its file. */
      readonly others: readonly Document[]
    }
  | { readonly kind: 'text'; readonly text: SourceText; readonly file: string }

/** All that `load` found. References that no file answers are reported by `load` and absent here. */
export type Loaded = {
  readonly documents: readonly Document[]
  /** The file behind a reference as written in a document. */
  readonly attachment: (document: Document, reference: string) => Attachment | undefined
}
