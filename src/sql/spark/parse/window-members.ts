import { isName, isSymbol, isWord, type Token } from './tokens.ts'

/*
 * The parser takes no member of what a call with OVER or WITHIN GROUP gives, as in lag(s) OVER (ORDER BY a).b: such a call
 * is put into brackets.
 */

/** The tokens with brackets around calls whose member is taken. */
export const bracketedCalls = (tokens: readonly Token[]): readonly Token[] => {
  const opened = new Map<number, number>()
  const closed = new Set<number>()
  for (const [i, token] of tokens.entries()) {
    if (!isSymbol(token, '.') && !isSymbol(token, '[')) continue
    const start = startOfCall(tokens, i - 1)
    if (start === undefined) continue
    opened.set(start, (opened.get(start) ?? 0) + 1)
    closed.add(i)
  }
  if (closed.size === 0) return tokens
  return tokens.flatMap((token, i) => [
    ...(closed.has(i) ? [symbol(token, ')')] : []),
    ...Array.from({ length: opened.get(i) ?? 0 }, () => symbol(token, '(')),
    token,
  ])
}

const symbol = (beside: Token, text: string): Token => ({ ...beside, kind: 'symbol', text })

/** Where the call begins that ends here with OVER (…), OVER name or WITHIN GROUP (…). */
const startOfCall = (tokens: readonly Token[], end: number): number | undefined => {
  const clause = isSymbol(tokens[end], ')') ? openOf(tokens, end) - 1 : end - 1
  if (isWord(tokens[clause], /^over$/i)) return startOfArguments(tokens, clause - 1)
  const isWithin = isWord(tokens[clause], /^group$/i) && isWord(tokens[clause - 1], /^within$/i)
  return isWithin && clause < end - 1 ? startOfArguments(tokens, clause - 2) : undefined
}

/** Where a call begins whose arguments, or what stands between them and OVER, end here. */
const startOfArguments = (tokens: readonly Token[], end: number): number | undefined => {
  if (isWord(tokens[end], /^nulls$/i) && isWord(tokens[end - 1], /^(?:ignore|respect)$/i))
    return startOfArguments(tokens, end - 2)
  if (!isSymbol(tokens[end], ')')) return undefined
  const name = openOf(tokens, end) - 1
  if (isWord(tokens[name], /^filter$/i)) return startOfArguments(tokens, name - 1)
  if (isWord(tokens[name], /^group$/i) && isWord(tokens[name - 1], /^within$/i))
    return startOfArguments(tokens, name - 2)
  return isName(tokens[name]) ? name : undefined
}

/** The bracket that is closed here. */
const openOf = (tokens: readonly Token[], close: number): number => {
  let depth = 0
  for (let i = close; i >= 0; i--) {
    if (isSymbol(tokens[i], ')')) depth++
    else if (isSymbol(tokens[i], '(') && --depth === 0) return i
  }
  return -1
}
