import { setTimeout as sleep } from 'node:timers/promises'
import { namesDataset } from '../address.ts'
import { MillraceError } from '../diagnostics/index.ts'
import type { TaskEvent } from '../events.ts'
import { leaseName, type TableIdentity } from '../lakehouse/index.ts'
import type { Task } from '../project/index.ts'
import { thisHolder } from '../state/holder.ts'
import { acquireLease, type Lease } from '../state/lease.ts'
import type { RunDeps } from './deps.ts'

/** A holder that says nothing for so long has lost its leases. */
const ttlMs = 30_000

/** How long a task waits for a table before it fails: long enough for a small write, short enough to be noticed. */
const patienceMs = 60_000

type LeaseScope = {
  readonly deps: RunDeps
  readonly command: string
  readonly emit: (event: TaskEvent) => void
}

/**
 * Leases the tables that a task writes, on its branch, until disposed: of two tasks with the same goal the second does
 * no work in vain. Undefined for a task that writes none. Waits a while for another holder. Throws MR3020, retryable, which names the holder.
 */
export const leaseTables = async (
  task: Task,
  { deps, command, emit }: LeaseScope,
  signal: AbortSignal,
): Promise<Lease | undefined> => {
  const names = task.writes.flatMap(({ address }) =>
    namesDataset(address) && deps.depot(address).kind === 'lakehouse'
      ? [leaseName({ namespace: address.collection, name: address.dataset }, deps.branch)]
      : [],
  )
  if (names.length === 0) return undefined
  const holder = thisHolder(`millrace ${command}`, deps.now().toISOString())
  const until = performance.now() + patienceMs
  for (;;) {
    try {
      return acquireLease(deps.database, { names, holder, ttlMs })
    } catch (cause) {
      if (!isHeld(cause) || performance.now() > until) throw cause
      emit({ kind: 'task.progress', phase: `waiting: ${cause.message}` })
      await sleep(500, undefined, { signal })
    }
  }
}

/**
 * The same of one table, for a command that does not wait: throws MR3020 at once, naming the holder. What is written
 * on other branches does not count.
 */
export const leaseTable = (
  { database, now, branch }: Pick<RunDeps, 'database' | 'now' | 'branch'>,
  identity: TableIdentity,
  command: string,
): Lease => {
  const holder = thisHolder(`millrace ${command}`, now().toISOString())
  return acquireLease(database, { names: [leaseName(identity, branch)], holder, ttlMs })
}

const isHeld = (cause: unknown): cause is MillraceError =>
  cause instanceof MillraceError && cause.diagnostic.code === 'MR3020'
