import { literal, type Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { isFraction, isInteger, isNested, sparkName, types } from '../spark-types/spark-type.ts'
import { type Argument, entry, type FunctionEntry, Refused } from './entry.ts'

/* format_string after java.util.Formatter: a format that is known when the statement is compiled, so each part of it is SQL. */

type Part = {
  readonly flags: string
  readonly width: number
  readonly precision: number | undefined
  readonly letter: string
}

const { string } = types

const specification = /%(?:(\d+)\$|(<))?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/y

export const formatString: FunctionEntry = entry('sa*', string, (_, args) => {
  const format = args[0]?.literal
  if (format === undefined)
    throw new Refused('format_string with a format that is not a literal', 'write the format as text')
  const pieces: string[] = []
  let next = 1
  let last = 0
  for (let at = 0; at < format.length; ) {
    const percent = format.indexOf('%', at)
    const text = format.slice(at, percent === -1 ? undefined : percent)
    if (text !== '') pieces.push(literal(text))
    if (percent === -1) break
    specification.lastIndex = percent
    const found = specification.exec(format)
    if (found === null) throw new Refused(`the format ${format.slice(percent, percent + 8)}`)
    at = specification.lastIndex
    const part: Part = {
      flags: found[3] ?? '',
      width: Number(found[4] ?? 0),
      precision: found[5] === undefined ? undefined : Number(found[5]),
      letter: found[6] ?? '',
    }
    if (part.letter === '%' || part.letter === 'n') {
      if (found[0] !== `%${part.letter}`) throw new Refused(`the format ${found[0]}`)
      pieces.push(part.letter === '%' ? literal('%') : 'chr(10)')
      continue
    }
    const index = found[1] !== undefined ? Number(found[1]) : found[2] !== undefined ? last : next++
    last = index
    const argument = index === 0 ? undefined : args[index]
    if (argument === undefined) throw new Refused(`the format ${found[0]}, for which there is no argument`)
    check(part, found[0])
    pieces.push(formatted(part, argument, found[0]))
  }
  return pieces.length === 0 ? "''" : `(${pieces.join(' || ')})`
})

/** Flags that Java refuses. */
const check = ({ flags, width, precision, letter }: Part, written: string): void => {
  const allowed: Readonly<Record<string, string>> = {
    s: '-',
    b: '-',
    c: '-',
    d: '-+ 0,(',
    x: '-#0',
    o: '-#0',
    f: '-#+ 0,(',
    e: '-#+ 0(',
    g: '-+ 0,(',
  }
  const fits = allowed[letter.toLowerCase()]
  const wrong =
    fits === undefined ||
    /[DOF]/.test(letter) ||
    Array.from(flags).some((flag) => !fits.includes(flag)) ||
    new Set(flags).size !== flags.length ||
    (/[-0]/.test(flags) && width === 0) ||
    (flags.includes('-') && flags.includes('0')) ||
    (flags.includes('+') && flags.includes(' ')) ||
    (precision !== undefined && /[cdxo]/i.test(letter)) ||
    (flags.includes('#') && /[fe]/i.test(letter))
  if (wrong)
    throw new Refused(`the format ${written}`, 'formats are those of Java: %s %d %x %o %f %e %g %c %b')
}

const padded = (text: string, { flags, width }: Part): string => {
  if (width === 0) return text
  return flags.includes('-') ? `spark_pad_right(${text}, ${width})` : `spark_pad_left(${text}, ${width})`
}

const cut = (text: string, { precision }: Part): string =>
  precision === undefined ? text : `spark_left_units(${text}, ${precision})`

/** Spark hands Java what it holds inside: days since 1970, microseconds, months. */
const held = (argument: Argument): Argument => {
  const { type, sql } = argument
  switch (type.kind) {
    case 'date':
      return { ...argument, type: types.int, sql: `(${sql} - DATE '1970-01-01')` }
    case 'timestamp':
    case 'timestamp_ntz':
      return { ...argument, type: types.bigint, sql: `epoch_us(${sql})` }
    case 'day_time':
      return { ...argument, type: types.bigint }
    case 'year_month':
      return { ...argument, type: types.int }
    default:
      return argument
  }
}

const formatted = (part: Part, given: Argument, written: string): string => {
  const argument = held(given)
  const { letter } = part
  const lower = letter.toLowerCase()
  const cased = (text: string) => (letter === lower ? text : `spark_upper(${text})`)
  const { type, sql } = argument
  const wrong = (): never => {
    throw new Refused(
      `the format ${written} of a value of type ${sparkName(type)}`,
      'cast the value, or write another format',
    )
  }
  if (type.kind === 'null') return literal(padNow(lower === 'b' ? 'false' : 'null', part, letter !== lower))
  const orNull = (text: string) =>
    `CASE WHEN ${sql} IS NULL THEN ${literal(padNow('null', part, letter !== lower))} ELSE ${text} END`
  switch (lower) {
    case 's':
      if (isNested(type) || /binary|interval|unknown/.test(type.kind)) return wrong()
      return orNull(padded(cased(cut(castTo(argument, string), part)), part))
    case 'b': {
      const value = type.kind === 'boolean' ? `coalesce(${sql}, false)` : `(${sql} IS NOT NULL)`
      return padded(cased(cut(`CAST(${value} AS VARCHAR)`, part)), part)
    }
    case 'c':
      if (!isInteger(type) || type.kind === 'bigint') return wrong()
      return orNull(padded(cased(`chr(CAST(${sql} AS INTEGER))`), part))
    case 'd': {
      if (!isInteger(type)) return wrong()
      const digits = part.flags.includes(',')
        ? `format('{:,}', abs(CAST(${sql} AS HUGEINT)))`
        : `CAST(abs(CAST(${sql} AS HUGEINT)) AS VARCHAR)`
      return orNull(signed(digits, `${sql} < 0`, part))
    }
    case 'x':
    case 'o': {
      if (!isInteger(type)) return wrong()
      const bits = { tinyint: 8, smallint: 16, int: 32, bigint: 64 }[type.kind as 'int'] ?? 64
      const value = `CAST(CAST(${sql} AS HUGEINT) & ${2n ** BigInt(bits) - 1n}::HUGEINT AS UBIGINT)`
      const digits = lower === 'x' ? `lower(to_hex(${value}))` : `spark_octal(${value})`
      const mark = part.flags.includes('#') ? (lower === 'x' ? '0x' : '0') : ''
      const zeros = part.flags.includes('0')
        ? `lpad(${digits}, greatest(${part.width - mark.length}, strlen(${digits}))::INTEGER, '0')`
        : digits
      return orNull(padded(cased(mark === '' ? zeros : `'${mark}' || ${zeros}`), part))
    }
    default: {
      if (!isFraction(type)) return wrong()
      const x = type.kind === 'float' ? `CAST(${sql} AS DOUBLE)` : sql
      return orNull(fraction(x, part, lower))
    }
  }
}

const padNow = (text: string, { flags, width, precision }: Part, upper: boolean): string => {
  const short = text.slice(0, precision)
  const cased = upper ? short.toUpperCase() : short
  return flags.includes('-') ? cased.padEnd(width) : cased.padStart(width)
}

/** Sign, brackets and zeros around digits. */
const signed = (digits: string, negative: string, part: Part): string => {
  const { flags, width } = part
  const [open, close] = flags.includes('(') ? ['(', ')'] : ['-', '']
  const plus = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const around = (body: string) =>
    `CASE WHEN ${negative} THEN '${open}' || ${body} || '${close}' ELSE '${plus}' || ${body} END`
  if (!flags.includes('0')) return padded(around(digits), part)
  const room = `${width} - CASE WHEN ${negative} THEN ${open.length + close.length} ELSE ${plus.length} END`
  return around(`lpad(${digits}, CAST(greatest(${room}, strlen(${digits})) AS INTEGER), '0')`)
}

const fraction = (x: string, part: Part, letter: string): string => {
  const precision = part.precision ?? 6
  if (precision > 16) throw new Refused('a format with more than 16 digits behind the point')
  const digits =
    letter === 'f'
      ? `spark_fixed(abs(${x}), ${precision})`
      : letter === 'e'
        ? `spark_formatted_e(abs(${x}), ${precision})`
        : `spark_formatted_g(abs(${x}), ${Math.max(precision, 1)})`
  const grouped = part.flags.includes(',') ? `spark_grouped(${digits})` : digits
  const cased = part.letter === letter ? grouped : `upper(${grouped})`
  const plain = part.flags.replace('0', '')
  const upper = part.letter === letter ? (text: string) => text : (text: string) => text.toUpperCase()
  return `CASE WHEN isnan(${x}) THEN ${literal(padNow(upper('NaN'), { ...part, precision: undefined }, false))}
    WHEN isinf(${x}) THEN ${signed(literal(upper('Infinity')), `${x} < 0`, { ...part, flags: plain })}
    ELSE ${signed(cased, `signbit(${x})`, part)} END`
}

export const formatStringMacros: readonly Sql[] = [
  define(
    'spark_pad_left(s, n)',
    `CASE WHEN spark_units(s) < n THEN repeat(' ', n - spark_units(s)) || s ELSE s END`,
  ),
  define(
    'spark_pad_right(s, n)',
    `CASE WHEN spark_units(s) < n THEN s || repeat(' ', n - spark_units(s)) ELSE s END`,
  ),
  define(
    'spark_left_units(s, n)',
    `CASE WHEN spark_units(s) <= n THEN s ELSE left(s, CAST(spark_characters_before(s, n) AS BIGINT)) END`,
  ),
  define(
    'spark_octal(x)',
    `ltrim(array_to_string(list_transform(range(21, -1, -1), lambda k: CAST((x >> CAST(3 * k AS UBIGINT)) & 7 AS VARCHAR)), ''), '0') || CASE WHEN x = 0 THEN '0' ELSE '' END`,
  ),
  // The shortest digits of a double, rounded half up, as Java's formatter does. `x` is not negative.
  define(
    'spark_moved(d, p)',
    `CASE WHEN p <= 0 THEN '0.' || repeat('0', -p) || d WHEN p >= strlen(d) THEN d || repeat('0', p - strlen(d))
      ELSE left(d, p) || '.' || substring(d, p + 1) END`,
  ),
  define(
    'spark_double_plain(x)',
    `list_transform([CASE WHEN x = 4.9e-324 THEN '4.9e-324' ELSE spark_java_digits(x) END], lambda t: CASE WHEN NOT contains(t, 'e') THEN t
      ELSE spark_moved(replace(split_part(t, 'e', 1), '.', ''), 1 + CAST(ltrim(split_part(t, 'e', 2), '+') AS INTEGER)) END)[1]`,
  ),
  define(
    'spark_fixed_text(t, p)',
    `CASE WHEN strlen(split_part(t, '.', 2)) > p
      THEN spark_round_text(split_part(t, '.', 1), split_part(t, '.', 2), p)
      ELSE split_part(t, '.', 1) || CASE WHEN p = 0 THEN '' ELSE '.' || rpad(split_part(t, '.', 2), p, '0') END END`,
  ),
  define(
    'spark_round_text(whole, part, p)',
    `list_transform([CAST(CAST(whole || left(part, p) AS HUGEINT) + CASE WHEN substring(part, p + 1, 1) >= '5' THEN 1 ELSE 0 END AS VARCHAR)], lambda d: spark_point_text(d, p))[1]`,
  ),
  define(
    'spark_point_text(d, p)',
    `CASE WHEN p = 0 THEN d WHEN strlen(d) > p THEN left(d, strlen(d) - p) || '.' || right(d, p) ELSE '0.' || lpad(d, p, '0') END`,
  ),
  define('spark_fixed(x, p)', `list_transform([spark_double_plain(x)], lambda t: spark_fixed_text(t, p))[1]`),
  define(
    'spark_grouped(t)',
    `ltrim(reverse(regexp_replace(reverse(split_part(t, '.', 1)), '(...)', '\\1,', 'g')), ',') || CASE WHEN contains(t, '.') THEN '.' || split_part(t, '.', 2) ELSE '' END`,
  ),
  // Digits without zeros around them, and the power of ten of the first.
  define('spark_digits(t)', `rtrim(ltrim(replace(t, '.', ''), '0'), '0')`),
  define(
    'spark_exponent(t)',
    `CASE WHEN ltrim(split_part(t, '.', 1), '0') <> '' THEN strlen(ltrim(split_part(t, '.', 1), '0')) - 1
      WHEN spark_digits(t) = '' THEN 0
      ELSE strlen(ltrim(split_part(t, '.', 2), '0')) - strlen(split_part(t, '.', 2)) - 1 END`,
  ),
  // A number of n digits, or one more where rounding carries.
  define(
    'spark_rounded(d, n)',
    `CAST(rpad(left(d, n), n, '0') AS BIGINT) + CASE WHEN substring(d, n + 1, 1) >= '5' THEN 1 ELSE 0 END`,
  ),
  define(
    'spark_significant(x, n)',
    `list_transform([spark_double_plain(x)], lambda t: {'digits': CAST(list_transform([spark_digits(t)], lambda d: spark_rounded(d, n))[1] AS VARCHAR),
      'exponent': spark_exponent(t)})[1]`,
  ),
  define(
    'spark_exponent_text(r, n, e)',
    `CASE WHEN strlen(r) > n THEN spark_scientific_parts(left(r, n), e + 1) ELSE spark_scientific_parts(r, e) END`,
  ),
  define(
    'spark_scientific_parts(r, e)',
    `left(r, 1) || CASE WHEN strlen(r) > 1 THEN '.' || r[2:] ELSE '' END || CASE WHEN e < 0 THEN 'e-' ELSE 'e+' END
      || CASE WHEN abs(e) < 10 THEN '0' ELSE '' END || CAST(abs(e) AS VARCHAR)`,
  ),
  define(
    'spark_formatted_e(x, p)',
    `CASE WHEN x = 0 THEN spark_scientific_parts(repeat('0', p + 1), 0) ELSE list_transform([spark_significant(x, p + 1)],
      lambda r: spark_exponent_text((r).digits, p + 1, (r).exponent))[1] END`,
  ),
  define(
    'spark_general_text(r, n, e)',
    `CASE WHEN strlen(r) > n THEN spark_general_parts(left(r, n), n, e + 1) ELSE spark_general_parts(r, n, e) END`,
  ),
  define(
    'spark_general_parts(r, n, e)',
    `CASE WHEN e < -4 OR e >= n THEN spark_scientific_parts(r, e) WHEN e < 0 THEN '0.' || repeat('0', -e - 1) || r
      WHEN e + 1 = n THEN r ELSE left(r, e + 1) || '.' || r[e + 2:] END`,
  ),
  define(
    'spark_formatted_g(x, p)',
    `CASE WHEN x = 0 THEN rpad('0.', p + 1, '0') ELSE list_transform([spark_significant(x, p)],
      lambda r: spark_general_text((r).digits, p, (r).exponent))[1] END`,
  ),
]
