import { createReadStream } from 'node:fs'
import type { CsvOptions } from './csv-options.ts'
import { type CsvDialect, parseRecord } from './csv-record.ts'

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
  const dialect = dialectOf(options, -1, false)
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

/** Line breaks inside quotes: a record that the text so far leaves open waits for more of it. */
async function* spanningRows(
  path: string,
  options: CsvOptions,
  signal?: AbortSignal,
): AsyncIterable<readonly CsvRow[]> {
  let dialect: CsvDialect | undefined
  let pending = ''
  let line = 1
  const rowsOf = (last: boolean): readonly CsvRow[] => {
    const rows: CsvRow[] = []
    let at = 0
    dialect ??= dialectOf(options, 10, (/\r\n|\n/.exec(pending)?.[0] ?? '\n') === '\r\n')
    while (at < pending.length) {
      const record = parseRecord(pending, at, dialect)
      if (record.open && !last) break
      const text = pending.slice(at, record.end)
      if (record.cells.length > 0 && (options.comment === '' || !text.startsWith(options.comment)))
        rows.push({ cells: record.cells, line })
      line += text.split('\n').length - 1
      at = record.end
    }
    pending = pending.slice(at)
    return rows
  }
  let parsed = 0
  for await (const text of decodedChunks(path, options, signal)) {
    pending += text
    // A record longer than a chunk is parsed again only when the text has doubled.
    if (pending.length < 2 * parsed) continue
    yield rowsOf(false)
    parsed = pending.length
  }
  yield rowsOf(true)
}

const dialectOf = (options: CsvOptions, newline: number, carriageReturn: boolean): CsvDialect => {
  const code = (text: string) => (text === '' ? 0 : text.charCodeAt(0))
  return {
    delimiter: code(options.delimiter),
    quote: code(options.quote),
    escape: code(options.escape),
    escapeEscape: code(options.escapeEscape),
    trimLeading: options.trimLeading,
    trimTrailing: options.trimTrailing,
    newline,
    carriageReturn,
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
