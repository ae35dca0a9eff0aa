import { type Case, over, overEach, refusedEverywhere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const sql = (text: string): Case => ({ name: text, sql: text })

/** Literals of both families, in every spelling. */
const literals =
  `1 day|'1' DAY|1 day 2 hours|'1-2' YEAR TO MONTH|'1 day 2 seconds'|1 week|1.5 seconds|'1.5' second|100 milliseconds
  |-1 month|- '1' month|3 months 2 years|'1 02:03:04.5' DAY TO SECOND|'02:03' HOUR TO MINUTE|'-02:03.25' MINUTE TO SECOND|'-1-11' YEAR TO MONTH
  |90 minutes|25 hours|400 days|0 seconds|-1 day 3 hours|1 microsecond|+2 years|'1 02' day to hour|'10:20' minute to second|'100' hours`
    .split('|')
    .map((text) => text.trim())

const wrong =
  `1 month 1 day|'1-12' YEAR TO MONTH|'x' day|'1 25' DAY TO HOUR|'1.5' day|'1 2' YEAR TO MONTH|'' day|1 quarter`.split(
    '|',
  )

const shifts =
  `1 day|1 month|-13 months|1 hour|'1 02:03:04.567891' DAY TO SECOND|2 weeks|1 year|'-1-1' YEAR TO MONTH|-1 day|1 second`.split(
    '|',
  )

compareWithSpark('intervals', [
  ...literals.flatMap((text) => [
    sql(
      `SELECT typeof(INTERVAL ${text}) AS t, CAST(INTERVAL ${text} AS STRING) AS s, CAST(- INTERVAL ${text} AS STRING) AS n`,
    ),
  ]),
  ...literals.map((text) => sql(`SELECT TIMESTAMP'2024-01-31 10:00:00' + INTERVAL ${text}`)),
  ...refusedEverywhere(wrong.map((text) => sql(`SELECT TIMESTAMP'2024-01-31 10:00:00' + INTERVAL ${text}`))),
  ...shifts.flatMap((text) =>
    ['day', 'ts', 'ntz'].flatMap((column) => {
      // Spark fails where a timestamp would leave its range.
      return [over(`? + INTERVAL ${text}`, [column]), over(`? - INTERVAL ${text}`, [column])]
    }),
  ),
  over('INTERVAL 1 DAY + ?', ['day']),
  over('INTERVAL 1 MONTH + ?', ['ts']),
  over('? + INTERVAL 1 DAY', ['datetext']),
  over("? - INTERVAL '1 02' DAY TO HOUR", ['datetext']),
  ...refusedEverywhere([over('? + INTERVAL 1 MONTH', ['datetext']), over('? + INTERVAL 1 DAY', ['i'])]),
  ...['+', '-'].map((op) => over(`? ${op} ?`, ['day', 'few small'])),
  over('? + ?', ['few tiny', 'day']),
  ...refusedEverywhere([
    over('? + ?', ['day', 'few l']),
    over('? + ?', ['day', 'few d']),
    over('? + ?', ['day', 'few day']),
  ]),
  ...[
    ['day', 'few day'],
    ['ts', 'few ts'],
    ['day', 'few ts'],
    ['ts', 'few day'],
    ['ntz', 'few ts'],
    ['ntz', 'few ntz'],
  ].flatMap((args) => [
    over('CAST(? - ? AS STRING)', args),
    over('typeof(? - ?)', args),
    over('extract(DAY FROM ? - ?)', args),
  ]),
  ...['HOUR', 'MINUTE', 'SECOND'].map((field) => over(`extract(${field} FROM ? - ?)`, ['ts', 'few ts'])),
  over('CAST(? - ? AS INT)', ['day', 'few day']),
  sql(
    "SELECT extract(YEAR FROM INTERVAL '-3-5' YEAR TO MONTH) AS y, extract(MONTH FROM INTERVAL '-3-5' YEAR TO MONTH) AS m",
  ),
  ...refusedEverywhere([sql("SELECT extract(DAY FROM INTERVAL '3-5' YEAR TO MONTH)")]),
  ...overEach('CAST(INTERVAL 1 DAY * ? AS STRING)', [['small'], ['tiny']]),
  over("CAST(INTERVAL '1 02:03:04.567891' DAY TO SECOND * ? AS STRING)", ['tiny']),
  over('CAST(INTERVAL 5 MONTHS * ? AS STRING)', ['small']),
  over('CAST(? * INTERVAL 5 MONTHS AS STRING)', ['tiny']),
  sql(
    'SELECT CAST(INTERVAL 5 MONTHS * 1.5D AS STRING) AS a, CAST(INTERVAL 1 DAY * 0.333D AS STRING) AS b, CAST(INTERVAL 5 MONTHS / 2 AS STRING) AS c, CAST(INTERVAL 1 DAY / 7 AS STRING) AS d, CAST(INTERVAL -5 MONTHS / 2 AS STRING) AS e, CAST(INTERVAL 1 DAY / 0.7D AS STRING) AS f, CAST(INTERVAL 5 MONTHS * 1.5 AS STRING) AS g, CAST(INTERVAL 1 DAY * 1.23 AS STRING) AS h',
  ),
  ...refusedEverywhere([
    sql('SELECT CAST(INTERVAL 1 DAY / 0 AS STRING) AS r'),
    sql('SELECT INTERVAL 1 DAY + INTERVAL 1 MONTH AS r'),
    sql('SELECT INTERVAL 1 DAY > INTERVAL 1 MONTH AS r'),
  ]),
  sql(
    'SELECT CAST(INTERVAL 1 DAY + INTERVAL 2 HOURS AS STRING) AS a, CAST(INTERVAL 1 YEAR - INTERVAL 2 MONTHS AS STRING) AS b, INTERVAL 1 DAY > INTERVAL 23 HOURS AS c, INTERVAL 1 YEAR = INTERVAL 12 MONTHS AS d, typeof(NULL + INTERVAL 1 DAY) AS e',
  ),
  over('? - ? > INTERVAL 30 DAYS', ['ts', 'few ts']),
  over('? - ? BETWEEN INTERVAL 0 DAYS AND INTERVAL 1 DAY', ['ts', 'few ts']),
  over('CAST(make_dt_interval(?, 2, 3, 4.5) AS STRING)', ['tiny']),
  over('? + make_dt_interval(1, ?)', ['few ts', 'tiny']),
  over('CAST(make_ym_interval(?, ?) AS STRING)', ['small', 'few tiny']),
  over('? + make_ym_interval(1, ?)', ['few day', 'tiny']),
  over('? + make_interval(1, ?)', ['few day', 'tiny']),
  over('? + make_interval(0, ?, 1, 2, 3, 4, 5.678)', ['ts', 'few tiny']),
  over('? - make_interval(0, 1, 0, ?)', ['few ntz', 'tiny']),
  sql(
    'SELECT typeof(make_interval()) AS a, typeof(make_dt_interval()) AS b, typeof(make_ym_interval()) AS c, CAST(make_dt_interval() AS STRING) AS d, CAST(make_ym_interval() AS STRING) AS e',
  ),
  sql(
    "SELECT DATE'2024-01-31' + INTERVAL 1 MONTH, DATE'2024-01-31' + INTERVAL 1 DAY, DATE'2024-01-31' - INTERVAL 1 DAY, DATE'2024-01-31' - INTERVAL 1 HOUR, INTERVAL 1 DAY + DATE'2024-01-31', TIMESTAMP'2024-01-31 00:00:00' - INTERVAL 1 YEAR, '2024-01-31' + INTERVAL 1 HOUR, DATE'2024-01-31' - 1, 1 + DATE'2024-01-31'",
  ),
  sql(
    'SELECT id, sum(id) OVER (ORDER BY v RANGE BETWEEN INTERVAL 30 DAYS PRECEDING AND CURRENT ROW) AS a, count(*) OVER (ORDER BY v RANGE BETWEEN INTERVAL 1 MONTH PRECEDING AND INTERVAL 2 MONTHS FOLLOWING) AS b FROM t_ts WHERE year(v) BETWEEN 1900 AND 2100',
  ),
  sql(
    'SELECT id, sum(id) OVER (ORDER BY v RANGE BETWEEN 30 PRECEDING AND CURRENT ROW) AS b FROM t_day WHERE year(v) BETWEEN 1900 AND 2100',
  ),
  ...refusedEverywhere(
    [
      'INTERVAL 30 DAYS PRECEDING AND CURRENT ROW',
      'INTERVAL 1 HOUR PRECEDING AND INTERVAL 1 MONTH FOLLOWING',
    ].map((frame) => sql(`SELECT sum(id) OVER (ORDER BY v RANGE BETWEEN ${frame}) AS a FROM t_day`)),
  ),
  ...['1 day', '2 days', '1 month', '3 months', '1 year', '1 week', '5 months'].map((text) =>
    sql(
      `SELECT id, sequence(v, DATE'2024-12-31', INTERVAL ${text}) AS r FROM t_day WHERE year(v) BETWEEN 2020 AND 2024 OR v IS NULL`,
    ),
  ),
  ...['-1 day', '-1 month', '-7 months'].map((text) =>
    sql(
      `SELECT id, sequence(v, DATE'2020-01-31', INTERVAL ${text}) AS r FROM t_day WHERE year(v) BETWEEN 2021 AND 2024 OR v IS NULL`,
    ),
  ),
  ...['6 hours', '1 month', '1 day 1 second', '100 minutes'].map((text) =>
    sql(
      `SELECT id, sequence(v, TIMESTAMP'2024-07-02 00:00:00', INTERVAL ${text}) AS r FROM t_ts WHERE year(v) = 2024 AND month(v) < 8`,
    ),
  ),
  sql(
    "SELECT sequence(DATE'2024-01-03', DATE'2024-01-01') AS a, sequence(TIMESTAMP'2024-01-05 00:00:00', TIMESTAMP'2024-01-08 00:00:00') AS b, sequence(DATE'2024-01-01', TIMESTAMP'2024-01-01 05:00:00', INTERVAL 2 HOURS) AS c, sequence(TIMESTAMP_NTZ'2024-01-05 00:00:00', TIMESTAMP_NTZ'2024-01-04 00:00:00', INTERVAL -7 HOURS) AS d",
  ),
  ...refusedEverywhere([
    sql("SELECT sequence(DATE'2024-01-05', DATE'2024-01-01', INTERVAL 1 DAY) AS r"),
    sql("SELECT sequence(DATE'2024-01-05', DATE'2024-01-01', INTERVAL 1 MONTH) AS r"),
    sql("SELECT sequence(DATE'2024-01-01', DATE'2024-01-05', INTERVAL 1 HOUR) AS r"),
    sql("SELECT sequence(DATE'2024-01-01', DATE'2024-01-05', INTERVAL 0 DAYS) AS r"),
    sql("SELECT sequence('2024-01-01', DATE'2024-01-05') AS r"),
  ]),
  ...["DATE'abc'", "TIMESTAMP'abc'", "DATE'2024-02-30'", "TIMESTAMP'2024-01-01 25:00:00'", "DATE''"].flatMap(
    (text) => refusedEverywhere([sql(`SELECT ${text} AS r`)]),
  ),
  sql(
    "SELECT TIMESTAMP_NTZ'2024-01-05 10:20:30', TIMESTAMP_LTZ'2024-01-05 10:20:30', TIMESTAMP'2024-01-05', TIMESTAMP'2024-01-05 10:20:30.500', TIMESTAMP'2024-01-05T10:20:30+02:00', DATE'2024-1-5', DATE'2024', DATE'+12024-01-01', DATE'-0001-01-01', TIMESTAMP'12024-01-01 00:00:00.25'",
  ),
  sql(
    "SELECT id, cast(ts - TIMESTAMP'2020-01-01 00:00:00.5' AS bigint) AS a, cast(TIMESTAMP'2020-01-01 00:00:00.5' - ts AS decimal(22,3)) AS b, cast(ts - TIMESTAMP'2020-01-01 00:00:00' AS decimal(38,6)) AS c FROM t",
  ),
  sql(
    "SELECT cast(INTERVAL '1 10:30' DAY TO MINUTE AS bigint), cast(INTERVAL '-1 10' DAY TO HOUR AS int), cast(INTERVAL '-1 10' DAY TO HOUR AS decimal(10,3)), cast(INTERVAL '-1-3' YEAR TO MONTH AS decimal(10,3)), cast(INTERVAL '1-2' YEAR TO MONTH AS int), cast(INTERVAL '13' YEAR AS tinyint), cast(INTERVAL -'13' MONTH AS smallint), cast(INTERVAL '-0.5' SECOND AS int), cast(INTERVAL '2.45' SECOND AS decimal(5,1))",
  ),
  ...refusedEverywhere([
    sql("SELECT cast(v AS tinyint) FROM VALUES (INTERVAL '400' DAY) AS q(v)"),
    sql("SELECT cast(v AS decimal(2,0)) FROM VALUES (INTERVAL '400' DAY) AS q(v)"),
    sql("SELECT cast(INTERVAL '3' DAY AS double)"),
    sql("SELECT cast(INTERVAL '3' DAY AS boolean)"),
  ]),
  sql('SELECT interval FROM (SELECT 1 AS interval)'),
  sql(
    "SELECT cast(abs(INTERVAL '-5' DAY) AS string) AS a, cast(abs(INTERVAL '-1-2' YEAR TO MONTH) AS string) AS b, cast(abs(ts - TIMESTAMP'2024-01-01 00:00:00') AS string) AS c FROM t WHERE year(ts) BETWEEN 1900 AND 2100",
  ),
  sql(
    "SELECT g, cast(sum(x) AS string) AS a, cast(avg(x) AS string) AS b, cast(sum(y) AS string) AS c, cast(avg(-y) AS string) AS d, typeof(sum(x)) AS e, typeof(avg(x)) AS f, typeof(sum(y)) AS h, typeof(avg(y)) AS i, cast(avg(ts - TIMESTAMP'2024-01-01 00:00:00') AS string) AS j FROM (SELECT g, ts, day - DATE'2024-01-01' AS x, (id % 3) * INTERVAL '1-1' YEAR TO MONTH AS y FROM t WHERE year(day) BETWEEN 1900 AND 2100 AND year(ts) BETWEEN 1900 AND 2100) GROUP BY g",
  ),
  sql(
    "SELECT cast(avg(x) AS string) AS a, cast(sum(x) AS string) AS b FROM (SELECT INTERVAL '1' DAY AS x WHERE false)",
  ),
  sql(
    "SELECT id, cast(sum(x) OVER (ORDER BY id) AS string) AS a, cast(avg(x) OVER (ORDER BY id ROWS 2 PRECEDING) AS string) AS b FROM (SELECT id, INTERVAL '1.5' SECOND * id AS x FROM t)",
  ),
  ...refusedEverywhere([
    sql("SELECT sum(x) FROM VALUES (INTERVAL '100000000' DAY), (INTERVAL '100000000' DAY) AS q(x)"),
    sql('SELECT sum(make_interval(1))'),
  ]),
])
