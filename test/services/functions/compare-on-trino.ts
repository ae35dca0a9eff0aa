import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { describeWith } from '../engines/installed.ts'
import type { Case } from './cases.ts'
import { openTrinoOracle } from './trino-oracle.ts'

/** One case in so many, chosen by its name; `MILLRACE_TRINO_CASES=all` takes every one. */
const oneIn = process.env['MILLRACE_TRINO_CASES'] === 'all' ? 1 : 16

const isChosen = ({ name }: Case): boolean =>
  createHash('sha256').update(name).digest().readUInt32BE(0) % oneIn === 0

/**
 * On Trino the same cases give what DuckDB gives, which the other test compares with Spark, or are refused before they
 * run. Trino may fail on a value, where Spark would go on; it may not give another result.
 */
export const compareOnTrino = (title: string, cases: readonly Case[]): void => {
  const chosen = cases.filter((one) => one.refused === undefined && isChosen(one))
  if (chosen.length === 0) return
  describeWith(['Trino'], `${title} on Trino`, () => {
    test(`${chosen.length} of the cases`, async () => {
      await using oracle = await openTrinoOracle()
      const wrong: string[] = []
      for (const { sql } of chosen) {
        const outcome = await oracle.ask(sql)
        const isWrong =
          outcome.kind === 'different' ||
          (outcome.kind === 'failed' && /: line \d+:\d+: /.test(outcome.message))
        if (isWrong) wrong.push(`${sql}\n  ${outcome.kind}: ${outcome.message}\n  ${outcome.sql}`)
      }
      expect(wrong.join('\n')).toBe('')
    }, 1_200_000)
  })
}
