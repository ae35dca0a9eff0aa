import type { Sql } from '../../quote.ts'
import { define } from '../engines/duckdb/define-macro.ts'

/* SHA-224, SHA-384 and SHA-512, which the engine has not, after FIPS 180-4; and the table of CRC-32. */

export const crcTable: readonly number[] = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = (c & 1) === 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

const primes = (count: number): readonly bigint[] => {
  const found: bigint[] = []
  for (let n = 2n; found.length < count; n++) if (found.every((p) => n % p !== 0n)) found.push(n)
  return found
}

/** The whole part of the root of a number. */
const root = (value: bigint, power: bigint): bigint => {
  let [low, high] = [0n, value]
  while (low < high) {
    const middle = (low + high + 1n) / 2n
    if (middle ** power <= value) low = middle
    else high = middle - 1n
  }
  return low
}

/** The first bits behind the point of the root of each prime. */
const fractions = (from: readonly bigint[], power: bigint, bits: bigint): readonly bigint[] =>
  from.map((p) => root(p << (bits * power), power) & ((1n << bits) - 1n))

type Variant = {
  readonly bits: 32 | 64
  readonly rounds: number
  readonly type: 'UBIGINT' | 'UHUGEINT'
  /** Rotations of the four functions; the last of the small ones are shifts. */
  readonly big: readonly [readonly number[], readonly number[]]
  readonly small: readonly [readonly number[], readonly number[]]
}

const narrow: Variant = {
  bits: 32,
  rounds: 64,
  type: 'UBIGINT',
  big: [
    [2, 13, 22],
    [6, 11, 25],
  ],
  small: [
    [7, 18, 3],
    [17, 19, 10],
  ],
}
const wide: Variant = {
  bits: 64,
  rounds: 80,
  type: 'UHUGEINT',
  big: [
    [28, 34, 39],
    [14, 18, 41],
  ],
  small: [
    [1, 8, 7],
    [19, 61, 6],
  ],
}

const macrosOf = (variant: Variant, name: string): readonly Sql[] => {
  const { bits, type, rounds } = variant
  const mask = `${(1n << BigInt(bits)) - 1n}::${type}`
  const twice = `${(1n << BigInt(bits)) + 1n}::${type}`
  // Of a word beside itself the low half of a shift is the rotation.
  const sum = (x: string, [a, b, c]: readonly number[], shifted: boolean) =>
    `(xor(xor((${x} * ${twice}) >> ${a}, (${x} * ${twice}) >> ${b}), ${shifted ? `${x} >> ${c}` : `(${x} * ${twice}) >> ${c}`}) & ${mask})`
  const s = (i: number) => `s[${i}]`
  const first = `(s[8] + ${sum(s(5), variant.big[1], false)} + xor(s[5] & s[6], xor(s[5], ${mask}) & s[7]) + k[1] + s[9])`
  const second = `(${sum(s(1), variant.big[0], false)} + xor(xor(s[1] & s[2], s[1] & s[3]), s[2] & s[3]))`
  const next = `(s[9] + ${sum(s(10), variant.small[0], true)} + s[18] + ${sum(s(23), variant.small[1], true)})`
  const constants = fractions(primes(rounds), 3n, BigInt(bits))
  const digits = bits / 4
  return [
    // The state stands before the sixteen words that the next rounds take.
    define(
      `spark_${name}_block(h, w)`,
      `list_transform([list_reduce([${constants.map((k) => `[${k}::${type}]`).join(', ')}], lambda s, k:
        list_concat([(${first} + ${second}) & ${mask}], s[1:3], [(s[4] + ${first}) & ${mask}], s[5:7], s[10:24], [${next} & ${mask}]), list_concat(h, w))],
        lambda r: list_transform(range(1, 9), lambda i: (h[i] + r[i]) & ${mask}))[1]`,
    ),
    define(
      `spark_${name}_words(x)`,
      `list_transform(range(0, strlen(x) // ${digits}), lambda i: CAST('0x' || substring(x, i * ${digits} + 1, ${digits}) AS UBIGINT)::${type})`,
    ),
    // A bit that is set, zeros, and the length in bits at the end of the last block.
    define(
      `spark_${name}_padded(x)`,
      `x || '80' || repeat('0', CAST((${digits * 16 * 2} - ${digits * 2} - 2 - strlen(x) % ${digits * 16}) % ${digits * 16} + ${digits * 2} - 16 AS BIGINT)) || lpad(to_hex(strlen(x) * 4), 16, '0')`,
    ),
    define(
      `spark_${name}(x, start)`,
      `list_transform([spark_${name}_words(spark_${name}_padded(x))], lambda words:
        list_reduce(list_transform(range(0, len(words) // 16), lambda b: words[b * 16 + 1:b * 16 + 16]), lambda h, w: spark_${name}_block(h, w), start))[1]`,
    ),
    define(
      `spark_${name}_text(h, n)`,
      `array_to_string(list_transform(h[1:n], lambda v: lpad(lower(to_hex(CAST(v AS UBIGINT))), ${digits}, '0')), '')`,
    ),
  ]
}

const list = (values: readonly bigint[], type: string) => `[${values.map((v) => `${v}::${type}`).join(', ')}]`
const start512 = fractions(primes(8), 2n, 64n)
const start384 = fractions(primes(16).slice(8), 2n, 64n)
// The second half of the words of SHA-384.
const start224 = start384.map((value) => value & 0xffffffffn)

export const sha2Macros: readonly Sql[] = [
  ...macrosOf(narrow, 'sha_narrow'),
  ...macrosOf(wide, 'sha_wide'),
  define('spark_sha224(x)', `spark_sha_narrow_text(spark_sha_narrow(x, ${list(start224, 'UBIGINT')}), 7)`),
  define('spark_sha384(x)', `spark_sha_wide_text(spark_sha_wide(x, ${list(start384, 'UHUGEINT')}), 6)`),
  define('spark_sha512(x)', `spark_sha_wide_text(spark_sha_wide(x, ${list(start512, 'UHUGEINT')}), 8)`),
  define(
    'spark_sha2(x, h, bits)',
    `CASE bits WHEN 256 THEN sha256(x) WHEN 0 THEN sha256(x) WHEN 512 THEN spark_sha512(h) WHEN 224 THEN spark_sha224(h)
      WHEN 384 THEN spark_sha384(h) END`,
  ),
]
