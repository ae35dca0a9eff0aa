// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * A search index over a dataset.
 */
export interface Lakesearch {
  /**
   * The index.
   */
  lakesearch: {
    /**
     * What is indexed.
     */
    source?: {
      /**
       * Datasets.
       */
      datasets?: {}[] | null
      /**
       * Service that reads them.
       */
      flash?: string
      /**
       * Settings.
       */
      options?: {
        [k: string]: unknown
      } | null
    }
    /**
     * Indexes.
     */
    index_tables?: {}[] | null
    /**
     * How they are filled.
     */
    indexers?: {}[] | null
    [k: string]: unknown
  }
}
