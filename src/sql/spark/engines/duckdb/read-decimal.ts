import { narrowed, once } from './define-macro.ts'

type Shape = { readonly precision: number; readonly scale: number }

const nameOf = ({ precision, scale }: Shape): string => `DECIMAL(${precision},${scale})`

/** What the engine reads quickly: it takes microseconds for more than 18 digits. */
const quick = ({ precision, scale }: Shape): Shape =>
  precision <= 18 ? { precision, scale } : { precision: 18, scale: Math.min(scale, 9) }

/**
 * What a text in its usual form says. What it prints as begins with the text: nothing was rounded, and nothing but
 * digits and a point was read.
 */
export const directDecimal = (x: string, to: Shape): string => {
  const near = `TRY_CAST(${x} AS ${nameOf(quick(to))})`
  const fitting = to.precision <= 18 ? near : narrowed(near, nameOf(to))
  return `CASE WHEN prefix(CAST(${near} AS VARCHAR), ${x}) THEN ${fitting} END`
}

/** What a text says that the engine reads as Spark does, or not at all. Undefined where that would be slow. */
export const sharedDecimal = (x: string, to: Shape): string | undefined => {
  if (to.precision <= 18) return `TRY_CAST(spark_direct_number(${x}) AS ${nameOf(to)})`
  return to.scale <= 9 ? narrowDecimal(`spark_direct_number(${x})`, to) : undefined
}

/** A number in plain digits as a decimal. */
export const plainAsDecimal = (text: string, to: Shape): string => {
  const { precision, scale } = to
  const cast = (t: string): string => `TRY_CAST(${t} AS ${nameOf(to)})`
  if (precision <= 18 || scale > 9) return cast(text)
  return once([text], ([t = '']) => `coalesce(${narrowDecimal(t, to)}, ${cast(t)})`)
}

/** The engine takes microseconds to read more than 18 digits, so that it reads 18 first, which seldom lack room. */
const narrowDecimal = (text: string, to: Shape): string =>
  `CAST(TRY_CAST(${text} AS DECIMAL(18,${to.scale})) AS ${nameOf(to)})`
