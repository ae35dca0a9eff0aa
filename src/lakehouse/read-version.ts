import { nearest } from '../base/nearest.ts'
import { failure } from '../diagnostics/index.ts'
import { printIdentity, type TableIdentity } from './catalogs/catalog.ts'
import type { TableMetadata } from './format/metadata.ts'
import type { Schema } from './format/schema.ts'
import type { Snapshot } from './format/snapshot.ts'

/** Which rows of a table are meant. `ref` is a branch or a tag; `as-of` is what was published at that time. */
export type ReadVersion =
  | { readonly kind: 'current' }
  | { readonly kind: 'snapshot'; readonly id: string }
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'as-of'; readonly timestampMs: number }

/** The version of a snapshot, or the current one where none is named. */
export const atSnapshot = (id: string | undefined): ReadVersion =>
  id === undefined ? { kind: 'current' } : { kind: 'snapshot', id }

/** What of a table tells its versions. */
type Versions = {
  readonly identity: TableIdentity
  readonly metadataLocation: string
  readonly metadata: TableMetadata
}

/**
 * The snapshot that a version means; undefined for the current version of a table that was never written.
 * Throws MR3117 (no such snapshot), MR3130 (no such branch or tag), MR3131 (nothing published yet at that time).
 */
export const resolveVersion = (
  table: Versions,
  version: ReadVersion = { kind: 'current' },
): Snapshot | undefined => {
  const id = snapshotId(table, version)
  if (id === undefined) return undefined
  const found = table.metadata.snapshots.find((snapshot) => snapshot.snapshotId.toString() === id)
  if (found === undefined) throw failure('MR3117', { table: printIdentity(table.identity), snapshotId: id })
  return found
}

/**
 * The columns of a version: the current schema for the current version and for `main`, else the one that the
 * snapshot was written with. Throws as `resolveVersion` does, and MR3112 where the metadata lacks the schema.
 */
export const schemaAt = (table: Versions, version: ReadVersion = { kind: 'current' }): Schema => {
  const { schemas, currentSchemaId } = table.metadata
  const isMain = version.kind === 'current' || (version.kind === 'ref' && version.name === mainBranch)
  const wanted = isMain ? undefined : resolveVersion(table, version)?.schemaId
  const found = schemas.find((schema) => schema.schemaId === (wanted ?? currentSchemaId))
  if (found !== undefined) return found
  throw failure('MR3112', {
    location: table.metadataLocation,
    reason: `the schema ${wanted ?? currentSchemaId} is missing`,
  })
}

const mainBranch = 'main'

const snapshotId = (table: Versions, version: ReadVersion): string | undefined => {
  const { metadata } = table
  switch (version.kind) {
    case 'current':
      return metadata.currentSnapshotId?.toString()
    case 'snapshot':
      return version.id
    case 'ref':
      return refSnapshotId(table, version.name)
    case 'as-of': {
      const published = publishedAt(metadata, version.timestampMs)
      if (published !== undefined) return published.toString()
      const [first] = metadata.snapshotLog
      throw failure('MR3131', {
        table: printIdentity(table.identity),
        at: isoTime(version.timestampMs),
        oldest: first === undefined ? undefined : isoTime(first.timestampMs),
      })
    }
  }
}

const refSnapshotId = (table: Versions, name: string): string | undefined => {
  const { identity, metadata } = table
  // Own members only: a ref may have any name.
  const ref = Object.hasOwn(metadata.refs, name) ? metadata.refs[name]?.['snapshot-id'] : undefined
  if (typeof ref === 'bigint' || typeof ref === 'number') return ref.toString()
  // Old writers leave refs out: `main` is there all the same.
  if (name === mainBranch) return metadata.currentSnapshotId?.toString()
  const known = Object.keys(metadata.refs).toSorted()
  throw failure('MR3130', { table: printIdentity(identity), name, known, near: nearest(name, known) })
}

// By the log and not by the snapshots' own times: a rollback publishes an old snapshot again, and what a branch holds
// was never published. The last entry that is not later wins, as in Iceberg's SnapshotUtil.
const publishedAt = (metadata: TableMetadata, timestampMs: number): bigint | undefined =>
  metadata.snapshotLog.findLast((entry) => entry.timestampMs <= timestampMs)?.snapshotId

const isoTime = (timestampMs: number): string =>
  Math.abs(timestampMs) <= 8.64e15 ? new Date(timestampMs).toISOString() : `${timestampMs} ms`
