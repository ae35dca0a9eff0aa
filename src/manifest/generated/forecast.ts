// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * The next values of a series, with the band in which they should stay. Registered; it does not run yet. An extension: DataOS has no such type.
 */
export interface Forecast {
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
  type: 'forecast'
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
  forecast: Forecast1
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
 * The series and what is made of it.
 */
export interface Forecast1 {
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * Dataset that holds the series.
   */
  dataset?: string
  /**
   * Query that gives the series, in Spark SQL.
   */
  sql?: string
  /**
   * Column with the time.
   */
  time: string
  /**
   * Column with the value.
   */
  value: string
  /**
   * Columns that tell series apart.
   */
  key?: string[] | null
  /**
   * Time between two values.
   */
  interval: string
  /**
   * What stands for a missing value.
   */
  fill?: 'zero' | 'previous' | 'none'
  /**
   * How many values are predicted.
   */
  horizon: number | string
  /**
   * How they are predicted; auto takes the one with the best score.
   */
  model?: 'auto' | 'seasonal-naive' | 'holt-winters' | 'lstm'
  /**
   * Length of a season.
   */
  season?: string
  /**
   * The range in which values should stay.
   */
  band?: {
    /**
     * Share of values inside.
     */
    coverage?: number | string
  }
  /**
   * How models are compared.
   */
  backtest?: {
    /**
     * How often the origin moves.
     */
    folds?: number | string
    /**
     * Which error counts.
     */
    metric?: 'mae' | 'smape' | 'coverage'
  }
  /**
   * When it is made again.
   */
  schedule?: {
    /**
     * Five fields: minute, hour, day of the month, month, day of the week.
     */
    cron: string
    /**
     * Time zone by its IANA name.
     */
    timezone?: string
  }
  /**
   * What is raised where a value leaves the band.
   */
  incident?: {
    [k: string]: unknown
  } | null
  /**
   * Dataset that is written.
   */
  output: string
}
