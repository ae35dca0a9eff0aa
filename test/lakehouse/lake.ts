import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, type EngineRow, openDuckdb } from '../../src/engines/index.ts'
import {
  type Lakehouse,
  loadTable,
  openLakehouse,
  publish,
  scanRelation,
  type StagedCommit,
  stageWrite,
  type Table,
  type WriteRequest,
} from '../../src/lakehouse/index.ts'
import type { RestOptions } from '../../src/lakehouse/catalogs/rest-server.ts'
import { sql, trusted } from '../../src/sql/quote.ts'
import { type Database, type DatabaseLocation, openDatabase } from '../../src/state/database.ts'

export type Lake = AsyncDisposable & {
  readonly folder: string
  readonly databasePath: string
  readonly database: Database
  readonly lakehouse: Lakehouse
  readonly connection: Connection
  stage(query: string, options?: Partial<WriteRequest>): Promise<StagedCommit>
  write(query: string, options?: Partial<WriteRequest>): Promise<StagedCommit>
  table(name?: string): Promise<Table>
  rows(name?: string, order?: string): Promise<readonly EngineRow[]>
}

/**
 * An empty lakehouse in a folder of its own, with a DuckDB beside it. Tables are `demo.<name>`, by default `demo.t`. The
 * project database is a file of the folder, unless it is said to be elsewhere, and so is the
 * catalog.
 */
export const openLake = async (
  folder = mkdtempSync(join(tmpdir(), 'millrace-lake-')),
  { location, rest }: { readonly location?: DatabaseLocation; readonly rest?: RestOptions } = {},
): Promise<Lake> => {
  const databasePath = join(folder, 'millrace.db')
  const database = openDatabase(location ?? databasePath)
  const lakehouse = openLakehouse({
    database,
    warehouse: join(folder, 'warehouse'),
    ...(rest === undefined ? {} : { rest }),
  })
  const engine = await openDuckdb({ threads: 2 })
  const connection = await engine.connect()
  let commits = 0
  const lake: Lake = {
    folder,
    databasePath,
    database,
    lakehouse,
    connection,
    stage: (query, options = {}) =>
      stageWrite(lakehouse, {
        connection,
        query: trusted(query),
        identity: { namespace: 'demo', name: 't' },
        mode: { kind: 'append' },
        runId: 'run',
        commitId: `commit-${++commits}`,
        ...options,
      }),
    write: async (query, options) => {
      const staged = await lake.stage(query, options)
      await publish(lakehouse, [staged])
      return staged
    },
    table: async (name = 't') => {
      const table = await loadTable(lakehouse, { namespace: 'demo', name })
      if (table === undefined) throw new Error(`there is no table demo.${name}`)
      return table
    },
    rows: async (name = 't', order = 'ALL') =>
      connection.rows(
        sql`SELECT * FROM ${await scanRelation(lakehouse, await lake.table(name))} ORDER BY ${trusted(order)}`,
      ),
    [Symbol.asyncDispose]: async () => {
      await connection[Symbol.asyncDispose]()
      await engine[Symbol.asyncDispose]()
      database[Symbol.dispose]()
    },
  }
  return lake
}
