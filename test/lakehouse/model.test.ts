import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyWorld, foresee } from '../harness/model.ts'
import { checkHistory, observe, printWorld } from '../harness/observe.ts'
import { operation } from '../harness/operations.ts'
import { perform } from '../harness/perform.ts'
import { openLake } from './lake.ts'

test('after any operations all refs and all kept snapshots hold the rows of a plain model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 12 }), async (operations) => {
      await using lake = await openLake()
      let world = emptyWorld
      for (const [i, each] of operations.entries()) {
        await perform(lake, each, `commit-${i}`)
        world = foresee(world, each, `commit-${i}`).at(-1) ?? world
        expect(await observe(lake), `after operation ${i}`).toBe(printWorld(world))
      }
      await checkHistory(lake, world)
    }),
    { numRuns: 25 },
  )
}, 120_000)
