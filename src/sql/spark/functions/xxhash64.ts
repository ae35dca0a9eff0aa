import type { Sql } from '../../quote.ts'
import { engineType } from '../engines/duckdb/casts.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { type Argument, entry, type FunctionEntry, Refused } from './entry.ts'
import { fieldsOf } from './struct-fields.ts'

/*
 * xxhash64 bit for bit. A hash is 64 bits in an unsigned number of twice the width, so that nothing overflows. Values
 * of a fixed width are one formula. Bytes are read in numbers of sixteen of them, the first byte lowest: a text in ASCII
 * is turned round for that, as the engine takes the first byte for the highest.
 */

export const xxhash64: FunctionEntry = entry('a*', types.bigint, (_, args) => {
  if (args.length === 0) throw new Refused('xxhash64 without arguments')
  return `spark_signed64(${xxhashOf('xxhash64', args)})`
})

/** The hash of some values with Spark's seed, from 0 to 2^64. */
export const xxhashOf = (name: string, args: readonly Argument[]): string =>
  args.reduce((sofar, { sql, type }) => withValue(name, sofar, sql, type), seed)

const seed = '42::UHUGEINT'

const withValue = (name: string, hash: string, x: string, type: SparkType): string => {
  switch (type.kind) {
    case 'null':
      return hash
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'year_month':
      return `spark_xx_int(${hash}, ${x})`
    case 'date':
      return `spark_xx_int(${hash}, ${x} - DATE '1970-01-01')`
    case 'bigint':
    case 'day_time':
      return `spark_xx_long(${hash}, ${x})`
    case 'timestamp':
    case 'timestamp_ntz':
      return `spark_xx_long(${hash}, epoch_us(${x}))`
    case 'float':
      return `spark_xx_int(${hash}, spark_float_bits(${x}))`
    case 'double':
      return `spark_xx_long(${hash}, spark_double_bits(${x}))`
    case 'decimal':
      return type.precision <= 18
        ? `spark_xx_long(${hash}, CAST(spark_unscaled(${x}) AS BIGINT))`
        : `spark_xx_hex(${hash}, spark_bytes_hex(spark_big_bytes(spark_unscaled(${x}))))`
    case 'string':
      return hash === seed ? `spark_xx_first(${x})` : `spark_xx_text(${hash}, ${x})`
    case 'binary':
      return `spark_xx_hex(${hash}, hex(${x}))`
    case 'struct':
      return fieldsOf(x, type).reduce((sofar, field) => withValue(name, sofar, field.sql, field.type), hash)
    case 'array':
      return withElements(name, hash, x, type.element)
    case 'unknown':
      throw new Refused(`${name} of a column whose type is not known`)
    default:
      throw new Refused(
        `${name} of a value of type ${sparkName(type)}`,
        'hash map_keys and map_values of a map',
      )
  }
}

/** One element after the other, as the engine's fold asks for one type of what it carries on and what comes in. */
const withElements = (name: string, hash: string, list: string, type: SparkType): string => {
  const inner = withValue(name, '(xx_a).h', '(xx_b).v', type)
  const depth = inner.split('lambda xx_s').length
  const [s, a, b, e] = ['s', 'a', 'b', 'e'].map((letter) => `xx_${letter}${depth}`)
  const step = inner.replaceAll(/\(xx_([ab])\)/g, (_, letter: string) => `(${letter === 'a' ? a : b})`)
  const items = `list_transform(${list}, lambda ${e}: {'h': 0::UHUGEINT, 'v': ${e}})`
  const start = `{'h': ${s}, 'v': CAST(NULL AS ${engineType(type)})}`
  const fold = `list_reduce(${items}, lambda ${a}, ${b}: {'h': ${step}, 'v': (${b}).v}, ${start})`
  return `list_transform([${hash}], lambda ${s}: coalesce((${fold}).h, ${s}))[1]`
}

const low64 = '18446744073709551615::UHUGEINT'
/** Times this, a number stands beside itself, so that a shift turns it round. */
const twice64 = '18446744073709551617::UHUGEINT'

const [p1, p2, p3, p4, p5] = [
  '11400714785074694791::UHUGEINT',
  '14029467366897019727::UHUGEINT',
  '1609587929392839161::UHUGEINT',
  '9650029242287828579::UHUGEINT',
  '2870177450012600261::UHUGEINT',
]

const rotate = (x: string, by: number) => `((((${x}) * ${twice64}) >> ${64 - by}) & ${low64})`
const times = (x: string, factor: string) => `(((${x}) * ${factor}) & ${low64})`
const plus = (x: string, y: string) => `(((${x}) + ${y}) & ${low64})`

const round = (v: string, w: string) => times(rotate(plus(v, times(w, p2)), 31), p1)
const withWord = (h: string, w: string) =>
  plus(times(rotate(`xor(${h}, ${times(rotate(times(w, p2), 31), p1)})`, 27), p1), p4)
const withHalf = (h: string, w: string) => plus(times(rotate(`xor(${h}, ${times(w, p1)})`, 23), p2), p3)
const withByte = (h: string, b: string) => times(rotate(`xor(${h}, ${times(b, p5)})`, 11), p1)
const withLane = (h: string, v: string) => plus(times(`xor(${h}, ${round('0::UHUGEINT', v)})`, p1), p4)

/** An expression that names a value more than once. */
const bound = (value: string, name: string, body: string) =>
  `list_transform([${value}], lambda ${name}: ${body})[1]`

/** Sixteen bytes as a number, the first byte highest. */
const number = (bytes: string) => `CAST(CAST(${bytes} AS BIT) AS UHUGEINT)`

const swapped = (x: string): string =>
  [
    [8, 'FF00FF00FF00FF00FF00FF00FF00FF'],
    [16, 'FFFF0000FFFF0000FFFF0000FFFF'],
    [32, 'FFFFFFFF00000000FFFFFFFF'],
    [64, 'FFFFFFFFFFFFFFFF'],
  ].reduce((sofar, [by, mask]) => {
    const every = `${BigInt(`0x${mask}`)}::UHUGEINT`
    return bound(sofar, 'w', `((w >> ${by}) & ${every}) + ((w & ${every}) << ${by})`)
  }, x)

/**
 * What is left of the bytes behind the stripes of 32 of them: words `w` of eight, one of four if `m` says so, at the low
 * end of `v`, and single ones `b`. The engine prepares what stands in a lambda for every two thousand rows, so that a
 * branch for each length would cost ten times as much as these lists.
 */
const tail = (): string => {
  const words = `list_reduce((t).w, lambda h, w: ${withWord('h', 'w')}, (t).h)`
  const half = `list_reduce(CASE WHEN (t).m >= 4 THEN [(t).v & 4294967295::UHUGEINT] ELSE [] END, lambda h, w: ${withHalf('h', 'w')}, ${words})`
  return `spark_xx_mixed(list_reduce((t).b, lambda h, b: ${withByte('h', 'b')}, ${half}))`
}

const lane = (odd: 0 | 1, word: string, from: string) =>
  `list_reduce(list_filter((r).c, lambda c, i: i % 2 = ${1 - odd} AND i <= (r).n // 32 * 2), lambda v, w: ${round('v', word)}, ${from})`

const lanes: string = bound(
  `[${[
    lane(0, `(w & ${low64})`, plus(`(r).s + ${p1}`, p2)),
    lane(0, '(w >> 64)', plus('(r).s', p2)),
    lane(1, `(w & ${low64})`, '(r).s'),
    lane(1, '(w >> 64)', plus(`(r).s + ${low64} + 1`, `(${low64} + 1 - ${p1})`)),
  ].join(', ')}]`,
  'v',
  'spark_xx_merged(v[1], v[2], v[3], v[4])',
)

/** The last word, which is not full, without so many bits; `of` is the number that it stands in. */
const last = (of: string, skipped: string) => `(${of} >> (${skipped})::UHUGEINT)`
const parts = (of: string, n: string): string => {
  const singles = [0, 8, 16].map((by) => `${last(of, `${n} % 16 // 4 * 32 + ${by}`)} & 255::UHUGEINT`)
  return `'m': ${n} % 8, 'v': ${last(of, `${n} % 16 // 8 * 64`)}, 'b': [${singles.join(', ')}][:${n} % 4]`
}

const [first, second] = ['(r).c[(r).n // 32 * 2 + 1]', '(r).c[(r).n // 32 * 2 + 2]']
const rest = `{'h': ${plus(`(CASE WHEN (r).n >= 32 THEN ${lanes} ELSE (r).s + ${p5} END)`, '(r).n::UHUGEINT')},
  'w': [${first} & ${low64}, ${first} >> 64, ${second} & ${low64}][:(r).n % 32 // 8], ${parts('(r).c[(r).n // 16 + 1]', '(r).n')}}`

/** Fewer than sixteen bytes of the seed: most texts. */
const short = `{'h': ${p5} + 42 + (r).n::UHUGEINT, 'w': [(r).v & ${low64}][:(r).n // 8], ${parts('(r).v', '(r).n')}}`

const zeros = (count: number) => `repeat(chr(0), ${count})`

export const xxhash64Macros: readonly Sql[] = [
  define(
    'spark_signed64(x)',
    `CAST(CAST((x + 9223372036854775808::UHUGEINT) & ${low64} AS HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT)`,
  ),
  define(
    'spark_xx_mixed(x)',
    bound(
      bound(bound('x', 'h', times('xor(h, h >> 33)', p2)), 'h', times('xor(h, h >> 29)', p3)),
      'h',
      'xor(h, h >> 32)',
    ),
  ),
  // Nothing is added for a NULL.
  define(
    'spark_xx_int(seed, x)',
    bound(
      'seed',
      's',
      `coalesce(spark_xx_mixed(${withHalf(plus('s + 4', p5), 'CAST(CAST(x AS BIGINT) & 4294967295 AS UHUGEINT)')}), s)`,
    ),
  ),
  define(
    'spark_xx_long(seed, x)',
    bound(
      'seed',
      's',
      `coalesce(spark_xx_mixed(${withWord(plus('s + 8', p5), 'CAST(CAST(x AS HUGEINT) & 18446744073709551615::HUGEINT AS UHUGEINT)')}), s)`,
    ),
  ),
  define(
    'spark_xx_merged(a, b, c, d)',
    ['a', 'b', 'c', 'd'].reduce(
      withLane,
      `((${rotate('a', 1)} + ${rotate('b', 7)} + ${rotate('c', 12)} + ${rotate('d', 18)}) & ${low64})`,
    ),
  ),
  // Of so many bytes, which stand in numbers of sixteen; there is always one more that is not full.
  define(
    'spark_xx_bytes(seed, length, numbers)',
    bound(`{'s': seed, 'n': length, 'c': numbers}`, 'r', `coalesce(${bound(rest, 't', tail())}, (r).s)`),
  ),
  define(
    'spark_xx_text(seed, x)',
    `spark_xx_bytes(seed, strlen(x), CASE WHEN strlen(x) = length(x) THEN spark_xx_turned(${zeros(16)} || reverse(x), strlen(x)) ELSE spark_xx_digits(hex(x)) END)`,
  ),
  define(
    'spark_xx_first(x)',
    `CASE WHEN strlen(x) < 16 AND strlen(x) = length(x)
      THEN ${bound(`{'n': strlen(x), 'v': ${number(`encode(substring(${zeros(16)} || reverse(x), strlen(x) + 1, 16))`)}}`, 'r', bound(short, 't', tail()))}
      ELSE spark_xx_text(${seed}, x) END`,
  ),
  define('spark_xx_hex(seed, digits)', 'spark_xx_bytes(seed, strlen(digits) // 2, spark_xx_digits(digits))'),
  define(
    'spark_xx_turned(bytes, length)',
    bound(
      `{'b': bytes, 'n': length}`,
      'q',
      `list_transform(range((q).n // 16 + 1), lambda k: ${number('encode(substring((q).b, (q).n - 16 * k + 1, 16))')})`,
    ),
  ),
  define(
    'spark_xx_digits(digits)',
    bound(
      `digits || repeat('0', 32)`,
      'q',
      `list_transform(range(strlen(q) // 32), lambda k: ${swapped(number('unhex(substring(q, 32 * k + 1, 32))'))})`,
    ),
  ),
  define('spark_bytes_hex(bytes)', `array_to_string(list_transform(bytes, lambda b: printf('%02X', b)), '')`),
]
