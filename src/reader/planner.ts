import type { Diagnostic } from '../diagnostics/index.ts'
import type { Connection } from '../engines/index.ts'
import type { Principal, Use } from '../policy/index.ts'
import type { SourceText, SparkSettings, Sql } from '../sql/index.ts'
import type { OpenDataset, ReadableSources } from './readable-datasets.ts'

export type QueryRequest = {
  readonly query: SourceText
  readonly dialect?: Dialect | undefined
  /** Of the session that a statement in Spark SQL is meant for; Spark's usual ones unless said. */
  readonly sparkSettings?: SparkSettings | undefined
  readonly principal: Principal
  readonly use?: Use | undefined
  readonly strict: boolean
  readonly memory?: string | undefined
  readonly threads?: number | undefined
  /** Told what the reader should know besides the rows, before the first of them. */
  readonly notice: (diagnostics: readonly Diagnostic[]) => void
}

/** How statements may be written. */
export type Dialect = 'duckdb' | 'spark'

export type QuerySources = ReadableSources & { readonly folders: readonly string[] }

/** What a planner works with. */
export type Planning = {
  readonly request: QueryRequest
  readonly sources: ReadableSources
  readonly datasets: readonly OpenDataset[]
  readonly connection: Connection
  /** From here on the session opens nothing but the depots' folders, and no setting can be changed. */
  readonly lock: () => Promise<void>
}

/**
 * Turns a reader's statement into one over views with that reader's masks inside, which it creates, and locks the
 * session. Throws DiagnosticsError for a statement that is not admitted.
 */
export type Planner = (planning: Planning, signal: AbortSignal) => Promise<Sql>
