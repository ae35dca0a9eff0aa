// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Copies data from one system to another.
 */
export interface Nilus {
  /**
   * Where the data comes from.
   */
  source: {
    /**
     * Where: an address, or a connection.
     */
    address: string
    /**
     * Settings of the connector.
     */
    options?: {
      [k: string]: unknown
    } | null
  }
  /**
   * Where the data goes.
   */
  sink: {
    /**
     * Where: an address, or a connection.
     */
    address: string
    /**
     * Settings of the connector.
     */
    options?: {
      /**
       * How new rows meet those that are there.
       */
      'incremental-strategy'?: string | null
      /**
       * Table that is written.
       */
      'dest-table'?: string
      [k: string]: unknown
    } | null
  }
  /**
   * Repository with the files.
   */
  repo?: {
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
