import type { DatasetAddress } from '../../../address.ts'
import type { Place } from '../../../diagnostics/index.ts'
import type { SourceText } from '../../../sql/source-text.ts'
import type { SortColumn } from '../sort-order.ts'

/** Maintenance of one Iceberg table, or the removal of rows from it. Times are milliseconds since 1970, in UTC. */
export type FlareAction = {
  /** The input whose table it is. */
  readonly input: string
  readonly address: DatasetAddress
  readonly place: Place
} & (
  | RewriteDataset
  | { readonly kind: 'rewrite-manifests' }
  | {
      readonly kind: 'expire-snapshots'
      /** Absent, with no ids either: as the table's properties say. */
      readonly olderThanMs?: number
      /** Ids are text: they exceed what a number holds. */
      readonly snapshotIds: readonly string[]
      /** At least 1; absent: as the table's properties say. */
      readonly retainLast?: number
    }
  | {
      readonly kind: 'remove-orphans'
      /** Absent: three days before now. */
      readonly olderThanMs?: number
      /** A folder of the table; absent: all of it. */
      readonly location?: string
      readonly dryRun: boolean
      /** Allows a cut-off younger than a day, which a running writer may not survive. */
      readonly force: boolean
    }
  /** Over the stored row, `old`; queries in it see the job's views. A row for which it is NULL stays. */
  | { readonly kind: 'delete-from-dataset'; readonly where: SourceText }
)

export type FlareActionKind = FlareAction['kind']

type RewriteDataset = {
  readonly kind: 'rewrite-dataset'
  /** Of the rows in the new files. `table`: by the table's own sort order, which it then must have. */
  readonly order: 'as-stored' | 'table' | readonly SortColumn[]
  /** Only files that may hold such rows, over the table's columns. */
  readonly where?: SourceText
  readonly options: RewriteOptions
}

/** What decides which files are rewritten into which. Absent: Iceberg's defaults. */
export type RewriteOptions = {
  readonly targetFileSizeBytes?: number
  readonly minFileSizeBytes?: number
  readonly maxFileSizeBytes?: number
  readonly minInputFiles?: number
  readonly maxFileGroupSizeBytes?: number
  /** A data file with so many delete files is rewritten. */
  readonly deleteFileThreshold?: number
  readonly rewriteAll: boolean
  /** In at most so many commits; absent: in one. */
  readonly partialCommits?: number
}
