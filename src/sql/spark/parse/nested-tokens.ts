import { type Token, tokenize } from './tokens.ts'

/**
 * A token with the number of brackets and CASE … END that are open around it. A word after a dot is a name, whatever
 * it says.
 */
export type NestedToken = Token & { readonly depth: number; readonly isMember: boolean }

export type NestedTokens =
  | { readonly kind: 'tokens'; readonly tokens: readonly NestedToken[] }
  | { readonly kind: 'unclosed'; readonly what: string; readonly offset: number }

/** The tokens of a piece of Spark SQL. A bracket that closes nothing is left to whoever reads the expression. */
export const nestedTokens = (text: string): NestedTokens => {
  const scanned = tokenize(text)
  if (scanned.kind === 'unclosed') return scanned
  const open: { readonly what: '(' | '[' | 'CASE'; readonly offset: number }[] = []
  let before: Token | undefined
  const tokens = scanned.tokens.map((token): NestedToken => {
    const isMember = isName(token) && before?.kind === 'symbol' && before.text === '.'
    before = token
    const mark = isMember ? undefined : markOf(token)
    const opener = mark === ')' ? '(' : mark === ']' ? '[' : mark === 'END' ? 'CASE' : undefined
    if (opener !== undefined) {
      const at = open.findLastIndex(({ what }) => what === opener)
      // END is a name like any other where no CASE is open.
      if (at >= 0 && (opener !== 'CASE' || at === open.length - 1)) open.length = at
      return { ...token, depth: open.length, isMember }
    }
    const nested = { ...token, depth: open.length, isMember }
    if (mark === '(' || mark === '[' || mark === 'CASE') open.push({ what: mark, offset: token.offset })
    return nested
  })
  const [unclosed] = open
  if (unclosed === undefined) return { kind: 'tokens', tokens }
  const what = unclosed.what === 'CASE' ? 'CASE' : 'bracket'
  return { kind: 'unclosed', what, offset: unclosed.offset }
}

const markOf = ({ kind, text }: Token): string | undefined => {
  if (kind === 'symbol') return text
  return kind === 'word' ? text.toUpperCase() : undefined
}

export const isKeyword = ({ kind, text, isMember }: NestedToken, ...words: readonly string[]): boolean =>
  kind === 'word' && !isMember && words.includes(text.toUpperCase())

export const isSymbol = ({ kind, text }: NestedToken, ...symbols: readonly string[]): boolean =>
  kind === 'symbol' && symbols.includes(text)

export const isName = ({ kind }: Token): boolean => kind === 'word' || kind === 'quoted'

/** The stretches between the tokens for which `separates` holds; one, perhaps empty, where none does. */
export const splitTokens = (
  tokens: readonly NestedToken[],
  separates: (token: NestedToken) => boolean,
): readonly (readonly NestedToken[])[] => {
  const parts: NestedToken[][] = [[]]
  for (const token of tokens)
    if (separates(token)) parts.push([])
    else parts.at(-1)?.push(token)
  return parts
}
