import { decimal, type SparkType, typeOfWord } from '../../spark-types/spark-type.ts'
import { type Cursor, expect, giveUp, mark, skip, tokenHere } from './cursor.ts'

/** The type of a cast, if it has no other types inside. */
export const readTypeName = (cursor: Cursor): SparkType => {
  const word = tokenHere(cursor).kind === 'word' ? mark(cursor) : giveUp()
  cursor.at++
  const known = typeOfWord(word)
  if (known !== undefined) return known
  if (word !== 'decimal') return giveUp()
  if (!skip(cursor, '(')) return decimal(10, 0)
  const precision = readSize(cursor)
  const scale = skip(cursor, ',') ? readSize(cursor) : 0
  expect(cursor, ')')
  return decimal(precision, scale)
}

const readSize = (cursor: Cursor): number => {
  const { kind, text } = tokenHere(cursor)
  if (kind !== 'number' || !/^\d{1,3}$/.test(text)) giveUp()
  cursor.at++
  return Number(text)
}
