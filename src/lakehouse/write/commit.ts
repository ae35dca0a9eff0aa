import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { TableIdentity } from '../catalogs/catalog.ts'
import type { DataFile } from '../format/data-file.ts'
import type { ManifestListEntry } from '../format/manifest-list.ts'
import { compressesMetadata, printMetadata } from '../format/metadata.ts'
import type { Snapshot } from '../format/snapshot.ts'
import { listManifests } from '../files.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { fromLocation } from '../location.ts'
import { snapshotOf, type Table } from '../table.ts'
import type { Layout } from './layout.ts'
import { type ManifestWriter, removeAll, writeAdded } from './manifests.ts'
import { nextMetadata } from './next-metadata.ts'
import type { StagedCommit } from './staged-commit.ts'
import { summarize } from './summary.ts'

export type CommitRequest = {
  readonly identity: TableIdentity
  readonly table: Table | undefined
  readonly location: string
  readonly layout: Layout
  /** Where the added files are, as an absolute path: removed where the commit cannot be prepared. */
  readonly folder: string
  readonly added: readonly DataFile[]
  /** True where all earlier rows go. */
  readonly replaces: boolean
  readonly properties: Readonly<Record<string, string>>
  readonly runId: string
  readonly commitId: string
}

/**
 * Writes manifest files, manifest list and metadata of a new snapshot. They are durable when this returns, and
 * belong to nobody until the catalog's pointer moves. On failure and abort they are removed, with the added files.
 */
export const stageCommit = async (
  lakehouse: Lakehouse,
  request: CommitRequest,
  signal: AbortSignal | undefined,
): Promise<StagedCommit> => {
  const { storage } = lakehouse
  const { table, location, layout } = request
  const root = await fromLocation(storage, location)
  const files: string[] = []
  const put = async (name: string, content: Uint8Array): Promise<string> => {
    const path = `${root}/metadata/${name}`
    await storage.put(path, content, { ifAbsent: true }, signal)
    files.push(path)
    return `${location}/metadata/${name}`
  }
  try {
    const snapshotId = newSnapshotId(table)
    const sequenceNumber = (table?.metadata.lastSequenceNumber ?? 0n) + 1n
    const writer: ManifestWriter = { put, prefix: lakehouse.uuid(), snapshotId, sequenceNumber }
    const before = table === undefined ? undefined : snapshotOf(table)
    const earlier = table === undefined ? [] : await listManifests(lakehouse, table, undefined, signal)
    const removal =
      table !== undefined && request.replaces
        ? await removeAll(lakehouse, table, earlier, writer, signal)
        : { manifests: [], removed: [] }
    const kept = request.replaces ? [] : earlier.filter(isLive)
    const added = request.added.length === 0 ? [] : [await writeAdded(layout, request.added, writer)]
    const manifests: readonly ManifestListEntry[] = [...added, ...kept, ...removal.manifests]
    const operation = before !== undefined && request.replaces ? 'overwrite' : 'append'
    const { summary, counts } = summarize({
      operation,
      added: { specId: layout.spec.specId, files: request.added },
      removed: removal.removed,
      manifests,
      before: request.replaces
        ? { 'total-files-size': '0' }
        : (before?.summary ?? { 'total-files-size': '0' }),
    })
    const parent = before === undefined ? {} : { parentSnapshotId: before.snapshotId }
    const { writeManifestList } = await import('../format/manifest-list.ts')
    const listName = `snap-${snapshotId}-1-${writer.prefix}.avro`
    const snapshot: Snapshot = {
      snapshotId,
      ...parent,
      sequenceNumber,
      timestampMs: Math.max(lakehouse.now(), table?.metadata.lastUpdatedMs ?? 0),
      manifestList: await put(
        listName,
        writeManifestList({ snapshotId, ...parent, sequenceNumber }, manifests),
      ),
      summary: { ...summary, 'millrace.run-id': request.runId, 'millrace.commit-id': request.commitId },
      schemaId: layout.schema.schemaId,
      rest: {},
    }
    const metadata = nextMetadata(table, { ...request, snapshot, tableUuid: lakehouse.uuid() })
    const version = table === undefined ? 0 : versionOf(table.metadataLocation) + 1
    const suffix = compressesMetadata(metadata.properties) ? '.gz.metadata.json' : '.metadata.json'
    const name = `${String(version).padStart(5, '0')}-${lakehouse.uuid()}${suffix}`
    const metadataLocation = await put(name, printMetadata(metadata))
    return {
      kind: 'staged',
      identity: request.identity,
      ...(table === undefined ? {} : { base: table.metadataLocation }),
      metadataLocation,
      snapshotId: String(snapshotId),
      operation,
      ...counts,
      files: [...request.added.map(({ path }) => root + path.slice(location.length)), ...files],
    }
  } catch (cause) {
    // Best effort, and not under the caller's signal: it may be what brought us here.
    await rm(request.folder, { recursive: true, force: true }).catch(() => undefined)
    for (const path of files) await storage.delete(path).catch(() => undefined)
    throw cause
  }
}

const isLive = (manifest: ManifestListEntry): boolean => manifest.addedFiles + manifest.existingFiles > 0

/** Random and positive, as the reference implementation makes them. */
const newSnapshotId = (table: Table | undefined): bigint => {
  for (;;) {
    const id = randomBytes(8).readBigUInt64BE() & 0x7fff_ffff_ffff_ffffn
    if (id > 0n && !table?.metadata.snapshots.some(({ snapshotId }) => snapshotId === id)) return id
  }
}

const versionOf = (metadataLocation: string): number =>
  Number(/\/v?(\d+)[^/]*$/.exec(metadataLocation)?.[1] ?? 0)
