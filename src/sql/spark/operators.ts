import { unreachable } from '../../base/bug.ts'
import { castTo, type Typed } from './casts.ts'
import { decimals } from './decimals.ts'
import { Refused } from './functions/entry.ts'
import { orderKey } from './order.ts'
import {
  commonType,
  isFraction,
  isInteger,
  isNested,
  isNumeric,
  type SparkType,
  sparkName,
  types,
} from './spark-type.ts'
import { type Named, timeArithmetic } from './time-arithmetic.ts'
import type { BinaryOperator } from './tree.ts'

/** A binary operator over two values, with the implicit casts of Spark. */
export const applyBinary = (op: BinaryOperator, left: Typed, right: Typed): Named => {
  switch (op) {
    case 'and':
    case 'or':
      return { sql: `(${condition(left)} ${op.toUpperCase()} ${condition(right)})`, type: types.boolean }
    case '||':
      return concat([left, right])
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '<=>':
      return compare(op, left, right)
    case '&':
    case '|':
    case '^': {
      const type = commonType(left.type, right.type)
      if (type === undefined || !/^(?:tinyint|smallint|int|bigint|null|unknown)$/.test(type.kind))
        throw new Refused(`${left.type.kind} ${op} ${right.type.kind}`)
      const [l, r] = [castTo(left, type), castTo(right, type)]
      return { sql: op === '^' ? `xor(${l}, ${r})` : `(${l} ${op} ${r})`, type }
    }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case 'div':
      return arithmetic(op, left, right)
    default:
      return unreachable(op)
  }
}

export const concat = (values: readonly Typed[]): Typed => {
  if (values.some((value) => value.type.kind === 'array')) {
    if (values.some((value) => value.type.kind !== 'array' && value.type.kind !== 'unknown'))
      throw new Refused('concat of an array and something else', 'array_append adds a value')
    const type = values.map((value) => value.type).reduce((a, b) => commonType(a, b) ?? types.unknown)
    const anyNull = values.map((value) => `${value.sql} IS NULL`).join(' OR ')
    return {
      sql: `CASE WHEN NOT (${anyNull}) THEN list_concat(${values.map((value) => castTo(value, type)).join(', ')}) END`,
      type,
    }
  }
  if (values.length > 0 && values.every((value) => value.type.kind === 'binary'))
    return { sql: `(${values.map((value) => value.sql).join(' || ')})`, type: types.binary }
  if (values.length === 0) return { sql: `''`, type: types.string }
  if (values.every((value) => value.type.kind === 'binary'))
    return { sql: `(${values.map((value) => value.sql).join(' || ')})`, type: types.binary }
  if (values.some((value) => isNested(value.type))) throw new Refused('concat of a map or a struct')
  return { sql: `(${values.map((value) => castTo(value, types.string)).join(' || ')})`, type: types.string }
}

/** A value where Spark takes a boolean only. */
export const condition = (value: Typed): string => {
  if (!/^(?:boolean|null|unknown)$/.test(value.type.kind))
    throw new Refused(`a condition of type ${sparkName(value.type)}`, 'compare the value with something')
  return castTo(value, types.boolean)
}

/** What both sides of a comparison are cast to. Source: TypeCoercion.findCommonTypeForBinaryComparison. */
const comparedAs = (a: SparkType, b: SparkType): SparkType | undefined => {
  const [text, other] = a.kind === 'string' ? [a, b] : b.kind === 'string' ? [b, a] : [undefined, a]
  if (text !== undefined) {
    if (other.kind === 'decimal') return types.double
    if (isNumeric(other) || /^(?:boolean|date|timestamp|timestamp_ntz)$/.test(other.kind)) return other
  }
  if (a.kind === 'boolean' && isNumeric(b)) return b
  if (b.kind === 'boolean' && isNumeric(a)) return a
  return commonType(a, b)
}

const compare = (op: BinaryOperator, left: Typed, right: Typed): Typed => {
  const type = comparedAs(left.type, right.type)
  if (type === undefined) throw new Refused(`a comparison of ${left.type.kind} with ${right.type.kind}`)
  const known = type.kind !== 'unknown' && !bothPlain(left.type, right.type)
  if (type.kind === 'map') throw new Refused(`a comparison of maps`)
  const [l, r] = (known ? [castTo(left, type), castTo(right, type)] : [left.sql, right.sql]).map((sql) =>
    /^[<>]=?$/.test(op) ? orderKey({ sql, type }) : sql,
  )
  return { sql: `(${l} ${op === '<=>' ? 'IS NOT DISTINCT FROM' : op} ${r})`, type: types.boolean }
}

/** Numbers of exact kinds compare the same with or without casts, and without keeps statistics usable. */
const bothPlain = (a: SparkType, b: SparkType): boolean =>
  (isInteger(a) && isInteger(b)) || a.kind === 'null' || b.kind === 'null'

const arithmetic = (op: '+' | '-' | '*' | '/' | '%' | 'div', left: Typed, right: Typed): Named => {
  const ofTime = timeArithmetic(op, left, right)
  if (ofTime !== undefined) return ofTime
  for (const { type } of [left, right])
    if (!isNumeric(type) && !/^(?:string|null|unknown)$/.test(type.kind))
      throw new Refused(`${left.type.kind} ${op} ${right.type.kind}`)
  const l = asNumber(left, right.type)
  const r = asNumber(right, left.type)
  if (
    op === '/' &&
    (l.type.kind !== 'decimal' || isFraction(r.type)) &&
    (r.type.kind !== 'decimal' || isFraction(l.type))
  )
    return { sql: `(${castTo(l, types.double)} / nullif(${castTo(r, types.double)}, 0))`, type: types.double }
  const type = commonType(l.type, r.type) ?? types.double
  if (type.kind === 'unknown') {
    if (op === 'div') throw new Refused('div of columns whose types are not known')
    return {
      sql:
        op === '/'
          ? `(CAST(${l.sql} AS DOUBLE) / nullif(CAST(${r.sql} AS DOUBLE), 0))`
          : op === '%'
            ? `(${l.sql} % nullif(${r.sql}, 0))`
            : `(${l.sql} ${op} ${r.sql})`,
      type: op === '/' ? types.double : types.unknown,
    }
  }
  if (type.kind === 'decimal') return decimals(op, l, r)
  if (op === 'div') return wholeQuotient(l, r, type)
  if (op === '%') return { sql: remainder(castTo(l, type), castTo(r, type), type), type }
  if (isFraction(type)) return { sql: `(${castTo(l, type)} ${op} ${castTo(r, type)})`, type }
  return wrapped(type, (as) => `CAST(${l.sql} AS ${as}) ${op} CAST(${r.sql} AS ${as})`)
}

const literalNumber = /^\(?-?\d+\)?$/

/** The smallest integer has no counterpart: divided by -1 it stays, as in Java, and the engine fails. */
const wholeQuotient = (l: Typed, r: Typed, type: SparkType): Typed => {
  if (!isInteger(type)) throw new Refused('div of fractions')
  const [n, d] = [`CAST(${l.sql} AS BIGINT)`, `CAST(${r.sql} AS BIGINT)`]
  const plain = `${n} // nullif(${d}, 0)`
  const safe = type.kind !== 'bigint' || (literalNumber.test(r.sql) && !r.sql.includes('-'))
  return {
    sql: safe
      ? `(${plain})`
      : `CASE WHEN ${d} = -1 THEN spark_wrap64(-CAST(${n} AS HUGEINT)) ELSE ${plain} END`,
    type: types.bigint,
  }
}

export const remainder = (l: string, r: string, type: SparkType): string => {
  const plain = `(${l} % nullif(${r}, 0))`
  if (!isInteger(type) || (literalNumber.test(r) && !r.includes('-'))) return plain
  return `CASE WHEN ${r} = -1 THEN ${l} - ${l} ELSE ${plain} END`
}

/** Integers overflow silently in Spark, by wrapping around. */
export const wrapped = (type: SparkType, write: (as: string) => string): Typed => {
  if (type.kind === 'bigint') return { sql: `spark_wrap64(${write('HUGEINT')})`, type }
  if (type.kind === 'int') return { sql: `spark_low32(${write('BIGINT')})`, type }
  return { sql: `spark_wrap${type.kind === 'tinyint' ? 8 : 16}(${write('BIGINT')})`, type }
}

/** Text counts as a double; NULL has the type of the number beside it. */
const asNumber = (value: Typed, other: SparkType): Typed => {
  if (value.type.kind !== 'string' && value.type.kind !== 'null') return value
  const exact = value.type.kind === 'null' && (isInteger(other) || other.kind === 'decimal')
  const type = exact ? other : types.double
  return { ...value, sql: castTo(value, type), type }
}
