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
