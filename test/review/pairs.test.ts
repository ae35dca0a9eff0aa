import { expect, test } from 'vitest'
import { reviewText } from '../../src/cli/output/review-text.ts'
import { review } from '../../src/review/index.ts'
import { readPairs, sidesOf } from './pair-projects.ts'

const [same, loosened, others] = ['same', 'loosened', 'others'].map(readPairs)

test.each(same ?? [])('nothing changes: $name', async (pair) => {
  const found = await review(...(await sidesOf(pair)))
  expect(found).toEqual({
    resources: [],
    steps: [],
    columns: [],
    access: [],
    rebuilt: [],
    affected: [],
    verdicts: [],
    acceptances: [],
  })
})

test.each([...(loosened ?? []), ...(others ?? [])])('a verdict: $name', async (pair) => {
  const [before, after] = await sidesOf(pair)
  const found = await review(before, after)
  const text = reviewText(found, false)
  for (const line of pair.tells ?? []) expect(text).toContain(line)
  expect(found.verdicts.length === 0 ? ['safe'] : found.verdicts.toSorted(), text).toEqual(
    [pair.verdict ?? []].flat().toSorted(),
  )
})

test('the suite has its sixty pairs, twenty of each kind', () => {
  const counts = [same, loosened, others].map((pairs) => pairs?.length ?? 0)
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(20)
})
