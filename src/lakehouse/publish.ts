import type { PointerMove } from './catalogs/catalog.ts'
import type { Lakehouse } from './lakehouse.ts'
import type { StagedCommit } from './write/staged-commit.ts'

/**
 * Makes staged writes visible, all at once or none. `also` runs in the same transaction of the project database:
 * watermarks and task state that it stores are there exactly where the rows are.
 * Throws MR3110, retryable, where another writer changed a table since it was staged; what `also` throws undoes all.
 */
export const publish = async (
  lakehouse: Lakehouse,
  commits: readonly StagedCommit[],
  also?: () => void,
): Promise<void> => {
  const moves = commits.flatMap((commit): readonly PointerMove[] =>
    commit.kind === 'unchanged'
      ? []
      : [{ identity: commit.identity, base: commit.base, next: commit.metadataLocation }],
  )
  await lakehouse.catalog.commit(moves, also)
}

/** Deletes the files of a staged write that will not be published. Best effort: what stays belongs to nobody. */
export const discard = async (lakehouse: Lakehouse, commit: StagedCommit): Promise<void> => {
  if (commit.kind === 'unchanged') return
  for (const path of commit.files) await lakehouse.storage.delete(path).catch(() => undefined)
}
