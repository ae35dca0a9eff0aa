import type { Diagnostic } from '../../../diagnostics/index.ts'
import type { Connection, EngineColumn } from '../../../engines/index.ts'
import type { Sql } from '../../../sql/quote.ts'
import type { Zone } from '../../../sql/index.ts'
import type { TimeParserPolicy } from './read-pattern.ts'

export type ReaderRequest = {
  /** Absolute paths: one file, or all files of a folder in order. */
  readonly files: readonly string[]
  /** The input's options as written; keys are compared ignoring case, unknown ones have no effect. */
  readonly options: Readonly<Record<string, string>>
  readonly connection: Connection
  /** spark.sql.legacy.timeParserPolicy; EXCEPTION where absent, as in Spark. */
  readonly timeParserPolicy?: TimeParserPolicy
  /** spark.sql.session.timeZone: that of texts without a zone; UTC where absent. */
  readonly zone?: Zone
  /** An existing folder for files that must be rewritten. The caller removes it after the relation was last read. */
  readonly scratch: string
}

export type ReaderResult = {
  /** Stands after FROM. Lazy: it reads the files, or their rewritten copies, whenever it is queried. */
  readonly relation: Sql
  readonly columns: readonly EngineColumn[]
  readonly notices: readonly Diagnostic[]
}

/** Opens a dataset of files the way Spark reads that format. Throws MR322x to MR325x where Spark would fail. */
export type Reader = (request: ReaderRequest, signal?: AbortSignal) => Promise<ReaderResult>

/** The options with lower-case keys. A key written twice in different case: the last one holds, as in Spark. */
export const readOptions = (options: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(options).map(([key, value]) => [key.toLowerCase(), value]))
