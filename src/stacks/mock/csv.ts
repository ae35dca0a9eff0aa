import { setImmediate } from 'node:timers/promises'

/** Rows of one entity as text, ready for a CSV file. An empty cell is a NULL. */
export type Feed = {
  readonly columns: readonly string[]
  readonly rows: () => Iterable<readonly string[]>
}

type CsvOptions = {
  readonly chunkBytes?: number
  /** Called with the number of rows so far whenever a chunk is complete. */
  readonly onRows?: (rows: number) => void
}

/**
 * The feed as a CSV file: UTF-8, comma, header, lines end with a line feed, quotes doubled. Pauses after every chunk,
 * so that signals and timers are served while it works.
 */
export async function* encodeCsv(
  feed: Feed,
  options: CsvOptions = {},
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const chunkBytes = options.chunkBytes ?? 1 << 20
  const header = `${csvLine(feed.columns)}\n`
  let chunk = Buffer.allocUnsafe(Math.max(chunkBytes, header.length * 3))
  let used = chunk.write(header)
  let rows = 0
  for (const row of feed.rows()) {
    const line = `${csvLine(row)}\n`
    // A character takes three bytes at most.
    const needed = line.length * 3
    if (used + needed > chunk.length) {
      yield chunk.subarray(0, used)
      options.onRows?.(rows)
      await setImmediate()
      signal?.throwIfAborted()
      chunk = Buffer.allocUnsafe(Math.max(chunkBytes, needed))
      used = 0
    }
    // Line by line into the chunk: twice as fast as encoding one long text.
    used += chunk.write(line, used)
    rows += 1
  }
  signal?.throwIfAborted()
  if (used > 0) yield chunk.subarray(0, used)
  options.onRows?.(rows)
}

const csvLine = (cells: readonly string[]): string => {
  let line = ''
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? ''
    if (i > 0) line += ','
    line += special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  }
  return line
}

const special = /[",\r\n]/
