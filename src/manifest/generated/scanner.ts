// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * The stackSpec of a scanner node: registers the datasets of a depot in the catalog.
 */
export interface ScannerJob {
  /**
   * Depot to scan: an address or a bare name.
   */
  depot?: string
  /**
   * Kind of source. Passed through.
   */
  type?: string
  /**
   * Name under which results are filed.
   */
  source?: string
  /**
   * Connection of a source that is no depot. Not supported.
   */
  sourceConnection?: {
    [k: string]: unknown
  } | null
  /**
   * What to scan.
   */
  sourceConfig?: {
    /**
     * Kind of what is scanned.
     */
    type?: string
    config?: Config
  }
}
/**
 * Filters and switches.
 */
export interface Config {
  /**
   * Kind of metadata.
   */
  type?: string
  databaseFilterPattern?: Filter
  schemaFilterPattern?: Filter
  tableFilterPattern?: Filter
  topicFilterPattern?: Filter
  dataProductFilterPattern?: Filter
  dashboardFilterPattern?: Filter
  chartFilterPattern?: Filter
  pipelineFilterPattern?: Filter
  /**
   * Switch of the scanner.
   */
  markDeletedTables?: boolean | string
  /**
   * Switch of the scanner.
   */
  markDeletedTopics?: boolean | string
  /**
   * Switch of the scanner.
   */
  markDeletedDataProducts?: boolean | string
  /**
   * Switch of the scanner.
   */
  markDeletedTablesfromFilterOnly?: boolean | string
  /**
   * Switch of the scanner.
   */
  markDeletedDashboards?: boolean | string
  /**
   * Switch of the scanner.
   */
  includeTables?: boolean | string
  /**
   * Switch of the scanner.
   */
  includeViews?: boolean | string
  /**
   * Switch of the scanner.
   */
  includeTags?: boolean | string
  /**
   * Switch of the scanner.
   */
  ingestSampleData?: boolean | string
  /**
   * Switch of the scanner.
   */
  enableDebugLog?: boolean | string
  /**
   * Switch of the scanner.
   */
  useFqnForFiltering?: boolean | string
  /**
   * Switch of the scanner.
   */
  generateSampleData?: boolean | string
}
/**
 * Which names are scanned.
 */
export interface Filter {
  /**
   * Regular expressions; a name must match one, from its start.
   */
  includes?: string[] | null
  /**
   * Regular expressions; a name must match none.
   */
  excludes?: string[] | null
}
