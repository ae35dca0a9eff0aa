import type { ValueTest } from '../format/project-predicate.ts'
import { compareValues, type SingleValue } from '../format/value.ts'

/**
 * What a reader asks of one column. Values are of the column's Iceberg type; comparisons are DuckDB's: nothing is
 * true of NULL, NaN equals itself and is larger than all else, -0 equals 0.
 */
export type ColumnPredicate = {
  /** The column's name; of one inside structs the names that lead to it, joined with dots. */
  readonly column: string
} & Condition

export type Condition = ValueTest

/** What is known about a set of values: those of a column in a file, or of a partition field in a manifest file. */
export type ValueRange = {
  /** Of the values that are neither NULL nor NaN; absent where unknown. */
  readonly lower?: SingleValue | undefined
  readonly upper?: SingleValue | undefined
  /** False only where it is known. */
  readonly mayBeNull: boolean
  readonly mayBeNan: boolean
  readonly mayBeValue: boolean
}

/** The range of one known value. */
export const rangeOfValue = (value: SingleValue | null): ValueRange =>
  value === null || Number.isNaN(value)
    ? { mayBeNull: value === null, mayBeNan: value !== null, mayBeValue: false }
    : { lower: value, upper: value, mayBeNull: false, mayBeNan: false, mayBeValue: true }

/** False only where no value of the range can satisfy the condition. */
export const mayMatch = (condition: Condition, range: ValueRange): boolean => {
  const { lower, upper, mayBeNan, mayBeValue } = range
  switch (condition.op) {
    case 'is-null':
      return range.mayBeNull
    case 'is-not-null':
      return mayBeNan || mayBeValue
    case 'in':
      return condition.values.some((value) => mayMatch({ op: '=', value }, range))
    case '=':
      if (Number.isNaN(condition.value)) return mayBeNan
      return (
        mayBeValue &&
        (lower === undefined || compare(lower, condition.value) <= 0) &&
        (upper === undefined || compare(upper, condition.value) >= 0)
      )
    case '<':
      if (Number.isNaN(condition.value)) return mayBeValue
      return mayBeValue && (lower === undefined || compare(lower, condition.value) < 0)
    case '<=':
      if (Number.isNaN(condition.value)) return mayBeValue || mayBeNan
      return mayBeValue && (lower === undefined || compare(lower, condition.value) <= 0)
    case '>':
      if (Number.isNaN(condition.value)) return false
      return mayBeNan || (mayBeValue && (upper === undefined || compare(upper, condition.value) > 0))
    case '>=':
      if (Number.isNaN(condition.value)) return mayBeNan
      return mayBeNan || (mayBeValue && (upper === undefined || compare(upper, condition.value) >= 0))
    case 'starts-with': {
      const prefix = bytesOf(condition.value)
      const first = lower === undefined ? undefined : bytesOf(lower)
      return (
        mayBeValue &&
        (upper === undefined || Buffer.compare(bytesOf(upper), prefix) >= 0) &&
        (first === undefined || Buffer.compare(first.subarray(0, prefix.length), prefix) <= 0)
      )
    }
  }
}

/**
 * As `compareValues`, but zeros are equal and numbers compare whatever their width. Text compares as its bytes: bounds
 * are bytes, and may have been cut inside of a character.
 */
const compare = (a: SingleValue, b: SingleValue): number => {
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0
  if (typeof a === 'string' || typeof b === 'string') return Buffer.compare(bytesOf(a), bytesOf(b))
  return compareValues(a, b)
}

const isNumber = (value: SingleValue): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint'

const bytesOf = (value: SingleValue): Uint8Array =>
  value instanceof Uint8Array ? value : Buffer.from(String(value))
