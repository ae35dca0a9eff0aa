import { nearest } from '../../base/nearest.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/index.ts'
import type { Assertion, AssertionTest } from './assertion.ts'
import { findMetric, type Metric, metrics } from './metrics.ts'

/**
 * What is wrong with assertions before anything runs: MR5001 unknown metric, MR5002 a metric without its regular
 * expression, MR5003 (warning) a test that can never hold. Metrics of `sql` assertions are known to the engine only.
 */
export const lintAssertions = (assertions: readonly Assertion[]): readonly Diagnostic[] =>
  assertions.flatMap(({ subject, tests }) =>
    subject.kind === 'sql' ? [] : tests.flatMap((test) => lintTest(test, subject.regex !== undefined)),
  )

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
