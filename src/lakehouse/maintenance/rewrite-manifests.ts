import type { TableIdentity } from '../catalogs/catalog.ts'
import { listManifests } from '../files.ts'
import { mainBranch } from '../branch-name.ts'
import { headOf } from '../head.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { publishOrDiscard } from '../publish.ts'
import { canShrink } from '../write/cluster-manifests.ts'
import type { TableChange } from '../write/change.ts'
import { stageCommit } from '../write/commit.ts'
import { groupManifests, targetSizeBytes } from '../write/merge-manifests.ts'
import { unchangedLayout } from '../write/unchanged-layout.ts'
import { existingTable } from './change-table.ts'

export type RewriteManifestsRequest = {
  readonly identity: TableIdentity
  readonly branch?: string
  readonly dryRun?: boolean
  readonly runId: string
  readonly commitId: string
}

export type RewriteManifestsOutcome = {
  /** Manifest files before and after; after is undefined in a dry run that would change them. */
  readonly before: number
  readonly after?: number
  readonly snapshotId?: string
}

/**
 * Writes the manifest files of a branch anew: few of the target size, with neighbouring partitions together. No row
 * and no data file changes, and nothing that others commit meanwhile is in conflict with it. Throws MR3213.
 */
export const rewriteManifests = async (
  lakehouse: Lakehouse,
  request: RewriteManifestsRequest,
  signal?: AbortSignal,
): Promise<RewriteManifestsOutcome> => {
  const { identity, branch = mainBranch } = request
  const table = await existingTable(lakehouse, identity, signal)
  const { snapshot } = headOf(table, branch)
  if (snapshot === undefined) return { before: 0, after: 0 }
  const manifests = await listManifests(lakehouse, table, String(snapshot.snapshotId), signal)
  const before = manifests.length
  if (!groupManifests(manifests).some((group) => canShrink(group, targetSizeBytes(table))))
    return { before, after: before }
  if (request.dryRun === true) return { before }
  const change: TableChange = {
    identity,
    branch,
    operation: 'replace',
    location: table.metadata.location,
    layout: unchangedLayout(table, branch),
    setsSchema: false,
    setsSpec: false,
    setsOrder: false,
    added: [],
    removes: { kind: 'nothing' },
    reads: { kind: 'nothing' },
    clustersManifests: true,
    readSnapshotId: snapshot.snapshotId,
    properties: {},
    summary: {},
    runId: request.runId,
    commitId: request.commitId,
  }
  const staged = await stageCommit(lakehouse, change, table, { signal })
  const published = await publishOrDiscard(lakehouse, staged, {}, signal)
  if (published.kind !== 'staged') return { before, after: before }
  const after = await listManifests(lakehouse, { identity, ...published.next }, published.snapshotId, signal)
  return { before, after: after.length, snapshotId: published.snapshotId }
}
