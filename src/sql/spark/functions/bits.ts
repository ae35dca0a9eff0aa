import type { Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { isInteger, isNumeric, type SparkType, types } from '../spark-types/spark-type.ts'
import { type Argument, entry, type FunctionEntry, type Functions, Refused, typeOf } from './entry.ts'

const { int, bigint, tinyint } = types

/** Shifts are of int or bigint; text and fractions become an int. */
const shifted = (args: readonly Argument[]): SparkType => {
  const type = typeOf(args)
  if (type.kind === 'bigint') return bigint
  if (isNumeric(type) || type.kind === 'string' || type.kind === 'null') return int
  throw new Refused(`a shift of a ${type.kind}`)
}

const shift = (name: string): FunctionEntry =>
  entry('ai', shifted, (a, args) => {
    const type = shifted(args)
    const value = castTo({ sql: a[0] ?? '', type: typeOf(args) }, type)
    return `spark_${name}${type.kind === 'bigint' ? 64 : 32}(${value}, ${a[1]})`
  })

const sizes: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, int: 32, bigint: 64 }

const bit: FunctionEntry = entry('ai', tinyint, (a, args) => {
  const { kind } = typeOf(args)
  const size = sizes[kind]
  if (size === undefined) throw new Refused(`a bit of a ${kind}`)
  return `spark_bit(CAST(${a[0]} AS BIGINT), ${a[1]}, ${size})`
})

export const bitFunctions: Functions = {
  bit_count: entry('a', int, (a, args) => {
    const { kind } = typeOf(args)
    if (kind === 'boolean') return `CAST(${a[0]} AS INTEGER)`
    if (!isInteger(typeOf(args))) throw new Refused(`bit_count of a ${kind}`)
    return `CAST(bit_count(CAST(${a[0]} AS BIGINT)) AS INTEGER)`
  }),
  bit_get: bit,
  getbit: bit,
  shiftleft: shift('shiftleft'),
  shiftright: shift('shiftright'),
  shiftrightunsigned: shift('unsigned'),
}

export const bitMacros: readonly Sql[] = [
  // Java takes the distance modulo the size of the number.
  define('spark_shiftleft32(x, n)', `spark_wrap32(CAST(x AS HUGEINT) * (1::HUGEINT << (n & 31)))`),
  define(
    'spark_shiftleft64(x, n)',
    `spark_wrap64(spark_wrap64(CAST(x AS HUGEINT) % (1::HUGEINT << (64 - (n & 63)))) * (1::HUGEINT << (n & 63)))`,
  ),
  define('spark_shiftright32(x, n)', `CAST(CAST(x AS BIGINT) >> (n & 31) AS INTEGER)`),
  define('spark_shiftright64(x, n)', `CAST(x AS BIGINT) >> (n & 63)`),
  define('spark_unsigned32(x, n)', `spark_wrap32((CAST(x AS BIGINT) & 4294967295) >> (n & 31))`),
  define(
    'spark_unsigned64(x, n)',
    `spark_wrap64((CAST(x AS HUGEINT) + CASE WHEN x < 0 THEN 18446744073709551616 ELSE 0 END) >> CAST(n & 63 AS HUGEINT))`,
  ),
  define(
    'spark_bit(x, n, size)',
    `CASE WHEN x IS NOT NULL AND (n < 0 OR n >= size) THEN error('there is no bit ' || n || ' in a number of ' || size || ' bits')
      ELSE CAST((x >> n) & 1 AS TINYINT) END`,
  ),
]
