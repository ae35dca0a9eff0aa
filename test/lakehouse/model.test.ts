import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { files } from '../harness/files.ts'
import { emptyWorld, foresee } from '../harness/model.ts'
import { checkHistory, observe, printWorld } from '../harness/observe.ts'
import { operation } from '../harness/operations.ts'
import { perform } from '../harness/perform.ts'
import { openLake } from './lake.ts'

// More after changes to anything that writes: MILLRACE_MODEL_RUNS=1000.
const numRuns = Number(process.env['MILLRACE_MODEL_RUNS'] ?? 8)

test(
  'after any operations all refs and all kept snapshots hold the rows of a plain model',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 8 }), async (operations) => {
        await using lake = await openLake()
        let world = emptyWorld
        for (const [i, each] of operations.entries()) {
          await perform(lake, each, `commit-${i}`)
          world = foresee(world, each, `commit-${i}`).at(-1) ?? world
          expect(await observe(lake), `after operation ${i}`).toBe(printWorld(world))
        }
        // Whatever has been left behind can be told from what is needed.
        await perform(lake, { kind: 'clean' }, 'clean')
        expect(await observe(lake)).toBe(printWorld(world))
        await checkHistory(lake, world)
        const { missing, orphans } = await files(lake.lakehouse)
        expect({ missing, orphans }).toEqual({ missing: [], orphans: [] })
      }),
      { numRuns },
    )
  },
  numRuns * 30_000,
)
