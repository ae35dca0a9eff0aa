import type { Field } from '../format/iceberg-type.ts'
import type { TypedPartitionField } from '../format/partition-avro.ts'
import type { PartitionSpec } from '../format/partition-spec.ts'
import type { Schema } from '../format/schema.ts'
import type { SortOrder } from '../format/sort-order.ts'

/** How rows become files: which column of the query fills which field, how files are partitioned and sorted. */
export type Layout = {
  readonly schema: Schema
  readonly lastColumnId: number
  /** In the order of the schema. `source` is the query's own name of the column. */
  readonly columns: readonly { readonly field: Field; readonly source: string }[]
  readonly spec: PartitionSpec
  readonly partition: readonly TypedPartitionField[]
  readonly lastPartitionId: number
  /** Of the rows of each file; without fields they stand about as they come. */
  readonly sortOrder: SortOrder
  /** What becomes of the table's columns with this write, a clause for each; none where they stay. */
  readonly columnChanges: readonly string[]
}

export type PartitionBy = {
  readonly column: string
  /** The spec's word: `identity`, `day`, `bucket[16]`, `truncate[4]`, `void`, … */
  readonly transform: string
  /** Of the partition field. Default: as Iceberg names it. */
  readonly name?: string
}

export type SortBy = {
  readonly column: string
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last'
}
