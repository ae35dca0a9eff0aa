import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench, BenchResult, Scale } from './bench.ts'
import { builtScript } from './built.ts'
import { inFolder, inTurn, median, medianRatio, runNode } from './measure.ts'

const goal = 'at most 1.15 times the COPY'

/**
 * An append to a table against a bare COPY of the same query to Parquet with the same compression, each a process of
 * its own. Only the append measures columns, flushes files and commits.
 */
const run = ({ rows = 50_000_000 }: Scale = {}): Promise<BenchResult> =>
  inFolder(async (folder) => {
    const file = join(folder, 'floor.parquet')
    const lake = join(folder, 'lake')
    const floor = await builtScript('append-floor')
    const job = await builtScript('table-job')
    const found = await inTurn(3, {
      floor: async () => {
        await rm(file, { force: true })
        return runNode([floor, `${rows}`, file], folder)
      },
      ours: async () => {
        await rm(lake, { recursive: true, force: true })
        return runNode([job, 'append', lake, `${rows}`], folder)
      },
    })
    const seconds = (of: 'ours' | 'floor') => found[of].map((each) => each.seconds)
    const peak = (of: 'ours' | 'floor') => median(found[of].map((each) => each.peakMegabytes))
    const ratio = medianRatio(seconds('ours'), seconds('floor'))
    return {
      name: `append: ${rows.toLocaleString('en-GB')} rows`,
      goal,
      measured: {
        seconds: median(seconds('ours')),
        floorSeconds: median(seconds('floor')),
        peakMegabytes: peak('ours'),
        floorPeakMegabytes: peak('floor'),
      },
      ratio,
      met: ratio <= 1.15,
    }
  })

const bench: Bench = { name: 'append', goal, run }
export default bench

if (import.meta.main) console.log(await run())
