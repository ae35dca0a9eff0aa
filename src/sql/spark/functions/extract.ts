import type { Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { isAnsiInterval } from '../spark-types/interval-type.ts'
import { sessionZone } from '../zones/session-zone.ts'
import type { SparkSettings } from '../spark-settings.ts'
import { decimal, isInteger, sparkName, types } from '../spark-types/spark-type.ts'
import { type Argument, demand, entry, type FunctionEntry, type Functions, Refused } from './entry.ts'
import { partOfInterval } from './intervals.ts'
import type { Typed } from '../spark-types/typed.ts'

const { int, bigint, timestamp, timestamp_ntz, date } = types

type Field = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'dayofyear' | 'isoyear' | 'isodow' | 'dow'
type Part = Field | 'hour' | 'minute' | 'second'

const spellings: Readonly<Record<Part, string>> = {
  year: 'year y years yr yrs',
  isoyear: 'yearofweek',
  quarter: 'quarter qtr',
  month: 'month mon mons months',
  week: 'week w weeks',
  day: 'day d days',
  dow: 'dayofweek dow',
  isodow: 'dayofweek_iso dow_iso',
  dayofyear: 'doy',
  hour: 'hour h hours hr hrs',
  minute: 'minute m min mins minutes',
  second: 'second s sec seconds secs',
}

const partNamed: ReadonlyMap<string, Part> = new Map(
  (Object.keys(spellings) as readonly Part[]).flatMap((part) =>
    spellings[part].split(' ').map((name) => [name, part] as const),
  ),
)

const partOf = (argument: Argument | undefined): Part => {
  const name = argument?.literal?.toLowerCase()
  const part = name === undefined ? undefined : partNamed.get(name)
  if (part === undefined)
    throw new Refused(`the part ${name === undefined ? 'of an expression' : `"${name}"`} of a date`)
  return part
}

const extract = entry(
  'sa',
  (args) => {
    const source = args[1]?.type ?? timestamp
    if (isAnsiInterval(source)) return partOfInterval(partOf(args[0]), '', source).type
    return partOf(args[0]) === 'second' ? decimal(8, 6) : int
  },
  (a, args, _, settings) => {
    const part = partOf(args[0])
    const source = { sql: a[1] ?? '', type: args[1]?.type ?? timestamp }
    if (isAnsiInterval(source.type)) return partOfInterval(part, source.sql, source.type).sql
    demand(args[1], 'date timestamp timestamp_ntz string')
    if (!/^(?:hour|minute|second)$/.test(part)) {
      const day = castTo(source, date)
      if (part === 'dow') return `CAST(dayofweek(${day}) + 1 AS INTEGER)`
      return `CAST(${part}(${day}) AS INTEGER)`
    }
    const time = localTime(source, settings)
    if (part === 'second')
      return `CAST(CAST(microsecond(${time}) AS DECIMAL(18,0)) / 1000000 AS DECIMAL(8,6))`
    return `CAST(${part}(${time}) AS INTEGER)`
  },
)

/** What a clock of the session shows: at the begin of a day, too, which is not midnight where clocks jump then. */
const localTime = (value: Typed, settings: SparkSettings): string =>
  value.type.kind === 'date' && sessionZone(settings) !== undefined
    ? `spark_utc(${castTo(value, timestamp)})`
    : utc(value)

/** A timestamp without zone, as its clock shows in UTC. */
const utc = (value: Typed): string =>
  value.type.kind === 'timestamp_ntz' || value.type.kind === 'date'
    ? castTo(value, timestamp_ntz)
    : `spark_utc(${castTo(value, timestamp)})`

type Unit = { readonly months: number } | { readonly micros: bigint }

const day = 86_400_000_000n
const units: Readonly<Record<string, Unit>> = {
  YEAR: { months: 12 },
  QUARTER: { months: 3 },
  MONTH: { months: 1 },
  WEEK: { micros: 7n * day },
  DAY: { micros: day },
  DAYOFYEAR: { micros: day },
  HOUR: { micros: 3_600_000_000n },
  MINUTE: { micros: 60_000_000n },
  SECOND: { micros: 1_000_000n },
  MILLISECOND: { micros: 1000n },
  MICROSECOND: { micros: 1n },
}

const unitOf = (argument: Argument | undefined, least: boolean): Unit => {
  const name = argument?.literal?.toUpperCase() ?? ''
  const unit = units[name]
  if (unit === undefined || (!least && name === 'DAYOFYEAR')) throw new Refused(`the unit "${name}"`)
  return unit
}

/** Adds a number of units to a timestamp: timestampadd(MONTH, 3, t). */
const addUnits: FunctionEntry = entry(
  'saa',
  (args) => (args[2]?.type.kind === 'timestamp_ntz' ? timestamp_ntz : timestamp),
  (a, args, _, settings) => {
    const unit = unitOf(args[0], true)
    const amount = args[1]?.type ?? int
    if (!isInteger(amount) && !/^(?:null|unknown|string|decimal|float|double)$/.test(amount.kind))
      throw new Refused(`a number of units of type ${sparkName(amount)}`)
    const count = castTo({ sql: a[1] ?? '', type: amount }, int)
    const source = { sql: a[2] ?? '', type: args[2]?.type ?? timestamp }
    demand(args[2], 'date timestamp timestamp_ntz string')
    if (sessionZone(settings) !== undefined && source.type.kind !== 'timestamp_ntz')
      return addInZone(castTo(source, timestamp), count, unit)
    const wrap = source.type.kind === 'timestamp_ntz' ? 'make_timestamp' : 'make_timestamptz'
    if ('micros' in unit)
      return `${wrap}(epoch_us(${utc(source)}) + CAST(${count} AS BIGINT) * ${unit.micros})`
    const months = unit.months === 1 ? count : `CAST(${count} * ${unit.months} AS INTEGER)`
    return `${wrap}(epoch_us(${utc(source)} + to_months(${months})))`
  },
)

/** Days and months are steps of the calendar; hours and less are time that passes, however many. */
const addInZone = (instant: string, count: string, unit: Unit): string => {
  if ('months' in unit) return `spark_plus_months(${instant}, CAST(${count} * ${unit.months} AS INTEGER))`
  return unit.micros >= day
    ? `spark_plus_days(${instant}, CAST(${count} AS BIGINT) * ${unit.micros / day})`
    : `make_timestamptz(epoch_us(${instant}) + CAST(${count} AS BIGINT) * ${unit.micros})`
}

/** Whole units between two timestamps, towards zero: timestampdiff(MONTH, a, b). */
const unitsBetween: FunctionEntry = entry('sNN', bigint, (a, args) => {
  const unit = unitOf(args[0], false)
  if ('micros' in unit) return `CAST((epoch_us(${a[2]}) - epoch_us(${a[1]})) // ${unit.micros} AS BIGINT)`
  return `CAST(spark_months_until(${a[1]}, ${a[2]})${unit.months === 1 ? '' : ` // ${unit.months}`} AS BIGINT)`
})

export const extractFunctions: Functions = {
  extract: { ...extract, label: (labels) => `extract(${labels.join(' FROM ')})` },
  date_part: extract,
  datepart: extract,
}

export const extractMacros: readonly Sql[] = [
  // LocalDateTime.until: the day that has not come yet, or has not passed yet, does not count.
  define(
    'spark_months_until(a, b)',
    `(spark_packed_day(CAST(b AS DATE) + CASE
        WHEN CAST(b AS DATE) > CAST(a AS DATE) AND CAST(b AS TIME) < CAST(a AS TIME) THEN -1
        WHEN CAST(b AS DATE) < CAST(a AS DATE) AND CAST(b AS TIME) > CAST(a AS TIME) THEN 1
        ELSE 0 END) - spark_packed_day(CAST(a AS DATE))) // 32`,
  ),
  define('spark_packed_day(d)', `((year(d) * 12 + month(d)) * 32 + day(d))`),
]

/** What a call with a unit means, and what Spark calls it. */
export const unitFunction = (
  name: string,
  count: number,
): { readonly label: string; readonly known: FunctionEntry } | undefined => {
  if (count !== 3) return undefined
  if (/^(?:timestampadd|dateadd|date_add)$/.test(name)) return { label: 'timestampadd', known: addUnits }
  if (/^(?:timestampdiff|datediff|date_diff|timediff)$/.test(name))
    return { label: 'timestampdiff', known: unitsBetween }
  return undefined
}
