import type { Sql } from '../sql/quote.ts'
import { sql, trusted } from '../sql/quote.ts'
import type { TypeFamily } from './type-family.ts'

/**
 * One way to mask a value. `expression` is only called for a family that `accepts` names, must keep the column's type
 * as `policies` section 3 says, and must turn NULL into NULL.
 */
export type MaskOperator<Args> = {
  readonly name: string
  /** Ties between equal priorities go to the larger number: how much the operator hides. */
  readonly protection: number
  readonly accepts: (family: TypeFamily) => boolean
  readonly expression: (column: Sql, type: string, args: Args) => Sql
}

const plainType = /^[A-Z][A-Z0-9_ ]*(\(\d+(, ?\d+)?\))?$/i

/** NULL of the column's type. A type whose text holds names or values is taken from the column itself, unevaluated. */
export const typedNull = (column: Sql, type: string): Sql =>
  plainType.test(type.trim())
    ? sql`CAST(NULL AS ${trusted(type.trim())})`
    : sql`CASE WHEN FALSE THEN ${column} END`
