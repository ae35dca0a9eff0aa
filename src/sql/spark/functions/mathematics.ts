import type { Sql } from '../../quote.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { types } from '../spark-types/spark-type.ts'
import { entry, type FunctionEntry, type Functions, same } from './entry.ts'

const { double, bigint } = types

const math = (name: string): FunctionEntry => same('d', double, name)

/** Java gives NaN for an infinite angle, DuckDB raises an error. */
const angle = (name: string): FunctionEntry =>
  entry('d', double, (a) => `CASE WHEN isinf(${a[0]}) THEN 'nan'::DOUBLE ELSE ${name}(${a[0]}) END`)

/** NULL where Java would give NaN or an infinity and DuckDB raises an error. */
const guarded = (guard: string, name: string): FunctionEntry =>
  entry('d', double, (a) => `CASE WHEN ${a[0]} ${guard} THEN ${name}(${a[0]}) END`)

const power = same('dd', double, 'spark_pow')

/** Functions of doubles. */
export const mathematicalFunctions: Functions = {
  acos: math('spark_acos'),
  acosh: math('spark_acosh'),
  asin: math('spark_asin'),
  asinh: math('spark_asinh'),
  atan: math('atan'),
  // Spark adds 0.0 to both, which turns -0.0 into 0.0.
  atan2: entry('dd', double, (a) => `atan2(${a[0]} + 0, ${a[1]} + 0)`),
  atanh: math('spark_atanh'),
  cbrt: math('cbrt'),
  cos: angle('cos'),
  cosh: math('cosh'),
  cot: angle('1 / tan'),
  csc: angle('1 / sin'),
  degrees: math('degrees'),
  e: entry('', double, () => 'exp(1.0::DOUBLE)'),
  exp: math('exp'),
  expm1: math('spark_expm1'),
  factorial: entry(
    'i',
    bigint,
    (a) => `CASE WHEN ${a[0]} BETWEEN 0 AND 20 THEN CAST(factorial(${a[0]}) AS BIGINT) END`,
  ),
  hypot: same('dd', double, 'spark_hypot'),
  ln: guarded('> 0', 'ln'),
  log: entry('d?d', double, (a) =>
    a.length === 1
      ? `CASE WHEN ${a[0]} > 0 THEN ln(${a[0]}) END`
      : `CASE WHEN ${a[0]} > 0 AND ${a[1]} > 0 THEN ln(${a[1]}) / ln(${a[0]}) END`,
  ),
  log10: guarded('> 0', 'log10'),
  log1p: guarded('> -1', 'spark_log1p'),
  log2: guarded('> 0', 'log2'),
  pi: entry('', double, () => 'pi()'),
  pow: power,
  power,
  radians: math('radians'),
  rint: entry('d', double, (a) => `round_even(${a[0]}, 0)`),
  sec: angle('1 / cos'),
  sin: angle('sin'),
  sinh: math('sinh'),
  sqrt: entry('d', double, (a) => `CASE WHEN ${a[0]} < 0 THEN 'nan'::DOUBLE ELSE sqrt(${a[0]}) END`),
  tan: angle('tan'),
  tanh: math('tanh'),
  width_bucket: same('dddl', bigint, 'spark_width_bucket'),
}

const domain = (name: string): Sql =>
  define(`spark_${name}(x)`, `CASE WHEN isnan(x) OR abs(x) > 1 THEN x * 'nan'::DOUBLE ELSE ${name}(x) END`)

export const mathematicalMacros: readonly Sql[] = [
  // C's pow is 1 for a base of 1 whatever the exponent, Java's is not.
  define(
    'spark_pow(x, y)',
    `CASE WHEN isnan(y) OR (abs(x) = 1 AND isinf(y)) THEN x * 'nan'::DOUBLE ELSE pow(x, y) END`,
  ),
  domain('acos'),
  domain('asin'),
  // Spark's own formulas: x * x overflows to infinity, and so does the result.
  define(
    'spark_acosh(x)',
    `CASE WHEN isnan(x) OR x * x < 1 OR x + sqrt(abs(x * x - 1)) < 0 THEN x * 'nan'::DOUBLE
      WHEN x + sqrt(abs(x * x - 1)) = 0 THEN '-inf'::DOUBLE ELSE ln(x + sqrt(abs(x * x - 1))) END`,
  ),
  define(
    'spark_asinh(x)',
    `CASE WHEN isnan(x) OR x = '-inf'::DOUBLE THEN x WHEN x + sqrt(x * x + 1) <= 0 THEN '-inf'::DOUBLE
      ELSE ln(x + sqrt(x * x + 1)) END`,
  ),
  define(
    'spark_atanh(x)',
    `CASE WHEN isnan(x) OR abs(x) > 1 THEN x * 'nan'::DOUBLE WHEN abs(x) = 1 THEN x * 'inf'::DOUBLE
      ELSE 0.5 * (spark_log1p(x) - spark_log1p(-x)) END`,
  ),
  // Both keep their digits near zero (Kahan).
  define('spark_log1p(x)', `CASE WHEN 1 + x = 1 OR isinf(x) THEN x ELSE ln(1 + x) * (x / ((1 + x) - 1)) END`),
  define(
    'spark_expm1(x)',
    `CASE WHEN exp(x) = 1 OR x > 700 THEN CASE WHEN x > 700 THEN exp(x) ELSE x END WHEN exp(x) - 1 = -1 THEN -1.0::DOUBLE
      ELSE (exp(x) - 1) * (x / ln(exp(x))) END`,
  ),
  define(
    'spark_hypot(x, y)',
    `CASE WHEN isinf(x) OR isinf(y) THEN 'inf'::DOUBLE + 0 * (CASE WHEN x IS NULL OR y IS NULL THEN NULL ELSE 0 END)
      WHEN x = 0 AND y = 0 THEN 0.0::DOUBLE
      ELSE greatest(abs(x), abs(y)) * sqrt(1 + pow(least(abs(x), abs(y)) / greatest(abs(x), abs(y)), 2)) + 0 * x * 0 * y END`,
  ),
  define(
    'spark_width_bucket(v, low, high, n)',
    `CASE WHEN v IS NULL OR low IS NULL OR high IS NULL OR n IS NULL OR n <= 0 OR n = 9223372036854775807 OR isnan(v) OR low = high OR isnan(low) OR isinf(low) OR isnan(high) OR isinf(high) THEN NULL
      WHEN low < high THEN CASE WHEN v < low THEN 0 WHEN v >= high THEN n + 1
        ELSE spark_next(n * (v - low) / (high - low)) END
      WHEN v > low THEN 0 WHEN v <= high THEN n + 1
      ELSE spark_next(n * (low - v) / (low - high)) END`,
  ),
  // In Java's long, which has a greatest number, and after it the least.
  define('spark_next(x)', `spark_wrap64(CAST(spark_saturate64(x) AS HUGEINT) + 1)`),
]
