import { type DatasetAddress, printAddress } from '../address.ts'
import { loadTable } from '../lakehouse/index.ts'
import type { OpenedDeps } from '../run/index.ts'
import { tableFacts } from '../stacks/table-facts.ts'
import { storeDataset } from '../state/catalog-store.ts'

/** Stores what is known of a table anew, so that `get dataset` and `describe` tell the version that there is now. */
export const refreshFacts = async (
  { lakehouse, database, now }: OpenedDeps,
  address: DatasetAddress,
  signal: AbortSignal,
): Promise<void> => {
  const identity = { namespace: address.collection, name: address.dataset }
  const table = await loadTable(lakehouse, identity, signal)
  if (table === undefined) return
  storeDataset(database, {
    address: printAddress(address),
    facts: JSON.stringify(tableFacts(table)),
    scannedAt: now().toISOString(),
  })
}
