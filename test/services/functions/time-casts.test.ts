import { type Case, lines, over, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const to = (type: string, columns: readonly string[]): readonly Case[] =>
  columns.map((column) => over(`CAST(? AS ${type})`, [column]))

const sql = (text: string): Case => ({ name: text, sql: text })

/** What stands in a constant is a time, in a row it is none. */
const specialTimes = `
  SELECT CAST('epoch' AS date) AS a, CAST(' Epoch Europe/Berlin' AS timestamp) AS b, CAST('EPOCH' AS timestamp_ntz) AS c, try_cast('epoch+01:00' AS date) AS d, CAST('epoch x' AS date) AS e, CAST('epochs' AS date) AS f
  SELECT CAST('now' AS date) = current_date() AS a, CAST('now UTC' AS date) AS b, CAST('now' AS timestamp) >= current_date() AS c, date_trunc('day', CAST('now' AS timestamp_ntz)) = date_trunc('day', localtimestamp()) AS d
  SELECT CAST('today' AS timestamp) = current_date() AS a, CAST('today UTC' AS date) = current_date() AS b, datediff('tomorrow', 'yesterday') AS c, CAST('today' AS timestamp_ntz) = date_trunc('day', localtimestamp()) AS d
  SELECT CAST('tomorrow' AS timestamp) = CAST(date_add(current_date(), 1) AS timestamp) AS a, CAST('yesterday' AS timestamp) < CAST('today' AS timestamp) AS b
  SELECT to_date('epoch') AS a, to_timestamp('epoch') AS b, year('epoch') AS c, date_add('epoch', 1) AS d, date_trunc('day', 'epoch') AS e, to_date('epoch', 'yyyy') AS f, unix_timestamp('epoch') AS g
  SELECT id, day > 'epoch' AS a, ts < 'epoch' AS b, day < 'tomorrow' AS c, ts BETWEEN 'epoch' AND 'today' AS d, coalesce(day, 'epoch') AS e FROM t
  SELECT v, CAST(v AS date) AS a, to_timestamp(v) AS b FROM VALUES ('epoch'), ('today') AS t(v)
  SELECT CAST(v AS date) AS a, v < DATE'2024-01-01' AS b FROM (SELECT 'epoch' AS v)
  SELECT DATE'epoch UTC', TIMESTAMP'epoch +01:00', DATE'epoch'
`

/** Texts of dates and timestamps as people and machines write them, and those that only look like some. */
const texts =
  `2024-01-05 10:20:30 Europe/Berlin|2024-01-05 10:20:30+05:30|2024-01-05 10:20:30 UTC+1|2024-01-05 10:20:30 PST|2024-01-05 10:20:30.1234567
  |2024-01-05T10|2024-01-05 10:20:|2024-01-05 10|-0001-01-01|+12024-01-01|12024-01-01 10:00:00|0000-01-01|2024-1|2024-1-|2024-01-05 10:20:30 +1|2024-01-05 10:20:30-08
  |1582-10-10 00:00:00|0004-02-29 12:00:00|1500-02-29|2024-01-05 10:20:30 europe/berlin|2024-01-05Z|2024-01-05 10:20:30Z|  2024-01-05  |T10:20:30|10:20:30.5|2024-01-05 1:2:3.4
  |99999-12-31|294247-01-10 04:00:54|2024-01-0510|20240105T102030|2024-01-05 10:20:30 AM|2024-01-05 23:59:60|now|today|epoch|2024-01-05 10:20:30 +18:00|2024-01-05 10:20:30 +18:01
  |2024-01-5\\t 10:20:30|2024-01-05 \\t2:20:30|2024-01-5  10:20:30|2024-01-05  9:20:30|2024-01-5T 10:20:30|2024-01-1x|0-01-14-11|2024-01-1T|2024-01-3\\t
  |2024-01-05T10:20:30Z|2024-01-05T10:20:30.123Z|2024-01-05 10:20:30.123456|2024-01-05T24:00:00Z|2024-01-05T10:20:30.1+2|2024-01-05T10:20:30.12xZ|2024-01-5T 10:20:30Z`
    .split('|')
    .map((text) => text.replace('\n', '').trimStart())

compareWithSpark('casts of dates and timestamps', [
  ...to('DATE', ['datetext', 'ts', 'ntz', 's', 'day']),
  ...to('TIMESTAMP', ['datetext', 'day', 'ntz', 's', 'tiny', 'i', 'few d', 'm']),
  ...to('TIMESTAMP_NTZ', ['datetext', 'day', 'ts', 's']),
  ...to('STRING', ['day', 'ts', 'ntz']),
  ...to('BIGINT', ['ts']),
  ...to('INT', ['ts']),
  ...to('SMALLINT', ['ts']),
  ...to('DOUBLE', ['ts']),
  ...to('DECIMAL(30,6)', ['ts']),
  ...to('BOOLEAN', ['flag']),
  ...refusedEverywhere([
    ...to('DATE', ['i', 'd']),
    ...to('TIMESTAMP_NTZ', ['i', 'flag']),
    ...to('BIGINT', ['ntz']),
  ]),
  ...['DATE', 'TIMESTAMP', 'TIMESTAMP_NTZ', 'STRING'].map((type) =>
    sql(
      `SELECT id, CAST(CAST(v AS ${type}) AS STRING) AS r FROM (VALUES ${texts
        .map((text, i) => `(${i}, '${text}')`)
        .join(', ')}) AS t(id, v) WHERE v NOT RLIKE '^T?\\\\d\\\\d:'`,
    ),
  ),
  sql(
    'SELECT CAST(make_date(y, 2, 3) AS STRING) AS a, CAST(CAST(make_date(y, 2, 3) AS TIMESTAMP) AS STRING) AS b, CAST(CAST(make_date(y, 2, 3) AS STRING) AS DATE) AS c FROM (VALUES (-5000), (-1), (0), (1), (999), (1582), (9999), (10000), (123456)) AS t(y)',
  ),
  ...['=', '<', '<=>'].flatMap((op) => [
    over(`? ${op} ?`, ['day', 'few ts']),
    over(`? ${op} ?`, ['day', 'few ntz']),
    over(`? ${op} ?`, ['ts', 'few ntz']),
    over(`? ${op} ?`, ['day', 'few datetext']),
    over(`? ${op} ?`, ['datetext', 'few ts']),
  ]),
  over('coalesce(?, ?)', ['day', 'few ts']),
  over('coalesce(?, ?)', ['ntz', 'few day']),
  over('coalesce(?, ?)', ['ntz', 'few ts']),
  over("? IN (?, DATE'2024-02-29')", ['ts', 'few day']),
  over('CASE WHEN ? > ? THEN 1 ELSE 0 END', ['day', "'2023-12-31'"]),
  ...lines(specialTimes),
  ...lines(specialTimes).map((one) => ({
    ...one,
    name: `in New York: ${one.name}`,
    zone: 'America/New_York',
  })),
  ...refusedHere(
    lines(`
    SELECT DATE'today' = current_date() AS a
    SELECT TIMESTAMP'now' <= now() AS a
    SELECT * FROM VALUES (CAST('epoch' AS date)) AS t(v)
  `),
  ),
])
