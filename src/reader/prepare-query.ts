import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closing } from '../base/closing.ts'
import type { Diagnostic, Staged } from '../diagnostics/index.ts'
import { type Connection, openDuckdb } from '../engines/index.ts'
import { readerSessionSettings } from '../policy/index.ts'
import type { Sql, Translation } from '../sql/index.ts'
import { planDuckdb } from './plan-duckdb.ts'
import { planSpark, translateForTrino, translateSpark } from './plan-spark.ts'
import type { Dialect, Planner, Planning, QueryRequest, QuerySources } from './planner.ts'
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
  await using stack = closing()
  const opened = stack.use(await openSession(request, sources, signal))
  const { connection, datasets, scratch } = opened
  const lock = async () => {
    for (const setting of readerSessionSettings([...sources.folders, scratch]))
      await connection.run(setting, signal)
  }
  const plan = planners[request.dialect ?? 'duckdb']
  const statement = await plan({ request, sources, datasets, connection, lock }, signal)
  const kept = stack.move()
  return { connection, statement, scratch, [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose]() }
}

type Explained = {
  readonly translation: Translation
  readonly diagnostics: readonly Diagnostic[]
  /** Trino's SQL, or the reasons why there is none. */
  readonly trino: Staged<Sql | undefined>
}

/** What a statement in Spark SQL is translated to, and which columns it has for this reader. Nothing of it runs. */
export const explainSpark = async (
  request: QueryRequest,
  sources: QuerySources,
  signal: AbortSignal,
): Promise<Explained> => {
  await using opened = await openSession(request, sources, signal)
  const { translation, relations, diagnostics } = await translateSpark(
    { request, sources, ...opened },
    signal,
  )
  return { translation, diagnostics, trino: await translateForTrino(request, relations) }
}

/** An engine of the query's own, and the datasets that it may name. */
const openSession = async (
  { memory, threads, query }: QueryRequest,
  sources: QuerySources,
  signal: AbortSignal,
): Promise<AsyncDisposable & Pick<Planning, 'connection' | 'datasets'> & { readonly scratch: string }> => {
  await using stack = closing()
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-'))
  stack.defer(() => rmSync(scratch, { recursive: true, force: true }))
  const engine = stack.use(
    await openDuckdb({
      ...(memory === undefined ? {} : { memory }),
      ...(threads === undefined ? {} : { threads }),
      temporaryDirectory: scratch,
    }),
  )
  const connection = stack.use(await engine.connect(signal))
  const datasets = await readableDatasets(sources, query.text, { connection, scratch }, signal)
  const kept = stack.move()
  return { connection, datasets, scratch, [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose]() }
}
