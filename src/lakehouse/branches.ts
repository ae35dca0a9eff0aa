import { nearest } from '../base/nearest.ts'
import { failure } from '../diagnostics/index.ts'
import { mainBranch } from './branch-name.ts'
import { printIdentity, type TableIdentity } from './catalogs/catalog.ts'
import type { TableMetadata } from './format/metadata.ts'
import { keepNameMapping } from './format/name-mapping.ts'
import { publishedSchema } from './branch-schema.ts'
import { ancestry, headOf, isAncestor } from './head.ts'
import type { Lakehouse } from './lakehouse.ts'
import { loadTableOrDraft, type Table } from './table.ts'
import { type MetadataUpdate, updateTables } from './update-table.ts'

/** What one table has on a branch. */
export type BranchOfTable = {
  readonly identity: TableIdentity
  readonly snapshotId: string
  /** Commits that `main` does not have. */
  readonly ahead: number
  /** True where `main` has moved since the branch left it, so that the branch cannot be published as it is. */
  readonly diverged: boolean
  /** Milliseconds since 1970. */
  readonly updatedAtMs: number
  readonly rejected?: string
}

export type Branch = { readonly name: string; readonly tables: readonly BranchOfTable[] }

/** All branches but `main`, over all tables, sorted by name. */
export const listBranches = async (
  lakehouse: Lakehouse,
  signal?: AbortSignal,
): Promise<readonly Branch[]> => {
  const branches = new Map<string, BranchOfTable[]>()
  for (const identity of await lakehouse.catalog.list(undefined, signal)) {
    const table = await loadTableOrDraft(lakehouse, identity, signal)
    for (const name of branchNames(table)) {
      const found = table && branchOfTable(table, name)
      if (found !== undefined) branches.set(name, [...(branches.get(name) ?? []), found])
    }
  }
  return [...branches]
    .map(([name, tables]) => ({ name, tables }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const branchNames = (table: Table | undefined): readonly string[] =>
  Object.entries(table?.metadata.refs ?? {}).flatMap(([name, ref]) =>
    name !== mainBranch && ref['type'] === 'branch' ? [name] : [],
  )

const branchOfTable = (table: Table, name: string): BranchOfTable | undefined => {
  const { snapshot } = headOf(table, name)
  if (snapshot === undefined) return undefined
  const main = table.metadata.currentSnapshotId
  const onMain = new Set(ancestry(table, main).map(({ snapshotId }) => snapshotId))
  const own = ancestry(table, snapshot.snapshotId).filter(({ snapshotId }) => !onMain.has(snapshotId))
  const rejected = snapshot.summary['millrace.rejected']
  return {
    identity: table.identity,
    snapshotId: String(snapshot.snapshotId),
    ahead: own.length,
    diverged: !isAncestor(table, main, snapshot.snapshotId),
    updatedAtMs: snapshot.timestampMs,
    ...(rejected === undefined ? {} : { rejected }),
  }
}

/** The branch of this name. Throws MR3160, with the nearest name, where no table has it. */
export const findBranch = async (
  lakehouse: Lakehouse,
  name: string,
  signal?: AbortSignal,
): Promise<Branch> => {
  const branches = await listBranches(lakehouse, signal)
  const found = branches.find((branch) => branch.name === name)
  if (found !== undefined) return found
  const known = branches.map((branch) => branch.name)
  throw failure('MR3160', { name, known, near: nearest(name, known) })
}

/**
 * Moves `main` of every table that has the branch to the branch's head, and removes the branch, all in one
 * transaction with `also`. Columns, partitioning and order that the branch brought become the table's own.
 * Throws MR3160 (no such branch) and MR3161 where `main` of a table has moved since, or its columns have become others
 * than the branch knows; then nothing has changed.
 */
export const publishBranch = async (
  lakehouse: Lakehouse,
  name: string,
  options: { readonly also?: () => void; readonly signal?: AbortSignal } = {},
): Promise<readonly Table[]> => {
  const { tables } = await findBranch(lakehouse, name, options.signal)
  const identities = tables.map(({ identity }) => identity)
  return updateTables(lakehouse, identities, (table) => published(table, name), options)
}

const published = (table: Table, name: string): MetadataUpdate => {
  const { metadata } = table
  const head = headOf(table, name)
  if (!head.exists || head.snapshot === undefined) return { kind: 'keep' }
  const { snapshotId, timestampMs } = head.snapshot
  const schema = publishedSchema(table, head)
  if (!isAncestor(table, metadata.currentSnapshotId, snapshotId) || schema === undefined)
    throw failure('MR3161', { table: printIdentity(table.identity), branch: name })
  const refs = withoutRef(metadata.refs, name)
  if (snapshotId === metadata.currentSnapshotId) return { kind: 'change', metadata: { ...metadata, refs } }
  return {
    kind: 'change',
    metadata: {
      ...metadata,
      currentSchemaId: schema.schemaId,
      properties: keepNameMapping(metadata.properties, schema.fields),
      defaultSpecId: head.specId,
      defaultSortOrderId: head.sortOrder.orderId,
      currentSnapshotId: snapshotId,
      snapshotLog: [
        ...metadata.snapshotLog,
        { timestampMs: Math.max(timestampMs, metadata.lastUpdatedMs), snapshotId },
      ],
      refs: {
        ...refs,
        [mainBranch]: { ...refs[mainBranch], 'snapshot-id': snapshotId, type: 'branch' },
      },
    },
  }
}

/**
 * Removes a branch from all tables, in one transaction with `also`; tables that were never published and have no
 * other branch are forgotten. Files stay until they expire. Throws MR3160.
 */
export const dropBranch = async (
  lakehouse: Lakehouse,
  name: string,
  options: { readonly also?: () => void; readonly signal?: AbortSignal } = {},
): Promise<Branch> => {
  const branch = await findBranch(lakehouse, name, options.signal)
  const identities = branch.tables.map(({ identity }) => identity)
  await updateTables(
    lakehouse,
    identities,
    ({ metadata, draft }) => {
      const refs = withoutRef(metadata.refs, name)
      if (draft && Object.keys(refs).length === 0) return { kind: 'drop' }
      return { kind: 'change', metadata: { ...metadata, refs } }
    },
    options,
  )
  return branch
}

const withoutRef = (refs: TableMetadata['refs'], name: string): TableMetadata['refs'] =>
  Object.fromEntries(Object.entries(refs).filter(([each]) => each !== name))
