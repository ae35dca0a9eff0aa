import type { Constant, RowCondition } from '../../sql/row-conditions.ts'
import { isPrimitive, type PrimitiveType } from '../format/iceberg-type.ts'
import { type SingleValue, valueFromText } from '../format/value.ts'
import { type ReadVersion, schemaAt } from '../read-version.ts'
import type { Table } from '../table.ts'
import type { ColumnPredicate } from './predicate.ts'

/**
 * Predicates that hold of every row for which conditions of a query do. A constant counts only where the engine
 * compares the column's own values with it: a long that is cast to a double to be compared equals its neighbours.
 */
export const demandedPredicates = (
  table: Table,
  version: ReadVersion,
  conditions: readonly RowCondition[],
): readonly ColumnPredicate[] => {
  const { fields } = schemaAt(table, version)
  return conditions.flatMap((condition): readonly ColumnPredicate[] => {
    const type = fields.find(({ name }) => name === condition.column)?.type
    if (type === undefined || !isPrimitive(type)) return []
    const { column } = condition
    switch (condition.op) {
      case 'is-null':
      case 'is-not-null':
        return [{ column, op: condition.op }]
      case 'starts-with':
        return type.kind === 'string' ? [{ column, op: 'starts-with', value: condition.prefix }] : []
      case 'in': {
        const values = valuesOf(type, condition.values)
        return values === undefined ? [] : [{ column, op: 'in', values }]
      }
      case 'between': {
        // Both, since one decides how the other is compared.
        const [lower, upper] = valuesOf(type, [condition.lower, condition.upper]) ?? []
        if (lower === undefined || upper === undefined) return []
        return [
          { column, op: '>=', value: lower },
          { column, op: '<=', value: upper },
        ]
      }
      default: {
        const value = valueOf(type, condition.value)
        return value === undefined ? [] : [{ column, op: condition.op, value }]
      }
    }
  })
}

const valuesOf = (
  type: PrimitiveType,
  constants: readonly Constant[],
): readonly SingleValue[] | undefined => {
  const values = constants.flatMap((constant) => valueOf(type, constant) ?? [])
  return values.length === constants.length ? values : undefined
}

/** The constant as a value of the type; undefined where it is none, or is compared as something else. */
const valueOf = (type: PrimitiveType, written: Constant): SingleValue | undefined => {
  const constant = numberOf(written)
  switch (type.kind) {
    case 'int': {
      const value = wholeOf(constant)
      return value === undefined || BigInt.asIntN(32, value) !== value ? undefined : Number(value)
    }
    case 'long': {
      const value = wholeOf(constant)
      return value === undefined || BigInt.asIntN(64, value) !== value ? undefined : value
    }
    case 'decimal':
      return unscaledOf(type, constant)
    case 'double':
      return doubleOf(constant)
    case 'float': {
      // Whether it is compared as float or as double, it is the same only if it is exact.
      const value = doubleOf(constant)
      return value !== undefined && Math.fround(value) === value ? value : undefined
    }
    case 'boolean': {
      const text = textOf(constant, ['BOOLEAN'])
      return text === 't' || text === 'true' ? true : text === 'f' || text === 'false' ? false : undefined
    }
    case 'date':
      return parsed(type, textOf(constant, ['DATE']))
    case 'time':
      return parsed(type, textOf(constant, ['TIME']))
    case 'timestamp': {
      const text = textOf(constant, ['TIMESTAMP', 'DATE'])
      return parsed(type, text !== undefined && /[+-]\d\d(:\d\d)*$/.test(text.slice(10)) ? undefined : text)
    }
    case 'timestamptz':
      return parsed(type, textOf(constant, ['TIMESTAMP WITH TIME ZONE']))
    case 'string':
      return textOf(constant, ['VARCHAR'])
    case 'uuid': {
      const text = textOf(constant, ['UUID'])?.toLowerCase()
      return text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined
    }
    case 'binary':
    case 'fixed':
      return undefined
  }
}

/** Text that is cast to a number is that number. */
const numberOf = (constant: Constant): Constant => {
  if (constant.kind !== 'text' || constant.as === undefined) return constant
  const { value, as } = constant
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT)$/.test(as) && /^-?\d+$/.test(value))
    return { kind: 'integer', value: BigInt(value) }
  if (as === 'DOUBLE' && /^-?[\d.]+(e[+-]?\d+)?$/.test(value)) return { kind: 'double', value: Number(value) }
  const decimal = /^DECIMAL\(\d+,(\d+)\)$/.exec(as)
  const digits = /^(-?\d+)(?:\.(\d+))?$/.exec(value)
  if (decimal === null || digits === null) return constant
  const [, whole = '', fraction = ''] = digits
  // The engine prints as many digits as the type has.
  return fraction.length === Number(decimal[1])
    ? { kind: 'decimal', unscaled: BigInt(whole + fraction), scale: fraction.length }
    : constant
}

/** The text of a literal without a type, which takes the column's, or of one that is cast to one of the types. */
const textOf = (constant: Constant, types: readonly string[]): string | undefined =>
  constant.kind === 'text' && (constant.as === undefined || types.includes(constant.as))
    ? constant.value
    : undefined

const parsed = (type: PrimitiveType, text: string | undefined): SingleValue | undefined => {
  if (text === undefined) return undefined
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  return valueFromText(type, isDay && type.kind !== 'date' ? `${text} 00:00:00` : text)
}

const wholeOf = (constant: Constant): bigint | undefined => {
  switch (constant.kind) {
    case 'integer':
      return constant.value
    case 'decimal': {
      const unit = 10n ** BigInt(constant.scale)
      return constant.unscaled % unit === 0n ? constant.unscaled / unit : undefined
    }
    case 'text':
      return constant.as === undefined && /^-?\d{1,18}$/.test(constant.value)
        ? BigInt(constant.value)
        : undefined
    case 'double':
      return undefined
  }
}

const unscaledOf = (
  { precision, scale }: { readonly precision: number; readonly scale: number },
  constant: Constant,
): bigint | undefined => {
  if (constant.kind === 'double' || constant.kind === 'text') return undefined
  const digits = constant.kind === 'integer' ? { unscaled: constant.value, scale: 0 } : constant
  // Beyond 38 digits the two have no common decimal type.
  if (Math.max(precision - scale, 19) + Math.max(scale, digits.scale) > 38) return undefined
  const shift = scale - digits.scale
  if (shift >= 0) return digits.unscaled * 10n ** BigInt(shift)
  const unit = 10n ** BigInt(-shift)
  return digits.unscaled % unit === 0n ? digits.unscaled / unit : undefined
}

/** Only what the engine converts to the same double as JavaScript does. */
const doubleOf = (constant: Constant): number | undefined => {
  switch (constant.kind) {
    case 'double':
      return constant.value
    case 'integer':
      return isExact(constant.value) ? Number(constant.value) : undefined
    case 'decimal':
      return isExact(constant.unscaled) && constant.scale <= 22
        ? Number(constant.unscaled) / 10 ** constant.scale
        : undefined
    case 'text':
      return undefined
  }
}

const isExact = (value: bigint): boolean => Number.isSafeInteger(Number(value))
