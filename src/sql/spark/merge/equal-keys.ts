import { sliceText, type SourceText } from '../../source-text.ts'
import {
  isKeyword,
  isName,
  isSymbol,
  type NestedToken,
  nestedTokens,
  splitTokens,
} from '../parse/nested-tokens.ts'

/** A match needs `old.<column>` to equal `value`, which does not name `old`. */
export type EqualKey = { readonly column: string; readonly value: SourceText }

/**
 * The equalities that every match of a merge condition fulfils: what is joined by AND at its top, and has a column of
 * `old` alone on one side. Which files can hold a match is decided by them, so anything doubtful is no key.
 */
export const equalKeys = (on: SourceText): readonly EqualKey[] => {
  const scanned = nestedTokens(on.text)
  if (scanned.kind === 'unclosed') return []
  return conjuncts(unwrapped(scanned.tokens)).flatMap((tokens) => keyOf(on, tokens) ?? [])
}

type Tokens = readonly NestedToken[]

/** Without the brackets around the whole. */
const unwrapped = (tokens: Tokens): Tokens => {
  const [first] = tokens
  const last = tokens.at(-1)
  if (first === undefined || last === undefined || tokens.length < 3) return tokens
  if (!isSymbol(first, '(') || !isSymbol(last, ')')) return tokens
  const inner = tokens.slice(1, -1)
  return inner.every(({ depth }) => depth > first.depth) ? unwrapped(inner) : tokens
}

const conjuncts = (tokens: Tokens): readonly Tokens[] => {
  const depth = depthOf(tokens)
  const atTop = (token: NestedToken, ...words: readonly string[]) =>
    token.depth === depth && isKeyword(token, ...words)
  if (tokens.some((token) => atTop(token, 'OR'))) return []
  // The AND of BETWEEN separates two bounds, not two conditions.
  let betweens = 0
  const parts = splitTokens(tokens, (token) => {
    if (atTop(token, 'BETWEEN')) betweens++
    if (!atTop(token, 'AND')) return false
    if (betweens === 0) return true
    betweens--
    return false
  })
  return parts.length === 1 ? parts : parts.flatMap((part) => conjuncts(unwrapped(part)))
}

const depthOf = (tokens: Tokens): number => tokens.reduce((least, { depth }) => Math.min(least, depth), 1e9)

const comparisons = ['=', '==', '<=>', '<>', '!=', '<', '<=', '>', '>=', '!<', '!>']
const predicates = ['NOT', 'IS', 'IN', 'BETWEEN', 'LIKE', 'ILIKE', 'RLIKE', 'REGEXP']

const keyOf = (on: SourceText, tokens: Tokens): EqualKey | undefined => {
  const depth = depthOf(tokens)
  const top = tokens.filter((token) => token.depth === depth)
  // `a = b IS NULL` and `a = b = c` compare the result of a comparison.
  if (top.some((token) => isKeyword(token, ...predicates))) return undefined
  const [comparison, other] = top.filter((token) => isSymbol(token, ...comparisons))
  if (comparison === undefined || other !== undefined || !isSymbol(comparison, '=', '==')) return undefined
  const at = tokens.indexOf(comparison)
  const sides = [tokens.slice(0, at), tokens.slice(at + 1)] as const
  return keyBetween(on, sides[0], sides[1]) ?? keyBetween(on, sides[1], sides[0])
}

const keyBetween = (on: SourceText, one: Tokens, other: Tokens): EqualKey | undefined => {
  const column = columnOfOld(unwrapped(one))
  const first = other[0]
  const last = other.at(-1)
  if (column === undefined || first === undefined || last === undefined || namesOld(other)) return undefined
  return { column, value: sliceText(on, first.offset, last.end) }
}

const columnOfOld = ([alias, dot, column, ...rest]: Tokens): string | undefined => {
  if (alias === undefined || dot === undefined || column === undefined || rest.length > 0) return undefined
  const isOld = isName(alias) && alias.text.toLowerCase() === 'old' && isSymbol(dot, '.')
  return isOld && isName(column) ? column.text : undefined
}

const namesOld = (tokens: Tokens): boolean =>
  tokens.some((token) => isName(token) && !token.isMember && token.text.toLowerCase() === 'old')
