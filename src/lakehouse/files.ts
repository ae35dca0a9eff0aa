import { printIdentity } from './catalogs/catalog.ts'
import type { ManifestEntry } from './format/data-file.ts'
import type { ManifestListEntry } from './format/manifest-list.ts'
import type { TypedPartitionField } from './format/partition-avro.ts'
import { type PartitionSpec, partitionType } from './format/partition-spec.ts'
import { failure } from '../diagnostics/index.ts'
import type { Lakehouse } from './lakehouse.ts'
import { readable, readLocation, schemaOf, snapshotOf, type Table } from './table.ts'

/** A manifest file of a snapshot with its entries. */
export type LoadedManifest = {
  readonly listed: ManifestListEntry
  readonly spec: PartitionSpec
  readonly partition: readonly TypedPartitionField[]
  readonly entries: readonly ManifestEntry[]
}

/** What a snapshot's manifest list names; nothing where the table was never written. */
export const listManifests = async (
  lakehouse: Lakehouse,
  table: Table,
  snapshotId?: string,
  signal?: AbortSignal,
): Promise<readonly ManifestListEntry[]> => {
  const snapshot = snapshotOf(table, snapshotId)
  if (snapshot === undefined) return []
  const bytes = await readLocation(lakehouse, snapshot.manifestList, signal)
  // Loaded here: most commands look at a table's metadata only, and need no Avro.
  const { readManifestList } = await import('./format/manifest-list.ts')
  return readable(snapshot.manifestList, () => readManifestList(bytes))
}

export const loadManifest = async (
  lakehouse: Lakehouse,
  table: Table,
  listed: ManifestListEntry,
  signal?: AbortSignal,
): Promise<LoadedManifest> => {
  const bytes = await readLocation(lakehouse, listed.path, signal)
  const { readManifestFile } = await import('./format/manifest-file.ts')
  return readable(listed.path, () => {
    const spec = specOf(table, listed.specId)
    const partition = typedPartition(table, spec)
    return { listed, spec, partition, entries: readManifestFile(bytes, listed, partition) }
  })
}

export const specOf = (table: Table, specId: number): PartitionSpec => {
  const spec = table.metadata.partitionSpecs.find((each) => each.specId === specId)
  if (spec !== undefined) return spec
  throw failure('MR3112', { location: table.metadataLocation, reason: `partition spec ${specId} is missing` })
}

/** A spec's fields with their types; a column that was dropped since is found in the older schemas. */
export const typedPartition = (table: Table, spec: PartitionSpec): readonly TypedPartitionField[] => {
  const schemas = [schemaOf(table), ...table.metadata.schemas.toReversed()]
  return spec.fields.map((field) => ({ field, type: partitionType(field, schemas) }))
}

/** The data files of a snapshot. Throws MR3114 where another engine's delete files apply to them. */
export const liveFiles = async (
  lakehouse: Lakehouse,
  table: Table,
  snapshotId?: string,
  signal?: AbortSignal,
): Promise<readonly ManifestEntry[]> => {
  const manifests = await listManifests(lakehouse, table, snapshotId, signal)
  const live: ManifestEntry[] = []
  for (const listed of manifests) {
    if (listed.addedFiles + listed.existingFiles === 0) continue
    if (listed.content === 'deletes') throw failure('MR3114', { table: printIdentity(table.identity) })
    const { entries } = await loadManifest(lakehouse, table, listed, signal)
    for (const entry of entries) if (entry.status !== 'deleted') live.push(entry)
  }
  return live
}
