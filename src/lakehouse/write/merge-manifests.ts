import { loadManifest, specOf, typedPartition } from '../files.ts'
import type { ManifestEntry } from '../format/data-file.ts'
import type { ManifestListEntry } from '../format/manifest-list.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { schemaOf, type Table } from '../table.ts'
import { type ManifestWriter, writeManifest } from './manifests.ts'

/** Manifest files of one version of a table, and the commit that they are merged for. */
export type Merging = {
  readonly table: Table
  readonly manifests: readonly ManifestListEntry[]
  readonly writer: ManifestWriter
}

/**
 * Merges small manifest files where a table has gathered too many: each commit adds one, and every reader opens all of
 * them. As Iceberg's own appends do, by the same properties: `commit.manifest-merge.enabled`,
 * `commit.manifest.min-count-to-merge` (100), `commit.manifest.target-size-bytes` (8 MB). The order stays.
 */
export const mergeManifests = async (
  lakehouse: Lakehouse,
  { table, manifests, writer }: Merging,
  signal: AbortSignal | undefined,
): Promise<readonly ManifestListEntry[]> => {
  const { properties } = table.metadata
  if (properties['commit.manifest-merge.enabled']?.toLowerCase() === 'false') return manifests
  const least = positive(properties['commit.manifest.min-count-to-merge'], 100)
  const merged: ManifestListEntry[] = []
  let written = 0
  for (const group of groupManifests(manifests)) {
    // The commit adds one more. What it has just written itself is left to the next.
    const mergeable = group.filter(({ addedSnapshotId }) => addedSnapshotId !== writer.snapshotId)
    if (mergeable.length + 1 < least) {
      merged.push(...group)
      continue
    }
    merged.push(...group.filter((manifest) => !mergeable.includes(manifest)))
    for (const bin of packFromEnd(mergeable, targetSizeBytes(table))) {
      const [first] = bin
      if (first === undefined) continue
      if (bin.length === 1) {
        merged.push(first)
        continue
      }
      written += 1
      const entries = await liveEntries(lakehouse, table, bin, signal)
      const target = { writer, name: `${writer.prefix}-merged${written}.avro` }
      merged.push(await writeExisting({ table, like: first, entries, target }))
    }
  }
  return merged
}

/** The size that a table wants its manifest files to have. */
export const targetSizeBytes = ({ metadata }: Table): number =>
  positive(metadata.properties['commit.manifest.target-size-bytes'], 8 * 1024 * 1024)

/** Manifest files that may be merged: of one partition spec, and of data or of deletes. */
export const groupManifests = (
  manifests: readonly ManifestListEntry[],
): readonly (readonly ManifestListEntry[])[] => {
  const groups = new Map<string, ManifestListEntry[]>()
  for (const manifest of manifests) {
    const key = `${manifest.content} ${manifest.specId}`
    groups.set(key, [...(groups.get(key) ?? []), manifest])
  }
  return [...groups.values()]
}

/** Entries of files that the table still has, as they are in an earlier snapshot's manifests. */
export const liveEntries = async (
  lakehouse: Lakehouse,
  table: Table,
  manifests: readonly ManifestListEntry[],
  signal: AbortSignal | undefined,
): Promise<readonly ManifestEntry[]> => {
  const live: ManifestEntry[] = []
  for (const manifest of manifests) {
    const { entries } = await loadManifest(lakehouse, table, manifest, signal)
    for (const entry of entries) if (entry.status !== 'deleted') live.push(entry)
  }
  return live
}

type Writing = {
  readonly table: Table
  /** A manifest file of the same spec and content. */
  readonly like: ManifestListEntry
  readonly entries: readonly ManifestEntry[]
  readonly target: { readonly writer: ManifestWriter; readonly name: string }
}

/** Writes a manifest file of entries that an earlier snapshot had; nothing of them changes. */
export const writeExisting = async ({
  table,
  like,
  entries,
  target,
}: Writing): Promise<ManifestListEntry> => {
  const spec = specOf(table, like.specId)
  const context = {
    schema: schemaOf(table),
    spec,
    partition: typedPartition(table, spec),
    content: like.content,
  }
  return writeManifest(context, { existing: entries, deleted: [] }, target)
}

/** Neighbours in bins of the target size, so that only the first bin, of the newest, may be under-filled. */
const packFromEnd = (
  manifests: readonly ManifestListEntry[],
  targetBytes: number,
): readonly (readonly ManifestListEntry[])[] => {
  const bins: ManifestListEntry[][] = []
  let size = 0
  for (const manifest of manifests.toReversed()) {
    const length = Number(manifest.lengthBytes)
    const [current] = bins
    if (current === undefined || size + length > targetBytes) {
      bins.unshift([manifest])
      size = length
    } else {
      current.unshift(manifest)
      size += length
    }
  }
  return bins
}

const positive = (text: string | undefined, otherwise: number): number => {
  const value = Number(text)
  return text !== undefined && Number.isSafeInteger(value) && value > 0 ? value : otherwise
}
