import { expect, test } from 'vitest'
import { openDuckdb } from '../../../src/engines/index.ts'
import { createSparkTranslator, detachedText, sparkMacros, sparkMacrosFor } from '../../../src/sql/index.ts'
import { trusted } from '../../../src/sql/quote.ts'
import { sparkFunctionNames } from '../../../src/sql/spark/function-names.ts'
import { functionFamilies, functionNamed, grammarNamed } from '../../../src/sql/spark/functions/index.ts'

const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
const translate = (text: string) => translator.translate(detachedText(text), new Map())

test('every function of Spark has an entry, is refused by name, or is grammar', () => {
  const without = [...sparkFunctionNames].filter(
    (name) => functionNamed(name) === undefined && grammarNamed(name) === undefined,
  )
  expect(without).toEqual([])
})

test('no function is in two families', () => {
  const names = functionFamilies.flatMap((family) => Object.keys(family))
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})

test('grammar does not hide an entry, and its examples are understood', async () => {
  for (const name of sparkFunctionNames) {
    const grammar = grammarNamed(name)
    if (grammar === undefined) continue
    expect(functionNamed(name), name).toBeUndefined()
    expect(grammar.example.toLowerCase()).toContain(name)
    expect((await translate(`SELECT ${grammar.example}`)).diagnostics, name).toEqual([])
  }
})

test('a function that is refused by name tells what to write instead, at its place', async () => {
  const { value, diagnostics } = await translate('SELECT 1,\n  count_min_sketch(1), java_method(1)')
  expect(value).toBeUndefined()
  expect(diagnostics.map(({ code, place }) => [code, place?.line, place?.column])).toEqual([
    ['MR2014', 2, 3],
    ['MR2014', 2, 24],
  ])
  expect(diagnostics[0]?.hint).toContain('count(DISTINCT x)')
})

test('a use that is refused tells its own hint, at the call', async () => {
  const { diagnostics } = await translate('SELECT 1 AS a,\n  1 + rand(7) AS b')
  expect(diagnostics).toMatchObject([{ code: 'MR2008', place: { line: 2, column: 7 } }])
  expect(diagnostics[0]?.hint).toContain('write rand()')
})

test('a session makes the macros in any order, each after those that it calls', async () => {
  await using engine = await openDuckdb({ library: sparkMacrosFor })
  await using connection = await engine.connect()
  expect(await connection.rows(trusted(`SELECT spark_to_int(' 12 ') AS a`))).toEqual([{ a: 12 }])
  const names = sparkMacrosFor(trusted('SELECT spark_to_timestamp(x)')).map(
    (macro) => /spark_\w+/.exec(macro)?.[0],
  )
  expect(names.indexOf('spark_timestamp_dated')).toBeGreaterThan(names.indexOf('spark_zone'))
  expect(names.at(-1)).toBe('spark_to_timestamp')
  expect(new Set(names).size).toBe(names.length)
})

test('every macro that SQL of this folder calls is listed', () => {
  const made = sparkMacros.map((macro) => /spark_\w+/.exec(macro)?.[0] ?? '')
  const called = sparkMacros.flatMap((macro) => macro.match(/\bspark_\w+/g) ?? [])
  expect(called.filter((name) => !made.includes(name))).toEqual([])
  expect(new Set(made).size).toBe(made.length)
})
