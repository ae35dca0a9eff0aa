import type { Diagnostic } from '../../diagnostics/index.ts'
import type { SourceText } from '../source-text.ts'
import { composed, type Disclosure } from './disclosure.ts'
import type { Engine } from './engines/engine.ts'
import type { SparkSettings } from './spark-settings.ts'
import type { SparkType } from './spark-types/spark-type.ts'
import type { Expression, Query, Window } from './tree.ts'
import type { Argument } from './spark-types/typed.ts'

/**
 * Columns of relations that a value comes from, each as JSON of [relation, column], with a Disclosure behind them where
 * the value shows less than all of the column; undefined where not known.
 */
export type Inputs = ReadonlySet<string> | undefined

/** An expression in the engine's SQL. */
export type Rendered = Argument & {
  /** The name that Spark gives to the column when the author gives none. */
  readonly label: string
  readonly inputs: Inputs
  /** Of what type a text was written by to_json without options. */
  readonly jsonOf?: SparkType | undefined
}

export type Column = {
  readonly name: string
  readonly type: SparkType
  readonly sql: string
  readonly inputs: Inputs
  readonly jsonOf?: SparkType | undefined
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
  /** What a star stands for; undefined where the columns of a source are not known. */
  readonly shown: readonly Column[] | undefined
  readonly parent: Scope | undefined
  /** Where a subquery notes what it takes from around it: part of its label. */
  readonly taken: string[] | undefined
  /** Where tables in the FROM of that subquery note it instead, if they are to. */
  readonly below?: string[]
  /** Around EXISTS and IN, where Spark takes less from around than in a value. */
  readonly asking?: boolean
  /** On the side of an outer join that may be missing: tables there see nothing from around the subquery. */
  readonly closed?: boolean
  /** True where a LATERAL subquery in FROM reads what stands before it, not a subquery in an expression. */
  readonly beside: boolean
  readonly lambdas: ReadonlyMap<string, Rendered>
  /** Whether it is an argument beside a lambda: what that reads from around the query is seen to for the whole call. */
  readonly besideLambda?: boolean
  /** Output names that an expression may refer to. `first`: before the columns of the sources (ORDER BY). */
  readonly aliases: ReadonlyMap<string, Rendered>
  readonly aliasesFirst: boolean
  /** True in SELECT, where `aliases` are those of the items before, which aggregates do not see. */
  readonly lateral: boolean
  /** True where NULL is as good as false: WHERE, and what AND joins in it. */
  readonly filtering: boolean
  /** In ON of a join: what stands for subqueries that are columns of a side. */
  readonly joining: ReadonlyMap<Expression, Rendered> | undefined
  /** The keys of GROUP BY in the engine's SQL: what grouping_id() is of. */
  readonly groupKeys: readonly string[]
  /** Keys of groups and of DISTINCT in the engine's SQL, in which Spark makes 0.0 of -0.0, and the engine does not. */
  readonly zeroless?: ReadonlySet<string> | undefined
  /** Whether Spark aggregates in groups: those of GROUP BY or PIVOT, or of what a DISTINCT aggregate is of. */
  readonly inGroups?: boolean
  /** Whether aggregates are of the rows of one value of PIVOT only. */
  readonly pivoting?: boolean
  /** What WINDOW names; case counts. */
  readonly windows: ReadonlyMap<string, Window>
  /** Calls of raise_error and assert_true that stand where they may. */
  readonly raising?: ReadonlySet<Expression>
  /** What window() stands for. */
  readonly timeWindow?: Rendered | undefined
}

/** A relation or CTE by its lower-case name: how the engine calls it, and its columns where known. */
export type Relation = {
  readonly name: string
  readonly sql: string
  readonly columns: readonly Column[] | undefined
}

/** A function that a statement may use beyond the limits within which it is Spark's; offsets count in the statement. */
export type Limit = {
  readonly name: string
  readonly within: string
  readonly offset: number
  readonly length: number
}

export type Context = {
  readonly engine: Engine
  readonly statement: SourceText
  readonly relations: ReadonlyMap<string, Relation>
  readonly report: (diagnostic: Diagnostic) => void
  /** Names of relations that the statement reads, as the caller spelled them. */
  readonly used: Set<string>
  readonly fresh: () => string
  /** Takes note of a call that may leave the limits of its function. */
  readonly limit: (limit: Limit) => void
  readonly settings: SparkSettings
  /** The whole statement, whose columns are the result. */
  readonly whole?: Query
}

export const emptyScope: Scope = {
  sources: [],
  merged: [],
  shown: [],
  parent: undefined,
  taken: undefined,
  beside: false,
  lambdas: new Map(),
  aliases: new Map(),
  aliasesFirst: false,
  lateral: false,
  filtering: false,
  joining: undefined,
  groupKeys: [],
  windows: new Map(),
}

/** Inputs of which a value shows no more than is said; undefined: as before. */
export const narrowed = (inputs: Inputs, shows: Disclosure | undefined): Inputs =>
  inputs === undefined || shows === undefined
    ? inputs
    : new Set(
        [...inputs].map((input) => {
          const [relation, column, inner] = JSON.parse(input) as [string, string, Disclosure?]
          return JSON.stringify([relation, column, composed(shows, inner)])
        }),
      )

export const union = (all: readonly Inputs[]): Inputs => {
  const result = new Set<string>()
  for (const inputs of all) {
    if (inputs === undefined) return undefined
    for (const input of inputs) result.add(input)
  }
  return result
}
