import { printAddress } from '../../address.ts'
import { failure } from '../../diagnostics/index.ts'
import type { Connection, EngineValue } from '../../engines/index.ts'
import { ident, literal, type Sql, sql } from '../../sql/index.ts'
import { openReader } from '../flare/readers/index.ts'
import type { CustomerRow } from './change-set.ts'
import type { DatasetFolder } from './dataset-folder.ts'

/** The customers of a feed as they are now: of each, the newest version in any of the folder's files. */
export type CurrentCustomers = {
  readonly ids: () => Promise<readonly string[]>
  /** In the order of their ids; ids that nobody has are left out. */
  readonly rows: (ids: readonly string[]) => Promise<readonly CustomerRow[]>
}

/** Opens a feed's files. Throws MR3213 where there are none. */
export const openCurrentCustomers = async (
  folder: DatasetFolder,
  work: { readonly connection: Connection; readonly scratch: string },
  signal: AbortSignal,
): Promise<CurrentCustomers> => {
  const { connection, scratch } = work
  const files = (await folder.storage.list(folder.path, signal)).map(({ path }) =>
    folder.storage.location(path),
  )
  const read = openReader('csv')
  if (files.length === 0 || read === undefined)
    throw failure('MR3213', {
      address: printAddress(folder.address),
      reason: `there is no file at ${folder.storage.location(folder.path)}`,
    })
  const { relation, columns } = await read({ files, options: {}, connection, scratch }, signal)
  const names = columns.map(({ name }) => name).filter((name) => name !== '_c0')
  const newest = (condition: Sql): Sql =>
    sql`SELECT ${names.map(ident)} FROM ${relation} WHERE ${condition}
        QUALIFY row_number() OVER (PARTITION BY cust_id ORDER BY modified_at DESC NULLS LAST) = 1 ORDER BY cust_id`
  return {
    ids: async () => {
      const { rows } = await connection.table(
        sql`SELECT DISTINCT cust_id FROM ${relation} WHERE cust_id IS NOT NULL`,
        signal,
      )
      return rows.map(([id]) => String(id))
    },
    rows: async (ids) => {
      if (ids.length === 0) return []
      const { rows } = await connection.table(newest(sql`cust_id IN (${ids.map(literal)})`), signal)
      return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, textOrNull(row[i])])))
    },
  }
}

const textOrNull = (value: EngineValue | undefined): string | null =>
  typeof value === 'string' ? value : null
