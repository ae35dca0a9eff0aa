import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import type { CsvOptions } from './csv-options.ts'

/** Whether DuckDB and Spark read a file alike; `plain` with what DuckDB has to be told about it. */
export type CsvCheck =
  | {
      readonly kind: 'plain'
      readonly rows: number
      readonly longestLine: number
      readonly spanning: boolean
    }
  | { readonly kind: 'hostile' }

/**
 * Looks at every byte once and accepts only files in which the two parsers cannot differ: every line has `width`
 * cells, one kind of line end, quotes only around whole cells and doubled inside, valid UTF-8, no NUL. Anything else
 * is hostile, also where the difference would turn out to be none. One thread takes 300 MB a second, a little faster
 * than DuckDB's own read with two; only the rows of hostile files cost more, 25 MB a second to rewrite.
 */
export const checkCsv = async (
  path: string,
  options: CsvOptions,
  width: number,
  signal?: AbortSignal,
): Promise<CsvCheck> => {
  if (!isOrdinary(options)) return { kind: 'hostile' }
  const rules: Rules = {
    classes: classesOf(options),
    comment: options.comment === '' ? -1 : options.comment.charCodeAt(0),
    // A line of blanks counts as empty in Spark. It has one cell, so only these files can hide one.
    guardBlanks: width === 1 || options.delimiter.charCodeAt(0) <= 32,
    spansLines: options.multiLine,
    doublesQuotes: options.escape === options.quote,
    width,
  }
  const scan: Scan = {
    state: lineStart,
    cells: 1,
    rows: 0,
    lineBytes: 0,
    longestLine: 0,
    carriageReturns: undefined,
    spanning: false,
  }
  let tail = Buffer.alloc(0)
  let first = true
  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) })) {
    if (!Buffer.isBuffer(bytes)) continue
    const whole = tail.length === 0 ? bytes : Buffer.concat([tail, bytes])
    const cut = whole.length - unfinished(whole)
    if (!isUtf8(whole.subarray(0, cut))) return { kind: 'hostile' }
    tail = Buffer.from(whole.subarray(cut))
    const from = first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
    first = false
    if (!scanBytes(scan, rules, bytes.subarray(from))) return { kind: 'hostile' }
  }
  const longestLine = Math.max(scan.longestLine, scan.lineBytes)
  if (tail.length > 0 || scan.state === quoted || scan.state === carriageSeen) return { kind: 'hostile' }
  if (scan.state !== lineStart) {
    if (scan.cells !== width) return { kind: 'hostile' }
    scan.rows++
  }
  return { kind: 'plain', rows: scan.rows, longestLine, spanning: scan.spanning }
}

type Rules = {
  readonly classes: Uint8Array
  readonly comment: number
  readonly guardBlanks: boolean
  readonly spansLines: boolean
  readonly doublesQuotes: boolean
  readonly width: number
}

type Scan = {
  state: State
  cells: number
  rows: number
  lineBytes: number
  longestLine: number
  carriageReturns: boolean | undefined
  spanning: boolean
}

/** Takes one chunk in; false where the file is hostile. Not async: the loop over bytes must stay in registers. */
const scanBytes = (scan: Scan, rules: Rules, bytes: Uint8Array): boolean => {
  const { classes, comment, guardBlanks } = rules
  let { state, cells } = scan
  let lineFrom = -scan.lineBytes
  const size = bytes.length
  for (let i = 0; i < size; i++) {
    let byte = bytes[i] ?? 0
    let kind = classes[byte] ?? 0
    if (state <= quoted) {
      while (kind === ordinary && ++i < size) {
        byte = bytes[i] ?? 0
        kind = classes[byte] ?? 0
      }
      if (i >= size) break
    }
    if (kind === refused) return false
    switch (state) {
      case quoted:
        if (kind === quoteByte) state = quoteSeen
        else if (kind === escapeByte) return false
        else if (kind === lineFeed || kind === carriageReturn) {
          // A line end inside quotes is a line feed to Spark, and the first one says what ends lines.
          if (!rules.spansLines || kind === carriageReturn) return false
          scan.carriageReturns ??= false
          scan.spanning = true
        }
        continue
      case lineStart:
        if (byte === comment || (guardBlanks && byte <= 32)) return false
        // DuckDB and Spark both skip an empty line, except that to DuckDB it is a row of a single column.
        if (kind === lineFeed && scan.rows > 0 && scan.carriageReturns !== true) {
          lineFrom = i + 1
          continue
        }
        break
      case carriageSeen:
        if (kind !== lineFeed) return false
        break
      case unquoted:
        if (kind === quoteByte) return false
        break
      case quoteSeen:
        if (kind === quoteByte) {
          if (!rules.doublesQuotes) return false
          state = quoted
          continue
        }
        if (kind === ordinary || kind === escapeByte) return false
        break
      case cellStart:
        break
    }
    switch (kind) {
      case ordinary:
      case escapeByte:
        state = unquoted
        break
      case quoteByte:
        state = quoted
        break
      case delimiterByte:
        cells++
        state = cellStart
        break
      case carriageReturn:
        if (scan.carriageReturns === false || state === lineStart) return false
        scan.carriageReturns = true
        state = carriageSeen
        break
      default:
        if (state !== carriageSeen && scan.carriageReturns === true) return false
        scan.carriageReturns ??= false
        if (cells !== rules.width) return false
        cells = 1
        scan.rows++
        scan.longestLine = Math.max(scan.longestLine, i - lineFrom)
        lineFrom = i + 1
        state = lineStart
    }
  }
  scan.state = state
  scan.cells = cells
  scan.lineBytes = size - lineFrom
  return true
}

const isOrdinary = (options: CsvOptions): boolean =>
  !options.trimLeading &&
  !options.trimTrailing &&
  options.lineSeparator === undefined &&
  options.quote !== '' &&
  [options.delimiter, options.quote, options.escape, options.comment].every(
    (text) => text.charCodeAt(0) < 128 || text === '',
  ) &&
  !['\n', '\r'].includes(options.delimiter)

type State = 0 | 1 | 2 | 3 | 4 | 5
// Up to `quoted` an ordinary byte changes nothing.
const unquoted = 0
const quoted = 1
const quoteSeen = 2
const cellStart = 3
const lineStart = 4
const carriageSeen = 5

const ordinary = 0
const delimiterByte = 1
const quoteByte = 2
const lineFeed = 3
const carriageReturn = 4
const escapeByte = 5
const refused = 6

const classesOf = (options: CsvOptions): Uint8Array => {
  const classes = new Uint8Array(256)
  classes[0] = refused
  if (options.escape !== '' && options.escape !== options.quote)
    classes[options.escape.charCodeAt(0)] = escapeByte
  classes[options.delimiter.charCodeAt(0)] = delimiterByte
  classes[options.quote.charCodeAt(0)] = quoteByte
  classes[10] = lineFeed
  classes[13] = carriageReturn
  return classes
}

/** Bytes at the end that begin a UTF-8 character whose rest is in the next chunk. */
const unfinished = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}
