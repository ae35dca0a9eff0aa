import { Bug } from '../base/bug.ts'
import { MillraceError } from '../diagnostics/index.ts'
import { printIdentity, type TableIdentity, type TableMove } from './catalogs/catalog.ts'
import { commitMoves, isUnknown } from './commit-moves.ts'
import { headOf } from './head.ts'
import type { Lakehouse } from './lakehouse.ts'
import { findCommit, loadTableOrDraft, type Table } from './table.ts'
import { stageCommit } from './write/commit.ts'
import { refuseConflict } from './write/conflicts.ts'
import { rejectedChange } from './write/rejected-change.ts'
import type { StagedCommit } from './write/staged-commit.ts'

type Staged = Extract<StagedCommit, { kind: 'staged' }>

/**
 * Makes staged writes visible, all at once or none. `also` runs in the same transaction of the project database:
 * watermarks and task state that it stores are there exactly where the rows are.
 * Throws MR3110, retryable, where another writer changed a table since it was staged, and MR3280 where it cannot be
 * known whether it happened: then nothing may be discarded. What `also` throws undoes all.
 */
export const publish = (
  lakehouse: Lakehouse,
  commits: readonly StagedCommit[],
  also?: () => void,
): Promise<void> =>
  commitMoves(lakehouse, movesOf(commits), { also, hasLanded: () => haveLanded(lakehouse, commits) })

export type PublishOptions = {
  /** Checks rows that would become visible; what it throws stops the publication. Called again after a rebase. */
  readonly audit?: (commits: readonly StagedCommit[]) => Promise<void>
  readonly also?: (commits: readonly StagedCommit[]) => void
  /** How often another writer may be first. */
  readonly attempts?: number
}

/**
 * Publishes like `publish`; where another writer was first, the changes are based on the newer versions and audited
 * again, and from then on it has a turn: the others wait. Returns what was published. Throws MR3119, retryable, for
 * changes that must be computed anew, and MR3110 where too many others were first all the same. The staged files of
 * what was not published are left to `discard`.
 */
export const publishAudited = async (
  lakehouse: Lakehouse,
  commits: readonly StagedCommit[],
  options: PublishOptions = {},
  signal?: AbortSignal,
): Promise<readonly StagedCommit[]> => {
  const { audit, also, attempts = 20 } = options
  const tables = commits.flatMap(({ kind, identity }) => (kind === 'staged' ? [identity] : []))
  let current = commits
  const rebase = async () => {
    const based = await restage(lakehouse, current, signal)
    await removeMetadata(lakehouse, without(current, based))
    current = based
  }
  let turn: Disposable | undefined
  try {
    // Before the audit, which may take its time: what others do in their turns outdates what was staged here.
    if (await lakehouse.turns.wait(tables, signal)) {
      turn = await lakehouse.turns.take(tables, signal)
      await rebase()
    }
    for (let attempt = 1; ; attempt++) {
      await audit?.(current)
      signal?.throwIfAborted()
      try {
        const publishing = current
        await publish(lakehouse, publishing, also === undefined ? undefined : () => also(publishing))
        return current
      } catch (cause) {
        if (codeOf(cause) !== 'MR3110' || attempt >= attempts) throw cause
      }
      turn ??= await lakehouse.turns.take(tables, signal)
      await rebase()
    }
  } catch (cause) {
    // The caller knows of the first stagings only.
    if (!isUnknown(cause)) await removeMetadata(lakehouse, without(current, commits))
    throw cause
  } finally {
    turn?.[Symbol.dispose]()
  }
}

/** Publishes one write as `publishAudited` does; where that fails, its files are removed unless they may be in use. */
export const publishOrDiscard = async (
  lakehouse: Lakehouse,
  commit: StagedCommit,
  options: PublishOptions = {},
  signal?: AbortSignal,
): Promise<StagedCommit> => {
  try {
    const [published = commit] = await publishAudited(lakehouse, [commit], options, signal)
    return published
  } catch (cause) {
    if (!isUnknown(cause)) await discard(lakehouse, commit)
    throw cause
  }
}

/** Bases staged writes on the present versions of their tables. Throws MR3119, retryable, where that is not possible. */
const restage = async (
  lakehouse: Lakehouse,
  commits: readonly StagedCommit[],
  signal?: AbortSignal,
): Promise<readonly StagedCommit[]> => {
  const heads = new Map<string, Table | undefined>()
  const based: StagedCommit[] = []
  try {
    for (const commit of commits) {
      const key = printIdentity(commit.identity)
      if (!heads.has(key)) heads.set(key, await loadTableOrDraft(lakehouse, commit.identity, signal))
      const present = heads.get(key)
      if (commit.kind === 'unchanged') {
        based.push(commit)
        continue
      }
      if (present?.metadataLocation === commit.base?.metadataLocation) {
        heads.set(key, { identity: commit.identity, ...commit.next })
        based.push(commit)
        continue
      }
      const base = commit.base === undefined ? undefined : { identity: commit.identity, ...commit.base }
      const follows = commits.some((earlier) => earlier.kind === 'staged' && earlier.next === commit.base)
      // The second of two writes of one job read what the first had staged, and nobody else can have changed that.
      if (!follows) await refuseConflict(lakehouse, commit.change, { base, present }, signal)
      // From here on the change counts as computed on the present head: nothing that it depends on came in between.
      const head = present === undefined ? undefined : headOf(present, commit.change.branch).snapshot
      const read = head === undefined ? {} : { readSnapshotId: head.snapshotId }
      const next = await stageCommit(lakehouse, { ...commit.change, ...read }, present, { signal })
      if (next.kind === 'staged') heads.set(key, { identity: commit.identity, ...next.next })
      based.push(next)
    }
    return based
  } catch (cause) {
    await removeMetadata(lakehouse, without(based, commits))
    throw cause
  }
}

type RejectedHead = {
  readonly table: Table | undefined
  readonly parent: bigint | 'none'
  readonly lastColumnId: number
}

/**
 * Commits staged writes under a branch that no reader follows by itself, so that rejected rows can be looked at;
 * `main` stays as it was. Tables that do not exist yet become drafts. `also` as in `publish`.
 */
export const reject = async (
  lakehouse: Lakehouse,
  commits: readonly StagedCommit[],
  request: { readonly branch: string; readonly reason: string; readonly also?: () => void },
  signal?: AbortSignal,
): Promise<void> => {
  const summary = { 'millrace.rejected': request.reason }
  for (let attempt = 1; ; attempt++) {
    const heads = new Map<string, RejectedHead>()
    const staged: StagedCommit[] = []
    try {
      for (const commit of commits) {
        if (commit.kind === 'unchanged') continue
        const key = printIdentity(commit.identity)
        const head = heads.get(key) ?? {
          table: await loadTableOrDraft(lakehouse, commit.identity, signal),
          parent: commit.change.readSnapshotId ?? 'none',
          lastColumnId: commit.base?.metadata.lastColumnId ?? 0,
        }
        const change = {
          ...(await rejectedChange(lakehouse, commit, head, signal)),
          branch: request.branch,
          summary: { ...commit.change.summary, ...summary },
          commitId: `${commit.change.commitId}#rejected`,
        }
        const { table, parent } = head
        const next = await stageCommit(lakehouse, change, table, { parent, signal })
        if (next.kind !== 'staged') throw new Bug('a staged change cannot become an unchanged one')
        heads.set(key, {
          ...head,
          table: { identity: commit.identity, ...next.next },
          parent: BigInt(next.snapshotId),
        })
        staged.push(next)
      }
      await publish(lakehouse, staged, request.also)
      await removeMetadata(lakehouse, commits)
      return
    } catch (cause) {
      if (!isUnknown(cause)) await removeMetadata(lakehouse, staged)
      if (codeOf(cause) !== 'MR3110' || attempt >= 20) throw cause
    }
  }
}

/**
 * Deletes the files of a staged write that will not be published. Best effort: what stays belongs to nobody. Not to be
 * called after a failure that `isUnknown`.
 */
export const discard = async (lakehouse: Lakehouse, commit: StagedCommit): Promise<void> => {
  if (commit.kind === 'unchanged') return
  for (const path of commit.dataFiles) await lakehouse.storage.delete(path).catch(() => undefined)
  await removeMetadata(lakehouse, [commit])
}

const removeMetadata = async (lakehouse: Lakehouse, commits: readonly StagedCommit[]): Promise<void> => {
  for (const commit of commits)
    for (const path of commit.kind === 'staged' ? commit.metadataFiles : [])
      await lakehouse.storage.delete(path).catch(() => undefined)
}

const without = (commits: readonly StagedCommit[], others: readonly StagedCommit[]) =>
  commits.filter((commit) => !others.includes(commit))

/** One move a table: writes to one table that follow each other are published as the last of them. */
const movesOf = (commits: readonly StagedCommit[]): readonly TableMove[] => {
  const moves = new Map<string, { identity: TableIdentity; first: Staged; last: Staged }>()
  for (const commit of commits) {
    if (commit.kind === 'unchanged') continue
    const key = printIdentity(commit.identity)
    const before = moves.get(key)
    if (before !== undefined && commit.base?.metadataLocation !== before.last.next.metadataLocation)
      throw new Bug(`two writes to ${key} do not follow each other`)
    moves.set(key, { identity: commit.identity, first: before?.first ?? commit, last: commit })
  }
  return [...moves.values()].map(({ identity, first, last }) => ({
    identity,
    base: first.base,
    next: last.next,
  }))
}

const haveLanded = async (lakehouse: Lakehouse, commits: readonly StagedCommit[]): Promise<boolean> => {
  const staged = commits.filter((commit) => commit.kind === 'staged')
  for (const { identity, change } of staged) {
    const table = await loadTableOrDraft(lakehouse, identity)
    if (table === undefined || findCommit(table, change.commitId) === undefined) return false
  }
  return true
}

const codeOf = (cause: unknown): string | undefined =>
  cause instanceof MillraceError ? cause.diagnostic.code : undefined
