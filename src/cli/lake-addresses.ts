import { type DatasetAddress, printAddress } from '../address.ts'
import type { TableIdentity } from '../lakehouse/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Database } from '../state/database.ts'
import { registeredDepotBindings } from './open-project.ts'

export type LakeAddresses = {
  readonly address: DatasetAddress
  readonly aliases: readonly DatasetAddress[]
  /** All of them, printed. */
  readonly names: readonly string[]
}

/** The addresses of a table: all depots of tables lead to one lakehouse, and what policies say of one holds for all. */
export const lakeAddresses = (
  database: Database,
  settings: Settings,
): ((identity: TableIdentity) => LakeAddresses) => {
  const bindings = { ...registeredDepotBindings(database, settings), ...settings.depots }
  const lakes = Object.entries(bindings).flatMap(([name, { type }]) => (type === 'LAKEHOUSE' ? [name] : []))
  return ({ namespace, name }) => {
    const [first, ...others] = (lakes.length === 0 ? ['lake'] : lakes).map((depot) => ({
      depot,
      collection: namespace,
      dataset: name,
    }))
    const address = first ?? { depot: 'lake', collection: namespace, dataset: name }
    return { address, aliases: others, names: [address, ...others].map(printAddress) }
  }
}
