import { literal, type Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { isInteger, type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { type Argument, entry, type FunctionEntry, type Functions, Refused } from './entry.ts'

/* Formats like 'S9G999D99', known when the statement is compiled. Source: ToNumberParser. */

type Digits = { readonly count: number; readonly exact: boolean }

type NumberFormat = {
  readonly brackets: boolean
  readonly leading: 'MI' | 'S' | ''
  readonly dollar: boolean
  /** Groups of digits before the point. */
  readonly whole: readonly Digits[]
  readonly point: boolean
  readonly fraction: number
  readonly trailing: 'MI' | 'S' | ''
}

const form = /^(MI|S)?(\$)?([09]+(?:[,G][09]+)*)?([.D])?([09]+)?(MI|S)?$/

const readFormat = (text: string): NumberFormat => {
  const wrong = (why: string): never => {
    throw new Refused(
      `the number format '${text}', ${why}`,
      "formats are [MI|S] [$] 0 9 , G … [. or D] 0 9 … [MI|S|PR], as in 'S9G999D99'",
    )
  }
  const brackets = text.endsWith('PR')
  const found = form.exec(brackets ? text.slice(0, -2) : text)
  if (found === null) return wrong('which Spark does not know')
  const [, leading = '', dollar, whole = '', point, fraction = '', trailing = ''] = found
  if (whole === '' && fraction === '') return wrong('which has no digit')
  if (brackets && trailing !== '') return wrong('which has two signs at its end')
  if (leading !== '' && leading === trailing) return wrong('which has one sign twice')
  const groups = whole.split(/[,G]/).filter((group) => group !== '')
  const digits = `${groups.join('')}${fraction}`.length
  if (digits > 38) return wrong('which has more than 38 digits')
  return {
    brackets,
    leading: leading as NumberFormat['leading'],
    dollar: dollar !== undefined,
    whole: groups.map((group) => ({ count: group.length, exact: group.startsWith('0') })),
    point: point !== undefined,
    fraction: fraction.length,
    trailing: trailing as NumberFormat['trailing'],
  }
}

const formatOf = (name: string, args: readonly Argument[]): NumberFormat => {
  const text = args[1]?.literal
  if (text === undefined)
    throw new Refused(`${name} with a format that is not written as text`, "write it as in '9G999D99'")
  return readFormat(text)
}

const wholeDigits = ({ whole }: NumberFormat): number => whole.reduce((sum, { count }) => sum + count, 0)

const numberType = (name: string, args: readonly Argument[]): SparkType => {
  const format = formatOf(name, args)
  return { kind: 'decimal', precision: wholeDigits(format) + format.fraction, scale: format.fraction }
}

/** What Character.isWhitespace takes: not the blanks that keep words together. */
const blank =
  '[\\x09-\\x0d\\x1c-\\x20\\x{1680}\\x{2000}-\\x{2006}\\x{2008}-\\x{200a}\\x{2028}\\x{2029}\\x{205f}\\x{3000}]*'

/** The texts that a format takes. Groups count from the right: those on the left may be missing, unless they begin with 0. */
const patternOf = (format: NumberFormat): string => {
  const digits = ({ count, exact }: Digits): string =>
    `${blank}(?:[0-9]${blank}){${exact ? count : `0,${count}`}}`
  let whole = ''
  format.whole.forEach((group, i) => {
    if (i === 0) whole = digits(group)
    else if (format.whole.slice(0, i).some(({ exact }) => exact)) whole = `${whole},${digits(group)}`
    else whole = `(?:${whole},)?${digits(group)}`
  })
  const fraction = format.fraction === 0 ? '' : digits({ count: format.fraction, exact: false })
  // Where nothing stands before the point, the digits come with or without it.
  const point = !format.point ? '' : whole === '' ? `[.]?${fraction}` : `(?:[.]${fraction})?`
  const signs = { MI: '-?', S: '[+-]?', '': '' }
  const rest = `${whole}${point}${signs[format.trailing]}`
  // A text that ends where the dollar is due is not looked at any further.
  const leftOut = !format.whole.some(({ exact }) => exact) && !format.brackets
  const money = format.dollar ? (leftOut ? `(?:[$]${rest})?` : `[$]${rest}`) : rest
  const signed = `${signs[format.leading]}${money}`
  return format.brackets ? `<${signed}>|${signed}${bracketless(format, signs[format.leading])}` : signed
}

/** Without brackets, too, a text may end before the dollar. */
const bracketless = (format: NumberFormat, sign: string): string =>
  format.dollar && !format.whole.some(({ exact }) => exact) ? `|${sign}` : ''

/** One under the other, so each has a name of its own. */
const bound = (name: string, value: string, write: (name: string) => string): string =>
  `list_transform([${value}], lambda ${name}: ${write(name)})[1]`

const mismatch = 'the text does not match the format; try_to_number gives NULL'

const readNumber = (name: 'to_number' | 'try_to_number'): FunctionEntry =>
  entry(
    'sa',
    (args) => numberType(name, args),
    ([text = ''], args) => {
      const format = formatOf(name, args)
      const type = `DECIMAL(${wholeDigits(format) + format.fraction},${format.fraction})`
      const failed =
        name === 'to_number'
          ? `CAST(error(${literal(`[INVALID_FORMAT.MISMATCH_INPUT] ${mismatch}`)}) AS ${type})`
          : 'NULL'
      return bound('format_s', `spark_number_text_of_format(${text})`, (s) => {
        const signs = [
          ...(format.brackets ? [`starts_with(${s}, '<')`] : []),
          ...(format.leading === '' || format.trailing === ''
            ? format.leading + format.trailing === ''
              ? []
              : [`contains(${s}, '-')`]
            : [`contains(${s}, '-')`, `regexp_matches(${s}, '-.*-')`]),
        ]
        const sign =
          signs.length === 0
            ? "''"
            : `CASE WHEN ${signs.map((one) => `(${one})`).join(' <> ')} THEN '-' ELSE '' END`
        const number = `CAST(spark_number_of_format(${s}, ${sign}, ${format.fraction > 0}) AS ${type})`
        return `CASE WHEN ${s} IS NULL THEN NULL WHEN regexp_full_match(${s}, ${literal(patternOf(format))}) THEN ${number} ELSE ${failed} END`
      })
    },
  )

/** What is printed is a decimal; other numbers and texts become one first. */
const printedAs = (type: SparkType): SparkType => {
  if (type.kind === 'decimal') return type
  if (isInteger(type))
    return {
      kind: 'decimal',
      scale: 0,
      precision: { tinyint: 3, smallint: 5, int: 10, bigint: 20 }[type.kind as 'int'] ?? 20,
    }
  if (type.kind === 'float') return { kind: 'decimal', precision: 14, scale: 7 }
  if (type.kind === 'double') return { kind: 'decimal', precision: 30, scale: 15 }
  if (type.kind === 'string') return { kind: 'decimal', precision: 38, scale: 18 }
  if (type.kind === 'null') return { kind: 'decimal', precision: 10, scale: 0 }
  throw new Refused(`to_char of a value of type ${sparkName(type)}`, 'cast it to a number')
}

/** Around the digits: signs, brackets, the dollar and the point. `body` and `fraction` are SQL. */
const dressed = (format: NumberFormat, body: string, fraction: string, negative: boolean): string => {
  const signOf = { MI: negative ? '-' : ' ', S: negative ? '-' : '+', '': '' }
  const front = `${format.brackets && negative ? '<' : ''}${signOf[format.leading]}`
  // Blanks go before signs, but stay behind a dollar.
  const opened =
    front === '' && !format.dollar
      ? body
      : format.dollar
        ? `${literal(`${front}$`)} || ${body}`
        : `spark_sign_before(${body}, ${literal(front)})`
  const pointed = !format.point
    ? opened
    : format.fraction === 0
      ? `regexp_replace(${opened}, ' $', '0') || ' '`
      : `regexp_replace(${opened}, ' $', '0') || '.' || ${fraction}`
  if (format.brackets) return negative ? `spark_sign_after(${pointed}, '>')` : `${pointed} || '  '`
  if (format.trailing === '') return pointed
  if (format.trailing === 'MI' && !negative) return `${pointed} || ' '`
  return `spark_sign_after(${pointed}, ${literal(signOf[format.trailing])})`
}

const printNumber: FunctionEntry = entry('aa', types.string, (_, args) => {
  const format = formatOf('to_char', args)
  const [x] = args
  if (x === undefined) throw new Refused('to_char of nothing')
  const places = wholeDigits(format)
  const text = `CAST(${castTo(x, printedAs(x.type))} AS VARCHAR)`
  const overflow = format.whole.map(({ count }) => '#'.repeat(count)).join(' ')
  const both = (body: string, fraction: string, negative: string): string =>
    `CASE WHEN ${negative} THEN ${dressed(format, body, fraction, true)} ELSE ${dressed(format, body, fraction, false)} END`
  return bound('format_n', text, (n) => {
    const negative = `regexp_matches(${n}, '^-.*[1-9]')`
    const fits = bound('format_d', `spark_format_digits(${n})`, (d) => {
      const padded = `lpad(split_part(${d}, '.', 1), ${places}, ' ')`
      const fraction = `rpad(split_part(${d}, '.', 2), ${format.fraction}, '0')`
      const filled = bound('format_b', padded, (b) => both(groups(format, b), fraction, negative))
      return `CASE WHEN strlen(split_part(${d}, '.', 1)) <= ${places} AND strlen(split_part(${d}, '.', 2)) <= ${format.fraction}
        THEN ${filled} ELSE ${both(literal(overflow), literal('#'.repeat(format.fraction)), negative)} END`
    })
    return `CASE WHEN ${n} IS NOT NULL THEN ${fits} END`
  })
})

/** The digits `b`, blanks before them, in their groups: a comma follows a digit only. */
const groups = (format: NumberFormat, b: string): string => {
  let at = 1
  const pieces = format.whole.map(({ count, exact }, i) => {
    const piece = `${b}[${at}:${at + count - 1}]`
    at += count
    const comma =
      i === format.whole.length - 1
        ? ''
        : exact
          ? " || ','"
          : ` || CASE WHEN ${b}[${at - 1}] = ' ' THEN ' ' ELSE ',' END`
    return `${exact ? `replace(${piece}, ' ', '0')` : piece}${comma}`
  })
  return pieces.length === 0 ? "''" : `(${pieces.join(' || ')})`
}

export const numberFormatFunctions: Functions = {
  to_char: printNumber,
  to_varchar: printNumber,
  to_number: readNumber('to_number'),
  try_to_number: readNumber('try_to_number'),
}

export const numberFormatMacros: readonly Sql[] = [
  define(
    'spark_number_text_of_format(s)',
    `CASE WHEN strlen(s) = length(s) THEN s ELSE spark_latin_digits(s) END`,
  ),
  // A text without any digit that has none after the point fails in Spark, too, whichever function it is.
  define(
    'spark_number_of_format(s, sign, fraction)',
    `CASE WHEN NOT fraction AND NOT regexp_matches(s, '[0-9]') THEN error('Spark fails at a text without digits: filter such rows, or bring them to NULL by nullif')
      ELSE sign || '0' || regexp_replace(s, '[^0-9.]', '', 'g') END`,
  ),
  // The digits before and after the point, without zeros at either end.
  define(
    'spark_format_digits(n)',
    `ltrim(split_part(ltrim(n, '-'), '.', 1), '0') || '.' || rtrim(split_part(n, '.', 2), '0')`,
  ),
  define(
    'spark_sign_before(t, sign)',
    `repeat(' ', strlen(t) - strlen(ltrim(t, ' '))) || sign || ltrim(t, ' ')`,
  ),
  define(
    'spark_sign_after(t, sign)',
    `rtrim(t, ' ') || sign || repeat(' ', strlen(t) - strlen(rtrim(t, ' ')))`,
  ),
]
