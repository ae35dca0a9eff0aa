import type { Sql } from '../../quote.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { type Argument, entry, type FunctionEntry, type Functions, Refused } from './entry.ts'
import { crcTable, sha2Macros } from './sha2.ts'
import { fieldsOf } from './struct-fields.ts'
import { xxhash64, xxhash64Macros } from './xxhash64.ts'

/*
 * Hashes bit for bit. The engine has md5, sha1 and sha256; the others are folds over a list of numbers, one fold for a
 * whole row: words to mix in, and marks from 2^32 up that tell what to do between values. Nothing is added for a NULL,
 * as in Spark. All arithmetic is in unsigned numbers of twice the width, so that nothing overflows.
 */

const { string, int, bigint } = types

const bytesOf = (argument: Argument, text: string): string =>
  argument.type.kind === 'binary' ? `spark_byte_list(${text})` : `spark_text_bytes(${text})`

const ofMap = (name: string) =>
  new Refused(`${name} of a map or an interval`, 'hash map_keys and map_values of it')

/** The SQL for the numbers that a value adds to the fold of murmur3. */
const murmurOps = (x: string, type: SparkType, depth: number): string => {
  switch (type.kind) {
    case 'null':
      return '[]::UBIGINT[]'
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
      return `spark_murmur_int(${x})`
    case 'date':
      return `spark_murmur_int(${x} - DATE '1970-01-01')`
    case 'bigint':
    case 'day_time':
      return `spark_murmur_long(${x})`
    case 'year_month':
      return `spark_murmur_int(CAST(${x} AS INTEGER))`
    case 'timestamp':
    case 'timestamp_ntz':
      return `spark_murmur_long(epoch_us(${x}))`
    case 'float':
      return `spark_murmur_int(spark_float_bits(${x}))`
    case 'double':
      return `spark_murmur_long(spark_double_bits(${x}))`
    case 'decimal':
      return type.precision <= 18
        ? `spark_murmur_long(CAST(spark_unscaled(${x}) AS BIGINT))`
        : `spark_murmur_bytes(spark_big_bytes(spark_unscaled(${x})))`
    case 'string':
      return `spark_murmur_bytes(spark_text_bytes(${x}))`
    case 'binary':
      return `spark_murmur_bytes(spark_byte_list(${x}))`
    case 'array': {
      const e = `e${depth}`
      return `flatten(list_transform(${x}, lambda ${e}: ${murmurOps(e, type.element, depth + 1)}))`
    }
    case 'struct':
      return `list_concat(${['[]::UBIGINT[]', ...fieldsOf(x, type).map((field) => murmurOps(field.sql, field.type, depth))].join(', ')})`
    default:
      throw ofMap('hash')
  }
}

const hash: FunctionEntry = entry('a*', int, (_, args) => {
  if (args.length === 0) throw new Refused('hash without arguments')
  if (args.some(({ type }) => type.kind === 'unknown'))
    throw new Refused('hash of a column whose type is not known')
  return `spark_murmur(list_concat([42::UBIGINT], ${args.map((one) => murmurOps(one.sql, one.type, 0)).join(', ')}))`
})

const sha2: FunctionEntry = entry('Xi', string, (a) => {
  const length = a[1] ?? ''
  if (length === '256' || length === '0') return `sha256(${a[0]})`
  if (!/^\(?-?\d+\)?$/.test(length)) return `spark_sha2(${a[0]}, hex(${a[0]}), ${length})`
  if (length === '224' || length === '384' || length === '512') return `spark_sha${length}(hex(${a[0]}))`
  return 'CAST(NULL AS VARCHAR)'
})

const onlyHashable: (name: string) => FunctionEntry = (name) =>
  entry('a', string, (a, args) => {
    const type = args[0]?.type ?? types.unknown
    if (type.kind !== 'string' && type.kind !== 'binary' && type.kind !== 'null')
      throw new Refused(`${name} of a value of type ${sparkName(type)}`, 'cast it to string')
    return `${name}(${a[0]})`
  })

export const hashFunctions: Functions = {
  md5: onlyHashable('md5'),
  sha1: onlyHashable('sha1'),
  sha2,
  crc32: entry('X', bigint, (a, args) => {
    const argument = args[0]
    return argument === undefined ? '' : `spark_crc32(${bytesOf(argument, a[0] ?? '')})`
  }),
  hash,
  xxhash64,
}

const low32 = '4294967295::UBIGINT'
/** Times this, a number stands beside itself, so that a shift turns it round. */
const twice32 = '4294967297::UBIGINT'
const rotate32 = (x: string, by: number) => `((((${x}) * ${twice32}) >> ${32 - by}) & ${low32})`
const times32 = (x: string, factor: string) => `(((${x}) * ${factor}::UBIGINT) & ${low32})`

const murmurWord = (w: string) => times32(rotate32(times32(w, '3432918353'), 15), '461845907')
const mark = (n: number) => `${4294967296 * n}::UBIGINT`

const littleEnd = (bytes: string, at: string, count: number, as: string): string =>
  Array.from({ length: count }, (_, i) => `${bytes}[${at} + ${i + 1}] * ${2n ** BigInt(8 * i)}::${as}`).join(
    ' + ',
  )

/** A table of 256 numbers in a lambda is copied for each row, so the eight of single bits are put together. */
const crcOfByte = Array.from(
  { length: 8 },
  (_, bit) => `((xor(h, b) >> ${bit}) & 1::UBIGINT) * ${crcTable[1 << bit] ?? 0}::UBIGINT`,
).reduce((sofar, one) => `xor(${sofar}, ${one})`)

export const hashMacros: readonly Sql[] = [
  // Java has one NaN, and Spark one zero.
  define(
    'spark_float_bits(x)',
    `CASE WHEN isnan(x) THEN 2143289344 WHEN x = 0 THEN 0 ELSE CAST(CAST(CAST(x AS BIT) AS UINTEGER) AS BIGINT) END`,
  ),
  define(
    'spark_double_bits(x)',
    `CASE WHEN isnan(x) THEN 9221120237041090560 WHEN x = 0 THEN 0 ELSE CAST(CAST(x AS BIT) AS BIGINT) END`,
  ),
  define(
    'spark_character_bytes(o)',
    `CASE WHEN o < 128 THEN [o] WHEN o < 2048 THEN [192 + (o >> 6), 128 + (o & 63)]
      WHEN o < 65536 THEN [224 + (o >> 12), 128 + ((o >> 6) & 63), 128 + (o & 63)]
      ELSE [240 + (o >> 18), 128 + ((o >> 12) & 63), 128 + ((o >> 6) & 63), 128 + (o & 63)] END`,
  ),
  // The engine may evaluate branches for texts that do not take them; ord of an empty text is -1.
  define(
    'spark_text_bytes(s)',
    `CASE WHEN s = '' THEN []::UBIGINT[] WHEN strlen(s) = length(s) THEN list_transform(string_split(s, ''), lambda c: CAST(ord(c) & 2097151 AS UBIGINT))
      ELSE flatten(list_transform(string_split(s, ''), lambda c: spark_character_bytes(CAST(ord(c) & 2097151 AS UBIGINT)))) END`,
  ),
  define(
    'spark_byte_list(b)',
    `CASE WHEN b IS NOT NULL THEN list_transform(range(1, octet_length(b) + 1), lambda k: CAST('0x' || substring(hex(b), 2 * k - 1, 2) AS UBIGINT)) END`,
  ),
  // The bytes of BigInteger.toByteArray: as few as hold the number and its sign, the highest first.
  define(
    'spark_big_bytes(v)',
    `CASE WHEN v IS NOT NULL THEN list_transform(range(len(list_filter([${Array.from({ length: 16 }, (_, k) => `${2n ** BigInt(8 * k + 7)}::UHUGEINT`).join(', ')}],
      lambda p: CAST(CASE WHEN v < 0 THEN -(v + 1) ELSE v END AS UHUGEINT) >= p)), -1, -1), lambda k: CAST((v >> CAST(8 * k AS HUGEINT)) & 255 AS UBIGINT)) END`,
  ),
  define('spark_murmur_finish(n)', `[${mark(1)} + n, ${mark(2)}, ${mark(3)}]`),
  define(
    'spark_murmur_int(x)',
    `CASE WHEN x IS NOT NULL THEN [CAST(CAST(x AS BIGINT) & 4294967295 AS UBIGINT), ${mark(1)} + 4, ${mark(2)}, ${mark(3)}] END`,
  ),
  define(
    'spark_murmur_long(x)',
    `CASE WHEN x IS NOT NULL THEN [CAST(x & 4294967295 AS UBIGINT), CAST((x >> 32) & 4294967295 AS UBIGINT), ${mark(1)} + 8, ${mark(2)}, ${mark(3)}] END`,
  ),
  // Whole words first, then each byte that is left, with its sign.
  define(
    'spark_murmur_bytes(bytes)',
    `list_transform([bytes], lambda b: CASE WHEN b IS NOT NULL THEN list_concat(
      list_transform(range(0, len(b) // 4), lambda k: ${littleEnd('b', 'k * 4', 4, 'UBIGINT')}),
      list_transform(b[len(b) // 4 * 4 + 1:], lambda x: CASE WHEN x < 128 THEN x ELSE x + 4294967040 END),
      [${mark(1)} + CAST(len(b) AS UBIGINT), ${mark(2)}, ${mark(3)}]) END)[1]`,
  ),
  define(
    'spark_murmur(list)',
    `spark_low32(CAST(list_reduce(list, lambda h, w: CASE
      WHEN w < ${mark(1)} THEN ((${rotate32(`xor(h, ${murmurWord('w')})`, 13)} * 5 + 3864292196) & ${low32})
      WHEN w < ${mark(2)} THEN ${times32('xor(xor(h, w - 4294967296), xor(h, w - 4294967296) >> 16)', '2246822507')}
      WHEN w < ${mark(3)} THEN ${times32('xor(h, h >> 13)', '3266489909')} ELSE xor(h, h >> 16) END) AS BIGINT))`,
  ),
  define(
    'spark_crc32(bytes)',
    `CASE WHEN bytes IS NOT NULL THEN CAST(xor(list_reduce(list_concat([4294967295::UBIGINT], bytes),
      lambda h, b: xor(${crcOfByte}, h >> 8)), 4294967295::UBIGINT) AS BIGINT) END`,
  ),
  ...xxhash64Macros,
  ...sha2Macros,
]
