import { unreachable } from '../../../base/bug.ts'
import { decimalLiteral } from '../spark-types/decimal-literal.ts'
import type { Engine } from '../engines/engine.ts'
import { doubleLabel } from './labels.ts'
import { Refused } from '../refusals.ts'
import { constant } from './rendered.ts'
import type { Rendered } from '../scope.ts'
import { decimal, types } from '../spark-types/spark-type.ts'
import type { Expression } from '../tree.ts'

/** The fewest digits that are this float, which is how Java writes it. */
const shortestFloat = (text: string): string => {
  const value = Math.fround(Number(text))
  const digits = [1, 2, 3, 4, 5, 6, 7, 8].map((count) => value.toPrecision(count))
  return digits.find((written) => Math.fround(Number(written)) === value) ?? value.toPrecision(9)
}

/** Spark reads no number of more than a double or float holds. */
const refuseBeyond = (text: string, type: 'double' | 'float'): void => {
  const most = type === 'double' ? Number.MAX_VALUE : 3.4028234663852886e38
  if (Math.abs(Number(text)) > most)
    throw new Refused(`the ${type} ${text}`, `write ${type}('Infinity'), or another type`)
}

/** A number or a text as the author wrote it. */
export const renderLiteral = (
  { constants }: Engine,
  type: Extract<Expression, { kind: 'literal' }>['type'],
  text: string,
): Rendered => {
  switch (type) {
    case 'string':
      return { ...constant(constants.text(text), types.string, text), literal: text }
    case 'int':
    case 'bigint':
    case 'smallint':
    case 'tinyint':
      return constant(constants.integer(BigInt(text), types[type]), types[type], String(BigInt(text)))
    case 'double':
    case 'float':
      refuseBeyond(text, type)
      return constant(
        constants.fraction(text, types[type]),
        types[type],
        doubleLabel(type === 'float' ? shortestFloat(text) : text),
      )
    case 'decimal': {
      const { precision, scale, label, ...plain } = decimalLiteral(text)
      return constant(constants.decimal(plain.text, precision, scale), decimal(precision, scale), label)
    }
    default:
      return unreachable(type)
  }
}
