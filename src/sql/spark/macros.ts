import { literal, type Sql, trusted } from '../quote.ts'
import { zoneMacros } from './time-zones.ts'

const define = (head: string, body: string): Sql => trusted(`CREATE OR REPLACE MACRO ${head} AS ${body}`)

/** The blanks and control characters that Spark trims before it reads a number, date or boolean. */
const blanks = literal(
  [...Array.from({ length: 32 }, (_, i) => String.fromCharCode(i + 1)), String.fromCharCode(127)].join(''),
)

const integerMacro = (name: string, type: string): Sql =>
  define(
    `spark_to_${name}(s)`,
    // Text that prints back as itself needs no rule of Spark's: one cast and one comparison, no regular expression.
    `CASE WHEN CAST(TRY_CAST(s AS ${type}) AS VARCHAR) = s THEN TRY_CAST(s AS ${type})
      ELSE TRY_CAST(spark_integer_text(s) AS ${type}) END`,
  )

const wrapMacro = (bits: number, type: string): Sql => {
  const half = 1n << BigInt(bits - 1)
  const size = half * 2n
  return define(
    `spark_wrap${bits}(x)`,
    `CAST(((x::HUGEINT + ${half}) % ${size} + ${size}) % ${size} - ${half} AS ${type})`,
  )
}

const instantPattern =
  '^[+]?(-?\\d{4,6})(?:-(\\d{1,2})(?:-(\\d{1,2})(?:[ T](\\d{1,2})(?::(\\d{1,2})(?::(\\d{1,2})(?:[.](\\d*))?([^.\\d].*)?)?)?)?)?)?$'

const part = (group: number, otherwise: string): string =>
  `coalesce(nullif(regexp_extract(t, ${literal(instantPattern)}, ${group}), ''), ${literal(otherwise)})`

/**
 * What Spark means where DuckDB has no operator of the same meaning, as macros that a session runs once. Each has a
 * fast path for text in its usual form, since casts run over every row of raw data. No macro may use IN with a list:
 * the optimizer turns it into a join that evaluates the slow path for every row (ten times the run time, measured).
 */
export const sparkMacros: readonly Sql[] = [
  define('spark_trim(s)', `trim(s, ${blanks})`),
  define(
    'spark_integer_text(s)',
    `CASE WHEN regexp_full_match(spark_trim(s), '[+-]?(\\d+([.]\\d*)?|[.]\\d*)')
      THEN coalesce(nullif(regexp_replace(regexp_extract(spark_trim(s), '^[+-]?\\d*'), '^([+]|-$)', ''), ''), '0') END`,
  ),
  integerMacro('tinyint', 'TINYINT'),
  integerMacro('smallint', 'SMALLINT'),
  integerMacro('int', 'INTEGER'),
  integerMacro('bigint', 'BIGINT'),
  // The engine rounds text with an exponent wrongly when it reads a decimal, so the point is moved first.
  define(
    'spark_shift(digits, point)',
    `CASE WHEN point > 80 THEN CASE WHEN ltrim(digits, '0') = '' THEN '0' END WHEN point < -80 THEN '0'
      WHEN point <= 0 THEN '0.' || repeat('0', -point) || digits
      WHEN point >= strlen(digits) THEN digits || repeat('0', point - strlen(digits))
      ELSE left(digits, point) || '.' || substring(digits, point + 1) END`,
  ),
  define(
    'spark_plain_unsigned(t)',
    `spark_shift(replace(split_part(t, 'e', 1), '.', ''), strlen(split_part(split_part(t, 'e', 1), '.', 1)) + TRY_CAST(ltrim(split_part(t, 'e', 2), '+') AS INTEGER))`,
  ),
  define(
    'spark_plain(t)',
    `CASE WHEN NOT contains(t, 'e') THEN t WHEN starts_with(t, '-') THEN '-' || spark_plain_unsigned(t[2:]) ELSE spark_plain_unsigned(t) END`,
  ),
  define(
    'spark_number_text(s)',
    `CASE WHEN regexp_full_match(s, '-?\\d+([.]\\d+)?') THEN s
      WHEN regexp_full_match(spark_trim(s), '[+-]?(\\d+[.]?\\d*|[.]\\d+)([eE][+-]?\\d+)?')
      THEN spark_plain(lower(ltrim(spark_trim(s), '+'))) END`,
  ),
  ...(['double', 'float'] as const).map((type) =>
    define(
      `spark_to_${type}(s)`,
      `CASE WHEN regexp_full_match(s, '-?\\d+([.]\\d+)?') THEN TRY_CAST(s AS ${type})
        WHEN regexp_full_match(spark_trim(s), '[+-]?(\\d+[.]?\\d*|[.]\\d+)([eE][+-]?\\d+)?[fFdD]?')
        THEN coalesce(TRY_CAST(ltrim(rtrim(spark_trim(s), 'fFdD'), '+') AS ${type}),
          CAST(CASE WHEN contains(lower(s), 'e-') THEN '0' WHEN starts_with(spark_trim(s), '-') THEN '-inf' ELSE 'inf' END AS ${type}))
        WHEN regexp_full_match(lower(spark_trim(s)), 'nan') OR regexp_full_match(spark_trim(s), '[+-]NaN') THEN 'nan'::${type}
        WHEN regexp_full_match(lower(spark_trim(s)), '[+]?inf(inity)?') THEN 'inf'::${type}
        WHEN regexp_full_match(lower(spark_trim(s)), '-inf(inity)?') THEN '-inf'::${type} END`,
    ),
  ),
  define(
    'spark_to_boolean(s)',
    `CASE WHEN regexp_full_match(lower(spark_trim(s)), 't|true|y|yes|1') THEN true
      WHEN regexp_full_match(lower(spark_trim(s)), 'f|false|n|no|0') THEN false END`,
  ),
  define(
    'spark_date_slow(t)',
    `CASE WHEN regexp_full_match(t, '(?s)[+]?(-?\\d{4,7})(-\\d{1,2}(-\\d{1,2}([ T].*)?)?)?')
      THEN TRY_CAST(regexp_replace(regexp_replace(
        regexp_replace(t, '(?s)^[+]?(-?\\d{4,7})(?:-(\\d{1,2})(?:-(\\d{1,2})(?:[ T].*)?)?)?$', '\\1-\\2-\\3'),
        '--$', '-1-1'), '-$', '-1') AS DATE) END`,
  ),
  // Texts of this shape mean to the engine what they mean to Spark; it reads timestamps more strictly than dates.
  define(
    'spark_to_date(s)',
    `coalesce(CAST(TRY_CAST(CASE WHEN s LIKE '____-__-__' AND s >= '0' THEN s END AS TIMESTAMP) AS DATE),
      CASE WHEN s IS NOT NULL THEN spark_date_slow(spark_trim(s)) END)`,
  ),
  // Through the microseconds: the cast of DuckDB asks the calendar of the session zone for every row.
  define('spark_instant(n)', `make_timestamptz(epoch_us(n))`),
  define('spark_utc(t)', `make_timestamp(epoch_us(t))`),
  define('spark_offset(o)', zoneMacros.offset),
  define('spark_zone(z)', zoneMacros.zone),
  define(
    'spark_date_text(d)',
    `CASE WHEN d BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN CAST(d AS VARCHAR)
      ELSE CASE WHEN year(d) > 9999 THEN '+' WHEN year(d) < 0 THEN '-' ELSE '' END
        || CASE WHEN abs(year(d)) > 9999 THEN CAST(abs(year(d)) AS VARCHAR) ELSE lpad(CAST(abs(year(d)) AS VARCHAR), 4, '0') END
        || strftime(d, '-%m-%d') END`,
  ),
  define(
    'spark_timestamp_text(n)',
    `CASE WHEN n BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN CAST(n AS VARCHAR)
      ELSE spark_date_text(CAST(n AS DATE)) || ' ' || CAST(CAST(n AS TIME) AS VARCHAR) END`,
  ),
  define(
    'spark_timestamp_dated(t)',
    `CASE WHEN regexp_full_match(t, ${literal(instantPattern)})
      THEN TRY_CAST(${part(1, '')} || '-' || ${part(2, '1')} || '-' || ${part(3, '1')} || ' '
        || CASE WHEN ${part(4, '0')}::INT < 24 THEN ${part(4, '0')} END || ':' || ${part(5, '00')} || ':'
        || ${part(6, '00')} || '.' || left(${part(7, '0')}, 6) || spark_zone(trim(${part(8, '')})) AS TIMESTAMPTZ) END`,
  ),
  define(
    'spark_timestamp_slow(t)',
    `CASE WHEN regexp_matches(t, '^T?\\d{1,2}:') THEN spark_timestamp_dated(CAST(current_date AS VARCHAR) || ' ' || ltrim(t, 'T'))
      ELSE spark_timestamp_dated(t) END`,
  ),
  define(
    'spark_to_timestamp(s)',
    // Text that is spelt as DuckDB prints it means the same to Spark; the sum is NULL for any other. Written without
    // CASE, so that the engine casts once. The bracket is that of years before Christ, which Spark writes with a sign.
    `coalesce(make_timestamptz(epoch_us(TRY_CAST(s AS TIMESTAMP)) - 1 + CAST(nullif(
        CAST(TRY_CAST(s AS TIMESTAMP) AS VARCHAR) = s AND strlen(s) >= 19 AND NOT contains(s, '('), false) AS BIGINT)),
      CASE WHEN s LIKE '____-__-__' AND s >= '0' AND TRY_CAST(s AS TIMESTAMP) IS NOT NULL
        THEN make_timestamptz(epoch_us(TRY_CAST(s AS TIMESTAMP)))
        WHEN s IS NOT NULL THEN spark_timestamp_slow(spark_trim(s)) END)`,
  ),
  define(
    'spark_to_timestamp_date(s)',
    `coalesce(CAST(TRY_CAST(CASE WHEN s LIKE '____-__-__' AND s >= '0' THEN s END AS TIMESTAMP) AS DATE),
      CASE WHEN s IS NOT NULL THEN CAST(spark_utc(spark_to_timestamp(s)) AS DATE) END)`,
  ),
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
  // Half up, away from zero, on whole numbers.
  define(
    'spark_divide(n, d)',
    `CASE WHEN d <> 0 THEN (CASE WHEN (n < 0) <> (d < 0) THEN -1 ELSE 1 END) * ((abs(n) * 2 + abs(d)) // (abs(d) * 2)) END`,
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
  // 1.0E10 as Java prints it, from the shortest digits as DuckDB prints them.
  define(
    'spark_scientific(digits, exponent)',
    `digits[1] || '.' || coalesce(nullif(digits[2:], ''), '0') || 'E' || exponent`,
  ),
  define(
    'spark_scientific_text(t)',
    `CASE WHEN contains(t, 'e') THEN spark_scientific(
        coalesce(nullif(rtrim(replace(split_part(t, 'e', 1), '.', ''), '0'), ''), '0'), CAST(split_part(t, 'e', 2) AS INTEGER))
      WHEN starts_with(t, '0.') THEN spark_scientific(ltrim(t, '0.'), strlen(ltrim(t, '0.')) - strlen(t) + 1)
      ELSE spark_scientific(coalesce(nullif(rtrim(replace(t, '.', ''), '0'), ''), '0'), strlen(split_part(t, '.', 1)) - 1) END`,
  ),
  define(
    'spark_double_text(x)',
    `CASE WHEN isnan(x) THEN 'NaN' WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
      WHEN x = 0 OR (abs(x) >= 0.001 AND abs(x) < 10000000) THEN CAST(x AS VARCHAR)
      ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || spark_scientific_text(CAST(abs(x) AS VARCHAR)) END`,
  ),
  // BigDecimal.toString leaves plain notation below 1e-6.
  define(
    'spark_decimal_text_of(x, scale)',
    `CASE WHEN x = 0 THEN CASE WHEN scale > 6 THEN '0E-' || scale ELSE CAST(x AS VARCHAR) END
      WHEN abs(x) >= 0.000001 THEN CAST(x AS VARCHAR)
      ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || regexp_replace(
        CASE WHEN strlen(ltrim(CAST(abs(x) AS VARCHAR), '0.')) = 1 THEN ltrim(CAST(abs(x) AS VARCHAR), '0.')
          ELSE ltrim(CAST(abs(x) AS VARCHAR), '0.')[1] || '.' || ltrim(CAST(abs(x) AS VARCHAR), '0.')[2:] END, '$', '')
        || 'E-' || (scale - strlen(ltrim(CAST(abs(x) AS VARCHAR), '0.')) + 1) END`,
  ),
  define(
    'spark_substring(s, p, n)',
    `CASE WHEN n <= 0 THEN CASE WHEN s IS NOT NULL AND p IS NOT NULL THEN '' END
      WHEN p > 0 THEN substring(s, p, n) WHEN p = 0 THEN substring(s, 1, n)
      WHEN length(s) + p >= 0 THEN substring(s, length(s) + p + 1, n)
      WHEN n + length(s) + p > 0 THEN substring(s, 1, n + length(s) + p) WHEN s IS NOT NULL THEN '' END`,
  ),
  // Java's rules for the last sigma of a word and the dotted capital I; text in ASCII has neither.
  define(
    'spark_lower(s)',
    `CASE WHEN strlen(s) = length(s) THEN lower(s)
      ELSE regexp_replace(lower(replace(s, 'İ', 'i̇')), '(\\pL)σ(\\PL|$)', '\\1ς\\2', 'g') END`,
  ),
  define(
    'spark_initcap(s)',
    `array_to_string(list_transform(string_split(spark_lower(s), ' '), lambda w: upper(w[1]) || w[2:]), ' ')`,
  ),
  define(
    'spark_lpad(s, n, p)',
    `CASE WHEN n <= 0 THEN CASE WHEN s IS NOT NULL THEN '' END WHEN length(s) >= n THEN left(s, n)
      WHEN p = '' THEN s ELSE lpad(s, n, p) END`,
  ),
  define(
    'spark_rpad(s, n, p)',
    `CASE WHEN n <= 0 THEN CASE WHEN s IS NOT NULL THEN '' END WHEN length(s) >= n THEN left(s, n)
      WHEN p = '' THEN s ELSE rpad(s, n, p) END`,
  ),
  define(
    'spark_locate(needle, s, p)',
    `CASE WHEN s IS NULL OR needle IS NULL THEN NULL WHEN p < 1 THEN 0
      WHEN needle = '' THEN CASE WHEN p <= length(s) + 1 THEN p ELSE 0 END
      WHEN instr(substring(s, p), needle) = 0 THEN 0 ELSE instr(substring(s, p), needle) + p - 1 END::INTEGER`,
  ),
  define(
    'spark_split(s, r, n)',
    `CASE WHEN n <= 0 OR length(s) = 0 THEN string_split_regex(s, r)
      WHEN len(string_split_regex(s, r)) <= n THEN string_split_regex(s, r)
      ELSE string_split_regex(s, r) END`,
  ),
  define(
    'spark_substring_index(s, d, n)',
    `CASE WHEN n = 0 OR d = '' THEN CASE WHEN s IS NOT NULL AND d IS NOT NULL THEN '' END
      WHEN n > 0 THEN array_to_string(string_split(s, d)[1:n], d)
      ELSE array_to_string(string_split(s, d)[greatest(len(string_split(s, d)) + n + 1, 1):], d) END`,
  ),
  define(
    'spark_months_between(a, b)',
    `CASE WHEN day(a) = day(b) OR (a::DATE = last_day(a::DATE) AND b::DATE = last_day(b::DATE))
      THEN ((year(a) - year(b)) * 12 + month(a) - month(b))::DOUBLE
      ELSE round(((year(a) - year(b)) * 12 + month(a) - month(b))::DOUBLE
        + (((day(a) - day(b)) * 86400 + (hour(a) * 3600 + minute(a) * 60 + second(a)) - (hour(b) * 3600 + minute(b) * 60 + second(b))) / 2678400.0::DOUBLE), 8) END`,
  ),
  define(
    'spark_add_months(d, n)',
    // From the first of the month: DuckDB clamps to the end of month as Spark does, but not for years before 1.
    `CAST(d + to_months(CAST(n AS INTEGER)) AS DATE)`,
  ),
  define(
    'spark_next_day(d, name)',
    `CASE WHEN d IS NOT NULL THEN d + CAST((list_position(['su','mo','tu','we','th','fr','sa'], left(lower(name), 2)) - 1
      - dayofweek(d) + 6) % 7 + 1 AS INTEGER) END`,
  ),
  define('spark_element_at(a, i)', `CASE WHEN i > 0 OR abs(i) <= len(a) THEN a[i] END`),
  define(
    'spark_round_half_up(x, n)',
    `CASE WHEN isnan(x) OR isinf(x) OR x = 0 THEN x ELSE CAST(CASE WHEN abs(x) >= 1e15 THEN x ELSE
      round(CAST(CAST(x AS VARCHAR) AS DECIMAL(38, 18)), n) END AS DOUBLE) END`,
  ),
]

const named: ReadonlyMap<string, Sql> = new Map(
  sparkMacros.map((macro) => [/MACRO (spark_\w+)\(/.exec(macro)?.[1] ?? '', macro]),
)

/** The macros that a piece of SQL calls, directly or through one another, in the order in which they must be made. */
export const sparkMacrosFor = (text: Sql): readonly Sql[] => {
  const needed = new Set<string>()
  const visit = (piece: string): void => {
    for (const [name] of piece.matchAll(/\bspark_\w+/g)) {
      const macro = named.get(name)
      if (macro === undefined || needed.has(name)) continue
      needed.add(name)
      visit(macro)
    }
  }
  visit(text)
  return [...named].flatMap(([name, macro]) => (needed.has(name) ? [macro] : []))
}
