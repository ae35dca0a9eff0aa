// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Checks of datasets.
 */
export interface Soda {
  /**
   * What is checked.
   *
   * @minItems 1
   *
   * Items: One dataset.
   */
  inputs: {
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
     * Accepted; has no effect here.
     */
    enableDlp?: boolean | string
  }[]
  /**
   * Where results go.
   */
  outputs?: ({} | string)[] | null
}
