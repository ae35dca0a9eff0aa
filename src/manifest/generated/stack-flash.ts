// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Tables kept near a semantic model.
 */
export interface Flash {
  /**
   * What is loaded.
   */
  datasets?:
    | {
        /**
         * Its name in SQL.
         */
        name: string
        /**
         * Its address.
         */
        address?: string
        /**
         * Other spelling of address.
         */
        depot?: string
        /**
         * How it is cached.
         */
        meta?: {
          [k: string]: unknown
        } | null
        /**
         * How it is kept fresh.
         */
        refresh?: {
          [k: string]: unknown
        } | null
      }[]
    | null
  /**
   * Statements at the start.
   */
  init?: string[] | null
  /**
   * Statements on a schedule.
   */
  schedule?: {}[] | null
}
