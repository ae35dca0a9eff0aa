import { type Diagnostic, failure, MillraceError } from '../../../diagnostics/index.ts'
import { readOptions } from './reader.ts'

export type CsvMode = 'PERMISSIVE' | 'DROPMALFORMED' | 'FAILFAST'

export type CsvOptions = {
  readonly header: boolean
  readonly inferSchema: boolean
  readonly schema?: string
  /** False: a given schema is matched to the header by name. */
  readonly enforceSchema: boolean
  readonly delimiter: string
  /** Empty for none. */
  readonly quote: string
  readonly escape: string
  /** What escapes the escape character; empty for none. */
  readonly escapeEscape: string
  readonly comment: string
  readonly nullValue: string
  readonly emptyValue: string
  readonly trimLeading: boolean
  readonly trimTrailing: boolean
  readonly encoding: 'utf-8' | 'latin1'
  readonly multiLine: boolean
  readonly lineSeparator?: string
  readonly mode: CsvMode
  /** Whether Spark looks at no other columns of a row than a statement reads. */
  readonly prunes: boolean
  readonly dateFormat?: string
  readonly timestampFormat?: string
  /** Whether the inference knows dates, not only timestamps. */
  readonly preferDate: boolean
  readonly nanValue: string
  readonly positiveInf: string
  readonly negativeInf: string
  /** A schema with a column of this name would have to hold rows as they are written. */
  readonly corruptColumn: string
}

/** The options of a CSV dataset with Flare's defaults. Throws MR3223 for a value that Spark would refuse too. */
export const readCsvOptions = (written: Readonly<Record<string, string>>): CsvOptions => {
  const options = readOptions(written)
  const flag = (key: string, otherwise: boolean): boolean => {
    const value = options.get(key.toLowerCase())?.trim().toLowerCase()
    if (value === undefined || value === '') return otherwise
    if (value === 'true' || value === 'false') return value === 'true'
    throw failure('MR3223', { option: key, value, reason: 'it must be true or false' })
  }
  const character = (key: string, otherwise: string): string => {
    const value = options.get(key.toLowerCase())
    if (value === undefined) return otherwise
    if (value.length > 1)
      throw failure('MR3223', { option: key, value, reason: 'it must be a single character' })
    return value === '\0' ? '' : value
  }
  const quote = character('quote', '"')
  // Flare reads doubled quotes where nothing else is said; Spark's own default is a backslash.
  const escape = character('escape', quote)
  const optional = (key: string, value: string | undefined) => (value === undefined ? {} : { [key]: value })
  const multiLine = flag('multiLine', false)
  const lineSeparator = options.get('linesep')
  if (multiLine && lineSeparator !== undefined)
    throw failure('MR3223', {
      option: 'lineSep',
      value: lineSeparator,
      reason: 'with multiLine the first line says how lines end',
    })
  return {
    header: flag('header', true),
    inferSchema: flag('inferSchema', false),
    enforceSchema: flag('enforceSchema', true),
    delimiter: delimiterOf(options.get('delimiter') ?? options.get('sep') ?? ','),
    quote,
    escape,
    escapeEscape: character('charToEscapeQuoteEscaping', escape === quote ? '' : escape),
    comment: character('comment', ''),
    nullValue: options.get('nullvalue') ?? '',
    emptyValue: options.get('emptyvalue') ?? '',
    trimLeading: flag('ignoreLeadingWhiteSpace', false),
    trimTrailing: flag('ignoreTrailingWhiteSpace', false),
    encoding: encodingOf(options.get('encoding') ?? options.get('charset') ?? 'UTF-8'),
    multiLine,
    preferDate: flag('preferDate', true),
    nanValue: options.get('nanvalue') ?? 'NaN',
    positiveInf: options.get('positiveinf') ?? 'Inf',
    negativeInf: options.get('negativeinf') ?? '-Inf',
    corruptColumn: options.get('columnnameofcorruptrecord') ?? '_corrupt_record',
    prunes: flag('columnPruning', true),
    mode: modeOf(options.get('mode') ?? 'PERMISSIVE'),
    ...optional('schema', options.get('schema')),
    ...optional('lineSeparator', lineSeparator),
    ...optional('dateFormat', options.get('dateformat')),
    ...optional('timestampFormat', options.get('timestampformat')),
  }
}

/** What a run would say of one option of a CSV dataset. */
export const csvOptionProblem = (option: string, value: string): Diagnostic | undefined => {
  try {
    readCsvOptions({ [option]: value })
    return undefined
  } catch (error) {
    if (error instanceof MillraceError) return error.diagnostic
    throw error
  }
}

const escapes: Readonly<Record<string, string>> = {
  '\\t': '\t',
  '\\n': '\n',
  '\\r': '\r',
  '\\\\': '\\',
  "\\'": "'",
  '\\"': '"',
  '\\b': '\b',
  '\\f': '\f',
}

const delimiterOf = (value: string): string => {
  const delimiter = escapes[value] ?? value
  if (delimiter.length === 1) return delimiter
  throw failure('MR3223', { option: 'delimiter', value, reason: 'it must be a single character' })
}

const encodingOf = (value: string): 'utf-8' | 'latin1' => {
  const name = value.trim().toLowerCase().replaceAll('_', '-')
  if (['utf-8', 'utf8'].includes(name)) return 'utf-8'
  if (['latin1', 'latin-1', 'iso-8859-1', 'iso8859-1'].includes(name)) return 'latin1'
  throw failure('MR3223', { option: 'encoding', value, reason: 'UTF-8 and ISO-8859-1 can be read' })
}

const modeOf = (value: string): CsvMode => {
  const mode = value.trim().toUpperCase()
  // Spark takes an unknown mode for PERMISSIVE.
  return mode === 'DROPMALFORMED' || mode === 'FAILFAST' ? mode : 'PERMISSIVE'
}
