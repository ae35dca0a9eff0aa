import { failure } from '../../diagnostics/index.ts'
import { printIdentity, type TableVersion } from '../catalogs/catalog.ts'
import { fromLocation } from '../location.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { compressesMetadata, printMetadata, type TableMetadata } from '../format/metadata.ts'
import type { Table } from '../table.ts'

/** A writer of files in a table's metadata folder that knows what it has written. */
export type MetadataFolder = {
  /** Stores a file, durable when this returns; returns its location. */
  readonly put: (name: string, content: Uint8Array) => Promise<string>
  /** What was written, relative to the warehouse. */
  readonly files: readonly string[]
  /** Removes what was written. Best effort, and not under the caller's signal: it may be why. */
  readonly discard: () => Promise<void>
}

export const openMetadataFolder = async (
  { storage }: Lakehouse,
  location: string,
  signal: AbortSignal | undefined,
): Promise<MetadataFolder> => {
  const root = await fromLocation(storage, location)
  const files: string[] = []
  return {
    files,
    put: async (name, content) => {
      const path = `${root}/metadata/${name}`
      await storage.put(path, content, { ifAbsent: true }, signal)
      files.push(path)
      return `${location}/metadata/${name}`
    },
    discard: async () => {
      for (const path of files) await storage.delete(path).catch(() => undefined)
    },
  }
}

/** Stores the metadata that follows `table` as a file of its own, and says which version that would be. */
export const putMetadata = async (
  lakehouse: Lakehouse,
  table: Table | undefined,
  metadata: TableMetadata,
  folder: MetadataFolder,
): Promise<TableVersion> => {
  refuseNewer(table)
  const version = table === undefined ? 0 : versionNumber(table.metadataLocation) + 1
  const suffix = compressesMetadata(metadata.properties) ? '.gz.metadata.json' : '.metadata.json'
  const name = `${String(version).padStart(5, '0')}-${lakehouse.uuid()}${suffix}`
  return {
    metadataLocation: await folder.put(name, printMetadata(metadata)),
    metadata,
    draft: (table === undefined || table.draft) && metadata.currentSnapshotId === undefined,
  }
}

/** Throws MR3122 for a table of a format version that is only read: rows of it have identities, which writers keep. */
export const refuseNewer = (table: Table | undefined): void => {
  const version = table?.metadata.formatVersion ?? 2
  if (table !== undefined && version > 2)
    throw failure('MR3122', { table: printIdentity(table.identity), version })
}

const versionNumber = (metadataLocation: string): number =>
  Number(/\/v?(\d+)[^/]*$/.exec(metadataLocation)?.[1] ?? 0)
