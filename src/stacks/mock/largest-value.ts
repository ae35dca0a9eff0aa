import { type DatasetAddress, printAddress } from '../../address.ts'
import { failure } from '../../diagnostics/index.ts'
import { loadTable, scanRelation, tableColumns } from '../../lakehouse/index.ts'
import { ident, sql } from '../../sql/quote.ts'
import type { TaskContext } from '../stack.ts'

/**
 * The largest value of a lakehouse table's column as text; undefined where there is no table, or nothing in it.
 * Throws MR3267 where the depot holds no tables or the table lacks the column.
 */
export const largestValue = async (
  context: Pick<TaskContext, 'depot' | 'engine' | 'lakehouse'>,
  dataset: DatasetAddress,
  column: string,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const address = printAddress(dataset)
  if (context.depot(dataset).kind !== 'lakehouse') throw failure('MR3267', { address, column })
  const { lakehouse } = context
  const table = await loadTable(lakehouse, { namespace: dataset.collection, name: dataset.dataset }, signal)
  if (table === undefined) return undefined
  const found = tableColumns(table).find(({ name }) => name.toLowerCase() === column.toLowerCase())
  if (found === undefined) throw failure('MR3267', { address, column })
  const relation = await scanRelation(lakehouse, table, {}, signal)
  await using connection = await context.engine.connect(signal)
  const [row] = await connection.rows(
    sql`SELECT CAST(max(${ident(found.name)}) AS VARCHAR) AS largest FROM ${relation} AS t`,
    signal,
  )
  const largest = row?.['largest']
  return typeof largest === 'string' ? largest : undefined
}
