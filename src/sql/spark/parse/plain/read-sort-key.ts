import type { SortKey } from '../../tree.ts'
import { type Cursor, expect, skip } from './cursor.ts'

export const readSortKey = (cursor: Cursor): SortKey => {
  const by = cursor.expression()
  const descending = !skip(cursor, 'asc') && skip(cursor, 'desc')
  if (!skip(cursor, 'nulls')) return { by, descending, nullsFirst: !descending }
  const nullsFirst = skip(cursor, 'first')
  if (!nullsFirst) expect(cursor, 'last')
  return { by, descending, nullsFirst }
}
