import type { Foreign } from './foreign-words.ts'
import { beginsQuery } from './forms.ts'
import { isName, isSymbol, isWord, type Token, wordOf } from './tokens.ts'
import { operators, valueBefore } from './value-ends.ts'

/* Clauses that the parser reads in more places, in more orders or with more words than Spark does. */

type Check = (tokens: readonly Token[], at: number) => string | undefined

const isEnd = (token: Token | undefined): boolean => token === undefined || isSymbol(token, ')')

const checks: ReadonlyMap<string, Check> = new Map(
  Object.entries<Check>({
    rows: (tokens, at) => ofFrame(tokens, at),
    range: (tokens, at) => ofFrame(tokens, at),
    with: (tokens, at) =>
      isSymbol(tokens[at - 1], ')') &&
      isName(tokens[at + 1]) &&
      (wordOf(tokens[at + 2]) === 'as' || isSymbol(tokens[at + 2], '(')) &&
      !/^(?:rollup|cube)$/.test(wordOf(tokens[at + 1]))
        ? 'a statement has one WITH; put a comma between its queries'
        : undefined,
    table: (tokens, at) =>
      beginsQuery(tokens, at) && isName(tokens[at + 1]) && !isWord(tokens[at + 1], operators)
        ? ofTable(tokens, at + 1)
        : undefined,
    inner: (tokens, at) =>
      /^(?:left|right|full|cross)$/.test(wordOf(tokens[at - 1])) && wordOf(tokens[at + 1]) === 'join'
        ? `a join is either ${tokens[at - 1]?.text.toUpperCase()} or INNER`
        : undefined,
    all: (tokens, at) => ofGroups(tokens, at),
    and: (tokens, at) => beforeFrom(tokens, at),
    or: (tokens, at) => beforeFrom(tokens, at),
    over: (tokens, at) => beforeFrom(tokens, at),
    sounds: (tokens, at) =>
      wordOf(tokens[at + 1]) === 'like' && valueBefore(tokens, at)
        ? 'Spark has no SOUNDS LIKE; write soundex(a) = soundex(b)'
        : undefined,
    values: (tokens, at) =>
      wordOf(tokens[at - 2]) === 'in' && isSymbol(tokens[at - 1], '(') && isSymbol(tokens[at + 1], '(')
        ? ofListedValues(tokens, at + 1)
        : undefined,
  }),
)

/** A clause that Spark does not read so. */
export const foreignClause = (tokens: readonly Token[]): Foreign | undefined => {
  for (const [at, token] of tokens.entries()) {
    const reason = isSymbol(token, '*') ? ofStar(tokens, at) : checks.get(wordOf(token))?.(tokens, at)
    if (reason !== undefined) return { reason, offset: token.offset, length: token.end - token.offset }
  }
  return undefined
}

/** The parser reads a bound of a frame without its side as FOLLOWING. */
const ofFrame: Check = (tokens, at) => {
  const opens =
    valueBefore(tokens, at) || (isSymbol(tokens[at - 1], '(') && /^(?:over|as)$/.test(wordOf(tokens[at - 2])))
  if (!opens || wordOf(tokens[at + 1]) !== 'between') return undefined
  let depth = 0
  for (let i = at + 2; i < tokens.length; i++) {
    if (isSymbol(tokens[i], '(')) depth++
    const ends = depth === 0 && (isSymbol(tokens[i], ')') || wordOf(tokens[i]) === 'and')
    if (ends && !/^(?:preceding|following|row)$/.test(wordOf(tokens[i - 1])))
      return 'a bound of a frame is … PRECEDING, … FOLLOWING or CURRENT ROW'
    if (isSymbol(tokens[i], ')') && depth-- === 0) break
  }
  return undefined
}

/** TABLE t is a whole query: only what may follow a query follows it. */
const ofTable = (tokens: readonly Token[], from: number): string | undefined => {
  let at = from + 1
  while (isSymbol(tokens[at], '.')) at += 2
  return isEnd(tokens[at]) ||
    /^(?:order|sort|cluster|distribute|limit|offset|window|union|except|minus|intersect)$/.test(
      wordOf(tokens[at]),
    )
    ? undefined
    : 'TABLE t stands alone in Spark; write SELECT * FROM t'
}

const ofGroups: Check = (tokens, at) => {
  const next = tokens[at + 1]
  const begins =
    next?.kind === 'number' ||
    next?.kind === 'quoted' ||
    (next?.kind === 'word' &&
      !/^(?:having|order|sort|cluster|distribute|limit|offset|window|union|except|minus|intersect|with|grouping|lateral|select|from|where|insert|and|or|is|in|not|between|like|div)$/.test(
        wordOf(next),
      ))
  return wordOf(tokens[at - 1]) === 'by' && wordOf(tokens[at - 2]) === 'group' && begins
    ? `GROUP BY ${wordOf(tokens[at]).toUpperCase()} takes no columns behind it`
    : undefined
}

/** Spark reads `a AND FROM t` as the column FROM, which is called t. */
const beforeFrom: Check = (tokens, at) =>
  wordOf(tokens[at + 1]) === 'from' &&
  valueBefore(tokens, at) &&
  !isWord(tokens[at - 1], /^as$/i) &&
  isName(tokens[at + 2]) &&
  (isEnd(tokens[at + 3]) || /^(?:where|order|limit)$/.test(wordOf(tokens[at + 3])))
    ? `something is missing behind ${tokens[at]?.text.toUpperCase()}`
    : undefined

/** Spark reads IN (VALUES (1), (2)) as a list with a call of a function VALUES. */
const ofListedValues = (tokens: readonly Token[], from: number): string | undefined => {
  let depth = 0
  for (let i = from; i < tokens.length; i++) {
    if (isSymbol(tokens[i], '(')) depth++
    else if (isSymbol(tokens[i], ')')) {
      if (depth-- === 0)
        return 'Spark reads VALUES (…) in a list as a function; write IN (SELECT … FROM VALUES …)'
    } else if (depth === 0 && !isSymbol(tokens[i], ',')) return undefined
  }
  return undefined
}

const ofStar: Check = (tokens, at) =>
  /^(?:from|join)$/.test(wordOf(tokens[at - 2])) &&
  isName(tokens[at - 1]) &&
  (isEnd(tokens[at + 1]) || /^(?:where|group|order|limit|join)$/.test(wordOf(tokens[at + 1])))
    ? 'there is no star behind a table'
    : undefined
