import { expect, test } from 'vitest'
import { openDuckdb } from '../../../src/engines/index.ts'
import { createSparkTranslator, detachedText, sparkMacrosFor } from '../../../src/sql/index.ts'
import { defaultSparkSettings, sparkSettingsOf } from '../../../src/sql/spark/spark-settings.ts'

const stored = new Map<string, string>()
const translator = createSparkTranslator({
  cache: { get: (key) => stored.get(key), put: (key, value) => void stored.set(key, value) },
})
const statement = detachedText(
  "SELECT to_date('2024-1-5', 'yyyy-MM-dd') AS a, to_date('2024-01-05', 'yyyy-MM-dd') AS b",
)
const policy = (value: string) => sparkSettingsOf([['spark.sql.legacy.timeParserPolicy', value]])

test('text that only Spark 2 read is an error, or NULL where the policy says so', async () => {
  await using engine = await openDuckdb({ library: sparkMacrosFor })
  await using connection = await engine.connect()
  const usual = (await translator.translate(statement, new Map())).value
  const corrected = (await translator.under(policy('corrected')).translate(statement, new Map())).value
  if (usual?.kind !== 'query' || corrected?.kind !== 'query') throw new Error('not translated')
  await expect(connection.rows(usual.sql)).rejects.toThrow('only under the rules of Spark 2')
  expect(await connection.rows(corrected.sql)).toMatchObject([{ a: null }])
})

test('patterns are refused under the rules of Spark 2', async () => {
  const { value, diagnostics } = await translator.under(policy('LEGACY')).translate(statement, new Map())
  expect(value).toBeUndefined()
  expect(diagnostics).toMatchObject([{ code: 'MR2008' }, { code: 'MR2008' }])
  expect(diagnostics[0]?.hint).toContain('CORRECTED')
})

test('under ANSI what fails is an error with the name that Spark gives it, and few types become others', async () => {
  await using engine = await openDuckdb({ library: sparkMacrosFor })
  await using connection = await engine.connect()
  const ansi = translator.under(sparkSettingsOf([['spark.sql.ansi.enabled', 'TRUE']]))
  const failing = (await ansi.translate(detachedText('SELECT 1 / v AS r FROM VALUES (0) AS t(v)'), new Map()))
    .value
  if (failing?.kind !== 'query') throw new Error('not translated')
  await expect(connection.rows(failing.sql)).rejects.toThrow('[DIVIDE_BY_ZERO]')
  const text = await ansi.translate(detachedText("SELECT 1 + '2' AS r"), new Map())
  expect(text.diagnostics).toMatchObject([{ code: 'MR2008', hint: 'write CAST(… AS DOUBLE)' }])
  const other = await ansi.translate(detachedText("SELECT conv('10', 2, 10) AS r"), new Map())
  expect(other.diagnostics).toMatchObject([
    { code: 'MR2008', message: expect.stringContaining('spark.sql.ansi.enabled') },
  ])
})

test('size(NULL) is NULL where the old rule is switched off', async () => {
  await using engine = await openDuckdb({ library: sparkMacrosFor })
  await using connection = await engine.connect()
  const sizes = translator.under(sparkSettingsOf([['spark.sql.legacy.sizeOfNull', 'false']]))
  const { value } = await sizes.translate(
    detachedText('SELECT size(CAST(NULL AS array<int>)) AS r'),
    new Map(),
  )
  if (value?.kind !== 'query') throw new Error('not translated')
  expect(await connection.rows(value.sql)).toMatchObject([{ r: null }])
})

const inZone = (zone: string) => translator.under(sparkSettingsOf([['spark.sql.session.timeZone', zone]]))

test('in a session of another zone instants are read and shown by its clock, and in UTC nothing changes', async () => {
  await using engine = await openDuckdb({ library: sparkMacrosFor })
  await using connection = await engine.connect()
  const text = detachedText(
    "SELECT hour(CAST(s AS TIMESTAMP)) AS h, CAST(CAST(concat(s, 'Z') AS TIMESTAMP) AS STRING) AS t FROM VALUES ('2024-03-10 02:30:00') AS v(s)",
  )
  const shown = async (zone: string) => {
    const { value } = await inZone(zone).translate(text, new Map())
    if (value?.kind !== 'query') throw new Error('not translated')
    return { sql: value.sql, rows: await connection.rows(value.sql) }
  }
  expect((await shown('America/New_York')).rows).toEqual([{ h: 3, t: '2024-03-09 21:30:00' }])
  expect((await shown('Asia/Kolkata')).rows).toEqual([{ h: 2, t: '2024-03-10 08:00:00' }])
  expect((await shown('GMT-3')).rows).toEqual([{ h: 2, t: '2024-03-09 23:30:00' }])
  const usual = (await translator.translate(text, new Map())).value
  for (const zone of ['UTC', 'Etc/UTC', '+00:00', 'Z', 'GMT'])
    expect((await shown(zone)).sql, zone).toBe(usual?.kind === 'query' ? usual.sql : '')
})

test('a macro of a zone is named in code alone, not in texts and quoted names', async () => {
  const text = detachedText("SELECT 'spark_utc(x)' AS `spark_utc`, CAST(localtimestamp() AS STRING) AS t")
  const { value } = await inZone('Europe/Berlin').translate(text, new Map())
  expect(value?.kind === 'query' ? value.sql : '').toMatch(
    /^SELECT 'spark_utc\(x\)' AS "spark_utc", .*spark_utc__zEurope_2fBerlin\(/,
  )
})

test('a zone that Spark does not know, or whose rules differ, is refused, and so is what no zone is known for', async () => {
  const said = async (zone: string, text: string) =>
    (await inZone(zone).translate(detachedText(text), new Map())).diagnostics
  for (const zone of [
    'Europe/Nowhere',
    'europe/berlin',
    'utc',
    '+19:00',
    'America/Tijuana',
    'America/Vancouver',
  ])
    expect(await said(zone, 'SELECT 1 AS a'), zone).toMatchObject([
      { code: 'MR2008', message: expect.stringContaining(`spark.sql.session.timeZone = ${zone}`) },
    ])
  for (const use of [
    'sequence(now(), now() + INTERVAL 2 DAYS, INTERVAL 1 DAY)',
    'now() + make_interval(0, 0, 0, 1)',
    'timestampdiff(DAY, localtimestamp(), now())',
    "date_format(now(), 'zzz')",
    'mask(now())',
    'count(*) OVER (ORDER BY now() RANGE BETWEEN INTERVAL 1 DAY PRECEDING AND CURRENT ROW)',
  ])
    expect((await said('Europe/Berlin', `SELECT ${use} AS a`))[0], use).toMatchObject({
      code: 'MR2008',
      message: expect.stringMatching(/not in UTC|session time zone/),
    })
})

test('other settings and values change nothing', () => {
  expect(sparkSettingsOf([['spark.executor.memory', '1g']])).toEqual(defaultSparkSettings)
  expect(policy('often')).toEqual(defaultSparkSettings)
})
