import { isPlainName } from './plain/reserved-words.ts'
import { intervalAt } from './read-interval.ts'
import { isName, isSymbol, isWord, type Token } from './tokens.ts'
import { operators, valueBefore } from './value-ends.ts'

/*
 * Words of the parser's many dialects that stand where Spark has a name and nothing else: before a dot, behind a value of
 * SELECT, as a table of FROM and behind one. They come to the parser in quotes.
 */

/** The query around a token, as far as it is read. */
type Place = {
  clause: 'items' | 'from' | 'other'
  /** What may follow in FROM: a table, the alias of one, or neither. */
  expected: 'table' | 'alias' | 'neither'
  /** How many CASE are open among the items. */
  cases: number
  /** Whether a comma in FROM stands between rows of VALUES, which need no brackets. */
  rows: boolean
}

const place = (): Place => ({ clause: 'other', expected: 'neither', cases: 0, rows: false })

/** What Spark lets stand for no table, and what begins one without being its name. */
const noTable = /^(?:lateral|values|select|with|from|table)$/i
/** What Spark reads as a join or a set operation behind a table, also behind AS. Source: strictNonReserved of its grammar. */
export const joining =
  /^(?:anti|cross|except|full|inner|intersect|join|lateral|left|minus|natural|on|right|semi|union|using)$/i
/** What more likely begins a condition than is an alias, and AS. */
const rarelyAlias = /^(?:as|having|where)$/i
/** What begins a clause with the bracket behind it. */
const beforeBracket = /^(?:limit|offset|pivot|tablesample|unpivot|values)$/i
const behindTable =
  /^(?:anti|cluster|cross|distribute|except|full|group|having|inner|intersect|join|lateral|left|limit|minus|natural|offset|on|order|pivot|right|semi|sort|tablesample|union|unpivot|using|where|window)$/i
const behindItems =
  /^(?:cluster|distribute|except|group|having|intersect|lateral|limit|minus|offset|order|sort|union|where|window)$/i
const sampled = /^(?:tablesample|pivot|unpivot)$/i

/** The tokens with such words in quotes. */
export const quotedNames = (tokens: readonly Token[]): readonly Token[] => {
  const result: Token[] = []
  const outer: Place[] = []
  let here = place()
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined) break
    const interval = intervalAt(tokens, i)
    if (interval !== undefined) {
      result.push(...tokens.slice(i, interval.end))
      i = interval.end - 1
      continue
    }
    if (isSymbol(token, '(')) {
      outer.push(here)
      here = place()
    } else if (isSymbol(token, ')')) {
      here = outer.pop() ?? place()
      if (here.expected === 'table') here.expected = 'alias'
    } else if (isSymbol(token, ',') && here.clause === 'from') here.expected = 'table'
    const isNamed = token.kind === 'word' && isOther(token) && isNamePlace(tokens, i, here)
    // Behind VALUES the parser takes a quoted alias with AS only.
    const isAlias = here.expected === 'alias' && (isNamed || token.kind === 'quoted')
    if (isAlias && !/^(?:as|[.])$/i.test(tokens[i - 1]?.text ?? ''))
      result.push({ ...token, kind: 'word', text: 'AS' })
    if (isName(token) && !isSymbol(tokens[i - 1], '.')) step(tokens, i, here, isNamed)
    result.push(isNamed ? { ...token, kind: 'quoted' } : token)
  }
  return result
}

const isOther = ({ text }: Token): boolean => !isPlainName(text.toLowerCase())

const isNamePlace = (tokens: readonly Token[], at: number, here: Place): boolean => {
  const { clause, expected, cases, rows } = here
  const [previous, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  if (isSymbol(previous, '.')) return false
  if (isSymbol(next, '.')) return !isWord(token, /^(?:null|true|false)$/i)
  const ends = next === undefined || isSymbol(next, ',') || isSymbol(next, ')')
  if (clause === 'items')
    return (
      cases === 0 &&
      !isWord(token, /^as$/i) &&
      (ends || isWord(next, /^from$/i)) &&
      valueBefore(tokens, at) &&
      !isWord(previous, /^(?:as|ignore|over|respect)$/i)
    )
  if (clause !== 'from')
    // A query of WITH.
    return (
      isWord(next, /^as$/i) &&
      isSymbol(tokens[at + 2], '(') &&
      (isWord(previous, /^with$/i) || isSymbol(previous, ','))
    )
  if (expected === 'table')
    return !rows && !isWord(token, noTable) && !isSymbol(next, '(') && next?.kind !== 'string'
  if (expected !== 'alias' || isWord(token, joining) || isWord(token, rarelyAlias)) return false
  return ends || isWord(next, behindTable) || (isSymbol(next, '(') && !isWord(token, beforeBracket))
}

/** What follows a word, or a name where one stands. */
const step = (tokens: readonly Token[], at: number, here: Place, isNamed: boolean): void => {
  const [previous, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  const is = (words: RegExp): boolean => !isNamed && isWord(token, words)
  const begins = previous === undefined || isSymbol(previous, '(') || isSymbol(previous, ')')
  // The alias of a value, whatever it says.
  if (here.clause === 'items' && isWord(previous, /^as$/i)) return
  if (is(/^select$/i)) Object.assign(here, { clause: 'items', expected: 'neither', cases: 0 })
  else if (is(/^from$/i) && (begins || (here.clause === 'items' && !isWord(previous, /^distinct$/i))))
    Object.assign(here, { clause: 'from', expected: 'table' })
  else if (here.clause === 'items') {
    if (is(/^case$/i)) here.cases++
    else if (is(/^end$/i) && here.cases > 0) here.cases--
    else if (is(behindItems) && (valueBefore(tokens, at) || isSymbol(previous, '*'))) here.clause = 'other'
  } else if (here.clause === 'from') {
    if (is(/^join$/i)) Object.assign(here, { expected: 'table', rows: false })
    else if (here.expected === 'table' && here.rows) {
      if (is(/^as$/i)) Object.assign(here, { expected: 'alias', rows: false })
      else if (is(behindItems)) Object.assign(here, { clause: 'other', expected: 'neither', rows: false })
    } else if (here.expected === 'table') {
      if (is(/^values$/i)) here.rows = true
      else if (!is(/^lateral$/i)) here.expected = 'alias'
    } else if (is(sampled) && isSymbol(next, '(')) return
    else {
      if (here.expected === 'alias' && !is(operators)) here.rows = false
      here.expected = here.expected === 'alias' && is(/^as$/i) ? 'alias' : 'neither'
      if (is(behindItems)) here.clause = 'other'
    }
  }
}
