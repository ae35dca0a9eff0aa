import { DuckDBInstance } from '@duckdb/node-api'
import { join, type Sql, trusted } from '../../sql/quote.ts'
import type { ScriptFunction } from '../../sql/spark/engines/duckdb/script-functions.ts'
import type { Connection, Engine } from '../engine.ts'
import { DuckdbConnection } from './connection.ts'
import { engineFailure } from './errors.ts'
import { registerScript, scriptsIn } from './scripts.ts'

export type DuckdbOptions = {
  /** DuckDB's own spelling, e.g. `8GB`. Default: DuckDB's, 80 % of the memory. */
  readonly memory?: string
  /** Worker threads. Default: one a core. */
  readonly threads?: number
  /** Where larger-than-memory work spills. */
  readonly temporaryDirectory?: string
  /** The macros that a statement needs, in the order in which they must be made; each is made once, before the first. */
  readonly library?: (statement: Sql) => readonly Sql[]
}

// Autoloading would reach the network; the session zone is part of Spark's meaning, so it never comes from the machine.
const fixedSettings = [
  `SET autoinstall_known_extensions = false`,
  `SET autoload_known_extensions = false`,
  `SET TimeZone = 'UTC'`,
  `SET Calendar = 'gregorian'`,
  `SET enable_progress_bar = false`,
  // `row_number() … = 1` as an aggregation: now and then a row whose key is NULL wins over a newer one (1.5.6: 8 of
  // 100 runs of one deduplication), and it holds all keys in memory. The window itself is right, and spills.
  `SET disabled_optimizers = 'top_n_window_elimination'`,
]

/** Opens an in-memory DuckDB. Each connection is its own session over the same instance. */
export const openDuckdb = async (options: DuckdbOptions = {}): Promise<Engine> => {
  const instance = await create(options)
  const { library } = options
  const prepare = makeOnDemand(instance, library ?? (() => []))
  return {
    kind: 'duckdb',
    connect: async (signal?: AbortSignal): Promise<Connection> => {
      signal?.throwIfAborted()
      const connection = new DuckdbConnection(await instance.connect(), prepare)
      for (const setting of fixedSettings) await connection.run(trusted(setting), signal)
      return connection
    },
    [Symbol.asyncDispose]: async () => instance.closeSync(),
  }
}

/** All macros of Spark take a tenth of a second; a job needs a few. Sessions that need one at once take turns. */
const makeOnDemand = (
  instance: DuckDBInstance,
  library: (statement: Sql) => readonly Sql[],
): ((statement: Sql) => Promise<void>) => {
  const made = new Set<Sql>()
  const registered = new Set<ScriptFunction>()
  let turn = Promise.resolve()
  const make = async (needed: readonly Sql[], scripts: readonly ScriptFunction[]): Promise<void> => {
    const missing = needed.filter((macro) => !made.has(macro))
    const unknown = scripts.filter((script) => !registered.has(script))
    if (missing.length + unknown.length === 0) return
    // In a session of its own, so that a transaction of the caller's cannot take them back.
    const connection = await instance.connect()
    try {
      for (const script of unknown) await registerScript(connection, script)
      if (missing.length > 0) await connection.run(join(missing, '; '))
    } finally {
      connection.closeSync()
    }
    for (const macro of missing) made.add(macro)
    for (const script of unknown) registered.add(script)
  }
  return async (statement) => {
    const needed = library(statement)
    const scripts = scriptsIn(statement)
    if (needed.every((macro) => made.has(macro)) && scripts.every((script) => registered.has(script))) return
    const mine = turn.then(() => make(needed, scripts))
    turn = mine.catch(() => undefined)
    await mine
  }
}

const create = async (options: DuckdbOptions): Promise<DuckDBInstance> => {
  try {
    return await DuckDBInstance.create(':memory:', {
      ...(options.memory === undefined ? {} : { memory_limit: options.memory }),
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
      ...(options.temporaryDirectory === undefined ? {} : { temp_directory: options.temporaryDirectory }),
    })
  } catch (cause) {
    throw engineFailure(cause)
  }
}
