import type { SparkType } from '../spark-types/spark-type.ts'
import { type Foreign, sparkTypeFor } from './foreign-words.ts'
import { typeOfTokens } from './schema-text.ts'
import { isSymbol, isWord, type Token } from './tokens.ts'

/*
 * The types of casts are read here, from the words that Spark has for them. The parser takes those of all dialects,
 * forgives lengths and knows no intervals, so it sees a name in their place.
 */

/** Where the type of a cast stands among the tokens, up to the bracket that closes the cast. */
export type CastType = { readonly start: number; readonly end: number; readonly type: SparkType | undefined }

/** The types of all casts, by where each begins. */
export const castTypes = (tokens: readonly Token[]): ReadonlyMap<number, CastType> => {
  const found = new Map<number, CastType>()
  for (const [at, token] of tokens.entries()) {
    if (!isWord(token, /^(?:try_)?cast$/i) || !isSymbol(tokens[at + 1], '(')) continue
    const place = typeAfter(tokens, at + 2)
    if (place === undefined) continue
    const { start, end } = place
    found.set(start, { start, end, type: typeOfTokens(tokens.slice(start, end)) })
  }
  return found
}

/** A cast to what is no type of Spark's. */
export const foreignCast = (tokens: readonly Token[]): Foreign | undefined => {
  for (const { start, end, type } of castTypes(tokens).values()) {
    const [first, last] = [tokens[start], tokens[end - 1]]
    const reason = reasonFor(tokens.slice(start, end), type)
    if (reason !== undefined && first !== undefined && last !== undefined)
      return { reason, offset: first.offset, length: last.end - first.offset }
  }
  return undefined
}

/** What stands between AS and the bracket that closes the cast; undefined where there is no such thing. */
const typeAfter = (
  tokens: readonly Token[],
  from: number,
): { readonly start: number; readonly end: number } | undefined => {
  let depth = 0
  let start: number | undefined
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at]
    if (isSymbol(token, '(')) depth++
    if (isSymbol(token, ')') && depth-- === 0)
      return start === undefined || start === at ? undefined : { start, end: at }
    if (depth === 0 && isWord(token, /^as$/i)) start = at + 1
  }
  return undefined
}

const reasonFor = (written: readonly Token[], type: SparkType | undefined): string | undefined => {
  if (type === undefined) {
    const name = written
      .map(({ text }) => text)
      .join(' ')
      .replaceAll(/ ?([():,<>]) ?/g, '$1')
    if (/^(?:var)?char(?:acter)?$/i.test(name))
      return `${name.toUpperCase()} needs a length in Spark; write STRING`
    const known = sparkTypeFor(name)
    return `Spark has no type ${name}${known === undefined ? '' : `; write ${known}`}`
  }
  if (type.kind !== 'decimal') return undefined
  if (type.precision > 38) return 'a decimal has 38 digits at most'
  return type.scale > type.precision
    ? `a decimal of ${type.precision} digits has no ${type.scale} behind the point`
    : undefined
}
