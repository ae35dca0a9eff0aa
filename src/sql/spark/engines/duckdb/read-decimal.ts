import { narrowed, once } from '../../define-macro.ts'

type Shape = { readonly precision: number; readonly scale: number }

const nameOf = ({ precision, scale }: Shape): string => `DECIMAL(${precision},${scale})`

/** What a text in its usual form says. */
export const directDecimal = (x: string, to: Shape): string => {
  const { precision, scale } = to
  if (precision <= 18) return `TRY_CAST(spark_direct_number(${x}) AS ${nameOf(to)})`
  if (scale <= 9) return narrowDecimal(`spark_direct_number(${x})`, to)
  // What it prints as begins with the text: nothing was rounded, and nothing but digits and a point was read.
  const near = `TRY_CAST(${x} AS DECIMAL(18,9))`
  return `CASE WHEN prefix(CAST(${near} AS VARCHAR), ${x}) THEN ${narrowed(near, nameOf(to))} END`
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
