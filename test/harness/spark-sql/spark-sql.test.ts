import { describe, expect, test } from 'vitest'
import { openSpark } from '../../services/functions/spark-process.ts'
import { python } from '../../services/python.ts'
import { type Examined, inBatches, openExaminer } from './examine.ts'
import { randomStatements } from './queries.ts'

/** What `npm run harness:spark-sql` does with ten thousand, seeded, so that a failure can be had again. */
const sample = { seed: 1, count: 300 }

describe.skipIf(python() === undefined)('random well-typed statements', () => {
  test('have the names, types and rows of Spark, or are refused, mostly the former', async () => {
    await using spark = await openSpark()
    await using examiner = await openExaminer(spark)
    const examined: Examined[] = []
    for await (const batch of inBatches(examiner.examine, randomStatements(sample.seed), sample.count))
      examined.push(...batch)
    const of = (wanted: string) => examined.filter(({ kind }) => kind === wanted)
    expect(of('silent').map(({ complaint }) => complaint)).toEqual([])
    // What the engine has no room for, such as a time beyond its years, fails and says so.
    expect(of('fails here').length).toBeLessThan(sample.count * 0.02)
    expect(of('equal').length).toBeGreaterThan(sample.count * 0.6)
  })
})
