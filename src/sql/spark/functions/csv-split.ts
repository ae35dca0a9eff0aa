import { literal } from '../../quote.ts'

/** How a line of CSV is cut into cells. The quote may be missing: empty then. */
export type CsvDialect = {
  readonly separator: string
  readonly quote: string
  readonly escape: string
  readonly trimLeading: boolean
  readonly trimTrailing: boolean
  /** What an empty cell in quotes says. */
  readonly emptyValue: string
  /** What means NULL; an empty cell without quotes does so anyway. */
  readonly nullValue: string
}

const blank = '\\x00-\\x20'

/** The character in a regular expression, also inside of a class. */
const code = (character: string): string => `\\x{${character.charCodeAt(0).toString(16)}}`

/** Stands behind the last cell. No line has it: Spark takes it for the end of a line, whatever follows. */
const end = { text: '\uffff', pattern: '\\x{ffff}' }

/**
 * The cells of a line as a list of texts, NULL (or empty where that means NULL) for an empty one without quotes, as univocity-parsers cuts it where
 * unescaped quotes are read up to the separator. Only lines with a quote need more than a split. `line` is written
 * several times.
 */
export const csvCells = (line: string, dialect: CsvDialect): string => {
  const { separator, quote, trimLeading, trimTrailing, nullValue } = dialect
  const split = `string_split(${line}, ${literal(separator)})`
  const isPlain = !trimLeading && !trimTrailing && nullValue === ''
  const unquoted = isPlain ? split : `list_transform(${split}, lambda csv_p: ${plainCell('csv_p', dialect)})`
  if (quote === '') return unquoted
  return `CASE WHEN contains(${line}, ${literal(quote)}) THEN ${quotedCells(line, dialect)} ELSE ${unquoted} END`
}

const plainCell = (cell: string, dialect: CsvDialect): string => {
  const left = dialect.trimLeading ? `regexp_replace(${cell}, '^[${blank}]+', '')` : cell
  return `nullif(${trimmedEnd(left, dialect)}, '')`
}

const trimmedEnd = (cell: string, { trimTrailing }: CsvDialect): string =>
  trimTrailing ? `regexp_replace(${cell}, '[${blank}]+$', '')` : cell

/** Each cell is matched with the separator behind it; the line gets one more for that. */
const quotedCells = (line: string, dialect: CsvDialect): string => {
  const { separator, quote, trimLeading } = dialect
  const { d, q, inside, closing } = patternsOf(dialect)
  const stop = `${d}${end.pattern}?`
  const cell = `${q}${inside}(?:${closing}[^${d}]*${stop}|${end.pattern})|[^${q}${d}${end.pattern}][^${d}]*${stop}|${stop}`
  const padded = `${line} || ${literal(separator + end.text)}`
  // A group costs more than twice the time.
  const cells = trimLeading
    ? `regexp_extract_all(${padded}, ${literal(`(?s)${blanksBut(separator)}*(${cell})`)}, 1)`
    : `regexp_extract_all(${padded}, ${literal(`(?s)${cell}`)})`
  const plain = plainCell(`left(rtrim(csv_c, ${literal(end.text)}), -1)`, dialect)
  return `list_transform(${cells}, lambda csv_c: CASE WHEN starts_with(csv_c, ${literal(quote)}) THEN ${quotedCell(dialect)} ELSE ${plain} END)`
}

/** A blank that is not the separator. */
const blanksBut = (separator: string): string => {
  const at = separator.charCodeAt(0)
  return at > 32 ? `[${blank}]` : `[\\x00-\\x{${(at - 1).toString(16)}}\\x{${(at + 1).toString(16)}}-\\x20]`
}

const patternsOf = ({ separator, quote, escape }: CsvDialect) => {
  const [d, q, e] = [separator, quote, escape].map(code)
  const doubles = escape === quote
  // What an escape character takes along does not end the quotes.
  const inside = doubles ? `(?:[^${q}${end.pattern}]|${q}${q})*` : `(?:[^${q}${e}${end.pattern}]|${e}.)*`
  return { d, q, e, inside, closing: doubles ? q : `${q}+`, doubles }
}

/** The cell `csv_c`, which begins with a quote, and ends with a separator unless the line ended within the quotes. */
const quotedCell = (dialect: CsvDialect): string => {
  const { quote, escape } = dialect
  const { d, q, e, inside, doubles } = patternsOf(dialect)
  const mark = literal(quote)
  const unescaped = (text: string): string =>
    doubles
      ? `replace(${text}, ${literal(quote + quote)}, ${mark})`
      : `regexp_replace(${text}, ${literal(`${e}([${e}${q}])`)}, '\\1', 'g')`
  // The value, the quotes that end it, what follows them, and the end of the line.
  const parts = `regexp_extract(csv_c, ${literal(`(?s)^${q}(${inside})(${doubles ? `${q}?` : `${q}*`})(.*?)(${end.pattern}?)$`)}, ['v', 'n', 'r', 'z'])`
  const open = `CASE WHEN length((csv_m).v) = 1 THEN ${mark} ELSE ${unescaped(`regexp_extract(left((csv_m).v, -1), ${literal(`(?s)^${inside}`)})`)} END`
  const value = `${unescaped('(csv_m).v')} || substring((csv_m).n, 2)`
  const loose = doubles
    ? ''
    : `WHEN starts_with((csv_m).r, ${literal(escape)}) THEN error('from_csv of a text with an escape character right behind a closing quote')`
  // The parser forgets that it has seen the second quote of '"a" b"' when the line ends.
  const again = `CASE WHEN (csv_m).z <> '' AND regexp_matches((csv_m).r, ${literal(`(?s)^[${blank}]+[^${q}${blank}]${q}`)}) THEN ${mark} ELSE '' END`
  // What most cells in quotes are.
  const usual = `regexp_full_match(csv_c, ${literal(`${q}[^${q}${e}]+${q}${d}${end.pattern}?`)}) THEN left(substring(rtrim(csv_c, ${literal(end.text)}), 2), -2)`
  const raw = trimmedEnd(`${mark} || ${value} || ${mark} || left((csv_m).r, -1) || ${again}`, dialect)
  return `CASE WHEN ${usual} ELSE list_transform([${parts}], lambda csv_m: CASE WHEN (csv_m).n = '' THEN ${open}
    WHEN regexp_full_match((csv_m).r, '[${blank}]*${d}') THEN coalesce(nullif(${value}, ''), ${literal(dialect.emptyValue)}) ${loose} ELSE ${raw} END)[1] END`
}
