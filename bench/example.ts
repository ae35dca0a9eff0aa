import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench, BenchResult } from './bench.ts'
import { command, inFolder, inTurn, median, medianRatio, root, runNode } from './measure.ts'

const name = 'example: 20,000 customers, from nothing'
const goal = 'below 60 s'

/**
 * `millrace apply` of the whole example in a fresh folder, against the customer line alone by hand. The script gets the
 * feed as a file: it makes no feeds, no cards, accounts, transactions and campaigns, no insights, no table metadata, no
 * catalog, no history of runs and no policies, and flushes nothing. The ratio says what all of that costs together.
 */
const run = (): Promise<BenchResult> =>
  inFolder(async (folder) => {
    const project = join(folder, 'project')
    const target = join(folder, 'by-hand')
    const fresh = async () => {
      await rm(join(project, '.millrace'), { recursive: true, force: true })
    }
    await mkdir(project)
    for (const part of ['millrace.yaml', 'manifests', 'steps', 'policies'])
      await cp(join(root, part), join(project, part), { recursive: true })
    await runNode([command, 'apply'], project)
    await cp(join(project, '.millrace', 'landing', 'bank', 'customer'), join(folder, 'feed'), {
      recursive: true,
    })
    const floor = join(import.meta.dirname, 'example-floor.ts')
    const found = await inTurn(5, {
      floor: async () => {
        await rm(target, { recursive: true, force: true })
        return runNode([floor, join(folder, 'feed', '*.csv'), target], folder)
      },
      ours: async () => {
        await fresh()
        return runNode([command, 'apply'], project)
      },
      line: async () => runNode([command, 'run', 'customer', 'customer-profile', '--full-refresh'], project),
    })
    const seconds = (all: readonly { readonly seconds: number }[]) => all.map((each) => each.seconds)
    return {
      name,
      goal,
      measured: {
        seconds: median(seconds(found.ours)),
        floorSeconds: median(seconds(found.floor)),
        customerLineSeconds: median(seconds(found.line)),
        customerLineRatio: medianRatio(seconds(found.line), seconds(found.floor)),
        peakMegabytes: median(found.ours.map((each) => each.peakMegabytes)),
        floorPeakMegabytes: median(found.floor.map((each) => each.peakMegabytes)),
      },
      ratio: medianRatio(seconds(found.ours), seconds(found.floor)),
      met: median(seconds(found.ours)) < 60,
    }
  })

const bench: Bench = { name, goal, run }
export default bench

if (import.meta.main) console.log(await run())
