import type { Token } from '../tokens.ts'
import type { Expression, Name, Query, Span } from '../../tree.ts'
import { isNameInPlace, isPlainName } from './reserved-words.ts'

/** Where the reading of a statement stands. */
export type Cursor = {
  readonly tokens: readonly Token[]
  /** Of each token the word in lower case, or the symbol; empty for names in quotes, strings and numbers. */
  readonly marks: readonly string[]
  /** The token that is read next. */
  at: number
  depth: number
  /** Names of columns that were read, by the number of their token. */
  readonly named: number[]
  queries: number
  /** Read what stands here; held here because queries, expressions and values are inside each other. */
  readonly query: () => Query
  readonly expression: () => Expression
}

/** Thrown where a statement has anything that is read by the parser of all of Spark SQL. */
class NotPlain extends Error {
  override readonly name = 'NotPlain'
}

const notPlain = new NotPlain()

export const isNotPlain = (error: unknown): boolean => error === notPlain

export const giveUp = (): never => {
  throw notPlain
}

export const marksOf = (tokens: readonly Token[]): readonly string[] =>
  tokens.map(({ kind, text }) => (kind === 'word' ? text.toLowerCase() : kind === 'symbol' ? text : ''))

export const mark = ({ marks, at }: Cursor): string => marks[at] ?? ''

/** Steps over a mark, if it stands here. */
export const skip = (cursor: Cursor, wanted: string): boolean => {
  if (cursor.marks[cursor.at] !== wanted) return false
  cursor.at++
  return true
}

export const expect = (cursor: Cursor, wanted: string): void => {
  if (!skip(cursor, wanted)) giveUp()
}

export const tokenHere = ({ tokens, at }: Cursor): Token => tokens[at] ?? giveUp()

export const spanOfToken = ({ offset, end }: Token): Span => ({ offset, length: end - offset })

/** Whether a name stands here, though other words could as well. */
export const isName = ({ tokens, marks }: Cursor, at: number): boolean => {
  const kind = tokens[at]?.kind
  return kind === 'quoted' || (kind === 'word' && isPlainName(marks[at] ?? ''))
}

export const readName = (cursor: Cursor): Name => {
  if (!isName(cursor, cursor.at)) giveUp()
  return takeName(cursor)
}

/** A name where no other word could stand. */
export const readNameInPlace = (cursor: Cursor): Name => {
  const { kind } = tokenHere(cursor)
  if (kind !== 'quoted' && (kind !== 'word' || !isNameInPlace(mark(cursor)))) giveUp()
  return takeName(cursor)
}

const takeName = (cursor: Cursor): Name => {
  const token = tokenHere(cursor)
  cursor.at++
  return { text: token.text, span: spanOfToken(token) }
}

/** A whole number, of rows. */
export const readWhole = (cursor: Cursor): Expression =>
  /^\d+$/.test(tokenHere(cursor).text) ? cursor.expression() : giveUp()

export const expressions = (cursor: Cursor): readonly Expression[] => readList(cursor, cursor.expression)

export const readList = <T>(cursor: Cursor, read: (cursor: Cursor) => T): readonly T[] => {
  const list = [read(cursor)]
  while (skip(cursor, ',')) list.push(read(cursor))
  return list
}

/** What stands in brackets is read with a bound on their depth, so that no statement fills the stack. */
export const inside = <T>(cursor: Cursor, read: (cursor: Cursor) => T): T => {
  if (++cursor.depth > 64) giveUp()
  const result = read(cursor)
  cursor.depth--
  return result
}
