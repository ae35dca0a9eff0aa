import { failure } from '../../diagnostics/index.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import type { TableMetadata } from '../format/metadata.ts'
import { mainBranch } from '../branch-name.ts'
import { ancestry } from '../head.ts'
import { type TableRef, tableRefs } from '../refs.ts'
import { snapshotOf, type Table } from '../table.ts'
import { numberProperty } from './table-property.ts'

export type ExpireRequest = {
  /** Milliseconds since 1970. Default: by the table's properties, five days ago. A branch's own limit wins. */
  readonly olderThanMs?: number
  /** How many snapshots of every branch stay whatever their age. Default: by the table's properties, 1. */
  readonly retainLast?: number
  /** Exactly these; no others for their age, unless one of the members above is given as well. */
  readonly snapshotIds?: readonly string[]
}

/** What leaves a table: snapshots by id, and the names of branches and tags that are too old themselves. */
export type Expiry = { readonly snapshots: ReadonlySet<bigint>; readonly refs: readonly string[] }

const day = 24 * 60 * 60 * 1000

/**
 * Which snapshots nothing keeps. Kept is what a branch or tag is at, the last snapshots of a branch and those younger
 * than its limit, and young ones that no ref leads to. Throws MR3117, MR3152 (a named one is needed), MR3157.
 * Source: Iceberg table spec, "Snapshot Retention Policy", and RemoveSnapshots of the reference implementation.
 */
export const planExpiry = (table: Table, request: ExpireRequest, nowMs: number): Expiry => {
  const named = namedSnapshots(table, request.snapshotIds ?? [])
  const byAge = named.length === 0 || (request.olderThanMs ?? request.retainLast) !== undefined
  const maxRefAgeMs = numberProperty(table, 'history.expire.max-ref-age-ms', {
    otherwise: Number.POSITIVE_INFINITY,
  })
  const refs = tableRefs(table.metadata)
  const kept = byAge
    ? refs.filter((ref) => keepsRef(table, ref, nowMs - (ref.maxRefAgeMs ?? maxRefAgeMs)))
    : refs
  refuseNeeded(table, kept, named)
  const stays = byAge ? keptByAge(table, kept, request, nowMs) : undefined
  const leaves = new Set(named)
  for (const { snapshotId } of table.metadata.snapshots)
    if (stays !== undefined && !stays.has(snapshotId)) leaves.add(snapshotId)
  return { snapshots: leaves, refs: refs.filter((ref) => !kept.includes(ref)).map(({ name }) => name) }
}

/** The metadata without what expired. */
export const withoutExpired = (metadata: TableMetadata, { snapshots, refs }: Expiry): TableMetadata => ({
  ...metadata,
  snapshots: metadata.snapshots.filter(({ snapshotId }) => !snapshots.has(snapshotId)),
  snapshotLog: snapshots.size === 0 ? metadata.snapshotLog : logWithout(metadata, snapshots),
  refs: Object.fromEntries(Object.entries(metadata.refs).filter(([name]) => !refs.includes(name))),
  rest: {
    ...metadata.rest,
    ...statisticsWithout(metadata.rest, 'statistics', snapshots),
    ...statisticsWithout(metadata.rest, 'partition-statistics', snapshots),
  },
})

const namedSnapshots = (table: Table, ids: readonly string[]): readonly bigint[] =>
  ids.flatMap((id) => snapshotOf(table, id)?.snapshotId ?? [])

const refuseNeeded = (table: Table, kept: readonly TableRef[], named: readonly bigint[]): void => {
  for (const id of named) {
    const refs = kept.filter(({ snapshotId }) => snapshotId === id).map(({ name }) => name)
    if (refs.length > 0)
      throw failure('MR3152', { table: printIdentity(table.identity), snapshotId: String(id), refs })
  }
}

// A ref at a snapshot that is not there names nothing.
const keepsRef = ({ metadata }: Table, ref: TableRef, since: number): boolean => {
  if (ref.name === mainBranch) return true
  const snapshot = metadata.snapshots.find(({ snapshotId }) => snapshotId === ref.snapshotId)
  return snapshot !== undefined && snapshot.timestampMs >= since
}

const keptByAge = (
  table: Table,
  refs: readonly TableRef[],
  request: ExpireRequest,
  nowMs: number,
): ReadonlySet<bigint> => {
  const maxAgeMs = numberProperty(table, 'history.expire.max-snapshot-age-ms', {
    otherwise: 5 * day,
    least: 0,
  })
  const olderThanMs = request.olderThanMs ?? nowMs - maxAgeMs
  const least =
    request.retainLast ?? numberProperty(table, 'history.expire.min-snapshots-to-keep', { otherwise: 1 })
  if (!Number.isSafeInteger(least) || least < 1)
    throw failure('MR3157', { option: 'retainLast', value: String(least), wanted: 'a whole number above 0' })
  const kept = new Set(refs.map(({ snapshotId }) => snapshotId))
  const reached = new Set(kept)
  for (const ref of refs.filter(({ kind }) => kind === 'branch')) {
    const since = ref.maxSnapshotAgeMs === undefined ? olderThanMs : nowMs - ref.maxSnapshotAgeMs
    const count = ref.minSnapshotsToKeep ?? least
    const line = ancestry(table, ref.snapshotId)
    // The first one that is too old ends the line: those behind it are older still.
    const end = line.findIndex(({ timestampMs }, i) => i >= count && timestampMs < since)
    for (const [i, { snapshotId }] of line.entries()) {
      reached.add(snapshotId)
      if (end < 0 || i < end) kept.add(snapshotId)
    }
  }
  for (const { snapshotId, timestampMs } of table.metadata.snapshots)
    if (!reached.has(snapshotId) && timestampMs >= olderThanMs) kept.add(snapshotId)
  return kept
}

/**
 * The log from the last gap on: with an entry missing in its middle, the one before it would seem to have been current
 * for longer than it was, and reading as of a time would give wrong rows.
 */
const logWithout = (
  { snapshotLog, snapshots }: TableMetadata,
  expired: ReadonlySet<bigint>,
): TableMetadata['snapshotLog'] => {
  const stays = new Set(snapshots.flatMap(({ snapshotId }) => (expired.has(snapshotId) ? [] : [snapshotId])))
  return snapshotLog.slice(snapshotLog.findLastIndex(({ snapshotId }) => !stays.has(snapshotId)) + 1)
}

const statisticsWithout = (
  rest: TableMetadata['rest'],
  member: 'statistics' | 'partition-statistics',
  expired: ReadonlySet<bigint>,
): Readonly<Record<string, unknown>> => {
  const files = rest[member]
  return Array.isArray(files)
    ? { [member]: files.filter((file: unknown) => !expired.has(statisticsSnapshot(file))) }
    : {}
}

const statisticsSnapshot = (file: unknown): bigint => {
  const id =
    typeof file === 'object' && file !== null && 'snapshot-id' in file ? file['snapshot-id'] : undefined
  return typeof id === 'bigint' || typeof id === 'number' ? BigInt(id) : -1n
}
