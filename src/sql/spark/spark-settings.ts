/** Settings of a Spark session that change what a statement means. */
export type SparkSettings = {
  /** spark.sql.legacy.timeParserPolicy: what becomes of text that only Spark 2 would have read as a date. */
  readonly timeParserPolicy: 'EXCEPTION' | 'CORRECTED' | 'LEGACY'
}

export const defaultSparkSettings: SparkSettings = { timeParserPolicy: 'EXCEPTION' }

/** The settings that a job's configuration makes of the usual ones. Keys and values that say nothing here are ignored. */
export const sparkSettingsOf = (
  pairs: readonly (readonly [key: string, value: unknown])[],
): SparkSettings => {
  let settings = defaultSparkSettings
  for (const [key, value] of pairs) {
    if (key !== 'spark.sql.legacy.timeParserPolicy') continue
    const policy = String(value).toUpperCase()
    if (policy === 'EXCEPTION' || policy === 'CORRECTED' || policy === 'LEGACY')
      settings = { ...settings, timeParserPolicy: policy }
  }
  return settings
}
