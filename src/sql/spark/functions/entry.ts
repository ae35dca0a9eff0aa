import type { EngineId } from '../engines/engine.ts'
import { Mistaken } from '../refusals.ts'
import type { SparkSettings } from '../spark-settings.ts'
import type { SparkType } from '../spark-types/spark-type.ts'
import type { Argument, Finish } from '../spark-types/typed.ts'

export { Mistaken, mismatch, Refused } from '../refusals.ts'
export type { Argument, Finish } from '../spark-types/typed.ts'

/** Writes an argument or a call in the SQL of one engine. */
export type Rendering = (
  texts: readonly string[],
  args: readonly Argument[],
  finish: Finish,
  settings: SparkSettings,
  place: Place,
) => string

/** Where an aggregate stands. */
export type Place = {
  /** Over the groups of GROUP BY. */
  readonly grouped: boolean
  readonly windowed: boolean
  /** Whether it takes the rows as they come: without DISTINCT. */
  readonly ordered: boolean
}

type Limits = {
  readonly within: string
  /**
   * Whether a call is to be warned of; every one, unless said. A limit that hardly any data leaves is told of only where
   * literals leave it: a warning at every lower(name) would be read by nobody.
   */
  readonly leaves?: (args: readonly Argument[]) => boolean
}

/**
 * One function of Spark. `params` has a letter for each parameter: what the argument is cast to before `sql` sees it.
 * s string, S string that nothing else becomes, i int, l bigint, d double, D date, T timestamp, b boolean, x binary or text, X bytes, which only text becomes, n a number (text becomes double), m a number whose text and NULL stay what they are, q a number or an interval,
 * u date or timestamp (text becomes timestamp), a anything, A array, L array that is no NULL without a type, M map, f lambda; `?` starts the optional ones, `*`
 * repeats the last letter.
 */
export type FunctionEntry = {
  readonly params: string
  readonly returns: SparkType | ((args: readonly Argument[]) => SparkType)
  /** DuckDB's rendering: plain expressions first, `spark_…` macros of the same file second. */
  readonly sql: Rendering
  /** Trino's rendering; without one the function is refused there. */
  readonly trino?: Rendering
  /** Exact, unless it says within which limits. */
  readonly status?: Limits
  /** What Spark calls the column, where that is not the name with the arguments. */
  readonly label?: (labels: readonly string[]) => string
  readonly aggregate?: boolean
  readonly volatile?: boolean
  /** Whether each row comes to JavaScript, as the engine has nothing like it. */
  readonly script?: boolean
  /** Brings all arguments to their common type first. */
  readonly common?: boolean
}

export const renderingOf = (entry: FunctionEntry, engine: EngineId): Rendering | undefined =>
  engine === 'duckdb' ? entry.sql : entry.trino

/** A function that is refused by name, with what to write instead. */
export type RefusedEntry = { readonly refused: string }

/** A name that the grammar or `render-call.ts` knows; the example is one expression that uses it. */
export type GrammarEntry = {
  readonly example: string
  /** Where it has no rendering. */
  readonly refusedOn?: EngineId
}

export type Functions = Readonly<Record<string, FunctionEntry | RefusedEntry>>

export const entry = (
  params: string,
  returns: FunctionEntry['returns'],
  sql: FunctionEntry['sql'],
): FunctionEntry => ({ params, returns, sql })

/** A function that DuckDB has under the given name, with the same meaning. */
export const same = (params: string, returns: FunctionEntry['returns'], name: string): FunctionEntry => ({
  params,
  returns,
  sql: (texts) => `${name}(${texts.join(', ')})`,
})

export const aggregate = (
  params: string,
  returns: FunctionEntry['returns'],
  sql: FunctionEntry['sql'],
): FunctionEntry => ({ params, returns, sql, aggregate: true })

/** A function that is exact within limits which a statement may leave. */
export const within = (limits: string, of: FunctionEntry, leaves?: Limits['leaves']): FunctionEntry => ({
  ...of,
  status: { within: limits, ...(leaves === undefined ? {} : { leaves }) },
})

export const typeOf = (args: readonly Argument[], index = 0): SparkType =>
  args[index]?.type ?? { kind: 'unknown' }

/** Refuses what Spark makes no number of by itself. */
export const demandNumber = (argument: Argument | undefined): void =>
  demand(argument, 'tinyint smallint int bigint float double decimal string')

/** Refuses arguments of other types, where Spark does not cast. */
export const demand = (argument: Argument | undefined, kinds: string): void => {
  const kind = argument?.type.kind ?? 'unknown'
  if (kind !== 'unknown' && kind !== 'null' && !kinds.split(' ').includes(kind))
    throw new Mistaken(`an argument of type ${kind}`, `cast it to ${kinds.split(' ').join(' or ')}`)
}
