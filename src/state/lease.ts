import { randomUUID } from 'node:crypto'
import { failure, MillraceError } from '../diagnostics/index.ts'
import type { Database, DatabaseRow } from './database.ts'
import { type Holder, isGone, printHolder } from './holder.ts'

/**
 * The right to work on something, which others can see and wait for. It spares the loser of a race the work; what
 * keeps the data right is the compare-and-swap of a commit, so a lease that is lost is no danger. Disposing releases it.
 */
export interface Lease extends Disposable {
  /** What marks the rows of this lease. */
  readonly token: string
  /** Aborted, for MR3021, where the lease could not be renewed in time or somebody else has it now. */
  readonly lost: AbortSignal
}

export type LeaseRequest = {
  /** All of them or none, so that two who want the same things in another order cannot wait for each other. */
  readonly names: readonly string[]
  readonly holder: Holder
  /** How long it outlives a holder that says nothing. It is renewed three times in that span. */
  readonly ttlMs: number
}

/** Throws MR3020, retryable, naming the holder, where one of the names is held by somebody who may be alive. */
export const acquireLease = (database: Database, request: LeaseRequest): Lease => {
  const { names, ttlMs } = request
  const token = randomUUID()
  takeLease(database, request, token)
  const lost = new AbortController()
  let renewedAt = performance.now()
  const timer = setInterval(() => {
    const state = renewLease(database, request, token)
    if (state.kind === 'renewed') renewedAt = performance.now()
    const isOver = state.kind === 'taken' || performance.now() - renewedAt > ttlMs
    if (!isOver) return
    clearInterval(timer)
    const holder = state.kind === 'taken' ? state.holder : undefined
    lost.abort(failure('MR3021', { name: names.join(', '), holder }, { retryable: true }))
  }, ttlMs / 3)
  timer.unref()
  return {
    token,
    lost: lost.signal,
    [Symbol.dispose]: () => {
      clearInterval(timer)
      release(database, token, ttlMs)
    },
  }
}

/** Where the database refuses, because it is locked or its disk is full, others would wait for nobody: so, again. */
const release = (database: Database, token: string, leftMs: number): void => {
  const pauseMs = 500
  try {
    database.run('DELETE FROM lease WHERE token = ?', token)
  } catch {
    // Or it was closed: then the lease expires.
    if (leftMs > pauseMs) setTimeout(() => release(database, token, leftMs - pauseMs), pauseMs).unref()
  }
}

/** Who holds what, without those that have expired. */
export const currentLeases = (
  database: Database,
): readonly { readonly name: string; readonly holder: Holder }[] =>
  database
    .all('SELECT * FROM lease WHERE expires_at > ? ORDER BY name', database.now())
    .map((row) => ({ name: String(row['name']), holder: holderOf(row) }))

const takeLease = (database: Database, { names, holder, ttlMs }: LeaseRequest, token: string): void => {
  database.transaction(() => {
    const now = database.now()
    database.run('DELETE FROM lease WHERE expires_at < ?', now - forgottenMs)
    for (const name of new Set(names)) {
      const row = database.get('SELECT * FROM lease WHERE name = ?', name)
      if (row !== undefined && Number(row['expires_at']) > now && !isGone(holderOf(row))) {
        const held = holderOf(row)
        throw failure('MR3020', { name, holder: printHolder(held), since: held.since }, { retryable: true })
      }
      database.run(
        `INSERT INTO lease (name, token, host, process_id, command, since, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET token = excluded.token, host = excluded.host,
           process_id = excluded.process_id, command = excluded.command, since = excluded.since,
           expires_at = excluded.expires_at`,
        name,
        token,
        holder.host,
        holder.processId,
        holder.command,
        holder.since,
        now + ttlMs,
      )
    }
  })
}

/** After this time nobody asks any more who had it. */
const forgottenMs = 24 * 60 * 60 * 1000

type Renewal =
  | { readonly kind: 'renewed' | 'unreachable' }
  | { readonly kind: 'taken'; readonly holder: string | undefined }

/** An expired lease that nobody else took is as good as new. */
const renewLease = (database: Database, { names, ttlMs }: LeaseRequest, token: string): Renewal =>
  tolerant((): Renewal => {
    const wanted = new Set(names)
    const { changes } = database.run(
      'UPDATE lease SET expires_at = ? WHERE token = ?',
      database.now() + ttlMs,
      token,
    )
    if (changes === wanted.size) return { kind: 'renewed' }
    for (const name of wanted) {
      const row = database.get('SELECT * FROM lease WHERE name = ? AND token <> ?', name, token)
      if (row !== undefined) return { kind: 'taken', holder: printHolder(holderOf(row)) }
    }
    return { kind: 'taken', holder: undefined }
  }) ?? { kind: 'unreachable' }

/** A database that does not answer now may answer at the next renewal, and what was not released expires. */
const tolerant = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof MillraceError) return undefined
    throw cause
  }
}

const holderOf = (row: DatabaseRow): Holder => ({
  host: String(row['host']),
  processId: Number(row['process_id']),
  command: String(row['command']),
  since: String(row['since']),
})
