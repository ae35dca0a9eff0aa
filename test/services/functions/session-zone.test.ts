import { type Case, inZones } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const secondOf = (text: string): number => Date.parse(`${text}Z`) / 1000

// Where clocks of the zones below jump, and what lies around; the ends of what can be written; old offsets with seconds.
const jumps = words(`
  2024-03-10T07:00:00 2024-11-03T06:00:00 2024-03-31T01:00:00 2024-10-27T01:00:00 2024-04-06T15:00:00 2024-10-05T15:30:00
  2011-12-30T10:00:00 2018-11-04T03:00:00 2018-02-18T02:00:00 1883-11-18T17:00:00 1919-03-31T04:30:00 1893-03-31T23:06:32
  2037-11-01T06:00:00 2100-03-14T07:00:00`)
const instants = [
  ...jumps.flatMap((jump) => [-90_001, -3600, -1, 0, 1799, 86_400].map((by) => secondOf(jump) + by)),
  ...words(`0001-01-03T05:00:00 1582-10-15T00:00:00 1900-01-01T00:00:00 1945-05-24T00:00:00 1970-01-01T00:00:00
    1986-01-01T00:00:00 2038-01-19T03:14:07 2024-02-29T12:34:56 2024-12-31T23:59:59 9999-12-30T23:00:00`).map(
    secondOf,
  ),
]

/** What clocks show, or leap over: each beside an instant. */
const walls = words(`
  2024-03-10 2024-11-03 2024-03-31 2024-10-27 2024-04-07 2024-10-06 2011-12-30 2011-12-31 2018-11-04 2018-02-17 2018-02-18
  1883-11-18 1919-03-30 1893-04-01 2037-11-01 2100-03-14 1900-01-01 1582-10-10 9999-12-30 0001-01-03`).flatMap(
  (day) =>
    words('00:00:00 00:30:00 01:30:00.5 01:59:59 02:00:00 02:15:00.123456 03:00:00 12:34:56 23:45:00').map(
      (time) => `${day} ${time}`,
    ),
)

const rows = [...new Set(instants)]
  .map((second, i) => {
    const micros = i % 3 === 0 ? '123456' : '000000'
    return `(${second}${micros}L, '${walls[(i * 7) % walls.length]}')`
  })
  .join(', ')
const walled = walls.map((wall, i) => `(${i}, '${wall}')`).join(', ')

const given = `(SELECT us AS id, timestamp_micros(us) AS t, CAST(s AS TIMESTAMP_NTZ) AS n, s, CAST(s AS DATE) AS d FROM VALUES ${rows} AS v(us, s))`
const shown = `(SELECT id, s, CAST(s AS TIMESTAMP_NTZ) AS n, CAST(s AS DATE) AS d FROM VALUES ${walled} AS v(id, s))`

/** Expressions over instants, and over what clocks show, as one statement. */
const of = (from: string, name: string, expressions: string): Case => ({
  name,
  sql: `SELECT id, ${expressions
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .join(', ')} FROM ${from}`,
})

const cases: readonly Case[] = [
  of(
    given,
    'casts of instants',
    `CAST(t AS STRING)
     CAST(t AS DATE)
     CAST(t AS TIMESTAMP_NTZ)
     CAST(t AS BIGINT)
     CAST(t AS DOUBLE)
     CAST(t AS DECIMAL(20,6))
     string(t)
     date(t)
     CAST(array(t) AS STRING)
     CAST(map('a', t) AS STRING)
     CAST(named_struct('a', t, 'b', d) AS STRING)
     'a' || t
     typeof(t)`,
  ),
  of(
    shown,
    'casts to instants',
    `CAST(s AS TIMESTAMP)
     timestamp(s)
     CAST(n AS TIMESTAMP)
     CAST(d AS TIMESTAMP)
     CAST(s AS DATE)
     CAST(CAST(s AS TIMESTAMP) AS DATE)
     CAST(concat(s, 'Z') AS TIMESTAMP)
     CAST(concat(s, '+05:30') AS TIMESTAMP)
     CAST(concat(' ', replace(s, ' ', 'T'), ' ') AS TIMESTAMP)
     CAST(left(s, 7) AS TIMESTAMP)
     CAST(left(s, 10) AS TIMESTAMP)
     CAST(left(s, 13) AS TIMESTAMP)
     CAST(s AS TIMESTAMP_NTZ)
     CAST(concat(s, 'Z') AS TIMESTAMP_NTZ)
     TRY_CAST(s AS TIMESTAMP)
     CAST(id * 100000000 AS TIMESTAMP)
     CAST(id * 1.5D AS TIMESTAMP)
     to_timestamp(s)
     to_timestamp_ltz(s)
     to_timestamp_ntz(s)
     to_timestamp(d)
     to_date(s)
     to_date(n)
     to_timestamp_ntz(CAST(s AS TIMESTAMP))`,
  ),
  of(
    given,
    'comparisons of unlike types',
    `t = d
     t < n
     t >= s
     d <= t
     n > d
     t <=> CAST(s AS TIMESTAMP)
     t IN (d, n)
     t BETWEEN d AND s
     greatest(t, d)
     coalesce(n, t)
     CASE WHEN id > 0 THEN t ELSE d END
     nullif(d, t)
     if(id > 0, n, t)`,
  ),
  of(
    given,
    'parts',
    `year(t)
     quarter(t)
     month(t)
     day(t)
     dayofmonth(t)
     dayofyear(t)
     weekofyear(t)
     dayofweek(t)
     weekday(t)
     hour(t)
     minute(t)
     second(t)
     extract(SECOND FROM t)
     extract(HOUR FROM t)
     extract(DAY FROM t)
     extract(WEEK FROM t)
     extract(YEAROFWEEK FROM t)
     date_part('minute', t)
     datepart('doy', t)
     last_day(t)
     next_day(t, 'mon')
     trunc(t, 'month')
     add_months(t, 1)
     date_add(t, 1)
     date_sub(t, 1)
     datediff(t, d)
     unix_date(CAST(t AS DATE))`,
  ),
  of(
    shown,
    'parts of what is cast to an instant',
    `hour(d)
     hour(n)
     hour(s)
     minute(d)
     minute(n)
     second(s)
     extract(HOUR FROM d)
     extract(HOUR FROM n)
     extract(MINUTE FROM s)
     extract(SECOND FROM n)
     date_format(d, 'yyyy-MM-dd HH:mm:ss')
     date_format(n, 'yyyy-MM-dd HH:mm:ss')
     date_format(s, 'yyyy-MM-dd HH:mm:ss')
     date_trunc('hour', n)
     date_trunc('hour', s)
     date_trunc('day', d)
     unix_timestamp(d)
     unix_timestamp(n)
     unix_timestamp(left(s, 19))
     unix_timestamp(s, 'yyyy-MM-dd HH:mm:ss[.SSSSSS]')
     to_unix_timestamp(left(s, 10), 'yyyy-MM-dd')
     to_timestamp(s, 'yyyy-MM-dd HH:mm:ss[.SSSSSS]')
     to_timestamp(left(s, 16), 'yyyy-MM-dd HH:mm')
     to_timestamp(left(s, 10) || '+02:00', 'yyyy-MM-ddXXX')
     to_date(left(s, 10) || '+02:00', 'yyyy-MM-ddXXX')
     to_date(left(s, 16), 'yyyy-MM-dd HH:mm')
     to_date(left(s, 10), 'yyyy-MM-dd')
     to_timestamp_ntz(left(s, 10), 'yyyy-MM-dd')
     try_to_timestamp(left(s, 10), 'yyyy-MM-dd')`,
  ),
  of(
    given,
    'what is cut off',
    words('year quarter month week day hour minute second millisecond microsecond')
      .map((unit) => `date_trunc('${unit}', t)`)
      .join('\n'),
  ),
  of(
    given,
    'printing by patterns',
    `date_format(t, 'yyyy-MM-dd HH:mm:ss.SSS')
     date_format(t, 'EEEE, d MMMM y h:mm a')
     date_format(t, 'XXX')
     date_format(t, 'X XX XXXX XXXXX')
     date_format(t, 'x xx xxx xxxx xxxxx')
     date_format(t, 'Z ZZZ ZZZZ ZZZZZ OOOO')
     from_unixtime(unix_seconds(t))
     from_unixtime(unix_seconds(t), 'yyyy-MM-dd HH:mm:ssXXX')
     unix_timestamp(t)
     unix_seconds(t)
     unix_millis(t)
     unix_micros(t)
     timestamp_seconds(unix_seconds(t))`,
  ),
  of(
    given,
    'time that is added',
    `t + INTERVAL 1 HOUR
     t - INTERVAL 90 MINUTES
     t + INTERVAL 1 DAY
     t - INTERVAL 1 DAY
     t + INTERVAL '1 02:30:00' DAY TO SECOND
     t - INTERVAL '0 23:59:59.5' DAY TO SECOND
     t + INTERVAL 24 HOURS
     t - INTERVAL 49 HOURS
     t + INTERVAL 1 MONTH
     t - INTERVAL 1 YEAR
     t + INTERVAL '1-1' YEAR TO MONTH
     t + make_dt_interval(id % 3, 1)
     t - make_dt_interval(0, id % 60)
     t + make_ym_interval(0, id % 5)
     d + INTERVAL 1 HOUR
     d + INTERVAL '1 01:00:00' DAY TO SECOND
     d + INTERVAL 1 DAY
     d - INTERVAL 1 MONTH
     s + INTERVAL 1 DAY
     n + INTERVAL 1 DAY`,
  ),
  of(
    given,
    'units that are added',
    words('YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND MILLISECOND MICROSECOND')
      .flatMap((unit) => [`timestampadd(${unit}, 1, t)`, `dateadd(${unit}, -2, t)`])
      .concat('timestampadd(HOUR, 25, d)', 'timestampadd(DAY, 1, d)', 'timestampadd(DAY, 1, s)')
      .join('\n'),
  ),
  of(
    given,
    'time between',
    [
      'CAST(t - CAST(s AS TIMESTAMP) AS STRING)',
      'CAST(t - d AS STRING)',
      'CAST(d - t AS STRING)',
      ...words('YEAR MONTH WEEK DAY HOUR MINUTE SECOND MICROSECOND').flatMap((unit) => [
        `timestampdiff(${unit}, t, CAST(s AS TIMESTAMP))`,
        `datediff(${unit}, d, t)`,
      ]),
      'months_between(t, CAST(s AS TIMESTAMP))',
      'months_between(d, t, false)',
      'months_between(t, n)',
      'months_between(t, s)',
      `months_between(t, t + INTERVAL '40 05:00:00' DAY TO SECOND)`,
    ].join('\n'),
  ),
  of(
    given,
    'other zones',
    `from_utc_timestamp(t, 'Europe/Berlin')
     to_utc_timestamp(t, 'America/New_York')
     from_utc_timestamp(d, '+05:30')
     to_utc_timestamp(s, 'Asia/Tokyo')
     convert_timezone('Asia/Tokyo', n)
     convert_timezone('Asia/Tokyo', t)
     convert_timezone('Europe/Berlin', 'Asia/Tokyo', n)
     make_timestamp(2024, 3, 10, 2, 30, 15.5)
     make_timestamp(year(d), month(d), day(d), 2, 30, 0)
     make_timestamp_ltz(year(d), month(d), day(d), 0, 0, 60)
     make_timestamp_ntz(year(d), month(d), day(d), 2, 30, 0)
     make_timestamp(year(d), month(d), day(d), 2, 30, 0, 'Europe/Paris')`,
  ),
  of(
    given,
    'JSON and CSV',
    `to_json(named_struct('t', t, 'd', d, 'n', n))
     to_json(named_struct('t', t), map('timestampFormat', 'yyyy-MM-dd HH:mm XXX'))
     to_csv(named_struct('t', t, 'n', n))
     to_csv(named_struct('t', t), map('timestampFormat', 'dd.MM.yyyy HH:mm'))
     from_json('{"t": "' || s || '"}', 't TIMESTAMP')
     from_json('{"t": "' || left(s, 10) || 'T10:00:00+01:00"}', 't TIMESTAMP')
     from_json('{"t": ' || (id div 1000000) || '}', 't TIMESTAMP')
     from_json('{"t": "' || left(s, 16) || '"}', 't TIMESTAMP', map('timestampFormat', 'yyyy-MM-dd HH:mm'))
     from_json('{"t": "' || left(s, 10) || '+01:00"}', 't TIMESTAMP', map('timestampFormat', 'yyyy-MM-ddXXX'))
     from_json('{"d": "' || left(s, 10) || '"}', 'd DATE')
     from_json('[{"t": "' || s || '"}]', 'array<struct<t: timestamp>>')`,
  ),
  of(
    given,
    'values that are handed on',
    `hash(t, n, d)
     xxhash64(t)
     md5(CAST(t AS STRING))
     concat_ws(',', t, d)
     array_join(array(t, d), ';')
     array(t, d)
     map(t, d)
     array_contains(array(t), d)
     sort_array(array(t, CAST(s AS TIMESTAMP)))
     transform(array(t), x -> hour(x))
     filter(array(t, CAST(d AS TIMESTAMP)), x -> x > d)
     concat(t, s)
     upper(t)
     length(t)
     substring(t, 1, 13)
     nvl(t, d)
     lag(t, 1, CAST(d AS TIMESTAMP)) OVER (ORDER BY id)
     count(*) OVER (ORDER BY t RANGE BETWEEN INTERVAL 2 HOURS PRECEDING AND CURRENT ROW)
     max(d) OVER (ORDER BY t)
     format_string('%s', CAST(t AS STRING))`,
  ),
  {
    name: 'literals',
    sql: `SELECT TIMESTAMP '2024-03-10 02:30:00', TIMESTAMP '2024-11-03 01:30:00.5', TIMESTAMP '2011-12-30', TIMESTAMP '2024-03-10 02:30:00Z',
      TIMESTAMP '1883-11-18 12:00:00', TIMESTAMP '2024-06-01 00:00:00+05:30', TIMESTAMP_NTZ '2024-03-10 02:30:00', TIMESTAMP '1970-01-01 00:00:00' + INTERVAL 1 DAY,
      TIMESTAMP '1850-01-01 00:00:00', current_timezone(), CAST(TIMESTAMP '2100-07-01 12:00:00' AS STRING)`,
  },
  {
    name: 'groups and filters',
    sql: `SELECT CAST(t AS DATE) AS id, count(*) AS c, min(t) AS a, max(hour(t)) AS h, sort_array(collect_set(minute(t))) AS m, first(date_trunc('day', t)) AS f
      FROM ${given} WHERE t > '1900-01-01' AND t < TIMESTAMP '2100-01-01 00:00:00' AND CAST(t AS DATE) <> DATE '2024-03-10' GROUP BY CAST(t AS DATE)`,
  },
  {
    name: 'today',
    sql: `SELECT current_date() = to_date(now()) AS a, CAST(localtimestamp() AS DATE) = current_date AS b, curdate() = CAST(current_timestamp AS DATE) AS c,
      CAST('12:00' AS TIMESTAMP) = CAST(current_date() || ' 12:00' AS TIMESTAMP) AS d, current_timezone()`,
  },
]

const zones = words(
  `America/New_York Europe/Berlin Australia/Lord_Howe Pacific/Apia America/Sao_Paulo Asia/Kolkata -03:30`,
)

// Zones whose clocks jump at midnight, twice within a month, or by rules of every year anew: what instants show, and which
// ones texts are, every five hours through the years of the engine's lists and beyond them.
const everyFiveHours: Case = {
  name: 'every five hours',
  sql: `SELECT id div 2000 AS id, sum(hash(CAST(timestamp_seconds(id * 18000) AS STRING))) AS shown,
    sum(unix_seconds(CAST(CAST(CAST(date_from_unix_date(CAST(id * 18000 div 86400 AS INT)) AS STRING) || ' ' || lpad(id * 18000 div 3600 % 24, 2, '0') || ':30:00' AS TIMESTAMP_NTZ) AS TIMESTAMP))) AS meant
    FROM range(-2000, 122000) GROUP BY id div 2000`,
}

compareWithSpark('a session that is not in UTC', [
  ...inZones(zones, cases),
  ...inZones(words('Africa/Cairo America/Santiago Asia/Gaza America/Recife'), [everyFiveHours]),
])
