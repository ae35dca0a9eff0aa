import type { TableIdentity } from '../catalogs/catalog.ts'

/** What a write left behind: plain data that survives JSON. Nobody sees its rows until it is published. */
export type StagedCommit =
  | {
      readonly kind: 'staged'
      readonly identity: TableIdentity
      /** Where the table's pointer must still be at publication; absent where the table must not exist. */
      readonly base?: string
      readonly metadataLocation: string
      readonly snapshotId: string
      readonly operation: 'append' | 'overwrite'
      readonly addedRows: number
      readonly removedRows: number
      readonly totalRows: number
      readonly addedFiles: number
      readonly removedFiles: number
      /** Every file that this write made, relative to the warehouse. */
      readonly files: readonly string[]
    }
  /** There was nothing to add to a table that exists. */
  | {
      readonly kind: 'unchanged'
      readonly identity: TableIdentity
      readonly metadataLocation: string
      readonly snapshotId?: string
      readonly totalRows?: number
    }
