// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * A promise about one dataset: its columns, their types and tags. An extension of Millrace.
 */
export interface Dataset {
  /**
   * Identity within its type and workspace. Lower-case letters, digits and dashes; at most 48 characters.
   */
  name: string
  /**
   * Version of the resource type, usually v1.
   */
  version: string
  /**
   * What kind of resource this document describes.
   */
  type: 'dataset'
  /**
   * Labels.
   */
  tags?: string[] | null
  /**
   * What it is for. May be empty.
   */
  description?: string | null
  /**
   * Who answers for it. Empty means whoever applies it.
   */
  owner?: string | null
  /**
   * user or system.
   */
  layer?: string
  /**
   * Workspace of the resource. Default: public.
   */
  workspace?: string
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * Accepted, has no effect here.
   */
  runAsUser?: string
  dataset: Dataset1
  /**
   * Written back by servers; ignored.
   */
  generation?: {
    [k: string]: unknown
  }
  /**
   * Written back by servers; ignored.
   */
  uid?: {
    [k: string]: unknown
  }
  /**
   * Written back by servers; ignored.
   */
  stamp?: {
    [k: string]: unknown
  }
  /**
   * Written back by servers; ignored.
   */
  created?: {
    [k: string]: unknown
  }
  /**
   * Written back by servers; ignored.
   */
  status?: {
    [k: string]: unknown
  }
  /**
   * Written back by servers; ignored.
   */
  runtime?: {
    [k: string]: unknown
  }
}
export interface Dataset1 {
  /**
   * Address: dataos://depot:collection/dataset.
   */
  address: string
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * What it holds.
   */
  description?: string | null
  /**
   * Who answers for it.
   */
  owner?: string | null
  /**
   * Tags of the dataset.
   */
  tags?: string[] | null
  /**
   * Its columns.
   */
  columns?:
    | {
        /**
         * Name of the column.
         */
        name: string
        /**
         * Spark SQL type.
         */
        type?: string
        /**
         * What it holds.
         */
        description?: string | null
        /**
         * Tags; masking policies select by them.
         */
        tags?: string[] | null
      }[]
    | null
  /**
   * How new the data has to be.
   */
  freshness?: {
    /**
     * Timestamp that says how new a row is.
     */
    column: string
    /**
     * Greatest age of the newest row, such as 24 hours.
     */
    within: string
  }
}
