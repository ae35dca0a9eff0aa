import { createReadStream } from 'node:fs'
import { failure } from '../../../diagnostics/index.ts'
import type { CsvOptions } from './csv-options.ts'
import { type CsvDialect, parseRecord, strayLineFeed } from './csv-record.ts'

/** A record and the line it starts on, counted from 1. */
export type CsvRow = { readonly cells: readonly (string | null)[]; readonly line: number }

/** The records of a file in batches, header included; blank lines and comments are left out as Spark does. */
export const csvRows = (
  path: string,
  options: CsvOptions,
  signal?: AbortSignal,
): AsyncIterable<readonly CsvRow[]> =>
  options.multiLine ? spanningRows(path, options, signal) : lineRows(path, options, signal)

async function* lineRows(
  path: string,
  options: CsvOptions,
  signal?: AbortSignal,
): AsyncIterable<readonly CsvRow[]> {
  const dialect = dialectOf(options, -1)
  let pending = ''
  let line = 0
  const rowsOf = (texts: readonly string[]): readonly CsvRow[] =>
    texts.flatMap((text) => {
      line++
      // Java's trim: blanks are all characters up to U+0020.
      if (!/[^\0- ]/.test(text) || (options.comment !== '' && text.startsWith(options.comment))) return []
      return [{ cells: parseRecord(text, 0, dialect).cells, line }]
    })
  for await (const text of decodedChunks(path, options, signal)) {
    pending += text
    // A carriage return at the end may be half of a line end.
    const held = options.lineSeparator === undefined && pending.endsWith('\r') ? 1 : 0
    const ready = held === 1 ? pending.slice(0, -1) : pending
    const texts = ready.split(options.lineSeparator ?? /\r\n|\n|\r/)
    pending = `${texts.pop() ?? ''}${held === 1 ? '\r' : ''}`
    if (texts.length > 0) yield rowsOf(texts)
  }
  const rest = options.lineSeparator === undefined ? pending.replace(/\r$/, '') : pending
  if (rest !== '') yield rowsOf([rest])
}

/**
 * Line breaks inside quotes: a record that the text so far leaves open waits for more of it. What ends a line is what
 * the first one ends with, and is a line feed wherever it stands, also inside quotes. Throws MR3231 where line feeds
 * outside of quotes are no such ends: whether the parser takes them for one depends on where it stands.
 */
async function* spanningRows(
  path: string,
  options: CsvOptions,
  signal?: AbortSignal,
): AsyncIterable<readonly CsvRow[]> {
  const dialect = dialectOf(options, 10)
  let pending = ''
  let line = 1
  const rowsOf = (last: boolean): readonly CsvRow[] => {
    const rows: CsvRow[] = []
    let at = 0
    while (at < pending.length) {
      const record = parseRecord(pending, at, dialect)
      if (record.open && !last) break
      const text = pending.slice(at, record.end)
      if (record.cells.length > 0 && (options.comment === '' || !text.startsWith(options.comment))) {
        if (record.stray) throw mixedEnds(path, line)
        rows.push({ cells: text.includes(strayLineFeed) ? record.cells.map(unmarked) : record.cells, line })
      }
      line += text.split('\n').length - 1
      at = record.end
    }
    pending = pending.slice(at)
    return rows
  }
  let parsed = 0
  for await (const text of evenLines(decodedChunks(path, options, signal))) {
    pending += text
    // A record longer than a chunk is parsed again only when the text has doubled.
    if (pending.length < 2 * parsed) continue
    yield rowsOf(false)
    parsed = pending.length
  }
  yield rowsOf(true)
}

const unmarked = (cell: string | null): string | null => cell?.replaceAll(strayLineFeed, '\n') ?? null

const mixedEnds = (path: string, line: number) =>
  failure(
    'MR3231',
    {
      path,
      reason: 'has line feeds outside of quotes, and its first line ends otherwise',
      next: 'write the file with one kind of line end',
    },
    { place: { file: path, line, column: 1 } },
  )

/** The text with the ends of its lines as line feeds, and the other line feeds marked. */
async function* evenLines(chunks: AsyncIterable<string>): AsyncIterable<string> {
  let held = ''
  let end: string | undefined
  for await (const chunk of chunks) {
    const text = held + chunk
    // A carriage return at the end may be half of a line end.
    held = text.endsWith('\r') ? '\r' : ''
    const ready = held === '' ? text : text.slice(0, -1)
    end ??= /\r\n|\n|\r/.exec(ready)?.[0]
    yield evened(ready, end)
  }
  if (held !== '') yield evened(held, end ?? held)
}

const evened = (text: string, end: string | undefined): string => {
  if (end === '\r\n') return text.replace(/\r?\n/g, (found) => (found === end ? '\n' : strayLineFeed))
  if (end === '\r') return text.replace(/[\r\n]/g, (found) => (found === end ? '\n' : strayLineFeed))
  return text
}

const dialectOf = (options: CsvOptions, newline: number): CsvDialect => {
  const code = (text: string) => (text === '' ? 0 : text.charCodeAt(0))
  return {
    delimiter: code(options.delimiter),
    quote: code(options.quote),
    escape: code(options.escape),
    escapeEscape: code(options.escapeEscape),
    trimLeading: options.trimLeading,
    trimTrailing: options.trimTrailing,
    newline,
    hasStrays: newline !== -1,
  }
}

async function* decodedChunks(
  path: string,
  options: CsvOptions,
  signal?: AbortSignal,
): AsyncIterable<string> {
  const decoder = options.encoding === 'utf-8' ? new TextDecoder('utf-8', { ignoreBOM: true }) : undefined
  let first = true
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) })) {
    if (!Buffer.isBuffer(chunk)) continue
    // TextDecoder's latin1 is windows-1252; Buffer's is the real one.
    let text = decoder === undefined ? chunk.toString('latin1') : decoder.decode(chunk, { stream: true })
    if (first && options.encoding === 'utf-8') text = text.replace(/^\uFEFF/, '')
    if (first && options.encoding === 'latin1') text = text.replace(/^\u00EF\u00BB\u00BF/, '')
    first = false
    yield text
  }
  const rest = decoder?.decode() ?? ''
  if (rest !== '') yield rest
}
