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
 * is hostile, also where the difference would turn out to be none. Costs a third to a half of DuckDB's own read.
 */
export const checkCsv = async (
  path: string,
  options: CsvOptions,
  width: number,
  signal?: AbortSignal,
): Promise<CsvCheck> => {
  const hostile: CsvCheck = { kind: 'hostile' }
  if (!isOrdinary(options)) return hostile
  const classes = classesOf(options)
  const comment = options.comment === '' ? -1 : options.comment.charCodeAt(0)
  // A line of blanks counts as empty in Spark. It has one cell, so only these files can hide one.
  const guardBlanks = width === 1 || options.delimiter.charCodeAt(0) <= 32
  const spansLines = options.multiLine
  const doublesQuotes = options.escape === options.quote
  let state: State = lineStart
  let cells = 1
  let rows = 0
  let lineBytes = 0
  let longestLine = 0
  let carriageReturns: boolean | undefined
  let spanning = false
  let tail = Buffer.alloc(0)
  let first = true

  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) })) {
    if (!Buffer.isBuffer(bytes)) continue
    const whole = tail.length === 0 ? bytes : Buffer.concat([tail, bytes])
    const cut = whole.length - unfinished(whole)
    if (!isUtf8(whole.subarray(0, cut))) return hostile
    tail = Buffer.from(whole.subarray(cut))
    let i = 0
    if (first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) i = 3
    first = false
    const size = bytes.length
    lineBytes -= i
    let lineFrom = i - lineBytes
    for (; i < size; i++) {
      const byte = bytes[i] ?? 0
      const kind = classes[byte] ?? 0
      if (kind === ordinary && state <= quoted) continue
      if (kind === refused) return hostile
      switch (state) {
        case quoted:
          if (kind === quoteByte) state = quoteSeen
          else if (kind === escapeByte) return hostile
          else if (kind === lineFeed || kind === carriageReturn) {
            if (!spansLines) return hostile
            spanning = true
          }
          continue
        case lineStart:
          if (byte === comment || (guardBlanks && byte <= 32)) return hostile
          // DuckDB and Spark both skip an empty line, except that to DuckDB it is a row of a single column.
          if (kind === lineFeed && rows > 0 && carriageReturns !== true) {
            lineFrom = i + 1
            continue
          }
          break
        case carriageSeen:
          if (kind !== lineFeed) return hostile
          break
        case unquoted:
          if (kind === quoteByte) return hostile
          break
        case quoteSeen:
          if (kind === quoteByte) {
            if (!doublesQuotes) return hostile
            state = quoted
            continue
          }
          if (kind === ordinary || kind === escapeByte) return hostile
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
          if (carriageReturns === false || state === lineStart) return hostile
          carriageReturns = true
          state = carriageSeen
          break
        default:
          if (state !== carriageSeen && carriageReturns === true) return hostile
          carriageReturns ??= false
          if (cells !== width) return hostile
          cells = 1
          rows++
          longestLine = Math.max(longestLine, i - lineFrom)
          lineFrom = i + 1
          state = lineStart
      }
    }
    lineBytes = size - lineFrom
  }
  longestLine = Math.max(longestLine, lineBytes)
  if (tail.length > 0 || state === quoted || state === carriageSeen) return hostile
  if (state !== lineStart) {
    if (cells !== width) return hostile
    rows++
  }
  return { kind: 'plain', rows, longestLine, spanning }
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
