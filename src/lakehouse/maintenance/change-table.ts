import { failure } from '../../diagnostics/index.ts'
import { printIdentity, type TableIdentity } from '../catalogs/catalog.ts'
import type { TableMetadata } from '../format/metadata.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { loadTableOrDraft, type Table } from '../table.ts'
import { updateTables } from '../update-table.ts'

/** What becomes of a table, and what the caller wants to know of it. Without metadata nothing is changed. */
type Decision<T> = { readonly metadata?: TableMetadata; readonly result: T }

/**
 * Changes the metadata of one table; `decide` is asked again where another writer was first. Returns the table as it
 * is afterwards, with the result of the decision that counted. `also` is in the same transaction. Throws MR3213 where there is no such
 * table.
 */
export const changeTable = async <T>(
  lakehouse: Lakehouse,
  identity: TableIdentity,
  decide: (table: Table) => Decision<T>,
  signal?: AbortSignal,
  also?: () => void,
): Promise<{ readonly table: Table; readonly result: T }> => {
  let decision: Decision<T> | undefined
  const [table] = await updateTables(
    lakehouse,
    [identity],
    (present) => {
      decision = decide(present)
      return decision.metadata === undefined
        ? { kind: 'keep' }
        : { kind: 'change', metadata: decision.metadata }
    },
    { signal, ...(also === undefined ? {} : { also }) },
  )
  return table === undefined || decision === undefined ? absent(identity) : { table, result: decision.result }
}

/** A table or draft that must be there. Throws MR3213. */
export const existingTable = async (
  lakehouse: Lakehouse,
  identity: TableIdentity,
  signal?: AbortSignal,
): Promise<Table> => (await loadTableOrDraft(lakehouse, identity, signal)) ?? absent(identity)

const absent = (identity: TableIdentity): never => {
  throw failure('MR3213', { address: printIdentity(identity), reason: 'there is no such table' })
}
