import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLake } from '../../lakehouse/lake.ts'
import { type CatalogAddress, catalogOf } from './catalog.ts'
import { startPostgres } from '../postgres-server.ts'
import { describeWith } from './installed.ts'
import { startPyIceberg } from './pyiceberg.ts'
import { startRest } from './rest.ts'
import { startSpark } from './spark.ts'
import { startTrino } from './trino.ts'

// The engines themselves, before anything is believed that they say about our tables: each speaks the canonical form,
// and all of them work on one catalog, of every kind.

const exact = {
  columns: ['b', 'l', 'f', 'd', 'z', 'n', 'e', 'dec', 'day', 'tz', 'ts', 'bin', 'st', 'm', 'nothing'],
  rows: [
    JSON.stringify([
      true,
      '9007199254740993',
      '1.0000000149011612e-1',
      '-Infinity',
      '-0e+0',
      'NaN',
      '1e+300',
      '12345678901234567890.10',
      '0001-01-01',
      '2024-02-29T10:34:56.789012Z',
      '1969-12-31T23:59:59.999999',
      '00ff',
      { a: ['1', null], 'b c': 'é🚢' },
      [
        ['-2', null],
        ['10', '2.5e+0'],
      ],
      null,
    ]),
  ],
}

const inTrino = `SELECT true AS b, BIGINT '9007199254740993' AS l, REAL '0.1' AS f, -infinity() AS d, -0e0 AS z, nan() AS n, 1e300 AS e,
  DECIMAL '12345678901234567890.10' AS dec, DATE '0001-01-01' AS day, TIMESTAMP '2024-02-29 12:34:56.789012 +02:00' AT TIME ZONE 'UTC' AS tz,
  TIMESTAMP '1969-12-31 23:59:59.999999' AS ts, X'00ff' AS bin,
  CAST(ROW(ARRAY[1, NULL], 'é🚢') AS ROW(a array(integer), "B c" varchar)) AS st, MAP(ARRAY[10, -2], ARRAY[2.5e0, NULL]) AS m, NULL AS nothing`

const inSpark = `SELECT true AS b, 9007199254740993L AS l, 0.1F AS f, CAST('-inf' AS double) AS d, -0.0D AS z, CAST('nan' AS double) AS n, 1e300D AS e,
  12345678901234567890.10BD AS dec, DATE'0001-01-01' AS day, TIMESTAMP'2024-02-29 12:34:56.789012+02:00' AS tz,
  TIMESTAMP_NTZ'1969-12-31 23:59:59.999999' AS ts, X'00ff' AS bin,
  NAMED_STRUCT('a', ARRAY(1, NULL), 'B c', 'é🚢') AS st, MAP(10, 2.5D, -2, NULL) AS m, NULL AS nothing`

describeWith(['Trino'], 'Trino', () => {
  test('answers without loss', async () => {
    await using lake = await openLake()
    await using trino = await startTrino(catalogOf(lake))
    expect(await trino.query(inTrino)).toEqual(exact)
    expect(
      await trino.query(
        `SELECT TIME '01:02:03.000004' AS t, UUID '00112233-4455-6677-8899-AABBCCDDEEFF' AS u`,
      ),
    ).toEqual({
      columns: ['t', 'u'],
      rows: ['["01:02:03.000004","00112233-4455-6677-8899-aabbccddeeff"]'],
    })
    await expect(trino.query('SELECT 1/0')).rejects.toThrow('Division by zero')
  })
})

describeWith(['Spark'], 'Spark', () => {
  test('answers without loss', async () => {
    await using lake = await openLake()
    await using spark = await startSpark(catalogOf(lake))
    expect(await spark.query(inSpark)).toEqual(exact)
    await expect(spark.query('SELECT nope')).rejects.toThrow('UNRESOLVED_COLUMN')
    expect((await spark.query('SELECT 1 AS one')).rows).toEqual(['["1"]'])
  })
})

const sharing = async (catalog: CatalogAddress): Promise<void> => {
  await using pyiceberg = await startPyIceberg(catalog)
  await using spark = await startSpark(catalog)
  await using trino = await startTrino(catalog)
  await pyiceberg.run(`catalog.create_namespace("demo")`)
  await spark.query('CREATE TABLE demo.t (id bigint, s string) USING iceberg')
  await trino.query(`INSERT INTO demo.t VALUES (1, 'from Trino')`)
  await pyiceberg.run(`catalog.load_table("demo.t").append(pa.table({"id": [2], "s": ["from PyIceberg"]}))`)
  const rows = { columns: ['id', 's'], rows: ['["1","from Trino"]', '["2","from PyIceberg"]'] }
  expect(await spark.query('SELECT * FROM demo.t')).toEqual(rows)
  expect(await trino.query('SELECT * FROM demo.t')).toEqual(rows)
  expect(await pyiceberg.read('demo.t')).toEqual(rows)
  expect(await pyiceberg.read('demo.t', { filter: 'id = 2' })).toEqual({ ...rows, rows: rows.rows.slice(1) })
}

describeWith(['Trino', 'Spark', 'PyIceberg'], 'a SQLite catalog', () => {
  test('is shared by all engines', async () => {
    await using lake = await openLake()
    await sharing(catalogOf(lake))
  })
})

describeWith(['PostgreSQL', 'Trino', 'Spark', 'PyIceberg'], 'a PostgreSQL catalog', () => {
  test('is shared by all engines', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-shared-'))
    await using postgres = await startPostgres()
    await sharing({ kind: 'postgres', url: postgres.createDatabase(), warehouse: `file://${folder}` })
    await rm(folder, { recursive: true })
  })
})

describeWith(['REST', 'Trino', 'Spark', 'PyIceberg'], 'a REST catalog', () => {
  test('is shared by all engines, and remembers its tables', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-shared-'))
    {
      await using rest = await startRest(folder)
      await sharing({ kind: 'rest', ...rest })
    }
    await using again = await startRest(folder)
    await using pyiceberg = await startPyIceberg({ kind: 'rest', ...again })
    expect((await pyiceberg.read('demo.t')).rows).toHaveLength(2)
    await rm(folder, { recursive: true })
  })
})
