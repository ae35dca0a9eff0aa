import {
  asDecimal,
  commonNested,
  commonType,
  isInteger,
  isNested,
  isNumeric,
  type SparkType,
  sparkName,
} from './spark-type.ts'

/**
 * The type that two values have in common without a loss; no text, and no decimal that is wider than both. Source:
 * TypeCoercion.findTightestCommonType.
 */
export const tightest = (a: SparkType, b: SparkType): SparkType | undefined => {
  if (a.kind === 'null') return b
  if (b.kind === 'null' || a.kind === 'unknown' || b.kind === 'unknown' || sparkName(a) === sparkName(b))
    return a
  if (isNested(a) && isNested(b)) return commonNested(a, b, tightest)
  if (isNumeric(a) && isNumeric(b)) {
    if (a.kind !== 'decimal' && b.kind !== 'decimal') return commonType(a, b)
    return holds(a, b) ? a : holds(b, a) ? b : undefined
  }
  if (isText(a) || isText(b)) return undefined
  return commonType(a, b)
}

const isText = (type: SparkType): boolean => type.kind === 'string'

/** Whether a decimal has room for all values of an integer type. Source: DecimalType.isWiderThan. */
const holds = (wide: SparkType, narrow: SparkType): boolean =>
  wide.kind === 'decimal' && isInteger(narrow) && wide.precision - wide.scale >= asDecimal(narrow).precision

/** As `tightest`, and decimals find a wider one. Source: TypeCoercion.findWiderTypeWithoutStringPromotionForTwo. */
export const widerThanText = (a: SparkType, b: SparkType): SparkType | undefined =>
  tightest(a, b) ??
  (isNumeric(a) && isNumeric(b)
    ? commonType(a, b)
    : isNested(a) && isNested(b)
      ? commonNested(a, b, widerThanText)
      : undefined)
