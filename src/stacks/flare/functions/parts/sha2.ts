import { type Sql, sql, trusted } from '../../../../sql/quote.ts'

/**
 * SHA-384 and SHA-512 of a text's UTF-8 bytes as lower-case hex, in plain SQL: DuckDB ends at SHA-256. A block costs
 * 80 rounds of list arithmetic, about a thousand times SHA-256; words are UHUGEINT because a sum of 64-bit words
 * must not overflow before it is cut. Source: FIPS 180-4, sections 5.1.2 and 6.4.
 */
export const sha2 = (text: Sql, bits: 384 | 512): Sql => {
  const start = primes(16).slice(bits === 384 ? 8 : 0, bits === 384 ? 16 : 8)
  const initial = words(start.map((prime) => fraction(prime, 2n)))
  const constants = words(primes(80).map((prime) => fraction(prime, 3n)))
  const rounds = sql`list_reduce(list_transform(list_zip(w, ${constants}), lambda p: [p[1] + p[2]]), lambda v, r: ${round}, s)`
  const block = sql`list_transform([${schedule}], lambda w: list_transform([${rounds}], lambda v:
    list_transform(range(1, 9), lambda n: (s[n] + v[n]) & ${mask}))[1])[1]`
  const digest = sql`list_reduce(${blocks}, lambda s, x: ${block}, ${initial})`
  // DuckDB's list_reduce goes wrong beside a NULL list, so NULL is taken out before and put back after.
  return sql`CASE WHEN ${text} IS NOT NULL THEN list_transform([hex(encode(coalesce(${text}, '')))], lambda h: list_transform([${padded}], lambda m:
    array_to_string(list_transform((${digest})[1:${bits / 64}], lambda x: lpad(lower(to_hex(x)), 16, '0')), ''))[1])[1] END`
}

const mask = trusted('CAST(18446744073709551615 AS UHUGEINT)')

const rotated = (word: string, by: number): string =>
  `(((${word} >> CAST(${by} AS UHUGEINT)) | (${word} << CAST(${64 - by} AS UHUGEINT))) & ${mask})`

const sigma = (word: string, a: number, b: number, last: string): string =>
  `xor(xor(${rotated(word, a)}, ${rotated(word, b)}), ${last})`

// One bit, zeros, and the length in bits as the last sixteen bytes; all in hex.
const padded = trusted(
  `h || '80' || repeat('0', (256 - (length(h) + 34) % 256) % 256) || lpad(to_hex(length(h) * 4), 32, '0')`,
)

const blocks = trusted(
  `list_transform(range(length(m) // 256), lambda b: list_transform(range(16), lambda k: ` +
    `CAST(CAST('0x' || substr(m, b * 256 + k * 16 + 1, 16) AS UBIGINT) AS UHUGEINT)))`,
)

const schedule = trusted(
  `list_reduce(list_transform(range(17, 81), lambda t: [CAST(t AS UHUGEINT)]), lambda w, t: list_append(w, (` +
    `w[CAST(t[1] AS BIGINT) - 16] + ` +
    sigma('w[CAST(t[1] AS BIGINT) - 15]', 1, 8, '(w[CAST(t[1] AS BIGINT) - 15] >> CAST(7 AS UHUGEINT))') +
    ` + w[CAST(t[1] AS BIGINT) - 7] + ` +
    sigma('w[CAST(t[1] AS BIGINT) - 2]', 19, 61, '(w[CAST(t[1] AS BIGINT) - 2] >> CAST(6 AS UHUGEINT))') +
    `) & ${mask}), x)`,
)

const round = ((): Sql => {
  const first = `(v[8] + ${sigma('v[5]', 14, 18, rotated('v[5]', 41))} + xor(v[5] & v[6], xor(v[5], ${mask}) & v[7]) + r[1])`
  const second = `(${sigma('v[1]', 28, 34, rotated('v[1]', 39))} + xor(xor(v[1] & v[2], v[1] & v[3]), v[2] & v[3]))`
  return trusted(
    `[(${first} + ${second}) & ${mask}, v[1], v[2], v[3], (v[4] + ${first}) & ${mask}, v[5], v[6], v[7]]`,
  )
})()

const words = (values: readonly bigint[]): Sql => trusted(`CAST([${values.join(', ')}] AS UHUGEINT[])`)

const primes = (count: number): readonly bigint[] => {
  const found: bigint[] = []
  for (let candidate = 2n; found.length < count; candidate++)
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate)
  return found
}

/** The first 64 bits after the point of a prime's square (2n) or cube (3n) root. */
const fraction = (prime: bigint, degree: bigint): bigint => {
  const target = prime << (64n * degree)
  let [low, high] = [0n, 1n << 80n]
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** degree <= target) low = middle
    else high = middle
  }
  return low & ((1n << 64n) - 1n)
}
