import { MillraceError } from '../diagnostics/index.ts'
import { findCommit, loadTableOrDraft, type StagedCommit } from '../lakehouse/index.ts'
import type { TaskResult } from '../stacks/stack.ts'
import { thisHolder } from '../state/holder.ts'
import type { Lease } from '../state/lease.ts'
import {
  type Publication,
  type PublicationOutcome,
  recordPublication,
  settlePublications,
} from '../state/publication-store.ts'
import type { TaskSuccess } from '../state/run-store.ts'
import type { RunDeps } from './deps.ts'

type Announcement = {
  readonly result: TaskResult
  readonly deps: RunDeps
  readonly lease: Lease | undefined
  readonly success: TaskSuccess
}

/**
 * Where the tables' catalog keeps no transactions with the project database, says beforehand what is about to be
 * published: should the process die in between, `settle` catches up. Returns the id of that note.
 */
export const announce = (
  { result, deps, lease, success }: Announcement,
  commits: readonly StagedCommit[],
): string | undefined => {
  const staged = commits.filter((commit) => commit.kind === 'staged')
  if (deps.lakehouse.catalog.transactional || staged.length === 0 || lease === undefined) return undefined
  const id = deps.newId()
  recordPublication(
    deps.database,
    {
      id,
      branch: deps.branch,
      commits: staged.map(({ identity, change: { commitId } }) => ({ ...identity, commitId })),
      watermarks: (result.watermarks ?? []).map(({ scope, values }) => ({
        scope,
        values: Object.fromEntries(values),
      })),
      ...(result.failed === undefined && result.isPartial !== true ? { task: success } : {}),
      run: success.run,
    },
    { lease, holder: thisHolder('millrace', success.finishedAt) },
  )
  return id
}

/** How long a request of a process that died may still be under way. */
const inFlightMs = 5000

/**
 * Finds out what became of publications whose process died before it could tell, and catches up on their watermarks
 * and records. Call it before anything is planned. Does nothing where catalog and database are one.
 */
export const settle = async ({ database, lakehouse }: RunDeps, signal?: AbortSignal): Promise<void> => {
  if (lakehouse.catalog.transactional) return
  const outcomeOf = async ({ commits }: Publication): Promise<PublicationOutcome> => {
    try {
      const found: boolean[] = []
      for (const { commitId, ...identity } of commits) {
        const table = await loadTableOrDraft(lakehouse, identity, signal)
        found.push(table !== undefined && findCommit(table, commitId) !== undefined)
      }
      return found.every(Boolean) ? 'published' : found.some(Boolean) ? 'not known' : 'not published'
    } catch (cause) {
      signal?.throwIfAborted()
      if (cause instanceof MillraceError) return 'not known'
      throw cause
    }
  }
  await settlePublications(database, { outcomeOf, inFlightMs }, signal)
}
