import { literal } from '../../../quote.ts'
import { type Routine, routine } from './routines.ts'

/** What Java trims before it reads a fraction. */
const blanks = `chr(0) || ${literal(Array.from({ length: 32 }, (_, i) => String.fromCharCode(i + 1)).join(''))}`

const text = 's varchar'
const number = String.raw`\A[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?`

const fraction = (name: string, type: string): Routine =>
  routine(
    name,
    text,
    type,
    `CASE WHEN regexp_like(spark_trim_blanks(s), '${number}[fFdD]?\\z') THEN CAST(trim(TRAILING 'fFdD' FROM spark_trim_blanks(s)) AS ${type})
      WHEN lower(spark_trim_blanks(s)) = 'nan' OR regexp_like(spark_trim_blanks(s), '\\A[+-]NaN\\z') THEN CAST(nan() AS ${type})
      WHEN regexp_like(lower(spark_trim_blanks(s)), '\\A[+]?inf(inity)?\\z') THEN CAST(infinity() AS ${type})
      WHEN regexp_like(lower(spark_trim_blanks(s)), '\\A-inf(inity)?\\z') THEN CAST(-infinity() AS ${type}) END`,
  )

const instant = String.raw`\A[+]?(-?[0-9]{4,6})(?:-([0-9]{1,2})(?:-([0-9]{1,2})(?:[ T]([0-9]{1,2})(?::([0-9]{1,2})(?::([0-9]{1,2})(?:[.]([0-9]*))?([^.0-9].*)?)?)?)?)?)?\z`
const part = (group: number, otherwise: string): string =>
  `coalesce(nullif(regexp_extract(t, '${instant}', ${group}), ''), '${otherwise}')`

/** Reading and writing texts, dates and instants as casts do. */
export const castRoutines: readonly Routine[] = [
  routine(
    'spark_far_power',
    'x double',
    'boolean',
    `CASE WHEN x IS NULL OR NOT is_finite(x) OR x = 0 OR (abs(x) >= 1e-3 AND abs(x) < 1e7) THEN false
      ELSE power(2e0, round(log2(abs(x)))) = abs(x) END`,
  ),
  // Of a character beyond U+FFFF Spark quotes the halves in a pattern of LIKE, which Java finds nowhere.
  routine(
    'spark_like_pattern',
    'p varchar',
    'varchar',
    `CASE WHEN regexp_like(p, '[\\x{10000}-\\x{10FFFF}]') THEN '\u{10fffe}' ELSE p END`,
  ),
  routine('spark_trim_blanks', text, 'varchar', `trim(BOTH ${blanks} FROM s)`),
  // Before whole numbers, dates and booleans, Spark trims one control character more.
  routine(
    'spark_trim',
    text,
    'varchar',
    `trim(BOTH ${blanks} || ${literal(String.fromCharCode(127))} FROM s)`,
  ),
  routine(
    'spark_integer_text',
    text,
    'varchar',
    `CASE WHEN regexp_like(spark_trim(s), '\\A[+-]?([0-9]+([.][0-9]*)?|[.][0-9]*)\\z')
      THEN CASE WHEN regexp_like(spark_trim(s), '\\A[+-]?[0-9]') THEN regexp_extract(spark_trim(s), '\\A[+-]?[0-9]+') ELSE '0' END END`,
  ),
  // Zero has no room either, to Spark, where its digits would stand too far before the point.
  routine(
    'spark_zero_exponent',
    text,
    'double',
    `CAST(regexp_extract(s, '[eE][+]?([0-9]+)\\z', 1) AS double) - length(coalesce(regexp_extract(s, '[.]([0-9]*)', 1), ''))`,
  ),
  routine(
    'spark_number_text',
    text,
    'varchar',
    `CASE WHEN regexp_like(spark_trim_blanks(s), '\\A[+-]?[0.]+[eE][+]?[0-9]+\\z') AND spark_zero_exponent(spark_trim_blanks(s)) > 37 THEN NULL
      WHEN regexp_like(spark_trim_blanks(s), '${number}\\z') THEN spark_trim_blanks(s)
      WHEN regexp_like(spark_trim_blanks(s), '\\A[-+.eE]*\\p{Nd}[-+.eE\\p{Nd}]*\\z')
      THEN CAST(fail('digits of another script, which Spark reads as a decimal: replace them first') AS varchar) END`,
  ),
  fraction('spark_to_double', 'double'),
  fraction('spark_to_float', 'real'),
  routine(
    'spark_to_boolean',
    text,
    'boolean',
    `CASE WHEN lower(spark_trim(s)) IN ('t', 'true', 'y', 'yes', '1') THEN true
      WHEN lower(spark_trim(s)) IN ('f', 'false', 'n', 'no', '0') THEN false END`,
  ),
  routine(
    'spark_to_date',
    text,
    'date',
    `CASE WHEN regexp_like(s, '\\A[0-9]{4}-[0-9]{2}-[0-9]{2}\\z') THEN try_cast(s AS date)
      WHEN regexp_like(spark_trim(s), '(?s)\\A[+]?(-?[0-9]{4,7})(-[0-9]{1,2}(-[0-9]{1,2}([ T].*)?)?)?\\z')
      THEN try_cast(regexp_extract(spark_trim(s), '\\A[+]?(-?[0-9]{4,7})', 1)
        || '-' || lpad(coalesce(regexp_extract(spark_trim(s), '\\A[+]?-?[0-9]{4,7}-([0-9]{1,2})', 1), '1'), 2, '0')
        || '-' || lpad(coalesce(regexp_extract(spark_trim(s), '\\A[+]?-?[0-9]{4,7}-[0-9]{1,2}-([0-9]{1,2})', 1), '1'), 2, '0') AS date) END`,
  ),
  routine(
    'spark_zone',
    'z varchar',
    'varchar',
    `CASE WHEN regexp_like(z, '\\A(Z|UTC|GMT|UT|UCT|Zulu)?\\z') THEN ' UTC'
      WHEN regexp_like(z, '\\A(UTC|GMT|UT)?[+-](0?[0-9]|1[0-7])(:[0-5]?[0-9])?\\z') THEN ' ' || regexp_extract(z, '[+-]')
        || lpad(regexp_extract(z, '[+-]([0-9]+)', 1), 2, '0') || ':' || lpad(coalesce(regexp_extract(z, ':([0-9]+)', 1), '0'), 2, '0')
      WHEN regexp_like(z, '\\A[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)+\\z') AND NOT regexp_like(z, '\\A(Etc|SystemV)/') THEN ' ' || z
      WHEN regexp_like(z, '\\A[A-Za-z0-9+:/_-]+\\z') THEN CAST(fail('a time zone of this form: write a region or an offset of hours and minutes') AS varchar) END`,
  ),
  routine(
    'spark_timestamp_of',
    't varchar',
    'timestamp(6) with time zone',
    `CASE WHEN regexp_like(t, '\\A[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?\\z') THEN try_cast(t || ' UTC' AS timestamp(6) with time zone)
      WHEN regexp_like(t, '\\AT?[0-9]{1,2}:') THEN CAST(CAST(fail('a time without a date, which Spark reads as one of today') AS varchar) AS timestamp(6) with time zone)
      WHEN regexp_like(t, '${instant}') AND spark_zone(trim(${part(8, '')})) IS NOT NULL
      THEN at_timezone(try_cast(${part(1, '')} || '-' || lpad(${part(2, '1')}, 2, '0') || '-' || lpad(${part(3, '1')}, 2, '0')
        || ' ' || lpad(${part(4, '0')}, 2, '0') || ':' || lpad(${part(5, '0')}, 2, '0') || ':' || lpad(${part(6, '0')}, 2, '0')
        || '.' || rpad(substr(${part(7, '0')}, 1, 6), 6, '0') || spark_zone(trim(${part(8, '')})) AS timestamp(6) with time zone), 'UTC') END`,
  ),
  routine('spark_to_timestamp', text, 'timestamp(6) with time zone', `spark_timestamp_of(spark_trim(s))`),
  routine(
    'spark_to_timestamp_ntz',
    text,
    'timestamp(6)',
    `CASE WHEN spark_to_timestamp(s) IS NOT NULL THEN CAST(spark_to_timestamp(regexp_replace(spark_trim(s),
      '\\A([+]?-?[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}[ T][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:[.][0-9]*)?)[^.0-9].*\\z', '$1')) AS timestamp(6)) END`,
  ),
  routine(
    'spark_utc',
    't timestamp(6) with time zone',
    'timestamp(6)',
    `CAST(t AT TIME ZONE 'UTC' AS timestamp(6))`,
  ),
  routine('spark_instant', 'n timestamp(6)', 'timestamp(6) with time zone', `with_timezone(n, 'UTC')`),
  routine(
    'spark_seconds',
    'n timestamp(6)',
    'bigint',
    `date_diff('second', TIMESTAMP '1970-01-01 00:00:00.000000', date_trunc('second', n))`,
  ),
  routine(
    'spark_micros',
    'n timestamp(6)',
    'bigint',
    `spark_seconds(n) * 1000000
      + CAST(substr(CAST(n AS varchar), -6) AS bigint)`,
  ),
  routine(
    'spark_from_micros',
    'm bigint',
    'timestamp(6) with time zone',
    `CAST(from_unixtime_nanos(CAST(m AS decimal(38,0)) * 1000) AS timestamp(6) with time zone)`,
  ),
  routine(
    'spark_date_text',
    'd date',
    'varchar',
    `CASE WHEN year(d) > 9999 THEN '+' ELSE '' END || CAST(d AS varchar)`,
  ),
  routine(
    'spark_timestamp_text',
    'n timestamp(6)',
    'varchar',
    `CASE WHEN year(n) > 9999 THEN '+' ELSE '' END || trim(TRAILING '.' FROM trim(TRAILING '0' FROM CAST(n AS varchar)))`,
  ),
  routine(
    'spark_binary_text',
    'b varbinary',
    'varchar',
    `CASE WHEN to_utf8(from_utf8(b)) = b THEN from_utf8(b) WHEN b IS NOT NULL
      THEN CAST(fail('bytes that are no UTF-8 text') AS varchar) END`,
  ),
  routine(
    'spark_wrap64',
    'x decimal(38,0)',
    'bigint',
    `CASE WHEN x BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(x AS bigint)
      WHEN mod(x, DECIMAL '18446744073709551616') >= DECIMAL '9223372036854775808' THEN CAST(mod(x, DECIMAL '18446744073709551616') - DECIMAL '18446744073709551616' AS bigint)
      WHEN mod(x, DECIMAL '18446744073709551616') < DECIMAL '-9223372036854775808' THEN CAST(mod(x, DECIMAL '18446744073709551616') + DECIMAL '18446744073709551616' AS bigint)
      ELSE CAST(mod(x, DECIMAL '18446744073709551616') AS bigint) END`,
  ),
  ...(
    [
      [8, 'tinyint'],
      [16, 'smallint'],
      [32, 'integer'],
    ] as const
  ).map(([bits, type]) =>
    routine(
      `spark_wrap${bits}`,
      'x bigint',
      type,
      `CAST(CASE WHEN bitwise_and(x, ${2 ** bits - 1}) >= ${2 ** (bits - 1)} THEN bitwise_and(x, ${2 ** bits - 1}) - ${2 ** bits}
        ELSE bitwise_and(x, ${2 ** bits - 1}) END AS ${type})`,
    ),
  ),
  // Java narrows a double by saturation; NaN becomes 0.
  routine(
    'spark_saturate32',
    'x double',
    'integer',
    `CASE WHEN is_nan(x) THEN 0 WHEN x >= 2147483647 THEN 2147483647 WHEN x <= -2147483648 THEN -2147483648 ELSE CAST(truncate(x) AS integer) END`,
  ),
  routine(
    'spark_saturate64',
    'x double',
    'bigint',
    `CASE WHEN is_nan(x) THEN 0 WHEN x >= 9223372036854775807 THEN 9223372036854775807 WHEN x <= -9223372036854775808 THEN -9223372036854775808 ELSE CAST(truncate(x) AS bigint) END`,
  ),
  // NaN is equal to itself and above all else.
  routine('spark_equal', 'a double, b double', 'boolean', `(a = b OR (is_nan(a) AND is_nan(b)))`),
  routine('spark_less', 'a double, b double', 'boolean', `(a < b OR (NOT is_nan(a) AND is_nan(b)))`),
]
