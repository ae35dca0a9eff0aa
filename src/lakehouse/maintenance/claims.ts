import { failure, MillraceError } from '../../diagnostics/index.ts'
import {
  type ListedTable,
  printIdentity,
  type TableIdentity,
  type TablePointer,
} from '../catalogs/catalog.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { fromLocation } from '../location.ts'
import { loadTableOrDraft, type Table } from '../table.ts'
import { sharesFiles } from './table-property.ts'

/** A version of a table with the folders that are its own, relative to the warehouse; its location is the first. */
export type Claim = TablePointer & {
  readonly identity: TableIdentity
  readonly folders: readonly string[]
  /** True where its files may be those of other tables as well. */
  readonly isShared: boolean
}

/** Who owns which folder of a warehouse. */
export type Claims = {
  readonly tables: readonly Claim[]
  /** Folders of views and of tables of other catalogs in the same store; undefined where those are not known. */
  readonly others: readonly string[] | undefined
}

/**
 * All tables of a warehouse with their folders. Throws MR3156 where the metadata of one cannot be read: then nobody
 * knows what it needs. A table that lives outside of the warehouse has nothing in it.
 */
export const loadClaims = async (lakehouse: Lakehouse, signal?: AbortSignal): Promise<Claims> => {
  const tables: Claim[] = []
  for (const listed of await lakehouse.catalog.list(undefined, signal)) {
    const table = await loadKnown(lakehouse, listed, signal)
    if (table === undefined) continue
    // Not the metadata itself: those of all tables together may be too much for the memory.
    const { identity, metadataLocation, draft } = table
    const folders = await foldersOf(lakehouse, table)
    tables.push({ identity, metadataLocation, draft, folders, isShared: sharesFiles(table) })
  }
  const others = await lakehouse.catalog.others(signal)
  if (others === undefined) return { tables, others }
  const folders = await Promise.all(
    others.map((location) => folderOf(lakehouse, location.replace(/\/[^/]*$/, ''))),
  )
  return { tables, others: folders.flat().map((folder) => folder.replace(/\/metadata$/, '')) }
}

/** True where one folder is the other, or is in it. */
export const overlaps = (a: string, b: string): boolean => isWithin(a, b) || isWithin(b, a)

/** True where a path is a folder, or below it. */
export const isWithin = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`)

const loadKnown = async (
  lakehouse: Lakehouse,
  listed: ListedTable,
  signal: AbortSignal | undefined,
): Promise<Table | undefined> => {
  try {
    return await loadTableOrDraft(lakehouse, listed, signal)
  } catch (cause) {
    if (!(cause instanceof MillraceError)) throw cause
    if (cause.diagnostic.code === 'MR3111') return undefined
    throw failure('MR3156', { table: printIdentity(listed), reason: cause.diagnostic.message }, { cause })
  }
}

// Iceberg's properties for tables whose files do not lie in data/ and metadata/ of their location.
const pathProperties = [
  'write.data.path',
  'write.metadata.path',
  'write.object-storage.path',
  'write.folder-storage.path',
]

const foldersOf = async (lakehouse: Lakehouse, { metadata }: Table): Promise<readonly string[]> => {
  const locations = [metadata.location, ...pathProperties.flatMap((name) => metadata.properties[name] ?? [])]
  return (await Promise.all(locations.map((location) => folderOf(lakehouse, location)))).flat()
}

/** The folder below the warehouse, in a list; none where the location is elsewhere. */
const folderOf = async (lakehouse: Lakehouse, location: string): Promise<readonly string[]> => {
  try {
    return [(await fromLocation(lakehouse.storage, location)).replace(/\/+$/, '')]
  } catch (cause) {
    if (cause instanceof MillraceError && cause.diagnostic.code === 'MR3111') return []
    throw cause
  }
}
