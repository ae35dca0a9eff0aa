import type { Sql } from '../../quote.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { types } from '../spark-types/spark-type.ts'
import { aggregate, type Argument, entry, type Functions, Refused, typeOf } from './entry.ts'

/*
 * Bitmaps of 4096 bytes, whose lowest bit comes first in each byte. The engine's bits begin with the highest one, hence
 * the exclusive or with 7 of each place.
 */

const { bigint, binary } = types

const demandBytes = (name: string, args: readonly Argument[]): void => {
  const { kind } = typeOf(args)
  if (kind !== 'binary' && kind !== 'unknown') throw new Refused(`${name} of a ${kind}`, 'cast it to binary')
}

export const bitmapFunctions: Functions = {
  bitmap_bit_position: entry('l', bigint, (a) => `spark_bitmap_position(${a[0]})`),
  bitmap_bucket_number: entry('l', bigint, (a) => `spark_bitmap_bucket(${a[0]})`),
  bitmap_count: entry('a', bigint, (a, args) => {
    demandBytes('bitmap_count', args)
    return `spark_bitmap_count(${a[0]})`
  }),
  bitmap_construct_agg: aggregate('l', binary, (a, _, finish) => {
    const bits = finish('bitstring_agg', `spark_bitmap_place(${a[0]})`, ', 0, 32767')
    return `spark_bitmap(${bits})`
  }),
  bitmap_or_agg: aggregate('a', binary, (a, args, finish) => {
    demandBytes('bitmap_or_agg', args)
    return `spark_bitmap(${finish('bit_or', `spark_bitmap_bits(${a[0]})`)})`
  }),
}

export const bitmapMacros: readonly Sql[] = [
  define(
    'spark_bitmap_position(n)',
    `CASE WHEN n > 0 THEN (n - 1) % 32768 ELSE CAST(-CAST(n % 32768 AS BIGINT) AS BIGINT) END`,
  ),
  define('spark_bitmap_bucket(n)', `CASE WHEN n > 0 THEN 1 + (n - 1) // 32768 ELSE n // 32768 END`),
  define(
    'spark_bitmap_count(bytes)',
    `CASE WHEN octet_length(bytes) = 0 THEN 0 ELSE CAST(bit_count(CAST(bytes AS BIT)) AS BIGINT) END`,
  ),
  define(
    'spark_bitmap_place(n)',
    `CASE WHEN n BETWEEN 0 AND 32767 THEN xor(CAST(n AS INTEGER), 7)
      WHEN n IS NOT NULL THEN error('[INVALID_BITMAP_POSITION] the bitmap has 32768 bits, and none at ' || n) END`,
  ),
  define(
    'spark_bitmap(bits)',
    `CASE WHEN bits IS NULL THEN unhex(repeat('00', 4096)) ELSE CAST(bits AS BLOB) END`,
  ),
  // As long as a bitmap is; more is cut off.
  define(
    'spark_bitmap_bits(bytes)',
    `CAST(CASE WHEN octet_length(bytes) = 4096 THEN bytes ELSE unhex(rpad(hex(bytes)[:8192], 8192, '0')) END AS BIT)`,
  ),
]
