import { MillraceError } from '../../diagnostics/index.ts'
import { listManifests, loadManifest } from '../files.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { publish } from '../publish.ts'
import { type ReadVersion, resolveVersion, schemaAt } from '../read-version.ts'
import { planScan } from '../scan/plan.ts'
import type { PlannedFile } from '../scan/scan-file.ts'
import type { Table } from '../table.ts'
import type { TableChange } from '../write/change.ts'
import { stageCommit } from '../write/commit.ts'
import type { Layout } from '../write/layout.ts'
import { existingTable } from './change-table.ts'
import { deletePaths } from './delete-files.ts'
import type { FileGroup } from './plan-compaction.ts'
import type { RewrittenGroup } from './rewrite-group.ts'

export type GroupsCommit = {
  /** The version whose files were rewritten. */
  readonly table: Table
  readonly version: ReadVersion
  readonly branch: string
  readonly layout: Layout
  readonly runId: string
  readonly commitId: string
}

type Committed = {
  /** Absent where no group could be committed. */
  readonly done?: {
    readonly snapshotId: string
    readonly removedDeleteFiles: number
    readonly groups: readonly RewrittenGroup[]
  }
  /** Groups whose files somebody replaced, or deleted rows of, since they were read. */
  readonly stale: readonly FileGroup[]
}

const mostAttempts = 20

/**
 * Puts the new files of groups in the place of the old ones, in one commit on the present version of the table.
 * Delete files that no remaining data file needs leave with them. Throws MR3110 where too many others were first.
 */
export const commitGroups = async (
  lakehouse: Lakehouse,
  commit: GroupsCommit,
  groups: readonly RewrittenGroup[],
  signal: AbortSignal | undefined,
): Promise<Committed> => {
  let turn: Disposable | undefined
  try {
    for (let attempt = 1; ; attempt++) {
      const present = await existingTable(lakehouse, commit.table.identity, signal)
      const files = await presentFiles(lakehouse, commit, present, signal)
      const valid = groups.filter(({ group }) => group.files.every((file) => isUnchanged(file, files)))
      const stale = groups.filter((each) => !valid.includes(each)).map(({ group }) => group)
      if (valid.length === 0) return { stale }
      const replaced = new Set(valid.flatMap(({ group }) => group.files.map(({ file }) => file.path)))
      const needed = new Set(
        [...files.values()].flatMap(({ file, deletes }) =>
          replaced.has(file.path) ? [] : deletes.map((each) => each.file.path),
        ),
      )
      const dangling = (await deleteFiles(lakehouse, commit, present, signal)).filter(
        (path) => !needed.has(path),
      )
      const change = changeOf(commit, present, { valid, locations: new Set([...replaced, ...dangling]) })
      const staged = await stageCommit(lakehouse, change, present, { signal })
      if (staged.kind !== 'staged') return { stale }
      try {
        await publish(lakehouse, [staged])
        for (const { keep } of valid) keep()
        return {
          done: { snapshotId: staged.snapshotId, removedDeleteFiles: dangling.length, groups: valid },
          stale,
        }
      } catch (cause) {
        const code = cause instanceof MillraceError ? cause.diagnostic.code : undefined
        // Nobody knows whether the table names these files now.
        if (code === 'MR3280') for (const { keep } of valid) keep()
        else await deletePaths(lakehouse, staged.metadataFiles)
        if (code !== 'MR3110' || attempt >= mostAttempts) throw cause
        turn ??= await lakehouse.turns.take([commit.table.identity], signal)
      }
    }
  } finally {
    turn?.[Symbol.dispose]()
  }
}

/** The live files of the branch by location; none where the table is another one by now. */
const presentFiles = async (
  lakehouse: Lakehouse,
  { table, version }: GroupsCommit,
  present: Table,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, PlannedFile>> => {
  if (present.metadata.tableUuid !== table.metadata.tableUuid) return new Map()
  const snapshot = resolveVersion(present, version)
  const { fields } = schemaAt(present, version)
  const files = await planScan(lakehouse, present, { snapshot, fields, filter: [] }, signal)
  return new Map(files.map((file) => [file.file.path, file]))
}

/** True where a file is still there, with the deletes that were applied when it was rewritten and no others. */
const isUnchanged = (read: PlannedFile, files: ReadonlyMap<string, PlannedFile>): boolean => {
  const deletes = files.get(read.file.path)?.deletes.map(({ file }) => file.path)
  return (
    deletes?.length === read.deletes.length && read.deletes.every(({ file }) => deletes.includes(file.path))
  )
}

const deleteFiles = async (
  lakehouse: Lakehouse,
  { version }: GroupsCommit,
  present: Table,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> => {
  const snapshot = resolveVersion(present, version)
  if (snapshot === undefined) return []
  const found: string[] = []
  for (const listed of await listManifests(lakehouse, present, String(snapshot.snapshotId), signal)) {
    if (listed.content !== 'deletes') continue
    const { entries } = await loadManifest(lakehouse, present, listed, signal)
    for (const { status, file } of entries) if (status !== 'deleted') found.push(file.path)
  }
  return found
}

const changeOf = (
  { branch, layout, version, runId, commitId }: GroupsCommit,
  present: Table,
  {
    valid,
    locations,
  }: { readonly valid: readonly RewrittenGroup[]; readonly locations: ReadonlySet<string> },
): TableChange => {
  const readSnapshotId = resolveVersion(present, version)?.snapshotId
  return {
    identity: present.identity,
    branch,
    operation: 'replace',
    location: present.metadata.location,
    layout,
    setsSchema: false,
    setsSpec: false,
    setsOrder: false,
    added: valid.flatMap(({ added }) => added),
    removes: { kind: 'files', locations },
    reads: { kind: 'nothing' },
    ...(readSnapshotId === undefined ? {} : { readSnapshotId }),
    properties: {},
    summary: {},
    runId,
    commitId,
  }
}
