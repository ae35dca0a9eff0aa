import { type DatasetAddress, printAddress } from '../address.ts'
import type { MaskPolicy } from '../policy/index.ts'
import { storedColumnTags } from '../state/catalog-store.ts'
import type { Database } from '../state/database.ts'
import { registeredResources } from '../state/resource-store.ts'

/** The masks of the last apply: a policy that is only edited does not hold yet. */
export const appliedPolicies = (database: Database): readonly MaskPolicy[] =>
  registeredResources(database).flatMap(({ type, compiled }) =>
    type === 'policy' && compiled !== null ? [JSON.parse(compiled) as MaskPolicy] : [],
  )

/** Tags by dataset and column. Names compare ignoring case, as queries do: a tag must not miss what a query finds. */
export const columnTags = (database: Database, branch?: string) => {
  const index = new Map<string, string[]>()
  const key = (address: string, column: string) => `${address}\n${column}`.toLowerCase()
  for (const { address, column, tag } of storedColumnTags(database, branch)) {
    const tags = index.get(key(address, column)) ?? []
    index.set(key(address, column), [...tags, tag])
  }
  return (address: DatasetAddress, column: string): readonly string[] =>
    index.get(key(printAddress(address), column)) ?? []
}
