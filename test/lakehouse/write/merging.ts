import { mainBranch, type MergeClause, type WriteRequest } from '../../../src/lakehouse/index.ts'
import { headOf } from '../../../src/lakehouse/head.ts'
import { planScan } from '../../../src/lakehouse/scan/plan.ts'
import type { PlannedFile } from '../../../src/lakehouse/scan/scan-file.ts'
import type { Table } from '../../../src/lakehouse/table.ts'
import { sql, trusted } from '../../../src/sql/quote.ts'
import type { Lake } from '../lake.ts'

type Mode = Pick<WriteRequest, 'mode'>
type Values = 'all' | Readonly<Record<string, string>>

const assignments = (values: Values) =>
  values === 'all'
    ? values
    : Object.entries(values).map(([column, value]) => ({ column, value: trusted(value) }))

const conditional = (condition: string | undefined) =>
  condition === undefined ? {} : { condition: trusted(condition) }

export const update = (set: Values, condition?: string): MergeClause => ({
  kind: 'update',
  set: assignments(set),
  ...conditional(condition),
})

export const remove = (condition?: string): MergeClause => ({ kind: 'delete', ...conditional(condition) })

export const insert = (values: Values, condition?: string): MergeClause => ({
  kind: 'insert',
  values: assignments(values),
  ...conditional(condition),
})

/** A merge by columns that both sides have. */
export const mergeBy = (keys: readonly string[], ...clauses: readonly MergeClause[]): Mode => ({
  mode: {
    kind: 'merge',
    on: trusted(keys.map((key) => `"old"."${key}" = "new"."${key}"`).join(' AND ')),
    keys: keys.map((key) => ({ old: key, new: trusted(`"new"."${key}"`) })),
    clauses,
  },
})

/** A merge of which nothing is known about files. */
export const mergeOn = (on: string, ...clauses: readonly MergeClause[]): Mode => ({
  mode: { kind: 'merge', on: trusted(on), keys: [], clauses },
})

export const upsert = mergeBy(['id'], update('all'), insert('all'))

/** The live files of a branch, by location. */
export const liveFiles = async (
  lake: Lake,
  table: Table,
  branch = mainBranch,
): Promise<readonly PlannedFile[]> => {
  const { snapshot, schema } = headOf(table, branch)
  const files = await planScan(lake.lakehouse, table, { snapshot, fields: schema.fields, filter: [] })
  return files.toSorted((a, b) => (a.file.path < b.file.path ? -1 : 1))
}

export const livePaths = async (lake: Lake, name = 't'): Promise<readonly string[]> =>
  (await liveFiles(lake, await lake.table(name))).map(({ file }) => file.path)

/** Temporary tables that a write has left in the session. */
export const temporaryTables = async (lake: Lake): Promise<readonly unknown[]> =>
  (
    await lake.connection.rows(sql`SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'millrace%'`)
  ).map((row) => row['table_name'])
