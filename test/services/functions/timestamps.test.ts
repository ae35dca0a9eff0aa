import { type Case, lines, over, overEach, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const each = (names: string, lists: readonly (readonly string[])[]): readonly Case[] =>
  names.split(' ').flatMap((name) => overEach(name, lists))

const zones =
  `America/New_York Europe/Berlin Asia/Kolkata Australia/Lord_Howe Pacific/Apia Asia/Kathmandu America/St_Johns UTC GMT Z
  +05:30 -03:00 +7 UTC+1 GMT-08:00 +18:00 -0930 PST EST IST Africa/Monrovia Asia/Shanghai Europe/Dublin`.split(
    /\s+/,
  )

compareWithSpark('functions of timestamps', [
  ...each('hour minute second', [['ts'], ['ntz'], ['day'], ['datetext']]),
  ...refusedEverywhere(each('hour', [['i'], ['flag'], ['d']])),
  ...each('timestamp_seconds', [['tiny'], ['i'], ['few d'], ['few f'], ['small'], ['m']]),
  over('timestamp_seconds(? % 100000000000)', ['l']),
  over('timestamp_seconds(? % 100000000000)', ['d']),
  ...refusedEverywhere([over('timestamp_seconds', ['numtext'])]),
  ...each('timestamp_millis timestamp_micros', [['i'], ['tiny'], ['NULL']]),
  over('timestamp_micros', ['few small']),
  ...each('unix_seconds unix_millis unix_micros', [['ts'], ['NULL']]),
  ...refusedEverywhere(each('unix_seconds unix_millis unix_micros', [['s'], ['day'], ['ntz'], ['l']])),
  ...each('make_timestamp make_timestamp_ltz make_timestamp_ntz', [
    ['few small', '2', '29', '1', '2', '3.123456'],
    ['2024', 'few i', 'few i', '23', '59', '60'],
    ['2024', '12', '31', 'few tiny', 'few tiny', '60.5'],
    ['2024', '2', '29', '23', '59', 'few d'],
    ['2024', '2', '29', '23', '59', 'few m'],
    ['2024', '2', '29', '24', '0', '0'],
    ['2024', '2', '29', '23', '59', '59.9999999'],
  ]),
  over('make_timestamp', ['2024', '2', '29', '23', '59', '59.5', "'Europe/Berlin'"]),
  over('make_timestamp_ltz', ['2024', '3', '31', '2', '30', '0', "'Europe/Berlin'"]),
  ...zones.flatMap((zone) => each('from_utc_timestamp to_utc_timestamp', [['ts', `'${zone}'`]])),
  ...each('from_utc_timestamp to_utc_timestamp', [
    ['day', "'Asia/Tokyo'"],
    ['ntz', "'Europe/Paris'"],
    ['datetext', "'+01:00'"],
    ['ts', 'NULL'],
  ]),
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia'].map((zone) => ({
    name: `to_utc_timestamp where clocks jump in ${zone}`,
    sql: `SELECT id, to_utc_timestamp(timestamp_seconds(t + id * 1200), '${zone}') AS r FROM range(0, 90) CROSS JOIN
      (VALUES (1711843200), (1729987200), (1710028800), (1730592000), (1712426400), (1728144000), (1325203200)) AS s(t)`,
  })),
  ...refusedEverywhere([
    ...each('from_utc_timestamp', [
      ['ts', "'Europe/Nowhere'"],
      ['ts', "'europe/berlin'"],
      ['ts', "'+19:00'"],
      ['ts', "''"],
      ['i', "'UTC'"],
    ]),
  ]),
  ...refusedHere([over('from_utc_timestamp', ['few ts', "'America/Tijuana'"])]),
  // A zone in a column is read row by row, where a time stands beside it.
  over('from_utc_timestamp', ['few ts', "element_at(array('UTC'), 1)"]),
  ...[
    'from_utc_timestamp(ts, z)',
    'to_utc_timestamp(ts, z)',
    "convert_timezone(z, 'Asia/Tokyo', ntz)",
    "convert_timezone('Asia/Tokyo', z, ntz)",
    'make_timestamp(2024, 3, 31, 2, 30, 0, z)',
  ].map((call) => ({
    name: `${call} of a zone in a column`,
    sql: `SELECT t.id * 100 + zones.n AS id, ${call} AS r FROM t CROSS JOIN (VALUES ${[
      ...zones,
      'America/Chicago',
    ]
      .map((zone, i) => `(${i}, '${zone}')`)
      .join(', ')}, (99, NULL)) AS zones(n, z)`,
  })),
  {
    name: 'a zone beside no time',
    sql: "SELECT t, z, from_utc_timestamp(t, z) AS a, to_utc_timestamp(t, z) AS b FROM VALUES (CAST(NULL AS timestamp), 'Nowhere'), (timestamp'2024-01-01 00:00:00', NULL) AS v(t, z)",
  },
  {
    name: 'a zone that literals make',
    sql: "SELECT id, from_utc_timestamp(ts, concat('America/', if(id % 2 = 0, 'New_York', 'Chicago'))) AS a, to_utc_timestamp(ts, CASE WHEN id % 2 = 0 THEN 'Europe' END || '/Berlin') AS b FROM t",
  },
  ...refusedEverywhere(
    lines(`
    SELECT from_utc_timestamp(timestamp'2024-01-01 00:00:00', z) AS a FROM VALUES ('europe/berlin') AS t(z)
    SELECT to_utc_timestamp(timestamp'2024-01-01 00:00:00', z) AS a FROM VALUES ('Nowhere') AS t(z)
  `),
  ),
  ...each('convert_timezone', [
    ["'Europe/Berlin'", "'Asia/Tokyo'", 'ntz'],
    ["'America/New_York'", 'ntz'],
    ["'America/New_York'", 'ts'],
    ["'UTC'", "'+01:00'", 'datetext'],
    ["'Europe/Paris'", 'day'],
  ]),
  {
    name: 'one time for a statement',
    sql: 'SELECT count(DISTINCT now()) AS a, max(now() = current_timestamp) AS b, max(to_date(now()) = current_date()) AS c, max(typeof(localtimestamp())) AS d FROM range(5)',
  },
  { name: 'the zone of the session', sql: 'SELECT current_timezone(), current_timezone() AS a' },
])
