import { contentHash } from '../../base/stable-json.ts'
import { diagnose, type Diagnostic } from '../../diagnostics/index.ts'
import { type Sql, trusted } from '../quote.ts'
import type { SourceText } from '../source-text.ts'
import type { Disclosure } from './disclosure.ts'
import type { Engine } from './engines/engine.ts'
import type { Limit } from './scope.ts'
import type { SparkSettings } from './spark-settings.ts'

/** Part of every cache key: raise it whenever a statement may be translated to other SQL than before. */
const semanticsVersion = 153

export type LineageColumn = {
  readonly relation: string
  readonly column: string
  /** Absent: all of the column can be seen. */
  readonly shows?: Disclosure
}

export type OutputColumn = {
  readonly name: string
  /** Spark's spelling; undefined where a relation's schema is not known. */
  readonly type: string | undefined
  /** Columns that the value, its filter excepted, comes from; undefined counts as every column of every table. */
  readonly from: readonly LineageColumn[] | undefined
}

export type Translation = {
  readonly kind: 'query'
  readonly statement: SourceText
  readonly sql: Sql
  /** Relations that the statement reads, spelled as in the map that it was given. */
  readonly tables: readonly string[]
  /** Undefined where a star covers a relation of unknown schema. */
  readonly outputColumns: readonly OutputColumn[] | undefined
}

/** A statement that only advises Spark, such as CACHE TABLE: there is nothing to run. */
export type Hint = { readonly kind: 'hint'; readonly statement: SourceText; readonly table: string }

export type TranslatedExpression = {
  readonly sql: Sql
  /** What Spark calls a column of it; undefined where that is nothing. */
  readonly name: string | undefined
  readonly type: string | undefined
  readonly columns: readonly string[] | undefined
}

/** What the cache holds: the outcome without places, which depend on where the text stands. */
export type Stored =
  | { readonly kind: 'hint'; readonly table: string }
  | {
      readonly kind: 'query'
      readonly sql: string
      readonly tables: readonly string[]
      readonly outputColumns: readonly OutputColumn[] | null
      readonly limits?: readonly Limit[]
    }
  | {
      readonly kind: 'expression'
      readonly sql: string
      readonly name: string | null
      readonly type: string | null
      readonly columns: readonly string[] | null
      readonly limits?: readonly Limit[]
    }

/** Warnings of calls that may leave limits, the first of each function. Stored, they stand where the text stands. */
export const warningsOf = (stored: Stored, statement: SourceText): readonly Diagnostic[] =>
  stored.kind === 'hint'
    ? []
    : (stored.limits ?? []).map(({ name, within, offset, length }) =>
        diagnose('MR2020', { name, within }, statement.place(offset, length)),
      )

export const keyOf = (
  kind: string,
  text: string,
  schema: unknown,
  settings: SparkSettings,
  engine: Engine,
): string => contentHash({ kind, text, schema, semanticsVersion, settings, engine: engine.id })

export const readStored = (text: string | undefined): Stored | undefined => {
  if (text === undefined) return undefined
  return JSON.parse(text) as Stored
}

export const translationOf = (
  statement: SourceText,
  stored: Extract<Stored, { kind: 'query' }>,
): Translation => ({
  kind: 'query',
  statement,
  sql: trusted(stored.sql),
  tables: stored.tables,
  outputColumns: stored.outputColumns ?? undefined,
})

export const expressionOf = (stored: Extract<Stored, { kind: 'expression' }>): TranslatedExpression => ({
  sql: trusted(stored.sql),
  name: stored.name ?? undefined,
  type: stored.type ?? undefined,
  columns: stored.columns ?? undefined,
})
