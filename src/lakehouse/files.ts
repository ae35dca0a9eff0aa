import type { LoadedEntry } from './format/data-file.ts'
import { printPrimitive } from './format/iceberg-type.ts'
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
  readonly entries: readonly LoadedEntry[]
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
): Promise<LoadedManifest> => manifestLoader(lakehouse, table)(listed, signal)

/** As `loadManifest`, for many manifest files of one table. */
export const manifestLoader = (
  lakehouse: Lakehouse,
  table: Table,
): ((listed: ManifestListEntry, signal: AbortSignal | undefined) => Promise<LoadedManifest>) => {
  const known = new Map<number, Pick<LoadedManifest, 'spec' | 'partition'> & { readonly key: string }>()
  const contextOf = (specId: number) => {
    const found = known.get(specId)
    if (found !== undefined) return found
    const spec = specOf(table, specId)
    const partition = typedPartition(table, spec)
    // The same bytes mean other values once a partition column was widened.
    const made = { spec, partition, key: partition.map(({ type }) => printPrimitive(type)).join() }
    known.set(specId, made)
    return made
  }
  return async (listed, signal) => {
    const { spec, partition, key } = readable(listed.path, () => contextOf(listed.specId))
    const cached = lakehouse.cache.manifests.get(`${listed.path}\n${key}`)
    if (cached !== undefined) return { listed, spec, partition, entries: cached }
    const bytes = await readLocation(lakehouse, listed.path, signal)
    const { readManifestFile } = await import('./format/manifest-file.ts')
    const entries = readable(listed.path, () => readManifestFile(bytes, listed, partition))
    lakehouse.cache.manifests.set(`${listed.path}\n${key}`, entries, weightOf(bytes, entries))
    return { listed, spec, partition, entries }
  }
}

// Manifest files are compressed ten- to twentyfold.
const weightOf = (bytes: Uint8Array, entries: readonly LoadedEntry[]): number =>
  20 * bytes.length + 1000 * entries.length

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
