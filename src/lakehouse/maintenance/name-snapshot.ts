import { failure } from '../../diagnostics/index.ts'
import { printIdentity, type TableIdentity } from '../catalogs/catalog.ts'
import { isBranchName, mainBranch } from '../branch-name.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { type TableRef, tableRefs, refToJson } from '../refs.ts'
import { snapshotOf, type Table } from '../table.ts'
import { changeTable } from './change-table.ts'

export type NewRef = Omit<TableRef, 'snapshotId'> & {
  /** Default: the current snapshot. */
  readonly snapshotId?: string
}

type DryRun = {
  /** Says what would be done, and refuses what would be refused. */
  readonly dryRun?: boolean
}

/**
 * Names a snapshot by a branch or a tag and says how long the name keeps what it needs. Throws MR3150 (the name is
 * taken or cannot be used), MR3117 (no such snapshot), MR3157 (a limit below 1).
 */
export const createRef = async (
  lakehouse: Lakehouse,
  identity: TableIdentity,
  { dryRun = false, ...wanted }: NewRef & DryRun,
  signal?: AbortSignal,
): Promise<TableRef> => {
  const { result } = await changeTable(
    lakehouse,
    identity,
    (table) => {
      const ref = newRef(table, wanted)
      const { metadata } = table
      if (dryRun) return { result: ref }
      return {
        metadata: { ...metadata, refs: { ...metadata.refs, [ref.name]: refToJson(ref) } },
        result: ref,
      }
    },
    signal,
  )
  return result
}

/** Forgets a branch or a tag; its snapshots stay until they expire. Throws MR3150. Returns what it was. */
export const dropRef = async (
  lakehouse: Lakehouse,
  identity: TableIdentity,
  { name, kind, dryRun = false }: Pick<TableRef, 'name' | 'kind'> & DryRun,
  signal?: AbortSignal,
): Promise<TableRef> => {
  const { result } = await changeTable(
    lakehouse,
    identity,
    ({ metadata }) => {
      if (name === mainBranch) return refused(identity, { name, kind }, 'main is the table')
      const ref = tableRefs(metadata).find((each) => each.name === name)
      if (ref === undefined) return refused(identity, { name, kind }, 'there is none of that name')
      if (ref.kind !== kind) return refused(identity, { name, kind }, `it is a ${ref.kind}`)
      if (dryRun) return { result: ref }
      const refs = Object.fromEntries(Object.entries(metadata.refs).filter(([each]) => each !== name))
      return { metadata: { ...metadata, refs }, result: ref }
    },
    signal,
  )
  return result
}

const newRef = (table: Table, { snapshotId, ...ref }: NewRef): TableRef => {
  const { identity, metadata } = table
  // A number would be taken for a snapshot's id.
  if (!isBranchName(ref.name) || /^\d+$/.test(ref.name))
    return refused(
      identity,
      ref,
      'a name has letters, digits and _, with . / - between them, and is no number',
    )
  const taken =
    ref.name === mainBranch ? 'branch' : tableRefs(metadata).find(({ name }) => name === ref.name)?.kind
  if (taken !== undefined) return refused(identity, ref, `there is a ${taken} of that name`)
  for (const [option, value] of [
    ['max-ref-age-ms', ref.maxRefAgeMs],
    ['max-snapshot-age-ms', ref.maxSnapshotAgeMs],
    ['min-snapshots-to-keep', ref.minSnapshotsToKeep],
  ] as const)
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0))
      throw failure('MR3157', { option, value: String(value), wanted: 'a whole number above 0' })
  if (ref.kind === 'tag' && (ref.maxSnapshotAgeMs ?? ref.minSnapshotsToKeep) !== undefined)
    return refused(identity, ref, 'a tag keeps one snapshot, so it has no limits for several')
  const snapshot = snapshotOf(table, snapshotId)
  if (snapshot === undefined) return refused(identity, ref, 'the table has no snapshot yet')
  return { ...ref, snapshotId: snapshot.snapshotId }
}

const refused = (
  identity: TableIdentity,
  { name, kind }: Pick<TableRef, 'name' | 'kind'>,
  reason: string,
): never => {
  throw failure('MR3150', { table: printIdentity(identity), kind, name, reason })
}
