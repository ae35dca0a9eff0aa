import { unreachable } from '../../base/bug.ts'
import type { EngineTable } from '../../engines/engine.ts'
import { type AlignOptions, alignedText } from './aligned-table.ts'
import { csvText } from './csv.ts'
import { jsonLines, jsonRows } from './json-rows.ts'

export type TableForm = 'table' | 'csv' | 'json' | 'jsonl'

/**
 * A result of unknown size as chunks of text, each ending with a line end or continued by the next. Columns that
 * share a name stay as they are in `table` and `csv` and get numbers in `json` and `jsonl`. `options` concern only
 * `table`.
 */
export const tableText = (
  form: TableForm,
  batches: AsyncIterable<EngineTable>,
  options: AlignOptions,
): AsyncIterable<string> => {
  switch (form) {
    case 'table':
      return alignedText(batches, options)
    case 'csv':
      return csvText(batches)
    case 'json':
      return jsonRows(batches)
    case 'jsonl':
      return jsonLines(batches)
    default:
      return unreachable(form)
  }
}
