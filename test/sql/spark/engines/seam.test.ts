import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../../../../src/sql/spark')

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))

/** What writes DuckDB's SQL. */
const isDuckdb = (path: string): boolean => path.startsWith('engines/duckdb/')

const importsOf = ({ path, text }: { readonly path: string; readonly text: string }): readonly string[] =>
  [...text.matchAll(/from '([^']+)'/g)].map(([, specifier = '']) =>
    specifier.startsWith('.') ? join(path, '..', specifier) : specifier,
  )

/** Only renderings of functions, and the translator, which chooses an engine, may reach for DuckDB's SQL. */
const shared = files.filter(
  ({ path }) =>
    !isDuckdb(path) &&
    path !== 'translator.ts' &&
    // What statements mean is told to people in Spark's words.
    !path.startsWith('compare/') &&
    path !== 'parse/read-type.ts' &&
    // Prints Spark's SQL.
    !path.startsWith('compare/') &&
    (!path.startsWith('functions/') || path.startsWith('functions/trino/')),
)

test('what is the same for all engines, and what is of Trino, takes nothing from DuckDB', () => {
  expect(shared.length).toBeGreaterThan(40)
  const taken = shared.flatMap((file) =>
    importsOf(file)
      .filter(isDuckdb)
      .map((target) => `${file.path} → ${target}`),
  )
  expect(taken).toEqual([])
})

const isTrino = (path: string): boolean =>
  path.startsWith('engines/trino/') || path.startsWith('functions/trino/')

/** Lines of code that say something. */
const saying = (words: RegExp, among: typeof files): readonly string[] =>
  among.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => !/^\s*(?:\/\/|\*|\/\*)/.test(line) && words.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  )

test('what is not of DuckDB writes no SQL that only DuckDB understands', () => {
  const words = /struct_pack|list_\w+\(|lambda \w+:|TRY_CAST|epoch_us|TIMESTAMPTZ|HUGEINT|::[A-Z]/
  expect(saying(words, shared)).toEqual([])
})

test('what is the same for all engines calls no macro and no routine', () => {
  const neutral = shared.filter(({ path }) => !isTrino(path))
  expect(saying(/\bspark_\w+\(/, neutral)).toEqual([])
})

test('renderings for Trino call only routines that Trino is given', () => {
  const texts = files.filter(({ path }) => isTrino(path)).map(({ text }) => text)
  const made = new Set(
    texts.flatMap((text) => [...text.matchAll(/routine\(\s*'(spark_\w+)'/g)].map(([, name]) => name)),
  )
  for (const bits of [8, 16, 32]) made.add(`spark_wrap${bits}`)
  made.add('spark_to_double').add('spark_to_float')
  const called = texts.flatMap((text) => [...text.matchAll(/\b(spark_\w+)\(/g)].map(([, name]) => name))
  expect(called.length).toBeGreaterThan(50)
  expect(called.filter((name) => !made.has(name))).toEqual([])
})
