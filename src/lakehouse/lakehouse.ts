import { randomUUID } from 'node:crypto'
import { openLocalStorage, type Storage } from '../depots/index.ts'
import type { Database } from '../state/database.ts'
import type { IcebergCatalog, TableIdentity } from './catalogs/catalog.ts'
import { restCatalog } from './catalogs/rest.ts'
import type { RestOptions } from './catalogs/rest-server.ts'
import { sqlCatalog } from './catalogs/sql.ts'
import { fromLocation } from './location.ts'
import { openReadCache, type ReadCache } from './read-cache.ts'
import { leasedTurns, type Turns } from './turns.ts'

/** Where tables live and what their current versions are. */
export type Lakehouse = {
  readonly catalog: IcebergCatalog
  /** Files of the warehouse; every table's location is below its root. */
  readonly storage: Storage
  readonly now: () => number
  readonly uuid: () => string
  readonly cache: ReadCache
  readonly turns: Turns
}

type LakehouseOptions = {
  /** Holds the catalog's two tables, unless the catalog is on a server of its own. */
  readonly database: Database
  readonly rest?: RestOptions
  /** Absolute folder. */
  readonly warehouse: string
  readonly now?: () => number
  readonly uuid?: () => string
}

/** The lakehouse: files on this machine, the catalog in the project database or on a server. Touches nothing yet. */
export const openLakehouse = (options: LakehouseOptions): Lakehouse => {
  const { database, rest, warehouse, now = Date.now, uuid = randomUUID } = options
  const storage = openLocalStorage(warehouse)
  return {
    catalog:
      rest === undefined
        ? sqlCatalog(database)
        : restCatalog(rest, (location) => forgetFile(storage, location)),
    storage,
    now,
    uuid,
    cache: openReadCache(),
    turns: leasedTurns(database, now),
  }
}

/** Best effort: what stays is found by `table clean`. */
const forgetFile = async (storage: Storage, location: string): Promise<void> =>
  fromLocation(storage, location)
    .then((path) => storage.delete(path))
    .catch(() => undefined)

/** The folder of a new table, relative to the warehouse. It is nobody else's, even where the name was used before. */
export const newTableFolder = (lakehouse: Lakehouse, identity: TableIdentity): string =>
  `${tableFolder(identity)}-${lakehouse.uuid().replaceAll('-', '').slice(0, 12)}`

/** True of folders that `newTableFolder` makes. Other engines end theirs with nothing, or with a whole UUID. */
export const isTableFolder = (folder: string): boolean =>
  /^[^/]+\/[^/]+-[0-9a-f]{12}$/.test(folder) && !/-[0-9a-f]{4}-[0-9a-f]{12}$/.test(folder)

/**
 * True of a path, relative to the warehouse, in a folder that a table of this name has or would get, whether or not a
 * catalog knows it.
 */
export const isInFolderOf = (path: string, identity: TableIdentity): boolean => {
  const folder = tableFolder(identity)
  return path.startsWith(folder) && /^(?:-[0-9a-f-]+)?\//.test(path.slice(folder.length))
}

/** The folder of a new table, relative to the warehouse. Names that no folder can have are escaped. */
const tableFolder = (identity: TableIdentity): string =>
  `${folderName(identity.namespace)}/${folderName(identity.name)}`

// Readers take a location as it is, without decoding; some cut it at # or ?. So only plain characters remain.
const folderName = (name: string): string => {
  const plain = [...Buffer.from(name)]
    .map((byte) => {
      const char = String.fromCharCode(byte)
      return /[A-Za-z0-9_.-]/.test(char) ? char : `~${byte.toString(16).padStart(2, '0')}`
    })
    .join('')
  return plain.replace(/^\.+$/, (dots) => '~2e'.repeat(dots.length))
}
