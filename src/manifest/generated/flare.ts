// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Resource hints of Spark.
 */
export type Resources = {
  /**
   * CPU limit.
   */
  coreLimit?: string | number
  /**
   * Cores.
   */
  cores?: string | number
  /**
   * Number of executors.
   */
  instances?: string | number
  /**
   * Memory.
   */
  memory?: string | number
} | null
/**
 * A path of a step file, or a map with a sequence.
 */
export type Step =
  | {
      sequence?: Sequence
      sink?: Sinks
    }
  | string
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
 * How the output is written.
 */
export type OutputOptions1 = {
  /**
   * append, overwrite, errorIfExists, ignore or overwritePartitions, in any letter case. Default: overwrite. Without effect beside a merge or a strategy. overwritePartitions replaces the partitions that occur in the new rows, as overwrite does with the property overwrite-mode: dynamic.
   */
  saveMode?: string
  strategy?: Strategy1
  /**
   * Options of Iceberg tables.
   */
  iceberg?: {
    partitionSpec?: PartitionSpec2
    /**
     * Table properties. overwrite-mode: dynamic is an option of the writer: only partitions that occur in the new rows are replaced.
     */
    properties?: {
      [k: string]: string | number | boolean | null
    } | null
    merge?: Merge2
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
  merge?: Merge3
  /**
   * @deprecated
   * Belongs under iceberg.
   */
  properties?: {
    [k: string]: string | number | boolean | null
  } | null
  partitionSpec?: PartitionSpec3
  /**
   * Belongs on the output.
   */
  title?: string | null
} | null
/**
 * Partitions, outermost first.
 */
export type PartitionSpec2 =
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
export type PartitionSpec3 =
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
 * Checked before anything is written.
 */
export type Assertions =
  | {
      /**
       * Column the tests are about.
       */
      column?: string
      /**
       * A query whose aliases the tests name.
       */
      sql?: string
      /**
       * Only rows for which this predicate holds.
       */
      filter?: string
      /**
       * What a valid value looks like.
       */
      validFormat?: {
        /**
         * Pattern that valid values contain.
         */
        regex: string
      }
      /**
       * metric operator number.
       *
       * @minItems 1
       */
      tests: string[]
    }[]
  | null
/**
 * Checks of the first input.
 */
export type Assertions1 =
  | {
      /**
       * Column the tests are about.
       */
      column?: string
      /**
       * A query whose aliases the tests name.
       */
      sql?: string
      /**
       * Only rows for which this predicate holds.
       */
      filter?: string
      /**
       * What a valid value looks like.
       */
      validFormat?: {
        /**
         * Pattern that valid values contain.
         */
        regex: string
      }
      /**
       * metric operator number.
       *
       * @minItems 1
       */
      tests: string[]
    }[]
  | null
/**
 * Options of an action; each takes only its own.
 */
export type ActionOptions = {
  /**
   * rewrite_dataset: binpack or sort. Default: binpack, or sort where there is a sortOrder.
   */
  strategy?: string
  /**
   * rewrite_dataset: columns with directions. Default, with strategy sort: the sort order of the table.
   */
  sortOrder?: string
  /**
   * @deprecated
   * Other spelling of sortOrder.
   */
  sort_order?: string
  /**
   * rewrite_dataset: only files that may hold such rows.
   */
  where?: string
  /**
   * rewrite_dataset: what is rewritten into what.
   */
  properties?: {
    /**
     * Size of the new files. Default: 536870912.
     */
    'target-file-size-bytes'?: number | string
    /**
     * Smaller files are rewritten. Default: 75 % of the target.
     */
    'min-file-size-bytes'?: number | string
    /**
     * Larger files are rewritten. Default: 180 % of the target.
     */
    'max-file-size-bytes'?: number | string
    /**
     * So many small files are worth a rewrite. Default: 5.
     */
    'min-input-files'?: number | string
    /**
     * At most so many bytes are rewritten together. Default: 107374182400.
     */
    'max-file-group-size-bytes'?: number | string
    /**
     * Every file is rewritten. Default: false.
     */
    'rewrite-all'?: boolean | string
    /**
     * A file with so many delete files is rewritten.
     */
    'delete-file-threshold'?: number | string
    /**
     * Accepted, has no effect.
     */
    'delete-ratio-threshold'?: number | string
    /**
     * Commit parts as they are done. Default: false.
     */
    'partial-progress.enabled'?: boolean | string
    /**
     * In at most so many commits. Default: 10.
     */
    'partial-progress.max-commits'?: number | string
    /**
     * Accepted, has no effect.
     */
    'partial-progress.max-failed-commits'?: number | string
    /**
     * Accepted, has no effect.
     */
    'max-concurrent-file-group-rewrites'?: number | string
    /**
     * Accepted, has no effect.
     */
    'use-starting-sequence-number'?: boolean | string
    /**
     * Accepted, has no effect.
     */
    'remove-dangling-deletes'?: boolean | string
    /**
     * Accepted, has no effect.
     */
    'rewrite-job-order'?: string
    /**
     * Accepted, has no effect.
     */
    'output-spec-id'?: number | string
    /**
     * Accepted, has no effect.
     */
    'shuffle-partitions-per-file'?: number | string
    /**
     * Accepted, has no effect.
     */
    'compression-factor'?: number | string
  } | null
  /**
   * rewrite_manifest: accepted, has no effect.
   */
  useCaching?: boolean | string
  /**
   * @deprecated
   * Other spelling of useCaching.
   */
  use_caching?: boolean | string
  /**
   * rewrite_manifest: manifests of this partition spec. Accepted, has no effect.
   */
  specId?: number | string | null
  /**
   * rewrite_manifest: where new manifests are staged. Accepted, has no effect.
   */
  stagingLocation?: string | null
  /**
   * expire_snapshots, remove_orphans: what is older goes. Milliseconds since 1970.
   */
  olderThanMillis?: string | number
  /**
   * The same as a date and time, of UTC where it names no zone.
   */
  olderThanTimestamp?: string | number
  /**
   * @deprecated
   * Other spelling of olderThanMillis and olderThanTimestamp.
   */
  olderThan?: string | number
  /**
   * @deprecated
   * Other spelling of olderThanMillis and olderThanTimestamp.
   */
  older_than?: string | number
  /**
   * @deprecated
   * Older spelling of olderThanMillis and olderThanTimestamp.
   */
  expireOlderThan?: string | number
  /**
   * expire_snapshots: these go.
   */
  snapshotIds?: (string | number)[] | string | number | null
  /**
   * @deprecated
   * Other spelling of snapshotIds.
   */
  snapshot_ids?: (string | number)[] | string | number | null
  /**
   * @deprecated
   * Older spelling of snapshotIds.
   */
  expireSnapshotId?: string | number | (string | number)[]
  /**
   * expire_snapshots: so many snapshots stay at least. Default: 1.
   */
  retainLast?: number | string
  /**
   * @deprecated
   * Other spelling of retainLast.
   */
  retain_last?: number | string
  /**
   * Accepted, has no effect.
   */
  maxConcurrentDeletes?: number | string
  /**
   * @deprecated
   * Other spelling of maxConcurrentDeletes.
   */
  max_concurrent_deletes?: number | string
  /**
   * Accepted, has no effect.
   */
  streamDeleteResults?: boolean | string
  /**
   * @deprecated
   * Other spelling of streamDeleteResults.
   */
  stream_delete_results?: boolean | string
  /**
   * remove_orphans: a folder of the table. Default: all of it.
   */
  location?: string
  /**
   * remove_orphans: only tell what would go. Default: false.
   */
  dryRun?: boolean | string
  /**
   * @deprecated
   * Other spelling of dryRun.
   */
  dry_run?: boolean | string
  /**
   * remove_orphans, extension of Millrace: allows a cut-off younger than 24 hours, which may take the files of a writer that is still at work.
   */
  force?: boolean | string
  /**
   * @deprecated
   * Belongs beside input.
   */
  deleteWhere?: string
} | null
/**
 * Spark settings. Only spark.sql.legacy.timeParserPolicy has an effect here: EXCEPTION or CORRECTED.
 */
export type SparkConf = {}[] | {} | null
/**
 * Belongs under job.
 */
export type Inputs = Input[] | null
/**
 * Belongs under job.
 */
export type Steps = Step[] | null
/**
 * Belongs under job.
 */
export type Outputs = Output[] | null
/**
 * Belongs under job.
 */
export type Assertions2 =
  | {
      /**
       * Column the tests are about.
       */
      column?: string
      /**
       * A query whose aliases the tests name.
       */
      sql?: string
      /**
       * Only rows for which this predicate holds.
       */
      filter?: string
      /**
       * What a valid value looks like.
       */
      validFormat?: {
        /**
         * Pattern that valid values contain.
         */
        regex: string
      }
      /**
       * metric operator number.
       *
       * @minItems 1
       */
      tests: string[]
    }[]
  | null

/**
 * The stackSpec of a Flare node: inputs, steps of Spark SQL and functions, outputs, assertions, profile, actions.
 */
export interface FlareJob {
  driver?: Resources
  executor?: Resources
  job?: Job
  sparkConf?: SparkConf
  sparkConfig?: SparkConf
  /**
   * Passed through.
   */
  configs?: {
    [k: string]: unknown
  } | null
  /**
   * Has no effect here.
   */
  envs?: {
    [k: string]: unknown
  } | null
  /**
   * Passed through.
   */
  variables?: {
    [k: string]: unknown
  } | null
  inputs?: Inputs
  steps?: Steps
  outputs?: Outputs
  assertions?: Assertions2
  profile?: Profile1
  /**
   * @deprecated
   * Belongs under job.
   */
  logLevel?: string
  /**
   * Belongs under job.
   */
  explain?: boolean | string
}
/**
 * What the job reads, does and writes.
 */
export interface Job {
  /**
   * Print the query plans.
   */
  explain?: boolean | string
  /**
   * How much the job logs.
   */
  logLevel?: string
  /**
   * @deprecated
   * Other spelling of logLevel.
   */
  loglevel?: string
  /**
   * Rows of each step to show.
   */
  showPreviewLines?: number | string
  /**
   * What the job reads. Each becomes a view.
   */
  inputs?: Input[] | null
  /**
   * How the views are built: paths of step files, or maps with a sequence.
   */
  steps?: Step[] | null
  /**
   * What the job writes.
   */
  outputs?: Output[] | null
  /**
   * Misplaced options of an input; ignored.
   */
  options?: {
    [k: string]: unknown
  } | null
  assertions?: Assertions1
  profile?: Profile
  /**
   * Maintenance of Iceberg tables, after everything else, in order.
   */
  actions?: Action[] | null
  streaming?: Streaming
  /**
   * Switches of the runtime; keepSystemColumns is known.
   */
  variables?: {
    [k: string]: unknown
  } | null
  /**
   * Scala functions. Not supported.
   */
  udfs?: {}
  /**
   * @deprecated
   * Earlier spelling of the action rewrite_dataset with rewrite-all, on the only input.
   */
  rewriteDataset?: {
    /**
     * full: every file is rewritten.
     */
    mode?: string
  }
  sparkConf?: SparkConf
}
export interface Input {
  /**
   * View under which steps see the input.
   */
  name: string
  /**
   * Address: dataos://depot:collection/dataset.
   */
  dataset?: string
  /**
   * A query of the query engine. Not supported yet.
   */
  query?: string
  /**
   * Format of the data. Default: by the depot.
   */
  format?: string
  /**
   * Read as a stream. Only files, with job.streaming and a triggerMode that ends (Once, AvailableNow): each run then reads the files that no run before it has read.
   */
  isStream?: boolean | string
  /**
   * Kind of the schema given.
   */
  schemaType?: string
  /**
   * A file with the schema.
   */
  schemaPath?: string
  /**
   * The schema.
   */
  schemaString?: string
  /**
   * @deprecated
   * Older name of schemaString.
   */
  schema?: string
  /**
   * Schema registry subject.
   */
  schemaSubject?: string
  /**
   * Schema registry id.
   */
  schemaId?: string | number
  /**
   * Options of the reader, passed through. Of tables: branch, or as Spark has them tag, snapshot-id and as-of-timestamp (milliseconds), of which one may choose the version that is read.
   */
  options?: {
    [k: string]: unknown
  } | null
  /**
   * Accepted, has no effect.
   */
  driver?: string
  /**
   * Accepted, has no effect.
   */
  sfWarehouse?: string
  /**
   * Client settings, passed through.
   */
  connectionProps?: {
    [k: string]: unknown
  } | null
  incremental?: Incremental
  /**
   * @deprecated
   * Stand-alone mode. Not supported.
   */
  inputType?: string
  file?: AloneFile
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  jdbc?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  redshift?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  snowflake?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  bigquery?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  kafka?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  pulsar?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  eventhub?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  elasticsearch?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  opensearch?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  mongodb?: {}
}
/**
 * Reads part of the input: by context, sql, keys and state, or the files that are new.
 */
export interface Incremental {
  /**
   * View over the whole input, visible to sql only.
   */
  context?: string
  /**
   * What the input becomes. $|name| stands for the value of a key.
   */
  sql?: string
  /**
   * Values for sql, computed in order.
   */
  keys?:
    | {
        /**
         * Name of the key.
         */
        name: string
        /**
         * Query for its value: first row, first column.
         */
        sql: string
      }[]
    | null
  /**
   * Stored after success, for the next run.
   */
  state?:
    | {
        /**
         * Key to store.
         */
        key: string
        /**
         * Key whose value is stored.
         */
        value: string
      }[]
    | null
  /**
   * Extension of Millrace. How far before the stored end of the last run this one begins, so that rows that arrived late are read: "3 days", "12 hours", or a bare number for keys that are numbers. It is taken off the value of the key that state carries over. Rows of the window are read again, so outputs that append need strategy latest or merge.
   */
  lateWindow?: string | number
  /**
   * Extension of Millrace. Reads only the files of the dataset that no successful run of this node has read; a file is known by its path, its size and the time of its last change. It goes alone, or with context and sql, which then see the new files. --full-refresh reads all of them.
   */
  newFiles?: boolean | string
}
/**
 * @deprecated
 * Connection of stand-alone mode. Not supported.
 */
export interface AloneFile {
  /**
   * Where the files are.
   */
  path?: {
    [k: string]: unknown
  }
  /**
   * Their format.
   */
  format?: {
    [k: string]: unknown
  }
  [k: string]: unknown
}
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
export interface Output {
  /**
   * View to write: a step, or an input.
   */
  name: string
  /**
   * Address: dataos://depot:collection/dataset?acl=rw.
   */
  dataset?: string
  /**
   * @deprecated
   * Before version 7.0: depot and collection.
   */
  depot?: string
  /**
   * Format of the data. Default: by the depot.
   */
  format?: string
  /**
   * @deprecated
   * Older name of format.
   */
  outputType?: string
  /**
   * Accepted, has no effect.
   */
  driver?: string
  /**
   * Title of the dataset.
   */
  title?: string | null
  /**
   * Description of the dataset.
   */
  description?: string | null
  /**
   * Tags of the dataset.
   */
  tags?: string[] | null
  /**
   * Tags of columns; masking policies select by them.
   */
  columnTags?:
    | {
        /**
         * A column.
         */
        columnName?: string
        /**
         * Columns.
         */
        columnNames?: string[]
        /**
         * Columns whose name matches from its start.
         */
        columnRegex?: string
        /**
         * Their tags.
         */
        tags: string[]
      }[]
    | null
  options?: OutputOptions1
  assertions?: Assertions
  /**
   * Accepted where false.
   */
  isStream?: boolean | string
  /**
   * Streaming only.
   */
  checkpointLocation?: string
  file?: AloneFile
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  jdbc?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  redshift?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  snowflake?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  bigquery?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  kafka?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  pulsar?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  eventhub?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  elasticsearch?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  opensearch?: {}
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  mongodb?: {}
}
/**
 * Extension of Millrace. What new rows do to the stored ones, in place of a merge that is written out.
 */
export interface Strategy1 {
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
export interface Merge2 {
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
export interface Merge3 {
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
 * Profile the first input.
 */
export interface Profile {
  /**
   * Only basic.
   */
  level?: string
  /**
   * Only rows for which all hold.
   */
  filters?:
    | {
        /**
         * Only expression.
         */
        type?: string
        /**
         * Spark SQL predicate.
         */
        expression: string
      }[]
    | null
}
/**
 * Maintenance of one Iceberg table, or a deletion of rows.
 */
export interface Action {
  /**
   * rewrite_dataset, rewrite_manifest, expire_snapshots, remove_orphans or delete_from_dataset.
   */
  name: string
  /**
   * The input whose table it is, with ?acl=rw in its address. Default: the only input.
   */
  input?: string
  /**
   * delete_from_dataset: condition of the rows to delete, over the table under the name target, and the views of the job in queries.
   */
  deleteWhere?: string
  options?: ActionOptions
}
/**
 * How inputs with isStream: true are read.
 */
export interface Streaming {
  /**
   * Once or AvailableNow: the files that are new are read, once. Others never end and are not supported.
   */
  triggerMode?: string
  /**
   * Pause between batches of streams that never end. Has no effect here.
   */
  triggerDuration?: string
  /**
   * Only append.
   */
  outputMode?: string
  /**
   * Names the state of the stream: with another one it begins afresh. Nothing is written there.
   */
  checkpointLocation?: string
  /**
   * Has no effect here.
   */
  forEachBatchMode?: boolean | string
  /**
   * Has no effect here.
   */
  batchMode?: boolean | string
  /**
   * @deprecated
   * Belongs under job. Has no effect here.
   */
  showPreviewLines?: number | string
  /**
   * Passed through.
   */
  extraOptions?: {
    [k: string]: unknown
  } | null
}
/**
 * @deprecated
 * Profile the first input.
 */
export interface Profile1 {
  /**
   * Only basic.
   */
  level?: string
  /**
   * Only rows for which all hold.
   */
  filters?:
    | {
        /**
         * Only expression.
         */
        type?: string
        /**
         * Spark SQL predicate.
         */
        expression: string
      }[]
    | null
}
