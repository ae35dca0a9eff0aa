import type { Bound, Frame, Window } from '../../tree.ts'
import { type Cursor, expect, expressions, giveUp, mark, readList, readWhole, skip } from './cursor.ts'
import { readSortKey } from './read-sort-key.ts'

/** What stands behind OVER, but for names of windows. */
export const readWindow = (cursor: Cursor): Window => {
  expect(cursor, '(')
  const partitionBy = skip(cursor, 'partition') ? (expect(cursor, 'by'), expressions(cursor)) : []
  const orderBy = skip(cursor, 'order') ? (expect(cursor, 'by'), readList(cursor, readSortKey)) : []
  const frame = mark(cursor) === ')' ? undefined : readFrame(cursor)
  expect(cursor, ')')
  return { base: undefined, partitionBy, orderBy, frame }
}

const readFrame = (cursor: Cursor): Frame => {
  const unit = skip(cursor, 'rows') ? 'ROWS' : skip(cursor, 'range') ? 'RANGE' : giveUp()
  if (!skip(cursor, 'between')) return { unit, start: readBound(cursor), end: { kind: 'current' } }
  const start = readBound(cursor)
  expect(cursor, 'and')
  return { unit, start, end: readBound(cursor) }
}

const readBound = (cursor: Cursor): Bound => {
  if (skip(cursor, 'current')) {
    expect(cursor, 'row')
    return { kind: 'current' }
  }
  if (skip(cursor, 'unbounded')) return { kind: 'unbounded', side: readSide(cursor) }
  return { kind: 'offset', amount: readWhole(cursor), side: readSide(cursor) }
}

const readSide = (cursor: Cursor): 'PRECEDING' | 'FOLLOWING' =>
  skip(cursor, 'preceding') ? 'PRECEDING' : skip(cursor, 'following') ? 'FOLLOWING' : giveUp()
