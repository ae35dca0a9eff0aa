import { literal, type Sql } from '../../../quote.ts'
import { castTo } from './casts.ts'
import { define } from './define-macro.ts'
import { typedElement } from '../../functions/nested.ts'
import { tryCastTo } from './try-cast.ts'
import { Refused } from '../../refusals.ts'
import {
  asDecimal,
  isFraction,
  isInteger,
  isNumeric,
  type SparkType,
  sparkName,
} from '../../spark-types/spark-type.ts'
import type { Typed } from '../../spark-types/typed.ts'
import type { Engine } from '../engine.ts'

/*
 * DuckDB's SQL under spark.sql.ansi.enabled: what has no result is an error of Spark's name, raised by error() in a
 * branch that no other row takes. A value never stands in a message, since who reads it may not see the column. What is
 * not known to be the same under ANSI is refused.
 */

/** Raises an error where a value that is not NULL has no result. */
const checked = (result: string, value: string, complaint: string): string =>
  `spark_ansi(${result}, ${value}, ${literal(complaint)})`

const overflow = '[ARITHMETIC_OVERFLOW] the result has no room in its type; the try_ functions give NULL'
const zero = '[DIVIDE_BY_ZERO] division by zero; try_divide gives NULL'
const outOfRange = '[NUMERIC_VALUE_OUT_OF_RANGE] the number has no room in its type; try_cast gives NULL'

const bits: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, int: 32, bigint: 64 }

const inRange = (type: SparkType, sql: string): string => `spark_ansi${bits[type.kind]}(${sql})`

const plain = (value: Typed): string => {
  if (value.volatile === true) throw new Refused('chance in an expression under spark.sql.ansi.enabled')
  return value.sql
}

/** CAST as it is written by the author. */
const explicitCast = (value: Typed, to: SparkType): string => {
  const { type: from } = value
  if (sparkName(from) === sparkName(to) || from.kind === 'null') return castTo(value, to)
  const x = plain(value)
  const invalid = `[CAST_INVALID_INPUT] a value of type ${sparkName(from).toUpperCase()} is no ${sparkName(to).toUpperCase()}; try_cast gives NULL`
  const room = `[CAST_OVERFLOW] a value of type ${sparkName(from).toUpperCase()} has no room in ${sparkName(to).toUpperCase()}; try_cast gives NULL`
  if (from.kind === 'string') {
    if (isInteger(to))
      return checked(`CASE WHEN NOT contains(${x}, '.') THEN ${castTo(value, to)} END`, x, invalid)
    if (isFraction(to) || /^(?:boolean|date|timestamp)$/.test(to.kind))
      return checked(castTo(value, to), x, invalid)
    if (to.kind === 'decimal')
      return `CASE WHEN ${castTo(value, to)} IS NULL AND spark_to_double(${x}) IS NOT NULL THEN error(${literal(outOfRange)})
        ELSE ${checked(castTo(value, to), x, invalid)} END`
    if (to.kind === 'binary') return castTo(value, to)
  }
  if (isNumeric(from)) {
    if (isInteger(to)) {
      const wider = isInteger(from) && (bits[to.kind] ?? 0) >= (bits[from.kind] ?? 0)
      return wider ? castTo(value, to) : checked(tryCastTo(value, to), x, room)
    }
    // NaN and infinities are no decimals, and NULL as without ANSI.
    if (to.kind === 'decimal')
      return isFraction(from)
        ? `CASE WHEN isfinite(${x}) THEN ${checked(castTo(value, to), x, outOfRange)} END`
        : checked(castTo(value, to), x, outOfRange)
    // Without an exponent, however small, as the engine writes decimals.
    if (from.kind === 'decimal' && to.kind === 'string') return `CAST(${x} AS VARCHAR)`
    if (isFraction(to) || to.kind === 'string' || to.kind === 'boolean') return castTo(value, to)
  }
  if (from.kind === 'boolean' && (to.kind === 'string' || (isNumeric(to) && to.kind !== 'decimal')))
    return castTo(value, to)
  if (/^(?:date|timestamp)$/.test(from.kind) && /^(?:string|date|timestamp)$/.test(to.kind))
    return castTo(value, to)
  if (from.kind === 'binary' && to.kind === 'string') return castTo(value, to)
  throw new Refused(`a cast from ${sparkName(from)} to ${sparkName(to)} under spark.sql.ansi.enabled`)
}

/** Numbers become wider ones by themselves, dates become timestamps, and nothing else does here. */
const implicitCast = (value: Typed, to: SparkType): string => {
  const { type: from } = value
  if (sparkName(from) === sparkName(to) || from.kind === 'null') return castTo(value, to)
  const wider =
    (isInteger(from) && isInteger(to) && (bits[to.kind] ?? 0) >= (bits[from.kind] ?? 0)) ||
    ((isInteger(from) || from.kind === 'decimal') && to.kind === 'decimal' && hasRoom(asDecimal(from), to)) ||
    (isNumeric(from) && to.kind === 'double') ||
    (from.kind === 'date' && to.kind === 'timestamp')
  if (!wider)
    throw new Refused(
      `${sparkName(from)} where ${sparkName(to)} is needed, under spark.sql.ansi.enabled,`,
      `write CAST(… AS ${sparkName(to).toUpperCase()})`,
    )
  return castTo(value, to)
}

/** What a function takes: text becomes a value, and a value text, as by a cast that is written out. */
const argumentCast = (value: Typed, to: SparkType): string => {
  const from = value.type.kind
  const byText =
    (from === 'string' && /^(?:int|bigint|double|date|timestamp|boolean)$/.test(to.kind)) ||
    (to.kind === 'string' && (isInteger(value.type) || /^(?:boolean|date|timestamp)$/.test(from))) ||
    (from === 'timestamp' && to.kind === 'date')
  return byText ? explicitCast(value, to) : implicitCast(value, to)
}

const hasRoom = (
  from: { readonly precision: number; readonly scale: number },
  to: { readonly precision: number; readonly scale: number },
): boolean => to.scale >= from.scale && to.precision - to.scale >= from.precision - from.scale

const notKnown = (what: string) => (): never => {
  throw new Refused(`${what} under spark.sql.ansi.enabled`)
}

export const underAnsi = (engine: Engine): Engine => {
  if (engine.id !== 'duckdb') throw new Refused(`spark.sql.ansi.enabled = true on ${engine.title}`)
  const { operators } = engine
  return {
    ...engine,
    types: {
      ...engine.types,
      cast: implicitCast,
      argumentCast,
      explicitCast,
      failing: (result, args, complaint) => {
        const given = args.map((value) => `${plain(value)} IS NOT NULL`).join(' AND ')
        return checked(result, `CASE WHEN ${given} THEN 1 END`, complaint)
      },
    },
    operators: {
      ...operators,
      integers: (op, left, right, type) => {
        const as = type.kind === 'bigint' ? 'HUGEINT' : 'BIGINT'
        return inRange(type, `CAST(${left.sql} AS ${as}) ${op} CAST(${right.sql} AS ${as})`)
      },
      // NULL divided by zero is NULL.
      divide: (left, right) =>
        `CASE WHEN ${right} = 0 AND ${left} IS NOT NULL THEN error(${literal(zero)}) ELSE ${operators.divide(left, right)} END`,
      quotient: (left, right, type) => {
        const [n, d] = [`CAST(${left.sql} AS BIGINT)`, `CAST(${right.sql} AS BIGINT)`]
        const result = `${n} // nullif(${d}, 0)`
        const safe =
          type.kind === 'bigint' && !/^\d+$/.test(right.sql)
            ? `CASE WHEN ${d} = -1 THEN spark_ansi64(-CAST(${n} AS HUGEINT)) ELSE ${result} END`
            : `(${result})`
        return `CASE WHEN ${d} = 0 AND ${n} IS NOT NULL THEN error(${literal(zero)}) ELSE ${safe} END`
      },
      remainder: (left, right, type) =>
        `CASE WHEN ${right} = 0 AND ${left} IS NOT NULL THEN error(${literal(zero)}) ELSE ${operators.remainder(left, right, type)} END`,
      decimals: (op, left, right, type) => {
        const [l, r] = [plain(left), plain(right)]
        if (op === 'div') throw new Refused('div of decimals under spark.sql.ansi.enabled')
        const both = `CASE WHEN ${l} IS NOT NULL THEN ${r} END`
        const result = checked(operators.decimals(op, left, right, type), both, outOfRange)
        if (/^[+*-]$/.test(op)) return result
        return `CASE WHEN ${r} = 0 AND ${l} IS NOT NULL THEN error(${literal(zero)}) ELSE ${result} END`
      },
      untyped: notKnown('arithmetic of columns whose types are not known'),
      negative: (value) =>
        isInteger(value.type)
          ? inRange(
              value.type,
              `-CAST(${value.sql} AS ${value.type.kind === 'bigint' ? 'HUGEINT' : 'BIGINT'})`,
            )
          : operators.negative(value),
    },
    nested: {
      ...engine.nested,
      element: (list, at, type) => typedElement(`spark_ansi_get(${list}, ${at})`, type, list, at),
    },
    time: {
      ...engine.time,
      addCalendar: notKnown('an interval of months, days and times at once'),
      scaleInterval: notKnown('an interval times a number'),
    },
  }
}

/** What `sum` adds up to, where that has room. */
export const ansiTotal = (total: string, count: string, type: SparkType): string =>
  type.kind === 'bigint'
    ? `spark_ansi64(CAST(${total} AS HUGEINT))`
    : type.kind === 'decimal'
      ? `CASE WHEN ${total} IS NULL AND ${count} > 0 THEN error(${literal(outOfRange)}) ELSE ${total} END`
      : total

const rangeMacro = (size: number, engine: string): Sql => {
  const half = 1n << BigInt(size - 1)
  const fits = `x >= ${-half}::HUGEINT AND x <= ${half - 1n}::HUGEINT`
  return define(
    `spark_ansi${size}(x)`,
    `CASE WHEN ${size === 64 ? fits : `x >= ${-half} AND x <= ${half - 1n}`} THEN CAST(x AS ${engine}) WHEN x IS NOT NULL THEN error(${literal(size < 32 ? overflow.replace('[', '[BINARY_') : overflow)}) END`,
  )
}

export const ansiMacros: readonly Sql[] = [
  define(
    'spark_ansi(result, x, complaint)',
    `CASE WHEN result IS NULL AND x IS NOT NULL THEN error(complaint) ELSE result END`,
  ),
  define(
    'spark_ansi_get(xs, i)',
    `CASE WHEN i < 0 OR i >= len(xs) THEN error('[INVALID_ARRAY_INDEX] the array has no element at this index; get gives NULL') ELSE xs[i + 1] END`,
  ),
  rangeMacro(8, 'TINYINT'),
  rangeMacro(16, 'SMALLINT'),
  rangeMacro(32, 'INTEGER'),
  rangeMacro(64, 'BIGINT'),
]
