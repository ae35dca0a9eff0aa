import { castTo } from '../engines/duckdb/casts.ts'
import type { Sql } from '../../quote.ts'
import { define, once } from '../engines/duckdb/define-macro.ts'
import { type Clock, printPattern } from '../engines/duckdb/java-pattern.ts'
import { parseInstant, parsePattern } from '../engines/duckdb/java-pattern-parse.ts'
import { sessionZone } from '../zones/session-zone.ts'
import type { SparkSettings } from '../spark-settings.ts'
import { becomes } from '../spark-types/castable.ts'
import { isNumeric, sparkName, types } from '../spark-types/spark-type.ts'
import {
  type Argument,
  demand,
  entry,
  type FunctionEntry,
  type Functions,
  Mistaken,
  Refused,
  typeOf,
} from './entry.ts'

const { string, bigint, date, timestamp, timestamp_ntz } = types

const standard = 'yyyy-MM-dd HH:mm:ss'

/** The pattern of a call; undefined where it is NULL, as the result is then. */
const patternOf = (argument: Argument | undefined): string | undefined => {
  if (argument?.type.kind === 'null') return undefined
  if (argument?.literal === undefined)
    throw new Refused(
      'a date pattern that is not a literal',
      'write the pattern as text, or CASE over patterns',
    )
  return argument.literal
}

/** The formatter of Spark 2 has other letters, reads other texts and counts old days by another calendar. */
const refuseLegacy = ({ timeParserPolicy }: SparkSettings): void => {
  if (timeParserPolicy === 'LEGACY')
    throw new Refused(
      'a date pattern under spark.sql.legacy.timeParserPolicy = LEGACY',
      'unset it, or set it to CORRECTED, and write the patterns of Spark 3',
    )
}

export const print = (
  argument: Argument | undefined,
  x: string,
  settings: SparkSettings,
  instant?: string,
): string => {
  refuseLegacy(settings)
  const pattern = argument === undefined ? standard : patternOf(argument)
  return pattern === undefined
    ? 'CAST(NULL AS VARCHAR)'
    : printPattern(pattern, x, clockOf(settings, instant ?? 'NULL'))
}

/** Undefined where everything is as in UTC, also what the zone is called. */
export const clockOf = (settings: SparkSettings, instant: string): Clock | undefined =>
  settings.timeZone === 'UTC' ? undefined : { zone: sessionZone(settings), name: settings.timeZone, instant }

/** What a text says in a pattern, as microseconds of an instant in UTC. */
const parse = (argument: Argument | undefined, s: string, settings: SparkSettings): string => {
  refuseLegacy(settings)
  const pattern = argument === undefined ? standard : patternOf(argument)
  return pattern === undefined
    ? 'CAST(NULL AS TIMESTAMP)'
    : parsePattern(pattern, s, settings.timeParserPolicy === 'EXCEPTION')
}

/** The same as an instant of the session's zone. */
const parsedInstant = (argument: Argument | undefined, s: string, settings: SparkSettings): string => {
  refuseLegacy(settings)
  const pattern = argument === undefined ? standard : patternOf(argument)
  return pattern === undefined
    ? 'CAST(NULL AS TIMESTAMPTZ)'
    : parseInstant(pattern, s, settings.timeParserPolicy === 'EXCEPTION', sessionZone(settings))
}

/** to_date, to_timestamp and their kin: a pattern matters to text only. */
const reading = (type: typeof date | typeof timestamp | typeof timestamp_ntz): FunctionEntry =>
  entry('a?a', type, (a, args, _, settings) => {
    const given = { sql: a[0] ?? '', type: typeOf(args) }
    if (/^(?:binary|interval|day_time|year_month)$/.test(given.type.kind))
      throw new Refused(`a time out of ${sparkName(given.type)}`, 'cast it to string')
    if (args[1] !== undefined && !becomes(args[1].type, string))
      throw new Mistaken(`a pattern of type ${sparkName(args[1].type)}`, 'write it as text')
    // Booleans are texts to them, and numbers are but to to_timestamp: 20240105 with its pattern, for example.
    const asText = given.type.kind === 'boolean' || (type.kind !== 'timestamp' && isNumeric(given.type))
    const { sql: x, type: from } = asText ? { sql: castTo(given, string), type: string } : given
    if (args[1] === undefined || from.kind !== 'string') {
      if (type.kind !== 'timestamp' || args[1] !== undefined)
        demand({ sql: x, type: from }, 'date timestamp timestamp_ntz string')
      return castTo({ sql: x, type: from }, type)
    }
    if (sessionZone(settings) !== undefined && type.kind !== 'timestamp_ntz')
      return castTo({ sql: parsedInstant(args[1], x, settings), type: timestamp }, type)
    const parsed = parse(args[1], x, settings)
    if (type.kind === 'date') return `CAST(${parsed} AS DATE)`
    return type.kind === 'timestamp' ? `spark_instant(${parsed})` : parsed
  })

const withPattern =
  (name: string) =>
  (labels: readonly string[]): string =>
    `${name}(${[labels[0] ?? 'current_timestamp()', labels[1] ?? standard].join(', ')})`

const seconds = (name: string): FunctionEntry => ({ ...readSeconds, label: withPattern(name) })

const readSeconds = entry('?aa', bigint, (a, args, _, settings) => {
  const x = a[0]
  // Towards zero, unlike a cast to bigint.
  const whole = (micros: string) => `(epoch_us(${micros}) // 1000000)`
  if (x === undefined) return whole('now()')
  if (args[1] !== undefined) demand(args[1], 'string')
  const from = typeOf(args)
  switch (from.kind) {
    case 'date':
      return whole(
        sessionZone(settings) === undefined
          ? `CAST(${x} AS TIMESTAMP)`
          : castTo({ sql: x, type: date }, timestamp),
      )
    case 'timestamp':
    case 'timestamp_ntz':
      return whole(x)
    case 'string':
      return whole(
        sessionZone(settings) === undefined
          ? parse(args[1], x, settings)
          : parsedInstant(args[1], x, settings),
      )
    case 'null':
      return 'CAST(NULL AS BIGINT)'
    default:
      throw new Refused(`unix_timestamp of ${sparkName(from)}`)
  }
})

export const datePatternFunctions: Functions = {
  date_format: entry('Na', string, (a, args, _, settings) => print(args[1], a[0] ?? '', settings)),
  from_unixtime: {
    ...entry('l?a', string, (a, args, _, settings) => {
      const micros = `spark_micros_of_seconds(${a[0]})`
      const instant = `make_timestamptz(${micros})`
      if (sessionZone(settings) === undefined)
        return print(args[1], `make_timestamp(${micros})`, settings, instant)
      return once([instant], ([bound = 'NULL']) =>
        once([`spark_utc(${bound})`], ([local = 'NULL']) => print(args[1], local, settings, bound)),
      )
    }),
    label: withPattern('from_unixtime'),
  },
  to_date: reading(date),
  to_timestamp: reading(timestamp),
  to_timestamp_ltz: reading(timestamp),
  to_timestamp_ntz: reading(timestamp_ntz),
  try_to_timestamp: reading(timestamp),
  unix_timestamp: seconds('unix_timestamp'),
  to_unix_timestamp: seconds('to_unix_timestamp'),
}

export const datePatternMacros: readonly Sql[] = [
  define(
    'spark_micros_of_seconds(n)',
    `CASE WHEN n BETWEEN -9223372036854 AND 9223372036854 THEN n * 1000000 ELSE spark_wrap64(CAST(n AS HUGEINT) * 1000000) END`,
  ),
  // Java writes a plus before years that have more digits than the pattern has letters, where it has four or more.
  define(
    'spark_padded_year(y, width, plus)',
    `CASE WHEN y < 0 THEN '-' WHEN plus AND strlen(CAST(y AS VARCHAR)) > width THEN '+' ELSE '' END
      || lpad(CAST(abs(y) AS VARCHAR), CAST(greatest(width, strlen(CAST(abs(y) AS VARCHAR))) AS INTEGER), '0')`,
  ),
  define('spark_pattern_part(t, otherwise)', `coalesce(TRY_CAST(nullif(t, '') AS INTEGER), otherwise)`),
  define('spark_old_year(t)', `spark_low32(coalesce(TRY_CAST(nullif(t, '') AS HUGEINT), 1))`),
  define(
    'spark_day_of_year(t, n)',
    `CASE WHEN n < 366 OR dayofyear(t + INTERVAL 365 DAY) = 366 THEN t + to_days(n - 1) END`,
  ),
  // October 1582 has ten days less.
  define(
    'spark_old_year_length(y)',
    `CASE WHEN y = 1582 THEN 355 ELSE 337 + spark_old_month_length(y, 2) END`,
  ),
  define(
    'spark_old_month_length(y, m)',
    `CASE WHEN m = 2 THEN CASE WHEN y % 4 = 0 AND (y <= 1582 OR y % 100 <> 0 OR y % 400 = 0) THEN 29 ELSE 28 END
      WHEN m = 4 OR m = 6 OR m = 9 OR m = 11 THEN 30 ELSE 31 END`,
  ),
]
