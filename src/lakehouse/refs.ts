import { failure } from '../diagnostics/index.ts'
import { printIdentity } from './catalogs/catalog.ts'
import type { TableMetadata } from './format/metadata.ts'
import { mainBranch } from './branch-name.ts'
import type { Table } from './table.ts'

/** A name for a snapshot: a branch moves with every commit to it, a tag stays. Ages are milliseconds. */
export type TableRef = {
  readonly name: string
  readonly kind: 'branch' | 'tag'
  readonly snapshotId: bigint
  /** How long the name itself is kept, counted from its snapshot. `main` is kept for ever. */
  readonly maxRefAgeMs?: number
  /** Of a branch: how long its snapshots are kept, and how many at least. */
  readonly maxSnapshotAgeMs?: number
  readonly minSnapshotsToKeep?: number
}

/** All branches and tags, `main` first and the others by name. Old writers leave refs out: `main` is there all the same. */
export const tableRefs = ({ refs, currentSnapshotId }: TableMetadata): readonly TableRef[] => {
  const named = Object.entries(refs)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, stored]): TableRef[] => {
      const id = stored['snapshot-id']
      if (typeof id !== 'bigint' && typeof id !== 'number') return []
      const kind = stored['type'] === 'tag' ? 'tag' : 'branch'
      return [
        {
          name,
          kind,
          snapshotId: BigInt(id),
          ...limit('maxRefAgeMs', stored['max-ref-age-ms']),
          ...limit('maxSnapshotAgeMs', stored['max-snapshot-age-ms']),
          ...limit('minSnapshotsToKeep', stored['min-snapshots-to-keep']),
        },
      ]
    })
  const main = named.find(({ name }) => name === mainBranch)
  const others = named.filter(({ name }) => name !== mainBranch)
  if (main !== undefined) return [main, ...others]
  return currentSnapshotId === undefined
    ? others
    : [{ name: mainBranch, kind: 'branch', snapshotId: currentSnapshotId }, ...others]
}

/** A ref as metadata stores it. Source: Iceberg table spec, "Snapshot References". */
export const refToJson = (ref: TableRef): Readonly<Record<string, unknown>> => ({
  'snapshot-id': ref.snapshotId,
  type: ref.kind,
  ...(ref.maxRefAgeMs === undefined ? {} : { 'max-ref-age-ms': ref.maxRefAgeMs }),
  ...(ref.maxSnapshotAgeMs === undefined ? {} : { 'max-snapshot-age-ms': ref.maxSnapshotAgeMs }),
  ...(ref.minSnapshotsToKeep === undefined ? {} : { 'min-snapshots-to-keep': ref.minSnapshotsToKeep }),
})

type Limit = 'maxRefAgeMs' | 'maxSnapshotAgeMs' | 'minSnapshotsToKeep'

const limit = (key: Limit, value: unknown): { readonly [K in Limit]?: number } =>
  typeof value === 'number' || typeof value === 'bigint' ? { [key]: Number(value) } : {}

/** Throws MR3151 where the name that a write would move is a tag. */
export const refuseTag = ({ identity, metadata }: Table, name: string): void => {
  if (metadata.refs[name]?.['type'] === 'tag')
    throw failure('MR3151', { table: printIdentity(identity), name })
}
