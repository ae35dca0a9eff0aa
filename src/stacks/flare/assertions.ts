import { diagnose } from '../../diagnostics/index.ts'
import { type Assertion, type AssertionTest, lintAssertions } from '../../quality/index.ts'
import { type Cursor, child, isPresent, items, placeOf, sourceTextOf, textOf } from './cursor.ts'
import type { Report } from './reading.ts'
import { re2Problem } from './re2.ts'

/** Reads `assertions`. Tests that cannot be read are left out, with an error each. */
export const readAssertions = (cursor: Cursor, report: Report): readonly Assertion[] => {
  const assertions = items(cursor).flatMap((item) => readAssertion(item, report) ?? [])
  lintAssertions(assertions).forEach(report)
  return assertions
}

const readAssertion = (item: Cursor, report: Report): Assertion | undefined => {
  const column = textOf(child(item, 'column'))
  const sql = sourceTextOf(child(item, 'sql'))
  if ((column === undefined) === (sql === undefined)) {
    report(diagnose('MR1385', {}, placeOf(item)))
    return undefined
  }
  const format = child(child(item, 'validFormat'), 'regex')
  const regex = textOf(format)
  const problem = regex === undefined ? undefined : re2Problem(regex)
  if (regex !== undefined && problem !== undefined)
    report(diagnose('MR1363', { regex, reason: problem }, placeOf(format)))
  const tests = items(child(item, 'tests')).flatMap((test) => {
    return readTest(test, report) ?? []
  })
  const place = placeOf(sql === undefined ? child(item, 'column') : child(item, 'sql'), 'key')
  if (sql !== undefined) return { subject: { kind: 'sql', sql }, tests, place }
  const filter = sourceTextOf(child(item, 'filter'))
  return {
    subject: {
      kind: 'column',
      column: column ?? '',
      ...(filter === undefined ? {} : { filter }),
      ...(regex === undefined ? {} : { regex }),
    },
    tests,
    place,
  }
}

const grammar =
  /^\s*(?<metric>[A-Za-z_]\w*)\s*(?<operator><=|>=|==|!=|=|<|>)\s*(?<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(?<percent>%?)\s*$/

const readTest = (cursor: Cursor, report: Report): AssertionTest | undefined => {
  const text = textOf(cursor) ?? ''
  const place = placeOf(cursor)
  const { metric, operator, number, percent } = grammar.exec(text)?.groups ?? {}
  if (metric === undefined || operator === undefined || number === undefined) {
    report(diagnose('MR1386', { test: text }, place))
    return undefined
  }
  return {
    text: text.trim(),
    metric,
    operator: operator === '=' ? '==' : (operator as AssertionTest['operator']),
    // Percentages are ratios; "5%" is the same as 0.05.
    threshold: percent === '%' ? Number(number) / 100 : Number(number),
    place,
  }
}

/** True where at least one assertion is written, readable or not. */
export const hasAssertions = (cursor: Cursor): boolean => isPresent(cursor) && items(cursor).length > 0
