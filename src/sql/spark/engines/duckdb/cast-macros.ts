import { literal, type Sql } from '../../../quote.ts'
import { define, once } from './define-macro.ts'
import { zoneMacros } from './zone-texts.ts'

/** What Java trims before it reads a fraction, and what Spark trims before whole numbers, dates and booleans. */
const blanks = '[\\x00-\\x20]'
const moreBlanks = '[\\x00-\\x20\\x7f]'

/** The engine's trim makes a set of what it trims for each row, which takes a microsecond. */
const trimmed = (s: string, blank: string): string =>
  `CASE WHEN regexp_matches(${s}, '^${blank}|${blank}$') THEN regexp_replace(${s}, '^${blank}+|${blank}+$', '', 'g') ELSE ${s} END`

/** The zero of each script of Unicode 13 that lies in the first plane; nine digits follow it. */
const zeros =
  `0660 06f0 07c0 0966 09e6 0a66 0ae6 0b66 0be6 0c66 0ce6 0d66 0de6 0e50 0ed0 0f20 1040 1090 17e0 1810 1946 19d0
  1a80 1a90 1b50 1bb0 1c40 1c50 a620 a8d0 a900 a9d0 a9f0 aa50 abf0 ff10`.split(/\s+/)
const latinDigits = zeros.map(() => '0123456789').join('')
const otherDigits = zeros
  .map((zero) =>
    Array.from({ length: 10 }, (_, i) => String.fromCharCode(Number.parseInt(zero, 16) + i)).join(''),
  )
  .join('')

const integerMacro = (name: string, type: string): Sql =>
  define(
    `spark_to_${name}(s)`,
    // Text that prints back as itself needs no rule of Spark's: one cast and one comparison, no regular expression.
    `CASE WHEN CAST(TRY_CAST(s AS ${type}) AS VARCHAR) = s THEN TRY_CAST(s AS ${type})
      ELSE TRY_CAST(spark_integer_text(s) AS ${type}) END`,
  )

export const instantPattern =
  '^[+]?(-?\\d{4,6})(?:-(\\d{1,2})(?:-(\\d{1,2})(?:[ T](\\d{1,2})(?::(\\d{1,2})(?::(\\d{1,2})(?:[.](\\d*))?([^.\\d].*)?)?)?)?)?)?$'

const zoneSuffix = '^([+]?-?\\d{4,6}-\\d{1,2}-\\d{1,2}[ T]\\d{1,2}:\\d{1,2}:\\d{1,2}(?:[.]\\d*)?)[^.\\d].*$'

/** Begins with a digit, a point or a minus before one of them: other signs, and blanks, the engine reads otherwise. */
const unsigned = `s >= '-.'`

/** Texts that the engine reads as Spark does; alone it would pass over blanks, and read an hour 24. */
const usualInstant = `regexp_full_match(s, '\\d{4}-\\d\\d-\\d\\d[ T](?:[01]\\d|2[0-3]):\\d\\d:\\d\\d(?:[.]\\d{1,6})?Z?')`

/**
 * The same for the shape that tables and logs have most, without a regular expression: it costs a third. The engine reads
 * an hour 24 only where nothing is behind it, and a day or an hour of one digit only with a blank beside it.
 */
export const plainInstantText = `s GLOB '[0-9]???-??-?[0-9] [0-2]?:??:??' AND NOT ends_with(s, ' 24:00:00')`

/** The shapes in which programs write instants, by their length. An hour 24 is looked for where it would stand. */
const writtenInstant = (() => {
  const seconds = '[0-9]???-??-?[0-9][ T][0-2]?:??:??'
  const digits = (count: number): string => '[0-9]'.repeat(count)
  const shapes: readonly (readonly [number, string])[] = [
    [19, seconds],
    [20, `${seconds}Z`],
    [23, `${seconds}.${digits(3)}`],
    [24, `${seconds}.${digits(3)}Z`],
    [26, `${seconds}.${digits(6)}`],
    [27, `${seconds}.${digits(6)}Z`],
  ]
  const whens = shapes.map(([length, shape]) => `WHEN ${length} THEN s GLOB '${shape}'`).join(' ')
  return `CASE strlen(s) ${whens} END AND NOT s GLOB '???????????24*'`
})()

/** Texts of this shape are to the engine the day that they are to Spark, or none; of others it reads the beginning. */
const plainDateText = `s GLOB '[0-9][0-9][0-9][0-9]-??-?[0-9]'`

/** A day and a time: of these the engine reads the day, and looks at what is behind it only for a year before Christ. */
const datedText = `s GLOB '[0-9][0-9][0-9][0-9]-??-?[0-9][ T][0-9]*'`

/** Reading and writing texts, dates and instants as casts do. */
export const castMacros: readonly Sql[] = [
  define('spark_trim_blanks(s)', trimmed('s', blanks)),
  define('spark_trim(s)', trimmed('s', moreBlanks)),
  define(
    'spark_integer_text(s)',
    `CASE WHEN regexp_full_match(s, '${moreBlanks}*[+-]?(\\d+([.]\\d*)?|[.]\\d*)${moreBlanks}*')
      THEN coalesce(nullif(regexp_replace(regexp_extract(spark_trim(s), '^[+-]?\\d*'), '^([+]|-$)', ''), ''), '0') END`,
  ),
  integerMacro('tinyint', 'TINYINT'),
  integerMacro('smallint', 'SMALLINT'),
  integerMacro('int', 'INTEGER'),
  integerMacro('bigint', 'BIGINT'),
  // The engine rounds text with an exponent wrongly when it reads a decimal, so the point is moved first.
  define(
    'spark_shift(digits, point)',
    // A zero has the digits that its exponent says, too.
    `CASE WHEN point > 80 OR (point - strlen(digits) > 37 AND ltrim(digits, '0') = '') THEN NULL WHEN point < -80 THEN '0'
      WHEN point <= 0 THEN '0.' || repeat('0', -point) || digits
      WHEN point >= strlen(digits) THEN digits || repeat('0', point - strlen(digits))
      ELSE left(digits, point) || '.' || substring(digits, point + 1) END`,
  ),
  // Values are bound by lambdas: a macro writes its argument out at each place, and those would soon be thousands.
  define(
    'spark_plain_unsigned(t)',
    once(
      [
        `replace(split_part(t, 'e', 1), '.', '')`,
        `strlen(split_part(split_part(t, 'e', 1), '.', 1)) + TRY_CAST(ltrim(split_part(t, 'e', 2), '+') AS INTEGER)`,
      ],
      ([digits, point]) => `spark_shift(${digits}, ${point})`,
    ),
  ),
  define(
    'spark_plain(t)',
    `CASE WHEN NOT contains(t, 'e') THEN t
      ELSE list_transform([t], lambda plain_t: CASE WHEN starts_with(plain_t, '-') THEN '-' ELSE '' END || spark_plain_unsigned(ltrim(plain_t, '-')))[1] END`,
  ),
  define(
    'spark_number_text(s)',
    `CASE WHEN regexp_full_match(s, '-?\\d+([.]\\d+)?') THEN s WHEN s IS NOT NULL THEN spark_number_slow(s) END`,
  ),
  define(
    'spark_number_slow(s)',
    once([`CASE WHEN strlen(s) <> length(s) THEN spark_latin_digits(s) ELSE s END`], ([digits]) =>
      once(
        [`spark_trim_blanks(${digits})`],
        ([t]) => `CASE WHEN regexp_full_match(${t}, '[+-]?(\\d+[.]?\\d*|[.]\\d+)([eE][+-]?\\d+)?')
        THEN spark_plain(lower(ltrim(${t}, '+'))) END`,
      ),
    ),
  ),
  // Java takes the digits of every script for digits.
  define('spark_latin_digits(s)', `translate(s, ${literal(otherDigits)}, ${literal(latinDigits)})`),
  // Text that the engine reads as Spark does, or not at all.
  define(
    'spark_direct_number(s)',
    `CASE WHEN ${unsigned} AND NOT (contains(s, 'e') OR contains(s, 'E') OR contains(s, '_')) THEN s END`,
  ),
  ...(['double', 'float'] as const).map((type) =>
    define(
      `spark_to_${type}(s)`,
      // What the engine reads beyond Spark: underscores, two signs, and words, which are not finite.
      `CASE WHEN isfinite(TRY_CAST(s AS ${type})) AND ${unsigned} AND NOT contains(s, '_') THEN TRY_CAST(s AS ${type})
        WHEN s IS NOT NULL THEN list_transform([spark_trim_blanks(s)], lambda slow_t: spark_slow_${type}(slow_t, lower(slow_t)))[1] END`,
    ),
  ),
  ...(['double', 'float'] as const).map((type) =>
    define(
      `spark_slow_${type}(t, small)`,
      `CASE WHEN regexp_full_match(t, '[+-]?(\\d+[.]?\\d*|[.]\\d+)([eE][+-]?\\d+)?[fFdD]?')
        THEN coalesce(TRY_CAST(ltrim(rtrim(t, 'fFdD'), '+') AS ${type}),
          CAST(CASE WHEN contains(small, 'e-') THEN '0' WHEN starts_with(t, '-') THEN '-inf' ELSE 'inf' END AS ${type}))
        WHEN small = 'nan' OR t = '+NaN' OR t = '-NaN' THEN 'nan'::${type}
        WHEN regexp_full_match(small, '[+]?inf(inity)?') THEN 'inf'::${type}
        WHEN regexp_full_match(small, '-inf(inity)?') THEN '-inf'::${type}
        WHEN contains(small, '0x') AND regexp_full_match(small, '[+-]?0x([0-9a-f]+[.]?|[0-9a-f]*[.][0-9a-f]+)p[+-]?\\d+[fd]?')
        THEN error('the hexadecimal fraction ' || t) END`,
    ),
  ),
  define(
    'spark_to_boolean(s)',
    `CASE WHEN s = 'true' THEN true WHEN s = 'false' THEN false
      WHEN regexp_full_match(s, '${moreBlanks}*([tT]([rR][uU][eE])?|[yY]([eE][sS])?|1)${moreBlanks}*') THEN true
      WHEN regexp_full_match(s, '${moreBlanks}*([fF]([aA][lL][sS][eE])?|[nN][oO]?|0)${moreBlanks}*') THEN false END`,
  ),
  define(
    'spark_date_slow(t)',
    `CASE WHEN regexp_full_match(t, '(?s)[+]?(-?\\d{4,7})(-\\d{1,2}(-\\d{1,2}([ T].*)?)?)?')
      THEN TRY_CAST(regexp_replace(regexp_replace(
        regexp_replace(t, '(?s)^[+]?(-?\\d{4,7})(?:-(\\d{1,2})(?:-(\\d{1,2})(?:[ T].*)?)?)?$', '\\1-\\2-\\3'),
        '--$', '-1-1'), '-$', '-1') AS DATE) END`,
  ),
  define(
    'spark_to_date(s)',
    `coalesce(TRY_CAST(CASE WHEN ${plainDateText} THEN s END AS DATE), TRY_CAST(CASE WHEN ${datedText} THEN s END AS DATE),
      CASE WHEN s IS NOT NULL THEN list_transform([spark_trim(s)], lambda slow_t: spark_date_slow(slow_t))[1] END)`,
  ),
  // Through the microseconds: the cast of DuckDB asks the calendar of the session zone for every row.
  define('spark_instant(n)', `make_timestamptz(epoch_us(n))`),
  define('spark_utc(t)', `make_timestamp(epoch_us(t))`),
  define('spark_offset(o)', zoneMacros.offset),
  define('spark_zone(z)', zoneMacros.zone),
  define(
    'spark_date_text(d)',
    `CASE WHEN d BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN CAST(d AS VARCHAR)
      WHEN d IS NOT NULL THEN list_transform([d], lambda far_d: spark_far_date_text(far_d))[1] END`,
  ),
  define(
    'spark_far_date_text(d)',
    `CASE WHEN year(d) > 9999 THEN '+' WHEN year(d) < 0 THEN '-' ELSE '' END
      || CASE WHEN abs(year(d)) > 9999 THEN CAST(abs(year(d)) AS VARCHAR) ELSE lpad(CAST(abs(year(d)) AS VARCHAR), 4, '0') END
      || strftime(d, '-%m-%d')`,
  ),
  define(
    'spark_timestamp_text(n)',
    `CASE WHEN n BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN CAST(n AS VARCHAR)
      WHEN n IS NOT NULL THEN list_transform([n], lambda far_n: spark_far_date_text(CAST(far_n AS DATE)) || ' ' || CAST(CAST(far_n AS TIME) AS VARCHAR))[1] END`,
  ),
  define(
    'spark_timestamp_dated(t)',
    once(
      [`regexp_extract(t, ${literal(instantPattern)}, ['y', 'm', 'd', 'h', 'i', 's', 'f', 'z'])`],
      ([p]) => {
        const part = (name: string, otherwise: string): string =>
          `coalesce(nullif((${p}).${name}, ''), ${literal(otherwise)})`
        return `CASE WHEN (${p}).y <> '' AND ${part('h', '0')}::INT < 24
          THEN TRY_CAST((${p}).y || '-' || ${part('m', '1')} || '-' || ${part('d', '1')} || ' ' || ${part('h', '0')} || ':'
            || ${part('i', '00')} || ':' || ${part('s', '00')} || '.' || left(${part('f', '0')}, 6)
            || spark_zone(trim((${p}).z)) AS TIMESTAMPTZ) END`
      },
    ),
  ),
  define(
    'spark_timestamp_slow(t)',
    `spark_timestamp_dated(CASE WHEN regexp_matches(t, '^T?\\d{1,2}:') THEN CAST(spark_today() AS VARCHAR) || ' ' || ltrim(t, 'T') ELSE t END)`,
  ),
  define(
    'spark_to_timestamp(s)',
    // The usual shapes first, as the engine and Spark read them alike.
    `coalesce(make_timestamptz(epoch_us(TRY_CAST(CASE WHEN ${plainInstantText} THEN s END AS TIMESTAMP))),
      make_timestamptz(epoch_us(TRY_CAST(CASE WHEN ${writtenInstant} THEN s END AS TIMESTAMP))),
      make_timestamptz(epoch_us(CAST(TRY_CAST(CASE WHEN ${plainDateText} THEN s END AS DATE) AS TIMESTAMP))),
      CASE WHEN ${usualInstant}
        THEN make_timestamptz(epoch_us(TRY_CAST(s AS TIMESTAMP)))
        WHEN s IS NOT NULL THEN list_transform([spark_trim(s)], lambda slow_t: spark_timestamp_slow(slow_t))[1] END)`,
  ),
  // A time alone is no timestamp here, and a zone must be one but does not count.
  define(
    'spark_to_timestamp_ntz(s)',
    `CASE WHEN NOT regexp_matches(spark_trim(s), '^T?\\d{1,2}:') AND spark_to_timestamp(s) IS NOT NULL
      THEN spark_utc(spark_to_timestamp(regexp_replace(spark_trim(s), ${literal(zoneSuffix)}, '\\1'))) END`,
  ),
  define(
    'spark_to_timestamp_date(s)',
    `coalesce(TRY_CAST(CASE WHEN ${plainDateText} THEN s END AS DATE),
      CASE WHEN s IS NOT NULL THEN CAST(spark_utc(spark_to_timestamp(s)) AS DATE) END)`,
  ),
]
