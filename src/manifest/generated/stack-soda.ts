// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Checks of datasets.
 *
 * @minItems 1
 */
export type Soda =
  | {
      /**
       * What is checked.
       *
       * @minItems 1
       */
      inputs: Input[]
      /**
       * Where results go.
       */
      outputs?: ({} | string)[] | null
    }
  | Input[]

/**
 * One dataset.
 */
export interface Input {
  /**
   * Its address.
   */
  dataset: string
  /**
   * Checks, in the language of Soda.
   */
  checks?: (string | {})[] | null
  /**
   * How it is reached.
   */
  options?: {
    /**
     * default or minerva.
     */
    engine?: string
    /**
     * Cluster that answers.
     */
    clusterName?: string
    /**
     * Branch of the table.
     */
    branchName?: string
    /**
     * Accepted; has no effect here.
     */
    mode?: string
    [k: string]: unknown
  } | null
  /**
   * What is measured.
   */
  profile?: {
    /**
     * Columns, or patterns of their names.
     */
    columns?: (string | {})[] | string
    [k: string]: unknown
  } | null
  /**
   * Which rows every check looks at.
   */
  filter?:
    | {
        /**
         * What the filter is called.
         */
        name?: string
        /**
         * Condition of the rows that are looked at.
         */
        where?: string
      }
    | string
    | null
  /**
   * @deprecated
   * Older place of options.engine.
   */
  engine?: string
  /**
   * @deprecated
   * Older place of options.clusterName.
   */
  clusterName?: string
  /**
   * Accepted; has no effect here.
   */
  enableDlp?: boolean | string
}
