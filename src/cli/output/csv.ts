import type { EngineTable } from '../../engines/engine.ts'
import { cellText } from './cell-text.ts'

/**
 * Batches as CSV after RFC 4180: a line of names, then a line for each row, ended by CRLF. NULL is an empty field and
 * an empty text is `""`, so that readers which care can tell them apart; in a table of one column NULL is `""` too,
 * because a blank line would be read as no row. Values are written as they are, control characters included.
 */
export async function* csvText(batches: AsyncIterable<EngineTable>): AsyncIterable<string> {
  let isFirst = true
  for await (const { columns, rows } of batches) {
    const isSingle = columns.length === 1
    const lines = rows.map((row) => csvLine(row.map((value) => field(cellText(value), isSingle))))
    if (isFirst) lines.unshift(csvLine(columns.map(({ name }) => field(name, isSingle))))
    isFirst = false
    if (lines.length > 0) yield lines.join('')
  }
}

const csvLine = (fields: readonly string[]): string => `${fields.join(',')}\r\n`

const field = (text: string | undefined, isSingle: boolean): string => {
  if (text === undefined) return isSingle ? '""' : ''
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
