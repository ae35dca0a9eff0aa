import { unreachable } from '../../../base/bug.ts'
import { asDecimal, fitDecimal, isInteger, type SparkType, types } from './spark-type.ts'
import type { Typed } from './typed.ts'

export type DecimalOperator = '+' | '-' | '*' | '/' | '%' | 'div'

/** How many digits an operand has, in all and after the point. */
type DecimalShape = { readonly precision: number; readonly scale: number }

/** Literals of INT, BIGINT and SMALLINT, as the engines' `constants.integer` writes them. */
const whole = /^\(?-?(\d+)\)?$|^CAST\(-?(\d+) AS (?:INTEGER|BIGINT|SMALLINT)\)$/

/** An integer literal counts with the digits that it has, but for one of TINYINT. */
export const decimalShape = (value: Typed): DecimalShape => {
  const found = value.computed === true ? null : whole.exec(value.sql)
  const digits = found?.[1] ?? found?.[2]
  return isInteger(value.type) && digits !== undefined
    ? { precision: digits.length, scale: 0 }
    : asDecimal(value.type)
}

/** Precision and scale of what an operator makes of two decimals. Source: DecimalPrecision. */
export const decimalResult = (op: DecimalOperator, left: Typed, right: Typed): SparkType => {
  const [a, b] = [decimalShape(left), decimalShape(right)]
  const scale = Math.max(a.scale, b.scale)
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale)
  switch (op) {
    case '+':
    case '-':
      return fitDecimal(whole + scale + 1, scale)
    case '*':
      return fitDecimal(a.precision + b.precision + 1, a.scale + b.scale)
    case '/': {
      const wide = Math.max(6, a.scale + b.precision + 1)
      return fitDecimal(a.precision - a.scale + b.scale + wide, wide)
    }
    case '%':
      return fitDecimal(Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale)
    case 'div':
      return types.bigint
    default:
      return unreachable(op)
  }
}
