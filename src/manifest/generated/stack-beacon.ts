// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * A REST interface over a database.
 */
export interface Beacon {
  /**
   * The database.
   */
  source: {
    /**
     * database.
     */
    type?: string
    /**
     * Its name.
     */
    name: string
    /**
     * Its workspace.
     */
    workspace?: string
  }
  /**
   * What is connected with what.
   */
  topology?: {
    [k: string]: unknown
  }
}
