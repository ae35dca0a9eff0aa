// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * A promise about one dataset: its columns, their types and tags. An extension of Millrace. An extension: DataOS has no such type.
 */
export interface Dataset {
  /**
   * Identity within its type and workspace: lower-case letters, digits and dashes, at most 48 characters.
   */
  name: string
  /**
   * Version of the resource type, not of the resource.
   */
  version: string
  /**
   * What kind of resource this document describes.
   */
  type: 'dataset'
  tags?: Tags
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
   * Workspace of the resource.
   */
  workspace?: string
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * User whom the platform would act as. Accepted; has no effect here.
   */
  runAsUser?: string
  dataset: Dataset1
  /**
   * Written back by a server; ignored.
   */
  generation?: {
    [k: string]: unknown
  }
  /**
   * Written back by a server; ignored.
   */
  uid?: {
    [k: string]: unknown
  }
  /**
   * Written back by a server; ignored.
   */
  stamp?: {
    [k: string]: unknown
  }
  /**
   * Written back by a server; ignored.
   */
  created?: {
    [k: string]: unknown
  }
  /**
   * Written back by a server; ignored.
   */
  status?: {
    [k: string]: unknown
  }
  /**
   * Written back by a server; ignored.
   */
  runtime?: {
    [k: string]: unknown
  }
}
/**
 * What the dataset is, and what is promised about it.
 */
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
