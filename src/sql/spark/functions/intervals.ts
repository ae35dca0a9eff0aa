import type { Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { unscaled } from '../engines/duckdb/decimals.ts'
import type { Typed } from '../spark-types/typed.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { type AnsiInterval, dayToSecond, isAnsiInterval, yearToMonth } from '../spark-types/interval-type.ts'
import { array, commonType, decimal, type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import {
  type Argument,
  demandNumber,
  entry,
  type FunctionEntry,
  type Functions,
  mismatch,
  Refused,
} from './entry.ts'

const { int, tinyint } = types

/** Seconds with their fraction, as whole microseconds. */
const micros = (sql: string | undefined, argument: Argument | undefined): string => {
  if (sql === undefined) return '0'
  demandNumber(argument)
  const seconds = castTo({ sql, type: argument?.type ?? int }, decimal(18, 6))
  return `CAST(${unscaled({ sql: seconds, precision: 18, scale: 6 })} AS BIGINT)`
}

const times = (sql: string | undefined, size: string): string =>
  sql === undefined ? '0' : `CAST(${sql} AS BIGINT) * ${size}`

export const intervalFunctions: Functions = {
  make_interval: entry('?iiiiiia', types.interval, (a, args) => {
    const [years = '0', months = '0', weeks = '0', days = '0', hours, minutes, seconds] = a
    const time = `${times(hours, '3600000000')} + ${times(minutes, '60000000')} + ${micros(seconds, args[6])}`
    // The engine takes 30 days and a month for the same constant, so no interval of it may hold days. In UTC all days are of one length.
    const ofDays = `(${times(weeks, '7')} + CAST(${days} AS BIGINT)) * 86400000000`
    return `struct_pack(months := CAST(${times(years, '12')} + ${months} AS INTEGER), micros := ${ofDays} + ${time})`
  }),
  make_dt_interval: entry(
    '?iiia',
    dayToSecond,
    (a, args) =>
      `(${times(a[0], '86400000000')} + ${times(a[1], '3600000000')} + ${times(a[2], '60000000')} + ${micros(a[3], args[3])})`,
  ),
  make_ym_interval: entry(
    '?ii',
    yearToMonth,
    (a) => `CAST(${times(a[0], '12')} + ${times(a[1], '1')} AS INTEGER)`,
  ),
}

/** A part of an interval; each field only of its own family. */
export const partOfInterval = (part: string, x: string, type: AnsiInterval): Typed => {
  const whole = (size: number, within: number | undefined, result: SparkType): Typed => {
    const count = size === 1 ? x : `${x} // ${size}`
    const sql = within === undefined ? `(${count})` : `((${count}) % ${within})`
    return { sql: `CAST(${sql} AS ${result.kind === 'tinyint' ? 'TINYINT' : 'INTEGER'})`, type: result }
  }
  const key = `${type.kind} ${part}`
  switch (key) {
    case 'year_month year':
      return whole(12, undefined, int)
    case 'year_month month':
      return whole(1, 12, tinyint)
    case 'day_time day':
      return whole(86400000000, undefined, int)
    case 'day_time hour':
      return whole(3600000000, 24, tinyint)
    case 'day_time minute':
      return whole(60000000, 60, tinyint)
    case 'day_time second':
      return {
        sql: `CAST(CAST(${x} % 60000000 AS DECIMAL(18,0)) / 1000000 AS DECIMAL(8,6))`,
        type: decimal(8, 6),
      }
    default:
      throw new Refused(`the part ${part} of ${sparkName(type)}`)
  }
}

const isTime = (type: SparkType | undefined): boolean =>
  type !== undefined && /^(?:date|timestamp|timestamp_ntz)$/.test(type.kind)

/** sequence over dates and timestamps; undefined for one over numbers. */
export const timeSequence = (name: string, args: readonly Typed[]): FunctionEntry | undefined => {
  const [start, stop, step] = args
  if (name !== 'sequence' || start === undefined || stop === undefined) return undefined
  if (!isTime(start.type) && !isTime(stop.type)) return undefined
  const type = isTime(start.type) && isTime(stop.type) ? commonType(start.type, stop.type) : undefined
  if (type === undefined)
    throw mismatch('sequence over values of such types', [start.type, stop.type], 'cast both to dates')
  return entry('aa?a', array(type), () => {
    const [from, to] = [castTo(start, type), castTo(stop, type)]
    return type.kind === 'date' ? ofDates(from, to, step) : ofTimestamps(from, to, step, type)
  })
}

const stepOf = (step: Typed | undefined): Typed & { readonly type: AnsiInterval } => {
  if (step === undefined || !isAnsiInterval(step.type))
    throw new Refused('sequence with such a step', 'write a step such as INTERVAL 1 DAY')
  return { ...step, type: step.type }
}

const ofDates = (from: string, to: string, step: Typed | undefined): string => {
  if (step === undefined)
    return `spark_day_sequence(${from}, ${to}, CASE WHEN ${from} <= ${to} THEN 1 ELSE -1 END)`
  const known = stepOf(step)
  if (known.type.kind === 'year_month') return `spark_month_sequence(${from}, ${to}, ${known.sql})`
  if (known.type.to !== 'day') throw new Refused('sequence of dates with a step that is not of days')
  return `spark_day_sequence(${from}, ${to}, ${known.sql} // 86400000000)`
}

const ofTimestamps = (from: string, to: string, step: Typed | undefined, type: SparkType): string => {
  const make = type.kind === 'timestamp' ? 'make_timestamptz' : 'make_timestamp'
  const [a, b] = [`epoch_us(${from})`, `epoch_us(${to})`]
  const known = step === undefined ? undefined : stepOf(step)
  if (known?.type.kind === 'year_month')
    return `list_transform(spark_instant_month_sequence(make_timestamp(${a}), make_timestamp(${b}), ${known.sql}), lambda t_: ${make}(epoch_us(t_)))`
  const size = known?.sql ?? `CASE WHEN ${from} <= ${to} THEN 86400000000 ELSE -86400000000 END`
  return `list_transform(spark_checked_series(${a}, ${b}, ${size}), lambda t_: ${make}(t_))`
}

const illegal = `CAST(error('Illegal sequence boundaries') AS BIGINT[])`

export const intervalMacros: readonly Sql[] = [
  define(
    'spark_shift_calendar(n, i, sign)',
    `make_timestamp(epoch_us(n + to_months(CAST(sign * (i).months AS INTEGER))) + sign * (i).micros)`,
  ),
  define(
    'spark_checked_series(a, b, step)',
    `CASE WHEN a IS NULL OR b IS NULL OR step IS NULL THEN NULL
      WHEN (step > 0 AND a <= b) OR (step < 0 AND a >= b) THEN generate_series(CAST(a AS BIGINT), CAST(b AS BIGINT), CAST(step AS BIGINT))
      WHEN step = 0 AND a = b THEN [CAST(a AS BIGINT)] ELSE ${illegal} END`,
  ),
  define(
    'spark_day_sequence(a, b, step)',
    `list_transform(spark_checked_series(a - DATE '1970-01-01', b - DATE '1970-01-01', CASE WHEN step = 0 THEN error('a step of nothing') ELSE step END), lambda t_: make_date(CAST(t_ AS INTEGER)))`,
  ),
  define(
    'spark_month_sequence(a, b, step)',
    `list_transform(spark_instant_month_sequence(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP), step), lambda t_: CAST(t_ AS DATE))`,
  ),
  // Each from the start, so that the 31st comes again after a shorter month.
  define(
    'spark_instant_month_sequence(a, b, step)',
    `list_filter(list_transform(CASE WHEN a IS NULL OR b IS NULL OR step IS NULL THEN NULL
        WHEN (step > 0 AND a <= b) OR (step < 0 AND a >= b)
        THEN generate_series(0, ((year(b) - year(a)) * 12 + month(b) - month(a)) // CAST(step AS BIGINT))
        ELSE ${illegal} END,
      lambda i_: a + to_months(CAST(i_ * step AS INTEGER))), lambda t_: CASE WHEN step < 0 THEN t_ >= b ELSE t_ <= b END)`,
  ),
  define(
    'spark_months_text(n, f, t)',
    `'INTERVAL ''' || CASE WHEN n < 0 THEN '-' ELSE '' END || CASE WHEN f = 'month' THEN CAST(abs(n::BIGINT) AS VARCHAR)
      WHEN t = 'year' THEN CAST(abs(n::BIGINT) // 12 AS VARCHAR)
      ELSE CAST(abs(n::BIGINT) // 12 AS VARCHAR) || '-' || CAST(abs(n::BIGINT) % 12 AS VARCHAR) END
      || ''' ' || CASE WHEN f = t THEN upper(f) ELSE 'YEAR TO MONTH' END`,
  ),
  define(
    'spark_two(n)',
    `lpad(CAST(n AS VARCHAR), CAST(greatest(2, strlen(CAST(n AS VARCHAR))) AS INTEGER), '0')`,
  ),
  define(
    'spark_second_text(n)',
    `spark_two(n // 1000000) || rtrim('.' || rtrim(lpad(CAST(n % 1000000 AS VARCHAR), 6, '0'), '0'), '.')`,
  ),
  // The fields are counted from days, which are 0, to seconds, which are 3. The first one takes what is left of all.
  define(
    'spark_day_time_text(n, f, t, name)',
    `'INTERVAL ''' || CASE WHEN n < 0 THEN '-' ELSE '' END
      || CASE WHEN f = 0 THEN CAST(abs(n) // 86400000000 AS VARCHAR) ELSE '' END
      || CASE WHEN f = 0 AND t >= 1 THEN ' ' ELSE '' END
      || CASE WHEN f = 1 THEN spark_two(abs(n) // 3600000000) WHEN f = 0 AND t >= 1 THEN spark_two(abs(n) // 3600000000 % 24) ELSE '' END
      || CASE WHEN f <= 1 AND t >= 2 THEN ':' ELSE '' END
      || CASE WHEN f = 2 THEN spark_two(abs(n) // 60000000) WHEN f <= 1 AND t >= 2 THEN spark_two(abs(n) // 60000000 % 60) ELSE '' END
      || CASE WHEN f <= 2 AND t = 3 THEN ':' ELSE '' END
      || CASE WHEN f = 3 THEN spark_second_text(abs(n)) WHEN t = 3 THEN spark_second_text(abs(n) % 60000000) ELSE '' END
      || ''' ' || name`,
  ),
]
