import { type DatasetAddress, printAddress, sqlName } from '../address.ts'
import { type Depot, datasetPath, type StoredFile } from '../depots/index.ts'
import type { Connection, EngineColumn } from '../engines/index.ts'
import {
  atSnapshot,
  demandedPredicates,
  type Lakehouse,
  mainBranch,
  scanRelation,
  tableColumns,
  type TableIdentity,
  tableOnBranch,
} from '../lakehouse/index.ts'
import type { ReadableDataset } from '../policy/index.ts'
import { type RowCondition, type Sql, sql, trusted } from '../sql/index.ts'
import { openReader } from '../stacks/flare/readers/index.ts'
import type { Database } from '../state/database.ts'
import { columnTags } from './governance.ts'

export type ReadableSources = {
  readonly database: Database
  readonly lakehouse: Lakehouse
  /** Tables are read on this branch, and on `main` where it has none. */
  readonly branch: string
  readonly depots: readonly Depot[]
  /** The format of a file depot's datasets where their names do not tell. */
  readonly formatOf: (depot: string) => string | undefined
}

/** A dataset that can be read. `read` yields its raw rows: all of those that satisfy the conditions, and maybe more. */
export type OpenDataset = ReadableDataset & {
  readonly read: (conditions: readonly RowCondition[]) => Promise<Sql>
}

/**
 * Every dataset that a reader may name. Only those that `query` mentions are opened; of the others the name is known,
 * for suggestions, and a relation that has no rows and no columns.
 */
export const readableDatasets = async (
  sources: ReadableSources,
  query: string,
  work: { readonly connection: Connection; readonly scratch: string },
  signal: AbortSignal,
): Promise<readonly OpenDataset[]> => {
  const tags = columnTags(sources.database, sources.branch)
  const datasets: OpenDataset[] = []
  for (const { address, aliases, open } of await listDatasets(sources, work, signal)) {
    const opened = mentions(query, address) ? await open() : unopened
    const tagged = opened.columns.map((column) => ({
      ...column,
      tags: [...new Set([address, ...aliases].flatMap((one) => tags(one, column.name)))],
    }))
    datasets.push({ address, aliases, columns: tagged, read: opened.read })
  }
  return datasets.toSorted((a, b) => (sqlName(a.address) < sqlName(b.address) ? -1 : 1))
}

type Opened = Pick<OpenDataset, 'read'> & { readonly columns: readonly EngineColumn[] }

// If a name were mistaken for another, this is all that could be read of it.
const unopened: Opened = { read: async () => trusted('(SELECT 1 WHERE false)'), columns: [] }

/** A name stands in the query's text, whatever its case and quotes; a name with unusual characters counts as there. */
const mentions = (query: string, { dataset }: DatasetAddress): boolean =>
  /[^\w/.-]/.test(dataset) || query.toLowerCase().includes(dataset.toLowerCase().replace(/\..*$/, ''))

type Listed = {
  readonly address: DatasetAddress
  readonly aliases: readonly DatasetAddress[]
  readonly open: () => Promise<Opened>
}

const listDatasets = async (
  sources: ReadableSources,
  work: { readonly connection: Connection; readonly scratch: string },
  signal: AbortSignal,
): Promise<readonly Listed[]> => {
  const listed: Listed[] = []
  // All depots of tables lead to one lakehouse: a table answers to each of their names.
  const lakes = sources.depots.filter(({ kind }) => kind === 'lakehouse').map(({ name }) => name)
  for (const depot of sources.depots) {
    switch (depot.kind) {
      case 'lakehouse':
        for (const { namespace, name } of await tablesOnBranch(sources, signal)) {
          const address = { depot: depot.name, collection: namespace, dataset: name }
          const aliases = lakes
            .filter((lake) => lake !== depot.name)
            .map((lake) => ({ ...address, depot: lake }))
          listed.push({ address, aliases, open: () => openTable(sources, address, signal) })
        }
        break
      case 'file':
        for (const address of fileDatasets(depot.name, await depot.storage.list('', signal))) {
          const format = sources.formatOf(depot.name)
          listed.push({
            address,
            aliases: [],
            open: () => openFiles(depot, address, { ...work, format }, signal),
          })
        }
        break
    }
  }
  return listed
}

/** Drafts are there for readers of a branch that they have; looking is cheap, since there are few. */
const tablesOnBranch = async (
  { lakehouse, branch }: ReadableSources,
  signal: AbortSignal,
): Promise<readonly TableIdentity[]> => {
  const found: TableIdentity[] = []
  for (const { draft, ...identity } of await lakehouse.catalog.list(undefined, signal))
    if (!draft || (branch !== mainBranch && (await tableOnBranch(lakehouse, identity, branch, signal))))
      found.push(identity)
  return found
}

const openTable = async (
  { lakehouse, branch }: ReadableSources,
  address: DatasetAddress,
  signal: AbortSignal,
): Promise<Opened> => {
  const identity = { namespace: address.collection, name: address.dataset }
  const found = await tableOnBranch(lakehouse, identity, branch, signal)
  if (found === undefined) return unopened
  const { table, snapshotId } = found
  const version = atSnapshot(snapshotId)
  return {
    read: async (conditions) => {
      const filter = demandedPredicates(table, version, conditions)
      return scanRelation(lakehouse, table, { version, filter }, signal)
    },
    columns: tableColumns(table, snapshotId),
  }
}

const openFiles = async (
  { storage }: Extract<Depot, { kind: 'file' }>,
  address: DatasetAddress,
  work: { readonly connection: Connection; readonly scratch: string; readonly format: string | undefined },
  signal: AbortSignal,
): Promise<Opened> => {
  const files = (await storage.list(datasetPath(address), signal)).map(({ path }) => storage.location(path))
  const read = openReader(work.format ?? /\.([a-z0-9]+)$/i.exec(files[0] ?? '')?.[1] ?? '')
  if (read === undefined || files.length === 0) return unopened
  const { connection, scratch } = work
  const { relation, columns } = await read({ files, options: {}, connection, scratch }, signal)
  return { read: async () => sql`(SELECT * FROM ${relation})`, columns }
}

/** Folders and files two levels below a depot's root: `<collection>/<dataset>`. */
const fileDatasets = (depot: string, files: readonly StoredFile[]): readonly DatasetAddress[] => {
  const found = new Map<string, DatasetAddress>()
  for (const { path } of files) {
    const [collection, dataset] = path.split('/')
    if (collection === undefined || dataset === undefined) continue
    const address = { depot, collection, dataset }
    found.set(printAddress(address), address)
  }
  return [...found.values()]
}
