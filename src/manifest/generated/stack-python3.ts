// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * A Python program.
 */
export interface Python {
  /**
   * Repository with the files.
   */
  repo: {
    /**
     * Its address.
     */
    url: string
    /**
     * Arguments of the copy.
     */
    syncFlags?: string[] | null
    /**
     * Secret with the credentials.
     */
    secretId?: string
    /**
     * Folder inside.
     */
    baseDir?: string
  }
}
