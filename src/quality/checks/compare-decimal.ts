/**
 * Compares two numbers by their decimal text, exactly: 9007199254740993 is not 9007199254740992. Undefined where
 * either is not a number, NaN included. Infinities are `inf` or `Infinity`.
 */
export const compareDecimal = (a: string, b: string): -1 | 0 | 1 | undefined => {
  const [left, right] = [parse(a), parse(b)]
  if (left === undefined || right === undefined) return undefined
  if (left.kind === 'rough' || right.kind === 'rough') return sign(left.approximate - right.approximate)
  const exponent = Math.min(left.exponent, right.exponent)
  const [x, y] = [left, right].map((part) => part.digits * 10n ** BigInt(part.exponent - exponent))
  return x === undefined || y === undefined ? undefined : x < y ? -1 : x > y ? 1 : 0
}

type Parsed =
  | {
      readonly kind: 'exact'
      readonly digits: bigint
      readonly exponent: number
      readonly approximate: number
    }
  | { readonly kind: 'rough'; readonly approximate: number }

const parse = (text: string): Parsed | undefined => {
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text.trim())
  if (infinite !== null)
    return { kind: 'rough', approximate: (infinite[1] === '-' ? -1 : 1) * Number.POSITIVE_INFINITY }
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text.trim())
  const [, minus = '', whole = '', fraction = '', power = '0'] = match ?? []
  if (match === null || whole + fraction === '') return undefined
  const approximate = Number(text)
  // No engine number is that large; a text may claim to be, and must not cost a gigabyte of digits.
  if (Math.abs(Number(power)) > 5000) return { kind: 'rough', approximate }
  const digits = BigInt(whole + fraction) * (minus === '-' ? -1n : 1n)
  return { kind: 'exact', digits, exponent: Number(power) - fraction.length, approximate }
}

const sign = (difference: number): -1 | 0 | 1 => (difference < 0 ? -1 : difference > 0 ? 1 : 0)
