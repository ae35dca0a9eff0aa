import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { diagnose, type Diagnostic, failure } from '../../../diagnostics/index.ts'
import type { CsvOptions } from './csv-options.ts'
import { csvRows } from './csv-source.ts'

/**
 * Writes a hostile file anew as Spark reads it: every value quoted, NULL unquoted, each row ended by a guard cell so
 * that no row is ever blank. Rows of a wrong length are padded and cut, dropped or refused (MR3222) as the mode says;
 * the notice says where the first of them stand.
 */
export const rewriteCsv = async (
  source: { readonly path: string; readonly options: CsvOptions; readonly width: number },
  target: string,
  signal?: AbortSignal,
): Promise<RewrittenCsv> => {
  const { path, options, width } = source
  const out = createWriteStream(target)
  const malformed: { readonly line: number; readonly cells: number }[] = []
  let count = 0
  let longestRow = 0
  let header = options.header
  try {
    for await (const rows of csvRows(path, options, signal)) {
      let text = ''
      for (const row of rows) {
        if (header) {
          header = false
          continue
        }
        if (row.cells.length !== width) {
          const place = { file: path, line: row.line, column: 1 }
          const params = { path, line: row.line, cells: row.cells.length, columns: width }
          if (options.mode === 'FAILFAST') throw failure('MR3222', params, { place })
          if (options.mode === 'DROPMALFORMED' && options.prunes)
            throw failure('MR3234', { path, ofTypes: false }, { place })
          if (count++ < shown) malformed.push({ line: row.line, cells: row.cells.length })
          if (options.mode === 'DROPMALFORMED') continue
        }
        let line = ''
        for (let i = 0; i < width; i++) line += cellText(row.cells[i] ?? null)
        // A UTF-16 unit takes three bytes at most.
        longestRow = Math.max(longestRow, line.length * 3)
        text += `${line}1\n`
      }
      if (text !== '' && !out.write(text)) await once(out, 'drain', signal === undefined ? {} : { signal })
    }
  } finally {
    out.end()
    await finished(out)
  }
  const [first, ...others] = malformed
  if (first === undefined) return { notices: [], longestRow }
  const params = {
    path,
    rows: count,
    cells: first.cells,
    columns: width,
    dropped: options.mode === 'DROPMALFORMED',
  }
  const related = others.map(({ line, cells }) => ({
    message: `${cells} cells`,
    place: { file: path, line, column: 1 },
  }))
  return {
    notices: [diagnose('MR3221', params, { file: path, line: first.line, column: 1 }, related)],
    longestRow,
  }
}

export type RewrittenCsv = { readonly notices: readonly Diagnostic[]; readonly longestRow: number }

const shown = 5

const cellText = (cell: string | null): string => (cell === null ? ',' : `"${cell.replaceAll('"', '""')}",`)
