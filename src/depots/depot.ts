import type { Storage } from './storage.ts'

/** A named place where data lives, opened: files in folders, or tables of the lakehouse. */
export type Depot =
  /** A dataset is `<collection>/<dataset>` below the root: one file, or a folder whose files belong together. */
  | { readonly kind: 'file'; readonly name: string; readonly storage: Storage }
  /** Collection = namespace, dataset = table of the Iceberg catalog. */
  | { readonly kind: 'lakehouse'; readonly name: string }
