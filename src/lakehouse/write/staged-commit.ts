import type { TableIdentity, TableVersion } from '../catalogs/catalog.ts'
import type { Operation, TableChange } from './change.ts'

/** What a write left behind. Nobody sees its rows until it is published. */
export type StagedCommit =
  | {
      readonly kind: 'staged'
      readonly identity: TableIdentity
      readonly change: TableChange
      /** Where the table must still be at publication; absent where it must not exist. */
      readonly base?: TableVersion
      readonly next: TableVersion
      readonly snapshotId: string
      readonly operation: Operation
      readonly addedRows: number
      readonly removedRows: number
      readonly totalRows: number
      readonly addedFiles: number
      readonly removedFiles: number
      /** Data files of the change, relative to the warehouse: they outlive a staging on another base. */
      readonly dataFiles: readonly string[]
      /** Manifests and metadata of this staging, relative to the warehouse. */
      readonly metadataFiles: readonly string[]
    }
  /** There was nothing to do to a table that exists. */
  | {
      readonly kind: 'unchanged'
      readonly identity: TableIdentity
      readonly at: TableVersion
      readonly snapshotId?: string
      readonly totalRows?: number
    }

/** The version that readers of the staged rows open. */
export const versionOf = (commit: StagedCommit): TableVersion =>
  commit.kind === 'staged' ? commit.next : commit.at
