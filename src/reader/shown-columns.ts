import type { DatasetAddress } from '../address.ts'
import type { EngineColumn } from '../engines/index.ts'
import { decide, type Principal } from '../policy/index.ts'
import { trusted } from '../sql/index.ts'
import type { Database } from '../state/database.ts'
import { appliedPolicies, columnTags } from './governance.ts'

/**
 * The columns, in lower case, whose values a viewer may see as they are. What tells values at second hand, such as
 * partitions, paths and bounds of files, may be shown for these columns only.
 */
export const shownColumns = (
  database: Database,
  dataset: { readonly address: DatasetAddress; readonly columns: readonly EngineColumn[] },
  principal: Principal,
  strict: boolean,
): ReadonlySet<string> => {
  const { address, columns } = dataset
  const tags = columnTags(database)
  const tagged = columns.map((column) => ({ ...column, tags: tags(address, column.name) }))
  const readable = { address, columns: tagged, relation: trusted('(SELECT 1 WHERE false)') }
  const decision = decide(appliedPolicies(database), principal, readable, strict)
  return new Set(
    decision.flatMap(({ column, reveal }) => (reveal.kind === 'raw' ? [column.name.toLowerCase()] : [])),
  )
}
