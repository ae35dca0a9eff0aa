// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * A step file of a Flare job.
 */
export type FlareSteps =
  | {
      sequence?: Sequence
      sink?: Sinks
      /**
       * Steps wrapped once more; accepted.
       */
      steps?: Step[]
    }
  | Item[]
/**
 * Views, each built from the ones before it.
 */
export type Sequence = Item[]
/**
 * Before version 7.0: which view goes to which output.
 */
export type Sinks =
  | {
      /**
       * View to write.
       */
      sequenceName?: string
      /**
       * Dataset in the depot of the output.
       */
      datasetName?: string
      /**
       * Name of the output.
       */
      outputName?: string
      /**
       * Format.
       */
      outputType?: string
      outputOptions?: OutputOptions
      /**
       * Title.
       */
      title?: string | null
      /**
       * Description.
       */
      description?: string | null
      /**
       * Labels.
       */
      tags?: string[] | null
    }[]
  | null
/**
 * How the output is written.
 */
export type OutputOptions = {
  /**
   * append, overwrite, errorIfExists, ignore or overwritePartitions, in any letter case. Default: overwrite. Without effect beside a merge or a strategy. overwritePartitions replaces the partitions that occur in the new rows, as overwrite does with the property overwrite-mode: dynamic.
   */
  saveMode?: string
  strategy?: Strategy
  /**
   * Options of Iceberg tables.
   */
  iceberg?: {
    partitionSpec?: PartitionSpec
    /**
     * Table properties. overwrite-mode: dynamic is an option of the writer: only partitions that occur in the new rows are replaced.
     */
    properties?: {
      [k: string]: string | number | boolean | null
    } | null
    merge?: Merge
  }
  /**
   * Order of the rows written.
   */
  sort?: {
    /**
     * partition or global.
     */
    mode?: string
    /**
     * Columns in order.
     */
    columns: {
      /**
       * Column.
       */
      name: string
      /**
       * asc or desc.
       */
      order?: string
    }[]
  }
  /**
   * Options of the writer. branch: the branch of the table to write to, made from main where it is missing.
   */
  extraOptions?: {
    [k: string]: unknown
  } | null
  /**
   * Compression of files.
   */
  compressionType?: string
  /**
   * Columns that become folders; identity partitions of a table.
   */
  partitionBy?: string[] | string
  /**
   * Passed through.
   */
  bigquery?: {
    [k: string]: unknown
  } | null
  /**
   * Passed through.
   */
  connectionProps?: {
    [k: string]: unknown
  } | null
  /**
   * Passed through.
   */
  query?: string
  /**
   * Passed through.
   */
  file?: {
    [k: string]: unknown
  } | null
  /**
   * Streaming only.
   */
  checkpointLocation?: string
  merge?: Merge1
  /**
   * @deprecated
   * Belongs under iceberg.
   */
  properties?: {
    [k: string]: string | number | boolean | null
  } | null
  partitionSpec?: PartitionSpec1
  /**
   * Belongs on the output.
   */
  title?: string | null
} | null
/**
 * Partitions, outermost first.
 */
export type PartitionSpec =
  | {
      /**
       * Transform.
       */
      type: string
      /**
       * Source column.
       */
      column: string
      /**
       * Name of the partition field, which no column of the table may have. Default: the column and the transform, such as ordered_at_month.
       */
      name?: string
      /**
       * @deprecated
       * Other spelling of name.
       */
      asColumn?: string
      /**
       * Number of buckets; bucket needs it.
       */
      numBuckets?: number | string
      /**
       * Other spelling of numBuckets.
       */
      bucket_count?: number | string
      /**
       * Width of truncate, which needs it.
       */
      width?: number | string
    }[]
  | null
/**
 * Partitions, outermost first.
 */
export type PartitionSpec1 =
  | {
      /**
       * Transform.
       */
      type: string
      /**
       * Source column.
       */
      column: string
      /**
       * Name of the partition field, which no column of the table may have. Default: the column and the transform, such as ordered_at_month.
       */
      name?: string
      /**
       * @deprecated
       * Other spelling of name.
       */
      asColumn?: string
      /**
       * Number of buckets; bucket needs it.
       */
      numBuckets?: number | string
      /**
       * Other spelling of numBuckets.
       */
      bucket_count?: number | string
      /**
       * Width of truncate, which needs it.
       */
      width?: number | string
    }[]
  | null
/**
 * A path of a step file, or a map with a sequence.
 */
export type Step =
  | {
      sequence?: Sequence
      sink?: Sinks
    }
  | string

export interface Item {
  /**
   * View that later steps and outputs use.
   */
  name: string
  /**
   * Comment.
   */
  doc?: string | null
  /**
   * One Spark SQL statement.
   */
  sql?: string
  /**
   * A file that holds the SQL.
   */
  sqlFile?: string
  /**
   * Applied to the result of the SQL, in order.
   */
  functions?:
    | {
        /**
         * Name of the function.
         */
        name: string
        [k: string]: unknown
      }[]
    | null
  /**
   * @deprecated
   * A step in JVM code. Not supported.
   */
  classpath?: string
  /**
   * Arguments of classpath.
   */
  params?: {
    [k: string]: unknown
  } | null
  /**
   * Cache hints. Have no effect here.
   */
  commands?: {}[] | null
}
/**
 * Extension of Millrace. What new rows do to the stored ones, in place of a merge that is written out.
 */
export interface Strategy {
  /**
   * append: new rows are added. latest: of each key one row stays, the first by orderBy; a new row comes before a stored one that is equal. merge: a new row takes the place of the stored one with its key, and two new rows of one key are an error.
   */
  type: string
  /**
   * Columns that tell which rows are versions of one; latest and merge need them. None may be NULL.
   */
  keys?: string[] | string
  /**
   * Which version of a row is the latest: updated_at, or several columns with directions. Default: descending, the greatest first.
   */
  orderBy?: string
}
/**
 * Merge the view into the table.
 */
export interface Merge {
  /**
   * Condition over old (the stored table) and new (the view); target and source mean the same.
   */
  onClause: string
  /**
   * What happens to rows: MATCHED [AND condition] THEN UPDATE SET * | UPDATE SET old.column = value, … | DELETE, then WHEN NOT MATCHED [AND condition] THEN INSERT * | INSERT (columns) VALUES (values). The first clause of its kind whose condition holds decides.
   */
  whenClause: string
}
/**
 * @deprecated
 * Merge the view into the table.
 */
export interface Merge1 {
  /**
   * Condition over old (the stored table) and new (the view); target and source mean the same.
   */
  onClause: string
  /**
   * What happens to rows: MATCHED [AND condition] THEN UPDATE SET * | UPDATE SET old.column = value, … | DELETE, then WHEN NOT MATCHED [AND condition] THEN INSERT * | INSERT (columns) VALUES (values). The first clause of its kind whose condition holds decides.
   */
  whenClause: string
}
