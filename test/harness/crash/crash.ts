import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, openDuckdb } from '../../../src/engines/index.ts'
import { openLakehouse } from '../../../src/lakehouse/index.ts'
import { openDatabase } from '../../../src/state/database.ts'
import { chance } from '../../e2e/kill-harness.ts'
import { files } from '../files.ts'
import { emptyWorld, foresee } from '../model.ts'
import type { Operation, World } from '../operation.ts'
import { checkHistory, observe, printWorld } from '../observe.ts'
import { operationsOf } from '../operations.ts'
import { perform } from '../perform.ts'
import type { OtherReader } from '../other-reader.ts'
import { type Death, startWorker } from './worker-process.ts'

export type CrashOptions = {
  readonly kills: number
  readonly seed: number
  /** Another implementation of the format, asked for the same rows after every tenth kill. */
  readonly reader?: OtherReader
  readonly onKill?: (found: CrashReport) => void
}

/** What was done and found; nothing of it was wrong, or `crash` would have thrown. */
export type CrashReport = {
  readonly kills: number
  /** Operations that came to their end. */
  readonly operations: number
  /** How the operations in flight were found: not begun, half of their transactions done, or all of them. */
  readonly before: number
  readonly between: number
  readonly after: number
  readonly snapshotsRead: number
  readonly readerAsked: number
  /** Files that no table names, left by the killed. */
  readonly orphans: number
  /** Kills at named points, by point; the others came at random instants. */
  readonly points: Readonly<Record<string, number>>
}

// A lakehouse grows old with each kill; a new one now and then has its first writes killed, too.
const killsPerLakehouse = 40

/**
 * Kills a process that writes again and again, and after each kill opens what it left: all refs of all tables must
 * hold the rows from before or after one of its transactions, the watermark must be that of the same transaction, every
 * kept snapshot must hold its rows, and no file of a snapshot may be missing. In the end all files are gone that no
 * table needs. Throws at the first that is not so.
 */
export const crash = async (options: CrashOptions): Promise<CrashReport> => {
  const random = chance(options.seed)
  await using engine = await openDuckdb({ threads: 1 })
  await using connection = await engine.connect()
  let report: CrashReport = {
    kills: 0,
    operations: 0,
    before: 0,
    between: 0,
    after: 0,
    snapshotsRead: 0,
    readerAsked: 0,
    orphans: 0,
    points: {},
  }
  let spare = startWorker()
  try {
    while (report.kills < options.kills) {
      const folder = mkdtempSync(join(tmpdir(), 'millrace-crash-'))
      const operations = operationsOf(Math.floor(random() * 2 ** 31), 600)
      let next = 0
      let world = emptyWorld
      let orphans = 0
      for (let here = 0; here < killsPerLakehouse && report.kills < options.kills; here++) {
        const worker = spare
        spare = startWorker()
        const dieAt = random() < 0.5 ? 1 + Math.floor(random() * 150) : undefined
        const delayMs = dieAt === undefined ? random() * 400 : undefined
        const planned = operations
          .slice(next, next + 60)
          .map((operation, i) => ({ id: `op-${next + i}`, operation }))
        const task = { folder, operations: planned, ...(dieAt === undefined ? {} : { dieAt }) }
        const death = await worker.dieOver(task, delayMs)
        const kills = report.kills + 1
        const when = `${death.point ?? `after ${Math.round(delayMs ?? 0)} ms`}, in ${death.inFlight}`
        try {
          const left = await settle({ connection, folder, world, planned, death })
          const asks = options.reader !== undefined && kills % 10 === 0
          if (asks) await options.reader.check(folder, left.world)
          report = add(report, { death, left, asks })
          world = left.world
          orphans = left.orphans
        } catch (cause) {
          throw new Error(`seed ${options.seed}, kill ${kills}, ${when}: ${folder} is kept`, { cause })
        }
        next += death.ended.length + (death.inFlight === undefined ? 0 : 1)
        options.onKill?.(report)
      }
      await cleanUp(connection, folder, world)
      report = { ...report, orphans: report.orphans + orphans }
      rmSync(folder, { recursive: true })
    }
  } finally {
    spare.stop()
  }
  return report
}

/** What the killed left behind can be told from what is needed. */
const cleanUp = async (connection: Connection, folder: string, world: World): Promise<void> => {
  using database = openDatabase(join(folder, 'millrace.db'))
  const lakehouse = openLakehouse({ database, warehouse: join(folder, 'warehouse') })
  const place = { lakehouse, database, connection }
  await perform(place, { kind: 'clean' }, 'clean')
  const { missing, orphans } = await files(lakehouse)
  if (missing.length + orphans.length > 0)
    throw new Error(`after cleaning ${folder}: gone ${missing.join()}, left ${orphans.join()}`)
  await checkHistory(place, world)
}

type Killed = {
  readonly connection: Connection
  readonly folder: string
  /** As it was when the process began. */
  readonly world: World
  readonly planned: readonly { readonly id: string; readonly operation: Operation }[]
  readonly death: Death
}

type Left = {
  readonly world: World
  readonly outcome: 'before' | 'between' | 'after'
  readonly snapshotsRead: number
  readonly orphans: number
}

/** Finds out which world the killed process left. Throws where it is none of those that it may have. */
const settle = async ({ connection, folder, world, planned, death }: Killed): Promise<Left> => {
  const did = (from: World, id: string | undefined): readonly World[] => {
    const one = planned.find((each) => each.id === id)
    return one === undefined ? [] : foresee(from, one.operation, one.id)
  }
  const before = death.ended.reduce((so, id) => did(so, id).at(-1) ?? so, world)
  const allowed = [before, ...did(before, death.inFlight)]

  using database = openDatabase(join(folder, 'millrace.db'))
  const lakehouse = openLakehouse({ database, warehouse: join(folder, 'warehouse') })
  const place = { lakehouse, database, connection }
  const found = await observe(place)
  const at = allowed.findLastIndex((each) => printWorld(each) === found)
  const left = allowed[at]
  if (left === undefined)
    throw new Error(`found\n${found}\ninstead of one of\n${allowed.map(printWorld).join('\nor\n')}`)
  const { missing, orphans } = await files(lakehouse)
  if (missing.length > 0) throw new Error(`files that tables need are gone: ${missing.join(', ')}`)
  return {
    world: left,
    outcome: at === allowed.length - 1 ? 'after' : at === 0 ? 'before' : 'between',
    snapshotsRead: death.ended.length % 3 === 0 ? await checkHistory(place, left) : 0,
    orphans: orphans.length,
  }
}

const add = (
  report: CrashReport,
  { death, left, asks }: { readonly death: Death; readonly left: Left; readonly asks: boolean },
): CrashReport => ({
  ...report,
  kills: report.kills + 1,
  operations: report.operations + death.ended.length,
  ...(death.inFlight === undefined ? {} : { [left.outcome]: report[left.outcome] + 1 }),
  snapshotsRead: report.snapshotsRead + left.snapshotsRead,
  readerAsked: report.readerAsked + Number(asks),
  points:
    death.point === undefined
      ? report.points
      : { ...report.points, [death.point]: (report.points[death.point] ?? 0) + 1 },
})
