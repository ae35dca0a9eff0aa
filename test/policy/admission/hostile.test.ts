import { beforeAll, describe, expect, test } from 'vitest'
import { admittedFunctions } from '../../../src/policy/admission/functions.ts'
import { trusted } from '../../../src/sql/quote.ts'
import { openReading, type Reading } from '../reading.ts'

let reading: Reading
beforeAll(async () => {
  reading = await openReading()
})

const T = 'icebase.retail.customers'

// One statement a line, with the code that refuses it.
const refused: readonly (readonly [code: string, statement: string])[] = [
  ['MR4001', 'SELEC 1'],
  ['MR4001', `SELECT * FROM ${T} WHERE`],
  ['MR4001', `SELECT 'open`],
  ['MR4002', ''],
  ['MR4002', '-- nothing'],
  ['MR4002', `SELECT 1; SELECT * FROM ${T}`],
  ['MR4002', `SELECT 1 /* ; */ ; /* x */ SELECT 2`],
  ['MR4003', `SELECT 1; DROP VIEW x`],
  ['MR4003', `COPY ${T} TO '/tmp/out.csv'`],
  ['MR4003', `COPY (SELECT 1) TO '/tmp/out.csv'`],
  ['MR4003', `ATTACH '/tmp/x.db'`],
  ['MR4003', `DETACH memory`],
  ['MR4003', `INSTALL httpfs`],
  ['MR4003', `LOAD httpfs`],
  ['MR4003', `PRAGMA database_list`],
  ['MR4003', `SET TimeZone = 'UTC'`],
  ['MR4003', `RESET TimeZone`],
  ['MR4003', `SET VARIABLE x = 1`],
  ['MR4003', `CALL duckdb_settings()`],
  ['MR4003', `CREATE TABLE x AS SELECT 1`],
  ['MR4003', `CREATE MACRO f(x) AS x`],
  ['MR4003', `INSERT INTO ${T} VALUES (1)`],
  ['MR4003', `UPDATE ${T} SET id = 1`],
  ['MR4003', `DELETE FROM ${T}`],
  ['MR4003', `DROP TABLE ${T}`],
  ['MR4003', `EXPLAIN SELECT * FROM ${T}`],
  ['MR4003', `EXPLAIN ANALYZE SELECT * FROM ${T}`],
  ['MR4003', `EXPORT DATABASE '/tmp/x'`],
  ['MR4003', `PREPARE p AS SELECT 1`],
  ['MR4003', `EXECUTE p`],
  ['MR4003', `CHECKPOINT`],
  ['MR4003', `VACUUM`],
  ['MR4003', `BEGIN`],
  ['MR4003', `PIVOT ${T} ON state USING count(*)`],
  ['MR4003', `SELECT * FROM (PIVOT ${T} ON state USING count(*))`],
  ['MR4004', `SELECT * FROM ${T} PIVOT (count(*) FOR state IN ('FL'))`],
  ['MR4004', `UNPIVOT ${T} ON id INTO NAME k VALUE v`],
  ['MR4004', `SUMMARIZE ${T}`],
  ['MR4004', `DESCRIBE ${T}`],
  ['MR4004', `DESCRIBE SELECT 1`],
  ['MR4004', `SHOW TABLES`],
  ['MR4004', `SHOW ALL TABLES`],
  ['MR4004', `SELECT * FROM (SUMMARIZE ${T})`],
  ['MR4004', `SELECT * FROM (SHOW TABLES)`],
  ['MR4004', `SELECT $1`],
  ['MR4004', `SELECT ?`],
  ['MR4004', `SELECT $name FROM ${T}`],
  ['MR4008', `SELECT * FROM 'customers.parquet'`],
  ['MR4008', `SELECT * FROM "customers.parquet"`],
  ['MR4008', `FROM '/etc/passwd'`],
  ['MR4008', `FROM 'data/*.csv'`],
  ['MR4008', `SELECT * FROM 'https://example.com/x.csv'`],
  ['MR4008', `SELECT * FROM 'x.csv.gz'`],
  ['MR4008', `SELECT (SELECT count(*) FROM 'x.parquet')`],
  ['MR4008', `SELECT * FROM ${T} UNION ALL SELECT * FROM 'x.parquet'`],
  ['MR4008', `WITH a AS (SELECT * FROM 'x.parquet') SELECT * FROM a`],
  ['MR4008', `SELECT * FROM ${T} ORDER BY (SELECT 1 FROM 'x.parquet')`],
  ['MR4008', `SELECT * FROM ${T} LIMIT (SELECT 1 FROM 'x.parquet')`],
  ['MR4008', `SELECT * FROM ${T} OFFSET (SELECT 1 FROM 'x.parquet')`],
  ['MR4008', `SELECT * FROM ${T}, LATERAL (SELECT * FROM 'x.parquet')`],
  ['MR4008', `SELECT 1 FROM ${T} GROUP BY (SELECT 1 FROM 'x.parquet')`],
  ['MR4008', `SELECT 1 FROM ${T} HAVING (SELECT true FROM 'x.parquet')`],
  ['MR4008', `SELECT 1 FROM ${T} QUALIFY row_number() OVER (ORDER BY (SELECT 1 FROM 'x.parquet')) = 1`],
  ['MR4008', `SELECT sum(id) FILTER (WHERE EXISTS (FROM 'x.parquet')) FROM ${T}`],
  ['MR4008', `SELECT CASE WHEN true THEN (SELECT 1 FROM 'x.parquet') END`],
  ['MR4008', `SELECT list_transform([1], x -> (SELECT 1 FROM 'x.parquet'))`],
  ['MR4008', `SELECT * REPLACE ((SELECT 1 FROM 'x.parquet') AS id) FROM ${T}`],
  ['MR4008', `SELECT DISTINCT ON ((SELECT 1 FROM 'x.parquet')) id FROM ${T}`],
  ['MR4008', `VALUES ((SELECT 1 FROM 'x.parquet'))`],
  ['MR4008', `SELECT * FROM unnest((SELECT [1] FROM 'x.parquet'))`],
  ['MR4008', `SELECT * FROM ${T} JOIN ${T} b ON (SELECT true FROM 'x.parquet')`],
  ['MR4008', `SELECT 1 = ANY (SELECT 1 FROM 'x.parquet')`],
  ['MR4008', `SELECT sum(id) OVER (PARTITION BY (SELECT 1 FROM 'x.parquet')) FROM ${T}`],
  ['MR4008', `SELECT string_agg(state, ',' ORDER BY (SELECT 1 FROM 'x.parquet')) FROM ${T}`],
  ['MR4005', `SELECT * FROM read_csv('/etc/passwd')`],
  ['MR4005', `SELECT * FROM read_parquet('x.parquet')`],
  ['MR4005', `SELECT * FROM READ_TEXT('/etc/passwd')`],
  ['MR4005', `SELECT * FROM "read_blob"('/etc/passwd')`],
  ['MR4005', `SELECT * FROM glob('/*')`],
  ['MR4005', `SELECT * FROM parquet_metadata('x.parquet')`],
  ['MR4005', `SELECT * FROM sniff_csv('x.csv')`],
  ['MR4005', `SELECT * FROM query('SELECT 1')`],
  ['MR4005', `SELECT * FROM query_table('customers')`],
  ['MR4005', `SELECT * FROM duckdb_settings()`],
  ['MR4005', `SELECT * FROM duckdb_secrets()`],
  ['MR4005', `SELECT * FROM duckdb_views()`],
  ['MR4005', `SELECT * FROM pragma_table_info('x')`],
  ['MR4005', `SELECT * FROM pragma_storage_info('x')`],
  ['MR4005', `SELECT * FROM which_secret('x', 's3')`],
  ['MR4005', `SELECT * FROM json_execute_serialized_sql('{}')`],
  ['MR4005', `SELECT * FROM repeat_row(1, num_rows = 10)`],
  ['MR4005', `SELECT * FROM test_all_types()`],
  ['MR4005', `SELECT * FROM sql_auto_complete('x')`],
  ['MR4005', `SELECT getvariable('x')`],
  ['MR4005', `SELECT current_setting('memory_limit')`],
  ['MR4005', `SELECT error('x')`],
  ['MR4005', `SELECT nextval('s')`],
  ['MR4005', `SELECT setseed(0.1)`],
  ['MR4005', `SELECT txid_current()`],
  ['MR4005', `SELECT sleep_ms(1000)`],
  ['MR4005', `SELECT pg_sleep(1)`],
  ['MR4005', `SELECT write_log('x')`],
  ['MR4005', `SELECT getenv('HOME')`],
  ['MR4005', `SELECT stats(email) FROM ${T}`],
  ['MR4005', `SELECT current_query()`],
  ['MR4005', `SELECT pg_get_viewdef(1)`],
  ['MR4005', `SELECT main.getvariable('x')`],
  ['MR4005', `SELECT system.main.getvariable('x')`],
  ['MR4005', `SELECT state.getvariable() FROM ${T}`],
  ['MR4005', `SELECT json_serialize_plan('SELECT 1')`],
  ['MR4005', `SELECT list_aggregate([1], 'sum')`],
  ['MR4005', `SELECT id FROM ${T} WHERE getvariable('x') = 1`],
  ['MR4007', `SELECT * FROM __secured_0`],
  ['MR4007', `SELECT * FROM "__secured_0"`],
  ['MR4007', `SELECT * FROM main.__secured_0`],
  ['MR4006', `SELECT * FROM memory.main.__secured_0`],
  ['MR4006', `SELECT * FROM temp.main.__secured_0`],
  ['MR4007', `SELECT * FROM ${T} JOIN __secured_0 ON true`],
  ['MR4007', `SELECT * FROM information_schema.tables`],
  ['MR4006', `SELECT * FROM system.information_schema.tables`],
  ['MR4007', `SELECT * FROM sqlite_master`],
  ['MR4007', `SELECT * FROM duckdb_tables`],
  ['MR4007', `SELECT * FROM pg_catalog.pg_class`],
  ['MR4007', `TABLE sqlite_master`],
  ['MR4007', `WITH a AS (SELECT * FROM a) SELECT * FROM a`],
  ['MR4007', `WITH b AS (SELECT * FROM c), c AS (SELECT 1) SELECT * FROM b`],
  ['MR4007', `SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a), a`],
  ['MR4007', `WITH RECURSIVE r AS (SELECT * FROM r UNION ALL SELECT 1) SELECT * FROM r`],
  [
    'MR4007',
    `WITH RECURSIVE r(n, m) USING KEY (n) AS (SELECT 1, 2 UNION SELECT n, m FROM recurring.r) SELECT * FROM r`,
  ],
  ['MR4011', `WITH "x.parquet" AS (SELECT 1) SELECT * FROM "x.parquet"`],
  ['MR4011', `WITH __secured_0 AS (SELECT 1) SELECT * FROM __secured_0`],
  ['MR4011', `WITH sqlite_master AS (SELECT 1) SELECT * FROM sqlite_master`],
  ['MR4009', `SELECT * FROM ${T} AT (VERSION => 3)`],
  ['MR4009', `SELECT * FROM ${T} AT (TIMESTAMP => now())`],
  ['MR4006', `SELECT * FROM icebase.retail.custmers`],
  ['MR4006', `SELECT * FROM ${T} POSITIONAL JOIN other.retail.customers`],
  ['MR4001', `SELECT * INTO x FROM ${T}`],
  ['MR4001', `SELECT * FROM ${T} FOR UPDATE`],
  ['MR4001', `WITH x AS (DELETE FROM ${T} RETURNING *) SELECT * FROM x`],
]

describe('refused', () => {
  test.each(refused)('%s %s', async (code, statement) => {
    const { value, codes } = await reading.compile(statement)
    expect(value).toBeUndefined()
    expect(codes).toContain(code)
  })
})

test('the corpus is not small', () => expect(refused.length).toBeGreaterThan(100))

test('every refusal stands somewhere in the query', async () => {
  for (const [, statement] of refused)
    for (const diagnostic of (await reading.compile(statement)).diagnostics)
      expect(diagnostic.place?.file, statement).toBe('query.sql')
})

test('names with a default depot are refused too when they are not datasets', async () => {
  const use = { depot: 'icebase', collection: 'retail' }
  for (const name of ['sqlite_master', 'main.__secured_0', '__secured_0', 'information_schema.tables'])
    expect((await reading.compile(`SELECT * FROM ${name}`, { use })).codes).toEqual(['MR4006'])
})

test('positions count UTF-16 units and lines', async () => {
  const { diagnostics } = await reading.compile(`SELECT '😀é',\n  '😀', nope('x')`)
  expect(diagnostics[0]?.place).toMatchObject({ line: 2, column: 9 })
  const broken = await reading.compile(`SELECT '😀é', selec t fro`)
  expect(broken.diagnostics[0]?.place).toMatchObject({ line: 1, column: 23 })
})

test('an unknown dataset or function names the nearest known one', async () => {
  const hint = async (text: string) => (await reading.compile(text)).diagnostics[0]?.hint
  expect(await hint('SELECT * FROM icebase.retail.custmers')).toBe('did you mean "icebase.retail.customers"?')
  expect(await hint('SELECT * FROM orders')).toBe('did you mean "icebase.retail.orders"?')
  expect(await hint(`SELECT uper('x')`)).toBe('did you mean "upper"?')
})

test('a NUL, after which the engine would not look, is refused', async () => {
  await expect(reading.compile(`SELECT 1 \0 ; DROP TABLE x`)).rejects.toThrow('NUL')
})

test('every admitted function exists, and none of them makes rows from files or knows the session', async () => {
  const rows = await reading.parser.rows(
    trusted(
      `SELECT lower(function_name) AS name, list(DISTINCT function_type) AS types FROM duckdb_functions() GROUP BY 1`,
    ),
  )
  const known = new Map(rows.map((row) => [String(row['name']), row['types']]))
  // These are syntax or operators that the parser turns into calls.
  const syntax = ['coalesce', 'if', 'ifnull', 'overlay', 'unnest', '<->']
  expect([...admittedFunctions].filter((name) => !known.has(name) && !syntax.includes(name))).toEqual([])
  const tables = [...known]
    .filter(([, types]) => JSON.stringify(types).includes('table'))
    .map(([name]) => name)
  expect(tables.filter((name) => admittedFunctions.has(name)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'generate_series',
    'histogram',
    'range',
    'repeat',
    'unnest',
  ])
  const forbidden =
    /^(read_|duckdb_|pragma_|parquet_|pg_|has_|current_(setting|query|schema|database|user)|json_(de)?serialize|query|list_aggr|array_aggr|aggregate$|nextval|currval|setseed|stats$|error$|sleep)/
  expect([...admittedFunctions].filter((name) => forbidden.test(name))).toEqual([])
})
