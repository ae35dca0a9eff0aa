import { castTypes } from './cast-types.ts'
import { foreignForm } from './foreign-forms.ts'
import { readableForms } from './forms.ts'
import { foreignHint } from './hints.ts'
import { loadParser } from './load-parser.ts'
import { normalize } from './normalize.ts'
import { namesLikeKeywords } from './names-like-keywords.ts'
import { isFields, Unsupported } from './node.ts'
import { readPlainStatement } from './plain/read-statement.ts'
import type { Reader } from './reader.ts'
import { readQuery } from './read-query.ts'
import { readRaw } from './read-raw.ts'
import { isSymbol, isWord, type Token, tokenize } from './tokens.ts'
import { Refused } from '../refusals.ts'
import type { Query, Span } from '../tree.ts'

export type Parsed =
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'cache'; readonly table: string }
  | { readonly kind: 'several'; readonly offset: number; readonly length: number }
  | { readonly kind: 'other'; readonly statement: string; readonly offset: number; readonly length: number }
  | { readonly kind: 'syntax'; readonly reason: string; readonly offset: number; readonly length: number }

/** Parses one statement of Spark SQL. */
export const parseStatement = async (text: string): Promise<Parsed> => {
  const readable = readableTokens(text)
  if (readable.kind !== 'tokens') return readable
  const plain = readPlainStatement(readable.tokens)
  return plain === undefined ? parseTokens(readable.tokens) : { kind: 'query', query: plain }
}

/** The tokens of a statement that may be a query, or what it is instead. */
export const readableTokens = (
  text: string,
): Parsed | { readonly kind: 'tokens'; readonly tokens: readonly Token[] } => {
  const setting = settingInText.exec(text)
  if (setting !== null)
    return {
      kind: 'syntax',
      reason: `Spark puts a setting, or nothing, in the place of ${setting[0]}; write it as concat('$', …)`,
      offset: setting.index,
      length: setting[0].length,
    }
  const scanned = tokenize(text)
  if (scanned.kind === 'unclosed')
    return {
      kind: 'syntax',
      reason: `this ${scanned.what} is never closed`,
      offset: scanned.offset,
      length: 1,
    }
  const tokens = namesLikeKeywords(withoutLastSemicolon(scanned.tokens))
  const early = classify(tokens)
  if (early !== undefined) return early
  const foreign = foreignHint(scanned.tokens, scanned.hints) ?? foreignForm(tokens)
  return foreign === undefined ? { kind: 'tokens', tokens } : { kind: 'syntax', ...foreign }
}

/** By the parser of all of Spark SQL, which is loaded on the first call. */
export const parseTokens = async (written: readonly Token[]): Promise<Parsed> => {
  const tokens = readableForms(written)
  const normalized = normalize(tokens)
  const { parse, Dialect } = await loadParser()
  const result = parse(normalized.text, Dialect.Spark)
  const tree: unknown = result.ast
  if (!result.success || !Array.isArray(tree)) {
    const at = normalized.spanAt(result.errorStart ?? 0)
    return { kind: 'syntax', reason: reasonAt(tokens, at.offset), ...at }
  }
  const reader: Reader = {
    normalized,
    tokens,
    query: (node) => readQuery(reader, node),
    raw: (sql) => readRaw(normalized.text, sql, (part) => parse(part, Dialect.Spark)),
  }
  const [first] = tree
  try {
    return { kind: 'query', query: readQuery(reader, isFields(first) ? first : {}) }
  } catch (error) {
    if (error instanceof Unsupported && error.at !== undefined) error.span ??= normalized.spanAt(error.at)
    if (error instanceof Refused) error.span ??= placeOfWord(written, error.word)
    throw error
  }
}

/** Wherever it stands, in texts and comments too. Source: ConfigReader. */
const settingInText = /\$\{(?:\w+?:)?\S+?\}/

const withoutLastSemicolon = (tokens: readonly Token[]): readonly Token[] => {
  const end = tokens.findLastIndex((token) => token.text !== ';' || token.kind !== 'symbol')
  return tokens.slice(0, end + 1)
}

/** The one place where a word stands. */
const placeOfWord = (tokens: readonly Token[], word: string | undefined): Span | undefined => {
  const found = tokens.filter(
    ({ kind, text }) => kind !== 'string' && text.toLowerCase() === word?.toLowerCase(),
  )
  const [only, another] = found
  return only === undefined || another !== undefined ? undefined : spanOf(only)
}

const spanOf = (token: Token) => ({ offset: token.offset, length: token.end - token.offset })

/** What can be said before the parser is loaded, and what the parser would let pass. */
const classify = (tokens: readonly Token[]): Parsed | undefined => {
  const [first, second] = tokens
  if (first === undefined) return { kind: 'syntax', reason: 'there is no statement', offset: 0, length: 0 }
  const semicolon = tokens.findIndex((token) => token.kind === 'symbol' && token.text === ';')
  const after = tokens[semicolon + 1]
  if (semicolon >= 0 && after !== undefined) return { kind: 'several', ...spanOf(after) }
  const word = first.text.toLowerCase()
  if (word === 'cache' || word === 'uncache')
    return {
      kind: 'cache',
      table: tokens.findLast((token) => token.kind === 'word' || token.kind === 'quoted')?.text ?? '',
    }
  const starts = first.text === '(' || /^(?:select|with|values|from|table)$/.test(word)
  if (!starts || first.kind === 'string')
    return {
      kind: 'other',
      statement:
        [first, second]
          .flatMap((token) => (token?.kind === 'word' ? [token.text.toUpperCase()] : []))
          .join(' ') || `"${first.text}"`,
      ...spanOf(first),
    }
  // The parser forgives a comma before a closing word; Spark does not.
  const trailing = tokens.findIndex(
    (token, i) => isSymbol(token, ',') && endsList(tokens, i + 1) && !isInType(tokens, i),
  )
  const comma = tokens[trailing]
  return comma === undefined
    ? undefined
    : { kind: 'syntax', reason: 'nothing follows this comma', ...spanOf(comma) }
}

const endsList = (tokens: readonly Token[], at: number): boolean =>
  tokens[at] === undefined || isSymbol(tokens[at], ')') || isWord(tokens[at], /^from$/i)

/** Whether a comma stands between the members of a type, of which one may be called from. */
const isInType = (tokens: readonly Token[], at: number): boolean =>
  [...castTypes(tokens).values()].some(({ start, end }) => start < at && at < end)

const reasonAt = (tokens: readonly Token[], offset: number): string => {
  const token = tokens.find((candidate) => candidate.offset === offset)
  return token === undefined ? 'the statement is not complete' : `"${token.text}" is not expected here`
}
