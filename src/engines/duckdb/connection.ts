import { setTimeout as sleep } from 'node:timers/promises'
import type { DuckDBConnection as NativeConnection, DuckDBResult } from '@duckdb/node-api'
import { type Sql, sql } from '../../sql/quote.ts'
import type { Connection, EngineColumn, EngineRow, EngineTable } from '../engine.ts'
import { engineFailure } from './errors.ts'
import { toEngineValue } from './values.ts'

/** One DuckDB session. An abort interrupts the running statement; DuckDB rolls that statement back. */
export class DuckdbConnection implements Connection {
  readonly #native: NativeConnection
  /** Statements at work. DuckDB's native code must not lose its connection under one: the process would die. */
  readonly #pending = new Set<Promise<unknown>>()
  readonly #prepare: ((statement: Sql) => Promise<void>) | undefined
  /** `prepare` makes what a statement needs before it runs. */
  constructor(native: NativeConnection, prepare?: (statement: Sql) => Promise<void>) {
    this.#native = native
    this.#prepare = prepare
  }

  async run(statement: Sql, signal?: AbortSignal): Promise<number> {
    return this.#guarded(signal, statement, async () => (await this.#native.run(statement)).rowsChanged)
  }

  async rows(statement: Sql, signal?: AbortSignal): Promise<readonly EngineRow[]> {
    const { columns, rows } = await this.table(statement, signal)
    return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i] ?? null])))
  }

  async table(statement: Sql, signal?: AbortSignal): Promise<EngineTable> {
    return this.#guarded(signal, statement, async () => {
      const result = await this.#native.run(statement)
      return { columns: columnsOf(result), rows: await result.convertRows(toEngineValue) }
    })
  }

  async *stream(statement: Sql, signal?: AbortSignal): AsyncIterable<EngineTable> {
    const result = await this.#guarded(signal, statement, () => this.#native.stream(statement))
    const columns = columnsOf(result)
    for (let first = true; ; first = false) {
      const chunk = await this.#guarded(signal, undefined, () => result.fetchChunk())
      if (chunk === null || chunk.rowCount === 0) {
        if (first) yield { columns, rows: [] }
        return
      }
      yield { columns, rows: chunk.convertRows(toEngineValue) }
    }
  }

  async describe(query: Sql, signal?: AbortSignal): Promise<readonly EngineColumn[]> {
    const rows = await this.rows(sql`DESCRIBE ${query}`, signal)
    return rows.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }))
  }

  /** Interrupts what is at work, waits for it to end, and closes the session. */
  async [Symbol.asyncDispose](): Promise<void> {
    // Again and again: DuckDB forgets an interrupt that comes before the statement has really begun.
    while (this.#pending.size > 0) {
      this.#native.interrupt()
      await Promise.race([Promise.allSettled(this.#pending), sleep(10)])
    }
    this.#native.closeSync()
  }

  async #guarded<T>(
    signal: AbortSignal | undefined,
    statement: Sql | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted()
    const interrupt = () => this.#native.interrupt()
    signal?.addEventListener('abort', interrupt, { once: true })
    const pending = this.#prepared(statement, work)
    this.#pending.add(pending)
    try {
      return await pending
    } catch (cause) {
      signal?.throwIfAborted()
      throw engineFailure(cause)
    } finally {
      this.#pending.delete(pending)
      signal?.removeEventListener('abort', interrupt)
    }
  }

  async #prepared<T>(statement: Sql | undefined, work: () => Promise<T>): Promise<T> {
    if (statement !== undefined) await this.#prepare?.(statement)
    return work()
  }
}

const columnsOf = (result: DuckDBResult): readonly EngineColumn[] =>
  result.columnNames().map((name, i) => ({ name, type: String(result.columnType(i)) }))
