import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DiagnosticsError } from '../../src/diagnostics/index.ts'
import { type Connection, type Engine, openDuckdb } from '../../src/engines/index.ts'
import { ident, type Sql, sql, trusted } from '../../src/sql/quote.ts'
import { compileCall, prepare, runCalls, translate } from '../stacks/flare/functions/compile-call.ts'
import { python, runPython } from './python.ts'

let engine: Engine
let connection: Connection

beforeAll(async () => {
  engine = await openDuckdb()
  connection = await engine.connect()
  await prepare(connection)
  await connection.run(trusted(duckdbTable))
})

afterAll(async () => {
  await connection[Symbol.asyncDispose]()
  await engine[Symbol.asyncDispose]()
})

const duckdbTable = String.raw`CREATE TABLE v AS SELECT * REPLACE (CAST(amount AS DOUBLE) AS amount) FROM (VALUES
  (1, '  Hello wORLD ', '12.7', DATE '2024-02-29', TIMESTAMPTZ '2024-02-29 23:59:58.123456+00', ['a', NULL, 'c'], {'x': 1, 'y': 'é'}, 'US', 1.5, '{"a": 1, "b": ["x"]}'),
  (2, '', 'abc', NULL, NULL, [], NULL, 'US', 2.25, 'broken'),
  (3, NULL, NULL, DATE '1969-12-31', TIMESTAMPTZ '1969-12-31 00:00:01+00', NULL, {'x': NULL, 'y': ''}, NULL, NULL, NULL),
  (4, 'o''Brien a-b "c" \d $1', ' 7 ', DATE '2000-01-01', TIMESTAMPTZ '2000-01-01 12:00:00+00', ['z'], {'x': 4, 'y': 'q'}, 'IN', -0.5, '{"a": null}'),
  (4, 'ÄÖ ü漢 aa', '1e3', DATE '1999-12-31', TIMESTAMPTZ '1999-12-31 01:02:03+00', ['z', 'z'], {'x': 5, 'y': NULL}, 'IN', 10.0, '')
) t(id, "Name", num, d, ts, arr, st, g, amount, js)`

const sparkTable = String.raw`
rows = [
 (1, '  Hello wORLD ', '12.7', date(2024,2,29), datetime(2024,2,29,23,59,58,123456), ['a', None, 'c'], (1, 'é'), 'US', 1.5, '{"a": 1, "b": ["x"]}'),
 (2, '', 'abc', None, None, [], None, 'US', 2.25, 'broken'),
 (3, None, None, date(1969,12,31), datetime(1969,12,31,0,0,1), None, (None, ''), None, None, None),
 (4, 'o\'Brien a-b "c" \\d $1', ' 7 ', date(2000,1,1), datetime(2000,1,1,12,0,0), ['z'], (4, 'q'), 'IN', -0.5, '{"a": null}'),
 (4, 'ÄÖ ü漢 aa', '1e3', date(1999,12,31), datetime(1999,12,31,1,2,3), ['z', 'z'], (5, None), 'IN', 10.0, ''),
]
v = spark.createDataFrame(rows, "id int, Name string, num string, d date, ts timestamp, arr array<string>, st struct<x:int,y:string>, g string, amount double, js string").coalesce(1)
`

type Call = { readonly name: string; readonly [argument: string]: unknown }

// Each call beside what it means in Spark's DataFrame API; where Flare goes beyond Spark, beside plain Python.
const cases: readonly (readonly [string, Call | readonly Call[], string])[] = [
  [
    'add int',
    { name: 'add_column', column: 'c', value: '8', type: 'int' },
    `v.withColumn('c', lit('8').cast('int'))`,
  ],
  [
    'add decimal',
    { name: 'add_column', column: 'c', value: 1.255, type: 'decimal(4,2)' },
    `v.withColumn('c', lit('1.255').cast('decimal(4,2)'))`,
  ],
  [
    'add misfit',
    { name: 'add_column', column: 'c', value: 'x', type: 'date' },
    `v.withColumn('c', lit('x').cast('date'))`,
  ],
  [
    'add over',
    { name: 'add_column', column: 'num', value: true, type: 'boolean' },
    `v.withColumn('num', lit(True))`,
  ],
  [
    'lower',
    { name: 'change_case', column: 'Name', case: 'lowercase' },
    `v.withColumn('Name', lower('Name'))`,
  ],
  ['upper', { name: 'change_case', column: 'Name', case: 'UPPER' }, `v.withColumn('Name', upper('Name'))`],
  ['title', { name: 'change_case', column: 'Name', case: 'title' }, `v.withColumn('Name', initcap('Name'))`],
  [
    'lower int',
    { name: 'change_case', column: 'amount', case: 'lower' },
    `v.withColumn('amount', lower('amount'))`,
  ],
  ['names', { name: 'change_column_case', case: 'upper' }, `v.toDF(*[c.upper() for c in v.columns])`],
  ['copy', { name: 'copy', fromColumn: 'name', toColumn: 'z' }, `v.withColumn('z', col('Name'))`],
  ['copy over', { name: 'copy', fromColumn: 'id', toColumn: 'num' }, `v.withColumn('num', col('id'))`],
  [
    'cut',
    { name: 'cut_character', column: 'Name', asColumn: 'p', startIndex: 2, endIndex: 5 },
    `v.withColumn('p', substring('Name', 2, 4))`,
  ],
  [
    'cut number',
    { name: 'cut_character', column: 'amount', startIndex: 1, endIndex: 2 },
    `v.withColumn('amount', substring('amount', 1, 2))`,
  ],
  [
    'diff',
    { name: 'diff_date', columnA: 'd', columnB: 'ts', asColumn: 'n' },
    `v.withColumn('n', datediff('d', 'ts'))`,
  ],
  [
    'diff text',
    { name: 'diff_date', columnA: 'ts', columnB: 'num', asColumn: 'n' },
    `v.withColumn('n', datediff('ts', 'num'))`,
  ],
  ['drop', { name: 'drop', columns: ['NAME', 'nope', 'st'] }, `v.drop('Name', 'nope', 'st')`],
  [
    'distinct',
    [
      { name: 'drop_duplicates', columns: ['g'] },
      { name: 'select', columns: ['G'] },
    ],
    `v.dropDuplicates(['g']).select('G')`,
  ],
  [
    'epoch',
    { name: 'epoch_to_timestamp', column: 'id', asColumn: 't' },
    `v.withColumn('t', col('id').cast('long').cast('timestamp'))`,
  ],
  [
    'epoch text',
    { name: 'epoch_to_timestamp', column: 'num' },
    `v.withColumn('num', col('num').cast('long').cast('timestamp'))`,
  ],
  [
    'fill',
    { name: 'fill_null_or_empty', columns: { Name: 'none', amount: '0' } },
    `v.withColumn('Name', expr("coalesce(nullif(Name, ''), 'none')")).withColumn('amount', expr("coalesce(nullif(cast(amount as string), ''), '0')"))`,
  ],
  ['flatten', { name: 'flatten', column: 'arr', asColumn: 'x' }, `v.withColumn('x', explode('arr'))`],
  [
    'flatten outer',
    { name: 'flatten_outer', column: 'arr', asColumn: 'x' },
    `v.withColumn('x', explode_outer('arr'))`,
  ],
  [
    'format',
    { name: 'format_date', column: 'ts', format: "dd/MM/yyyy HH:mm:ss.SSS 'at' EEE MMM" },
    `v.withColumn('ts', date_format('ts', "dd/MM/yyyy HH:mm:ss.SSS 'at' EEE MMM"))`,
  ],
  [
    'format date',
    { name: 'format_date', column: 'd', format: 'yy-M-d' },
    `v.withColumn('d', date_format('d', 'yy-M-d'))`,
  ],
  [
    'format epoch',
    { name: 'format_unix_date', column: 'id', format: 'yyyy-MM-dd HH:mm:ss' },
    `v.withColumn('id', date_format(col('id').cast('long').cast('timestamp'), 'yyyy-MM-dd HH:mm:ss'))`,
  ],
  ['md5', { name: 'hash', column: 'Name', algo: 'MD5' }, `v.withColumn('Name', md5('Name'))`],
  [
    'sha1',
    { name: 'hash', column: 'amount', algo: 'sha-1' },
    `v.withColumn('amount', sha1(col('amount').cast('string')))`,
  ],
  ['sha256', { name: 'hash', column: 'Name', algo: 'SHA-256' }, `v.withColumn('Name', sha2('Name', 256))`],
  ['sha384', { name: 'hash', column: 'Name', algo: 'SHA-384' }, `v.withColumn('Name', sha2('Name', 384))`],
  ['sha512', { name: 'hash', column: 'js', algo: 'SHA-512' }, `v.withColumn('js', sha2('js', 512))`],
  [
    'merge',
    { name: 'merge', columns: ['Name', 'id', 'amount', 'd'], separator: '|', asColumn: 'm' },
    `v.withColumn('m', concat_ws('|', 'Name', col('id').cast('string'), col('amount').cast('string'), col('d').cast('string')))`,
  ],
  [
    'json',
    { name: 'parse_as_json', column: 'js', asColumn: 'j', sparkSchema: 'a INT, b ARRAY<STRING>' },
    `v.withColumn('j', from_json('js', 'a INT, b ARRAY<STRING>'))`,
  ],
  [
    'json types',
    {
      name: 'parse_as_json',
      column: 'js',
      asColumn: 'j',
      sparkSchema: '{"type":"struct","fields":[{"name":"a","type":"double","nullable":true,"metadata":{}}]}',
    },
    `v.withColumn('j', from_json('js', 'a DOUBLE'))`,
  ],
  [
    'pivot',
    { name: 'pivot', groupBy: ['id'], column: 'g', aggregateExpression: 'sum(amount) as amount' },
    `v.groupBy('id').pivot('g').agg(expr('sum(amount) as amount'))`,
  ],
  [
    'pivot values',
    {
      name: 'pivot',
      groupBy: ['id'],
      column: 'g',
      values: ['IN', 'XX'],
      aggregateExpression: 'count(1) as n',
    },
    `v.groupBy('id').pivot('g', ['IN', 'XX']).agg(expr('count(1) as n'))`,
  ],
  [
    'pivot, spelt otherwise',
    { name: 'pivot', groupBy: ['ID'], column: 'G', aggregateExpression: 'sum(amount)' },
    `v.groupBy('ID').pivot('G').agg(expr('sum(amount)'))`,
  ],
  ...['collect_list(id)', 'collect_set(Name)', 'max(Name)', 'min_by(d, id)', 'count(1)', 'avg(id) > 1'].map(
    (expression): readonly [string, Call, string] => [
      `pivot ${expression}`,
      { name: 'pivot', groupBy: ['num'], column: 'g', values: ['US', 'IN'], aggregateExpression: expression },
      `v.groupBy('num').pivot('g', ['US', 'IN']).agg(expr('${expression}'))`,
    ],
  ),
  [
    'merge lists',
    { name: 'merge', columns: ['arr', 'g', 'id'], separator: "'\\,", asColumn: 'm' },
    `v.withColumn('m', concat_ws("'\\\\,", 'arr', 'g', col('id').cast('string')))`,
  ],
  [
    'unpivot, spelt otherwise',
    {
      name: 'unpivot',
      columns: ['NAME', 'Num'],
      pivotColumns: ['ID'],
      keyColumnName: 'K',
      valueColumnName: 'w',
    },
    `v.unpivot(['ID'], ['NAME', 'Num'], 'K', 'w')`,
  ],
  ['rename', { name: 'rename', column: 'nAme', asColumn: 'who' }, `v.withColumnRenamed('Name', 'who')`],
  [
    'rename nothing',
    { name: 'rename', column: 'nope', asColumn: 'who' },
    `v.withColumnRenamed('nope', 'who')`,
  ],
  [
    'rename all',
    { name: 'rename_all', columns: { id: 'a', nope: 'b', g: 'c' } },
    `v.withColumnRenamed('id', 'a').withColumnRenamed('g', 'c')`,
  ],
  ['select', { name: 'select', columns: ['g', 'id'] }, `v.select('g', 'id')`],
  ['set', { name: 'set_column', column: 'num', value: "it's \\d" }, `v.withColumn('num', lit("it's \\d"))`],
  ...['int', 'long', 'double', 'boolean', 'date', 'timestamp', 'decimal(5,1)', 'byte', 'string'].map(
    (type): readonly [string, Call, string] => [
      `type ${type}`,
      { name: 'set_type', columns: { num: type } },
      `v.withColumn('num', col('num').cast('${type}'))`,
    ],
  ),
  [
    'type back',
    { name: 'set_type', columns: { d: 'string', ts: 'long', amount: 'int' } },
    `v.withColumn('d', col('d').cast('string')).withColumn('ts', col('ts').cast('long')).withColumn('amount', col('amount').cast('int'))`,
  ],
  [
    'variable',
    { name: 'set_variable', column: 'x', expression: 'length(Name) + id' },
    `v.withColumn('x', expr('length(Name) + id'))`,
  ],
  [
    'swap',
    { name: 'swap', columnA: 'id', columnB: 'g' },
    `v.select(col('id').alias('g'), 'Name', 'num', 'd', 'ts', 'arr', 'st', col('g').alias('id'), 'amount', 'js')`,
  ],
  ['trim', { name: 'trim', column: 'Name' }, `v.withColumn('Name', trim('Name'))`],
  ['ltrim', { name: 'trim', column: 'num', method: 'ltrim' }, `v.withColumn('num', ltrim('num'))`],
  [
    'unfurl explode',
    { name: 'unfurl', expression: 'explode(arr) as x' },
    `v.select('*', expr('explode(arr) as x'))`,
  ],
  ['unfurl unnamed', { name: 'unfurl', expression: 'explode(arr)' }, `v.select('*', expr('explode(arr)'))`],
  [
    'unfurl outer',
    { name: 'unfurl', expression: 'explode_outer(arr) AS `x y`' },
    `v.select('*', expr('explode_outer(arr) as \`x y\`'))`,
  ],
  ['unfurl struct', { name: 'unfurl', expression: 'st.*' }, `v.select('*', 'st.*')`],
  ['unfurl field', { name: 'unfurl', expression: 'st.y' }, `v.select('*', 'st.y')`],
  ...['UPPER( Name )', 'CAST(num AS int) + 1', 'st.X', 'arr[0]', 'split(js, ",")', 'id <=> 4'].map(
    (expression): readonly [string, Call, string] => [
      `unfurl ${expression}`,
      { name: 'unfurl', expression },
      `v.select('*', expr('${expression}'))`,
    ],
  ),
  [
    'unfurl expression',
    { name: 'unfurl', expression: 'upper(Name) as u' },
    `v.select('*', expr('upper(Name) as u'))`,
  ],
  [
    'unpivot',
    {
      name: 'unpivot',
      columns: ['Name', 'num'],
      pivotColumns: ['id'],
      keyColumnName: 'k',
      valueColumnName: 'w',
    },
    `v.unpivot('id', ['Name', 'num'], 'k', 'w')`,
  ],
  [
    'unpivot rest',
    [
      { name: 'drop', columns: ['d', 'ts', 'arr', 'st', 'amount'] },
      { name: 'unpivot', columns: '*', pivotColumns: ['id'], keyColumnName: 'k', valueColumnName: 'w' },
    ],
    `v.drop('d', 'ts', 'arr', 'st', 'amount').unpivot('id', ['Name', 'num', 'g', 'js'], 'k', 'w')`,
  ],
  [
    'sed all',
    { name: 'find_and_replace', column: 'Name', sedExpression: 's/([a-c])(l)?/<$1>/g' },
    `v.withColumn('Name', regexp_replace('Name', '([a-c])(l)?', '<$1>'))`,
  ],
  [
    'sed first',
    { name: 'find_and_replace', column: 'Name', sedExpression: 's|\\s+|/|' },
    `v.withColumn('Name', udf(lambda s: None if s is None else re.sub(r'\\s+', '/', s, count=1))('Name'))`,
  ],
  [
    'base64',
    { name: 'encode', column: 'Name', algo: 'base64', asColumn: 'e' },
    `v.withColumn('e', base64(col('Name').cast('binary')))`,
  ],
  [
    'hex',
    { name: 'encode', column: 'Name', algo: 'hex' },
    `v.withColumn('Name', lower(hex(col('Name').cast('binary'))))`,
  ],
  [
    'base32',
    { name: 'encode', column: 'Name', algo: 'base32' },
    `v.withColumn('Name', udf(lambda s: None if s is None else b64.b32encode(s.encode()).decode())('Name'))`,
  ],
  ...['base32', 'base64', 'hex'].map((algo): readonly [string, readonly Call[], string] => [
    `${algo} and back`,
    [
      { name: 'encode', column: 'Name', algo, asColumn: 'e' },
      { name: 'decode', column: 'e', algo },
    ],
    `v.withColumn('e', col('Name'))`,
  ]),
  [
    'mask',
    { name: 'mask_number', column: 'Name', pattern: '##-X#' },
    `v.withColumn('Name', udf(lambda s: None if s is None else s[0:2] + '-X' + s[4:5])('Name'))`,
  ],
  [
    'url',
    [
      { name: 'set_column', column: 'u', value: 'https://me@h.io:80/a/b.html?q=1&r#f' },
      { name: 'split_url', column: 'u' },
      { name: 'select', columns: ['u_protocol', 'u_host', 'u_path', 'u_query', 'u_authority', 'u_filename'] },
    ],
    `v.select(*[expr(f"parse_url('https://me@h.io:80/a/b.html?q=1&r#f', '{p}') as u_{n}") for p, n in [('PROTOCOL','protocol'),('HOST','host'),('PATH','path'),('QUERY','query'),('AUTHORITY','authority'),('FILE','filename')]])`,
  ],
]

const script =
  String.raw`
import json, sys, re, base64 as b64
from datetime import date, datetime
from pyspark.sql import SparkSession
from pyspark.sql.functions import *
spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    .config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", "1").getOrCreate())
spark.sparkContext.setLogLevel("OFF")
import os, time
os.environ["TZ"] = "UTC"; time.tzset()
` +
  sparkTable +
  String.raw`
results = []
for source in json.loads(sys.argv[1]):
    frame = eval(source)
    quoted = ["cast(" + chr(96) + c.replace(chr(96), chr(96) * 2) + chr(96) + " as string)" for c in frame.columns]
    names = frame.columns
    text = frame.toDF(*["c" + str(i) for i in range(len(names))])
    text = text.select(*[col("c" + str(i)).cast("string") for i in range(len(names))])
    results.append({"columns": names, "types": [t for _, t in frame.dtypes], "rows": [list(r) for r in text.collect()]})
print("\n" + json.dumps(results))
`

describe.skipIf(python() === undefined)('Flare functions against Spark (needs Python with PySpark)', () => {
  test('every function gives the columns and rows of its Spark counterpart', async () => {
    const output = await runPython(script, [JSON.stringify(cases.map(([, , source]) => source))])
    const expected = JSON.parse(output.trim().split('\n').at(-1) ?? '') as readonly {
      columns: string[]
      rows: string[][]
    }[]
    const differences: unknown[] = []
    for (const [i, [name, calls]] of cases.entries()) {
      const list: readonly Call[] = 'name' in calls ? [calls] : calls
      const mine = await result(list).catch((error: unknown) => ({ columns: [String(error)], rows: [] }))
      const spark = { columns: expected[i]?.columns ?? [], rows: expected[i]?.rows ?? [] }
      const [extra, missing] = [
        lines(mine).filter((line) => !lines(spark).includes(line)),
        lines(spark).filter((line) => !lines(mine).includes(line)),
      ]
      if (extra.length > 0 || missing.length > 0 || mine.rows.length !== spark.rows.length)
        differences.push({ name, extra, missing })
    }
    expect(differences).toEqual([])
  })
})

describe('what Spark does not do', () => {
  test.for<readonly [Call, string]>([
    [{ name: 'change_case', column: 'arr', case: 'upper' }, 'MR2107'],
    [{ name: 'trim', column: 'st' }, 'MR2107'],
    [{ name: 'hash', column: 'arr', algo: 'MD5' }, 'MR2107'],
    [{ name: 'fill_null_or_empty', columns: { st: 'x' } }, 'MR2107'],
    [{ name: 'merge', columns: ['st', 'g'], separator: ',', asColumn: 'm' }, 'MR20'],
    [{ name: 'pivot', groupBy: ['id'], column: 'arr', aggregateExpression: 'sum(amount)' }, 'MR2107'],
    [
      { name: 'pivot', groupBy: ['id'], column: 'g', values: ['US'], aggregateExpression: 'upper(max(g))' },
      'MR2111',
    ],
    [{ name: 'drop_duplicates', columns: ['mp'] }, 'MR2107'],
  ])('is refused: %j', async ([call, code]) => {
    const relation = sql`(SELECT *, MAP {'k': id} AS mp FROM v)`
    const diagnostics = await compileCall(connection, relation, call)
      .then((compiled) => compiled.diagnostics)
      .catch((error: unknown) => (error instanceof DiagnosticsError ? error.diagnostics : []))
    expect(diagnostics.map((one) => one.code).join()).toContain(code)
  })
})

const result = async (calls: readonly Call[]) => {
  const { relation, columns } = await runCalls(connection, 'v', calls)
  const texts: Sql[] = []
  for (const column of columns) texts.push(await translate(`CAST(\`${column.name}\` AS STRING)`, columns))
  const table = await connection.table(
    sql`SELECT ${texts.map((text, i) => sql`${text} AS ${ident(`c${i}`)}`)} FROM ${relation}`,
  )
  return { columns: columns.map((column) => column.name), rows: table.rows }
}

const lines = (table: {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}): readonly string[] => [table.columns, ...table.rows].map((row) => JSON.stringify(row))
