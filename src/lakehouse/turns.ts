import { setTimeout as sleep } from 'node:timers/promises'
import { MillraceError } from '../diagnostics/index.ts'
import type { Database } from '../state/database.ts'
import { isGone, thisHolder } from '../state/holder.ts'
import { acquireLease, currentLeases } from '../state/lease.ts'
import { printIdentity, type TableIdentity } from './catalogs/catalog.ts'

/**
 * Lets writers of the same tables go one after the other once one of them has lost a race: the loser takes a turn, and
 * the others wait before they commit. Otherwise who needs longest would lose again and again. It is a courtesy: other
 * engines do not know of it, and what keeps the data right is the compare-and-swap of a commit.
 */
export type Turns = {
  /** Waits while others have a turn at one of these tables; true where it had to. */
  readonly wait: (tables: readonly TableIdentity[], signal?: AbortSignal) => Promise<boolean>
  /**
   * Waits for the others and takes a turn, which ends when it is disposed, or with the process. Undefined where the
   * others take minutes, or the database does not let it: then it goes on without.
   */
  readonly take: (tables: readonly TableIdentity[], signal?: AbortSignal) => Promise<Disposable | undefined>
}

/** The lakehouse of who has a turn: waits for nobody, itself least of all. Without a turn it is the same. */
export const inTurn = <L extends { readonly turns: Turns }>(lakehouse: L, turn: Disposable | undefined): L =>
  turn === undefined
    ? lakehouse
    : { ...lakehouse, turns: { wait: async () => false, take: async () => undefined } }

/** Turns as leases in the project database. `now` tells since when they are held. */
export const leasedTurns = (database: Database, now: () => number): Turns => {
  const isTaken = (names: readonly string[]): boolean =>
    tolerant(() =>
      currentLeases(database).some(({ name, holder }) => names.includes(name) && !isGone(holder)),
    ) ?? false
  const untilFree = async (names: readonly string[], signal: AbortSignal | undefined): Promise<boolean> => {
    let waited = false
    const until = performance.now() + patienceMs
    for (
      let pauseMs = 5;
      isTaken(names) && performance.now() < until;
      pauseMs = Math.min(100, pauseMs * 1.5)
    ) {
      waited = true
      // At random, so that of several who wait each may be the first.
      await sleep(pauseMs * (0.5 + Math.random()), undefined, { signal })
    }
    return waited
  }
  return {
    wait: (tables, signal) => untilFree(namesOf(tables), signal),
    take: async (tables, signal) => {
      const names = namesOf(tables)
      const until = performance.now() + patienceMs
      while (performance.now() < until) {
        await untilFree(names, signal)
        const since = new Date(now()).toISOString()
        try {
          return acquireLease(database, { names, holder: thisHolder('millrace', since), ttlMs: 30_000 })
        } catch (cause) {
          if (!(cause instanceof MillraceError)) throw cause
          if (cause.diagnostic.code !== 'MR3020') return undefined
        }
      }
      return undefined
    },
  }
}

const patienceMs = 300_000

const namesOf = (tables: readonly TableIdentity[]): readonly string[] => [
  ...new Set(tables.map((identity) => `turn at ${printIdentity(identity)}`)),
]

/** Undefined where the database does not answer: the commit itself will tell that. */
const tolerant = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof MillraceError) return undefined
    throw cause
  }
}
