import { describe, expect, test } from 'vitest'
import { python } from '../python.ts'
import { named } from './adversarial.ts'
import type { Case } from './cases.ts'
import { chosenCases } from './chosen.ts'
import { complaintOf } from './complaint.ts'
import { openOracle, type Outcome } from './oracle.ts'

/**
 * The same cases under spark.sql.ansi.enabled: what is not refused gives Spark's rows, or fails where Spark fails. One
 * in 16 of them; `MILLRACE_ANSI_CASES=all` takes every one.
 */
export const compareUnderAnsi = (title: string, cases: readonly Case[]): void => {
  const others = cases.filter(
    (one) => one.refused === undefined && one.ansi !== true && one.zone === undefined,
  )
  const chosen = chosenCases(others, 'MILLRACE_ANSI_CASES', 16)
  if (chosen.length === 0) return
  describe.skipIf(python() === undefined)(`${title} under ANSI`, () => {
    test(`${chosen.length} of the cases`, async () => {
      await using oracle = await openOracle()
      const together = await oracle.ask(chosen.map((one) => ({ ...one, ansi: true })))
      const apart = await oracle.ask(together.filter(bothFail).flatMap(({ asked }) => rowsApart(asked)))
      const wrong = [...together, ...apart].filter((outcome) => !isAllowed(outcome)).map(complaintOf)
      expect(wrong.filter((complaint) => complaint !== undefined).join('\n')).toBe('')
    }, 1_200_000)
  })
}

const bothFail = ({ ours, spark }: Outcome): boolean => ours.kind === 'failed' && spark.stage === 'run'

/** One row that fails hides all others of its statement, so each of the first argument is asked for alone. */
const rowsApart = (asked: Case): readonly Case[] => {
  const column = / FROM (?:t|few)_(\w+) x0(?: CROSS JOIN .*)?$/.exec(asked.sql)?.[1]
  if (column === undefined) return []
  return named(column).all.map((_, id) => ({
    ...asked,
    name: `${asked.name} of row ${id}`,
    sql: `${asked.sql} WHERE x0.id = ${id}`,
  }))
}

const isAllowed = ({ asked, ours, spark }: Outcome): boolean =>
  ours.kind === 'refused' ||
  (spark.stage !== undefined && ours.kind !== 'written') ||
  (spark.named === 'ARITHMETIC_OVERFLOW' && isSumOfBigints.test(asked.sql))

/** Spark fails where a sum on its way, in whatever order, has no room; here the whole sum must have room. */
const isSumOfBigints = /^SELECT sum\((?:l|v)\)/
