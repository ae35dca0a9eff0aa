import { nearest } from '../../base/nearest.ts'
import type { EngineTable, EngineValue } from '../../engines/index.ts'
import type { Assertion, AssertionTest, CheckResult } from './assertion.ts'
import { compareDecimal } from './compare-decimal.ts'

/** What became of a statement. `parts`: it failed as a whole, and its parts were run one by one. */
export type CheckStatementResult =
  | PartResult
  | { readonly kind: 'parts'; readonly parts: readonly PartResult[] }

type PartResult =
  | { readonly kind: 'table'; readonly table: EngineTable }
  | { readonly kind: 'failed'; readonly reason: string }

/** Where the value of a test comes from. */
export type ValueSource =
  | { readonly kind: 'error'; readonly reason: string }
  | { readonly kind: 'cell'; readonly statement: number; readonly column: number }
  /** A column of every row of a statement, by the name of the metric. */
  | { readonly kind: 'rows'; readonly statement: number }

export type PlannedTest = {
  readonly test: AssertionTest
  readonly assertion: Assertion
  readonly source: ValueSource
}

/** Decides every test from what the statements returned. A test without a value never passes. */
export const evaluateChecks = (
  tests: readonly PlannedTest[],
  results: readonly CheckStatementResult[],
): readonly CheckResult[] =>
  tests.map(({ test, assertion, source }) => {
    const { subject } = assertion
    return {
      ...(subject.kind === 'column' ? { column: subject.column } : {}),
      ...(subject.kind === 'column' && subject.filter !== undefined ? { filter: subject.filter.text } : {}),
      test: test.text,
      metric: test.metric,
      operator: test.operator,
      threshold: test.threshold,
      place: test.place,
      ...verdict(test, read(source, test, results)),
    }
  })

type Reading =
  | { readonly kind: 'values'; readonly values: readonly EngineValue[] }
  | { readonly kind: 'error'; readonly reason: string }

const read = (
  source: ValueSource,
  test: AssertionTest,
  results: readonly CheckStatementResult[],
): Reading => {
  if (source.kind === 'error') return source
  const result = results[source.statement]
  const part = result?.kind === 'parts' ? result.parts[source.kind === 'cell' ? source.column : 0] : result
  if (part === undefined) return { kind: 'error', reason: 'it was not run' }
  if (part.kind === 'failed') return { kind: 'error', reason: part.reason }
  const { columns, rows } = part.table
  if (source.kind === 'cell') {
    const column = result?.kind === 'parts' ? 0 : source.column
    return { kind: 'values', values: [rows[0]?.[column] ?? null] }
  }
  if (rows.length === 0) return { kind: 'error', reason: 'the statement returned no rows' }
  const names = columns.map((column) => column.name)
  const index = names.findIndex((name) => name.toLowerCase() === test.metric.toLowerCase())
  if (index >= 0) return { kind: 'values', values: rows.map((row) => row[index] ?? null) }
  const near = nearest(test.metric, names)
  const hint = near === undefined ? '' : `; did you mean "${near}"?`
  return { kind: 'error', reason: `the statement returns no column "${test.metric}"${hint}` }
}

type Verdict = Pick<CheckResult, 'actual' | 'outcome' | 'reason'>

/** Every row must pass; the first that does not is the one that is shown. */
const verdict = (test: AssertionTest, reading: Reading): Verdict => {
  if (reading.kind === 'error') return { actual: null, outcome: 'error', reason: reading.reason }
  const verdicts = reading.values.map((value) => verdictOf(test, value))
  const worst =
    verdicts.find(({ outcome }) => outcome === 'error') ?? verdicts.find(({ outcome }) => outcome === 'fail')
  return worst ?? verdicts[0] ?? { actual: null, outcome: 'fail', reason: 'no value' }
}

const verdictOf = (test: AssertionTest, value: EngineValue): Verdict => {
  if (value === null) return { actual: null, outcome: 'fail', reason: 'no value' }
  const actual = typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (/^nan$/i.test(actual)) return { actual, outcome: 'fail', reason: 'the value is not a number' }
  const order = compareDecimal(actual, String(test.threshold))
  if (order === undefined) return { actual, outcome: 'error', reason: `"${actual}" is not a number` }
  return { actual, outcome: holds(order, test.operator) ? 'pass' : 'fail' }
}

const holds = (order: -1 | 0 | 1, operator: AssertionTest['operator']): boolean =>
  ({
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
    '==': order === 0,
    '!=': order !== 0,
  })[operator]
