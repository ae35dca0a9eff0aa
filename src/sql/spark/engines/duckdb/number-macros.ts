import type { Sql } from '../../../quote.ts'
import { define } from './define-macro.ts'
import { powerMacros } from './power-texts.ts'

const wrapMacro = (bits: number, type: string): Sql => {
  const half = 1n << BigInt(bits - 1)
  const size = half * 2n
  return define(
    `spark_wrap${bits}(x)`,
    // A remainder of 128 bits takes ten times as long.
    `CAST(((x::HUGEINT + ${half}) & ${size - 1n}) - ${half} AS ${type})`,
  )
}

/** Next to zero Java writes a digit more than the shortest text has, now and then: all of them up to a thousand steps. */
const nearZero = (texts: string): string => {
  const pairs = texts.split(' ').map((pair) => pair.split('='))
  return `coalesce(CASE far_t ${pairs.map(([ours, javas]) => `WHEN '${ours}' THEN '${javas}'`).join(' ')} END, spark_scientific_text(far_t))`
}
const doublesNearZero = nearZero(
  '5e-324=4.9E-324 5e-323=4.9E-323 6e-323=5.9E-323 7e-323=6.9E-323 8e-323=7.9E-323 9e-323=8.9E-323 1.6e-322=1.58E-322 6.3e-322=6.32E-322',
)
const floatsNearZero = nearZero(
  '1e-45=1.4E-45 3e-45=2.8E-45 4e-45=4.2E-45 6e-45=5.6E-45 8e-45=8.4E-45 1e-44=9.8E-45 2.2e-44=2.24E-44 3e-44=2.9E-44 4e-44=4.1E-44 1.8e-43=1.794E-43 7.17e-43=7.175E-43',
)
const notFinite = `CASE WHEN isnan(x) THEN 'NaN' WHEN x > 0 THEN 'Infinity' WHEN x < 0 THEN '-Infinity' END`

/** Arithmetic of whole numbers and decimals, and numbers as texts: what casts and operators need. */
export const numberMacros: readonly Sql[] = [
  ...powerMacros,
  wrapMacro(8, 'TINYINT'),
  wrapMacro(16, 'SMALLINT'),
  wrapMacro(32, 'INTEGER'),
  wrapMacro(64, 'BIGINT'),
  define('spark_low32(x)', `CAST(((x + 2147483648) & 4294967295) - 2147483648 AS INTEGER)`),
  define('spark_unscaled(x)', `CAST(replace(CAST(x AS VARCHAR), '.', '') AS HUGEINT)`),
  define(
    'spark_seconds(t)',
    `CAST((epoch_us(t) - ((epoch_us(t) % 1000000) + 1000000) % 1000000) // 1000000 AS BIGINT)`,
  ),
  define(
    'spark_padded(digits, scale)',
    `left(digits, strlen(digits) - scale) || CASE WHEN scale = 0 THEN '' ELSE '.' || right(digits, scale) END`,
  ),
  define(
    'spark_scaled(r, scale)',
    `CASE WHEN r < 0 THEN '-' ELSE '' END || spark_padded(
      repeat('0', greatest(scale + 1 - strlen(CAST(abs(r) AS VARCHAR)), 0)) || CAST(abs(r) AS VARCHAR), scale)`,
  ),
  // Java narrows a double by saturation; NaN becomes 0.
  define(
    'spark_saturate32(x)',
    `CASE WHEN isnan(x) THEN 0 WHEN x >= 2147483647 THEN 2147483647 WHEN x <= -2147483648 THEN -2147483648
      ELSE CAST(trunc(x) AS INTEGER) END`,
  ),
  define(
    'spark_saturate64(x)',
    `CASE WHEN isnan(x) THEN 0 WHEN x >= 9223372036854775807 THEN 9223372036854775807
      WHEN x <= -9223372036854775808 THEN (-9223372036854775808)::BIGINT ELSE CAST(trunc(x) AS BIGINT) END`,
  ),
  // 1.0E10 as Java prints it, from the shortest digits as DuckDB prints them. Each text is named once where it can be, and
  // by no macro of the engine that writes it out several times, as split_part and nullif do.
  define(
    'spark_pointed(digits)',
    `regexp_replace(regexp_replace(replace(digits, '.', ''), '^(.)(.*?)0*$', '\\1.\\2'), '[.]$', '.0')`,
  ),
  define(
    'spark_scientific_text(t)',
    `CASE WHEN contains(t, 'e') THEN spark_pointed(string_split(t, 'e')[1]) || 'E' || CAST(string_split(t, 'e')[2] AS INTEGER)
      WHEN starts_with(t, '0.') THEN spark_pointed(ltrim(t, '0.')) || 'E' || (strlen(ltrim(t, '0.')) - strlen(t) + 1)
      ELSE spark_pointed(t) || 'E' || (strlen(string_split(t, '.')[1]) - 1) END`,
  ),
  // What is seldom is bound by a lambda: the macro writes its argument out wherever it stands. A lambda around what is
  // usual would cost more than it saves, as the engine prepares its whole body for each vector.
  define(
    'spark_double_text(x)',
    `CASE WHEN abs(x) >= 0.001 AND abs(x) < 10000000 OR x = 0 THEN CAST(x AS VARCHAR)
      WHEN x IS NOT NULL THEN list_transform([x], lambda far_x: spark_far_double_text(far_x))[1] END`,
  ),
  define(
    'spark_float_text(x)',
    `CASE WHEN abs(x) >= 0.001 AND abs(x) < 10000000 OR x = 0 THEN spark_near_float_text(CAST(x AS VARCHAR), x)
      WHEN x IS NOT NULL THEN list_transform([x], lambda far_x: spark_far_float_text(far_x))[1] END`,
  ),
  // Where two texts of eight digits are as near, the engine writes a ninth, and Java the even one. The value is bound
  // with its text, as a subquery may stand for it, which no lambda may have.
  define(
    'spark_near_float_text(t, x)',
    `CASE WHEN strlen(t) >= 10 AND ends_with(t, '5') THEN list_transform([struct_pack(t := t, x := x)], lambda near_s:
        list_transform([TRY_CAST(replace(left((near_s).t, -1), '.', '') AS BIGINT)], lambda near_n:
          list_transform([spark_scaled(near_n + near_n % 2, strlen((near_s).t) - strpos((near_s).t, '.') - 1)], lambda near_c:
            CASE WHEN TRY_CAST(near_c AS FLOAT) = (near_s).x THEN near_c ELSE (near_s).t END)[1])[1])[1]
      ELSE t END`,
  ),
  // A lambda works for rows that no CASE leads to it, so nothing in these may fail.
  // The digits of a double as Java 17 finds them: a whole number below 2^63 is cut to the digits that its size has, and
  // a text that is halfway between two doubles stands for neither.
  define(
    'spark_java_digits(x)',
    `CASE WHEN abs(x) >= 9007199254740992 AND abs(x) < 1e25 THEN list_transform([x], lambda java_x:
        CASE WHEN java_x < 0 THEN '-' ELSE '' END || spark_whole_digits(TRY_CAST(abs(java_x) AS HUGEINT), abs(java_x)))[1]
      ELSE CAST(x AS VARCHAR) END`,
  ),
  define(
    'spark_whole_digits(v, x)',
    `CASE WHEN v < 288230376151711744 THEN CAST(v AS VARCHAR) || '.0' WHEN v < 2305843009213693952 THEN CAST((v + 5) // 10 * 10 AS VARCHAR) || '.0'
      WHEN v < 9223372036854775808 THEN CAST((v + 50) // 100 * 100 AS VARCHAR) || '.0'
      ELSE list_transform([TRY_CAST(spark_plain(CAST(x AS VARCHAR)) AS HUGEINT)], lambda java_h:
        CASE WHEN CAST(CAST(java_h + sign(java_h - v)::HUGEINT AS VARCHAR) AS DOUBLE) = x THEN CAST(x AS VARCHAR)
          ELSE spark_between_digits(v, abs(java_h - v), strlen(CAST(v AS VARCHAR)) - 16) END)[1] END`,
  ),
  define(
    'spark_between_digits(v, half, cut)',
    `list_transform([TRY_CAST(rpad('1', CAST(cut + 1 AS INTEGER), '0') AS HUGEINT)], lambda java_p: CASE WHEN abs((v + java_p // 2) // java_p * java_p - v) < half
        THEN CAST((v + java_p // 2) // java_p * java_p AS VARCHAR)
        ELSE CAST((v + java_p // 20) // (java_p // 10) * (java_p // 10) AS VARCHAR) END || '.0')[1]`,
  ),
  // Java rounds a whole number to the digits that a float of that size has; the engine writes them all.
  define(
    'spark_float_digits(n)',
    `list_transform([CASE WHEN n < 536870912 THEN 1 WHEN n < 4294967296 THEN 10 WHEN n < 34359738368 THEN 100 WHEN n < 549755813888 THEN 1000
      WHEN n < 4398046511104 THEN 10000 WHEN n < 35184372088832 THEN 100000 WHEN n < 562949953421312 THEN 1000000 WHEN n < 4503599627370496 THEN 10000000
      WHEN n < 36028797018963968 THEN 100000000 WHEN n < 576460752303423488 THEN 1000000000 WHEN n < 4611686018427387904 THEN 10000000000 ELSE 100000000000 END::BIGINT],
      lambda far_p: CAST((n + far_p // 2) // far_p * far_p AS VARCHAR) || '.0')[1]`,
  ),
  define(
    'spark_far_double_text(x)',
    `CASE WHEN isfinite(x) THEN CASE WHEN x < 0 THEN '-' ELSE '' END
      || list_transform([coalesce(CASE WHEN abs(x) < 0.001 OR abs(x) >= 1e20 THEN spark_power_of_two(abs(x)) END, spark_java_digits(abs(x)))], lambda far_t:
        CASE WHEN abs(x) < 5e-321 THEN ${doublesNearZero} ELSE spark_scientific_text(far_t) END)[1]
      ELSE ${notFinite} END`,
  ),
  define(
    'spark_far_float_text(x)',
    `CASE WHEN isfinite(x) THEN CASE WHEN x < 0 THEN '-' ELSE '' END
      || list_transform([CASE WHEN abs(x) >= 10000000 AND abs(x) < 9223372036854775808 THEN spark_float_digits(CAST(abs(x) AS BIGINT)) ELSE coalesce(spark_float_power_of_two(abs(x)), CAST(abs(x) AS VARCHAR)) END], lambda far_t:
        CASE WHEN abs(x) >= 1e25 AND abs(x) < 1e26 THEN error('the text of ' || far_t || ': Java writes floats of this size otherwise')
        WHEN abs(x) < 1e-42 THEN ${floatsNearZero} ELSE spark_scientific_text(far_t) END)[1]
      ELSE ${notFinite} END`,
  ),
  // BigDecimal.toString leaves plain notation below 1e-6.
  define(
    'spark_decimal_text_of(x, scale)',
    `CASE WHEN x = 0 THEN CASE WHEN scale > 6 THEN '0E-' || scale ELSE CAST(x AS VARCHAR) END
      WHEN abs(x) >= 0.000001 THEN CASE WHEN scale < 38 THEN CAST(x AS VARCHAR) ELSE regexp_replace(CAST(x AS VARCHAR), '^(-?)[.]', '\\10.') END
      ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || regexp_replace(
        CASE WHEN strlen(ltrim(CAST(abs(x) AS VARCHAR), '0.')) = 1 THEN ltrim(CAST(abs(x) AS VARCHAR), '0.')
          ELSE ltrim(CAST(abs(x) AS VARCHAR), '0.')[1] || '.' || ltrim(CAST(abs(x) AS VARCHAR), '0.')[2:] END, '$', '')
        || 'E-' || (scale - strlen(ltrim(CAST(abs(x) AS VARCHAR), '0.')) + 1) END`,
  ),
]
