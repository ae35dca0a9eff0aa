import type { DecimalOperator } from '../spark-types/decimal-result.ts'
import type { AnsiInterval } from '../spark-types/interval-type.ts'
import type { SparkType } from '../spark-types/spark-type.ts'
import type { TimeLiteral } from '../time-literal.ts'
import type { Argument, Finish, Typed } from '../spark-types/typed.ts'

/**
 * What an engine's SQL is for what Spark means. The renderers decide by Spark's types alone (coercion, names, lineage)
 * and ask an engine for everything whose spelling or meaning is its own; only standard SQL that means the same
 * everywhere (AND, CASE, SELECT … GROUP BY) they write themselves. Operands come cast to the type that Spark gives
 * them. What an engine cannot write exactly it refuses (`Refused`), so no SQL of another engine ever reaches it.
 */
export type Engine = {
  readonly id: EngineId
  /** As messages call it. */
  readonly title: string
  readonly types: Types
  readonly constants: Constants
  readonly operators: Operators
  readonly nested: Nested
  readonly time: Time
  readonly windows: Windows
  readonly clauses: Clauses
  /** How an aggregate or window function is called. */
  readonly finish: (call: Finished) => Finish
  /** What is written with names for values that are costly to write several times; absent where none can be given. */
  readonly once?: (values: readonly string[], write: (names: readonly string[]) => string) => string
}

export type EngineId = 'duckdb' | 'trino'

type Types = {
  readonly name: (type: SparkType) => string
  /** The value brought to a type as CAST of Spark does. */
  readonly cast: (value: Typed, to: SparkType) => string
  /** An argument as the type that a function takes, where that is not the same as for an operator: under ANSI. */
  readonly argumentCast?: (value: Typed, to: SparkType) => string
  /** The same for a CAST that the author wrote. */
  readonly explicitCast?: (value: Typed, to: SparkType) => string
  /** The result of a call that fails where none of its arguments is NULL, but the result is: under ANSI. */
  readonly failing?: (result: string, args: readonly Typed[], complaint: string) => string
  /** As TRY_CAST of Spark does. */
  readonly tryCast: (value: Typed, to: SparkType) => string
}

/** Whole numbers are plain digits, in brackets where negative: renderings tell constants by that. */
type Constants = {
  readonly text: (text: string) => string
  readonly integer: (value: bigint, type: SparkType) => string
  readonly fraction: (text: string, type: SparkType) => string
  readonly decimal: (text: string, precision: number, scale: number) => string
  readonly bytes: (hex: string) => string
  readonly time: (value: TimeLiteral) => string
  /** Months of INTEGER, or microseconds of BIGINT. */
  readonly interval: (value: bigint, type: AnsiInterval) => string
}

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=' | '<=>'

type Operators = {
  readonly compare: (op: Comparison, left: string, right: string, type: SparkType) => string
  readonly isTruth: (value: string, what: 'true' | 'false', not: boolean) => string
  readonly isIn: (value: string, list: readonly string[], not: boolean, type: SparkType) => string
  readonly bits: (op: '&' | '|' | '^', left: string, right: string, type: SparkType) => string
  readonly bitNot: (value: Typed) => string
  /** Wraps around where the result has no room. */
  readonly integers: (op: '+' | '-' | '*', left: Typed, right: Typed, type: SparkType) => string
  readonly fractions: (op: '+' | '-' | '*', left: string, right: string, type: SparkType) => string
  /** Of doubles; through zero is NULL, here and in what follows. */
  readonly divide: (left: string, right: string) => string
  /** DIV of whole numbers, as BIGINT. */
  readonly quotient: (left: Typed, right: Typed, type: SparkType) => string
  readonly remainder: (left: string, right: string, type: SparkType) => string
  /** To the precision and scale that Spark gives the result; what has no room is NULL. */
  readonly decimals: (op: DecimalOperator, left: Typed, right: Typed, type: SparkType) => string
  /** Where the types of the operands are not known. */
  readonly untyped: (op: '+' | '-' | '*' | '/' | '%', left: Typed, right: Typed) => string
  readonly negative: (value: Typed) => string
  readonly like: (text: string, pattern: Pattern) => string
}

export type Pattern = {
  readonly sql: string
  /** The character that takes % and _ their meaning. */
  readonly escape: string
  /** `plain`: nothing in it is escaped; `escaped`: something is; `unknown`: it is no literal. */
  readonly form: 'plain' | 'escaped' | 'unknown'
  readonly ignoreCase: boolean
}

export type Member = { readonly name: string; readonly sql: string; readonly type: SparkType }

type Nested = {
  readonly struct: (members: readonly Member[]) => string
  readonly field: (struct: string, name: string) => string
  /** The member of each struct of an array. */
  readonly fieldOfEach: (list: string, name: string) => string
  /** The element at a place, counted from zero; NULL where there is none. */
  readonly element: (list: string, at: string, type: SparkType) => string
  /** The value of a key; NULL where there is none. */
  readonly valueAt: (map: string, key: string) => string
  /** The value of a key that stands behind a dot. */
  readonly valueNamed: (map: string, key: string) => string
  /** NULL where one of `values`, which are the lists before they were cast, is. */
  readonly concat: (lists: readonly string[], values: readonly string[]) => string
  readonly zip: (lists: readonly Typed[], names: readonly string[]) => string
  /** What a value is sorted by, one behind the other: NaN is above all else, zero has one sign, NULL is first inside. */
  readonly orderKeys: (value: Typed) => readonly string[]
  /** A value that has fractions in it, with 0.0 for -0.0, as Spark's groups have it. */
  readonly positiveZero: (value: Typed) => string
  /** What the lambda of a call is declared with, and what each of its parameters stands for. */
  readonly lambda: (call: string, names: readonly string[], before: readonly Argument[]) => Lambda
  /**
   * An expression over columns of several queries as one over a row that has them all; undefined where a query stands in
   * it. Absent where lambdas find the columns of all queries.
   */
  readonly rowOfItsOwn?: (sql: string, alias: string) => string | undefined
}

export type Lambda = { readonly variables: readonly string[]; readonly parameters: readonly string[] }

/** In microseconds. */
type Periods = {
  readonly size: bigint
  readonly step: bigint
  readonly from: bigint
  /** What a table that is made for them is called. */
  readonly alias: string
}

type MadePeriods = {
  /** A struct of start and end. */
  readonly period: string
  /** A table with a row for each period that a time may be in; absent where it is in one. */
  readonly number: string | undefined
  /** Whether the time is in the period. */
  readonly holds: string
}

/** Intervals are whole numbers here: months, or microseconds. */
type Time = {
  /** The instant as a timestamp without zone, in UTC. */
  readonly utc: (instant: string) => string
  readonly midnight: (date: string) => string
  readonly addDays: (date: string, op: '+' | '-', days: string) => string
  /** Days of an interval without hours. */
  readonly addWholeDays: (date: string, op: '+' | '-', micros: string) => string
  readonly addMonths: (value: Typed, op: '+' | '-', months: string) => string
  readonly addMicros: (value: Typed, op: '+' | '-', micros: string) => string
  /** An interval of months, days and microseconds at once. */
  readonly addCalendar: (value: Typed, op: '+' | '-', interval: string) => string
  readonly microsBetweenDates: (left: string, right: string) => string
  readonly microsBetween: (left: Typed, right: Typed) => string
  readonly scaleInterval: (op: '*' | '/', interval: Typed, factor: Typed) => string
  /** The periods of a length that a time is in, one in each step; absent where nobody knows how to write them. */
  readonly periods?: (time: Typed, of: Periods) => MadePeriods
  /** A time in microseconds, and the period from one such number to another; absent as above. */
  readonly between?: (time: Typed) => {
    readonly micros: string
    readonly period: (first: string, last: string) => string
  }
}

type Windows = {
  /** What a RANGE frame of microseconds is ordered by. */
  readonly micros: (instant: string) => string
  /** How far a RANGE frame reaches, in the type of its key. */
  readonly distance: (amount: Typed, key: SparkType) => string
}

/** Rows that an expression makes: a value for each column, over what `from` reads. */
export type MadeRows = { readonly values: readonly string[]; readonly from: string }

/** The parts of a SELECT that compute, and what stands behind FROM. */
export type Computing = {
  readonly source: string
  readonly columns: readonly string[]
  readonly group: readonly string[]
  readonly having: readonly string[]
  readonly order: readonly string[]
}

type Clauses = {
  /** The same parts, sharing among them what is costly to compute. */
  readonly sharing: (select: Computing) => Computing
  /** LIMIT and OFFSET, each empty where there is none. */
  readonly limit: (limit: string, offset: string) => string
  readonly range: (args: readonly string[], alias: string, name: string) => string
  /** A row of VALUES. */
  readonly row: (cells: readonly string[]) => string
  /** Rows that read columns from around them. */
  readonly rows: (rows: readonly (readonly Typed[])[]) => string
  /** The same in FROM, beside what stands before it there. */
  readonly rowsBeside: (rows: readonly (readonly Typed[])[]) => string
  /** Whether there are joins by USING, SEMI and ANTI; else they are written with ON and EXISTS. */
  readonly joins: { readonly using: boolean; readonly semi: boolean }
  /** Whether a LATERAL may stand in another one and read what is around both. */
  readonly nestedLateral: boolean
  /** A value for each member: keys and values of a map, or the elements of an array; with the place where asked. */
  readonly explode: (value: Typed, place: boolean) => MadeRows
  /**
   * The same as values of a SELECT, which keeps the order of rows; with `kept`, once where there is no member. Absent where
   * the engine has none.
   */
  readonly unnested?: (
    value: Typed,
    of: { readonly place: boolean; readonly kept: boolean },
  ) => readonly string[]
  /** The members of each struct of an array. */
  readonly inline: (list: Typed) => MadeRows
  /** A key of ROLLUP, CUBE or GROUPING SETS. */
  readonly setKey: (sql: string) => string
  /** A constant to sort or group by, which must not look like the number of a column. */
  readonly constantKey: (sql: string) => string
  readonly jsonTuple: (json: string, names: readonly Argument[]) => MadeRows
}

export type Finished = {
  readonly distinct: boolean
  readonly ignoreNulls: boolean
  /** A condition; undefined where there is no FILTER. */
  readonly filter: string | undefined
  /** What stands behind OVER. */
  readonly over: string | undefined
}
