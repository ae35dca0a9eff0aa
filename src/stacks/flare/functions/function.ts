import type { Diagnostic } from '../../../diagnostics/index.ts'
import type { EngineColumn, EngineRow } from '../../../engines/index.ts'
import type { Sql } from '../../../sql/quote.ts'
import type { TranslatedExpression } from '../../../sql/spark/stored-translation.ts'
import type { FlareFunctionCall } from '../job.ts'

/** What a function works on: a relation that can stand after FROM, and its columns as the engine knows them. */
export type FunctionInput = { readonly relation: Sql; readonly columns: readonly EngineColumn[] }

/** A column of a result, and what is in it. */
export type MadeColumn = {
  readonly name: string
  /** The column of the input whose values these are, unchanged. */
  readonly kept?: EngineColumn
  /** Columns of the input that the values are made of; undefined: it may be any. */
  readonly of: readonly string[] | undefined
}

/** A SELECT over the input relation, with the columns that it gives. */
export type Projection = { readonly query: Sql; readonly columns: readonly MadeColumn[] }

/** A SELECT, or why there is none. */
export type FunctionResult =
  | ({ readonly kind: 'query' } & Projection)
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }

/** Translates a Spark SQL expression over the input's columns to the engine's SQL. */
export type TranslateExpression = (expression: string, input: FunctionInput) => Promise<Sql>

export type FunctionContext = {
  readonly translate: TranslateExpression
  /** The same, with the name that Spark gives to a column of it. */
  readonly translateNamed: (
    expression: string,
    input: FunctionInput,
  ) => Promise<Pick<TranslatedExpression, 'sql' | 'name' | 'type'>>
  /** Runs a small query over the input: for functions whose output columns depend on data (pivot without values). */
  readonly lookUp: (query: Sql) => Promise<readonly EngineRow[]>
}

/**
 * A transformation function of a Flare step. `parameters` says which arguments exist, so that a wrong one is found
 * without an engine; `compile` turns a checked call into one SELECT.
 */
export type FlareFunction = {
  readonly name: string
  /** One sentence for the reference. */
  readonly summary: string
  readonly parameters: Readonly<Record<string, Parameter>>
  /** How much of a column is seen in what is made of it, where that is less than all. */
  readonly leaves?: 'digest' | 'part'
  readonly compile: (
    call: FlareFunctionCall,
    input: FunctionInput,
    context: FunctionContext,
  ) => Promise<FunctionResult>
}

export type Parameter = {
  readonly type: 'text' | 'scalar' | 'integer' | 'texts' | 'text-map'
  readonly required: boolean
  /** Allowed values, where there is a closed list. Compared ignoring case. */
  readonly values?: readonly string[]
  /** Of a map: its texts are types of Spark. */
  readonly areTypes?: boolean
  /** Other spellings that real manifests use. */
  readonly aliases?: readonly string[]
  readonly summary: string
}
