import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { createProjectReader } from '../src/cli/project-reader.ts'
import * as validators from '../src/manifest/generated/validators.js'
import { nodeFiles } from '../src/manifest/index.ts'
import { readProjectFile, readSettings } from '../src/settings/index.ts'
import type { Bench, BenchResult, Scale } from './bench.ts'
import { writeManyManifests } from './many-manifests.ts'
import { command, inFolder, inTurn, median, runNode } from './measure.ts'

const goal =
  'diff below 1 s, one changed file validated again in a running process below 100 ms (processor time)'

/** A change of 20 manifests of a project: the whole `diff` of two folders, and one file read again by a process. */
const run = ({ rows: count = 2_000 }: Scale = {}): Promise<BenchResult> =>
  inFolder(async (folder) => {
    const [before, after] = [join(folder, 'before'), join(folder, 'after')]
    await writeManyManifests(before, count)
    await cp(before, after, { recursive: true })
    const sales = readdirSync(after, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('sales.yaml'))
      .sort()
      .map((path) => join(after, path))
    const change = (path: string, round: number) =>
      writeFileSync(path, readFileSync(path, 'utf8').replace(/o\.amount > .*/, `o.amount > ${round} + 0`))
    for (const [i, path] of sales.slice(0, 20).entries()) change(path, i)
    const diff = () => runNode([command, 'diff', before, after], folder)
    const { cold } = await inTurn(1, { cold: diff })
    const { warm } = await inTurn(3, { warm: diff })
    const edited = await edit(after, sales[5] ?? '', change)
    const [first, again] = [median(cold.map(processorOf)), median(warm.map(processorOf))]
    return {
      name: `change: ${count.toLocaleString('en-GB')} manifests`,
      goal,
      measured: {
        firstDiffSeconds: median(cold.map(({ seconds }) => seconds)),
        firstDiffProcessorSeconds: first,
        diffSeconds: median(warm.map(({ seconds }) => seconds)),
        diffProcessorSeconds: again,
        diffPeakMegabytes: median(warm.map(({ peakMegabytes }) => peakMegabytes)),
        ...edited,
      },
      met: again < 1 && edited.editedProcessorMilliseconds < 100,
    }
  })

const processorOf = ({ processorSeconds }: { readonly processorSeconds: number }) => processorSeconds

/** What a watcher or an editor waits for after each save. */
const edit = async (root: string, path: string, change: (path: string, round: number) => void) => {
  const signal = new AbortController().signal
  const document = await readProjectFile(join(root, 'millrace.yaml'), nodeFiles, signal)
  const settings = readSettings({
    document: document.value,
    validator: validators.project,
    env: {},
    envFile: {},
    set: {},
    root,
    stateFolder: join(root, '.millrace'),
  })
  const reader = createProjectReader(nodeFiles)
  await reader.read({ settings }, signal)
  const rounds: { readonly wall: number; readonly processor: number }[] = []
  for (let round = 100; round < 120; round++) {
    change(path, round)
    const [began, used] = [performance.now(), process.cpuUsage()]
    await reader.read({ settings, changed: [path] }, signal)
    const { user, system } = process.cpuUsage(used)
    rounds.push({ wall: performance.now() - began, processor: (user + system) / 1000 })
  }
  return {
    editedMilliseconds: median(rounds.map(({ wall }) => wall)),
    editedProcessorMilliseconds: median(rounds.map(({ processor }) => processor)),
  }
}

const bench: Bench = { name: 'change', goal, run }
export default bench

if (import.meta.main) console.log(await run())
