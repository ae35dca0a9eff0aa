import { expect, test } from 'vitest'
import { openDuckdb } from '../../src/engines/index.ts'
import { trusted } from '../../src/sql/quote.ts'

const documents = (count: number): string =>
  `(SELECT CASE WHEN i % 5 <> 0 THEN '<a k="' || i || '"><b>' || i || '</b></a>' END AS x, i FROM range(${count}) t(i))`

test('a function in JavaScript gets all rows of all threads and sessions, and NULL stays NULL', async () => {
  await using engine = await openDuckdb({ threads: 4 })
  await using one = await engine.connect()
  await using other = await engine.connect()
  const statement = trusted(
    `SELECT count(*), count(n), sum(n), count(DISTINCT l[1]), max(len(l)) FROM (SELECT
      spark_xpath_number(x, '/a/b') AS n, spark_xpath_nodes(x, '/a/@k | /a/b') AS l FROM ${documents(10_000)})`,
  )
  const expected = [[10_000n, 8000n, 40_000_000, 8000n, 2n]]
  const results = await Promise.all([one, other, one].map((connection) => connection.table(statement)))
  for (const { rows } of results) expect(rows).toEqual(expected)
})

test('nothing is known of such a function before a statement calls it, also in a locked session and a transaction', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const known = trusted(
    `SELECT count(*) AS n FROM duckdb_functions() WHERE function_name LIKE 'spark\\_xp%' ESCAPE '\\'`,
  )
  expect(await connection.rows(known)).toEqual([{ n: 0n }])
  await connection.run(trusted('SET lock_configuration = true'))
  await connection.run(trusted('BEGIN'))
  expect(await connection.rows(trusted(`SELECT spark_xpath_text('<a>é</a>', '/a') AS r`))).toEqual([
    { r: 'é' },
  ])
  await connection.run(trusted('ROLLBACK'))
  expect(await connection.rows(trusted(`SELECT spark_xpath_boolean('<a/>', '/b') AS r`))).toEqual([
    { r: false },
  ])
  expect(await connection.rows(known)).toEqual([{ n: 2n }])
})

test('what a function throws fails the statement with its words, and the session works on', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const statement = trusted(
    `SELECT count(spark_xpath_text(CASE WHEN i = 3000 THEN '<a>' ELSE x END, '/a')) AS n FROM ${documents(5000)}`,
  )
  await expect(connection.rows(statement)).rejects.toThrow(/not XML: an element without an end/)
  expect(await connection.rows(trusted(`SELECT spark_xpath_text('<a>1</a>', '/a') AS r`))).toEqual([
    { r: '1' },
  ])
})

const endless = trusted(
  `SELECT sum(spark_xpath_number('<a>' || i || '</a>', '/a')) FROM range(20000000000) t(i)`,
)

test('an abort interrupts a statement that calls one, and the session works on', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  await expect(connection.run(endless, AbortSignal.timeout(50))).rejects.toThrow(/timeout/)
  expect(await connection.rows(trusted('SELECT 1 AS one'))).toEqual([{ one: 1 }])
})

test('closing a session ends a statement that calls one instead of the process', async () => {
  await using engine = await openDuckdb()
  const connection = await engine.connect()
  const ended = expect(connection.run(endless)).rejects.toThrow(/Interrupt/)
  await connection[Symbol.asyncDispose]()
  await ended
})
