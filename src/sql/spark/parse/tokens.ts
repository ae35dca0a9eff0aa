/** A hint: a comment that begins with a plus. `before` counts the tokens that stand before it. */
export type Hint = { readonly text: string; readonly offset: number; readonly before: number }

/** A token of Spark SQL. Offsets count UTF-16 units of the statement. */
export type Token = {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol'
  /** The text as written; of strings and quoted identifiers what they stand for. */
  readonly text: string
  readonly offset: number
  readonly end: number
}

export type Tokens =
  | { readonly kind: 'tokens'; readonly tokens: readonly Token[]; readonly hints: readonly Hint[] }
  | { readonly kind: 'unclosed'; readonly what: string; readonly offset: number }

export const isWord = (token: Token | undefined, words: RegExp): boolean =>
  token?.kind === 'word' && words.test(token.text)

export const isSymbol = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'symbol' && token.text === text

/** A word in lower case; nothing for another token. */
export const wordOf = (token: Token | undefined): string =>
  token?.kind === 'word' ? token.text.toLowerCase() : ''

/** A symbol; nothing for another token. */
export const symbolOf = (token: Token | undefined): string => (token?.kind === 'symbol' ? token.text : '')

export const isName = (token: Token | undefined): boolean =>
  token?.kind === 'word' || token?.kind === 'quoted'

const patterns = {
  space: /(?:\s|--[^\n]*)+/y,
  name: /[\p{L}_\d][\p{L}\p{N}_$]*/uy,
  number:
    /(?:\d+\.?\d*)(?:[eE][+-]?\d+)?(?:BD|[LSYDF](?![\p{L}\p{N}_]))?|\.\d+(?:[eE][+-]?\d+)?(?:BD|[LSYDF])?(?![\p{L}\p{N}_])/iuy,
  digits: /\d+/y,
  symbol: /<=>|->>|->|=>|==|!=|<>|<=|>=|\|\||\|>|&&|::|!<|!>|[^\s]/uy,
}

// The first character says which patterns can match at all; beyond ASCII all are tried.
const isDigit = (code: number): boolean => code >= 48 && code <= 57
const mayBeSpace = (code: number): boolean => code <= 32 || code === 45 || code > 127
const mayBeNumber = (code: number): boolean => isDigit(code) || code === 46
const mayBeName = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) || code === 95 || code > 127

/** Tokens of a statement without blanks and comments. A hint is a comment: no hint changes what a statement means. */
export const tokenize = (text: string): Tokens => {
  const tokens: Token[] = []
  const hints: Hint[] = []
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  while (at < text.length) {
    const code = text.charCodeAt(at)
    const space = mayBeSpace(code) ? take(patterns.space) : undefined
    if (space !== undefined) {
      at += space.length
      continue
    }
    if (text.startsWith('/*', at)) {
      const end = endOfComment(text, at)
      if (end === undefined) return { kind: 'unclosed', what: 'comment', offset: at }
      if (text[at + 2] === '+')
        hints.push({ text: text.slice(at + 3, end - 2), offset: at, before: tokens.length })
      at = end
      continue
    }
    const head = text.charAt(at)
    const raw = (head === 'r' || head === 'R') && /^['"]$/.test(text.charAt(at + 1))
    if (head === "'" || head === '"' || raw) {
      const open = raw ? at + 1 : at
      const end = endOfString(text, open, raw)
      if (end === undefined) return { kind: 'unclosed', what: 'string', offset: at }
      const body = text.slice(open + 1, end - 1)
      tokens.push({ kind: 'string', text: raw ? body : unescape(body), offset: at, end })
      at = end
      continue
    }
    if (head === '`') {
      const match = /^`((?:[^`]|``)*)`/.exec(text.slice(at))
      if (match?.[1] === undefined) return { kind: 'unclosed', what: 'quoted name', offset: at }
      tokens.push({
        kind: 'quoted',
        text: match[1].replaceAll('``', '`'),
        offset: at,
        end: at + match[0].length,
      })
      at += match[0].length
      continue
    }
    const last = tokens.at(-1)
    const afterDot = last?.text === '.' && last.end === at
    const number = !mayBeNumber(code) ? undefined : afterDot ? take(patterns.digits) : take(patterns.number)
    // A name may begin with a digit: the longest token counts.
    const word = mayBeName(code) ? take(patterns.name) : undefined
    const isLongest = word !== undefined && word.length > (number?.length ?? 0)
    const kind = isLongest ? 'word' : number === undefined ? 'symbol' : 'number'
    const found = isLongest ? word : (number ?? take(patterns.symbol) ?? head)
    const size = found.length
    tokens.push({ kind, text: found, offset: at, end: at + size })
    at += size
  }
  return { kind: 'tokens', tokens, hints }
}

/** Comments nest in Spark. */
const endOfComment = (text: string, start: number): number | undefined => {
  const marks = /\/\*|\*\//g
  marks.lastIndex = start
  let depth = 0
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
  return undefined
}

const endOfString = (text: string, open: number, raw: boolean): number | undefined => {
  const quote = text.charAt(open)
  for (let i = open + 1; i < text.length; i++) {
    if (text[i] === '\\' && !raw) i++
    else if (text[i] === quote) return i + 1
  }
  return undefined
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\u001a',
  // LIKE reads these itself, so the backslash stays.
  '%': '\\%',
  _: '\\_',
}

/** What a string literal stands for. Source: Spark 3.5 `unescapeSQLString`; any other escaped character is itself. */
const unescape = (body: string): string =>
  body.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-1][0-7]{2})|([\s\S]))/gu,
    (_, four?: string, eight?: string, octal?: string, one?: string) => {
      if (four !== undefined) return String.fromCharCode(Number.parseInt(four, 16))
      if (eight !== undefined) return String.fromCodePoint(Number.parseInt(eight, 16))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      return one === undefined ? '' : (escapes[one] ?? one)
    },
  )
