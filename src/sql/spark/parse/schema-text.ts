import { Refused } from '../refusals.ts'
import { intervalOf } from '../spark-types/interval-type.ts'
import { array, decimal, type SparkType, typeOfWord, types } from '../spark-types/spark-type.ts'
import { type Token, tokenize } from './tokens.ts'

type Cursor = { readonly tokens: readonly Token[]; at: number; readonly inCast?: boolean }
type Field = { readonly name: string; readonly type: SparkType }

const refuse = (text: string): never => {
  throw new Refused(`the schema ${JSON.stringify(text)}`, "write it as in 'a INT, b ARRAY<STRING>'")
}

/** A schema in Spark's words: one type, or columns, which make a struct. */
export const readSchema = (text: string): SparkType => {
  const scanned = tokenize(text.replaceAll('>>', '> >').replaceAll('>>', '> >'))
  if (scanned.kind === 'unclosed') return refuse(text)
  const whole: Cursor = { tokens: scanned.tokens, at: 0 }
  const type = readType(whole)
  if (type !== undefined && whole.at === whole.tokens.length) return type
  const columns: Cursor = { tokens: scanned.tokens, at: 0 }
  const fields = readFields(columns, false)
  return fields === undefined || columns.at < columns.tokens.length
    ? refuse(text)
    : { kind: 'struct', fields }
}

/** The type that tokens spell, all of them; undefined where that is none of Spark's. In a cast, texts may have a length. */
export const typeOfTokens = (tokens: readonly Token[]): SparkType | undefined => {
  const cursor: Cursor = { tokens, at: 0, inCast: true }
  const type = readType(cursor)
  return cursor.at === tokens.length ? type : undefined
}

const take = (cursor: Cursor, ...words: readonly string[]): boolean => {
  const token = cursor.tokens[cursor.at]
  if (token === undefined || token.kind === 'string' || token.kind === 'quoted') return false
  if (!words.includes(token.text.toLowerCase())) return false
  cursor.at++
  return true
}

const readType = (cursor: Cursor): SparkType | undefined => {
  const token = cursor.tokens[cursor.at]
  if (token?.kind !== 'word') return undefined
  cursor.at++
  const word = token.text.toLowerCase()
  const found = typeOfWord(word)
  if (found !== undefined) return found
  switch (word) {
    case 'void':
      return cursor.inCast === true ? types.null : undefined
    case 'interval':
      return cursor.inCast === true ? readInterval(cursor) : undefined
    case 'decimal':
    case 'dec':
    case 'numeric': {
      const sizes = readSizes(cursor)
      return sizes === undefined ? undefined : decimal(sizes[0] ?? 10, sizes[1] ?? 0)
    }
    case 'varchar':
    case 'char':
    case 'character':
      if (cursor.inCast === true) return readSizes(cursor)?.length === 1 ? types.string : undefined
      throw new Refused(`the type ${word} in a schema`, 'write STRING')
    case 'array': {
      const element = take(cursor, '<') ? readType(cursor) : undefined
      return element !== undefined && take(cursor, '>') ? array(element) : undefined
    }
    case 'map': {
      const key = take(cursor, '<') ? readType(cursor) : undefined
      const value = key !== undefined && take(cursor, ',') ? readType(cursor) : undefined
      return key !== undefined && value !== undefined && take(cursor, '>')
        ? { kind: 'map', key, value }
        : undefined
    }
    case 'struct': {
      if (take(cursor, '<>')) return { kind: 'struct', fields: [] }
      const fields = take(cursor, '<') ? readFields(cursor, true) : undefined
      return fields !== undefined && take(cursor, '>') ? { kind: 'struct', fields } : undefined
    }
    default:
      return undefined
  }
}

/** With the fields that it has, or of months, days and microseconds at once. */
const readInterval = (cursor: Cursor): SparkType | undefined => {
  const field = (): string | undefined => {
    const token = cursor.tokens[cursor.at]
    if (token?.kind !== 'word') return undefined
    cursor.at++
    return token.text.toLowerCase()
  }
  const from = field()
  if (from === undefined) return types.interval
  const to = take(cursor, 'to') ? field() : from
  return to === undefined ? undefined : intervalOf(from, to)
}

const readSizes = (cursor: Cursor): readonly number[] | undefined => {
  if (!take(cursor, '(')) return []
  const sizes: number[] = []
  do {
    const token = cursor.tokens[cursor.at++]
    if (token?.kind !== 'number' || !/^\d+$/.test(token.text)) return undefined
    sizes.push(Number(token.text))
  } while (take(cursor, ','))
  return take(cursor, ')') && sizes.length <= 2 ? sizes : undefined
}

const readFields = (cursor: Cursor, colons: boolean): readonly Field[] | undefined => {
  const fields: Field[] = []
  do {
    const token = cursor.tokens[cursor.at]
    if (token?.kind !== 'word' && token?.kind !== 'quoted') return undefined
    cursor.at++
    if (colons) take(cursor, ':')
    const type = readType(cursor)
    if (type === undefined) return undefined
    if (take(cursor, 'not') && !take(cursor, 'null')) return undefined
    if (take(cursor, 'comment') && cursor.tokens[cursor.at++]?.kind !== 'string') return undefined
    fields.push({ name: token.text, type })
  } while (take(cursor, ','))
  return fields
}
