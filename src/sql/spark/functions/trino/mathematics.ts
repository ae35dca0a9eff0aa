import { castTo } from '../../engines/trino/casts.ts'
import { type Routine, routine } from '../../engines/trino/routines.ts'
import { Refused } from '../../refusals.ts'
import { types } from '../../spark-types/spark-type.ts'
import { type Rendering, typeOf } from '../entry.ts'
import type { TrinoRenderings } from './conditionals.ts'

/* Functions of numbers that are routines on Trino: Java's or Spark's own formulas. */

const call =
  (name: string): Rendering =>
  (a) =>
    `spark_${name}(${a.join(', ')})`

const bit: Rendering = (a, args) => {
  const size = { tinyint: 8, smallint: 16, int: 32, bigint: 64 }[typeOf(args).kind as 'int']
  if (size === undefined) throw new Refused(`a bit of a ${typeOf(args).kind}, on Trino`)
  return `spark_bit(${castTo({ sql: a[0] ?? '', type: typeOf(args) }, types.bigint)}, ${a[1]}, ${size})`
}

export const mathematicalRenderings: TrinoRenderings = {
  acosh: call('acosh'),
  asinh: call('asinh'),
  atanh: call('atanh'),
  expm1: call('expm1'),
  hypot: call('hypot'),
  log1p: (a) => `CASE WHEN ${a[0]} > -1 OR is_nan(${a[0]}) THEN spark_log1p(${a[0]}) END`,
  rint: call('rint'),
  width_bucket: call('width_bucket'),
  bin: call('bin'),
  bit_get: bit,
  getbit: bit,
  bitmap_bit_position: call('bitmap_position'),
  bitmap_bucket_number: call('bitmap_bucket'),
}

const one = 'x double'

export const mathematicalRoutines: readonly Routine[] = [
  // Spark's own formulas: x * x overflows to infinity, and so does the result.
  routine(
    'spark_acosh',
    one,
    'double',
    `CASE WHEN x * x < 1 OR x + sqrt(abs(x * x - 1)) < 0 THEN nan() ELSE ln(x + sqrt(abs(x * x - 1))) END`,
  ),
  routine(
    'spark_asinh',
    one,
    'double',
    `CASE WHEN x = -infinity() THEN x WHEN x + sqrt(x * x + 1) <= 0 THEN -infinity() ELSE ln(x + sqrt(x * x + 1)) END`,
  ),
  routine(
    'spark_atanh',
    one,
    'double',
    `CASE WHEN abs(x) > 1 THEN nan() WHEN abs(x) = 1 THEN x * infinity() ELSE 0.5e0 * (spark_log1p(x) - spark_log1p(-x)) END`,
  ),
  // Both keep their digits near zero (Kahan).
  routine(
    'spark_log1p',
    one,
    'double',
    `CASE WHEN 1 + x = 1 OR is_infinite(x) THEN x ELSE ln(1 + x) * (x / ((1 + x) - 1)) END`,
  ),
  routine(
    'spark_expm1',
    one,
    'double',
    `CASE WHEN x > 700 THEN exp(x) WHEN exp(x) = 1 THEN x WHEN exp(x) - 1 = -1 THEN -1e0
      ELSE (exp(x) - 1) * (x / ln(exp(x))) END`,
  ),
  routine(
    'spark_hypot',
    'x double, y double',
    'double',
    `CASE WHEN x IS NULL OR y IS NULL THEN NULL WHEN is_infinite(x) OR is_infinite(y) THEN infinity()
      WHEN is_nan(x) OR is_nan(y) THEN nan() WHEN x = 0 AND y = 0 THEN 0e0
      ELSE greatest(abs(x), abs(y)) * sqrt(1 + power(least(abs(x), abs(y)) / greatest(abs(x), abs(y)), 2)) END`,
  ),
  // A half goes to the even neighbour.
  routine(
    'spark_rint',
    one,
    'double',
    `CASE WHEN x - floor(x) = 0.5e0 THEN 2 * ceiling(floor(x) / 2) WHEN x - floor(x) < 0.5e0 THEN floor(x) ELSE ceiling(x) END`,
  ),
  routine(
    'spark_width_bucket',
    'v double, low double, high double, n bigint',
    'bigint',
    `CASE WHEN v IS NULL OR low IS NULL OR high IS NULL OR n IS NULL OR n <= 0 OR n = 9223372036854775807 OR is_nan(v)
        OR low = high OR NOT is_finite(low) OR NOT is_finite(high) THEN NULL
      WHEN low < high THEN CASE WHEN v < low THEN 0 WHEN v >= high THEN n + 1 ELSE spark_next(n * (v - low) / (high - low)) END
      WHEN v > low THEN 0 WHEN v <= high THEN n + 1 ELSE spark_next(n * (low - v) / (low - high)) END`,
  ),
  // In Java's long, which has a greatest number, and after it the least.
  routine('spark_next', one, 'bigint', 'spark_wrap64(CAST(spark_saturate64(x) AS decimal(38,0)) + 1)'),
  // Of a negative number the bits that it has in 64.
  routine(
    'spark_bin',
    'n bigint',
    'varchar',
    `CASE WHEN n >= 0 THEN to_base(n, 2)
      WHEN n < 0 THEN '1' || lpad(to_base(bitwise_and(n, 9223372036854775807), 2), 63, '0') END`,
  ),
  routine(
    'spark_bit',
    'n bigint, place integer, size integer',
    'tinyint',
    `CASE WHEN n IS NOT NULL AND (place < 0 OR place >= size) THEN CAST(fail('there is no such bit in a number of ' || CAST(size AS varchar) || ' bits') AS tinyint)
      ELSE CAST(bitwise_and(bitwise_right_shift_arithmetic(n, place), 1) AS tinyint) END`,
  ),
  routine(
    'spark_bitmap_position',
    'n bigint',
    'bigint',
    `CASE WHEN n > 0 THEN (n - 1) % 32768 ELSE -(n % 32768) END`,
  ),
  routine(
    'spark_bitmap_bucket',
    'n bigint',
    'bigint',
    `CASE WHEN n > 0 THEN 1 + (n - 1) / 32768 ELSE n / 32768 END`,
  ),
]
