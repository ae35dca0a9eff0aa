import { literal, type Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { printPattern } from '../engines/duckdb/java-pattern.ts'
import type { SparkSettings } from '../spark-settings.ts'
import { type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { clockOf } from './date-patterns.ts'
import { type Argument, entry, type FunctionEntry, mismatch, Refused } from './entry.ts'
import { offsetMark } from './json-write.ts'
import { quotedName } from './structs.ts'

type CsvOptions = {
  readonly separator: string
  readonly nullValue: string | undefined
  readonly dateFormat: string | undefined
  readonly timestampFormat: string | undefined
}

/** What may be said without changing anything, by its name in lower case. */
const usual: Readonly<Record<string, RegExp>> = {
  mode: /^permissive$/i,
  header: /^(?:true|false)$/i,
  quote: /^"$/,
  escape: /^\\$/,
  quoteall: /^false$/i,
  escapequotes: /^true$/i,
  ignoreleadingwhitespace: /^true$/i,
  ignoretrailingwhitespace: /^true$/i,
  emptyvalue: /^""$/,
  compression: /^/,
}

const csvOptions = (options: Argument | undefined): CsvOptions => {
  let read: CsvOptions = {
    separator: ',',
    nullValue: undefined,
    dateFormat: undefined,
    timestampFormat: undefined,
  }
  if (options === undefined) return read
  if (options.entries === undefined || options.entries.size === 0)
    throw new Refused('to_csv with options that are not literals', "write them as in map('sep', ';')")
  if (options.entries.has('sep') && options.entries.has('delimiter'))
    throw new Refused('to_csv with both sep and delimiter')
  for (const [key, value] of options.entries) {
    const lower = key.toLowerCase()
    if ((lower === 'sep' || lower === 'delimiter') && /^[,;|\t~^]$/.test(value))
      read = { ...read, separator: value }
    else if (lower === 'nullvalue' && /^[\w-]+$/.test(value)) read = { ...read, nullValue: value }
    else if (lower === 'dateformat') read = { ...read, dateFormat: value }
    else if (lower === 'timestampformat') read = { ...read, timestampFormat: value }
    else if (usual[lower]?.test(value) !== true)
      throw new Refused(
        `to_csv with the option ${key} = ${value}`,
        'separators are one of , ; | ~ ^ and a tab, nullValue is a word; leave other options out',
      )
  }
  if (read.dateFormat !== undefined && /[HhKkmsSaXxZzVO]/.test(read.dateFormat.replaceAll(/'[^']*'/g, '')))
    throw new Refused('to_csv with hours or zones in the pattern of a date')
  return read
}

export const toCsv: FunctionEntry = entry('a?a', types.string, (a, args, _, settings) => {
  const type = args[0]?.type ?? types.unknown
  if (type.kind !== 'struct') throw mismatch(`to_csv of a ${sparkName(type)}`, [type], 'write a struct')
  if (type.fields.length === 0) throw new Refused('to_csv of a struct without fields')
  const options = csvOptions(args[1])
  if (args.length > 1 && settings.timeParserPolicy === 'LEGACY')
    throw new Refused('to_csv with options, under the rules of Spark 2')
  const nothing =
    options.nullValue !== undefined
      ? literal(options.nullValue)
      : type.fields.length > 1
        ? "''"
        : `error('to_csv of one field that is NULL, at which Spark fails: give it the option nullValue')`
  const fields = type.fields.map(
    (field, i) =>
      `coalesce(${written(`csv_row.${quotedName(field.name)}`, field.type, options, settings, i === 0)}, ${nothing})`,
  )
  const line = fields.join(` || ${literal(options.separator)} || `)
  return `list_transform([${a[0]}], lambda csv_row: CASE WHEN csv_row IS NOT NULL THEN ${line} END)[1]`
})

/** One value. Numbers and usual times have nothing that would be quoted. */
const written = (
  x: string,
  type: SparkType,
  options: CsvOptions,
  settings: SparkSettings,
  first: boolean,
): string => {
  const text = (value: string): string =>
    `spark_csv_text(${value}, ${literal(`["\\n\\r\\x{${options.separator.charCodeAt(0).toString(16)}}]`)}, ${first})`
  switch (type.kind) {
    case 'string':
      return text(x)
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'decimal':
    case 'float':
    case 'double':
      return castTo({ sql: x, type }, types.string)
    case 'null':
      return 'CAST(NULL AS VARCHAR)'
    case 'date':
      if (options.dateFormat !== undefined)
        return text(printed(options.dateFormat, `CAST(${x} AS TIMESTAMP)`, settings))
      return castTo({ sql: x, type }, types.string)
    case 'timestamp':
      if (options.timestampFormat !== undefined)
        return text(printed(options.timestampFormat, `spark_utc(${x})`, settings, x))
      return `trim(spark_json_instant(spark_utc(${x}), ${offsetMark(x, settings)}), '"')`
    case 'timestamp_ntz':
      return `trim(spark_json_instant(${x}, ''), '"')`
    default:
      throw new Refused(
        `to_csv of a field of type ${sparkName(type)}`,
        'cast it to STRING, or take its parts',
      )
  }
}

const printed = (pattern: string, x: string, settings: SparkSettings, instant = 'NULL'): string => {
  if (settings.timeParserPolicy === 'LEGACY') throw new Refused('to_csv with a pattern of Spark 2')
  return printPattern(pattern, x, clockOf(settings, instant))
}

const ends = '[\\x00-\\x20]+'

export const csvWriteMacros: readonly Sql[] = [
  define(
    'spark_csv_text(x, special, is_first)',
    `CASE WHEN x = '' THEN '""' WHEN regexp_matches(x, '^${ends}|${ends}$|^#') OR regexp_matches(x, special)
      THEN spark_csv_slow(x, special, is_first) ELSE x END`,
  ),
  // Blanks go from both ends; but a line break or a separator among those at the end still asks for quotes.
  define(
    'spark_csv_slow(x, special, is_first)',
    `list_transform([x], lambda csv_x: list_transform([regexp_replace(csv_x, '^${ends}|${ends}$', '', 'g')], lambda csv_t:
      CASE WHEN csv_t = '' THEN '""'
      WHEN regexp_matches(regexp_replace(csv_x, '^${ends}', ''), special) OR (is_first AND starts_with(csv_x, '#'))
        THEN '"' || replace(replace(csv_t, '\\', '\\\\'), '"', '\\"') || '"'
      ELSE csv_t END)[1])[1]`,
  ),
]
