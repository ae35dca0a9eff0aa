import type { Sql } from '../sql/quote.ts'
import type { EngineColumn, EngineRow, EngineTable } from '../sql/row.ts'

export type { EngineColumn, EngineRow, EngineTable, EngineValue } from '../sql/row.ts'

/**
 * One session of an engine. Views, macros and temporary tables of a session are seen by that session only.
 * Every method throws MillraceError; an aborted signal interrupts the statement and throws the signal's reason. What
 * an abort leaves behind: nothing committed anywhere; files of an unfinished COPY may remain and belong to nobody.
 */
export interface Connection extends AsyncDisposable {
  /** Runs one statement for its effect; returns the number of changed rows where the engine tells it. */
  run(statement: Sql, signal?: AbortSignal): Promise<number>
  /** All rows of a statement as objects. For results that are known to be small. */
  rows(statement: Sql, signal?: AbortSignal): Promise<readonly EngineRow[]>
  /** All rows by position, with the columns; keeps columns that share a name. */
  table(statement: Sql, signal?: AbortSignal): Promise<EngineTable>
  /** Batches of rows by position, for results of unknown size. */
  stream(statement: Sql, signal?: AbortSignal): AsyncIterable<EngineTable>
  /** Names and types of a query's columns, without running it. */
  describe(query: Sql, signal?: AbortSignal): Promise<readonly EngineColumn[]>
}

export interface Engine extends AsyncDisposable {
  readonly kind: 'duckdb'
  connect(signal?: AbortSignal): Promise<Connection>
}
