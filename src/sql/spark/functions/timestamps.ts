import { literal, type Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { unscaled } from '../engines/duckdb/decimals.ts'
import { define, once } from '../engines/duckdb/define-macro.ts'
import { sessionZone } from '../zones/session-zone.ts'
import type { SparkSettings } from '../spark-settings.ts'
import {
  decimal,
  isFraction,
  isInteger,
  isPeriod,
  type SparkType,
  sparkName,
  types,
} from '../spark-types/spark-type.ts'
import { zoneOf } from '../zones/time-zones.ts'
import type { Typed } from '../spark-types/typed.ts'
import { byUnit } from './dates.ts'
import {
  type Argument,
  demand,
  demandNumber,
  entry,
  type FunctionEntry,
  type Functions,
  Mistaken,
  Refused,
  typeOf,
} from './entry.ts'

const { string, int, bigint, timestamp, timestamp_ntz } = types

const ofTime = (sql: (x: string) => string): FunctionEntry =>
  entry('N', int, (a) => `CAST(${sql(a[0] ?? '')} AS INTEGER)`)

const now = entry('', timestamp, () => 'now()')

/** Rounds down to whole seconds or milliseconds, also before 1970. */
const floored = (micros: string, size: number): string => `spark_floor_div(${micros}, ${size})`

const toCount = (sql: (micros: string) => string): FunctionEntry =>
  entry('a', bigint, (a, args) => {
    demand(args[0], 'timestamp')
    return sql(`epoch_us(CAST(${a[0]} AS TIMESTAMPTZ))`)
  })

const fromCount = (size: string): FunctionEntry =>
  entry('a', timestamp, (a, args) => {
    const type = typeOf(args)
    if (!isInteger(type) && type.kind !== 'unknown' && type.kind !== 'null')
      throw new Mistaken(`a count of type ${sparkName(type)}`, 'cast it to bigint')
    return `make_timestamptz(${castTo({ sql: a[0] ?? '', type }, bigint)} * ${size})`
  })

const timestampSeconds = entry('a', timestamp, (a, args) => {
  const type = typeOf(args)
  const x = a[0] ?? ''
  if (type.kind === 'null' || isInteger(type)) return `make_timestamptz(CAST(${x} AS BIGINT) * 1000000)`
  if (isFraction(type))
    return `CASE WHEN NOT isnan(${x}) AND NOT isinf(${x}) THEN make_timestamptz(spark_saturate64(CAST(${x} AS DOUBLE) * 1000000)) END`
  // Spark fails where something is smaller than a microsecond, and where there is no room.
  if (type.kind === 'decimal' && type.scale <= 6) return `make_timestamptz(CAST(${x} * 1000000 AS BIGINT))`
  throw new Refused(`timestamp_seconds of ${sparkName(type)}`, 'cast it to bigint or double')
})

const made = (result: 'timestamp' | 'timestamp_ntz'): FunctionEntry =>
  entry('iiiiia?s', types[result], (a, args) => {
    demandNumber(args[5])
    const seconds = castTo({ sql: a[5] ?? '', type: args[5]?.type ?? int }, decimal(16, 6))
    const micros = unscaled({ sql: seconds, precision: 16, scale: 6 })
    const local = once(
      [...a.slice(0, 5), `CAST(${micros} AS BIGINT)`],
      (parts) => `spark_make_timestamp(${parts.join(', ')})`,
    )
    if (a[6] === undefined) return result === 'timestamp' ? `spark_instant(${local})` : local
    if (result === 'timestamp_ntz') throw new Refused('a time zone for a timestamp without one')
    return toInstant(args[6], local)
  })

/** A zone that is read row by row. */
const ofRow = (zone: Argument | undefined): Argument | undefined =>
  zone?.literal === undefined && zone?.choices === undefined && zone?.type.kind === 'string'
    ? zone
    : undefined

/** A zone that no time stands beside is not read. */
const inZoneOfRow = (
  zone: Argument,
  time: string,
  write: (
    time: string,
    named: string,
  ) => { readonly offset: (seconds: string) => string; readonly region: string },
): string =>
  once([time], ([at = '']) => {
    const name = `spark_zone_of_row(CASE WHEN ${at} IS NOT NULL THEN ${zone.sql} END)`
    return once([name], ([named = '']) => {
      const seconds = `TRY_CAST(${named} AS BIGINT)`
      const { offset, region } = write(at, named)
      return `CASE WHEN ${seconds} IS NOT NULL THEN ${offset(seconds)} WHEN ${named} IS NOT NULL THEN ${region} END`
    })
  })

/** The instant at which the clocks of a zone show a time. */
const toInstant = (zone: Argument | undefined, local: string): string => {
  if (zone?.type.kind === 'null') return 'CAST(NULL AS TIMESTAMPTZ)'
  const read = ofRow(zone)
  if (read !== undefined)
    return inZoneOfRow(read, local, (time, named) => ({
      offset: (seconds) => `make_timestamptz(epoch_us(${time}) - ${seconds} * 1000000)`,
      region: `spark_instant_in(${time}, ${named})`,
    }))
  const found = zoneOf(zone?.literal)
  return found.kind === 'offset'
    ? `make_timestamptz(epoch_us(${local}) - ${found.seconds}000000)`
    : `spark_instant_in(${local}, '${found.name}')`
}

/** What the clocks of a zone show at an instant, as a timestamp without zone. */
const toLocal = (zone: Argument | undefined, instant: string): string => {
  if (zone?.type.kind === 'null') return 'CAST(NULL AS TIMESTAMP)'
  const read = ofRow(zone)
  if (read !== undefined)
    return inZoneOfRow(read, instant, (time, named) => ({
      offset: (seconds) => `make_timestamp(epoch_us(${time}) + ${seconds} * 1000000)`,
      region: `timezone(${named}, ${time})`,
    }))
  const found = zoneOf(zone?.literal)
  return found.kind === 'offset'
    ? `make_timestamp(epoch_us(${instant}) + ${found.seconds}000000)`
    : `timezone('${found.name}', ${instant})`
}

/** Laws about time zones change; each side has those of its own day. */
const zoned = (entry: FunctionEntry): FunctionEntry => ({
  ...entry,
  status: {
    within: 'both engines know the same rules of the time zone, as they do of the past',
    // Tables of rules end in 2037; what is data is seldom from later.
    leaves: (args) =>
      args.some(({ literal }) => /^\s*(?:20(?:3[89]|[4-9]\d)|2[1-9]\d\d)/.test(literal ?? '')),
  },
})

const currentTimezone = entry('', string, (_, _args, _finish, settings) => literal(settings.timeZone))

/** The instant of a time in UTC, and the time of an instant there, whatever the session's zone is. */
const ofUtc = (settings: SparkSettings, name: 'spark_instant' | 'spark_utc', x: string): string =>
  sessionZone(settings) === undefined ? `${name}(${x})` : `"${name}"(${x})`

export const timestampFunctions: Functions = {
  current_timestamp: now,
  now,
  localtimestamp: entry('', timestamp_ntz, () => 'spark_utc(now())'),
  current_timezone: currentTimezone,
  hour: ofTime((x) => `hour(${x})`),
  minute: ofTime((x) => `minute(${x})`),
  second: ofTime((x) => `second(${x})`),
  date_trunc: entry('sN', timestamp, (a, args) =>
    byUnit(args[0], a[0] ?? '', {
      write: (unit) => `spark_instant(date_trunc('${unit}', ${a[1]}))`,
      type: 'TIMESTAMPTZ',
    }),
  ),
  timestamp_seconds: timestampSeconds,
  timestamp_millis: fromCount('1000'),
  timestamp_micros: fromCount('1'),
  unix_seconds: toCount((x) => floored(x, 1000000)),
  unix_millis: toCount((x) => floored(x, 1000)),
  unix_micros: toCount((x) => x),
  make_timestamp: made('timestamp'),
  make_timestamp_ltz: made('timestamp'),
  make_timestamp_ntz: made('timestamp_ntz'),
  from_utc_timestamp: zoned(
    entry('Ta', timestamp, (a, args, _, settings) =>
      ofUtc(settings, 'spark_instant', toLocal(args[1], a[0] ?? '')),
    ),
  ),
  to_utc_timestamp: zoned(
    entry('Ta', timestamp, (a, args, _, settings) =>
      toInstant(args[1], ofUtc(settings, 'spark_utc', a[0] ?? '')),
    ),
  ),
  convert_timezone: {
    ...entry('aa?a', timestamp_ntz, (a, args) => {
      const [source, target] = args.length === 3 ? [args[0], args[1]] : [undefined, args[0]]
      const index = args.length - 1
      const local = castTo({ sql: a[index] ?? '', type: args[index]?.type ?? timestamp_ntz }, timestamp_ntz)
      const instant = source === undefined ? `spark_instant(${local})` : toInstant(source, local)
      return toLocal(target, instant)
    }),
    label: (labels) =>
      `convert_timezone(${(labels.length === 2 ? ['current_timezone()', ...labels] : labels).join(', ')})`,
  },
  window_time: entry(
    'a',
    (args) => windowTime(args).type,
    (_, args) => windowTime(args).sql,
  ),
  typeof: entry('a', string, (_, args) => `'${sparkTypeText(args)}'`),
}

/** The last microsecond of a window, as Spark takes it from a column that is one. */
const windowTime = (args: readonly Argument[]): Typed => {
  const [column] = args
  const type = column?.type.kind === 'struct' ? column.type.fields[1]?.type : undefined
  if (column === undefined || type === undefined || !isPeriod(column.type))
    throw new Refused('window_time of anything but a window', 'write the column that window(…) gives')
  return { sql: lastMicrosecond(`struct_extract(${column.sql}, 'end')`, type), type }
}

const lastMicrosecond = (end: string, type: SparkType): string =>
  `make_${type.kind === 'timestamp' ? 'timestamptz' : 'timestamp'}(epoch_us(${end}) - 1)`

const sparkTypeText = (args: readonly Argument[]): string => {
  const type = typeOf(args)
  if (type.kind === 'unknown') throw new Refused('typeof of a column whose type is not known')
  return sparkName(type)
}

export const timestampMacros: readonly Sql[] = [
  define('spark_window_start(x, step, start)', `(x - (((x - start) % step) + step) % step)`),
  define('spark_floor_div(x, n)', `CAST((x - ((x % n) + n) % n) // n AS BIGINT)`),
  // A minute may have a second 60, but no fraction of it.
  define(
    'spark_make_timestamp(y, mo, d, h, mi, us)',
    `CASE WHEN abs(CAST(y AS BIGINT)) BETWEEN 290308 AND 999999999 AND TRY(make_timestamp(y, mo, d, h, mi, 0)) IS NULL
        AND us BETWEEN 0 AND 60000000 AND TRY(make_timestamp(2000 + y % 400, mo, d, h, mi, 0)) IS NOT NULL
      THEN CAST(error('[ARITHMETIC_OVERFLOW] year ' || y || ' is too far away for a timestamp') AS TIMESTAMP)
      WHEN us BETWEEN 0 AND 60000000 AND h < 24 THEN make_timestamp(epoch_us(TRY(make_timestamp(y, mo, d, h, mi, 0)))
      + us) END`,
  ),
  define('spark_zone_offset(t, z)', `(epoch_us(timezone(z, make_timestamptz(t))) - t)`),
  // Java's choice where clocks jump: of two instants the earlier one, and in a gap the offset that was before it.
  define(
    'spark_instant_in(n, z)',
    `CASE WHEN spark_zone_offset(epoch_us(n) - 93600000000, z) = spark_zone_offset(epoch_us(n) + 93600000000, z)
        OR spark_zone_offset(epoch_us(n) - spark_zone_offset(epoch_us(n) - 93600000000, z), z)
          = spark_zone_offset(epoch_us(n) - 93600000000, z)
        OR spark_zone_offset(epoch_us(n) - spark_zone_offset(epoch_us(n) + 93600000000, z), z)
          <> spark_zone_offset(epoch_us(n) + 93600000000, z)
      THEN make_timestamptz(epoch_us(n) - spark_zone_offset(epoch_us(n) - 93600000000, z))
      ELSE make_timestamptz(epoch_us(n) - spark_zone_offset(epoch_us(n) + 93600000000, z)) END`,
  ),
]
