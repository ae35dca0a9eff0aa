import { type Case, over, overEach, refusedEverywhere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const each = (names: string, lists: readonly (readonly string[])[]): readonly Case[] =>
  names.split(' ').flatMap((name) => overEach(name, lists))

const sources = [['day'], ['ts'], ['ntz'], ['datetext']]
const units = 'YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND MILLISECOND MICROSECOND'.split(' ')

compareWithSpark('functions of dates', [
  ...each('year quarter month day dayofmonth dayofyear weekofyear dayofweek weekday last_day', sources),
  ...refusedEverywhere(each('year last_day dayofweek', [['i'], ['flag'], ['d']])),
  ...each('date_add date_sub', [
    ['day', 'few i'],
    ['ts', 'few small'],
    ['datetext', '1'],
    ['ntz', 'few tiny'],
    ['day', "'3'"],
    ['day', 'NULL'],
    ['NULL', '1'],
  ]),
  ...refusedEverywhere(
    each('date_add date_sub', [
      ['day', 'few l'],
      ['day', 'few d'],
      ['day', 'few m'],
      ['day', 'few s'],
      ['i', '1'],
    ]),
  ),
  ...each('dateadd', [['day', '30']]),
  ...each('add_months', [
    ['day', '1'],
    ['day', '-1'],
    ['ts', '13'],
    ['datetext', '-25'],
    ['ntz', 'few tiny'],
    ['day', "'2'"],
    ['day', '1.9D'],
    ['day', '3L'],
  ]),
  ...refusedEverywhere(each('add_months', [['day', 'few i']])),
  ...each('datediff date_diff', [
    ['day', 'few day'],
    ['datetext', 'few ts'],
    ['ntz', 'few day'],
  ]),
  ...each('months_between', [
    ['ts', 'few ts'],
    ['day', 'few day'],
    ['ts', 'few ts', 'false'],
    ['ts', 'few day', 'true'],
    ['ntz', 'few ts', 'few flag'],
    ['datetext', 'few day'],
  ]),
  ...each('next_day', [
    ['day', "'Mon'"],
    ['ts', "'tu'"],
    ['datetext', "'SUNDAY'"],
    ['few day', 's'],
    ['day', "'x'"],
    ...['TH', 'thu', 'Friday', 'sat', 'Tues', 'we', 'wednesday', 'MO'].map((name) => [
      'few day',
      `'${name}'`,
    ]),
  ]),
  ...'YEAR yyyy yy QUARTER month MON mm week day x'
    .split(' ')
    .map((unit) => over('trunc', ['day', `'${unit}'`])),
  over('trunc', ['ts', "'MM'"]),
  over('trunc', ['datetext', "'year'"]),
  over('trunc', ['few day', 's']),
  over('trunc', ['day', 'NULL']),
  ...'YEAR yyyy yy QUARTER month MON mm week day DD hour minute second millisecond microsecond x'
    .split(' ')
    .map((unit) => over('date_trunc', [`'${unit}'`, 'ts'])),
  over('date_trunc', ["'day'", 'day']),
  over('date_trunc', ["'hour'", 'ntz']),
  over('date_trunc', ["'month'", 'datetext']),
  over('date_trunc', ['s', 'few ts']),
  over("date_trunc(CASE WHEN ? > 0 THEN 'Month' ELSE 'hour' END, ?)", ['few tiny', 'few ts']),
  ...refusedEverywhere(each('date_trunc', [["'day'", 'i']])),
  over('make_date', ['few i', 'few i', 'few i']),
  over('make_date', ['few small', '2', '29']),
  over('make_date(2024 - ?, 2, 29)', ['few tiny']),
  over('unix_date', ['day']),
  over('unix_date', ['NULL']),
  ...each('date_from_unix_date', [['s'], ['m']]),
  // The two ends of 32 bits are the engine's infinities, and fail here.
  ...['i', 'l'].map((column) => {
    const sql = `SELECT id, date_from_unix_date(v) AS r FROM t_${column} WHERE abs(CAST(CAST(v AS int) AS bigint)) <> 2147483647`
    return { name: sql, sql }
  }),
  ...refusedEverywhere(each('unix_date', [['datetext'], ['ts'], ['i']])),
  ...`YEAR Y YEARS YR YRS YEAROFWEEK QUARTER QTR MONTH MON MONS MONTHS WEEK W WEEKS DAY D DAYS DAYOFWEEK DOW
    DAYOFWEEK_ISO DOW_ISO DOY HOUR H HOURS HR HRS MINUTE M MIN MINS MINUTES SECOND S SEC SECONDS SECS`
    .split(/\s+/)
    .map((field) => over(`date_part('${field}', ?)`, ['few ts'])),
  ...'YEAR YEAROFWEEK WEEK DOW DOW_ISO DOY SECOND HOUR'
    .split(' ')
    .flatMap((field) => ['ts', 'day', 'ntz'].map((column) => over(`extract(${field} FROM ?)`, [column]))),
  over("datepart('day', ?)", ['datetext']),
  over("date_part('minute', ?)", ['datetext']),
  ...refusedEverywhere([over("date_part('century', ?)", ['day']), over("date_part('year', ?)", ['i'])]),
  ...units.map((unit) => over(`timestampdiff(${unit}, ?, ?)`, ['ts', 'few ts'])),
  over('datediff(MONTH, ?, ?)', ['day', 'few ntz']),
  over('date_diff(DAY, ?, ?)', ['datetext', 'few day']),
  ...units.map((unit) => over(`timestampadd(${unit}, ?, ?)`, ['few tiny', 'ts'])),
  over('dateadd(MONTH, ?, ?)', ['few tiny', 'day']),
  over('date_add(DAY, 3, ?)', ['ntz']),
  over('timestampadd(DAYOFYEAR, 3, ?)', ['datetext']),
  ...refusedEverywhere([
    over('timestampadd(DAY, ?, 3)', ['day']),
    over('timestampdiff(CENTURY, ?, ?)', ['day', 'few day']),
  ]),
  {
    name: 'names of calls with units',
    sql: "SELECT timestampadd(DAY, 1, DATE'2024-01-31'), datediff(DAY, DATE'2024-01-31', DATE'2024-02-01'), dateadd(HOUR, 1, DATE'2024-01-31'), extract(YEAR FROM DATE'2024-01-31'), date_part('YEAR', DATE'2024-01-31'), trunc(DATE'2024-01-31', 'MM'), date_add(DATE'2024-01-31', 1)",
  },
])
