/** Settings of a Spark session that change what a statement means. */
export type SparkSettings = {
  /** spark.sql.legacy.timeParserPolicy: what becomes of text that only Spark 2 would have read as a date. */
  readonly timeParserPolicy: 'EXCEPTION' | 'CORRECTED' | 'LEGACY'
  /** spark.sql.ansi.enabled: what has no result is an error, and few types become others by themselves. */
  readonly ansi: boolean
  /** spark.sql.legacy.sizeOfNull: size(NULL) is -1; NULL under ANSI, whatever it says. */
  readonly sizeOfNull: boolean
  /** spark.sql.session.timeZone, as it is written: where texts without a zone and parts of an instant belong. */
  readonly timeZone: string
  /** Settings, as `key = value`, under which statements would mean something that is not known here. */
  readonly unknown: readonly string[]
}

export const defaultSparkSettings: SparkSettings = {
  timeParserPolicy: 'EXCEPTION',
  ansi: false,
  sizeOfNull: true,
  timeZone: 'UTC',
  unknown: [],
}

/** The settings that a job's configuration makes of the usual ones. Keys and values that say nothing here are ignored. */
export const sparkSettingsOf = (
  pairs: readonly (readonly [key: string, value: unknown])[],
): SparkSettings => {
  let settings = defaultSparkSettings
  for (const [key, value] of pairs) {
    const text = String(value).trim()
    const usual = usualValues[key]
    if (usual !== undefined && !usual.includes(text.toLowerCase()))
      settings = { ...settings, unknown: [...settings.unknown, `${key} = ${text}`] }
    if (key === 'spark.sql.ansi.enabled' && isBoolean(text)) settings = { ...settings, ansi: isTrue(text) }
    if (key === 'spark.sql.legacy.sizeOfNull' && isBoolean(text))
      settings = { ...settings, sizeOfNull: isTrue(text) }
    if (key === 'spark.sql.session.timeZone') settings = { ...settings, timeZone: text }
    if (key !== 'spark.sql.legacy.timeParserPolicy') continue
    const policy = text.toUpperCase()
    if (policy === 'EXCEPTION' || policy === 'CORRECTED' || policy === 'LEGACY')
      settings = { ...settings, timeParserPolicy: policy }
  }
  return settings
}

const isBoolean = (text: string): boolean => /^(?:true|false)$/i.test(text)
const isTrue = (text: string): boolean => text.toLowerCase() === 'true'

/** Settings that change rows, types or names of many statements, and the values that stand for what is done here. */
const usualValues: Readonly<Record<string, readonly string[]>> = {
  'spark.sql.ansi.enabled': ['false', 'true'],
  'spark.sql.caseSensitive': ['false'],
  'spark.sql.legacy.sizeOfNull': ['true', 'false'],
  'spark.sql.decimalOperations.allowPrecisionLoss': ['true'],
  'spark.sql.groupByOrdinal': ['true'],
  'spark.sql.orderByOrdinal': ['true'],
  'spark.sql.groupByAliases': ['true'],
  'spark.sql.timestampType': ['timestamp_ltz'],
  'spark.sql.mapKeyDedupPolicy': ['exception'],
  'spark.sql.parser.escapedStringLiterals': ['false'],
  'spark.sql.legacy.typeCoercion.datetimeToString.enabled': ['false'],
}
