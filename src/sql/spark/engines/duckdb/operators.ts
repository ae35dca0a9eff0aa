import { literal } from '../../../quote.ts'
import { decimals } from './decimals.ts'
import { orderKey } from './order.ts'
import { isColumn } from './define-macro.ts'
import { isInteger, type SparkType } from '../../spark-types/spark-type.ts'
import type { Typed } from '../../spark-types/typed.ts'
import type { Engine } from '../engine.ts'

const literalNumber = /^\(?-?\d+\)?$/

export const operators: Engine['operators'] = {
  compare: (op, left, right, type) => {
    const [l, r] = [left, right].map((sql) => (/^[<>]=?$/.test(op) ? orderKey({ sql, type }) : sql))
    return `(${l} ${op === '<=>' ? 'IS NOT DISTINCT FROM' : op} ${r})`
  },
  isTruth: (value, what, not) => `(${value} IS ${not ? 'NOT ' : ''}${what.toUpperCase()})`,
  isIn: (value, list, not) => `(${value} ${not ? 'NOT ' : ''}IN (${list.join(', ')}))`,
  bits: (op, left, right) => (op === '^' ? `xor(${left}, ${right})` : `(${left} ${op} ${right})`),
  bitNot: ({ sql }) => `(~${sql})`,
  integers: (op, left, right, type) => {
    const write = (as: string): string => `CAST(${left.sql} AS ${as}) ${op} CAST(${right.sql} AS ${as})`
    const room = type.kind === 'bigint' ? roomFor(op, [left, right]) : undefined
    if (room === undefined) return wrapped(type, write)
    return room === ''
      ? `(${write('BIGINT')})`
      : `CASE WHEN ${room} THEN ${write('BIGINT')} ELSE ${wrapped(type, write)} END`
  },
  fractions: (op, left, right) => `(${left} ${op} ${right})`,
  divide: (left, right) => `(${left} / nullif(${right}, 0))`,
  // The smallest integer has no counterpart: divided by -1 it stays, as in Java, and the engine fails.
  quotient: (left, right, type) => {
    const [n, d] = [`CAST(${left.sql} AS BIGINT)`, `CAST(${right.sql} AS BIGINT)`]
    const plain = `${n} // nullif(${d}, 0)`
    const safe = type.kind !== 'bigint' || (literalNumber.test(right.sql) && !right.sql.includes('-'))
    return safe
      ? `(${plain})`
      : `CASE WHEN ${d} = -1 THEN spark_wrap64(-CAST(${n} AS HUGEINT)) ELSE ${plain} END`
  },
  remainder: (left, right, type) => {
    const plain = `(${left} % nullif(${right}, 0))`
    if (!isInteger(type) || (literalNumber.test(right) && !right.includes('-'))) return plain
    return `CASE WHEN ${right} = -1 THEN ${left} - ${left} ELSE ${plain} END`
  },
  decimals,
  untyped: (op, left, right) => {
    if (op === '/') return `(CAST(${left.sql} AS DOUBLE) / nullif(CAST(${right.sql} AS DOUBLE), 0))`
    return op === '%' ? `(${left.sql} % nullif(${right.sql}, 0))` : `(${left.sql} ${op} ${right.sql})`
  },
  negative: (value) =>
    isInteger(value.type)
      ? wrapped(value.type, (as) => `-CAST(${value.sql} AS ${as})`)
      : value.type.kind === 'year_month' || value.type.kind === 'day_time'
        ? `(-(${value.sql}))`
        : `(-${value.sql})`,
  like: (text, { sql, escape, form, ignoreCase }) => {
    const lowered = (part: string) => (ignoreCase ? `spark_lower(${part})` : part)
    const mark = literal(escape)
    if (form === 'unknown')
      return `(${lowered(text)} LIKE ${lowered(`spark_like_pattern(${sql}, ${mark})`)} ESCAPE ${mark})`
    // ESCAPE is slow, so it is left out where the pattern has nothing to escape.
    return form === 'plain'
      ? `${lowered(text)} LIKE ${lowered(sql)}`
      : `(${lowered(text)} LIKE ${lowered(sql)} ESCAPE ${mark})`
  },
}

/**
 * What must be so for a result of 64 bits, which those of 128 take ten times as long for; empty where it always is.
 * Undefined where a side is no column and no number, which would be computed again.
 */
const roomFor = (op: string, sides: readonly Typed[]): string | undefined => {
  if (!/^[-+*]$/.test(op)) return undefined
  const most = op === '*' ? 2n ** 31n : 2n ** 62n
  const conditions = sides.map(({ sql, type }) => {
    if (literalNumber.test(sql)) return BigInt(sql.replaceAll(/[()-]/g, '')) <= 2n ** 31n ? '' : undefined
    if (!isColumn(sql)) return undefined
    return type.kind === 'bigint' ? `${sql} BETWEEN -${most} AND ${most - 1n}` : ''
  })
  return conditions.includes(undefined) ? undefined : conditions.filter((one) => one !== '').join(' AND ')
}

/** Integers overflow silently in Spark, by wrapping around. */
export const wrapped = (type: SparkType, write: (as: string) => string): string => {
  if (type.kind === 'bigint') return `spark_wrap64(${write('HUGEINT')})`
  if (type.kind === 'int') return `spark_low32(${write('BIGINT')})`
  return `spark_wrap${type.kind === 'tinyint' ? 8 : 16}(${write('BIGINT')})`
}
