import { literal, type Sql } from '../../quote.ts'
import { define, once } from '../engines/duckdb/define-macro.ts'
import { isInteger, isNumeric, sparkName, types } from '../spark-types/spark-type.ts'
import { entry, type FunctionEntry, type Functions, Mistaken, Refused } from './entry.ts'
import { formatString, formatStringMacros } from './format-string.ts'
import { numberFormatFunctions, numberFormatMacros } from './number-formats.ts'

const { string } = types

/** In the place of the one % that a pattern may have. */
const percentSign = '\ue000'

/** What a pattern of DecimalFormat asks for; undefined for one with more than digits, commas, a point and text around. */
type NumberPattern = {
  /** Whether hundredths are shown: % stands in the text around. */
  readonly percent: boolean
  readonly before: string
  readonly behind: string
  readonly whole: number
  readonly group: number
  readonly least: number
  readonly most: number
}

const readPattern = (written: string): NumberPattern | undefined => {
  const percent = written.split('%').length === 2
  const pattern = percent ? written.replace('%', percentSign) : written
  // Java has a digit before a point, or else behind it, where no 0 says so.
  const sure = pattern.includes('0') ? pattern : pattern.replace(/#\.|\.#/, (one) => one.replace('#', '0'))
  // A point at the end is always written, and % and others of these mean something.
  const found = /^([^#0,.;%‰¤'-]*)([#,]*)([0,]*)(?:\.(?=[0#])(0*)(#*))?((?!E)[^#0,.;%‰¤'-]*)$/u.exec(sure)
  if (found === null) return undefined
  const [, before = '', hashes = '', zeros = '', least = '', more = '', behind = ''] = found
  const whole = `${hashes}${zeros}`
  if (`${whole}${least}${more}` === '') return undefined
  if (whole.endsWith(',')) return undefined
  const comma = whole.lastIndexOf(',')
  return {
    percent,
    before: before.replace(percentSign, '%'),
    behind: behind.replace(percentSign, '%'),
    whole: zeros.replaceAll(',', '').length,
    group: comma === -1 ? 0 : whole.length - comma - 1,
    least: least.length,
    most: least.length + more.length,
  }
}

const formatNumber: FunctionEntry = entry('aa', string, (a, args) => {
  const [x, d] = args
  if (x === undefined || d === undefined) throw new Refused('format_number of one argument')
  if (x.type.kind === 'null' || d.type.kind === 'null') return 'CAST(NULL AS VARCHAR)'
  if (!isNumeric(x.type))
    throw new Refused(`format_number of a value of type ${sparkName(x.type)}`, 'cast it to a number')
  const rounded = (places: string, percent = false): string => {
    if (isInteger(x.type))
      return `spark_format_integer(${percent ? `CAST(${x.sql} AS HUGEINT) * 100` : x.sql}, ${places})`
    if (x.type.kind === 'decimal') {
      const { scale, precision } = x.type
      const missing = percent ? Math.max(0, 2 - scale) : 0
      if (precision + missing > 38) throw new Refused('format_number with % of so many digits')
      const units = `spark_unscaled(${a[0]})`
      return once(
        [missing === 0 ? units : `${units} * 1${'0'.repeat(missing)}`, places],
        ([all, digits]) =>
          `spark_format_decimal(${all}, ${percent ? Math.max(0, scale - 2) : scale}, ${digits})`,
      )
    }
    return `spark_format_double(CAST(${x.sql} AS DOUBLE)${percent ? ' * 100' : ''}, ${places})`
  }
  // No other number becomes an int or a text here.
  if (d.type.kind !== 'int' && isNumeric(d.type))
    throw new Mistaken(`format_number with a number of digits of type ${sparkName(d.type)}`, 'cast it to INT')
  if (isInteger(d.type)) return `spark_format_grouped(${rounded(a[1] ?? '0')}, ${a[1]})`
  const pattern =
    d.literal === undefined
      ? undefined
      : readPattern(d.literal === '' ? '#,###,###,###,###,###,##0' : d.literal)
  if (pattern === undefined || (pattern.group !== 0 && pattern.group !== 3))
    throw new Refused(
      'format_number with this pattern',
      'patterns have #, 0, commas before every three digits, a point before digits, and text before and behind',
    )
  const { before, behind, whole, least, most, group, percent } = pattern
  const digits = `spark_format_pattern(${rounded(String(most), percent)}, ${whole}, ${least}, ${group === 3})`
  return `${before}${behind}` === ''
    ? digits
    : `spark_format_between(${literal(before)}, ${digits}, ${literal(behind)})`
})

export const formatFunctions: Functions = {
  ...numberFormatFunctions,
  format_string: formatString,
  format_number: formatNumber,
}

export const formatMacros: readonly Sql[] = [
  ...formatStringMacros,
  ...numberFormatMacros,
  // These give digits with a sign and a point, rounded half to even.
  define(
    'spark_format_integer(x, d)',
    `CAST(x AS VARCHAR) || CASE WHEN d > 0 THEN '.' || repeat('0', d) ELSE '' END`,
  ),
  define(
    'spark_half_even(m, p)',
    `m // p + CASE WHEN 2 * (m % p) > p OR (2 * (m % p) = p AND (m // p) % 2 = 1) THEN 1 ELSE 0 END`,
  ),
  define(
    'spark_format_decimal(u, s, d)',
    `CASE WHEN u < 0 THEN '-' ELSE '' END || CASE WHEN d >= s
      THEN ${once(['spark_point_text(CAST(abs(u) AS VARCHAR), s)', 'CAST(d AS INTEGER)'], ([text, places]) => `spark_fixed_text(${text}, ${places})`)}
      ELSE ${once(
        [
          `CAST(spark_half_even(abs(u), CAST(rpad('1', CAST(s - d + 1 AS INTEGER), '0') AS HUGEINT)) AS VARCHAR)`,
          'CAST(d AS INTEGER)',
        ],
        ([text, places]) => `spark_point_text(${text}, ${places})`,
      )} END`,
  ),
  // A double prints its shortest digits; where they are too many, its exact value is rounded. Java takes a lone 5 below
  // a thousandth for one that was rounded up before.
  define(
    'spark_format_double(x, d)',
    `CASE WHEN isnan(x) THEN 'NaN' WHEN x = 'inf'::DOUBLE THEN '∞' WHEN x = '-inf'::DOUBLE THEN '-∞'
      ELSE CASE WHEN signbit(x) THEN '-' ELSE '' END || list_transform([spark_double_plain(abs(x))], lambda t: CASE WHEN strlen(split_part(t, '.', 2)) <= d OR ends_with(t, '.0')
        THEN spark_fixed_text(t, CAST(d AS INTEGER)) WHEN d >= 3 AND t = '0.' || repeat('0', d) || '5' THEN '0.' || repeat('0', d) ELSE printf('%.' || CAST(d AS VARCHAR) || 'f', abs(x)) END)[1] END`,
  ),
  define(
    'spark_format_grouped(t, d)',
    `CASE WHEN d >= 0 THEN list_transform([t], lambda r: CASE WHEN starts_with(r, '-') THEN '-' || spark_grouped(r[2:]) ELSE spark_grouped(r) END)[1] END`,
  ),
  define(
    'spark_format_trimmed(t, least)',
    `CASE WHEN contains(t, '.') THEN rtrim(left(t, strlen(split_part(t, '.', 1)) + 1 + least)
      || rtrim(substring(t, strlen(split_part(t, '.', 1)) + 2 + least), '0'), '.') ELSE t END`,
  ),
  define(
    'spark_format_whole(t, whole)',
    `CASE WHEN strlen(split_part(t, '.', 1)) < whole THEN repeat('0', whole - strlen(split_part(t, '.', 1))) || t
      WHEN whole = 0 AND contains(t, '.') AND starts_with(t, '0.') THEN t[2:] ELSE t END`,
  ),
  define(
    'spark_format_body(t, whole, least, grouped)',
    `list_transform([spark_format_trimmed(t, least)], lambda r: list_transform([spark_format_whole(r, whole)],
      lambda v: CASE WHEN grouped THEN spark_grouped(v) ELSE v END)[1])[1]`,
  ),
  define(
    'spark_format_between(before, t, behind)',
    `list_transform([t], lambda v: CASE WHEN v = 'NaN' THEN v WHEN starts_with(v, '-') THEN '-' || before || v[2:] || behind
      ELSE before || v || behind END)[1]`,
  ),
  define(
    'spark_format_pattern(t, whole, least, grouped)',
    `list_transform([t], lambda v: CASE WHEN regexp_matches(v, '[N∞]') THEN v ELSE CASE WHEN starts_with(v, '-') THEN '-' ELSE '' END
      || spark_format_body(ltrim(v, '-'), whole, least, grouped) END)[1]`,
  ),
]
