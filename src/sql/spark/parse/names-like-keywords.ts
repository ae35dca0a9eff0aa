import { symbolOf, type Token, wordOf } from './tokens.ts'

/*
 * Spark reserves no word: `order`, `limit` or `case` may be a column without backticks, or an alias behind AS. Where a
 * value must begin, and what is behind the word follows a value, it is a name, and is written as one in quotes before
 * anybody reads it. What is not certainly a name stays a keyword. Tables, and aliases without AS, are told in
 * `name-places.ts`.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Where a value may stand. */
const values = words(`
  all alter binary case cast create cross cube delete distinct div drop except exists from having inner insert
  intersect into join lateral limit minus msck natural on order qualify repair rollup select set tablesample top
  try_cast union using values where with group
`)

/** Those behind which a value begins, and those which begin a query in a bracket or behind UNION ALL. */
const openers = words('all case distinct')
const queries = words('from select values with')
/** What joins two tables, which Spark does not take for the alias of one. */
const joins = words('cross except inner intersect join lateral minus natural on union using')

/** Behind AS. */
const aliases = words(`
  alter and as between collate create cross delete div drop except fetch from glob group having ilike in inner insert
  intersect into join lateral like limit minus msck natural not on operator or order percent qualify regexp repair
  rlike select set tablesample union using values where with
`)

const symbolsBefore = words('( , [ = == <> != < <= > >= <=> || | & ^ + - / % ~ *')
const wordsBefore = words(
  'select distinct all and or not when then else case between by on where having like ilike rlike regexp limit offset div',
)
const symbolsBehind = words(', ) ] = == <> != < <= > >= <=> || | & ^ / %')
const wordsBehind = words('as is in between like ilike rlike regexp and or when then else end asc desc')

/** The tokens with the names among the words that could be keywords in quotes. */
export const namesLikeKeywords = (tokens: readonly Token[]): readonly Token[] => {
  const result: Token[] = []
  const outer: Clause[] = []
  let clause: Clause = 'none'
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'symbol') {
      if (token.text === '(') {
        outer.push(clause)
        clause = 'none'
      } else if (token.text === ')') clause = outer.pop() ?? 'none'
    } else if (token.kind === 'word') {
      const place: Place = { tokens, result, at, clause }
      if (isNameHere(place, token.text.toLowerCase())) {
        result.push({ ...token, kind: 'quoted' })
        continue
      }
      clause = clauseOf(place, token.text.toLowerCase())
    }
    result.push(token)
  }
  return result
}

type Clause = 'select' | 'from' | 'none'

type Place = {
  readonly tokens: readonly Token[]
  /** What was decided of those before. */
  readonly result: readonly Token[]
  readonly at: number
  readonly clause: Clause
}

const clauseOf = ({ clause }: Place, word: string): Clause => {
  if (word === 'select') return 'select'
  if (word === 'from') return clause === 'none' ? 'none' : 'from'
  return /^(?:where|group|having|order|limit|window|union|except|minus|intersect|sort|cluster|distribute)$/.test(
    word,
  )
    ? 'none'
    : clause
}

const isNameHere = (place: Place, word: string): boolean => {
  const { tokens, result, at, clause } = place
  const [previous, next] = [result[at - 1], tokens[at + 1]]
  if (symbolOf(previous) === '.') return values.has(word) || aliases.has(word)
  if (previous === undefined || /^[.(]$/.test(symbolOf(next))) return false
  if (word === 'where' && symbolOf(previous) === '(' && wordOf(result[at - 2]) === 'filter') return false
  if (wordOf(previous) === 'as' && endsValue(result, at - 2))
    return aliases.has(word) && !(clause === 'from' && joins.has(word))
  return beginsValue(result, at) && isValue(place, word)
}

const isValue = (place: Place, word: string): boolean => {
  if (!values.has(word)) return false
  const { tokens, result, at, clause } = place
  const [next, second] = [tokens[at + 1], tokens[at + 2]]
  // IS NOT DISTINCT FROM, GROUP BY ALL and LIMIT ALL.
  if (word === 'distinct' && wordOf(result[at - 1]) === 'not' && wordOf(result[at - 2]) === 'is') return false
  if (word === 'all' && /^(?:by|limit)$/.test(wordOf(result[at - 1]))) return false
  // The type, inside of another one.
  const before = symbolOf(result[at - 1])
  if (word === 'binary' && /^[<,:]$/.test(before) && (before !== ',' || symbolOf(next) === '>')) return false
  if (mayFollow(place, word) || (word === 'case' && !hasWhen(tokens, at + 1))) return true
  // A name and its alias.
  return (
    clause === 'select' &&
    !openers.has(word) &&
    !queries.has(word) &&
    isName(next) &&
    (second === undefined || /^[,)]$/.test(symbolOf(second)) || wordOf(second) === 'from')
  )
}

/** Whether what stands behind a word follows a value. */
const mayFollow = ({ tokens, result, at }: Place, word: string): boolean => {
  const next = tokens[at + 1]
  if (next === undefined) return true
  const opens =
    openers.has(word) ||
    (queries.has(word) && /^(?:\(|all|distinct|from|join)$/i.test(result[at - 1]?.text ?? ''))
  if (next.kind === 'symbol') return symbolsBehind.has(next.text) || (!opens && /^[-+*[]$/.test(next.text))
  if (next.kind !== 'word') return false
  if (wordsBehind.has(wordOf(next)) && !(word === 'case' && wordOf(next) === 'when')) return true
  return (wordOf(next) === 'not' && !opens) || beginsClause(tokens, at + 1)
}

/** Whether WHEN stands behind CASE, before what is around both goes on. */
const hasWhen = (tokens: readonly Token[], from: number): boolean => {
  let depth = 0
  for (let at = from; at < tokens.length; at++) {
    const symbol = symbolOf(tokens[at])
    if (symbol === '(' || symbol === '[') depth++
    else if (symbol === ')' || symbol === ']') depth--
    if (depth < 0 || (depth === 0 && symbol === ',')) return false
    if (depth === 0 && wordOf(tokens[at]) === 'when') return true
  }
  return false
}

const beginsClause = (tokens: readonly Token[], at: number): boolean => {
  const [word, next] = [wordOf(tokens[at]), tokens[at + 1]]
  if (/^(?:from|where|having)$/.test(word)) return next !== undefined && !/^[,)]$/.test(symbolOf(next))
  if (/^(?:group|order|sort|cluster|distribute)$/.test(word)) return wordOf(next) === 'by'
  if (word === 'limit') return next?.kind === 'number'
  return (
    /^(?:union|except|minus|intersect)$/.test(word) &&
    (symbolOf(next) === '(' || /^(?:select|all|distinct|values|from|table)$/.test(wordOf(next)))
  )
}

const isName = (token: Token | undefined): boolean =>
  token?.kind === 'quoted' ||
  (token?.kind === 'word' && !values.has(wordOf(token)) && !wordsBehind.has(wordOf(token)))

/** Whether a value must begin at a place. */
const beginsValue = (result: readonly Token[], at: number): boolean => {
  const previous = result[at - 1]
  return symbolOf(previous) === '*'
    ? !isStar(result, at - 1)
    : symbolsBefore.has(symbolOf(previous)) || wordsBefore.has(wordOf(previous))
}

/** All columns, not a product. */
const isStar = (result: readonly Token[], at: number): boolean =>
  /^[,(.]$/.test(symbolOf(result[at - 1])) || /^(?:select|distinct|all)$/.test(wordOf(result[at - 1]))

const endsValue = (result: readonly Token[], at: number): boolean => {
  const token = result[at]
  if (token === undefined) return false
  if (token.kind === 'symbol') return /^[)\]]$/.test(token.text) || (token.text === '*' && isStar(result, at))
  return !(
    wordsBefore.has(wordOf(token)) ||
    /^(?:from|join|as|with|in|is|using|over|union|except|minus|intersect|lateral|cross|inner|natural|left|right|full|outer|semi|anti)$/.test(
      wordOf(token),
    )
  )
}
