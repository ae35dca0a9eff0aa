import type { TableIdentity } from '../catalogs/catalog.ts'
import type { DataFile, PartitionValue } from '../format/data-file.ts'
import type { Layout } from './layout.ts'

/** What a write says in its snapshot's summary. Source: Iceberg table spec, "Snapshots". */
export type Operation = 'append' | 'overwrite' | 'replace' | 'delete'

/**
 * What a write does to the files of a table, apart from the version that it is committed on: where another writer
 * was first, the same change is based on the newer version, unless the two are in conflict.
 */
export type TableChange = {
  readonly identity: TableIdentity
  /** The ref that moves; `main` is what readers see. */
  readonly branch: string
  readonly operation: Operation
  readonly location: string
  readonly layout: Layout
  /** True where the schema, spec or order of the layout is not the one that the branch has had before. */
  readonly setsSchema: boolean
  readonly setsSpec: boolean
  readonly setsOrder: boolean
  readonly added: readonly DataFile[]
  readonly removes: Removal
  readonly reads: ReadSet
  /** Writes the manifest files of all that stays anew, few and in order of partitions. */
  readonly clustersManifests?: true
  /** Head of the branch when the rows were computed; absent where it had no snapshot. */
  readonly readSnapshotId?: bigint
  /** Set on the table with this commit; other properties of it stay. */
  readonly properties: Readonly<Record<string, string>>
  /** Added to the snapshot's summary. */
  readonly summary: Readonly<Record<string, string>>
  readonly runId: string
  /** Unique per intended commit, the same for its retries: an unknown outcome is settled by looking for it. */
  readonly commitId: string
}

/** Which live files of the head leave the table. */
export type Removal =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'all' }
  /** Files of one spec that lie in one of these partitions. */
  | {
      readonly kind: 'partitions'
      readonly specId: number
      readonly partitions: readonly (readonly PartitionValue[])[]
    }
  /** Exactly these, by location, also of delete files; another writer's removal of a data file is a conflict. */
  | { readonly kind: 'files'; readonly locations: ReadonlySet<string> }

/** Which stored rows the new ones depend on: rows that others add among them are a conflict. */
export type ReadSet =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'all' }
  /** Only rows of files for which `mayContain` is true: it must never be false for a file that has one. */
  | { readonly kind: 'matching'; readonly mayContain: (file: DataFile, specId: number) => boolean }
