import type { CsvDialect } from './csv-split.ts'
import { type Argument, Refused } from './entry.ts'

/** What the options of from_csv say, beside how a line is cut. */
export type FromCsvOptions = CsvDialect & {
  readonly comment: string
  readonly failFast: boolean
  readonly corruptColumn: string
  readonly dateFormat: string | undefined
  readonly timestampFormat: string | undefined
  readonly nanValue: string
  readonly positiveInf: string
  readonly negativeInf: string
}

/** What may be said without changing anything, by its name in lower case: what holds anyway, or is about files. */
const usual: Readonly<Record<string, RegExp>> = {
  header: /^(?:true|false)$/i,
  inferschema: /^(?:true|false)$/i,
  enforceschema: /^(?:true|false)$/i,
  multiline: /^(?:true|false)$/i,
  preferdate: /^(?:true|false)$/i,
  samplingratio: /^(?:1|1[.]0|0[.][1-9])$/,
  compression: /^(?:none|gzip|snappy)$/i,
  encoding: /^utf-?8$/i,
  charset: /^utf-?8$/i,
  quoteall: /^(?:true|false)$/i,
  escapequotes: /^(?:true|false)$/i,
  locale: /^en-us$/i,
  timezone: /^utc$/i,
  maxcolumns: /^20480$/,
  maxcharspercolumn: /^-1$/,
  unescapedquotehandling: /^stop_at_delimiter$/i,
}

const hints: Readonly<Record<string, string>> = {
  mode: 'the modes are PERMISSIVE and FAILFAST; leave others out, and filter by columnNameOfCorruptRecord',
  sep: 'a separator is one of , ; | : ~ ^ or a tab',
  delimiter: 'a separator is one of , ; | : ~ ^ or a tab',
  quote: 'a quote is one of " \' ` |, or empty for none',
  escape: "an escape character is a backslash, the quote itself, or one of / ' ^ ~ $ %",
}

/** The options of a call of from_csv. */
export const fromCsvOptions = (options: Argument | undefined): FromCsvOptions => {
  if (options !== undefined && (options.entries === undefined || options.entries.size === 0))
    throw new Refused('from_csv with options that are not literals', "write them as in map('sep', ';')")
  const given = new Map<string, string>()
  for (const [key, value] of options?.entries ?? []) {
    const name = key.toLowerCase()
    const known = read[name] ?? usual[name]
    if (given.has(name)) throw new Refused(`from_csv with the option ${name} given twice`)
    if (known?.test(value) !== true)
      throw new Refused(
        `from_csv with the option ${key} = ${value}`,
        hints[name] ?? 'leave it out, and convert the fields afterwards',
      )
    given.set(name, value)
  }
  if (given.has('sep') && given.has('delimiter')) throw new Refused('from_csv with both sep and delimiter')
  const separator = given.get('sep') ?? given.get('delimiter') ?? ','
  const result: FromCsvOptions = {
    separator: separator === '\\t' ? '\t' : separator,
    quote: given.get('quote') ?? '"',
    escape: given.get('escape') ?? '\\',
    comment: given.get('comment') ?? '',
    trimLeading: isTrue(given.get('ignoreleadingwhitespace')),
    trimTrailing: isTrue(given.get('ignoretrailingwhitespace')),
    emptyValue: given.get('emptyvalue') ?? '',
    nullValue: given.get('nullvalue') ?? '',
    failFast: given.get('mode')?.toUpperCase() === 'FAILFAST',
    corruptColumn: given.get('columnnameofcorruptrecord') ?? '_corrupt_record',
    dateFormat: given.get('dateformat'),
    timestampFormat: given.get('timestampformat'),
    nanValue: given.get('nanvalue') ?? 'NaN',
    positiveInf: given.get('positiveinf') ?? 'Inf',
    negativeInf: given.get('negativeinf') ?? '-Inf',
  }
  const special = [result.separator, result.quote, result.comment].filter((character) => character !== '')
  if (new Set(special).size < special.length || [result.separator, result.comment].includes(result.escape))
    throw new Refused('from_csv where one character separates, quotes, escapes or begins a comment at once')
  if (
    result.dateFormat !== undefined &&
    /[HhKkmsSaXxZzVO]/.test(result.dateFormat.replaceAll(/'[^']*'/g, ''))
  )
    throw new Refused('from_csv with hours or zones in the pattern of a date')
  return result
}

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true'

const any = /^[^]*$/
const flag = /^(?:true|false)$/i

/** The options that are followed, and the values that they may have. */
const read: Readonly<Record<string, RegExp>> = {
  sep: /^(?:[,;|:~^\t]|\\t)$/,
  delimiter: /^(?:[,;|:~^\t]|\\t)$/,
  quote: /^["'`|]?$/,
  escape: /^[\\"'`/^~$%]$/,
  comment: /^[#/!%*]?$/,
  mode: /^(?:permissive|failfast)$/i,
  ignoreleadingwhitespace: flag,
  ignoretrailingwhitespace: flag,
  nullvalue: any,
  emptyvalue: any,
  nanvalue: any,
  positiveinf: any,
  negativeinf: any,
  columnnameofcorruptrecord: any,
  dateformat: any,
  timestampformat: any,
}
