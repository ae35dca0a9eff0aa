import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDuckdb } from '../../../src/engines/index.ts'
import { literal, sql, trusted } from '../../../src/sql/quote.ts'
import { openSpark } from '../functions/spark-process.ts'
import { python } from '../python.ts'
import { compareReaders, type ReaderCase } from './against-spark.ts'

/** Each file holds the rows of a statement of DuckDB. */
type FilesCase = Omit<ReaderCase, 'content' | 'format' | 'name'> & { readonly files: readonly string[] }

const merged = { mergeSchema: 'true' }
const files = (...statements: readonly string[]): FilesCase => ({ files: statements })
const mergedFiles = (...statements: readonly string[]): FilesCase => ({ files: statements, options: merged })
const refused = (one: FilesCase): FilesCase => ({ ...one, refused: 'everywhere' })

const cases: readonly FilesCase[] = [
  files(`SELECT 1 AS a, 'x' AS b`, `SELECT 'y' AS b, 2 AS a`),
  files(`SELECT 1 AS a, 'x' AS b`, 'SELECT 2 AS a', `SELECT true AS c, 'z' AS b`),
  files('SELECT 1 AS a', `SELECT 2 AS A, 'x' AS b`),
  files('SELECT 1 AS a', 'SELECT 2::USMALLINT AS a'),
  files('SELECT 1 AS a, 2 AS "A b", 3 AS "é.c", {\'TIMESTAMP\': 1} AS "JSON" WHERE false'),
  files('SELECT 1::UTINYINT AS a, 2::USMALLINT AS b, 3::UINTEGER AS c, [18446744073709551615::UBIGINT] AS d'),
  files(`SELECT '{"a":1}'::JSON AS j, {'k': '[1]'::JSON} AS s, 'x'::ENUM('x', 'y') AS e, NULL AS n`),
  files(
    `SELECT TIMESTAMP '2024-01-02 03:04:05.123456' AS n, TIMESTAMPTZ '2024-01-02 03:04:05+00' AS z, TIMESTAMP_MS '2024-01-02 03:04:05.123' AS m`,
  ),
  files(
    `SELECT 'a'::BLOB AS b, MAP {'k': 1} AS m, ['x', NULL] AS l, {'a': 1, 'B': NULL::INT} AS s, 1.5::DECIMAL(20,3) AS d`,
  ),
  mergedFiles(`SELECT 1 AS a, 'x' AS b`, `SELECT true AS c, 'y' AS b`, 'SELECT 2 AS A'),
  mergedFiles(
    `SELECT {'x': 1} AS s, [{'u': 1}] AS l`,
    `SELECT {'x': 2, 'y': 'q'} AS s, [{'v': 2::UTINYINT, 'u': 3}] AS l`,
  ),
  mergedFiles(`SELECT {'t': TIMESTAMP '2024-01-02 03:04:05'} AS s`),
  ...[
    files('SELECT 1 AS a', 'SELECT 2::BIGINT AS a'),
    files('SELECT 1::BIGINT AS a', 'SELECT 2::INTEGER AS a'),
    files('SELECT 1 AS a', `SELECT 'x' AS a`),
    files('SELECT 1 AS a', 'SELECT 1.5::DOUBLE AS a'),
    mergedFiles('SELECT 1 AS a', 'SELECT 2::BIGINT AS a'),
    mergedFiles('SELECT [1] AS a', 'SELECT [2::BIGINT] AS a'),
    mergedFiles('SELECT 1.5::DECIMAL(5,2) AS a', 'SELECT 1.5::DECIMAL(10,4) AS a'),
    mergedFiles(`SELECT MAP {'k': 1} AS a`, `SELECT MAP {'k': 'x'} AS a`),
    files(`SELECT TIME '10:11:12' AS t`),
    files("SELECT {'u': uuid()} AS s"),
    files(`SELECT TIMESTAMP_NS '2024-01-02 03:04:05.123456789' AS t`),
    files('SELECT INTERVAL 3 DAY AS i'),
  ].map(refused),
]

/** Statements of Spark whose rows it writes itself: its own times have a form that others do not have. */
const written: readonly string[] = [
  `SELECT TIMESTAMP '2024-01-02 03:04:05.123456' AS t, DATE '2024-01-01' AS d, array(TIMESTAMP '2400-01-02 03:04:05') AS a,
    named_struct('t', CAST(NULL AS TIMESTAMP), 'TIMESTAMP', 1) AS s, CAST(1 AS TINYINT) AS b`,
  `SELECT TIMESTAMP_NTZ '2024-01-02 03:04:05' AS n, CAST(1.5 AS DECIMAL(20,3)) AS m, X'00FF' AS x, map('a', 1) AS p`,
]
const refusedHere: readonly string[] = [
  `SELECT INTERVAL '1' YEAR AS i`,
  `SELECT named_struct('t', TIMESTAMP '2024-01-02 03:04:05', 'n', TIMESTAMP_NTZ '2024-01-02 03:04:05') AS s`,
]

describe.skipIf(python() === undefined)('Parquet', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-parquet-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const byEngine = async (): Promise<readonly ReaderCase[]> => {
    await using engine = await openDuckdb()
    await using connection = await engine.connect()
    const made: ReaderCase[] = []
    for (const [i, { files: statements, ...one }] of cases.entries()) {
      const content: Buffer[] = []
      for (const [k, statement] of statements.entries()) {
        const file = join(folder, `${i}-${k}.parquet`)
        await connection.run(sql`COPY (${trusted(statement)}) TO ${literal(file)} (FORMAT parquet)`)
        content.push(await readFile(file))
      }
      made.push({ ...one, name: statements.join('; '), format: 'parquet', content })
    }
    return made
  }

  const bySpark = async (statements: readonly string[]): Promise<readonly Buffer[]> => {
    const place = (i: number) => join(folder, `spark-${i}`)
    await using spark = await openSpark()
    const verdicts = await spark.ask({
      tables: folder,
      cases: statements.map((statement, i) => ({
        sql: `INSERT OVERWRITE DIRECTORY '${place(i)}' USING parquet ${statement}`,
      })),
    })
    expect(verdicts.flatMap(({ error }) => error ?? [])).toEqual([])
    return await Promise.all(
      statements.map(async (_, i) => {
        const name = (await readdir(place(i))).find((file) => file.endsWith('.parquet')) ?? ''
        return readFile(join(place(i), name))
      }),
    )
  }

  test('is read with the columns, types and cells that Spark finds, or refused', async () => {
    const statements = [...written, ...refusedHere]
    const own = (await bySpark(statements)).map((content, i): ReaderCase => {
      const name = statements[i] ?? ''
      return {
        name,
        format: 'parquet',
        content,
        ...(refusedHere.includes(name) ? { refused: 'here' as const } : {}),
      }
    })
    expect(await compareReaders([...(await byEngine()), ...own])).toEqual([])
  }, 240_000)
})
