import { nearest } from '../../../base/nearest.ts'

/**
 * What an option of Spark's readers does here. `used`: the reader follows it. `idle`: it changes nothing of what is
 * read, as the options of writers and those about speed. Otherwise the values, in lower case, that say what is read
 * anyway, and what to do instead of another one.
 */
type Rule = 'used' | 'idle' | { readonly only: readonly string[]; readonly instead: string }

const only = (instead: string, ...values: readonly string[]): Rule => ({ only: values, instead })

/** Options of every dataset of files. */
const files: Readonly<Record<string, Rule>> = {
  recursiveFileLookup: 'used',
  pathGlobFilter: only('name the folder or the file in the address'),
  modifiedBefore: only('filter the rows in a step'),
  modifiedAfter: only('read the files that are new: incremental: {newFiles: true}'),
  ignoreCorruptFiles: only('leave it out, and take the broken files away', 'false'),
  ignoreMissingFiles: 'idle',
  path: only('name the files in the address'),
  paths: only('name the files in the address'),
  basePath: only('name the folder in the address'),
  maxFilesPerTrigger: 'idle',
  maxBytesPerTrigger: 'idle',
  latestFirst: 'idle',
  fileNameOnly: 'idle',
  maxFileAge: 'idle',
  cleanSource: only('leave it out: inputs are never changed', 'off'),
  compression: 'idle',
  codec: 'idle',
}

const convert = 'leave it out, and convert the column in a step'
const fallback = only(convert)
const english = only('leave it out, and read the column as text', 'en-us', 'en_us', 'en')
const utc = only('leave it out, and convert the times in a step', 'utc', 'etc/utc', 'gmt', 'z', '+00:00')
const everyRow = only('leave it out: all rows are looked at', '1', '1.0')

const csv: Readonly<Record<string, Rule>> = {
  header: 'used',
  inferSchema: 'used',
  schema: 'used',
  enforceSchema: 'used',
  delimiter: 'used',
  sep: 'used',
  quote: 'used',
  escape: 'used',
  charToEscapeQuoteEscaping: 'used',
  comment: 'used',
  nullValue: 'used',
  emptyValue: 'used',
  nanValue: 'used',
  positiveInf: 'used',
  negativeInf: 'used',
  ignoreLeadingWhiteSpace: 'used',
  ignoreTrailingWhiteSpace: 'used',
  encoding: 'used',
  charset: 'used',
  multiLine: 'used',
  lineSep: 'used',
  mode: 'used',
  dateFormat: 'used',
  timestampFormat: 'used',
  preferDate: 'used',
  // Without a schema CSV has no column for it.
  columnNameOfCorruptRecord: 'idle',
  timestampNTZFormat: 'idle',
  enableDateTimeParsingFallback: fallback,
  samplingRatio: everyRow,
  locale: english,
  timeZone: utc,
  unescapedQuoteHandling: only('leave it out', 'stop_at_delimiter'),
  columnPruning: 'used',
  maxColumns: only('leave it out: there is no limit'),
  maxCharsPerColumn: only('leave it out: there is no limit', '-1'),
  inputBufferSize: 'idle',
  quoteAll: 'idle',
  escapeQuotes: 'idle',
  quoteMode: 'idle',
}

const json: Readonly<Record<string, Rule>> = {
  schema: only('cast the columns in a step'),
  multiLine: 'used',
  mode: 'used',
  primitivesAsString: 'used',
  columnNameOfCorruptRecord: 'used',
  // Nothing is inferred as a date or a time.
  dateFormat: 'idle',
  timestampFormat: 'idle',
  prefersDecimal: only('leave it out, and cast the columns in a step', 'false'),
  dropFieldIfAllNull: 'used',
  inferTimestamp: only('leave it out, and cast the columns in a step', 'false'),
  allowComments: only('leave it out, and take the comments away', 'false'),
  allowUnquotedFieldNames: only('leave it out, and quote the names', 'false'),
  allowSingleQuotes: only('leave it out', 'true'),
  allowNumericLeadingZeros: only('leave it out, and write such numbers as texts', 'false'),
  allowNonNumericNumbers: only('leave it out', 'true'),
  allowBackslashEscapingAnyCharacter: only('leave it out, and mend the texts', 'false'),
  allowUnquotedControlChars: only('leave it out, and mend the texts', 'false'),
  encoding: only('write the files in UTF-8', 'utf-8', 'utf8'),
  charset: only('write the files in UTF-8', 'utf-8', 'utf8'),
  lineSep: only('end the lines by line feeds', '\n'),
  samplingRatio: everyRow,
  timestampNTZFormat: 'idle',
  enableDateTimeParsingFallback: fallback,
  locale: english,
  timeZone: utc,
  ignoreNullFields: 'idle',
  writeNonAsciiCharacterAsCodePoint: 'idle',
  writeNullIfWithDefaultValue: 'idle',
  pretty: 'idle',
}

const parquet: Readonly<Record<string, Rule>> = {
  mergeSchema: 'used',
  datetimeRebaseMode: only('leave it out: days count by the Gregorian calendar', 'corrected', 'exception'),
  int96RebaseMode: only('leave it out: days count by the Gregorian calendar', 'corrected', 'exception'),
}

const iceberg: Readonly<Record<string, Rule>> = {
  branch: 'used',
  tag: 'used',
  'snapshot-id': 'used',
  'as-of-timestamp': 'used',
  'start-snapshot-id': only('read the new rows by incremental'),
  'end-snapshot-id': only('read the new rows by incremental'),
  'start-timestamp': only('read the new rows by incremental'),
  'end-timestamp': only('read the new rows by incremental'),
  'stream-from-timestamp': only('read the new rows by incremental'),
  'scan-task-set-id': only('leave it out'),
  'file-open-cost': 'idle',
  lookback: 'idle',
  'split-size': 'idle',
  'vectorization-enabled': 'idle',
  'batch-size': 'idle',
  locality: 'idle',
  'streaming-skip-delete-snapshots': 'idle',
  'streaming-skip-overwrite-snapshots': 'idle',
  'streaming-max-files-per-micro-batch': 'idle',
  'streaming-max-rows-per-micro-batch': 'idle',
  'aggregate-push-down-enabled': 'idle',
  'distributed-planning-mode': 'idle',
}

const formats: ReadonlyMap<string, Readonly<Record<string, Rule>>> = new Map([
  ['csv', { ...files, ...csv }],
  ['json', { ...files, ...json }],
  ['parquet', { ...files, ...parquet }],
  ['iceberg', iceberg],
])

export type OptionFinding =
  | { readonly kind: 'unknown'; readonly option: string; readonly near: string | undefined }
  | { readonly kind: 'refused'; readonly option: string; readonly value: string; readonly instead: string }

/** What is wrong with the options of a dataset; their names count in any letter case. An unknown one has no effect. */
export const checkReaderOptions = (
  format: string,
  options: Readonly<Record<string, string>>,
): readonly OptionFinding[] => {
  const rules = formats.get(format)
  if (rules === undefined) return []
  return Object.entries(options).flatMap(([option, value]): readonly OptionFinding[] => {
    const lower = option.toLowerCase()
    const [, rule] = Object.entries(rules).find(([name]) => name.toLowerCase() === lower) ?? []
    if (rule === undefined) return [{ kind: 'unknown', option, near: nearest(option, Object.keys(rules)) }]
    if (typeof rule === 'string' || rule.only.includes(value === '\n' ? value : value.trim().toLowerCase()))
      return []
    return [{ kind: 'refused', option, value, instead: rule.instead }]
  })
}
