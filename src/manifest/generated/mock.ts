// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * The stackSpec of a mock node: writes reproducible sample data. An extension of Millrace.
 */
export interface MockDataJob {
  /**
   * What the rows describe.
   */
  entity: 'customer' | 'product' | 'account' | 'transaction' | 'campaign_event'
  /**
   * Number of rows.
   */
  rows: number | string
  /**
   * The same seed gives the same rows.
   */
  seed?: number | string
  /**
   * Day that the data is as of: YYYY-MM-DD.
   */
  asOf?: string
  /**
   * Address to write.
   */
  output: string
  /**
   * Address for the history of changes.
   */
  history?: string
  /**
   * Format of the files.
   */
  format?: 'csv'
  /**
   * Keys continue after those of an earlier dataset.
   */
  continueAfter?: {
    /**
     * Address of earlier data.
     */
    dataset: string
    /**
     * Key column.
     */
    column: string
  }
  /**
   * Options of the entity.
   */
  options?: {
    /**
     * Share of personal customers.
     */
    personalShare?: number | string
    /**
     * Share of merchants without a date of birth.
     */
    merchantEmptyDobShare?: number | string
    /**
     * How the semi-urban segment is written.
     */
    semiUrbanSegment?: string
    [k: string]: unknown
  }
}
