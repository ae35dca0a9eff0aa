import { DuckDBInstance } from '@duckdb/node-api'
import { join, type Sql, trusted } from '../../sql/quote.ts'
import type { Connection, Engine } from '../engine.ts'
import { DuckdbConnection } from './connection.ts'
import { engineFailure } from './errors.ts'

export type DuckdbOptions = {
  /** DuckDB's own spelling, e.g. `8GB`. Default: DuckDB's, 80 % of the memory. */
  readonly memory?: string
  /** Worker threads. Default: one a core. */
  readonly threads?: number
  /** Where larger-than-memory work spills. */
  readonly temporaryDirectory?: string
  /** Run once, before the first session: what all sessions shall find, such as macros. */
  readonly prelude?: readonly Sql[]
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
  {
    await using first = new DuckdbConnection(await instance.connect())
    // At once: one by one the macros of a job take half as long again.
    const prelude = options.prelude ?? []
    if (prelude.length > 0) await first.run(join(prelude, '; '))
  }
  return {
    kind: 'duckdb',
    connect: async (signal?: AbortSignal): Promise<Connection> => {
      signal?.throwIfAborted()
      const connection = new DuckdbConnection(await instance.connect())
      for (const setting of fixedSettings) await connection.run(trusted(setting), signal)
      return connection
    },
    [Symbol.asyncDispose]: async () => instance.closeSync(),
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
