import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { files } from '../../harness/files.ts'
import { openLake } from '../lake.ts'
import { check } from './observe.ts'
import { step } from './step.ts'
import { take } from './take.ts'
import type { World } from './world.ts'

// The same sequences each time, so that a failure is that of a change. More, and others, after changes to schemas,
// partitions or refs: MILLRACE_MODEL_RUNS=1000 MILLRACE_MODEL_SEED=7.
const numRuns = Number(process.env['MILLRACE_MODEL_RUNS'] ?? 8)
const seed = Number(process.env['MILLRACE_MODEL_SEED'] ?? 1)

const begin: World = {
  columns: [
    { id: 1, name: 'id', type: 'int' },
    { id: 2, name: 'a', type: 'int' },
    { id: 3, name: 'b', type: 'string' },
  ],
  commits: {},
  refs: {},
  log: [],
  lastColumn: 3,
}

test(
  'whatever becomes of columns, partitions and refs, every version holds what it held, under its own columns',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 16 }), async (steps) => {
        await using lake = await openLake()
        const first = [
          [1, 2, 3],
          [4, 5, null],
        ]
        await lake.write(`SELECT * FROM (VALUES (1, 2, 's3'), (4, 5, NULL)) v(id, a, b)`, {
          commitId: 'first',
        })
        const rows = first.map(([id = null, a = null, b = null]) => ({ 1: id, 2: a, 3: b }))
        let world: World = {
          ...begin,
          commits: { first: { columns: begin.columns, rows } },
          refs: { main: { kind: 'branch', commit: 'first' } },
          log: ['first'],
        }
        await check(lake, world)
        for (const [i, each] of steps.entries()) {
          world = await take(lake, world, each, `step-${i}`)
          await check(lake, world)
        }
        await take(lake, world, { kind: 'clean' }, 'clean')
        await check(lake, world)
        expect((await files(lake.lakehouse)).orphans).toEqual([])
      }),
      { numRuns, seed },
    )
  },
  numRuns * 30_000,
)
