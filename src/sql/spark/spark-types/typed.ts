import type { SparkType } from './spark-type.ts'

/** A piece of one engine's SQL with the Spark type of its value. */
export type Typed = {
  readonly sql: string
  readonly type: SparkType
  /** True where two evaluations may differ: rand(), uuid(). */
  readonly volatile?: boolean
  /** True where it is no literal, even if it is one for the engine: CAST(1 AS INT). */
  readonly computed?: boolean
}

export type Argument = Typed & {
  /** The value of a string literal. */
  readonly literal?: string | undefined
  /** All texts that an expression may be, such as a CASE over literals; NULL goes without saying. */
  readonly choices?: readonly string[] | undefined
  /** The entries of a map that is written out of text literals: options of a function. */
  readonly entries?: ReadonlyMap<string, string> | undefined
  /** The parameters of a lambda; its SQL is the body. */
  readonly lambda?: readonly string[]
}

/** Writes the call of an aggregate or window function, with the DISTINCT, FILTER and OVER of the statement. */
/** `only` is a condition beside that of the statement. */
export type Finish = (head: string, args: string, extra?: string, only?: string) => string
