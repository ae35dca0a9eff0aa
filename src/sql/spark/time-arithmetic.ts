import { castTo, type Typed } from './casts.ts'
import { Refused } from './functions/entry.ts'
import {
  type AnsiInterval,
  dayToSecond,
  isAnsiInterval,
  ofDays,
  widerInterval,
  yearToMonth,
} from './interval-type.ts'
import { isFraction, isInteger, type SparkType, sparkName, types } from './spark-type.ts'

/** A value with the name that Spark gives it, where that is not the operator between two operands. */
export type Named = Typed & { readonly called?: (left: string, right: string) => string }

type Operator = '+' | '-' | '*' | '/' | '%' | 'div'

const isTime = (type: SparkType): boolean => /^(?:date|timestamp|timestamp_ntz)$/.test(type.kind)
const isInterval = (type: SparkType): boolean => isAnsiInterval(type) || type.kind === 'interval'

/** Arithmetic of dates, timestamps and intervals; undefined where no operand is one. */
export const timeArithmetic = (op: Operator, left: Typed, right: Typed): Named | undefined => {
  const [l, r] = [left.type, right.type]
  if (!isTime(l) && !isTime(r) && !isInterval(l) && !isInterval(r)) return undefined
  if (isInterval(l) && isInterval(r)) return addIntervals(op, left, right)
  if (isAnsiInterval(r) && l.kind === 'null') return { sql: `CAST(NULL AS BIGINT)`, type: r }
  if (isInterval(r) && (op === '+' || op === '-')) return shift(op, left, right)
  if (isInterval(l) && op === '+') {
    const moved = shift('+', right, left)
    return { ...moved, called: (a, b) => moved.called?.(b, a) ?? `${b} + ${a}` }
  }
  if (isAnsiInterval(l) && (op === '*' || op === '/')) return scale(op, left, l, right)
  if (isAnsiInterval(r) && op === '*') return scale('*', right, r, left)
  if (op === '-' && (isTime(l) || (l.kind === 'string' && r.kind === 'date')) && isTime(r))
    return between(left, right)
  if (l.kind === 'date' && isCount(r) && (op === '+' || op === '-')) return moveDays(op, left, right)
  if (r.kind === 'date' && isCount(l) && op === '+') {
    const moved = moveDays('+', right, left)
    return { ...moved, called: (a, b) => `date_add(${b}, ${a})` }
  }
  throw new Refused(`${sparkName(l)} ${op} ${sparkName(r)}`)
}

const isCount = (type: SparkType): boolean => isInteger(type) && type.kind !== 'bigint'

/** The number of a constant interval or count. */
const constantOf = (sql: string): bigint | undefined => {
  const digits = /^\(?(-?\d+)\)?(?:::BIGINT)?$/.exec(sql)?.[1]
  return digits === undefined ? undefined : BigInt(digits)
}

/** Small numbers of days are left to the engine, which fails where no day would come out. */
const plusDays = (day: string, op: '+' | '-', count: string): string => {
  const constant = constantOf(count)
  return constant !== undefined && constant > -1000000n && constant < 1000000n
    ? `(${day} ${op} ${constant < 0n ? `(${constant})` : constant})`
    : `spark_shift_days(${day}, ${op}CAST(${count} AS BIGINT))`
}

const moveDays = (op: '+' | '-', day: Typed, count: Typed): Named => ({
  sql: plusDays(day.sql, op, count.sql),
  type: types.date,
  called: (a, b) => `${op === '+' ? 'date_add' : 'date_sub'}(${a}, ${b})`,
})

const shift = (op: '+' | '-', value: Typed, interval: Typed): Named => {
  const called = (a: string, b: string) => `${a} ${op} ${b}`
  const { type } = interval
  if (!isTime(value.type) && value.type.kind !== 'string')
    throw new Refused(`${sparkName(value.type)} ${op} ${sparkName(type)}`)
  if (type.kind === 'interval') {
    if (value.type.kind === 'string')
      throw new Refused('text and an interval', 'cast the text to a timestamp')
    const naive =
      value.type.kind === 'timestamp' ? `spark_utc(${value.sql})` : `CAST(${value.sql} AS TIMESTAMP)`
    const sql = `spark_shift_calendar(${naive}, ${interval.sql}, ${op}1)`
    if (value.type.kind === 'date') return { sql: `CAST(${sql} AS DATE)`, type: types.date, called }
    return { sql: value.type.kind === 'timestamp' ? `spark_instant(${sql})` : sql, type: value.type, called }
  }
  if (type.kind === 'year_month') {
    const months = `to_months(CAST(${op === '-' ? '-' : ''}(${interval.sql}) AS INTEGER))`
    switch (value.type.kind) {
      case 'date':
        return { sql: `CAST(${value.sql} + ${months} AS DATE)`, type: types.date, called }
      case 'timestamp':
        return { sql: `spark_instant(spark_utc(${value.sql}) + ${months})`, type: types.timestamp, called }
      case 'timestamp_ntz':
        return { sql: `(${value.sql} + ${months})`, type: value.type, called }
      default:
        throw new Refused('text and an interval of months', 'cast the text to a date or a timestamp')
    }
  }
  if (value.type.kind === 'date' && type.kind === 'day_time' && type.to === 'day') {
    const constant = constantOf(interval.sql)
    const days =
      constant === undefined ? `(${interval.sql} // 86400000000)` : String(constant / 86_400_000_000n)
    return {
      sql: plusDays(value.sql, op, days),
      type: types.date,
      called: (a, b) =>
        `date_add(${a}, ${op === '+' ? `extractansiintervaldays(${b})` : `(- extractansiintervaldays(${b}))`})`,
    }
  }
  if (value.type.kind === 'timestamp_ntz')
    return { sql: `make_timestamp(epoch_us(${value.sql}) ${op} ${interval.sql})`, type: value.type, called }
  const instant = `make_timestamptz(epoch_us(${castTo(value, types.timestamp)}) ${op} ${interval.sql})`
  if (value.type.kind === 'string')
    return { sql: castTo({ sql: instant, type: types.timestamp }, types.string), type: types.string, called }
  return { sql: instant, type: types.timestamp, called }
}

const between = (left: Typed, right: Typed): Named => {
  if (right.type.kind === 'date' && (left.type.kind === 'date' || left.type.kind === 'string'))
    return {
      sql: `((${castTo(left, types.date)} - ${right.sql}) * 86400000000)`,
      type: ofDays,
    }
  const micros = (value: Typed) =>
    value.type.kind === 'date' ? `epoch_us(CAST(${value.sql} AS TIMESTAMP))` : `epoch_us(${value.sql})`
  return { sql: `(${micros(left)} - ${micros(right)})`, type: dayToSecond }
}

const addIntervals = (op: Operator, left: Typed, right: Typed): Named => {
  if (op !== '+' && op !== '-') throw new Refused(`interval ${op} interval`)
  const type =
    isAnsiInterval(left.type) && isAnsiInterval(right.type) ? widerInterval(left.type, right.type) : undefined
  if (type === undefined) throw new Refused(`${sparkName(left.type)} ${op} ${sparkName(right.type)}`)
  return { sql: `(${left.sql} ${op} ${right.sql})`, type }
}

/** An interval times or through a number, rounded half up; its type has all fields then. */
const scale = (op: '*' | '/', interval: Typed, kind: AnsiInterval, factor: Typed): Named => {
  const type = kind.kind === 'year_month' ? yearToMonth : dayToSecond
  const engine = kind.kind === 'year_month' ? 'INTEGER' : 'BIGINT'
  const n = factor.type
  if (isInteger(n)) {
    const exact =
      op === '*'
        ? `CAST(${interval.sql} AS HUGEINT) * ${factor.sql}`
        : `spark_divide(CAST(${interval.sql} AS HUGEINT), CASE WHEN ${factor.sql} = 0 THEN error('an interval through zero') ELSE ${factor.sql} END)`
    return { sql: `CAST(${exact} AS ${engine})`, type }
  }
  if (isFraction(n))
    return { sql: `CAST(round(${interval.sql} ${op} CAST(${factor.sql} AS DOUBLE)) AS ${engine})`, type }
  if (n.kind === 'decimal' && op === '*' && n.precision <= 18)
    return {
      sql: `CAST(round(CAST(${interval.sql} AS DECIMAL(${38 - n.scale},0)) * CAST(${factor.sql} AS DECIMAL(18,${n.scale}))) AS ${engine})`,
      type,
    }
  throw new Refused(`${sparkName(kind)} ${op} ${sparkName(n)}`, 'cast the number to double')
}
