import { randomBytes } from 'node:crypto'
import type { ManifestListEntry } from '../format/manifest-list.ts'
import type { Snapshot } from '../format/snapshot.ts'
import { contentProperty, contentVersion } from '../content-version.ts'
import { listManifests } from '../files.ts'
import { mainBranch } from '../branch-name.ts'
import { headOf, orderProperty, specProperty } from '../head.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { fromLocation } from '../location.ts'
import { refuseTag } from '../refs.ts'
import { snapshotOf, type Table } from '../table.ts'
import type { TableChange } from './change.ts'
import type { Merging } from './merge-manifests.ts'
import { type ManifestWriter, removeFiles, writeAdded } from './manifests.ts'
import { openMetadataFolder, putMetadata } from './metadata-file.ts'
import { nextMetadata } from './next-metadata.ts'
import type { StagedCommit } from './staged-commit.ts'
import { summarize } from './summary.ts'

/**
 * Bases a change on a version of its table: writes manifest files, manifest list and metadata of a new snapshot. They
 * are durable when this returns, and belong to nobody until the catalog's pointer moves. On failure and abort they
 * are removed; the data files of the change are left to the caller. `parent` is the snapshot to follow instead of the
 * branch's head: `none` starts with no rows.
 */
export const stageCommit = async (
  lakehouse: Lakehouse,
  change: TableChange,
  table: Table | undefined,
  options: { readonly parent?: bigint | 'none'; readonly signal?: AbortSignal | undefined } = {},
): Promise<StagedCommit> => {
  const { signal } = options
  const { location, layout, added, branch, removes } = change
  if (table !== undefined) refuseTag(table, branch)
  const folder = await openMetadataFolder(lakehouse, location, signal)
  try {
    const before =
      table === undefined || options.parent === 'none'
        ? undefined
        : options.parent === undefined
          ? headOf(table, branch).snapshot
          : snapshotOf(table, String(options.parent))
    const snapshotId = newSnapshotId(table)
    const sequenceNumber = (table?.metadata.lastSequenceNumber ?? 0n) + 1n
    const writer: ManifestWriter = { put: folder.put, prefix: lakehouse.uuid(), snapshotId, sequenceNumber }
    const earlier =
      table === undefined || before === undefined
        ? []
        : await listManifests(lakehouse, table, String(before.snapshotId), signal)
    const kept =
      table === undefined
        ? { manifests: [], removed: [] }
        : await removeFiles(lakehouse, { table, manifests: earlier, removes, writer }, signal)
    const fresh = added.length === 0 ? [] : [await writeAdded(layout, added, writer)]
    const manifests: readonly ManifestListEntry[] = [
      ...fresh,
      ...(table === undefined
        ? []
        : await tidyManifests(lakehouse, change, { table, manifests: kept.manifests, writer }, signal)),
    ]
    // What was the first write when it was prepared may find rows to replace by now.
    const replaces = kept.removed.length > 0 && change.operation === 'append'
    const operation = replaces ? 'overwrite' : change.operation
    const { summary, counts } = summarize({
      operation,
      added: { specId: layout.spec.specId, files: added },
      removed: kept.removed,
      manifests,
      before: before?.summary ?? { 'total-files-size': '0' },
    })
    const parent = before === undefined ? {} : { parentSnapshotId: before.snapshotId }
    const { writeManifestList } = await import('../format/manifest-list.ts')
    // What the write itself does not change stays as the branch has it by now, which may be newer than the rows.
    const head = table === undefined ? undefined : headOf(table, branch)
    const specId = change.setsSpec ? layout.spec.specId : (head?.specId ?? layout.spec.specId)
    const orderId = change.setsOrder ? layout.sortOrder.orderId : head?.sortOrder.orderId
    const snapshot: Snapshot = {
      snapshotId,
      ...parent,
      sequenceNumber,
      timestampMs: Math.max(lakehouse.now(), table?.metadata.lastUpdatedMs ?? 0),
      manifestList: await folder.put(
        `snap-${snapshotId}-1-${writer.prefix}.avro`,
        writeManifestList({ snapshotId, ...parent, sequenceNumber }, manifests),
      ),
      summary: {
        ...summary,
        ...change.summary,
        ...(table !== undefined && before !== undefined && change.operation === 'replace'
          ? { [contentProperty]: contentVersion(table, before) }
          : {}),
        ...(branch === mainBranch
          ? {}
          : { [specProperty]: String(specId), [orderProperty]: String(orderId ?? layout.sortOrder.orderId) }),
        'millrace.run-id': change.runId,
        'millrace.commit-id': change.commitId,
      },
      schemaId: change.setsSchema || head === undefined ? layout.schema.schemaId : head.schema.schemaId,
      rest: {},
    }
    const metadata = nextMetadata(table, { change, snapshot, tableUuid: lakehouse.uuid() })
    const next = await putMetadata(lakehouse, table, metadata, folder)
    const root = await fromLocation(lakehouse.storage, location)
    return {
      kind: 'staged',
      identity: change.identity,
      change,
      ...(table === undefined ? {} : { base: table }),
      next,
      snapshotId: String(snapshotId),
      operation,
      ...counts,
      dataFiles: added.map(({ path }) => root + path.slice(location.length)),
      metadataFiles: [...folder.files],
    }
  } catch (cause) {
    await folder.discard()
    throw cause
  }
}

// Loaded where there is something to do: most commits add to a table with few manifest files.
const tidyManifests = async (
  lakehouse: Lakehouse,
  { clustersManifests }: TableChange,
  merging: Merging,
  signal: AbortSignal | undefined,
): Promise<readonly ManifestListEntry[]> => {
  if (clustersManifests === true) {
    const { clusterManifests } = await import('./cluster-manifests.ts')
    return clusterManifests(lakehouse, merging, signal)
  }
  if (merging.manifests.length < 2) return merging.manifests
  const { mergeManifests } = await import('./merge-manifests.ts')
  return mergeManifests(lakehouse, merging, signal)
}

/** Random and positive, as the reference implementation makes them. */
const newSnapshotId = (table: Table | undefined): bigint => {
  for (;;) {
    const id = randomBytes(8).readBigUInt64BE() & 0x7fff_ffff_ffff_ffffn
    if (id > 0n && !table?.metadata.snapshots.some(({ snapshotId }) => snapshotId === id)) return id
  }
}
