import { beforeAll, describe, expect, test } from 'vitest'
import { python } from '../python.ts'
import type { Case } from './cases.ts'
import { compareOnTrino } from './compare-on-trino.ts'
import { compareUnderAnsi } from './compare-under-ansi.ts'
import { complaintOf } from './complaint.ts'
import { openOracle, type Outcome } from './oracle.ts'

/**
 * A test for each case: names, types and every cell are Spark's. Spark runs once for all of them. Doubles may differ
 * by 1e-9 of their size; NaN equals NaN, -0.0 equals 0.0, maps have no order; everything else is exact.
 */
export const compareWithSpark = (title: string, cases: readonly Case[]): void => {
  compareOnTrino(title, cases)
  compareUnderAnsi(title, cases)
  describe.skipIf(python() === undefined)(title, () => {
    let outcomes: ReadonlyMap<string, Outcome>

    beforeAll(async () => {
      await using oracle = await openOracle()
      const answered = await oracle.ask(cases)
      outcomes = new Map(answered.map((outcome) => [outcome.asked.name, outcome]))
    })

    test('no two cases have one name', () => {
      const names = cases.map(({ name }) => name)
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
    })

    test.for(cases.map(({ name }) => name))('%s', (name) => {
      const outcome = outcomes.get(name)
      if (outcome === undefined) throw new Error('not asked')
      const complaint = complaintOf(outcome)
      if (complaint !== undefined) expect.fail(complaint)
    })
  })
}
