import { literal, type Sql } from '../../../quote.ts'
import { instantPattern, plainInstantText } from './cast-macros.ts'
import { define } from './define-macro.ts'
import type { Zone } from '../../zones/time-zones.ts'

/** Microseconds beyond which no clock jumps twice, and that no jump is larger than. */
const reach = '93600000000'

/**
 * Macros that say something else in a session that is not in UTC, by their names; they call others by the names that
 * those have in UTC. In all others of a zone only the names of what they call change.
 */
export const macrosOfZone = (zone: Zone): readonly Sql[] => [
  ...(zone.kind === 'offset' ? ofOffset(zone.seconds) : ofRegion(zone.name)),
  define('spark_today()', 'CAST(spark_utc(now()) AS DATE)'),
  define(
    'spark_to_timestamp(s)',
    `coalesce(spark_instant(TRY_CAST(CASE WHEN ${plainInstantText} THEN s END AS TIMESTAMP)),
      CASE WHEN s LIKE '____-__-__' AND s >= '0' AND TRY_CAST(s AS TIMESTAMP) IS NOT NULL THEN spark_instant(TRY_CAST(s AS TIMESTAMP))
        WHEN s IS NOT NULL THEN list_transform([spark_trim(s)], lambda slow_t: spark_timestamp_slow(slow_t))[1] END)`,
  ),
  // A zone in the text counts, else that of the session does. Names in quotes are those of a session in UTC.
  define(
    'spark_timestamp_dated(t)',
    `CASE WHEN trim(regexp_extract(t, ${literal(instantPattern)}, 8)) = '' THEN spark_instant("spark_utc"("spark_timestamp_dated"(t)))
      ELSE "spark_timestamp_dated"(t) END`,
  ),
  // Named several times, and what it is of is costly.
  define('spark_timestamp_text(n)', `list_transform([n], lambda zone_n: "spark_timestamp_text"(zone_n))[1]`),
  define('spark_to_timestamp_ntz(s)', `"spark_to_timestamp_ntz"(s)`),
  define(
    'spark_to_timestamp_date(s)',
    `CASE WHEN s IS NOT NULL THEN CAST(spark_utc(spark_to_timestamp(s)) AS DATE) END`,
  ),
]

const ofOffset = (seconds: number): readonly Sql[] => {
  const micros = `${Math.abs(seconds)}000000`
  const [plus, minus] = seconds < 0 ? ['-', '+'] : ['+', '-']
  return [
    define('spark_utc(t)', `make_timestamp(epoch_us(t) ${plus} ${micros})`),
    define('spark_instant(n)', `make_timestamptz(epoch_us(n) ${minus} ${micros})`),
    define('spark_instant_kept(n, o)', `make_timestamptz(epoch_us(n) ${minus} ${micros})`),
  ]
}

/*
 * Where clocks leapt from half past eleven to half past midnight: to Java that day begins at the leap, but a time of
 * midnight is one in the gap. Casts do not tell them apart, so that one midnight fails.
 */
const eastern = /^(?:America\/(?:Montreal|Nassau|Nipigon|Thunder_Bay|Toronto)|Canada\/Eastern)$/
const leap = { day: `DATE '1919-03-31'`, at: `TIMESTAMPTZ '1919-03-31 04:30:00+00'` }

const ofRegion = (name: string): readonly Sql[] => {
  const region = literal(name)
  const leaps = eastern.test(name)
  const strict = leaps
    ? `CASE WHEN zone_n = CAST(${leap.day} AS TIMESTAMP) THEN CAST(error(${literal(`midnight of 1919-03-31 in ${name}`)}) AS TIMESTAMPTZ) ELSE timezone(${region}, zone_n) END`
    : `timezone(${region}, zone_n)`
  return [
    define('spark_utc(t)', `timezone(${region}, CAST(t AS TIMESTAMPTZ))`),
    // The engine takes the later of two instants, and Java the earlier one. Where the offset was the same a day before,
    // there is one. In a gap both take the offset that was before it.
    define(
      'spark_instant(n)',
      `list_transform([CAST(n AS TIMESTAMP)], lambda zone_n: list_transform([${strict}], lambda zone_i:
        CASE WHEN epoch_us(timezone(${region}, make_timestamptz(epoch_us(zone_i) - ${reach}))) = epoch_us(zone_n) - ${reach}
          THEN zone_i ELSE spark_instant_in(zone_n, ${region}) END)[1])[1]`,
    ),
    // Where there are two instants, or one, with the given offset, that; so time is added in Java.
    define(
      'spark_instant_kept(n, o)',
      `CASE WHEN epoch_us(timezone(${region}, make_timestamptz(epoch_us(n) - o))) = epoch_us(n)
        THEN make_timestamptz(epoch_us(n) - o) ELSE spark_instant(n) END`,
    ),
    define(
      'spark_day_start(d)',
      leaps
        ? `CASE WHEN CAST(d AS DATE) = ${leap.day} THEN ${leap.at} ELSE spark_instant(CAST(d AS TIMESTAMP)) END`
        : 'spark_instant(CAST(d AS TIMESTAMP))',
    ),
  ]
}

/** What only renderings for other zones than UTC call. */
export const sessionZoneMacros: readonly Sql[] = [
  define('spark_today()', 'today()'),
  define('spark_instant_kept(n, o)', 'make_timestamptz(epoch_us(n))'),
  define('spark_day_start(d)', 'spark_instant(CAST(d AS TIMESTAMP))'),
  define(
    'spark_plus_months(t, m)',
    `list_transform([struct_pack(t := t, m := m)], lambda zone_t: list_transform([spark_utc((zone_t).t)], lambda zone_l:
      spark_instant_kept(zone_l + to_months((zone_t).m), epoch_us(zone_l) - epoch_us((zone_t).t)))[1])[1]`,
  ),
  define(
    'spark_plus_days(t, days)',
    `list_transform([struct_pack(t := t, d := days)], lambda zone_t: list_transform([spark_utc((zone_t).t)], lambda zone_l:
      spark_instant_kept(make_timestamp(epoch_us(zone_l) + (zone_t).d * 86400000000), epoch_us(zone_l) - epoch_us((zone_t).t)))[1])[1]`,
  ),
  // Whole days are days of the calendar, and what is left is time that passes.
  define(
    'spark_plus_micros(t, n)',
    `list_transform([struct_pack(t := t, n := CAST(n AS BIGINT))], lambda zone_m: CASE WHEN abs((zone_m).n) < 86400000000
      THEN make_timestamptz(epoch_us((zone_m).t) + (zone_m).n)
      ELSE make_timestamptz(epoch_us(spark_plus_days((zone_m).t, (zone_m).n // 86400000000)) + (zone_m).n % 86400000000) END)[1]`,
  ),
  // Seconds since the day began, which are no clock's where one jumped.
  define(
    'spark_seconds_of_day(t, l)',
    `(epoch_us(t) - epoch_us(spark_day_start(CAST(l AS DATE)))) // 1000000`,
  ),
  define(
    'spark_zoned_months_between(a, b, rounded)',
    `list_transform([struct_pack(a := spark_utc(a), b := spark_utc(b))], lambda zone_p: CASE WHEN rounded IS NULL THEN NULL
      WHEN day((zone_p).a) = day((zone_p).b) OR (CAST((zone_p).a AS DATE) = last_day((zone_p).a) AND CAST((zone_p).b AS DATE) = last_day((zone_p).b))
      THEN CAST((year((zone_p).a) - year((zone_p).b)) * 12 + month((zone_p).a) - month((zone_p).b) AS DOUBLE)
      ELSE list_transform([CAST((year((zone_p).a) - year((zone_p).b)) * 12 + month((zone_p).a) - month((zone_p).b) AS DOUBLE)
        + CAST((day((zone_p).a) - day((zone_p).b)) * 86400 + spark_seconds_of_day(a, (zone_p).a) - spark_seconds_of_day(b, (zone_p).b) AS DOUBLE)
        / 2678400.0::DOUBLE], lambda zone_d: CASE WHEN rounded THEN floor(zone_d * 100000000 + 0.5::DOUBLE) / 100000000 ELSE zone_d END)[1] END)[1]`,
  ),
  // Hours and minutes of a clock are cut off, and the offset stays what it was.
  define(
    'spark_cut_clock(t, size)',
    `list_transform([t], lambda zone_t: list_transform([spark_utc(zone_t)], lambda zone_l:
      spark_instant_kept(make_timestamp(spark_floor_div(epoch_us(zone_l), size) * size), epoch_us(zone_l) - epoch_us(zone_t)))[1])[1]`,
  ),
  define('spark_offset_seconds(t)', `((epoch_us(spark_utc(t)) - epoch_us(t)) // 1000000)`),
  // The separator stands between hours, minutes and seconds; of these only as many are shown as are asked for.
  define(
    'spark_offset_text(o, mark, parts, zero)',
    `CASE WHEN o = 0 THEN zero
      ELSE CASE WHEN o < 0 THEN '-' ELSE '+' END || lpad(CAST(abs(o) // 3600 AS VARCHAR), 2, '0')
      || CASE WHEN parts >= 2 OR (abs(o) // 60) % 60 <> 0 THEN mark || lpad(CAST((abs(o) // 60) % 60 AS VARCHAR), 2, '0') ELSE '' END
      || CASE WHEN parts = 3 AND abs(o) % 60 <> 0 THEN mark || lpad(CAST(abs(o) % 60 AS VARCHAR), 2, '0') ELSE '' END END`,
  ),
]
