import { unreachable } from '../../base/bug.ts'
import { castTo, engineType, type Typed } from './casts.ts'
import { Refused } from './functions/entry.ts'
import {
  asDecimal,
  commonType,
  fitDecimal,
  isFraction,
  isInteger,
  isNested,
  isNumeric,
  type SparkType,
  types,
} from './spark-type.ts'
import { type Named, timeArithmetic } from './time-arithmetic.ts'
import type { BinaryOperator } from './tree.ts'

/** A binary operator over two values, with the implicit casts of Spark. */
export const applyBinary = (op: BinaryOperator, left: Typed, right: Typed): Named => {
  switch (op) {
    case 'and':
    case 'or':
      return {
        sql: `(${castTo(left, types.boolean)} ${op.toUpperCase()} ${castTo(right, types.boolean)})`,
        type: types.boolean,
      }
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
      const type = commonType(left.type, right.type) ?? types.bigint
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
  if (values.length === 0) return { sql: `''`, type: types.string }
  if (values.every((value) => value.type.kind === 'binary'))
    return { sql: `(${values.map((value) => value.sql).join(' || ')})`, type: types.binary }
  if (values.some((value) => isNested(value.type))) throw new Refused('concat of a map or a struct')
  return { sql: `(${values.map((value) => castTo(value, types.string)).join(' || ')})`, type: types.string }
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
  const [l, r] = known ? [castTo(left, type), castTo(right, type)] : [left.sql, right.sql]
  return { sql: `(${l} ${op === '<=>' ? 'IS NOT DISTINCT FROM' : op} ${r})`, type: types.boolean }
}

/** Numbers of exact kinds compare the same with or without casts, and without keeps statistics usable. */
const bothPlain = (a: SparkType, b: SparkType): boolean =>
  (isInteger(a) && isInteger(b)) || a.kind === 'null' || b.kind === 'null'

const arithmetic = (op: '+' | '-' | '*' | '/' | '%' | 'div', left: Typed, right: Typed): Named => {
  const ofTime = timeArithmetic(op, left, right)
  if (ofTime !== undefined) return ofTime
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
  if (op === 'div') {
    if (!isInteger(type)) throw new Refused('div of fractions')
    return { sql: `CAST(${l.sql} // nullif(${r.sql}, 0) AS BIGINT)`, type: types.bigint }
  }
  if (op === '%') return { sql: `(${castTo(l, type)} % nullif(${castTo(r, type)}, 0))`, type }
  if (isFraction(type)) return { sql: `(${castTo(l, type)} ${op} ${castTo(r, type)})`, type }
  return wrapped(type, (as) => `CAST(${l.sql} AS ${as}) ${op} CAST(${r.sql} AS ${as})`)
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

/** Precision and scale of a decimal result. Source: DecimalPrecision. */
const decimals = (op: '+' | '-' | '*' | '/' | '%' | 'div', left: Typed, right: Typed): Typed => {
  const a = literalDecimal(left) ?? asDecimal(left.type)
  const b = literalDecimal(right) ?? asDecimal(right.type)
  const scale = Math.max(a.scale, b.scale)
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale)
  switch (op) {
    case '+':
    case '-': {
      const type = fitDecimal(whole + scale + 1, scale)
      if (whole + scale + 1 > 38) throw new Refused('decimal arithmetic beyond 38 digits')
      return {
        sql: `CAST(CAST(${left.sql} AS ${engineType(type)}) ${op} CAST(${right.sql} AS ${engineType(type)}) AS ${engineType(type)})`,
        type,
      }
    }
    case '*': {
      if (a.precision + b.precision + 1 > 38) throw new Refused('decimal arithmetic beyond 38 digits')
      const type = fitDecimal(a.precision + b.precision + 1, a.scale + b.scale)
      return {
        sql: `CAST(CAST(${left.sql} AS DECIMAL(${a.precision},${a.scale})) * CAST(${right.sql} AS DECIMAL(${b.precision},${b.scale})) AS ${engineType(type)})`,
        type,
      }
    }
    case '/': {
      const wide = Math.max(6, a.scale + b.precision + 1)
      const type = fitDecimal(a.precision - a.scale + b.scale + wide, wide)
      const target = type.kind === 'decimal' ? type.scale : 0
      const power = target - a.scale + b.scale
      if (power < 0) throw new Refused('this division of decimals')
      const n = `spark_unscaled(CAST(${left.sql} AS DECIMAL(${a.precision},${a.scale}))) * 1${'0'.repeat(power)}::HUGEINT`
      const d = `spark_unscaled(CAST(${right.sql} AS DECIMAL(${b.precision},${b.scale})))`
      return {
        sql: `TRY_CAST(spark_scaled(spark_divide(${n}, ${d}), ${target}) AS ${engineType(type)})`,
        type,
      }
    }
    case '%': {
      const type = fitDecimal(Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale)
      const wide = `DECIMAL(${Math.min(38, whole + scale)},${scale})`
      return {
        sql: `CAST(CAST(${left.sql} AS ${wide}) % nullif(CAST(${right.sql} AS ${wide}), 0) AS ${engineType(type)})`,
        type,
      }
    }
    case 'div':
      throw new Refused('div of decimals')
    default:
      return unreachable(op)
  }
}

/** An integer literal counts with the digits that it has. */
const literalDecimal = (value: Typed): { precision: number; scale: number } | undefined =>
  isInteger(value.type) && /^\(?-?\d+\)?$/.test(value.sql)
    ? { precision: value.sql.replaceAll(/\D/g, '').length, scale: 0 }
    : undefined
