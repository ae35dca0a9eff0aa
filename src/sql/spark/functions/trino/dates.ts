import { castTo } from '../../engines/trino/casts.ts'
import { trino } from '../../engines/trino/index.ts'
import { type Routine, routine } from '../../engines/trino/routines.ts'
import { piecesOf } from '../../java/java-pattern-pieces.ts'
import { Refused } from '../../refusals.ts'
import type { SparkSettings } from '../../spark-settings.ts'
import { isFraction, isInteger, type SparkType, sparkName, types } from '../../spark-types/spark-type.ts'
import type { Argument } from '../../spark-types/typed.ts'
import { type Rendering, typeOf } from '../entry.ts'
import type { TrinoRenderings } from './conditionals.ts'

const part =
  (sql: (x: string) => string): Rendering =>
  (a) =>
    `CAST(${sql(a[0] ?? '')} AS integer)`

const dateDiff: Rendering = (a) => `CAST(date_diff('day', ${a[1]}, ${a[0]}) AS integer)`

const moved =
  (op: '+' | '-'): Rendering =>
  (a, args) =>
    trino.time.addDays(a[0] ?? '', op, castTo({ sql: a[1] ?? '', type: typeOf(args, 1) }, types.int))

const units: Readonly<Record<string, string>> = {
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

const unitOf = (argument: Argument | undefined): string | undefined => {
  if (argument?.literal === undefined) throw new Refused('a unit of time that is not a literal, on Trino')
  const name = argument.literal.toLowerCase()
  if (/^(?:microsecond|millisecond)$/.test(name)) throw new Refused(`the unit ${name} on Trino`)
  return units[name]
}

const now: Rendering = () => "CAST(current_timestamp(6) AT TIME ZONE 'UTC' AS timestamp(6) with time zone)"
const today: Rendering = () => "CAST(current_timestamp AT TIME ZONE 'UTC' AS date)"

const fromCount =
  (size: string): Rendering =>
  (a, args) =>
    `spark_from_micros(${castTo({ sql: a[0] ?? '', type: typeOf(args) }, types.bigint)} * ${size})`

const standard = 'yyyy-MM-dd HH:mm:ss'

/** Letters that mean to Joda, whose formats the engine writes, what they mean to Java. */
const letters = /^(?:yyyy|MM?|MMMM?|dd?|HH?|hh?|mm?|ss?|SSS|EEEE?|a|D)$/

const format = (argument: Argument | undefined, x: string, settings: SparkSettings): string => {
  if (settings.timeParserPolicy === 'LEGACY')
    throw new Refused('a date pattern under spark.sql.legacy.timeParserPolicy = LEGACY')
  if (argument !== undefined && argument.literal === undefined)
    throw new Refused('a date pattern that is not a literal')
  const pattern = argument?.literal ?? standard
  let written = ''
  let text = ''
  for (const piece of piecesOf(pattern)) {
    if (piece.kind === 'text') {
      text += piece.text
      continue
    }
    if (piece.kind !== 'letters') throw new Refused('a part of a date pattern that may be missing, on Trino')
    const run = piece.letter.repeat(piece.count)
    if (!letters.test(run)) throw new Refused(`"${run}" in a date pattern, on Trino`)
    written += `${quotedText(text)}${run}`
    text = ''
  }
  written += quotedText(text)
  if (written === '') throw new Refused('an empty date pattern, on Trino')
  return `spark_format_time(${x}, ${trino.constants.text(written)})`
}

/** Texts beside one another are quoted as one, and quotes alone are not quoted: both would add a quote. */
const quotedText = (text: string): string => {
  const doubled = text.replaceAll("'", "''")
  return /^'*$/.test(text) ? doubled : `'${doubled}'`
}

/** Without a pattern a cast; with one, texts would be read by other rules. */
const reading =
  (type: SparkType): Rendering =>
  (a, args) => {
    const from = typeOf(args)
    if (args[1] !== undefined && from.kind === 'string')
      throw new Refused(
        'a text that is read by a date pattern, on Trino',
        'cast it, where it is written like 2024-01-31',
      )
    const given = { sql: a[0] ?? '', type: from }
    return from.kind === 'boolean'
      ? castTo({ sql: castTo(given, types.string), type: types.string }, type)
      : castTo(given, type)
  }

const seconds: Rendering = (a, args) => {
  const from = typeOf(args)
  if (!/^(?:date|timestamp|timestamp_ntz)$/.test(from.kind))
    throw new Refused(`unix_timestamp of a ${sparkName(from)}, on Trino`, 'cast it to a timestamp')
  return `(spark_micros(${castTo({ sql: a[0] ?? '', type: from }, types.timestamp_ntz)}) / 1000000)`
}

const fields: Readonly<Record<string, string>> = {
  year: 'year',
  years: 'year',
  quarter: 'quarter',
  month: 'month',
  months: 'month',
  week: 'week',
  day: 'day',
  days: 'day',
  doy: 'day_of_year',
  dayofweek_iso: 'day_of_week',
  yearofweek: 'year_of_week',
  hour: 'hour',
  hours: 'hour',
  minute: 'minute',
  minutes: 'minute',
}

const extract: Rendering = (a, args) => {
  const field = fields[args[0]?.literal?.toLowerCase() ?? '']
  const source = { sql: a[1] ?? '', type: typeOf(args, 1) }
  if (field === undefined || !/^(?:date|timestamp|timestamp_ntz|string)$/.test(source.type.kind))
    throw new Refused(
      `extract of ${args[0]?.literal ?? 'an expression'} from ${sparkName(source.type)}, on Trino`,
    )
  if (!/^(?:hour|minute)$/.test(field)) return `CAST(${field}(${castTo(source, types.date)}) AS integer)`
  return `CAST(${field}(${castTo(source, source.type.kind === 'string' ? types.timestamp : types.timestamp_ntz)}) AS integer)`
}

export const dateRenderings: TrinoRenderings = {
  current_date: today,
  curdate: today,
  current_timestamp: now,
  now,
  current_timezone: () => "'UTC'",
  year: part((x) => `year(${x})`),
  quarter: part((x) => `quarter(${x})`),
  month: part((x) => `month(${x})`),
  day: part((x) => `day(${x})`),
  dayofmonth: part((x) => `day(${x})`),
  dayofyear: part((x) => `day_of_year(${x})`),
  weekofyear: part((x) => `week(${x})`),
  dayofweek: part((x) => `day_of_week(${x}) % 7 + 1`),
  weekday: part((x) => `day_of_week(${x}) - 1`),
  datediff: dateDiff,
  date_diff: dateDiff,
  date_add: moved('+'),
  dateadd: moved('+'),
  date_sub: moved('-'),
  add_months: (a) => `date_add('month', ${a[1]}, ${a[0]})`,
  months_between: (a) => `spark_months_between(${a[0]}, ${a[1]}, ${a[2] ?? 'true'})`,
  last_day: (a) => `last_day_of_month(${a[0]})`,
  next_day: (a) => `spark_next_day(${a[0]}, ${a[1]})`,
  trunc: (a, args) => {
    const unit = unitOf(args[1])
    return unit === undefined || /^(?:second|minute|hour|day)$/.test(unit)
      ? 'CAST(NULL AS date)'
      : `date_trunc('${unit}', ${a[0]})`
  },
  make_date: (a) =>
    `try_cast(CASE WHEN ${a[0]} BETWEEN 1 AND 9999 THEN '' WHEN ${a[0]} IS NOT NULL THEN CAST(fail('make_date of a year beyond 1 to 9999') AS varchar) END
      || lpad(CAST(${a[0]} AS varchar), 4, '0') || '-' || CAST(${a[1]} AS varchar) || '-' || CAST(${a[2]} AS varchar) AS date)`,
  unix_date: (a) => `CAST(date_diff('day', DATE '1970-01-01', ${a[0]}) AS integer)`,
  date_from_unix_date: (a) => `date_add('day', ${a[0]}, DATE '1970-01-01')`,
  hour: part((x) => `hour(${x})`),
  minute: part((x) => `minute(${x})`),
  second: part((x) => `second(${x})`),
  date_trunc: (a, args) => {
    const unit = unitOf(args[0])
    return unit === undefined
      ? `CAST(NULL AS timestamp(6) with time zone)`
      : `spark_instant(date_trunc('${unit}', ${a[1]}))`
  },
  timestamp_seconds: (a, args) => {
    const type = typeOf(args)
    if (!isInteger(type) && !isFraction(type))
      throw new Refused(`timestamp_seconds of ${sparkName(type)}, on Trino`)
    return castTo({ sql: a[0] ?? '', type }, types.timestamp)
  },
  timestamp_millis: fromCount('1000'),
  timestamp_micros: fromCount('1'),
  unix_seconds: (a) => `spark_seconds(spark_utc(${a[0]}))`,
  unix_millis: (a) => `CAST(floor(CAST(spark_micros(spark_utc(${a[0]})) AS decimal(38,3)) / 1000) AS bigint)`,
  unix_micros: (a) => `spark_micros(spark_utc(${a[0]}))`,
  date_format: (a, args, _, settings) => format(args[1], a[0] ?? '', settings),
  from_unixtime: (a, args, _, settings) =>
    format(
      args[1],
      `spark_utc(date_add('second', ${a[0]}, TIMESTAMP '1970-01-01 00:00:00.000000 UTC'))`,
      settings,
    ),
  to_date: reading(types.date),
  to_timestamp: reading(types.timestamp),
  to_timestamp_ltz: reading(types.timestamp),
  to_timestamp_ntz: reading(types.timestamp_ntz),
  unix_timestamp: seconds,
  to_unix_timestamp: seconds,
  extract,
  date_part: extract,
  datepart: extract,
}

export const dateRoutines: readonly Routine[] = [
  routine(
    'spark_format_time',
    't timestamp(6), pattern varchar',
    'varchar',
    `CASE WHEN year(t) BETWEEN 1 AND 9999 THEN format_datetime(date_trunc('millisecond', t), pattern)
      WHEN t IS NOT NULL THEN CAST(fail('a date pattern for a year beyond 1 to 9999') AS varchar) END`,
  ),
  routine(
    'spark_months_apart',
    'a timestamp(6), b timestamp(6)',
    'double',
    `CAST((year(a) - year(b)) * 12 + month(a) - month(b) AS double)
      + CAST((day(a) - day(b)) * 86400 + (hour(a) * 3600 + minute(a) * 60 + second(a))
        - (hour(b) * 3600 + minute(b) * 60 + second(b)) AS double) / 2678400e0`,
  ),
  routine(
    'spark_months_between',
    'a timestamp(6), b timestamp(6), rounded boolean',
    'double',
    `CASE WHEN rounded IS NULL THEN NULL
      WHEN day(a) = day(b) OR (CAST(a AS date) = last_day_of_month(CAST(a AS date)) AND CAST(b AS date) = last_day_of_month(CAST(b AS date)))
      THEN CAST((year(a) - year(b)) * 12 + month(a) - month(b) AS double)
      WHEN rounded THEN floor(spark_months_apart(a, b) * 1e8 + 0.5e0) / 1e8
      ELSE spark_months_apart(a, b) END`,
  ),
  routine(
    'spark_next_day',
    'd date, name varchar',
    'date',
    `date_add('day', (CASE WHEN lower(name) IN ('su', 'sun', 'sunday') THEN 0 WHEN lower(name) IN ('mo', 'mon', 'monday') THEN 1
      WHEN lower(name) IN ('tu', 'tue', 'tuesday') THEN 2 WHEN lower(name) IN ('we', 'wed', 'wednesday') THEN 3
      WHEN lower(name) IN ('th', 'thu', 'thursday') THEN 4 WHEN lower(name) IN ('fr', 'fri', 'friday') THEN 5
      WHEN lower(name) IN ('sa', 'sat', 'saturday') THEN 6 END - day_of_week(d) % 7 + 6) % 7 + 1, d)`,
  ),
]
