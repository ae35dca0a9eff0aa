import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, openDuckdb } from '../engines/index.ts'
import { readerSessionSettings } from '../policy/index.ts'
import type { Sql } from '../sql/index.ts'
import { planDuckdb } from './plan-duckdb.ts'
import { planSpark } from './plan-spark.ts'
import type { Dialect, Planner, QueryRequest, QuerySources } from './planner.ts'
import { readableDatasets } from './readable-datasets.ts'

/** To add a dialect: a planner, and its line here. */
const planners: Readonly<Record<Dialect, Planner>> = { duckdb: planDuckdb, spark: planSpark }

/** A statement that is ready to run in a session that can open nothing but the depots' folders and `scratch`. */
export type PreparedQuery = AsyncDisposable & {
  readonly connection: Connection
  readonly statement: Sql
  readonly scratch: string
}

/** Throws DiagnosticsError for a query that is not admitted, and what engine and storage throw. */
export const prepareQuery = async (
  request: QueryRequest,
  sources: QuerySources,
  signal: AbortSignal,
): Promise<PreparedQuery> => {
  await using stack = new AsyncDisposableStack()
  const scratch = stack.adopt(mkdtempSync(join(tmpdir(), 'millrace-')), (folder) =>
    rmSync(folder, { recursive: true, force: true }),
  )
  const { memory, threads } = request
  const engine = stack.use(
    await openDuckdb({
      ...(memory === undefined ? {} : { memory }),
      ...(threads === undefined ? {} : { threads }),
      temporaryDirectory: scratch,
    }),
  )
  const connection = stack.use(await engine.connect(signal))
  const datasets = await readableDatasets(sources, request.query.text, { connection, scratch }, signal)
  const lock = async () => {
    for (const setting of readerSessionSettings([...sources.folders, scratch]))
      await connection.run(setting, signal)
  }
  const plan = planners[request.dialect ?? 'duckdb']
  const statement = await plan({ request, sources, datasets, connection, lock }, signal)
  const kept = stack.move()
  return { connection, statement, scratch, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
