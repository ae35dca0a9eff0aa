import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench, BenchResult } from './bench.ts'
import { command, inFolder, inTurn, median, medianRatio, root, timeNode } from './measure.ts'

const name = 'start-up: millrace --version'
const goal = 'at most 1.5 times node -e 0'

/** `millrace --version` against Node that does nothing; help, validate and an apply without work as they are. */
const run = (): Promise<BenchResult> =>
  inFolder(async (folder) => {
    for (const part of ['millrace.yaml', 'manifests', 'steps', 'policies'])
      await cp(join(root, part), join(folder, part), { recursive: true })
    const ours = (...args: readonly string[]) => timeNode([command, ...args], folder)
    await ours('apply')
    const starts = await inTurn(21, {
      floor: () => timeNode(['-e', '0'], folder),
      ours: () => ours('--version'),
    })
    const others = await inTurn(7, {
      help: () => ours('--help'),
      validate: () => ours('validate'),
      again: () => ours('apply'),
    })
    const ratio = medianRatio(starts.ours, starts.floor)
    const milliseconds = (seconds: readonly number[]) => median(seconds) * 1000
    return {
      name,
      goal,
      measured: {
        milliseconds: milliseconds(starts.ours),
        floorMilliseconds: milliseconds(starts.floor),
        helpMilliseconds: milliseconds(others.help),
        validateMilliseconds: milliseconds(others.validate),
        secondApplyMilliseconds: milliseconds(others.again),
      },
      ratio,
      met: ratio <= 1.5,
    }
  })

const bench: Bench = { name, goal, run }
export default bench

if (import.meta.main) console.log(await run())
