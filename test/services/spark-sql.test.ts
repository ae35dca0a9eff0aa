import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { detachedText, fillIncremental } from '../../src/sql/index.ts'
import { python } from './python.ts'
import { askSpark, cellsOf, loadEngine, type LoadedEngine, type SparkAnswers, table } from './spark-oracle.ts'

/*
 * Real Spark says what a statement means. One process runs every statement over the same hostile rows; names, types
 * and values must be equal.
 */
const seed = join(import.meta.dirname, '../../../shared/seed/fs-accelerator')
const blankVariants = (text: string) => [text, ` ${text}`, `${text} `, `\t${text}\n`]
const texts: readonly (string | null)[] = [
  null,
  '',
  ' ',
  'abc',
  'null',
  ...blankVariants('12'),
  ...blankVariants('2024-02-29'),
  '007',
  '-0',
  '+5',
  '-',
  '+',
  '.',
  '-.',
  '+.5',
  '.5',
  '5.',
  '-.5',
  '12.7',
  '-12.7',
  '12.',
  '1e3',
  '1E3',
  '1e-3',
  '1.5e2',
  '1e',
  'e1',
  '0x1F',
  '1_000',
  '1,000',
  'NaN',
  'nan',
  '+NaN',
  '-NaN',
  'Infinity',
  '-Infinity',
  '+Infinity',
  'inf',
  '-inf',
  '+inf',
  'INF',
  'infinity',
  '1d',
  '1f',
  '1.5D',
  '1.5F',
  '12L',
  '- 5',
  '5 5',
  '127',
  '128',
  '-128',
  '-129',
  '32767',
  '32768',
  '-32768',
  '-32769',
  '2147483647',
  '2147483648',
  '-2147483648',
  '-2147483649',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '-9223372036854775809',
  '000000000000000000000012',
  '99999999999999999999999999999999999999',
  '123456789012345678901234567890123456789',
  '1e400',
  '-1e400',
  '1e-400',
  '0.005',
  '0.015',
  '2.675',
  '1.005',
  '-1.005',
  '99999999.995',
  'true',
  'TRUE',
  't',
  'T',
  'yes',
  'y',
  '1',
  '0',
  'no',
  'n',
  'f',
  'false',
  'on',
  'off',
  'tru',
  ' true ',
  '2',
  '2024',
  '02024',
  '24',
  '20240',
  '1234567',
  '12345678',
  '2024-',
  '2024-1',
  '2024-13',
  '2024-00',
  '2024-1-',
  '2024-1-5',
  '2024-01-05',
  '2024-1-05x',
  '2024-01-05x',
  '2023-02-29',
  '2024-02-30',
  '2024-06-31',
  '2024-01-32',
  '2024-01-00',
  '2024/01/05',
  '05-01-2024',
  '20240105',
  '2024-01-05T',
  '2024-01-05 x',
  '2024-01-05Tx',
  '2024-01-05 25:00:00',
  '+2024-01-05',
  '0001-01-01',
  '0000-01-01',
  '1582-10-10',
  '1900-02-29',
  '9999-12-31',
  '10000-01-01',
  '0044-03-15 (BC)',
  'epoch',
  'now',
  'today',
  '2024-01-05 1',
  '2024-01-05 10',
  '2024-01-05 10:',
  '2024-01-05 10:2',
  '2024-01-05 10:20',
  '2024-01-05 10:20:',
  '2024-01-05 1:2:3',
  '2024-01-05 10:20:30',
  '2024-01-05T10:20:30',
  '2024-01-05 10:20:30.',
  '2024-01-05 10:20:30.5',
  '2024-01-05 10:20:30.123456',
  '2024-01-05 10:20:30.1234567',
  '2024-01-05 10:20:30.123456789',
  '2024-01-05 10:20:30Z',
  '2024-01-05T10:20:30.1Z',
  '2024-01-05 10:20:30 Z',
  '2024-01-05 10:20:30UTC',
  '2024-01-05 10:20:30 UTC',
  '2024-01-05 10:20:30GMT',
  '2024-01-05 10:20:30+05:30',
  '2024-01-05 10:20:30-05:30',
  '2024-01-05 10:20:30+5:30',
  '2024-01-05 10:20:30+05',
  '2024-01-05 10:20:30+5',
  '2024-01-05 10:20:30+0530',
  '2024-01-05 10:20:30 +05:30',
  '2024-01-05 10:20:30UTC+01:00',
  '2024-01-05 10:20:30 America/New_York',
  '2024-07-05 10:20:30 Europe/Berlin',
  '2024-01-05 10:20:30 Mars/Base',
  '2024-01-05 10:20:30+19:00',
  '2024-01-05 10:20Z',
  '2024-01-05 10:20+01:00',
  '2024-01-05Z',
  '2024-01-05 24:00:00',
  '2024-01-05 10:60:00',
  '2024-01-05 10:20:60',
  '2024-01-05  10:20:30',
  '2024-13-45 10:20:30',
  '2024-02-30 00:00:00',
  '1969-12-31 23:59:59.999999',
  '0001-01-01 00:00:00',
  '9999-12-31 23:59:59.999999',
  'garbage',
  '2024-01-05 10:20:30 AM',
]

const numbers: readonly (readonly (string | null)[])[] = [
  ['0', '0', '0', '0.0', '0.00', '0'],
  ['1', '1', '1', '1.5', '1.50', '1'],
  ['-1', '-1', '-1', '-1.5', '-1.50', '-1'],
  ['7', '7', '7', '2.5', '2.50', '7'],
  ['127', '2147483647', '9223372036854775807', '1.7976931348623157E308', '99999999.99', '9007199254740993'],
  ['-128', '-2147483648', '-9223372036854775808', '-1.0E10', '-99999999.99', '42'],
  [null, null, null, null, null, null],
  ['5', '100', '1704450030', 'NaN', '0.01', '3'],
  ['3', '-100', '300', 'Infinity', '-0.01', '-3'],
  ['2', '40000', '70000', '-Infinity', '1234.56', '9'],
  ['2', '3', '4', '1.0E-5', '0.10', '9'],
  ['2', '3', '4', '123456789.123', '0.50', '9'],
  ['2', '3', '4', '0.001', '1.005', '9'],
  ['2', '3', '4', '9999999.0', '2.5', '9'],
  ['2', '3', '4', '-0.0', '-2.5', '9'],
]

const fill = (values: readonly string[], count: number, step: number) =>
  Array.from({ length: count }, (_, i) => values[(i * step + (i >> 3)) % values.length] ?? null)
const seedColumns =
  `cust_id cust_dob cust_first_name cust_last_name cust_middle_name cust_segment cust_title customer_category customer_privelege customer_type
  email_addr gender marital_status minor_flag mobile_number1 nationality occupation senior_citizen_flag sourcing_channel customer_risk_category afflunce_level customer_status
  customer_addressline1 customer_addressline2 customer_addressline3 city state country pin created_at modified_at cibil_check_date cibil_score country_code`.split(
    /\s+/,
  )
const usual: Readonly<Record<string, readonly string[]>> = {
  cust_id: ['1234567890', '0987654321', '1234567890', '12345', ''],
  cust_dob: ['1990-01-05', '1990-1-5', '2023-02-29', 'x'],
  cust_first_name: ['Ann', 'Ann1', 'Zoe', ''],
  cust_last_name: ['Lee', '', 'L1'],
  cust_middle_name: ['', 'M', 'M1', '\u0000null'],
  cibil_score: ['300', '900', '299.9', '901', ' 650 ', '6e2', 'abc', '65'],
  cibil_check_date: ['2024-01-05 10:20:30', '2024-01-05', '2024-1-5 1:2', 'x', '2024-01-05T10:20:30+05:30'],
  created_at: ['2024-01-05 10:20:30', '2024-01-05 10:20:30.5', 'bad'],
  modified_at: ['2024-01-05 10:20:30', '2024-02-05', '2023-01-01', '\u0000null'],
  email_addr: ['a.b@cd.com', 'A@b.c', 'a@bcxde', 'a@b.c'],
  mobile_number1: ['9876543210', '98765432101'],
  country_code: ['IN', '\u0000null', 'US'],
  cust_segment: ['Urban', 'Semi'],
}
const seedRows = Array.from({ length: 240 }, (_, i) =>
  seedColumns.map((name, c) => {
    const cell = fill(usual[name] ?? ['Yes', 'No'], i + 1, 1 + ((c * 7) % 5))[i] ?? null
    return cell === '\u0000null' ? null : cell
  }),
)

const tables: Readonly<Record<string, ReturnType<typeof table>>> = {
  texts: table(
    [
      ['id', 'int'],
      ['s', 'string'],
    ],
    texts.map((text, i) => [i, text]),
  ),
  numbers: table(
    [
      ['id', 'int'],
      ['t', 'tinyint'],
      ['i', 'int'],
      ['l', 'bigint'],
      ['d', 'double'],
      ['m', 'decimal(10,2)'],
      ['x', 'string'],
    ],
    numbers.map((row, i) => [i, ...row]),
  ),
  moments: table(
    [
      ['id', 'int'],
      ['day', 'date'],
      ['ts', 'timestamp'],
      ['flag', 'boolean'],
      ['name', 'string'],
    ],
    [
      [1, '2024-01-31', '2024-01-05 10:20:30.123456', 'true', 'Alice Smith'],
      [2, '2024-02-29', '1969-12-31 23:59:59.999999', 'false', " bob  O'Neil "],
      [3, null, null, null, null],
      [4, '1970-01-01', '2024-12-31 00:00:00', 'true', ''],
      [5, '0001-01-01', '9999-12-31 23:59:59.5', 'false', 'a.b,c|d'],
      [6, '2023-12-31', '2024-02-29 12:00:00', 'true', 'Straße $1 100%'],
      [7, '2024-01-31', '2024-03-31 23:00:00', null, 'x,,y,'],
    ],
  ),
  raw: table(
    seedColumns.map((name) => [name, 'string'] as const),
    seedRows,
  ),
}

const statements: Record<string, string> = {
  'text to integers':
    'SELECT id, cast(s AS tinyint) a, cast(s AS smallint) b, cast(s AS int) c, cast(s AS bigint) d FROM texts',
  'text to fractions': 'SELECT id, cast(s AS double) a, cast(s AS float) b FROM texts',
  'text to decimals':
    'SELECT id, cast(s AS decimal(10,2)) a, cast(s AS decimal(38,0)) b, cast(s AS decimal(38,18)) c FROM texts',
  'text to boolean': 'SELECT id, cast(s AS boolean) a FROM texts',
  'text to date': 'SELECT id, cast(s AS date) a, date(s) b, to_date(s) c FROM texts',
  'text to timestamp': 'SELECT id, cast(s AS timestamp) a, to_timestamp(s) b FROM texts',
  'numbers to numbers':
    'SELECT id, cast(d AS int) a, cast(d AS bigint) b, cast(d AS tinyint) c, cast(l AS int) e, cast(i AS tinyint) f, cast(m AS int) g, cast(m AS decimal(5,1)) h, cast(l AS double) k, cast(i AS decimal(5,2)) n, cast(d AS decimal(20,6)) o FROM numbers',
  'numbers to text':
    'SELECT id, cast(d AS string) a, cast(m AS string) b, cast(l AS string) c, cast(cast(m AS float) AS string) e, cast(i > 0 AS string) f FROM numbers',
  'moments to other types':
    'SELECT id, cast(ts AS string) a, cast(day AS string) b, cast(ts AS date) c, cast(day AS timestamp) d, cast(ts AS bigint) e, cast(flag AS string) f, cast(flag AS int) g, cast(ts AS double) h FROM moments',
  'integers to timestamp':
    'SELECT id, cast(i AS timestamp) a, cast(cast(i AS bigint) AS timestamp) b FROM numbers',
  'implicit casts to text':
    'SELECT id, length(i) a, concat(i, x, d) b, i || m c, upper(l) e, trim(m) f, substring(i, 1, 2) g, length(m) h FROM numbers',
  'implicit casts in comparisons': `SELECT id, x = 9 a, x > 1.5 b, x BETWEEN 1 AND 10 c, x IN (9, 42) e, i = '3' f, d < '2' g, m = '1.5' h FROM numbers`,
  'text compared with dates': `SELECT id, day = '2024-02-29' a, day > '2024' b, ts < '2024-01-05 12:00' c, day BETWEEN '2024-01-01' AND '2024-12-31' d, day IN ('2024-02-29', 'x') e FROM moments`,
  arithmetic: `SELECT id, i + 1 a, i * 2 b, l + 1 c, i / t e, d / 0 f, i % t g, i div t h, x + 1 k, -i n, m + m o, m * 2 p, m / 3 q, m - 1.5 r, abs(i) s FROM numbers`,
  rounding:
    'SELECT id, round(m) a, round(m, 1) b, round(d) c, floor(m) e, ceil(m) f, round(i, -1) g FROM numbers WHERE id NOT IN (4, 5, 7, 8, 9)',
  'date functions': `SELECT id, year(day) a, month(ts) b, dayofweek(day) c, date_add(day, 1) d, date_sub(day, 31) e, add_months(day, 1) f, datediff(day, '2024-01-01') g, last_day(day) h, months_between(ts, day) k, trunc(day, 'MM') l, date_trunc('hour', ts) m, weekofyear(day) n, quarter(day) o, dayofyear(day) p, next_day(day, 'Mon') q, unix_timestamp(ts) r FROM moments WHERE id <> 5`,
  'date patterns': `SELECT id, date_format(ts, 'yyyy-MM-dd HH:mm:ss.SSS') a, date_format(day, 'dd/MM/yy EEE MMM d') b, date_format(ts, "h:mm a 'at' D") c, from_unixtime(86400) d, to_date('05/01/2024', 'dd/MM/yyyy') e, to_timestamp('2024-01-05 10:20', 'yyyy-MM-dd HH:mm') f FROM moments`,
  intervals: `SELECT id, day + interval 1 month a, ts - interval 2 hours b, day - interval 1 day c, day + 1 d FROM moments WHERE id <> 5`,
  'text functions': `SELECT id, substring(name, 0, 3) a, substring(name, -3) b, substring(name, -100, 102) c, instr(name, 'b') d, locate('l', name, 3) e, lpad(name, 5, '*') f, rpad(name, 3) g, initcap(name) h, left(name, 2) k, concat_ws('-', name, id, NULL) l, translate(name, 'abc', 'xy') m, reverse(name) n, replace(name, 'b') o FROM moments`,
  'regular expressions': `SELECT id, regexp_replace(name, '([a-z])', '<$1>') a, name RLIKE 'b' b, regexp_like(name, '^[A-Z]') c, regexp_extract(name, '(\\\\w+)\\\\s+(\\\\w+)', 2) d, name RLIKE '\\\\.' e, name RLIKE '\\.' f, split(name, ',') g, split(name, '[,|]')[1] h, split(name, '\\\\|')[0] k FROM moments`,
  'LIKE and escapes': `SELECT id, name LIKE '%b%' a, name LIKE '%\\\\%' b, name LIKE '%100\\%%' c, 'it\\'s' d, "double 'q'" e, 'a\\\\b' f, '\\d' g, 'a' 'b' h, name ILIKE 'ALICE%' k FROM moments`,
  'NULL handling': `SELECT id, coalesce(name, id) a, nvl(name, 'none') b, if(flag, 1, 2.5) c, CASE WHEN id > 3 THEN id ELSE 'small' END d, nullif(id, 3) e, concat('a', name) f, flag <=> NULL g, greatest(id, 3, NULL) h, isnull(name) k FROM moments`,
  arrays: `SELECT id, size(split(name, ',')) a, size(NULL) b, element_at(split(name, ','), -1) c, array_contains(split(name, ','), 'y') d, array(id, NULL)[0] e, sort_array(array(3, NULL, 1)) f, array_distinct(array(1, 1, 2)) g, transform(array(1, 2), x -> x + id) h FROM moments`,
  hashes: `SELECT id, md5(name) a, sha1(name) b, sha2(name, 256) c FROM moments`,
  'window order':
    'SELECT id, row_number() OVER (ORDER BY name, id) a, row_number() OVER (ORDER BY name DESC, id) b, lag(id) OVER (ORDER BY id) c, sum(id) OVER (PARTITION BY flag ORDER BY id) d, first_value(name) OVER (ORDER BY id) e FROM moments',
  'order with limit': 'SELECT id, name FROM moments ORDER BY name, id LIMIT 3',
  'order descending with limit': 'SELECT id, name FROM moments ORDER BY name DESC, id LIMIT 3',
  'aggregates and their names':
    'SELECT flag, count(1), count(*), sum(id), avg(id), max(name), count(DISTINCT day) FROM moments GROUP BY flag',
  'decimal aggregates':
    'SELECT sum(m) a, avg(m) b, sum(t) c, sum(m) / count(*) d, max(m) e FROM numbers WHERE id < 4',
  explode: `SELECT id, explode(split(name, ',')) AS part FROM moments`,
  'lateral view': `SELECT m.id, part FROM moments m LATERAL VIEW OUTER explode(split(name, ',')) e AS part`,
  'semi and anti joins':
    'SELECT a.id FROM moments a LEFT SEMI JOIN numbers b ON a.id = b.id UNION ALL SELECT a.id FROM numbers a LEFT ANTI JOIN moments b ON a.id = b.id',
  'join using': 'SELECT id, name, x FROM moments JOIN numbers USING (id)',
  'set operations': `SELECT id, name FROM moments UNION SELECT i, d FROM numbers`,
  'hints and distribution': 'SELECT /*+ BROADCAST(m) */ id FROM moments m DISTRIBUTE BY id SORT BY id',
  'casts of casts':
    'SELECT id, cast(cast(trim(s) AS double) AS int) a, cast(cast(s AS int) AS string) b, length(cast(s AS int)) c FROM texts',
}

const overview = join(seed, 'jobsfolder/data-product/transformation/steps/customer-overview.sql')
const change = join(seed, 'workflows/change.yaml')
const seedIsHere = existsSync(overview) && existsSync(change)
if (seedIsHere) {
  const found = /sql: >\n([\s\S]*?)\n\s*keys:/.exec(readFileSync(change, 'utf8'))?.[1] ?? ''
  const filled = fillIncremental(
    detachedText(found.replaceAll('customer007', 'raw')),
    new Map([['start', '1']]),
  ).value.text
  const ordered = filled.replace(
    'ORDER BY modified_at DESC',
    'ORDER BY modified_at DESC, cust_last_name, cust_middle_name, cibil_check_date, cibil_score, cust_dob, created_at, email_addr, country_code, mobile_number1, cust_first_name, cust_segment, gender, pin',
  )
  statements['the incremental query of the seed'] = ordered
  const cast = `SELECT *, cast(cibil_score AS int) AS score, date(cast(cibil_check_date AS timestamp)) AS checked FROM raw`
  statements['the filter of the seed'] = readFileSync(overview, 'utf8')
    .replace(/FROM\s+customer_dp/, `FROM (${cast})`)
    .replaceAll(/LENGTH\(cibil_score\)/g, 'LENGTH(score)')
    .replace('cibil_score BETWEEN', 'score BETWEEN')
    .replace('cast(cibil_check_date as string)', 'cast(checked as string)')
}

describe.skipIf(python() === undefined)('Spark SQL gives the rows, names and types of Spark 3.5', () => {
  let spark: SparkAnswers
  let engine: LoadedEngine

  beforeAll(async () => {
    spark = await askSpark(tables, statements)
    engine = await loadEngine(tables)
  })
  afterAll(() => engine[Symbol.asyncDispose]())

  test.for(Object.entries(statements))('%s', async ([name, statement]) => {
    const want = spark[name]
    expect(want?.error).toBeUndefined()
    const answer = await engine.answer(statement)
    if (answer.kind === 'refused') expect(answer.diagnostics).toEqual([])
    if (answer.kind !== 'rows' || want === undefined) throw new Error('no translation')
    expect(answer.names).toEqual(want.columns)
    expect(answer.types).toEqual(want.types)
    expect(cellsOf(answer.rows, want.types).toSorted()).toEqual(cellsOf(want.rows, want.types).toSorted())
  })
})
