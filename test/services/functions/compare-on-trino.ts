import { expect, test } from 'vitest'
import { describeWith } from '../engines/installed.ts'
import type { Case } from './cases.ts'
import { chosenCases } from './chosen.ts'
import { openTrinoOracle } from './trino-oracle.ts'

/** Whether Trino says that the statement is wrong, and not that it has no plan for a subquery, which it tells before it runs. */
const isOurs = (message: string): boolean =>
  /: line \d+:\d+: /.test(message) && !message.includes('Given correlated subquery is not supported')

/**
 * On Trino the same cases give what DuckDB gives, which the other test compares with Spark, or are refused before they
 * run. Trino may fail on a value, where Spark would go on; it may not give another result. One case in 16;
 * `MILLRACE_TRINO_CASES=all` takes every one.
 */
export const compareOnTrino = (title: string, cases: readonly Case[]): void => {
  const answered = cases.filter((one) => one.refused === undefined && one.zone === undefined)
  const chosen = chosenCases(answered, 'MILLRACE_TRINO_CASES', 16)
  if (chosen.length === 0) return
  describeWith(['Trino'], `${title} on Trino`, () => {
    test(`${chosen.length} of the cases`, async () => {
      await using oracle = await openTrinoOracle()
      const wrong: string[] = []
      for (const { sql } of chosen) {
        const outcome = await oracle.ask(sql)
        const isWrong = outcome.kind === 'different' || (outcome.kind === 'failed' && isOurs(outcome.message))
        if (isWrong) wrong.push(`${sql}\n  ${outcome.kind}: ${outcome.message}\n  ${outcome.sql}`)
      }
      expect(wrong.join('\n')).toBe('')
    }, 1_200_000)
  })
}
