import type { Sql } from '../../quote.ts'
import { define } from '../define-macro.ts'
import { printPattern, parsePattern } from '../java-pattern.ts'
import { sparkName, types } from '../spark-type.ts'
import { type Argument, entry, type FunctionEntry, type Functions, Refused, typeOf } from './entry.ts'

const { string, int, bigint, double, date, timestamp } = types

/** Parts that DuckDB numbers as Spark does, over the naive timestamp. */
const part = (name: string): FunctionEntry => entry('N', int, (a) => `CAST(${name}(${a[0]}) AS INTEGER)`)

const pattern = (argument: Argument | undefined): string => {
  if (argument?.literal === undefined) throw new Refused('a date pattern that is not a literal')
  return argument.literal
}

const dayOfWeek = entry('N', int, (a) => `CAST(dayofweek(${a[0]}) + 1 AS INTEGER)`)
const dateDiff = entry('DD', int, (a) => `CAST(${a[0]} - ${a[1]} AS INTEGER)`)
const dateAdd = entry('Di', date, (a) => `(${a[0]} + ${a[1]})`)
const now = entry('', timestamp, () => 'current_timestamp')
const today = entry('', date, () => 'current_date')
const seconds = (x: string) => `spark_seconds(${x})`

const units: Readonly<Record<string, string>> = {
  year: 'year',
  yyyy: 'year',
  yy: 'year',
  quarter: 'quarter',
  month: 'month',
  mon: 'month',
  mm: 'month',
  week: 'week',
  day: 'day',
  dd: 'day',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
}

const truncUnit = (argument: Argument | undefined, smallest: 'week' | 'second'): string => {
  const unit = units[(argument?.literal ?? '').toLowerCase()]
  if (unit === undefined || (smallest === 'week' && /day|hour|minute|second/.test(unit)))
    throw new Refused(`truncation to "${argument?.literal ?? 'an expression'}"`)
  return unit
}

const fields: Readonly<Record<string, string>> = {
  year: 'year',
  years: 'year',
  y: 'year',
  yr: 'year',
  quarter: 'quarter',
  qtr: 'quarter',
  month: 'month',
  mon: 'month',
  months: 'month',
  week: 'week',
  w: 'week',
  weeks: 'week',
  day: 'day',
  d: 'day',
  days: 'day',
  doy: 'dayofyear',
  hour: 'hour',
  h: 'hour',
  hours: 'hour',
  minute: 'minute',
  m: 'minute',
  min: 'minute',
  minutes: 'minute',
  yearofweek: 'isoyear',
  dow_iso: 'isodow',
  dayofweek_iso: 'isodow',
}

const extract = entry(
  'sN',
  (args) => (/^s/i.test(args[0]?.literal ?? '') ? { kind: 'decimal', precision: 8, scale: 6 } : int),
  (a, args) => {
    const name = (args[0]?.literal ?? '').toLowerCase()
    if (name === 'dow' || name === 'dayofweek') return `CAST(dayofweek(${a[1]}) + 1 AS INTEGER)`
    if (/^(?:second|seconds|s|sec)$/.test(name))
      return `CAST(CAST(microsecond(${a[1]}) AS DECIMAL(18,0)) / 1000000 AS DECIMAL(8,6))`
    const field = fields[name]
    if (field === undefined) throw new Refused(`extract of "${name}"`)
    return `CAST(${field}(${a[1]}) AS INTEGER)`
  },
)

export const dateFunctions: Functions = {
  current_date: today,
  curdate: today,
  current_timestamp: now,
  now,
  year: part('year'),
  quarter: part('quarter'),
  month: part('month'),
  day: part('day'),
  dayofmonth: part('day'),
  dayofyear: part('dayofyear'),
  weekofyear: part('week'),
  hour: part('hour'),
  minute: part('minute'),
  second: part('second'),
  dayofweek: dayOfWeek,
  weekday: entry('N', int, (a) => `CAST(isodow(${a[0]}) - 1 AS INTEGER)`),
  extract,
  date_part: extract,
  datepart: extract,
  datediff: dateDiff,
  date_diff: dateDiff,
  date_add: dateAdd,
  dateadd: dateAdd,
  date_sub: entry('Di', date, (a) => `(${a[0]} - ${a[1]})`),
  add_months: entry('Di', date, (a) => `spark_add_months(${a[0]}, ${a[1]})`),
  months_between: entry('NN?b', double, (a) => {
    if (a[2] !== undefined && a[2] !== 'true') throw new Refused('months_between without rounding')
    return `spark_months_between(${a[0]}, ${a[1]})`
  }),
  last_day: entry('D', date, (a) => `last_day(${a[0]})`),
  next_day: entry('Ds', date, (a) => `spark_next_day(${a[0]}, ${a[1]})`),
  trunc: entry('Ds', date, (a, args) => `CAST(date_trunc('${truncUnit(args[1], 'week')}', ${a[0]}) AS DATE)`),
  date_trunc: entry(
    'sN',
    timestamp,
    (a, args) => `spark_instant(date_trunc('${truncUnit(args[0], 'second')}', ${a[1]}))`,
  ),
  date_format: entry('Ns', string, (a, args) => printPattern(pattern(args[1]), a[0] ?? '')),
  to_date: entry('a?s', date, (a, args) => {
    if (args[1] === undefined) throw new Refused('to_date')
    return `CAST(spark_utc(${parsePattern(pattern(args[1]), a[0] ?? '')}) AS DATE)`
  }),
  to_timestamp: entry('a?s', timestamp, (a, args) => parsePattern(pattern(args[1]), a[0] ?? '')),
  unix_timestamp: entry('?as', bigint, (a, args) => {
    // Towards zero, unlike a cast to bigint.
    const whole = (x: string) => `(epoch_us(${x}) // 1000000)`
    const [first] = args
    if (first === undefined) return whole('current_timestamp')
    if (first.type.kind === 'date') return whole(`CAST(${a[0]} AS TIMESTAMP)`)
    if (first.type.kind !== 'string') return whole(a[0] ?? '')
    return whole(parsePattern(args[1] === undefined ? 'yyyy-MM-dd HH:mm:ss' : pattern(args[1]), a[0] ?? ''))
  }),
  from_unixtime: entry('l?s', string, (a, args) =>
    printPattern(
      args[1] === undefined ? 'yyyy-MM-dd HH:mm:ss' : pattern(args[1]),
      `make_timestamp(${a[0]} * 1000000)`,
    ),
  ),
  make_date: entry('iii', date, (a) => `TRY(make_date(${a.join(', ')}))`),
  timestamp_seconds: entry('l', timestamp, (a) => `make_timestamptz(${a[0]} * 1000000)`),
  timestamp_millis: entry('l', timestamp, (a) => `make_timestamptz(${a[0]} * 1000)`),
  timestamp_micros: entry('l', timestamp, (a) => `make_timestamptz(${a[0]})`),
  unix_seconds: entry('T', bigint, (a) => seconds(a[0] ?? '')),
  unix_micros: entry('T', bigint, (a) => `epoch_us(${a[0]})`),
  unix_date: entry('D', int, (a) => `CAST(${a[0]} - DATE '1970-01-01' AS INTEGER)`),
  date_from_unix_date: entry('i', date, (a) => `(DATE '1970-01-01' + ${a[0]})`),
  typeof: entry('a', string, (_, args) => `'${sparkTypeText(args)}'`),
}

const sparkTypeText = (args: readonly Argument[]): string => {
  const type = typeOf(args)
  if (type.kind === 'unknown') throw new Refused('typeof of a column whose type is not known')
  return sparkName(type)
}

export const dateMacros: readonly Sql[] = [
  define(
    'spark_months_between(a, b)',
    `CASE WHEN day(a) = day(b) OR (a::DATE = last_day(a::DATE) AND b::DATE = last_day(b::DATE))
      THEN ((year(a) - year(b)) * 12 + month(a) - month(b))::DOUBLE
      ELSE round(((year(a) - year(b)) * 12 + month(a) - month(b))::DOUBLE
        + (((day(a) - day(b)) * 86400 + (hour(a) * 3600 + minute(a) * 60 + second(a)) - (hour(b) * 3600 + minute(b) * 60 + second(b))) / 2678400.0::DOUBLE), 8) END`,
  ),
  define(
    'spark_add_months(d, n)',
    // From the first of the month: DuckDB clamps to the end of month as Spark does, but not for years before 1.
    `CAST(d + to_months(CAST(n AS INTEGER)) AS DATE)`,
  ),
  define(
    'spark_next_day(d, name)',
    `CASE WHEN d IS NOT NULL THEN d + CAST((list_position(['su','mo','tu','we','th','fr','sa'], left(lower(name), 2)) - 1
      - dayofweek(d) + 6) % 7 + 1 AS INTEGER) END`,
  ),
]
