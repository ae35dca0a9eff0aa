// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Copies topics to tables.
 */
export interface Fastfun {
  /**
   * Where the data comes from.
   */
  input: {
    /**
     * Addresses.
     */
    datasets?: string[] | null
    /**
     * Settings.
     */
    options?: {
      [k: string]: unknown
    } | null
    /**
     * Fields.
     */
    fields?: {
      [k: string]: unknown
    }
  }
  /**
   * Where the data goes.
   */
  output: {
    /**
     * Addresses.
     */
    datasets?: string[] | null
    /**
     * Settings.
     */
    options?: {
      [k: string]: unknown
    } | null
    /**
     * Fields.
     */
    fields?: {
      [k: string]: unknown
    }
  }
}
