import { expect, test } from 'vitest'
import { openDuckdb } from '../../src/engines/index.ts'
import { sql, trusted } from '../../src/sql/quote.ts'

const slow = trusted('SELECT count(*) FROM range(20000000000) t(i) WHERE hash(i) % 7 = 1')

test('values keep what they are: 64-bit integers, decimals, instants, nested values, NULL', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const { rows } = await connection.table(
    trusted(`SELECT 9007199254740993::BIGINT, 1.50::DECIMAL(4,2), TIMESTAMPTZ '2024-01-01 00:00:00+02', DATE '0001-01-01',
      [1, NULL], {'a': DATE '2020-02-29'}, MAP {'k': 1}, '\\x00'::BLOB, NULL, 'ünï'`),
  )
  expect(rows).toEqual([
    [
      9007199254740993n,
      '1.50',
      '2023-12-31 22:00:00+00',
      '0001-01-01',
      [1, null],
      { a: '2020-02-29' },
      [{ key: 'k', value: 1 }],
      Buffer.from([0]),
      null,
      'ünï',
    ],
  ])
})

test('an abort interrupts the statement that runs, and the session works on', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  await expect(connection.run(slow, AbortSignal.timeout(50))).rejects.toThrow(/timeout/)
  expect(await connection.rows(trusted('SELECT 1 AS one'))).toEqual([{ one: 1 }])
})

test('closing a session ends the statement that it runs instead of the process', async () => {
  await using engine = await openDuckdb()
  const connection = await engine.connect()
  const statement = connection.run(slow)
  const ended = expect(statement).rejects.toThrow(/Interrupt/)
  await connection[Symbol.asyncDispose]()
  await ended
})

test('a result of unknown size comes in batches, an empty one with its columns', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  let rows = 0
  for await (const batch of connection.stream(trusted('SELECT * FROM range(10000)')))
    rows += batch.rows.length
  expect(rows).toBe(10_000)
  const empty = []
  for await (const batch of connection.stream(trusted('SELECT 1 AS a WHERE false'))) empty.push(batch)
  expect(empty).toEqual([{ columns: [{ name: 'a', type: 'INTEGER' }], rows: [] }])
})

test('sessions stand in UTC whatever the machine says, and load nothing from outside', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  expect(await connection.rows(trusted(`SELECT current_setting('TimeZone') AS zone`))).toEqual([
    { zone: 'UTC' },
  ])
  await expect(connection.run(trusted(`SELECT * FROM 'https://localhost/x.parquet'`))).rejects.toThrow(
    /httpfs|autoload/i,
  )
})

test('the newest row of each key is found by a window, since the aggregation in its place is wrong now and then', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const rows = trusted(`SELECT range % 10 AS k, nullif(range, 7) AS v, 'x' AS a FROM range(100)`)
  const newest = sql`SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY k ORDER BY v DESC NULLS LAST) AS n FROM (${rows}))
    WHERE n = 1`
  const plan = JSON.stringify(await connection.rows(sql`EXPLAIN ${newest}`))
  expect(plan).toContain('WINDOW')
  expect(plan).not.toContain('arg_max')
})

test('what a statement needs is made once, whichever session asks first', async () => {
  const made: string[] = []
  const library = (statement: string) => {
    if (!statement.includes('doubled')) return []
    made.push(statement)
    return [trusted('CREATE MACRO doubled(x) AS x * 2')]
  }
  await using engine = await openDuckdb({ library })
  const sessions = await Promise.all(Array.from({ length: 4 }, () => engine.connect()))
  const found = await Promise.all(sessions.map((session) => session.rows(trusted('SELECT doubled(4) AS n'))))
  expect(found).toEqual(Array.from({ length: 4 }, () => [{ n: 8 }]))
  expect(made).toHaveLength(4)
  for (const session of sessions) await session[Symbol.asyncDispose]()
})

test('a macro that cannot be made fails the statement that needs it, not those after it', async () => {
  const library = (statement: string) =>
    statement.includes('broken') ? [trusted('CREATE MACRO broken(x) AS (')] : []
  await using engine = await openDuckdb({ library })
  await using session = await engine.connect()
  await expect(session.run(trusted('SELECT broken(1)'))).rejects.toThrow(/syntax error/)
  expect(await session.rows(trusted('SELECT 1 AS one'))).toEqual([{ one: 1 }])
})
