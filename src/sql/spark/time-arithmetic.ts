import type { Engine } from './engines/engine.ts'
import {
  dayToSecond,
  isAnsiInterval,
  ofDays,
  widerInterval,
  yearToMonth,
} from './spark-types/interval-type.ts'
import { mismatch, Mistaken, Refused } from './refusals.ts'
import { isInteger, type SparkType, sparkName, types } from './spark-types/spark-type.ts'
import type { Typed } from './spark-types/typed.ts'

/** A value with the name that Spark gives it, where that is not the operator between two operands. */
export type Named = Typed & { readonly called?: (left: string, right: string) => string }

type Operator = '+' | '-' | '*' | '/' | '%' | 'div'

const isTime = (type: SparkType): boolean => /^(?:date|timestamp|timestamp_ntz)$/.test(type.kind)
const isInterval = (type: SparkType): boolean => isAnsiInterval(type) || type.kind === 'interval'

/** Arithmetic of dates, timestamps and intervals; undefined where no operand is one. */
export const timeArithmetic = (
  engine: Engine,
  op: Operator,
  left: Typed,
  right: Typed,
): Named | undefined => {
  const [l, r] = [left.type, right.type]
  if (!isTime(l) && !isTime(r) && !isInterval(l) && !isInterval(r)) return undefined
  if (isInterval(l) && isInterval(r)) return addIntervals(op, left, right)
  const missing = besideNull(op, l, r)
  if (missing !== undefined) {
    const { type, called } = missing
    const sql = engine.types.cast({ sql: 'NULL', type: types.null }, type)
    return called === undefined ? { sql, type } : { sql, type, called }
  }
  if (isInterval(r) && (op === '+' || op === '-')) return shift(engine, op, left, right)
  if (isInterval(l) && op === '+') {
    const moved = shift(engine, '+', right, left)
    return { ...moved, called: (a, b) => moved.called?.(b, a) ?? `${b} + ${a}` }
  }
  if (isAnsiInterval(l) && (op === '*' || op === '/')) return scale(engine, op, left, right)
  if (isAnsiInterval(r) && op === '*')
    return { ...scale(engine, '*', right, left), called: (a, b) => `(${b} * ${a})` }
  if (op === '-' && (isTime(l) || (l.kind === 'string' && r.kind === 'date')) && isTime(r))
    return between(engine, left, right)
  if (l.kind === 'date' && isCount(r) && (op === '+' || op === '-')) return moveDays(engine, op, left, right)
  if (r.kind === 'date' && isCount(l) && op === '+') {
    const moved = moveDays(engine, '+', right, left)
    return { ...moved, called: (a, b) => `date_add(${b}, ${a})` }
  }
  throw mismatch(`${sparkName(l)} ${op} ${sparkName(r)}`, [l, r])
}

type Missing = Pick<Named, 'type' | 'called'>

/** What an operator makes of NULL and the other operand, which NULL has no type to tell. */
const besideNull = (op: Operator, l: SparkType, r: SparkType): Missing | undefined => {
  if (l.kind !== 'null' && r.kind !== 'null') return undefined
  const [only, isLeft] = r.kind === 'null' ? [l, true] : [r, false]
  if (isAnsiInterval(only)) {
    if (op === '+' || op === '-') return { type: only }
    const type = only.kind === 'year_month' ? yearToMonth : dayToSecond
    if (op === '*' && !isLeft) return { type, called: (a, b) => `(${b} * ${a})` }
    if (op === '*' || (op === '/' && isLeft)) return { type }
  }
  if (only.kind === 'date' && op === '+')
    return { type: only, called: (a, b) => (isLeft ? `date_add(${a}, ${b})` : `date_add(${b}, ${a})`) }
  if (only.kind === 'date' && op === '-')
    return isLeft ? { type: only, called: (a, b) => `date_sub(${a}, ${b})` } : { type: ofDays }
  if (isTime(only) && op === '-') return { type: dayToSecond }
  return undefined
}

const isCount = (type: SparkType): boolean => isInteger(type) && type.kind !== 'bigint'

const moveDays = (engine: Engine, op: '+' | '-', day: Typed, count: Typed): Named => ({
  sql: engine.time.addDays(day.sql, op, count.sql),
  type: types.date,
  called: (a, b) => `${op === '+' ? 'date_add' : 'date_sub'}(${a}, ${b})`,
})

const shift = (engine: Engine, op: '+' | '-', value: Typed, interval: Typed): Named => {
  const called = (a: string, b: string) => `${a} ${op} ${b}`
  const { time } = engine
  const { type } = interval
  if (!isTime(value.type) && value.type.kind !== 'string')
    throw mismatch(`${sparkName(value.type)} ${op} ${sparkName(type)}`, [value.type])
  if (type.kind === 'interval') {
    if (value.type.kind === 'string')
      throw new Refused('text and an interval', 'cast the text to a timestamp')
    return { sql: time.addCalendar(value, op, interval.sql), type: value.type, called }
  }
  if (type.kind === 'year_month') {
    if (value.type.kind === 'string')
      throw new Refused('text and an interval of months', 'cast the text to a date or a timestamp')
    return { sql: time.addMonths(value, op, interval.sql), type: value.type, called }
  }
  if (value.type.kind === 'date' && type.kind === 'day_time' && type.to === 'day')
    return {
      sql: time.addWholeDays(value.sql, op, interval.sql),
      type: types.date,
      called: (a, b) =>
        `date_add(${a}, ${op === '+' ? `extractansiintervaldays(${b})` : `(- extractansiintervaldays(${b}))`})`,
    }
  if (value.type.kind === 'timestamp_ntz')
    return { sql: time.addMicros(value, op, interval.sql), type: value.type, called }
  const instant = {
    sql: time.addMicros(
      { sql: engine.types.cast(value, types.timestamp), type: types.timestamp },
      op,
      interval.sql,
    ),
    type: types.timestamp,
  }
  if (value.type.kind === 'string')
    return { sql: engine.types.cast(instant, types.string), type: types.string, called }
  return { ...instant, called }
}

const between = (engine: Engine, left: Typed, right: Typed): Named => {
  if (right.type.kind === 'date' && (left.type.kind === 'date' || left.type.kind === 'string'))
    return {
      sql: engine.time.microsBetweenDates(engine.types.cast(left, types.date), right.sql),
      type: ofDays,
    }
  return { sql: engine.time.microsBetween(left, right), type: dayToSecond }
}

const addIntervals = (op: Operator, left: Typed, right: Typed): Named => {
  if (op === 'div') throw new Refused('interval div interval', 'cast both to BIGINT')
  if (op !== '+' && op !== '-') throw new Mistaken(`interval ${op} interval`)
  const type =
    isAnsiInterval(left.type) && isAnsiInterval(right.type) ? widerInterval(left.type, right.type) : undefined
  if (type === undefined) throw new Mistaken(`${sparkName(left.type)} ${op} ${sparkName(right.type)}`)
  return { sql: `(${left.sql} ${op} ${right.sql})`, type }
}

/** An interval times or through a number, rounded half up; its type has all fields then. */
const scale = (engine: Engine, op: '*' | '/', interval: Typed, factor: Typed): Named => ({
  sql: engine.time.scaleInterval(op, interval, factor),
  type: interval.type.kind === 'year_month' ? yearToMonth : dayToSecond,
})
