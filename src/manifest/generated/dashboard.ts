// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * A page of charts over datasets. Registered; it is not shown yet. An extension: DataOS has no such type.
 */
export interface Dashboard {
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
  type: 'dashboard'
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
  dashboard: Dashboard1
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
 * The page.
 */
export interface Dashboard1 {
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * Five fields: minute, hour, day of the month, month, day of the week.
   */
  refresh?: string
  /**
   * Time zone by its IANA name.
   */
  timezone?: string
  /**
   * What is on it, in order.
   *
   * @minItems 1
   */
  tiles: Tile[]
}
/**
 * One chart, table or number.
 */
export interface Tile {
  /**
   * Its name on the page.
   */
  name: string
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * What it is for. May be empty.
   */
  description?: string | null
  /**
   * Dataset whose rows are shown.
   */
  dataset?: string
  /**
   * Query whose rows are shown, in Spark SQL.
   */
  sql?: string
  /**
   * How the rows are shown.
   */
  chart?: 'table' | 'number' | 'line' | 'bar' | 'area' | 'scatter'
  /**
   * Column along the bottom.
   */
  x?: string
  /**
   * Columns that are drawn.
   */
  y?: string[] | null
  /**
   * Column that tells lines apart.
   */
  series?: string
  /**
   * Columns of twelve that it takes.
   */
  width?: number | string
  /**
   * Greatest number of rows.
   */
  limit?: number | string
}
