import { literal } from '../../../quote.ts'
import { decimalShape } from '../../spark-types/decimal-result.ts'
import { Refused } from '../../refusals.ts'
import {
  asDecimal,
  isFraction,
  isInteger,
  isNested,
  type SparkType,
  sparkName,
} from '../../spark-types/spark-type.ts'
import type { Comparison, Engine } from '../engine.ts'
import { typeName } from './type-names.ts'

export const operators: Engine['operators'] = {
  compare: (op, left, right, type) => compare(op, left, right, type),
  isTruth: (value, what, not) => `(${value} IS ${not ? '' : 'NOT '}DISTINCT FROM ${what})`,
  isIn: (value, list, not, type) => {
    if (!isFraction(type) && !isNested(type)) return `(${value} ${not ? 'NOT ' : ''}IN (${list.join(', ')}))`
    const any = `(${list.map((item) => compare('=', value, item, type)).join(' OR ')})`
    return not ? `(NOT ${any})` : any
  },
  bits: (op, left, right, type) =>
    `CAST(bitwise_${{ '&': 'and', '|': 'or', '^': 'xor' }[op]}(${left}, ${right}) AS ${typeName(type)})`,
  bitNot: ({ sql, type }) => `CAST(bitwise_not(${sql}) AS ${typeName(type)})`,
  integers: (op, left, right, type) =>
    wrapped(type, (as) => `CAST(${left.sql} AS ${as}) ${op} CAST(${right.sql} AS ${as})`),
  fractions: (op, left, right) => `(${left} ${op} ${right})`,
  divide: (left, right) => `(${left} / nullif(${right}, 0))`,
  // The smallest number has no counterpart: divided by -1 it stays, as in Java, and the engine fails.
  quotient: (left, right, type) => {
    const [n, d] = [`CAST(${left.sql} AS bigint)`, `CAST(${right.sql} AS bigint)`]
    const plain = `(${n} / nullif(${d}, 0))`
    return type.kind === 'bigint'
      ? `CASE WHEN ${d} = -1 THEN spark_wrap64(-CAST(${n} AS decimal(19,0))) ELSE ${plain} END`
      : plain
  },
  remainder: (left, right) => `(${left} % nullif(${right}, 0))`,
  decimals: (op, left, right, type) => {
    const [a, b] = [decimalShape(left), decimalShape(right)]
    const { precision, scale } = asDecimal(type)
    const as = (sql: string, digits: number, places: number) => `CAST(${sql} AS decimal(${digits},${places}))`
    const fits = (value: string) => `try_cast(${value} AS ${typeName(type)})`
    const wide = Math.max(a.scale, b.scale)
    switch (op) {
      // The engine computes in 38 digits and fails where they do not do, also where Spark rounds them off.
      case '+':
      case '-': {
        const digits = Math.min(38, Math.max(precision, wide))
        return fits(`(${as(left.sql, digits, wide)} ${op} ${as(right.sql, digits, wide)})`)
      }
      case '*':
        if (a.scale + b.scale > 38) throw new Refused('a product of decimals with so many digits, on Trino')
        return fits(`(${as(left.sql, a.precision, a.scale)} * ${as(right.sql, b.precision, b.scale)})`)
      case '/': {
        const places = Math.max(scale, b.scale)
        if (a.precision - a.scale + places > 38 || places > scale)
          throw new Refused('a division of decimals with so many digits, on Trino')
        return fits(
          `(${as(left.sql, a.precision - a.scale + places, places)} / nullif(${as(right.sql, b.precision, b.scale)}, 0))`,
        )
      }
      case '%': {
        const digits = Math.min(38, Math.max(a.precision - a.scale, b.precision - b.scale) + wide)
        return fits(`(${as(left.sql, digits, wide)} % nullif(${as(right.sql, digits, wide)}, 0))`)
      }
      case 'div': {
        const digits = Math.min(38, Math.max(a.precision - a.scale, b.precision - b.scale) + wide)
        const [n, d] = [as(left.sql, digits, wide), `nullif(${as(right.sql, digits, wide)}, 0)`]
        return `spark_wrap64(CAST((${n} - ${n} % ${d}) / ${d} AS decimal(38,0)))`
      }
      default:
        return op satisfies never
    }
  },
  untyped: () => {
    throw new Refused('arithmetic of columns whose types are not known, on Trino')
  },
  negative: ({ sql, type }) =>
    isInteger(type) ? wrapped(type, (as) => `-CAST(${sql} AS ${as})`) : `(-${sql})`,
  like: (text, { sql, escape, form, ignoreCase }) => {
    const lowered = (part: string) => (ignoreCase ? `spark_lower(${part})` : part)
    const pattern = form === 'unknown' ? `spark_like_pattern(${sql})` : sql
    return `(${lowered(text)} LIKE ${lowered(pattern)}${form === 'plain' ? '' : ` ESCAPE ${literal(escape)}`})`
  },
}

const compare = (op: Comparison, left: string, right: string, type: SparkType): string => {
  if (type.kind === 'unknown')
    throw new Refused('a comparison of columns whose types are not known, on Trino')
  if (op === '<=>') return `(${left} IS NOT DISTINCT FROM ${right})`
  if (isFraction(type)) {
    const call = /^[=<]/.test(op) && op !== '<=' && op !== '<>' ? [left, right] : [right, left]
    switch (op) {
      case '=':
        return `spark_equal(${left}, ${right})`
      case '<>':
        return `(NOT spark_equal(${left}, ${right}))`
      case '<':
      case '>':
        return `spark_less(${call.join(', ')})`
      default:
        return `(NOT spark_less(${(op === '<=' ? [right, left] : [left, right]).join(', ')}))`
    }
  }
  if (!isNested(type)) return `(${left} ${op} ${right})`
  if (op !== '=' && op !== '<>') throw new Refused(`${op} of values of type ${sparkName(type)} on Trino`)
  // Members that are NULL are equal to one another.
  const same = `CASE WHEN ${left} IS NOT NULL AND ${right} IS NOT NULL THEN ${left} IS NOT DISTINCT FROM ${right} END`
  return op === '=' ? `(${same})` : `(NOT ${same})`
}

/** Integers overflow silently in Spark, by wrapping around; the engine fails, so it gets a wider type. */
const wrapped = (type: SparkType, write: (as: string) => string): string => {
  if (type.kind === 'bigint') return `spark_wrap64(${write('decimal(19,0)')})`
  return `spark_wrap${{ int: 32, smallint: 16 }[type.kind as 'int' | 'smallint'] ?? 8}(${write('bigint')})`
}
