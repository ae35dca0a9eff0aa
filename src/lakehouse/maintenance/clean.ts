import type { StoredFile } from '../../depots/index.ts'
import { failure } from '../../diagnostics/index.ts'
import type { TableIdentity } from '../catalogs/catalog.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { isOwnFile } from '../location.ts'
import { isWithin, loadClaims } from './claims.ts'
import { type DeletedFiles, deletePaths } from './delete-files.ts'
import { cleanScope, needed, type Skipped, unneededFiles } from './unneeded.ts'

export type CleanRequest = {
  /** The table to clean. Absent: all of the warehouse, and the folders of tables that the catalog has forgotten. */
  readonly identity?: TableIdentity
  /** Only below this location, which is the table's or in it. */
  readonly location?: string
  /** Files changed since then may belong to a writer that has not committed. Default: three days ago. */
  readonly olderThanMs?: number
  /** Allows a cut-off of less than 24 hours ago. */
  readonly force?: boolean
  readonly dryRun?: boolean
  /** True of paths below the folder of a running writer. */
  readonly isBusy?: (path: string) => boolean
}

export type CleanOutcome = {
  /** Files that nothing needs, by path below the warehouse. */
  readonly orphans: readonly StoredFile[]
  /** How many of them were left: too young, below the folder of a running writer, or reached through a link. */
  readonly left: { readonly young: number; readonly busy: number; readonly linked: number }
  readonly skipped: readonly Skipped[]
  /** Absent in a dry run. */
  readonly deletion?: DeletedFiles
}

const hour = 60 * 60 * 1000
const leastHours = 24

/**
 * Deletes files that no metadata names: what killed writers, failed commits and dropped tables left behind. Never a
 * file that a snapshot of any table needs, that is younger than the cut-off, below a running writer's folder, in the
 * folder of another table, or reached through a link. Throws MR3155 (cut-off too young), MR3156 (a table cannot be
 * read, so nobody knows what it needs), MR3154, MR3157 (a location that is not the table's), MR3213.
 */
export const cleanFiles = async (
  lakehouse: Lakehouse,
  request: CleanRequest,
  signal?: AbortSignal,
): Promise<CleanOutcome> => {
  const { storage } = lakehouse
  const now = lakehouse.now()
  const { olderThanMs = now - 72 * hour, isBusy = () => false } = request
  const hours = (now - olderThanMs) / hour
  if (hours < leastHours && request.force !== true)
    throw failure('MR3155', { hours: Math.max(0, Math.round(hours * 10) / 10), least: leastHours })
  const scope = await cleanScope(lakehouse, request, signal)
  // Files first and what names them afterwards: what is committed in between is then known to be needed.
  const files = [
    ...(await storage.list(scope.folder, signal)),
    ...(await storage.listAbandoned(scope.folder, signal)),
  ]
  const claims = await loadClaims(lakehouse, signal)
  const { unneeded, abandoned, skipped } = await unneededFiles(lakehouse, { scope, claims, files }, signal)
  const isOld = ({ modifiedAtMs }: StoredFile) => modifiedAtMs < olderThanMs
  const isIdle = ({ path }: StoredFile) => !isBusy(path)
  // A folder that the catalog does not know goes as a whole or not at all: it may be a table that is being made.
  const forgotten = abandoned.filter((group) => group.every((file) => isOld(file) && isIdle(file)))
  const candidates = [...unneeded, ...forgotten.flat()]
  const old = candidates.filter(isOld)
  const idle = old.filter(isIdle)
  const orphans: StoredFile[] = []
  // Asked once more, since reading all metadata takes a while.
  const isNeeded = await needed(lakehouse, claims, signal)
  let linked = 0
  for (const file of idle.filter(({ path }) => !isNeeded(path)))
    if (await isOwnFile(storage, file.path)) orphans.push(file)
    else linked += 1
  const outcome = {
    orphans: orphans.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    left: { young: candidates.length - old.length, busy: old.length - idle.length, linked },
    skipped,
  }
  if (request.dryRun === true) return outcome
  const deletion = await deletePaths(
    lakehouse,
    outcome.orphans.map(({ path }) => path),
    signal,
  )
  const mayRemove = (path: string) => isWithin(path, scope.folder) && !isBusy(path)
  for (const { folder } of scope.tables(claims))
    await storage.removeEmptyFolders(`${folder}/data`, olderThanMs, mayRemove, signal)
  return { ...outcome, deletion }
}
