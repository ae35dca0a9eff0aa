import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { failure } from '../../../src/diagnostics/index.ts'
import { type Connection, type Engine, openDuckdb } from '../../../src/engines/index.ts'
import { metrics } from '../../../src/quality/checks/metrics.ts'
import { type CheckResult, lintAssertions, planChecks } from '../../../src/quality/index.ts'
import { ident, literal, sql, trusted } from '../../../src/sql/quote.ts'
import { check, onColumn, onSql, planOn, runPlan } from './running.ts'

let engine: Engine
let connection: Connection
beforeAll(async () => {
  engine = await openDuckdb()
  connection = await engine.connect()
})
afterAll(async () => engine[Symbol.asyncDispose]())
beforeEach(async () => {
  await connection.run(
    trusted(`CREATE OR REPLACE TABLE t AS SELECT * FROM (VALUES
    (1, 'ab', 1.50, DATE '2020-01-01', true, 'IN'), (2, 'cd12', 2.25, DATE '2021-01-01', false, 'IN'),
    (2, '', NULL, NULL, NULL, 'US'), (NULL, NULL, 4.00, NULL, true, NULL))
    v(id, name, amount, born, ok, country)`),
  )
})

const outcomes = (results: readonly CheckResult[]) =>
  results.map(({ test, actual, outcome }) => [test, actual?.replace(/(\.\d{6})\d+$/, '$1') ?? null, outcome])

test('every metric has a value on a small table', async () => {
  const results = await check(connection, [
    onColumn('amount', [
      'row_count == 4',
      'avg > 2',
      'sum == 7.75',
      'min == 1.5',
      'max == 4',
      'null_count == 1',
    ]),
    onColumn('amount', ['stddev > 1', 'variance > 1', 'missing_percentage == 0.25', 'distinct_count == 3']),
    onColumn('name', ['avg_length == 2', 'min_length == 0', 'max_length == 4', 'missing_count == 1']),
    onColumn('name', ['invalid_count == 2', 'invalid_percentage == 0.5', 'regex_match == 1'], {
      regex: '[0-9]',
    }),
    onColumn('id', ['duplicate_count == 1', 'skewness < 5', 'kurtosis < 5']),
  ])
  expect(outcomes(results).slice(0, 19)).toEqual([
    ['row_count == 4', '4', 'pass'],
    ['avg > 2', '2.583333', 'pass'],
    ['sum == 7.75', '7.75', 'pass'],
    ['min == 1.5', '1.50', 'pass'],
    ['max == 4', '4.00', 'pass'],
    ['null_count == 1', '1', 'pass'],
    ['stddev > 1', '1.282900', 'pass'],
    ['variance > 1', '1.645833', 'pass'],
    ['missing_percentage == 0.25', '0.25', 'pass'],
    ['distinct_count == 3', '3', 'pass'],
    ['avg_length == 2', '2.0', 'pass'],
    ['min_length == 0', '0', 'pass'],
    ['max_length == 4', '4', 'pass'],
    ['missing_count == 1', '1', 'pass'],
    ['invalid_count == 2', '2', 'pass'],
    ['invalid_percentage == 0.5', '0.5', 'pass'],
    ['regex_match == 1', '1', 'pass'],
    ['duplicate_count == 1', '1', 'pass'],
    ['skewness < 5', '-1.732050', 'pass'],
  ])
})

test('200 checks on one table are one scan and one statement per column with duplicates', async () => {
  const assertions = Array.from({ length: 40 }, (_, i) =>
    onColumn(['id', 'name', 'amount'][i % 3]!, [
      'row_count > 0',
      'null_count < 9',
      'distinct_count > 0',
      `missing_count < ${i + 5}`,
      'duplicate_count < 9',
    ]),
  )
  const plan = await planOn(assertions, sql`t`, await connection.describe(sql`SELECT * FROM t`))
  expect(plan.statements).toHaveLength(1 + 3)
  const results = await runPlan(connection, plan)
  expect(results).toHaveLength(200)
  expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['pass']))
})

test('each filter is a scan of its own, and results keep the order of the manifest', async () => {
  const assertions = [
    onColumn('id', ['duplicate_count == 0', 'row_count == 2'], { filter: `country = 'IN'` }),
    onColumn('id', ['row_count == 4', 'duplicate_count == 1']),
    onColumn('name', ['row_count == 2', 'null_count == 0'], { filter: `country = 'IN'` }),
  ]
  const plan = await planOn(assertions, sql`t`, await connection.describe(sql`SELECT * FROM t`))
  expect(plan.statements).toHaveLength(4)
  const results = await runPlan(connection, plan)
  expect(outcomes(results).map(([test, , outcome]) => `${test} ${outcome}`)).toEqual([
    'duplicate_count == 0 pass',
    'row_count == 2 pass',
    'row_count == 4 pass',
    'duplicate_count == 1 pass',
    'row_count == 2 pass',
    'null_count == 0 pass',
  ])
  expect(results[0]).toMatchObject({ column: 'id', filter: `country = 'IN'`, place: { file: 'checks.yaml' } })
})

test('on no rows counts are 0, shares are 0, and everything else has no value and fails', async () => {
  await connection.run(trusted('DELETE FROM t'))
  const results = await check(connection, [
    onColumn('amount', [
      'row_count == 0',
      'null_percentage == 0',
      'duplicate_count == 0',
      'avg < 5',
      'stddev >= 0',
    ]),
  ])
  expect(results.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['pass', undefined],
    ['pass', undefined],
    ['pass', undefined],
    ['fail', 'no value'],
    ['fail', 'no value'],
  ])
})

test('what cannot be evaluated is an error with a reason, and stops nothing else', async () => {
  const results = await check(connection, [
    onColumn('amuont', ['avg > 1']),
    onColumn('amount', ['averge > 1', 'invalid_count == 0', 'max == 4']),
    onColumn('born', ['avg > 1']),
    onColumn('name', ['invalid_count == 0', 'null_count == 1'], { regex: '(?=x)' }),
  ])
  expect(results.map(({ outcome }) => outcome)).toEqual([
    'error',
    'error',
    'error',
    'pass',
    'error',
    'error',
    'pass',
  ])
  expect(results.map(({ reason }) => reason)).toMatchObject([
    'there is no column "amuont"; did you mean "amount"?',
    expect.stringContaining('there is no metric "averge"'),
    'invalid_count needs validFormat.regex, and this assertion has none',
    undefined,
    'avg needs numbers; born is DATE',
    expect.stringContaining('invalid perl operator'),
    undefined,
  ])
})

test('a filter or statement that cannot be translated is an error of its own tests', async () => {
  const plan = await planChecks(
    [
      onColumn('id', ['row_count == 4'], { filter: 'bad(' }),
      onSql('bad', ['x == 1']),
      onColumn('id', ['row_count == 4']),
    ],
    { relation: sql`t`, columns: await connection.describe(sql`SELECT * FROM t`) },
    async () => {
      throw failure('MR3001', { message: 'it does not parse' })
    },
  )
  const results = await runPlan(connection, plan)
  expect(results.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['error', 'it does not parse'],
    ['error', 'it does not parse'],
    ['pass', undefined],
  ])
})

test('sql assertions: every row must pass, no row is an error, aliases are metrics', async () => {
  const results = await check(connection, [
    onSql('SELECT max(amount) AS m, count(*) AS n FROM t', ['m == 4', 'n < 3', 'o == 1']),
    onSql('SELECT id AS x FROM t WHERE id IS NOT NULL ORDER BY id', ['x < 2', 'x < 3']),
    onSql('SELECT id AS x FROM t', ['x < 3']),
    onSql('SELECT 1 AS x WHERE false', ['x == 1']),
    onSql('SELECT 9007199254740993 AS x', ['x == 9007199254740992']),
    onSql(`SELECT 'abc' AS x`, ['x == 1']),
    onSql(`SELECT * FROM nowhere`, ['x == 1']),
  ])
  expect(results.map(({ actual, outcome }) => [actual, outcome])).toEqual([
    ['4.00', 'pass'],
    ['4', 'fail'],
    [null, 'error'],
    ['2', 'fail'],
    ['1', 'pass'],
    [null, 'fail'],
    [null, 'error'],
    ['9007199254740993', 'fail'],
    ['abc', 'error'],
    [null, 'error'],
  ])
})

test('numbers in text, NaN and infinities', async () => {
  await connection.run(
    trusted(`CREATE OR REPLACE TABLE t AS SELECT * FROM (VALUES
    ('1.5', 1.0::DOUBLE), ('x', 'nan'::DOUBLE), ('2.5', 'inf'::DOUBLE), (NULL, 2.0)) v(text, number)`),
  )
  const results = await check(connection, [
    onColumn('text', ['sum == 4', 'max == 2.5', 'avg == 2']),
    onColumn('number', ['stddev < 1', 'max > 1', 'min == 1', 'variance == 0.5']),
  ])
  expect(results.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['pass', undefined],
    ['pass', undefined],
    ['pass', undefined],
    ['pass', undefined],
    ['fail', 'the value is not a number'],
    ['pass', undefined],
    ['pass', undefined],
  ])
})

test('odd column names and regular expressions are quoted', async () => {
  await connection.run(sql`CREATE OR REPLACE TABLE t AS SELECT 'it''s' AS ${ident('a "b; --')}, 1 AS value_0`)
  const results = await check(connection, [
    onColumn('A "B; --', ['regex_match == 1', 'duplicate_count == 0'], { regex: `t's$` }),
    onColumn('value_0', ['sum == 1']),
  ])
  expect(results.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'pass'])
})

test('lint names unknown metrics, missing expressions and tests that never hold', () => {
  const codes = lintAssertions([
    onColumn('a', [
      'null_cuont == 0',
      'invalid_count == 0',
      'duplicate_count < 0',
      'missing_percentage > 1',
      'avg < 0',
    ]),
    onColumn('a', ['null_percentage == 0.5', 'row_count >= 0', 'missing_percentage < 50'], { regex: 'x' }),
    onSql('SELECT 1', ['anything == 1']),
  ]).map(({ code, severity }) => [code, severity])
  expect(codes).toEqual([
    ['MR5001', 'error'],
    ['MR5002', 'error'],
    ['MR5003', 'warning'],
    ['MR5003', 'warning'],
  ])
})

/** The same metrics in plain JavaScript. */
const oracle = (values: readonly (string | null)[], regex: RegExp): Record<string, number | null> => {
  const present = values.filter((value) => value !== null)
  const lengths = present.map((value) => Array.from(value).length)
  const counts = new Map<string, number>()
  for (const value of present) counts.set(value, (counts.get(value) ?? 0) + 1)
  const share = (n: number) => (values.length === 0 ? 0 : n / values.length)
  const nulls = values.length - present.length
  const matching = present.filter((value) => regex.test(value)).length
  return {
    row_count: values.length,
    null_count: nulls,
    missing_count: nulls,
    null_percentage: share(nulls),
    missing_percentage: share(nulls),
    distinct_count: counts.size,
    duplicate_count: [...counts.values()].filter((n) => n > 1).length,
    regex_match: matching,
    invalid_count: present.length - matching,
    invalid_percentage: share(present.length - matching),
    min_length: lengths.length === 0 ? null : Math.min(...lengths),
    max_length: lengths.length === 0 ? null : Math.max(...lengths),
    avg_length: lengths.length === 0 ? null : lengths.reduce((a, b) => a + b, 0) / lengths.length,
  }
}

test('text metrics equal an oracle over random tables', async () => {
  const words = fc.option(
    fc.string({ unit: fc.constantFrom('a', 'B', '1', ' ', 'é', '😀', "'"), maxLength: 3 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(words, { maxLength: 25 }), async (values) => {
      const rows = values.map((value) => sql`(${value === null ? trusted('NULL') : literal(value)})`)
      const relation =
        rows.length === 0
          ? sql`(SELECT CAST('' AS VARCHAR) AS c WHERE false)`
          : sql`(SELECT CAST(c AS VARCHAR) AS c FROM (VALUES ${rows}) v(c))`
      const expected = oracle(values, /[a1😀]/u)
      const names = Object.keys(expected)
      const results = await check(
        connection,
        [
          onColumn(
            'c',
            names.map((name) => `${name} == 0`),
            { regex: '[a1😀]' },
          ),
        ],
        relation,
      )
      results.forEach((result) => {
        const actual = result.actual === null ? null : Number(result.actual)
        const wanted = expected[result.metric] ?? null
        if (wanted === null || actual === null)
          expect([result.metric, actual]).toEqual([result.metric, wanted])
        else expect(actual, result.metric).toBeCloseTo(wanted, 10)
      })
    }),
    { numRuns: 30 },
  )
})

test('number metrics equal an oracle over random tables', async () => {
  const numbers = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0))
  await fc.assert(
    fc.asyncProperty(fc.array(numbers, { minLength: 1, maxLength: 25 }), async (values) => {
      const rows = values.map(
        (value) => sql`(CAST(${value === null ? trusted('NULL') : literal(String(value))} AS DOUBLE))`,
      )
      const present = values.filter((value) => value !== null)
      const n = present.length
      const mean = present.reduce((a, b) => a + b, 0) / n
      const variance = n < 2 ? null : present.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1)
      const expected: Record<string, number | null> = {
        sum: n === 0 ? null : mean * n,
        avg: n === 0 ? null : mean,
        min: n === 0 ? null : Math.min(...present),
        max: n === 0 ? null : Math.max(...present),
        variance,
        stddev: variance === null ? null : Math.sqrt(variance),
      }
      const tests = Object.keys(expected).map((name) => `${name} == 0`)
      for (const { metric, actual } of await check(
        connection,
        [onColumn('c', tests)],
        sql`(SELECT c FROM (VALUES ${rows}) v(c))`,
      )) {
        const wanted = expected[metric] ?? null
        if (wanted === null) expect([metric, actual]).toEqual([metric, null])
        else
          expect(Math.abs(Number(actual) - wanted), metric).toBeLessThanOrEqual(
            1e-9 * Math.max(1, Math.abs(wanted)),
          )
      }
    }),
    { numRuns: 30 },
  )
})

test('metric names are unique', () => {
  expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length)
})
