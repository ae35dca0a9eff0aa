import { stableJson } from '../../base/stable-json.ts'
import { Bug } from '../../base/bug.ts'
import { partitionKey } from '../format/partition-key.ts'
import { type PartitionSpec, partitionFieldToJson } from '../format/partition-spec.ts'
import { planSpec } from '../format/plan-spec.ts'
import { allFields, type Schema, schemaToJson } from '../format/schema.ts'
import { listManifests, loadManifest } from '../files.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { schemaOf, type Table } from '../table.ts'
import type { Removal, TableChange } from './change.ts'
import type { Layout } from './layout.ts'
import type { StagedCommit } from './staged-commit.ts'

type Staged = Extract<StagedCommit, { kind: 'staged' }>

type Onto = {
  /** The table as it is by now. */
  readonly table: Table | undefined
  /** The last column that it had before any write of the job. */
  readonly lastColumnId: number
}

/**
 * The change of a rejected write as it is kept beside `main`: no reader of `main` may notice it. Its schema gets an id
 * that is free by now. Its files are partitioned by columns of `main` only, for Iceberg's reference implementation
 * looks the sources of every spec up in the current schema, and opens no table where one is missing
 * (apache/iceberg#10234); the values of other columns are in the files all the same.
 */
export const rejectedChange = async (
  lakehouse: Lakehouse,
  commit: Staged,
  { table, lastColumnId }: Onto,
  signal: AbortSignal | undefined,
): Promise<TableChange> => {
  // An earlier attempt of the same job may have left a branch of this name: nothing of it counts.
  const change = { ...commit.change, setsSchema: true, setsSpec: true, setsOrder: true }
  if (table === undefined) return change
  const schema = withFreeId(table, change.layout.schema)
  const layout = { ...change.layout, schema }
  if (table.metadata.partitionSpecs.some((spec) => isSameSpec(spec, layout.spec)))
    return { ...change, layout }
  const known = new Set(
    allFields(schemaOf(table).fields).flatMap(({ field: { id } }) => (id <= lastColumnId ? [id] : [])),
  )
  const { spec, kept, lastPartitionId } = planKnown(table, layout, known)
  return {
    ...change,
    layout: {
      ...layout,
      spec,
      partition: spec.fields.flatMap((field, i) => {
        const type = layout.partition[kept[i] ?? -1]?.type
        return type === undefined ? [] : [{ field, type }]
      }),
      lastPartitionId,
    },
    added: change.added.map((file) => ({
      ...file,
      partition: kept.map((index) => file.partition[index] ?? null),
    })),
    removes: await removedFiles(lakehouse, commit, signal),
  }
}

/** Another writer may have made a schema since, and given it the id that this write meant for its own. */
const withFreeId = (table: Table, schema: Schema): Schema => {
  const { schemas } = table.metadata
  const taken = schemas.find(({ schemaId }) => schemaId === schema.schemaId)
  if (taken === undefined || stableJson(schemaToJson(taken)) === stableJson(schemaToJson(schema)))
    return schema
  return { ...schema, schemaId: Math.max(...schemas.map(({ schemaId }) => schemaId)) + 1 }
}

const isSameSpec = (a: PartitionSpec, b: PartitionSpec): boolean =>
  a.specId === b.specId &&
  stableJson(a.fields.map(partitionFieldToJson)) === stableJson(b.fields.map(partitionFieldToJson))

/** A spec of those fields of the layout whose sources are known, and their places among all fields. */
const planKnown = (
  { metadata }: Table,
  { spec, schema }: Layout,
  known: ReadonlySet<number>,
): { readonly spec: PartitionSpec; readonly kept: readonly number[]; readonly lastPartitionId: number } => {
  const history = { schema, specs: metadata.partitionSpecs, lastPartitionId: metadata.lastPartitionId }
  const kept = spec.fields.flatMap(({ sourceId }, i) => (known.has(sourceId) ? [i] : []))
  const wanted = spec.fields.filter(({ sourceId }) => known.has(sourceId))
  const planned = planSpec(wanted, history)
  if (planned.kind === 'planned') return { ...planned, kept }
  // Another writer has taken a name since. Without partitions rows are found as well.
  const plain = planSpec([], history)
  if (plain.kind !== 'planned') throw new Bug('no partitions cannot be planned')
  return { ...plain, kept: [] }
}

/** What leaves, told by files: those of an earlier write of the job lie in other partitions by now. */
const removedFiles = async (
  lakehouse: Lakehouse,
  { identity, base, change: { removes, readSnapshotId } }: Staged,
  signal: AbortSignal | undefined,
): Promise<Removal> => {
  if (removes.kind !== 'partitions') return removes
  if (base === undefined || readSnapshotId === undefined) return { kind: 'nothing' }
  const table = { identity, ...base }
  const keys = new Set(removes.partitions.map(partitionKey))
  const locations = new Set<string>()
  for (const listed of await listManifests(lakehouse, table, String(readSnapshotId), signal)) {
    if (listed.specId !== removes.specId || listed.content === 'deletes') continue
    const { entries } = await loadManifest(lakehouse, table, listed, signal)
    for (const { status, file } of entries)
      if (status !== 'deleted' && keys.has(partitionKey(file.partition))) locations.add(file.path)
  }
  return { kind: 'files', locations }
}
