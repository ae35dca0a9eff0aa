import { type DatasetAddress, printAddress, sqlName } from '../address.ts'
import { nearest } from '../base/nearest.ts'
import { failure } from '../diagnostics/index.ts'
import { loadTableOrDraft, type Table } from '../lakehouse/index.ts'
import type { OpenedDeps } from '../run/index.ts'
import { storedDatasets } from '../state/catalog-store.ts'
import { isCalled } from './dataset-name.ts'
import { registeredDepotBindings } from './open-project.ts'

/** A table as commands name it. */
export type NamedTable = {
  /** Under the depot that jobs know it by, where several stand for the lakehouse. */
  readonly address: DatasetAddress
  readonly draft: boolean
}

/** Every table of the lakehouse, drafts too. */
export const namedTables = async (
  deps: OpenedDeps,
  namespace?: string,
  signal?: AbortSignal,
): Promise<readonly NamedTable[]> => {
  const depots = lakehouseDepots(deps)
  const known = new Set(storedDatasets(deps.database).map(({ address }) => address))
  const tables = await deps.lakehouse.catalog.list(namespace, signal)
  return tables.map(({ namespace: collection, name: dataset, draft }) => {
    const addresses = depots.map((depot) => ({ depot, collection, dataset }))
    const [first = { depot: 'lake', collection, dataset }] = addresses
    return { address: addresses.find((address) => known.has(printAddress(address))) ?? first, draft }
  })
}

/**
 * The table that is called by its address, by `depot.collection.dataset`, `collection.dataset` or the last part alone.
 * Throws MR9011, with the nearest name, and MR9012 where several are called so.
 */
export const findTable = async (
  deps: OpenedDeps,
  name: string,
  signal?: AbortSignal,
): Promise<{ readonly table: Table; readonly address: DatasetAddress; readonly name: string }> => {
  const tables = await namedTables(deps, undefined, signal)
  const depots = lakehouseDepots(deps)
  const isNamed = ({ address }: NamedTable): boolean =>
    `${address.collection}.${address.dataset}` === name ||
    [address.depot, ...depots].some((depot) => isCalled(printAddress({ ...address, depot }), name))
  const [found, ...others] = tables.filter(isNamed)
  if (others.length > 0 && found !== undefined)
    throw failure('MR9012', { name, known: [found, ...others].map(({ address }) => sqlName(address)) })
  const identity = found && { namespace: found.address.collection, name: found.address.dataset }
  const table = identity && (await loadTableOrDraft(deps.lakehouse, identity, signal))
  if (found === undefined || table === undefined) {
    const known = tables.flatMap(({ address }) => [sqlName(address), address.dataset])
    throw failure('MR9011', { name, near: nearest(name, known) })
  }
  return { table, address: found.address, name: sqlName(found.address) }
}

/** The depots that stand for the lakehouse, sorted. */
const lakehouseDepots = ({ settings, database }: OpenedDeps): readonly string[] => {
  const bindings = { ...registeredDepotBindings(database, settings), ...settings.depots }
  return Object.keys(bindings)
    .filter((depot) => bindings[depot]?.type === 'LAKEHOUSE')
    .toSorted()
}
