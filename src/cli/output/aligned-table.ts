import type { EngineTable } from '../../engines/engine.ts'
import { cutToWidth, displayWidth, escapeControls, padToWidth, paint } from '../../tui/index.ts'
import { cellText, isNumeric } from './cell-text.ts'

export type AlignOptions = {
  readonly colour: boolean
  /** Columns of the terminal. Undefined where the text goes elsewhere: then nothing is cut. */
  readonly width?: number | undefined
}

/** Rows that are looked at before the first line is printed; wider cells that come later are not aligned. */
const measuredRows = 1000

/** Batches as an aligned table, for people: heading, rule, then a line for each row. */
export async function* alignedText(
  batches: AsyncIterable<EngineTable>,
  options: AlignOptions,
): AsyncIterable<string> {
  let waiting: EngineTable | undefined
  let layout: Layout | undefined
  for await (const batch of batches) {
    if (layout !== undefined) {
      if (batch.rows.length > 0) yield bodyText(layout, batch.rows, options)
      continue
    }
    waiting =
      waiting === undefined ? batch : { columns: waiting.columns, rows: [...waiting.rows, ...batch.rows] }
    if (waiting.rows.length < measuredRows) continue
    layout = layOut(waiting, options)
    yield headText(layout, options) + bodyText(layout, waiting.rows, options)
  }
  if (layout === undefined && waiting !== undefined) {
    layout = layOut(waiting, options)
    yield headText(layout, options) + bodyText(layout, waiting.rows, options)
  }
  if (layout !== undefined && layout.hidden.length > 0) yield hiddenText(layout, options)
}

/** A small table that is known as a whole, as aligned text. */
export const alignedTable = (table: EngineTable, options: AlignOptions): string => {
  const layout = layOut(table, options)
  return (
    headText(layout, options) +
    bodyText(layout, table.rows, options) +
    (layout.hidden.length > 0 ? hiddenText(layout, options) : '')
  )
}

type LaidOutColumn = { readonly name: string; readonly width: number; readonly isNumeric: boolean }
type Layout = { readonly columns: readonly LaidOutColumn[]; readonly hidden: readonly string[] }

/** No column is made narrower than this before columns on the right are left out. */
const narrowest = 8
/** A space on each side of a cell, and the bar between two. */
const columnSpace = 3

const layOut = ({ columns, rows }: EngineTable, { width }: AlignOptions): Layout => {
  const measured = columns.map((column, at) => ({
    name: escapeControls(column.name),
    width: rows
      .slice(0, measuredRows)
      .reduce(
        (widest, row) => Math.max(widest, displayWidth(shown(row[at]))),
        displayWidth(escapeControls(column.name)),
      ),
    isNumeric: isNumeric(column),
  }))
  if (width === undefined) return { columns: measured, hidden: [] }
  let kept = measured.length
  const least = (count: number): number =>
    measured
      .slice(0, count)
      .reduce((sum, column) => sum + Math.min(column.width, narrowest) + columnSpace, -1)
  while (kept > 1 && least(kept) > width) kept--
  const room = width - kept * columnSpace + 1
  return {
    columns: shrink(measured.slice(0, kept), room),
    hidden: measured.slice(kept).map(({ name }) => name),
  }
}

/** The columns in `room` together: only those wider than a common limit become narrower, down to that limit. */
const shrink = (columns: readonly LaidOutColumn[], room: number): readonly LaidOutColumn[] => {
  let limit = Math.max(...columns.map(({ width }) => width), 0)
  const total = (): number => columns.reduce((sum, { width }) => sum + Math.min(width, limit), 0)
  while (limit > 1 && total() > room) limit--
  // What the limit leaves over goes to the first columns that want it.
  let spare = Math.max(0, room - total())
  return columns.map((column) => {
    const extra = column.width > limit && spare > 0 ? 1 : 0
    spare -= extra
    return { ...column, width: Math.min(column.width, limit + extra) }
  })
}

const shown = (value: EngineTable['rows'][number][number] | undefined): string =>
  escapeControls(cellText(value ?? null) ?? 'NULL')

const headText = ({ columns }: Layout, options: AlignOptions): string => {
  const names = columns.map(({ name, width }) => {
    const cut = options.width === undefined ? name : cutToWidth(name, width)
    return ` ${paint(padToWidth(cut, width, 'centre'), 'strong', options.colour)} `
  })
  const rule = columns.map(({ width }) => '-'.repeat(width + 2)).join('|')
  return `${names.join('|').trimEnd()}\n${rule}\n`
}

const bodyText = (
  { columns }: Layout,
  rows: EngineTable['rows'],
  { colour, width: terminal }: AlignOptions,
): string =>
  rows
    .map((row) => {
      const cells = columns.map(({ width, isNumeric }, at) => {
        const value = row[at] ?? null
        const text = terminal === undefined ? shown(value) : cutToWidth(shown(value), width)
        const padded = padToWidth(text, width, isNumeric ? 'right' : 'left')
        return ` ${value === null ? paint(padded, 'dim', colour) : padded} `
      })
      return `${cells.join('|').trimEnd()}\n`
    })
    .join('')

const hiddenText = ({ hidden }: Layout, { colour, width }: AlignOptions): string => {
  const count = hidden.length === 1 ? '1 more column does' : `${hidden.length} more columns do`
  const names = `… ${count} not fit: ${hidden.join(', ')}`
  return `${paint(width === undefined ? names : cutToWidth(names, width), 'dim', colour)}\n`
}
