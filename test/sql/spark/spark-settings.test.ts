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

test('other settings and values change nothing', () => {
  expect(sparkSettingsOf([['spark.executor.memory', '1g']])).toEqual(defaultSparkSettings)
  expect(policy('often')).toEqual(defaultSparkSettings)
})
