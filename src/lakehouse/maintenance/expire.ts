import { MillraceError } from '../../diagnostics/index.ts'
import type { TableIdentity } from '../catalogs/catalog.ts'
import { listManifests, loadManifest } from '../files.ts'
import type { ManifestListEntry } from '../format/manifest-list.ts'
import type { Snapshot } from '../format/snapshot.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { spellings } from '../location.ts'
import type { Table } from '../table.ts'
import { changeTable, existingTable } from './change-table.ts'
import { deleteLocations, type DeletedFiles } from './delete-files.ts'
import { type Expiry, type ExpireRequest, planExpiry, withoutExpired } from './expiry.ts'
import { statisticsFiles } from './reachable.ts'
import { refuseShared } from './table-property.ts'

/** Files that only expired snapshots needed, by location. */
export type ExpiredFiles = {
  readonly manifestLists: readonly string[]
  readonly manifests: readonly string[]
  /** Data and delete files. */
  readonly content: readonly string[]
  readonly statistics: readonly string[]
}

export type ExpireOutcome = {
  /** Ids, oldest first. */
  readonly snapshots: readonly string[]
  /** Branches and tags that were too old. */
  readonly refs: readonly string[]
  readonly files: ExpiredFiles
  /** Absent in a dry run. */
  readonly deletion?: DeletedFiles
}

/**
 * Removes snapshots that nothing keeps, and then the files that no remaining snapshot needs. A process that dies in
 * between leaves files that `clean` finds. Throws MR3213, MR3117, MR3152 (a named snapshot is needed), MR3154 (files
 * may be shared), MR3157 (options and properties out of range).
 */
export const expireSnapshots = async (
  lakehouse: Lakehouse,
  identity: TableIdentity,
  request: ExpireRequest & { readonly dryRun?: boolean },
  signal?: AbortSignal,
): Promise<ExpireOutcome> => {
  const plan = (table: Table): Expiry => {
    refuseShared(table)
    return planExpiry(table, request, lakehouse.now())
  }
  if (request.dryRun === true) {
    const before = await existingTable(lakehouse, identity, signal)
    const expiry = plan(before)
    const after = { ...before, metadata: withoutExpired(before.metadata, expiry) }
    return outcome(before, expiry, await filesBetween(lakehouse, before, after, signal))
  }
  const { table: after, result } = await changeTable(
    lakehouse,
    identity,
    (before) => {
      const expiry = plan(before)
      const isEmpty = expiry.snapshots.size === 0 && expiry.refs.length === 0
      return {
        ...(isEmpty ? {} : { metadata: withoutExpired(before.metadata, expiry) }),
        result: { before, expiry },
      }
    },
    signal,
  )
  const files = await filesBetween(lakehouse, result.before, after, signal)
  const { manifestLists, manifests, content, statistics } = files
  // Lists last: as long as one is there, a file that could not be deleted can be found through it.
  const order = [...content, ...statistics, ...manifests, ...manifestLists]
  const deletion = await deleteLocations(lakehouse, order, signal)
  return { ...outcome(result.before, result.expiry, files), deletion }
}

const outcome = (before: Table, { snapshots, refs }: Expiry, files: ExpiredFiles): ExpireOutcome => ({
  snapshots: before.metadata.snapshots.flatMap(({ snapshotId }) =>
    snapshots.has(snapshotId) ? [String(snapshotId)] : [],
  ),
  refs,
  files,
})

/** What `before` reaches and `after` does not: the difference of two sets, and no guess by age or name. */
const filesBetween = async (
  lakehouse: Lakehouse,
  before: Table,
  after: Table,
  signal: AbortSignal | undefined,
): Promise<ExpiredFiles> => {
  const kept = new Set(after.metadata.snapshots.map(({ snapshotId }) => snapshotId))
  const expired = before.metadata.snapshots.filter(({ snapshotId }) => !kept.has(snapshotId))
  if (expired.length === 0) return { manifestLists: [], manifests: [], content: [], statistics: [] }
  const needed = await manifestsOf(lakehouse, after, after.metadata.snapshots, signal)
  const leaving = await manifestsOf(lakehouse, before, expired, signal, 'if there')
  const gone = strike(leaving.keys())
  for (const path of needed.keys()) gone.needs(path)
  const content = strike([])
  for (const path of gone.left()) {
    const manifest = leaving.get(path)
    if (manifest !== undefined)
      for (const file of await liveIn(lakehouse, before, manifest, signal, 'if there')) content.add(file)
  }
  for (const manifest of needed.values()) {
    if (content.left().length === 0) break
    for (const path of await liveIn(lakehouse, after, manifest, signal)) content.needs(path)
  }
  const lists = strike(expired.map(({ manifestList }) => manifestList))
  for (const { manifestList } of after.metadata.snapshots) lists.needs(manifestList)
  const statistics = strike(statisticsFiles(before.metadata))
  for (const path of statisticsFiles(after.metadata)) statistics.needs(path)
  return {
    manifestLists: lists.left(),
    manifests: gone.left(),
    content: content.left(),
    statistics: statistics.left(),
  }
}

/** Locations from which those that are needed are struck, however either side spells them. */
const strike = (locations: Iterable<string>) => {
  const left = new Set<string>()
  const bySpelling = new Map<string, string>()
  const add = (location: string) => {
    left.add(location)
    for (const path of spellings(location)) bySpelling.set(path, location)
  }
  for (const location of locations) add(location)
  return {
    add,
    needs: (location: string) => {
      for (const path of spellings(location)) {
        const found = bySpelling.get(path)
        if (found !== undefined) left.delete(found)
      }
    },
    left: (): readonly string[] => [...left],
  }
}

const manifestsOf = async (
  lakehouse: Lakehouse,
  table: Table,
  snapshots: readonly Snapshot[],
  signal: AbortSignal | undefined,
  mode?: 'if there',
): Promise<ReadonlyMap<string, ManifestListEntry>> => {
  const found = new Map<string, ManifestListEntry>()
  for (const { snapshotId } of snapshots) {
    const listed = listManifests(lakehouse, table, String(snapshotId), signal)
    for (const manifest of mode === undefined ? await listed : await unlessGone(listed))
      found.set(manifest.path, manifest)
  }
  return found
}

const liveIn = async (
  lakehouse: Lakehouse,
  table: Table,
  manifest: ManifestListEntry,
  signal: AbortSignal | undefined,
  mode?: 'if there',
): Promise<readonly string[]> => {
  const reading = loadManifest(lakehouse, table, manifest, signal).then(({ entries }) =>
    entries.flatMap(({ status, file }) => (status === 'deleted' ? [] : [file.path])),
  )
  return mode === undefined ? reading : unlessGone(reading)
}

/** Of what expires, files may be missing: another engine, or a process that died, was here before. */
const unlessGone = async <T>(reading: Promise<readonly T[]>): Promise<readonly T[]> =>
  reading.catch((cause: unknown) => {
    if (cause instanceof MillraceError && cause.diagnostic.code === 'MR3004') return []
    throw cause
  })
