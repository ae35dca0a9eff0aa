import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Bench, BenchResult, Scale } from './bench.ts'
import { writeManyManifests } from './many-manifests.ts'
import { command, inFolder, inTurn, type Measured, median, medianRatio, runNode } from './measure.ts'

const goal = 'of the floor: at most 1.5 × cold, 0.5 × where nothing changed (processor time)'

/**
 * `millrace validate` of manifests of all kinds with their links and SQL, against what ajv-cli does with the same files.
 * Cold is a process that finds nothing kept; then one that finds the verdict of the one before. `alike` has four
 * statements in all, `distinct` as many as nodes.
 */
const run = ({ rows: count = 10_000 }: Scale = {}): Promise<BenchResult> =>
  inFolder(async (folder) => {
    const [alike, distinct] = [join(folder, 'alike'), join(folder, 'distinct')]
    await writeManyManifests(alike, count, { statements: 'alike' })
    await writeManyManifests(distinct, count)
    const schema = join(folder, 'schema.json')
    await writeFile(schema, await schemaText(folder))
    const floor = join(import.meta.dirname, 'validate-floor.ts')
    const cold = async (project: string) => {
      await rm(join(project, '.millrace'), { recursive: true, force: true })
      return runNode([command, 'validate'], project)
    }
    const found = await inTurn(3, {
      floor: () => runNode([floor, join(alike, 'manifests'), schema], folder),
      alike: () => cold(alike),
      distinct: () => cold(distinct),
      again: () => runNode([command, 'validate'], distinct),
    })
    const ratio = (ours: readonly Measured[], of: 'seconds' | 'processorSeconds') =>
      medianRatio(
        ours.map((each) => each[of]),
        found.floor.map((each) => each[of]),
      )
    const figures = Object.fromEntries(
      Object.entries(found).flatMap(([name, all]) => [
        [`${name}Seconds`, median(all.map(({ seconds }) => seconds))],
        [`${name}ProcessorSeconds`, median(all.map(({ processorSeconds }) => processorSeconds))],
        [`${name}PeakMegabytes`, median(all.map(({ peakMegabytes }) => peakMegabytes))],
      ]),
    )
    const coldRatio = ratio(found.distinct, 'processorSeconds')
    const againRatio = ratio(found.again, 'processorSeconds')
    return {
      name: `validate: ${count.toLocaleString('en-GB')} manifests`,
      goal,
      measured: {
        ...figures,
        alikeRatio: ratio(found.alike, 'processorSeconds'),
        alikeWallRatio: ratio(found.alike, 'seconds'),
        distinctWallRatio: ratio(found.distinct, 'seconds'),
        againRatio,
        againWallRatio: ratio(found.again, 'seconds'),
      },
      ratio: coldRatio,
      met: coldRatio <= 1.5 && againRatio <= 0.5,
    }
  })

/** The one schema of all manifests, as the command gives it to editors. */
const schemaText = async (folder: string): Promise<string> => {
  const options = { cwd: folder, maxBuffer: 16 * 2 ** 20 }
  return (await promisify(execFile)(process.execPath, [command, 'schema'], options)).stdout
}

const bench: Bench = { name: 'validate', goal, run }
export default bench

if (import.meta.main) console.log(await run())
