import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The built command: `npm run build` makes it. */
export const command = resolve(import.meta.dirname, '../dist/main.js')

export const root = resolve(import.meta.dirname, '..')

/** `processorSeconds`: of all threads, which says more than the clock where others use the machine as well. */
export type Measured = {
  readonly seconds: number
  readonly processorSeconds: number
  readonly peakMegabytes: number
}

// The child says itself how much memory it took: no tool for that is on every machine.
const reportPeak = `data:text/javascript,import { writeSync } from 'node:fs'
process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())))`

/** Runs a program of Node to its end. Throws where it fails, with what it said. */
export const runNode = async (args: readonly string[], cwd: string): Promise<Measured> => {
  const measured = await spawnNode(['--import', reportPeak.replaceAll('\n', ';'), ...args], cwd, 'pipe')
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(measured.report) as NodeJS.ResourceUsage
  return {
    seconds: measured.seconds,
    processorSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: maxRSS / 1024,
  }
}

/** Seconds that a program of Node takes, without anything that makes its start slower. */
export const timeNode = async (args: readonly string[], cwd: string): Promise<number> =>
  (await spawnNode(args, cwd, 'ignore')).seconds

const spawnNode = async (args: readonly string[], cwd: string, report: 'pipe' | 'ignore') => {
  const started = performance.now()
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe', report] })
  const said: string[] = []
  const reported: string[] = []
  child.stdout?.setEncoding('utf8').on('data', (text: string) => said.push(text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text))
  child.stdio[3]?.on('data', (bytes: Buffer) => reported.push(String(bytes)))
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}\n${said.join('')}`)
  return { seconds: (performance.now() - started) / 1000, report: reported.join('') }
}

/** Measures several things in turn, so that a machine whose speed drifts is equally unfair to all of them. */
export const inTurn = async <K extends string, T>(
  rounds: number,
  measures: Readonly<Record<K, () => Promise<T>>>,
): Promise<Readonly<Record<K, readonly T[]>>> => {
  const names = Object.keys(measures) as K[]
  const found = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<K, T[]>
  for (let round = 0; round < rounds; round++)
    for (const name of names) found[name].push(await measures[name]())
  return found
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** Of each round the ratio, of the ratios the median: what slows one round slows both of its halves. */
export const medianRatio = (ours: readonly number[], floor: readonly number[]): number =>
  median(ours.map((value, round) => value / (floor[round] ?? Number.NaN)))

/** Runs `work` in a folder of its own, which is gone afterwards. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
