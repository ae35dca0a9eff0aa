import type { Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define, once } from '../engines/duckdb/define-macro.ts'
import { sessionZone } from '../zones/session-zone.ts'
import { types } from '../spark-types/spark-type.ts'
import { type Argument, demand, entry, type FunctionEntry, type Functions, Mistaken } from './entry.ts'

const { int, double, date } = types

/** Parts of a day. Text is read as a date, as Spark does: what stands behind it does not matter. */
const ofDate = (sql: (x: string) => string): FunctionEntry =>
  entry('D', int, (a) => `CAST(${sql(a[0] ?? '')} AS INTEGER)`)

/** A number of days: whole numbers up to int, and text only where it is a literal. */
export const days = (argument: Argument | undefined, sql: string): string => {
  const kind = argument?.type.kind ?? 'unknown'
  if (!/^(?:tinyint|smallint|int|null|unknown)$/.test(kind) && argument?.literal === undefined)
    throw new Mistaken(`a number of days of type ${kind}`, 'cast it to int')
  if (argument?.literal !== undefined && !/^\s*[+-]?\d+\s*$/.test(argument.literal))
    throw new Mistaken(`"${argument.literal}" as a number of days`, 'write a whole number')
  return castTo({ sql, type: argument?.type ?? int }, int)
}

/** A small number of days is left to the engine, which fails where a day beyond its range would come out. */
const isSmall = (sql: string): boolean => /^\(?-?\d{1,6}\)?$/.test(sql)

export const shiftDays = (day: string, op: '+' | '-', count: string): string =>
  isSmall(count) ? `(${day} ${op} ${count})` : `spark_shift_days(${day}, ${op}CAST(${count} AS BIGINT))`

const moved = (op: '+' | '-'): FunctionEntry => ({
  ...entry('Da', date, (a, args) => shiftDays(a[0] ?? '', op, days(args[1], a[1] ?? ''))),
  // A number in quotes is one without for Spark.
  label: ([from = '', count = '']) =>
    `date_${op === '+' ? 'add' : 'sub'}(${from}, ${/^\s*[+-]?\d+\s*$/.test(count) ? Number(count) : count})`,
})

const dateDiff = entry('DD', int, (a) => `CAST(${a[0]} - ${a[1]} AS INTEGER)`)
// A word without brackets would be a column of that name to the engine.
const today = entry('', date, (_, _args, _finish, settings) =>
  sessionZone(settings) === undefined ? 'today()' : 'spark_today()',
)

/** Units of date_trunc, and those from the week on also of trunc. */
export const truncUnits: Readonly<Record<string, string>> = {
  microsecond: 'microsecond',
  millisecond: 'millisecond',
  second: 'second',
  minute: 'minute',
  hour: 'hour',
  day: 'day',
  dd: 'day',
  week: 'week',
  mon: 'month',
  month: 'month',
  mm: 'month',
  quarter: 'quarter',
  year: 'year',
  yyyy: 'year',
  yy: 'year',
}

const coarse = /^(?:week|month|quarter|year)$/

/** SQL of each unit, for a unit that is a literal or an expression. What is no unit gives NULL. */
export const byUnit = (
  argument: Argument | undefined,
  sql: string,
  { write, type, usable = () => true }: UnitRendering,
): string => {
  const nothing = `CAST(NULL AS ${type})`
  const named = Object.entries(truncUnits).filter(([, unit]) => usable(unit))
  if (argument?.literal !== undefined) {
    const unit = named.find(([name]) => name === argument.literal?.toLowerCase())?.[1]
    return unit === undefined ? nothing : write(unit)
  }
  const branches = named.map(([name, unit]) => ` WHEN '${name}' THEN ${write(unit)}`)
  return `CASE lower(${sql})${branches.join('')} END`
}

type UnitRendering = {
  readonly write: (unit: string) => string
  readonly type: string
  readonly usable?: (unit: string) => boolean
}

export const dateFunctions: Functions = {
  current_date: today,
  curdate: today,
  year: ofDate((x) => `year(${x})`),
  quarter: ofDate((x) => `quarter(${x})`),
  month: ofDate((x) => `month(${x})`),
  day: ofDate((x) => `day(${x})`),
  dayofmonth: ofDate((x) => `day(${x})`),
  dayofyear: ofDate((x) => `dayofyear(${x})`),
  weekofyear: ofDate((x) => `week(${x})`),
  dayofweek: ofDate((x) => `dayofweek(${x}) + 1`),
  weekday: ofDate((x) => `isodow(${x}) - 1`),
  datediff: dateDiff,
  date_diff: dateDiff,
  date_add: moved('+'),
  dateadd: moved('+'),
  date_sub: moved('-'),
  add_months: entry('Di', date, (a) => `spark_add_months(${a[0]}, ${a[1]})`),
  months_between: entry('NN?b', double, (a) =>
    once(a, (values) => `spark_months_between(${[...values, 'true'].slice(0, 3).join(', ')})`),
  ),
  last_day: entry('D', date, (a) => `last_day(${a[0]})`),
  next_day: entry('Ds', date, (a) => `spark_next_day(${a[0]}, ${a[1]})`),
  trunc: entry('Ds', date, (a, args) =>
    byUnit(args[1], a[1] ?? '', {
      write: (unit) => `CAST(date_trunc('${unit}', ${a[0]}) AS DATE)`,
      type: 'DATE',
      usable: (unit) => coarse.test(unit),
    }),
  ),
  // A year of Java may be a day that no INT counts; its months are looked at first.
  make_date: entry('iii', date, (a) =>
    once(a, ([year, month, day]) => `spark_make_date(${year}, ${month}, ${day})`),
  ),
  unix_date: entry('a', int, (a, args) => {
    demand(args[0], 'date')
    return `CAST(CAST(${a[0]} AS DATE) - DATE '1970-01-01' AS INTEGER)`
  }),
  date_from_unix_date: entry('i', date, (a) => `spark_date_of_days(${a[0]})`),
}

export const dateMacros: readonly Sql[] = [
  // The engine's infinities.
  define(
    'spark_date_of_days(n)',
    `CASE WHEN abs(CAST(n AS BIGINT)) = 2147483647 THEN error('day ' || n || ' is none of the engine') ELSE make_date(n) END`,
  ),
  // Days are counted in 32 bits, and wrap around.
  define(
    'spark_make_date(y, m, d)',
    `CASE WHEN abs(CAST(y AS BIGINT)) BETWEEN 5877642 AND 999999999 AND m BETWEEN 1 AND 12 AND TRY(make_date(2000 + y % 400, m, d)) IS NOT NULL
      THEN error('[ARITHMETIC_OVERFLOW] year ' || y || ' is too far away for a date') ELSE TRY(make_date(y, m, d)) END`,
  ),
  define('spark_shift_days(d, n)', `make_date(spark_low32((d - DATE '1970-01-01') + n))`),
  define(
    'spark_months_between(a, b, rounded)',
    `CASE WHEN rounded IS NULL THEN NULL WHEN day(a) = day(b) THEN date_diff('month', b, a)::DOUBLE
      WHEN day(a) > 27 AND day(b) > 27 AND a::DATE = last_day(a) AND b::DATE = last_day(b) THEN date_diff('month', b, a)::DOUBLE
      WHEN rounded THEN floor(spark_months_apart(a, b) * 100000000 + 0.5::DOUBLE) / 100000000
      ELSE spark_months_apart(a, b) END`,
  ),
  define(
    'spark_months_apart(a, b)',
    `date_diff('month', b, a)::DOUBLE
      + ((day(a) - day(b)) * 86400 + spark_second_of_day(a) - spark_second_of_day(b))::DOUBLE / 2678400.0::DOUBLE`,
  ),
  define('spark_second_of_day(t)', `((epoch_us(t) % 86400000000 + 86400000000) % 86400000000) // 1000000`),
  define('spark_add_months(d, n)', `CAST(d + to_months(n) AS DATE)`),
  define(
    'spark_next_day(d, name)',
    `d + CAST((CASE WHEN regexp_full_match(name, '(?i)su|sun|sunday') THEN 0
      WHEN regexp_full_match(name, '(?i)mo|mon|monday') THEN 1
      WHEN regexp_full_match(name, '(?i)tu|tue|tuesday') THEN 2
      WHEN regexp_full_match(name, '(?i)we|wed|wednesday') THEN 3
      WHEN regexp_full_match(name, '(?i)th|thu|thursday') THEN 4
      WHEN regexp_full_match(name, '(?i)fr|fri|friday') THEN 5
      WHEN regexp_full_match(name, '(?i)sa|sat|saturday') THEN 6 END - dayofweek(d) + 6) % 7 + 1 AS INTEGER)`,
  ),
]
