import type { Bench, BenchResult, Scale } from './bench.ts'
import { builtScript } from './built.ts'
import { inFolder, runNode } from './measure.ts'

const goal = 'below 2,000 MB'

/**
 * The newest version of each key out of 100 million rows, of which every fifth is an older one, with 1,600 MB for the
 * engine. By hand, without a limit, for comparison. Takes minutes and 15 GB of disk: it runs only where it is named.
 */
const run = ({ rows = 100_000_000 }: Scale = {}): Promise<BenchResult> =>
  inFolder(async (folder) => {
    const script = await builtScript('table-job')
    const job = (...args: readonly (string | number)[]) => runNode([script, ...args.map(String)], folder)
    await job('versions', folder, rows)
    const ours = await job('newest', folder, 1600)
    const floor = await runNode([await builtScript('dedup-100m-floor'), folder], folder)
    return {
      name: `dedup: ${rows.toLocaleString('en-GB')} rows in little memory`,
      goal,
      measured: {
        seconds: ours.seconds,
        byHandSeconds: floor.seconds,
        peakMegabytes: ours.peakMegabytes,
        byHandPeakMegabytes: floor.peakMegabytes,
      },
      met: ours.peakMegabytes < 2000,
    }
  })

const bench: Bench = { name: 'dedup-100m', goal, run }
export default bench

if (import.meta.main) console.log(await run())
