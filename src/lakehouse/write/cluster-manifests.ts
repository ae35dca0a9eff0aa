import { specOf, typedPartition } from '../files.ts'
import { deserialize } from '../format/bounds.ts'
import type { ManifestEntry } from '../format/data-file.ts'
import type { ManifestListEntry } from '../format/manifest-list.ts'
import type { TypedPartitionField } from '../format/partition-avro.ts'
import { compareValues } from '../format/value.ts'
import type { Lakehouse } from '../lakehouse.ts'
import {
  groupManifests,
  liveEntries,
  type Merging,
  targetSizeBytes,
  writeExisting,
} from './merge-manifests.ts'

// So many manifest files of target size are in memory at once; entries are in order of partition within them.
const filesInMemory = 4

/**
 * Writes manifest files anew, in files of the target size with neighbouring partitions together, so that a reader of
 * some partitions can skip most of them. A group that is as small as it can be is left alone.
 */
export const clusterManifests = async (
  lakehouse: Lakehouse,
  { table, manifests, writer }: Merging,
  signal: AbortSignal | undefined,
): Promise<readonly ManifestListEntry[]> => {
  const target = targetSizeBytes(table)
  const result: ManifestListEntry[] = []
  let written = 0
  for (const group of groupManifests(manifests)) {
    if (!canShrink(group, target)) {
      result.push(...group)
      continue
    }
    const [first] = group
    const partition = first === undefined ? [] : typedPartition(table, specOf(table, first.specId))
    for (const batch of batches(group.toSorted(byLowestPartition(partition)), target * filesInMemory)) {
      const [like] = batch
      if (like === undefined) continue
      const entries = (await liveEntries(lakehouse, table, batch, signal)).toSorted(byPartition)
      const perFile = Math.max(1, Math.floor(target / bytesPerEntry(batch)))
      for (let from = 0; from < entries.length; from += perFile) {
        written += 1
        const name = `${writer.prefix}-clustered${written}.avro`
        const part = entries.slice(from, from + perFile)
        result.push(await writeExisting({ table, like, entries: part, target: { writer, name } }))
      }
    }
  }
  return result
}

/** True where the manifest files of one spec and content could be fewer. */
export const canShrink = (group: readonly ManifestListEntry[], targetBytes: number): boolean =>
  group.length > Math.ceil(group.reduce((sum, { lengthBytes }) => sum + Number(lengthBytes), 0) / targetBytes)

const batches = (
  manifests: readonly ManifestListEntry[],
  mostBytes: number,
): readonly (readonly ManifestListEntry[])[] => {
  const found: ManifestListEntry[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const manifest of manifests) {
    const length = Number(manifest.lengthBytes)
    if (size + length > mostBytes) {
      found.push([manifest])
      size = length
    } else {
      found.at(-1)?.push(manifest)
      size += length
    }
  }
  return found
}

const bytesPerEntry = (manifests: readonly ManifestListEntry[]): number => {
  const bytes = manifests.reduce((sum, { lengthBytes }) => sum + Number(lengthBytes), 0)
  const entries = manifests.reduce(
    (sum, { addedFiles, existingFiles, deletedFiles }) => sum + addedFiles + existingFiles + deletedFiles,
    0,
  )
  return bytes / Math.max(1, entries)
}

/** By the lowest values of their partitions; those of which none is known come first. */
const byLowestPartition =
  (partition: readonly TypedPartitionField[]) =>
  (a: ManifestListEntry, b: ManifestListEntry): number => {
    for (const [i, { type }] of partition.entries()) {
      const [left, right] = [a, b].map(({ partitions }) => {
        const bytes = partitions[i]?.lowerBound
        return bytes === undefined ? undefined : deserialize(type, bytes)
      })
      if (left === undefined && right === undefined) continue
      if (left === undefined) return -1
      if (right === undefined) return 1
      const order = compareValues(left, right)
      if (order !== 0) return order
    }
    return 0
  }

const byPartition = (a: ManifestEntry, b: ManifestEntry): number => {
  for (const [i, left] of a.file.partition.entries()) {
    const right = b.file.partition[i] ?? null
    if (left === null && right === null) continue
    if (left === null) return -1
    if (right === null) return 1
    const order = compareValues(left, right)
    if (order !== 0) return order
  }
  return 0
}
