import { Refused } from '../refusals.ts'

type DecimalLiteral = {
  /** Without exponent. */
  readonly text: string
  readonly precision: number
  readonly scale: number
  /** As java.math.BigDecimal writes it: 1E-7 for 0.0000001. */
  readonly label: string
}

/** A number that Spark reads as a decimal, such as 1.50 or 12E-3BD. */
export const decimalLiteral = (written: string): DecimalLiteral => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(written) ?? []
  const places = fraction.length - Number(exponent)
  if (Math.abs(places) > 99) throw tooLong(written)
  const scale = Math.max(places, 0)
  // Java has no places before the point that are not counted: 1E5 is 100000.
  const unscaled = (whole + fraction + '0'.repeat(scale - places)).replace(/^0+(?=\d)/, '')
  const precision = Math.max(unscaled.length, scale)
  if (precision > 38) throw tooLong(written)
  const minus = /[1-9]/.test(unscaled) ? sign : ''
  const padded = unscaled.padStart(scale + 1, '0')
  const point = padded.length - scale
  const text = `${minus}${padded.slice(0, point)}${scale === 0 ? '' : `.${padded.slice(point)}`}`
  const adjusted = unscaled.length - 1 - scale
  const rest = unscaled.length > 1 ? `.${unscaled.slice(1)}` : ''
  return {
    text,
    precision,
    scale,
    label: adjusted < -6 ? `${minus}${unscaled.slice(0, 1)}${rest}E${adjusted}` : text,
  }
}

const tooLong = (written: string): Refused =>
  new Refused(
    `the decimal ${written}`,
    'a decimal has 38 digits at most; write a double, such as 1e40',
    written,
  )
