import { canTryCast, tryCastRefusal } from '../../spark-types/castable.ts'
import { castTo, engineType } from './casts.ts'
import type { Typed } from '../../spark-types/typed.ts'
import { narrowed } from './define-macro.ts'
import {
  isFraction,
  isInteger,
  isNested,
  isNumeric,
  type SparkType,
  types,
} from '../../spark-types/spark-type.ts'

/** try_cast has the rules of ANSI: what does not fit a whole number is NULL, and text for one has no fraction. */
export const tryCastTo = (value: Typed, to: SparkType): string => {
  const { type: from, sql } = value
  const refuse = (): never => {
    throw tryCastRefusal(from, to)
  }
  if (isNested(from) || isNested(to) || !canTryCast(from, to)) return refuse()
  if (!isInteger(to) || from.kind === 'boolean' || from.kind === 'null') return castTo(value, to)
  const engine = engineType(to)
  if (from.kind === 'string') return `CASE WHEN NOT contains(${sql}, '.') THEN ${castTo(value, to)} END`
  if (isFraction(from)) {
    const plain = narrowed(`trunc(${sql})`, engine)
    // The largest BIGINT is no double: the one right above it counts for it.
    return to.kind === 'bigint'
      ? `CASE WHEN ${sql} = 9223372036854775808 THEN 9223372036854775807 ELSE ${plain} END`
      : plain
  }
  // Spark takes what has more digits than a BIGINT for a double first, but on the way to a BIGINT.
  if (from.kind === 'decimal')
    return narrowed(
      `trunc(${to.kind !== 'bigint' && from.precision > 18 ? castTo(value, types.double) : sql})`,
      engine,
    )
  if (from.kind === 'timestamp') return narrowed(castTo(value, types.bigint), engine)
  return isNumeric(from) ? narrowed(sql, engine) : refuse()
}
