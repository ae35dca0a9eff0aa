import { MillraceError } from '../../diagnostics/index.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { fromLocation } from '../location.ts'

/** What became of files that nothing needs. */
export type DeletedFiles = {
  readonly deleted: number
  /** Files that are not in this warehouse: they are left to whoever put them there. */
  readonly outside: number
  /** Files that the storage would not delete, with what it said. `clean` finds them again. */
  readonly failed: readonly { readonly path: string; readonly reason: string }[]
}

/** Deletes files by location. One that cannot be deleted does not keep the others. */
export const deleteLocations = async (
  lakehouse: Lakehouse,
  locations: readonly string[],
  signal?: AbortSignal,
): Promise<DeletedFiles> => {
  const paths: string[] = []
  let outside = 0
  for (const location of locations) {
    const path = await fromLocation(lakehouse.storage, location).catch((cause: unknown) => {
      if (cause instanceof MillraceError && cause.diagnostic.code === 'MR3111') return undefined
      throw cause
    })
    if (path === undefined) outside += 1
    else paths.push(path)
  }
  return { ...(await deletePaths(lakehouse, paths, signal)), outside }
}

/** The same by path below the warehouse. */
export const deletePaths = async (
  lakehouse: Lakehouse,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<DeletedFiles> => {
  const failed: { readonly path: string; readonly reason: string }[] = []
  const waiting = paths.values()
  // A few at once: object stores answer slowly, and a disk has no use for more.
  const worker = async () => {
    for (const path of waiting) {
      signal?.throwIfAborted()
      await lakehouse.storage.delete(path, signal).catch((cause: unknown) => {
        signal?.throwIfAborted()
        if (!(cause instanceof MillraceError)) throw cause
        failed.push({ path, reason: cause.diagnostic.message })
      })
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return {
    deleted: paths.length - failed.length,
    outside: 0,
    failed: failed.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  }
}
