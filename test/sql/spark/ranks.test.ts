import { expect, test } from 'vitest'
import { openDuckdb } from '../../../src/engines/index.ts'
import {
  createSparkTranslator,
  detachedText,
  sparkMacrosFor,
  type Sql,
  sql,
  trusted,
} from '../../../src/sql/index.ts'

const columns = [
  { name: 'id', type: 'INTEGER' },
  { name: 'changed', type: 'VARCHAR' },
]

const translated = async (text: string): Promise<Sql> => {
  const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
  const { value, diagnostics } = await translator.translate(
    detachedText(text, 'job.yaml'),
    new Map([['versions', columns]]),
  )
  expect(diagnostics).toEqual([])
  if (value?.kind !== 'query') throw new Error('no query')
  return value.sql
}

const numbered = 'SELECT *, row_number() OVER (PARTITION BY id ORDER BY changed DESC) AS n FROM versions'

test.each([
  [`WITH r AS (${numbered}) SELECT n FROM r`, ['INTEGER']],
  [`WITH r AS (${numbered}) SELECT * FROM r WHERE n = 2`, ['INTEGER', 'VARCHAR', 'INTEGER']],
  [`WITH r AS (${numbered}) SELECT n, count(*) FROM r GROUP BY n`, ['INTEGER', 'BIGINT']],
  [`SELECT c.n FROM (WITH r AS (${numbered}) SELECT n FROM r GROUP BY n) c`, ['INTEGER']],
  [`WITH r AS (${numbered}) SELECT q FROM r AS x(a, b, q)`, ['INTEGER']],
  [`WITH r AS (${numbered}) SELECT n FROM r JOIN (SELECT 1 AS n) USING (n)`, ['INTEGER']],
  [`WITH r(a, b, n) AS (${numbered}) SELECT n FROM r`, ['INTEGER']],
  [`SELECT n FROM (SELECT DISTINCT n FROM (${numbered}))`, ['INTEGER']],
  [`SELECT n FROM (SELECT n FROM (${numbered}) r UNION ALL SELECT id FROM versions)`, ['INTEGER']],
  [`SELECT id FROM versions WHERE id IN (SELECT n FROM (${numbered}))`, ['INTEGER']],
  [
    `SELECT rank() OVER (ORDER BY changed) AS a, percent_rank() OVER (ORDER BY changed) AS b FROM versions`,
    ['INTEGER', 'DOUBLE'],
  ],
])('a rank that leaves the query is an int: %s', async (text, types) => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  await connection.run(sql`CREATE TABLE versions(id INTEGER, changed VARCHAR)`)
  const query = await translated(text)
  for (const macro of sparkMacrosFor(query)) await connection.run(macro)
  expect((await connection.describe(query)).map(({ type }) => type)).toEqual(types)
})

test('usual dates and times are read fast, and all others as Spark reads them', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const call = trusted('spark_to_date(s), spark_utc(spark_to_timestamp(s))')
  for (const macro of sparkMacrosFor(call)) await connection.run(macro)
  const read = async (text: string) => {
    const { rows } = await connection.table(
      sql`SELECT CAST(spark_to_date(s) AS VARCHAR), CAST(spark_utc(spark_to_timestamp(s)) AS VARCHAR) FROM (SELECT ${trusted(`'${text}'`)} AS s)`,
    )
    return rows[0]
  }
  expect(await read('2020-02-29')).toEqual(['2020-02-29', '2020-02-29 00:00:00'])
  expect(await read('2020-02-29 10:11:12')).toEqual(['2020-02-29', '2020-02-29 10:11:12'])
  expect(await read('2020-02-9 ')).toEqual(['2020-02-09', '2020-02-09 00:00:00'])
  expect(await read(' 202-02-29')).toEqual([null, null])
  expect(await read('1-01-01-01')).toEqual([null, null])
  expect(await read('2020-02-1x')).toEqual([null, null])
  expect(await read('2021-02-29')).toEqual([null, null])
  expect(await read('2020-01-01 24:00:00')).toEqual(['2020-01-01', null])
  expect(await read('2020-01-01  1:00:00')).toEqual(['2020-01-01', null])
  expect(await read('2020-02-1T 01:02:03')).toEqual(['2020-02-01', null])
})
