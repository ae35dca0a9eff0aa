import type { Diagnostic } from '../../diagnostics/index.ts'
import type { SourceText } from '../source-text.ts'
import type { Argument } from './functions/entry.ts'
import type { SparkSettings } from './spark-settings.ts'
import type { SparkType } from './spark-type.ts'

/** Columns of relations that a value comes from, each as JSON of [relation, column]; undefined where not known. */
export type Inputs = ReadonlySet<string> | undefined

/** An expression in the engine's SQL. */
export type Rendered = Argument & {
  /** The name that Spark gives to the column when the author gives none. */
  readonly label: string
  readonly inputs: Inputs
}

export type Column = {
  readonly name: string
  readonly type: SparkType
  readonly sql: string
  readonly inputs: Inputs
}

/** Something in FROM. Without `columns` its schema is not known, and any name may be one of its columns. */
export type Source = {
  readonly alias: string
  readonly sql: string
  readonly columns: readonly Column[] | undefined
  readonly relation: string | undefined
}

export type Scope = {
  readonly sources: readonly Source[]
  /** Columns joined by USING: found without qualifier before any other. */
  readonly merged: readonly Column[]
  readonly parent: Scope | undefined
  readonly lambdas: ReadonlyMap<string, Rendered>
  /** Output names that an expression may refer to. `first`: before the columns of the sources (ORDER BY). */
  readonly aliases: ReadonlyMap<string, Rendered>
  readonly aliasesFirst: boolean
}

/** A relation or CTE by its lower-case name: how the engine calls it, and its columns where known. */
export type Relation = {
  readonly name: string
  readonly sql: string
  readonly columns: readonly Column[] | undefined
}

export type Context = {
  readonly statement: SourceText
  readonly relations: ReadonlyMap<string, Relation>
  readonly report: (diagnostic: Diagnostic) => void
  /** Names of relations that the statement reads, as the caller spelled them. */
  readonly used: Set<string>
  readonly fresh: () => string
  readonly settings: SparkSettings
}

export const emptyScope: Scope = {
  sources: [],
  merged: [],
  parent: undefined,
  lambdas: new Map(),
  aliases: new Map(),
  aliasesFirst: false,
}

export const union = (all: readonly Inputs[]): Inputs => {
  const result = new Set<string>()
  for (const inputs of all) {
    if (inputs === undefined) return undefined
    for (const input of inputs) result.add(input)
  }
  return result
}
