import { diagnose, type Place } from '../../../diagnostics/index.ts'
import { type Cursor, child, isPresent, items, placeOf, sourceTextOf, textOf } from '../cursor.ts'
import { type Report, readWord } from '../reading.ts'
import { readSortOrder, type SortColumn } from '../sort-order.ts'

/** Our own short form of the merges that incremental jobs need. `keys` tell which rows are versions of one. */
export type FlareStrategy = {
  readonly keys: readonly string[]
  readonly place: Place
} /** Of each key one row stays: the first by `orderBy`, a new one before a stored one that is equal. */ & (
  | { readonly type: 'latest'; readonly orderBy: readonly SortColumn[] }
  /** A new row takes the place of the stored one. Two new rows of one key are an error. */
  | { readonly type: 'merge' }
)

const types = ['append', 'latest', 'merge'] as const

/** Reads `options.strategy`: 'append' is the saveMode of that name. Undefined where there is none. */
export const readStrategy = (cursor: Cursor, report: Report): FlareStrategy | 'append' | undefined => {
  if (!isPresent(cursor)) return undefined
  const type = readWord(child(cursor, 'type'), 'the type of the strategy', types, report)
  if (type === undefined || type === 'append') return type
  const place = placeOf(child(cursor, 'type'))
  const missing = (key: string): undefined => {
    report(diagnose('MR1371', { what: 'strategy', name: type, key }, place))
    return undefined
  }
  const keys = readKeys(child(cursor, 'keys'))
  if (keys.length === 0) return missing('keys')
  if (type === 'merge') return { type, keys, place }
  const orderBy = child(cursor, 'orderBy')
  const text = sourceTextOf(orderBy)
  if (text === undefined) return missing('orderBy')
  const order = readSortOrder(text, 'desc', report)
  return order === undefined ? undefined : { type, keys, orderBy: order, place }
}

const readKeys = (cursor: Cursor): readonly string[] => {
  const cursors = typeof cursor.value === 'string' ? [cursor] : items(cursor)
  return [...new Set(cursors.flatMap((key) => textOf(key)?.trim() ?? []))]
}
