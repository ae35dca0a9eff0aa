// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * REST interfaces over SQL.
 */
export interface Talos {
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
    projectDirectory?: string
    /**
     * Folder inside.
     */
    baseDir?: string
  }
}
