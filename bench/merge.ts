import type { Bench, BenchResult, Scale } from './bench.ts'
import { builtScript } from './built.ts'
import { inFolder, inTurn, median, medianRatio, runNode } from './measure.ts'

const goal = 'at most 5 % of a full rebuild'

/**
 * One day's load, a Parquet file, merged into a table of a hundred days: half of it newer versions of the last day's
 * rows, half new ones. Against computing and writing all rows anew, as an overwrite. Both go to a branch of their own, so that every
 * round finds the same table; both are processes of their own.
 */
const run = ({ rows = 50_000_000 }: Scale = {}): Promise<BenchResult> =>
  inFolder(async (folder) => {
    const script = await builtScript('table-job')
    const job = (...args: readonly (string | number)[]) => runNode([script, ...args.map(String)], folder)
    const perDay = Math.ceil(rows / 100)
    await job('fill', folder, rows, perDay)
    await job('deliver', folder, rows - Math.ceil(perDay / 2), rows + Math.floor(perDay / 2), perDay)
    const found = await inTurn(3, {
      floor: () => job('rebuild', folder),
      ours: () => job('merge', folder),
    })
    const seconds = (of: 'ours' | 'floor') => found[of].map((each) => each.seconds)
    const peak = (of: 'ours' | 'floor') => median(found[of].map((each) => each.peakMegabytes))
    const ratio = medianRatio(seconds('ours'), seconds('floor'))
    return {
      name: `merge: 1 % into ${rows.toLocaleString('en-GB')} rows`,
      goal,
      measured: {
        seconds: median(seconds('ours')),
        rebuildSeconds: median(seconds('floor')),
        peakMegabytes: peak('ours'),
        rebuildPeakMegabytes: peak('floor'),
      },
      ratio,
      met: ratio <= 0.05,
    }
  })

const bench: Bench = { name: 'merge', goal, run }
export default bench

if (import.meta.main) console.log(await run())
