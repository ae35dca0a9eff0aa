import { nearest } from '../../base/nearest.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/index.ts'
import type { Assertion, AssertionTest } from './assertion.ts'
import { findMetric, type Metric, metrics } from './metrics.ts'

/**
 * What is wrong with assertions before anything runs: MR5001 unknown metric, MR5002 a metric without its regular
 * expression, MR5003 (warning) a test that can never hold, MR1458 (warning) two tests of one value that exclude each
 * other. Metrics of `sql` assertions are known to the engine only.
 */
export const lintAssertions = (assertions: readonly Assertion[]): readonly Diagnostic[] => [
  ...assertions.flatMap(({ subject, tests }) =>
    subject.kind === 'sql' ? [] : tests.flatMap((test) => lintTest(test, subject.regex !== undefined)),
  ),
  ...lintTogether(assertions),
]

/** Tests of one value, which may stand in several assertions about the same column. */
const lintTogether = (assertions: readonly Assertion[]): readonly Diagnostic[] => {
  const valueOf = ({ subject }: Assertion, { metric }: AssertionTest): string => {
    const what =
      subject.kind === 'sql'
        ? ['sql', subject.sql.text]
        : [subject.column.toLowerCase(), subject.filter?.text, subject.regex]
    return JSON.stringify([...what, metric.toLowerCase()])
  }
  const tests = assertions.flatMap((one) => one.tests.map((test) => ({ test, value: valueOf(one, test) })))
  return [...Map.groupBy(tests, ({ value }) => value).values()].flatMap((same) =>
    same.flatMap(({ test }, i) => {
      const other = same.slice(0, i).find((earlier) => excludes(test, earlier.test))?.test
      if (other === undefined) return []
      const related = [{ message: 'the other test stands here', place: other.place }]
      const params = { test: test.text, other: other.text, metric: test.metric }
      return [diagnose('MR1458', params, test.place, related)]
    }),
  )
}

/** True where no number keeps both. */
const excludes = (a: AssertionTest, b: AssertionTest): boolean => {
  const [first, second] = [boundsOf(a), boundsOf(b)]
  const low = Math.max(first.low, second.low)
  const high = Math.min(first.high, second.high)
  if (low !== high) return low > high
  const holdsAt = ({ operator, threshold }: AssertionTest): boolean =>
    ({
      '<': low < threshold,
      '<=': true,
      '>': low > threshold,
      '>=': true,
      '==': true,
      '!=': low !== threshold,
    })[operator]
  return !holdsAt(a) || !holdsAt(b)
}

const boundsOf = ({
  operator,
  threshold,
}: AssertionTest): { readonly low: number; readonly high: number } => ({
  low: operator === '>' || operator === '>=' || operator === '==' ? threshold : Number.NEGATIVE_INFINITY,
  high: operator === '<' || operator === '<=' || operator === '==' ? threshold : Number.POSITIVE_INFINITY,
})

const lintTest = (test: AssertionTest, hasRegex: boolean): readonly Diagnostic[] => {
  const metric = findMetric(test.metric)
  if (metric === undefined) {
    const near = nearest(
      test.metric,
      metrics.map(({ name }) => name),
    )
    return [diagnose('MR5001', { metric: test.metric, near }, test.place)]
  }
  if (metric.needs === 'regex' && !hasRegex) return [diagnose('MR5002', { metric: metric.name }, test.place)]
  if (metric.range === 'any' || canHold(test, metric.range)) return []
  const high = metric.range === 'fraction' ? 1 : undefined
  return [diagnose('MR5003', { test: test.text, metric: metric.name, low: 0, high }, test.place)]
}

const canHold = ({ operator, threshold }: AssertionTest, range: Exclude<Metric['range'], 'any'>): boolean => {
  const high = range === 'fraction' ? 1 : Number.POSITIVE_INFINITY
  return {
    '<': threshold > 0,
    '<=': threshold >= 0,
    '>': threshold < high,
    '>=': threshold <= high,
    '==': threshold >= 0 && threshold <= high,
    '!=': true,
  }[operator]
}
