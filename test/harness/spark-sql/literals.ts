import {
  array,
  decimal,
  type SparkType,
  sparkName,
  types,
} from '../../../src/sql/spark/spark-types/spark-type.ts'
import { tree } from './tree.ts'

const map = (key: SparkType, value: SparkType): SparkType => ({ kind: 'map', key, value })

export const record: SparkType = {
  kind: 'struct',
  fields: [
    { name: 'a', type: types.int },
    { name: 'b', type: types.string },
  ],
}

/** The columns of the adversarial table `t`, which name `few_…`, too. */
export const columnTypes: Readonly<Record<string, SparkType>> = {
  s: types.string,
  numtext: types.string,
  datetext: types.string,
  json: types.string,
  flag: types.boolean,
  tiny: types.tinyint,
  small: types.smallint,
  i: types.int,
  l: types.bigint,
  f: types.float,
  d: types.double,
  m: decimal(10, 2),
  wide: decimal(38, 18),
  huge: decimal(38, 0),
  bin: types.binary,
  day: types.date,
  ts: types.timestamp,
  ntz: types.timestamp_ntz,
  ints: array(types.int),
  strs: array(types.string),
  doubles: array(types.double),
  nested: array(array(types.int)),
  structs: array(record),
  smap: map(types.string, types.int),
  imap: map(types.int, types.string),
  rec: record,
}

/** Types that values are made of, the usual ones more often. */
export const allTypes: readonly SparkType[] = [
  ...Object.values(columnTypes),
  types.string,
  types.string,
  types.int,
  types.int,
  types.bigint,
  types.double,
  types.boolean,
  types.date,
  types.timestamp,
  decimal(5, 1),
  decimal(20, 4),
]

const literals: Readonly<Record<string, readonly string[]>> = {
  string: [`'a'`, `''`, `'12'`, `' x '`, `'-3.5'`, `'2024-02-29'`, `'é'`, `'A,b'`, `'true'`],
  boolean: ['true', 'false'],
  tinyint: ['7Y', '-1Y', '127Y'],
  smallint: ['7S', '-300S', '32767S'],
  int: ['0', '1', '2', '-1', '7', '2147483647'],
  bigint: ['0L', '3L', '-9223372036854775808L', '10000000000L'],
  float: ['1.5F', '0F', `CAST('NaN' AS FLOAT)`],
  double: ['1.5D', '0D', '-2.5D', '1e10', `CAST('Infinity' AS DOUBLE)`, `CAST('NaN' AS DOUBLE)`],
  'decimal(10,2)': ['12345678.90', 'CAST(1.5 AS DECIMAL(10,2))'],
  'decimal(38,18)': ['CAST(0.5 AS DECIMAL(38,18))'],
  'decimal(38,0)': ['CAST(7 AS DECIMAL(38,0))'],
  'decimal(5,1)': ['1234.5', 'CAST(-0.1 AS DECIMAL(5,1))'],
  binary: [`X'00ff'`, `CAST('abc' AS BINARY)`],
  date: [`DATE '2024-02-29'`, `DATE '1582-10-15'`, `DATE '1970-01-01'`],
  timestamp: [`TIMESTAMP '2024-02-29 10:20:30.123456'`, `TIMESTAMP '1969-12-31 23:59:59'`],
  timestamp_ntz: [`TIMESTAMP_NTZ '2024-02-29 10:20:30'`],
  'array<int>': ['array(1, NULL, 3)', 'array(2)'],
  'array<string>': [`array('a', NULL, 'b')`],
  'array<double>': ['array(1.5D, 0D)'],
  'array<array<int>>': ['array(array(1), array(2, NULL))'],
  'map<string,int>': [`map('a', 1)`],
  'map<int,string>': [`map(1, 'x', 2, NULL)`],
  'struct<a:int,b:string>': [`named_struct('a', 1, 'b', 'x')`],
  'array<struct<a:int,b:string>>': [`array(named_struct('a', 1, 'b', 'x'))`],
}

export const nullOf = (type: SparkType): string => `CAST(NULL AS ${sparkName(type)})`

export const literalsOf = (type: SparkType): readonly string[] => literals[sparkName(type)] ?? [nullOf(type)]

/** A value of a type, which gives way to the plainest ones when a statement is made smaller. */
export const written = (type: SparkType) =>
  tree(`value ${sparkName(type)}`, [literalsOf(type)[0] ?? 'NULL', nullOf(type)])

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const words = (text: string): readonly string[] => text.split(' ').map(quoted)
const lines = (text: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => quoted(line.trim()))

/** Arguments that are usually literals. */
export const texts = {
  datePattern: lines(`
    yyyy-MM-dd
    yyyy-MM-dd HH:mm:ss
    dd/MM/yyyy HH:mm
    yyyy-MM-dd'T'HH:mm:ss.SSS
    EEE, d MMM yyyy
    yyyyMMdd
    hh:mm a
    yy.M.d
    D
    QQQ
    MMMM
    ss.SSSSSS
  `),
  regex: lines(`
    [a-c]+
    ^\\s*(\\w+)
    (\\d+)-(\\d+)
    a|b
    .
    (?i)ABC
    [^,]+
    \\bx
    (a)(b)?
    ,
  `),
  replacement: lines(`
    -
    <$1>
    $0$0
    x
  `),
  unit: words('YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND MILLISECOND'),
  truncUnit: words('year yyyy quarter month mm week day decade'),
  part: words('YEAR MONTH DAY HOUR MINUTE SECOND DOW DOY WEEK QUARTER'),
  zone: words('UTC America/New_York Asia/Tokyo +05:30'),
  format: lines(`
    %s|%d
    %5d %s
    %x-%s
    %.2f
    %%-%s
    %05d
    %S
  `),
  jsonPath: lines(`
    $.a
    $.b[0]
    $
    $.a.b
    $.b[*]
  `),
  jsonSchema: lines(`
    a INT, b STRING
    a STRING
    a DOUBLE, b ARRAY<INT>
    a MAP<STRING, STRING>
  `),
  csvSchema: lines(`
    a INT, b STRING
    a STRING
    a DOUBLE, b DATE, c BOOLEAN
  `),
  xml: lines(`
    <a id="1"><b>1</b><b>x</b></a>
    <a><b> -2.5 </b></a>
    <c/>
  `),
  xpath: lines(`
    a/b
    a
    //b[1]
    a/@id
    count(a/b)
  `),
  like: lines(`
    %a%
    _
    A%
    %
    a\\%
  `),
  charset: words('UTF-8 US-ASCII ISO-8859-1 UTF-16BE'),
  delimiter: words(', . a ;'),
  urlPart: words('HOST PATH QUERY PROTOCOL REF'),
  weekday: words('mon TU sunday x'),
} as const
