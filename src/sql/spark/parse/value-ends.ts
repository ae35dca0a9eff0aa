import { isName, isSymbol, isWord, type Token } from './tokens.ts'

/** Words after which a value begins. */
const beforeValue =
  /^(?:select|distinct|all|and|or|not|when|then|else|case|in|is|between|by|on|where|having|limit|offset|like|ilike|rlike|regexp|escape|values|div|using|from)$/i

export const operators = /^(?:and|or|not|in|is|between|like|ilike|rlike|regexp|escape|div)$/i

/** Whether a value may end with the token before a place. */
export const valueBefore = (tokens: readonly Token[], at: number): boolean => {
  const token = tokens[at - 1]
  if (token === undefined) return false
  if (token.kind === 'symbol') return /^[)\]]$/.test(token.text)
  return token.kind !== 'word' || !beforeValue.test(token.text) || isColumn(tokens, at - 1)
}

/** Whether a word after which a value begins is a column of that name here, such as `offset` in `offset + 1`. */
const isColumn = (tokens: readonly Token[], at: number): boolean => {
  const [token, previous] = [tokens[at], tokens[at - 1]]
  if (isSymbol(previous, '.')) return true
  if (isWord(token, /^(?:select|not|case|values)$/i)) return false
  if (isWord(token, /^(?:all|distinct)$/i))
    return !(
      isWord(previous, /^(?:select|union|except|minus|intersect|is|not|by|limit)$/i) ||
      (isSymbol(previous, '(') && isName(tokens[at - 2]) && !isWord(tokens[at - 2], operators))
    )
  if (isWord(token, /^where$/i) && isSymbol(previous, '(') && isWord(tokens[at - 2], /^filter$/i))
    return false
  if (isWord(token, /^when$/i) && isWord(previous, /^case$/i)) return false
  if (isWord(token, /^from$/i) && isWord(previous, /^distinct$/i)) return false
  return !valueBefore(tokens, isWord(previous, /^not$/i) ? at - 1 : at)
}
