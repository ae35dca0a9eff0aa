import { castTo } from '../../engines/trino/casts.ts'
import { type Routine, routine } from '../../engines/trino/routines.ts'
import { Refused } from '../../refusals.ts'
import { decimal, sparkName, types } from '../../spark-types/spark-type.ts'
import type { Argument } from '../../spark-types/typed.ts'
import { zoneOf } from '../../zones/time-zones.ts'
import { type Rendering, typeOf } from '../entry.ts'
import type { TrinoRenderings } from './conditionals.ts'

/* Instants that are made of parts or move between time zones, and intervals, which are whole numbers here. */

/** Seconds with their fraction, as whole microseconds. */
const micros = (sql: string | undefined, argument: Argument | undefined, digits: 16 | 18): string =>
  sql === undefined
    ? '0'
    : `CAST(${castTo({ sql, type: argument?.type ?? types.int }, decimal(digits, 6))} * 1000000 AS bigint)`

const times = (sql: string | undefined, size: string): string =>
  sql === undefined ? '0' : `CAST(${sql} AS bigint) * ${size}`

const made =
  (result: 'timestamp' | 'timestamp_ntz'): Rendering =>
  (a, args) => {
    const local = `spark_make_timestamp(${[...a.slice(0, 5), micros(a[5], args[5], 16)].join(', ')})`
    if (a[6] !== undefined) return toInstant(args[6], local)
    return result === 'timestamp' ? `spark_instant(${local})` : local
  }

/** The instant at which the clocks of a zone show a time. */
const toInstant = (zone: Argument | undefined, local: string): string => {
  if (zone?.type.kind === 'null') return 'CAST(NULL AS timestamp(6) with time zone)'
  const found = zoneOf(zone?.literal)
  return found.kind === 'offset'
    ? `spark_from_micros(spark_micros(${local}) - ${found.seconds}000000)`
    : `spark_instant_in(${local}, '${found.name}')`
}

/** What the clocks of a zone show at an instant, as a timestamp without zone. */
const toLocal = (zone: Argument | undefined, instant: string): string => {
  if (zone?.type.kind === 'null') return 'CAST(NULL AS timestamp(6))'
  const found = zoneOf(zone?.literal)
  return found.kind === 'offset'
    ? `spark_utc(spark_from_micros(spark_micros(spark_utc(${instant})) + ${found.seconds}000000))`
    : `spark_local_in(${instant}, '${found.name}')`
}

const converted: Rendering = (a, args) => {
  const [source, target] = args.length === 3 ? [args[0], args[1]] : [undefined, args[0]]
  const at = args.length - 1
  const local = castTo({ sql: a[at] ?? '', type: typeOf(args, at) }, types.timestamp_ntz)
  return toLocal(target, source === undefined ? `spark_instant(${local})` : toInstant(source, local))
}

const readWithoutPattern: Rendering = (a, args) => {
  const from = typeOf(args)
  if (args.length > 1 && from.kind === 'string')
    throw new Refused(
      'a text that is read by a date pattern, on Trino',
      'cast it, where it is written like 2024-01-31',
    )
  if (!/^(?:string|date|timestamp|timestamp_ntz|null)$/.test(from.kind))
    throw new Refused(`try_to_timestamp of a ${sparkName(from)}, on Trino`)
  return castTo({ sql: a[0] ?? '', type: from }, types.timestamp)
}

export const instantRenderings: TrinoRenderings = {
  localtimestamp: () => "CAST(current_timestamp(6) AT TIME ZONE 'UTC' AS timestamp(6))",
  make_timestamp: made('timestamp'),
  make_timestamp_ltz: made('timestamp'),
  make_timestamp_ntz: made('timestamp_ntz'),
  try_to_timestamp: readWithoutPattern,
  from_utc_timestamp: (a, args) => `spark_instant(${toLocal(args[1], a[0] ?? '')})`,
  to_utc_timestamp: (a, args) => toInstant(args[1], `spark_utc(${a[0]})`),
  convert_timezone: converted,
  make_dt_interval: (a, args) =>
    `(${times(a[0], '86400000000')} + ${times(a[1], '3600000000')} + ${times(a[2], '60000000')} + ${micros(a[3], args[3], 18)})`,
  make_ym_interval: (a) => `CAST(${times(a[0], '12')} + ${times(a[1], '1')} AS integer)`,
}

const two = (part: string): string => `lpad(CAST(${part} AS varchar), 2, '0')`

export const instantRoutines: readonly Routine[] = [
  // A minute may have a second 60, but no fraction of it. The engine reads years of four digits.
  routine(
    'spark_make_timestamp',
    'y integer, mo integer, d integer, h integer, mi integer, s bigint',
    'timestamp(6)',
    `CASE WHEN y NOT BETWEEN 1 AND 9999 AND mo BETWEEN 1 AND 12 AND d BETWEEN 1 AND 31
        THEN CAST(fail('make_timestamp of a year beyond 1 to 9999') AS timestamp(6))
      WHEN s BETWEEN 0 AND 60000000 AND mo BETWEEN 1 AND 12 AND d BETWEEN 1 AND 31 AND h BETWEEN 0 AND 23 AND mi BETWEEN 0 AND 59
      THEN spark_utc(spark_from_micros(spark_micros(try_cast(lpad(CAST(y AS varchar), 4, '0') || '-' || ${two('mo')} || '-' || ${two('d')}
        || ' ' || ${two('h')} || ':' || ${two('mi')} || ':00.000000' AS timestamp(6))) + s)) END`,
  ),
  routine(
    'spark_local_in',
    't timestamp(6) with time zone, z varchar',
    'timestamp(6)',
    `CAST(at_timezone(t, z) AS timestamp(6))`,
  ),
  routine(
    'spark_offset_in',
    'm bigint, z varchar',
    'bigint',
    `spark_micros(spark_local_in(spark_from_micros(m), z)) - m`,
  ),
  // Java's choice where clocks jump: of two instants the earlier one, and in a gap the offset that was before it.
  routine(
    'spark_instant_between',
    'm bigint, before bigint, behind bigint, z varchar',
    'timestamp(6) with time zone',
    `CASE WHEN before = behind OR spark_offset_in(m - before, z) = before OR spark_offset_in(m - behind, z) <> behind
      THEN spark_from_micros(m - before) ELSE spark_from_micros(m - behind) END`,
  ),
  routine(
    'spark_instant_in',
    'n timestamp(6), z varchar',
    'timestamp(6) with time zone',
    `spark_instant_between(spark_micros(n), spark_offset_in(spark_micros(n) - 93600000000, z),
      spark_offset_in(spark_micros(n) + 93600000000, z), z)`,
  ),
]
