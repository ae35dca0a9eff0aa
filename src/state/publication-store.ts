import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, DatabaseRow } from './database.ts'
import { type Holder, isGone } from './holder.ts'
import type { Lease } from './lease.ts'
import { recordSuccess, type TaskSuccess } from './run-store.ts'
import { storeWatermarks, type WatermarkScope } from './watermark-store.ts'

/**
 * What a task is about to publish. Where the tables' catalog is not in the project database, this is written before
 * their commit: should the process die in between, the next start finds out what became of it, and catches up.
 */
export type Publication = {
  readonly id: string
  /** Where it is published. */
  readonly branch: string
  /** What to look for in the tables' snapshots. */
  readonly commits: readonly {
    readonly namespace: string
    readonly name: string
    readonly commitId: string
  }[]
  readonly watermarks: readonly {
    readonly scope: WatermarkScope
    readonly values: Readonly<Record<string, string>>
  }[]
  readonly run: string
  /** Absent where the record of the task stays as it is. */
  readonly task?: TaskSuccess
}

/** `lease` is held by the publishing process: while it is alive, nobody else settles this. */
export const recordPublication = (
  database: Database,
  publication: Publication,
  by: { readonly lease: Pick<Lease, 'token'>; readonly holder: Holder },
): void => {
  database.run(
    `INSERT INTO pending_publication (id, lease_token, host, process_id, recorded_at, publication)
     VALUES (?, ?, ?, ?, ?, ?)`,
    publication.id,
    by.lease.token,
    by.holder.host,
    by.holder.processId,
    database.now(),
    JSON.stringify(publication),
  )
}

/**
 * Ends a publication, in one transaction with `store`, which is what publishing it means to the project database. Does
 * nothing where somebody else has ended it. Returns whether it was ended here.
 */
export const endPublication = (database: Database, id: string, store?: () => void): boolean =>
  database.transaction(() => {
    if (database.run('DELETE FROM pending_publication WHERE id = ?', id).changes === 0) return false
    store?.()
    return true
  })

/** What is known of a publication that was begun by a process that died: the record alone does not tell. */
export type PublicationOutcome = 'published' | 'not published' | 'not known'

export type Settling = {
  /** Asks the tables' catalog. */
  readonly outcomeOf: (publication: Publication) => Promise<PublicationOutcome>
  /** How long a request that a dead process had sent may still be under way to the catalog. */
  readonly inFlightMs: number
}

/**
 * Settles what dead processes have left, oldest first: a publication that happened gets its watermarks and its task
 * record, one that did not is forgotten, and one of which nothing can be known stays for the next start.
 * Returns those that were settled, with what became of them.
 */
export const settlePublications = async (
  database: Database,
  settling: Settling,
  signal?: AbortSignal,
): Promise<readonly { readonly publication: Publication; readonly outcome: PublicationOutcome }[]> => {
  const settled: { publication: Publication; outcome: PublicationOutcome }[] = []
  for (const publication of abandonedPublications(database)) {
    const outcome = await finalOutcome(publication, settling, signal)
    const store = outcome === 'published' ? () => catchUp(database, publication) : undefined
    if (outcome !== 'not known' && endPublication(database, publication.id, store))
      settled.push({ publication, outcome })
  }
  return settled
}

/** Asked again for a while where it did not happen: forgetting it a moment too early would publish its rows twice. */
const finalOutcome = async (
  publication: Publication,
  { outcomeOf, inFlightMs }: Settling,
  signal: AbortSignal | undefined,
): Promise<PublicationOutcome> => {
  const until = performance.now() + inFlightMs
  for (;;) {
    const outcome = await outcomeOf(publication)
    const left = until - performance.now()
    if (outcome !== 'not published' || left <= 0) return outcome
    await sleep(Math.min(left, 500), undefined, { signal })
  }
}

const abandonedPublications = (database: Database): readonly Publication[] =>
  database
    .all(
      `SELECT p.host, p.process_id, p.publication, l.expires_at FROM pending_publication p
        LEFT JOIN (SELECT token, max(expires_at) AS expires_at FROM lease GROUP BY token) l ON l.token = p.lease_token
        ORDER BY p.recorded_at, p.id`,
    )
    .filter((row) => isAbandoned(row, database.now()))
    .map((row) => JSON.parse(String(row['publication'])) as Publication)

const isAbandoned = (row: DatabaseRow, now: number): boolean =>
  row['expires_at'] === null ||
  Number(row['expires_at']) <= now ||
  isGone({ host: String(row['host']), processId: Number(row['process_id']) })

const catchUp = (database: Database, { branch, watermarks, run, task }: Publication): void => {
  for (const { scope, values } of watermarks)
    storeWatermarks(database, scope, new Map(Object.entries(values)), { run, branch })
  if (task !== undefined) recordSuccess(database, task, branch)
}
