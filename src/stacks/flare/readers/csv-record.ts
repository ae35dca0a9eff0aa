/** Character codes of a dialect; 0 stands for none. */
export type CsvDialect = {
  readonly delimiter: number
  readonly quote: number
  readonly escape: number
  readonly escapeEscape: number
  readonly trimLeading: boolean
  readonly trimTrailing: boolean
  /** 10 where a line feed ends a record (multiLine), -1 where the text is one line. */
  readonly newline: number
  /** Whether line feeds that are no ends of lines are looked for. */
  readonly hasStrays: boolean
}

/** Stands for a line feed that is no end of a line in its file: a half of a character, which no decoded text holds. */
export const strayLineFeed = '\ud800'

/** Cells of one record: null for an empty unquoted one, '' for an empty quoted one. */
export type CsvRecord = {
  readonly cells: readonly (string | null)[]
  /** Where the next record starts. */
  readonly end: number
  /** The text ended before the record did; with more text it might be another record. */
  readonly open: boolean
  /** It has such a line feed outside of quotes, where the parser takes it for an end now and then. */
  readonly stray: boolean
}

/**
 * The record that starts at `start`, as Spark's CSV parser tokenises it, stray quotes and unclosed quotes included.
 * Its rules depend on the last two characters seen (`ch`, `prev`), so those are kept as the parser's whole state.
 * Behaviour: univocity-parsers 2.9.1 with unescaped quotes read up to the delimiter; checked against PySpark.
 */
export const parseRecord = (text: string, start: number, dialect: CsvDialect): CsvRecord => {
  const { delimiter, quote, escape, escapeEscape, newline } = dialect
  const size = text.length
  const cells: (string | null)[] = []
  let at = start
  let ch = 0
  let prev = 0
  let value = ''
  let trim = false
  let unescaped = false
  let loose = false
  let stray = false

  /** Moves on; false at the end of the text, with `ch` as it was. */
  const advance = (): boolean => {
    if (at >= size) return false
    ch = text.charCodeAt(at++)
    return true
  }

  /** Takes everything from `ch` up to one of the stops; false where the text ends first. */
  const takeUntil = (a: number, b: number, c: number): boolean => {
    let i = at - 1
    for (; i < size; i++) {
      const code = text.charCodeAt(i)
      if (code === a || code === b || code === c) break
    }
    const taken = text.slice(at - 1, i)
    if (i >= size) {
      value += taken
      at = size
      return false
    }
    ch = text.charCodeAt(i)
    value += taken
    at = i + 1
    return true
  }

  const isQuote = (): boolean => ch === quote
  const isNewline = (): boolean => ch === newline
  const isBlank = (): boolean => ch <= 32
  const isClosed = (): boolean => prev === quote && (isBlank() || isEnd())
  const isEnd = (): boolean => ch === delimiter || ch === newline

  const takeQuoted = (): boolean => {
    if (prev !== 0) {
      // A quote that closed nothing: the value is what stands in the file, up to the delimiter.
      value = String.fromCharCode(quote) + value
      loose = true
      if (!advance()) return false
      trim = dialect.trimTrailing
      return takeUntil(delimiter, newline, newline)
    }
    if (!advance()) return false
    while (!isClosed()) {
      if (ch !== quote && ch !== escape) {
        if (prev === quote) return takeUnescaped()
        if (prev === escape && escape !== 0) value += String.fromCharCode(escape)
        if (!takeUntil(quote, escape, escapeEscape)) return false
        prev = ch
        if (!advance()) return false
      } else {
        if (!takeEscape()) return false
        prev = ch
        if (!advance()) return false
        if (unescaped && isEnd()) return true
      }
    }
    return isEnd() || takeBlanks()
  }

  const takeUnescaped = (): boolean => {
    unescaped = true
    loose = true
    value += String.fromCharCode(quote, ch)
    prev = ch
    return takeQuoted()
  }

  /** Blanks after a closing quote are dropped, unless more follows: then the quote closed nothing. */
  const takeBlanks = (): boolean => {
    let blanks = ''
    do {
      blanks += String.fromCharCode(ch)
      if (!advance()) return false
      if (ch === newline) return true
    } while (isBlank() && !isEnd())
    if (ch === delimiter) return true
    value += String.fromCharCode(quote) + blanks + String.fromCharCode(ch)
    prev = ch
    return takeQuoted()
  }

  const takeEscape = (): boolean => {
    if (ch === escape && prev === escapeEscape && escapeEscape !== 0) {
      value += String.fromCharCode(escape)
      ch = 0
    } else if (prev === escape) {
      value += String.fromCharCode(ch === quote ? quote : prev)
      if (ch === quote) ch = 0
    } else if (ch === quote && prev === quote) value += String.fromCharCode(quote)
    else if (prev === quote) return takeLoose()
    return true
  }

  const takeLoose = (): boolean => {
    value += String.fromCharCode(quote)
    loose = true
    prev = ch
    while (!isEnd()) {
      if (ch === quote || ch === escape) {
        if (!takeEscape()) return false
      } else if (prev === quote) return takeLoose()
      else value += String.fromCharCode(ch)
      prev = ch
      if (!advance()) return false
    }
    return true
  }

  const noteStray = (isOutside: boolean): void => {
    stray ||= dialect.hasStrays && isOutside && value.includes(strayLineFeed)
  }

  const takeCell = (): boolean => {
    value = ''
    unescaped = false
    loose = false
    prev = 0
    if (ch === quote && quote !== 0) {
      trim = false
      const more = takeQuoted()
      noteStray(loose)
      if (more) cells.push(trim ? trimEnd(value) : value)
      return more
    }
    trim = dialect.trimTrailing
    const more = takeUntil(delimiter, newline, newline)
    noteStray(true)
    if (!more) return false
    const text = trim ? trimEnd(value) : value
    cells.push(text === '' ? null : text)
    return true
  }

  const skipBlanks = (): boolean => {
    while (isBlank() && !isEnd() && !isQuote()) if (!advance()) return false
    return true
  }

  /** The text ended within a cell: what became of it depends on the last characters. */
  const finish = (): CsvRecord => {
    const closed = ch === quote && prev === quote
    if (ch === quote && !closed && !unescaped) value += String.fromCharCode(quote)
    const consumed = closed || (prev !== 0 && !isEnd())
    cells.push(value !== '' || consumed ? (trim ? trimEnd(value) : value) : null)
    return { cells, end: size, open: true, stray }
  }

  if (!advance()) return { cells, end: size, open: true, stray }
  while (!isNewline()) {
    if (dialect.trimLeading && !skipBlanks()) {
      value = ''
      return finish()
    }
    if (isEnd()) cells.push(null)
    else if (!takeCell()) return finish()
    if (ch !== newline) {
      value = ''
      if (!advance()) return finish()
      if (ch === newline) cells.push(null)
    }
  }
  return { cells, end: at, open: false, stray }
}

const trimEnd = (text: string): string => {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) <= 32) end--
  return text.slice(0, end)
}
