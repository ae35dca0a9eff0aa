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
      /**
       * Options of the output.
       */
      outputOptions?: {
        [k: string]: unknown
      } | null
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
 * How the output is written.
 */
export type OutputOptions = {
  /**
   * append or overwrite, in any letter case. Default: overwrite.
   */
  saveMode?: string
  /**
   * Options of Iceberg tables.
   */
  iceberg?: {
    partitionSpec?: PartitionSpec
    /**
     * Table properties.
     */
    properties?: {
      [k: string]: unknown
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
   * Options of the writer, passed through.
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
   * Belongs under iceberg.
   */
  properties?: {
    [k: string]: unknown
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
       * Name of the partition field.
       */
      name?: string
      /**
       * @deprecated
       * Other spelling of name.
       */
      asColumn?: string
      /**
       * Number of buckets.
       */
      numBuckets?: number | string
      /**
       * Other spelling of numBuckets.
       */
      bucket_count?: number | string
      /**
       * Width of truncate.
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
       * Name of the partition field.
       */
      name?: string
      /**
       * @deprecated
       * Other spelling of name.
       */
      asColumn?: string
      /**
       * Number of buckets.
       */
      numBuckets?: number | string
      /**
       * Other spelling of numBuckets.
       */
      bucket_count?: number | string
      /**
       * Width of truncate.
       */
      width?: number | string
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
 * Spark settings. Have no effect here.
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
 * The stackSpec of a Flare node: inputs, steps of Spark SQL and functions, outputs, assertions, profile.
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
  assertions?: Assertions1
  profile?: Profile
  /**
   * Maintenance of Iceberg tables. Not supported yet.
   */
  actions?: {}[] | null
  /**
   * Streaming. Not supported.
   */
  streaming?: {}
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
   * Earlier spelling of the compaction action. Not supported yet.
   */
  rewriteDataset?: {}
  /**
   * Misplaced options of an input; ignored.
   */
  options?: {
    [k: string]: unknown
  } | null
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
   * Read as a stream. Not supported.
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
   * Options of the reader, passed through.
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
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  file?: {}
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
 * Reads part of the input.
 */
export interface Incremental {
  /**
   * View over the whole input, visible to sql only.
   */
  context: string
  /**
   * What the input becomes. $|name| stands for the value of a key.
   */
  sql: string
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
  assertions?: Assertions
  /**
   * Accepted where false.
   */
  isStream?: boolean | string
  /**
   * Streaming only.
   */
  checkpointLocation?: string
  options?: OutputOptions
  /**
   * @deprecated
   * Connection of stand-alone mode. Not supported.
   */
  file?: {}
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
 * Merge the view into the table.
 */
export interface Merge {
  /**
   * Condition over old (the table) and new (the view).
   */
  onClause: string
  /**
   * What happens to rows: NOT MATCHED THEN INSERT *.
   */
  whenClause: string
}
/**
 * @deprecated
 * Merge the view into the table.
 */
export interface Merge1 {
  /**
   * Condition over old (the table) and new (the view).
   */
  onClause: string
  /**
   * What happens to rows: NOT MATCHED THEN INSERT *.
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
