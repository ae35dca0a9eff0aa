import { listManifests, loadManifest } from '../files.ts'
import type { TableMetadata } from '../format/metadata.ts'
import type { Lakehouse } from '../lakehouse.ts'
import type { Table } from '../table.ts'

/**
 * Every file that a table needs, by location: its metadata with the log of earlier ones, and of all snapshots the
 * manifest lists, manifests, data and delete files, and statistics. Throws MR3111, MR3112, MR3004 where one of those
 * that lead to others cannot be read.
 */
export const reachableFiles = async (
  lakehouse: Lakehouse,
  table: Table,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> => {
  const { metadata } = table
  const found = new Set([
    table.metadataLocation,
    ...metadata.metadataLog.map(({ metadataFile }) => metadataFile),
  ])
  for (const path of statisticsFiles(metadata)) found.add(path)
  const read = new Set<string>()
  for (const { snapshotId, manifestList } of metadata.snapshots) {
    found.add(manifestList)
    for (const listed of await listManifests(lakehouse, table, String(snapshotId), signal)) {
      if (read.has(listed.path)) continue
      read.add(listed.path)
      found.add(listed.path)
      const { entries } = await loadManifest(lakehouse, table, listed, signal)
      for (const { status, file } of entries) if (status !== 'deleted') found.add(file.path)
    }
  }
  return found
}

/** Statistics of snapshots and of partitions, by location. */
export const statisticsFiles = ({ rest }: TableMetadata): readonly string[] =>
  ['statistics', 'partition-statistics'].flatMap((member) => {
    const files = rest[member]
    return Array.isArray(files) ? files.flatMap((file: unknown) => statisticsPath(file) ?? []) : []
  })

const statisticsPath = (file: unknown): string | undefined =>
  typeof file === 'object' &&
  file !== null &&
  'statistics-path' in file &&
  typeof file['statistics-path'] === 'string'
    ? file['statistics-path']
    : undefined
