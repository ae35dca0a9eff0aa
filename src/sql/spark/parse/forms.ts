import { quotedNames } from './name-places.ts'
import { intervalAt } from './read-interval.ts'
import { isName, isSymbol, isWord, type Token } from './tokens.ts'
import { operators, valueBefore } from './value-ends.ts'
import { bracketedCalls } from './window-members.ts'

/*
 * Forms of Spark's grammar that the parser does not read, written as forms that it does. Every token that is added
 * stands where the one beside it stands.
 */

/** The tokens in the parser's grammar. */
export const readableForms = (tokens: readonly Token[]): readonly Token[] =>
  [named, tables, quotedNames, rows, withAs, rotated, plus, ignoring, bracketedCalls].reduce<
    readonly Token[]
  >((all, rewrite) => rewrite(all), tokens)

const beside = (token: Token, kind: Token['kind'], text: string): Token => ({ ...token, kind, text })

/** Whether Spark takes IDENTIFIER('a') here: for a column, a function or a table, whose name it is as a whole. */
const mayBeIdentifier = (tokens: readonly Token[], at: number): boolean =>
  !isWord(tokens[at - 1], /^(?:over|with|as)$/i) &&
  !isWord(tokens[at - 2], /^using$/i) &&
  !isSymbol(tokens[at + 4], '.') &&
  /^(?:`(?:[^`]|``)+`|\w+)(?:[.](?:`(?:[^`]|``)+`|\w+))*$/u.test(tokens[at + 2]?.text ?? '')

/** How many tokens behind `trim` say no more than its other name does: `(`, LEADING and FROM. */
const wordsOfTrim = (tokens: readonly Token[], at: number): number => {
  if (!isWord(tokens[at], /^trim$/i) || !isSymbol(tokens[at + 1], '(')) return 0
  if (isWord(tokens[at + 2], /^from$/i)) return 2
  return isWord(tokens[at + 2], /^(?:both|leading|trailing)$/i) && isWord(tokens[at + 3], /^from$/i) ? 3 : 0
}

const trims: Readonly<Record<string, string>> = { leading: 'ltrim', trailing: 'rtrim' }

/** trim(LEADING FROM a) is ltrim(a), IDENTIFIER('a.b') is a name, `f(ALL x)` is f(x), `a !< b` is a >= b; REPEATABLE says nothing about whole tables. */
const named = (tokens: readonly Token[]): readonly Token[] => {
  const result: Token[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined) break
    const [next, inner, close] = [tokens[i + 1], tokens[i + 2], tokens[i + 3]]
    const opened = isSymbol(next, '(')
    const member = isSymbol(tokens[i - 1], '.')
    const trimmed = wordsOfTrim(tokens, i)
    if (trimmed > 0 && next !== undefined) {
      result.push({ ...token, text: trims[inner?.text.toLowerCase() ?? ''] ?? token.text }, next)
      i += trimmed
    } else if (
      isWord(token, /^identifier$/i) &&
      !member &&
      mayBeIdentifier(tokens, i) &&
      opened &&
      inner?.kind === 'string' &&
      isSymbol(close, ')')
    ) {
      const parts = [...inner.text.matchAll(/`((?:[^`]|``)*)`|[^.]+/g)].map(
        ([all, quoted]) => quoted?.replaceAll('``', '`') ?? all,
      )
      const kind = isSymbol(tokens[i + 4], '(') ? 'word' : 'quoted'
      for (const [at, part] of parts.entries())
        result.push(...(at === 0 ? [] : [beside(inner, 'symbol', '.')]), beside(inner, kind, part))
      i += 3
    } else if (isWord(token, /^repeatable$/i) && opened && isSymbol(close, ')')) i += 3
    else if (
      isWord(token, /^all$/i) &&
      isSymbol(tokens[i - 1], '(') &&
      isName(tokens[i - 2]) &&
      !isWord(tokens[i - 2], operators) &&
      next !== undefined &&
      (next.kind !== 'symbol' || opened)
    )
      continue
    else if (isSymbol(token, '!<') || isSymbol(token, '!>'))
      result.push({ ...token, text: token.text === '!<' ? '>=' : '<=' })
    else result.push(token)
  }
  return result
}

/** Whether a query may begin here. */
export const beginsQuery = (tokens: readonly Token[], at: number): boolean => {
  const previous = tokens[at - 1]
  return (
    previous === undefined ||
    isSymbol(previous, '(') ||
    isWord(previous, /^(?:union|except|minus|intersect)$/i) ||
    (isWord(previous, /^(?:all|distinct)$/i) &&
      isWord(tokens[at - 2], /^(?:union|except|minus|intersect)$/i)) ||
    (isSymbol(previous, ')') && isWord(tokens[0], /^with$/i))
  )
}

/** TABLE t is SELECT * FROM t, and VALUES … is SELECT * FROM VALUES …, where a query may stand. */
const tables = (tokens: readonly Token[]): readonly Token[] =>
  tokens.flatMap((token, i) => {
    const previous = tokens[i - 1]
    if (!beginsQuery(tokens, i)) return [token]
    const head = [
      beside(token, 'word', 'SELECT'),
      beside(token, 'symbol', '*'),
      beside(token, 'word', 'FROM'),
    ]
    if (isWord(token, /^table$/i) && isName(tokens[i + 1])) return head
    const inFrom = isSymbol(previous, '(') && isWord(tokens[i - 2], /^(?:from|join)$/i)
    return isWord(token, /^values$/i) && !inFrom && beginsRow(tokens, i + 1) ? [...head, token] : [token]
  })

/** Rows of VALUES may stand without brackets. */
const rows = (tokens: readonly Token[]): readonly Token[] => {
  const result: Token[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined) break
    result.push(token)
    if (!isWord(token, /^values$/i) || isSymbol(tokens[i - 1], '.') || !beginsRow(tokens, i + 1)) continue
    for (const row of rowsFrom(tokens, i + 1)) {
      const [first, last] = [tokens[row.start], tokens[row.end - 1]]
      if (first === undefined || last === undefined) break
      if (row.start > i + 1) result.push(beside(first, 'symbol', ','))
      const items = tokens.slice(row.start, row.end)
      result.push(
        ...(row.bracketed ? items : [beside(first, 'symbol', '('), ...items, beside(last, 'symbol', ')')]),
      )
      i = row.end - 1
    }
  }
  return result
}

/** Whether a row stands here, and not what follows a column that is called values. */
const beginsRow = (tokens: readonly Token[], at: number): boolean => {
  const token = tokens[at]
  if (token === undefined) return false
  if (token.kind === 'string' || token.kind === 'number') return true
  if (token.kind === 'symbol') return /^[-+(]$/.test(token.text)
  if (isWord(token, /^(?:case|null|true|false|interval|array|map|struct|named_struct|not)$/i)) return true
  const next = tokens[at + 1]
  return token.kind === 'word' && (next?.kind === 'string' || isSymbol(next, '('))
}

type Row = { readonly start: number; readonly end: number; readonly bracketed: boolean }

const rowsFrom = (tokens: readonly Token[], from: number): readonly Row[] => {
  const found: Row[] = []
  let depth = 0
  let start = from
  let groups = 0
  let i = from
  const close = (): void => {
    const bracketed = groups === 1 && isSymbol(tokens[start], '(') && isSymbol(tokens[i - 1], ')')
    found.push({ start, end: i, bracketed })
  }
  for (; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined) break
    const interval = intervalAt(tokens, i)
    if (interval !== undefined) {
      i = interval.end - 1
      continue
    }
    if (isSymbol(token, ')') && depth === 0) break
    if (depth === 0 && isSymbol(token, ',')) {
      close()
      start = i + 1
      groups = 0
      continue
    }
    // What stands behind a value and is no operator is an alias, or the next clause.
    if (depth === 0 && isName(token) && valueBefore(tokens, i) && !isWord(token, operators)) break
    if (depth === 0) groups++
    if (isSymbol(token, '(') || isSymbol(token, '[') || isWord(token, /^case$/i)) depth++
    else if (isSymbol(token, ')') || isSymbol(token, ']') || (depth > 0 && isWord(token, /^end$/i))) depth--
  }
  close()
  return found
}

/** A name right behind a value among the arguments of struct or the values of PIVOT is its alias, with or without AS. */
const withAs = (tokens: readonly Token[]): readonly Token[] => {
  const result: Token[] = []
  const open: string[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined) break
    const previous = tokens[i - 1]
    const interval = intervalAt(tokens, i)
    if (interval !== undefined) {
      result.push(...tokens.slice(i, interval.end))
      i = interval.end - 1
      continue
    }
    if (isSymbol(token, '(') || isSymbol(token, '[') || isWord(token, /^case$/i))
      open.push(
        isSymbol(token, '(') && isWord(previous, /^pivot$/i)
          ? 'pivot'
          : isSymbol(token, '(') &&
              (isWord(previous, /^struct$/i) || (open.at(-1) === 'pivot' && isWord(previous, /^in$/i)))
            ? 'named'
            : token.text,
      )
    else if (isSymbol(token, ')') || isSymbol(token, ']') || isWord(token, /^end$/i)) open.pop()
    else if (
      open.at(-1) === 'named' &&
      isName(token) &&
      !isWord(token, operators) &&
      !isWord(token, /^(?:as|over|filter|ignore|respect)$/i) &&
      valueBefore(tokens, i) &&
      !isWord(previous, /^as$/i) &&
      /^[,)]$/.test(tokens[i + 1]?.text ?? '')
    )
      result.push(beside(token, 'word', 'AS'))
    result.push(token)
  }
  return result
}

/** What PIVOT aggregates is more than one call: it stands in brackets, so that the parser reads it. */
const rotated = (tokens: readonly Token[]): readonly Token[] => {
  const result: Token[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined) break
    result.push(token)
    if (!isSymbol(token, '(') || !isWord(tokens[i - 1], /^pivot$/i)) continue
    for (let start = i + 1; ; ) {
      const end = endOfItem(tokens, start)
      const last = endOfValue(tokens, start, end)
      const [first, close] = [tokens[start], tokens[last - 1]]
      const isCall =
        isName(first) && isSymbol(tokens[start + 1], '(') && closes(tokens, start + 1) === last - 1
      const value = tokens.slice(start, last)
      if (isCall || first === undefined || close === undefined) result.push(...value)
      else result.push(beside(first, 'symbol', '('), ...value, beside(close, 'symbol', ')'))
      result.push(...tokens.slice(last, end))
      i = end - 1
      const comma = tokens[end]
      if (comma === undefined || !isSymbol(comma, ',')) break
      result.push(comma)
      start = end + 1
    }
  }
  return result
}

/** Where an item of PIVOT ends: at a comma, FOR or a bracket that is not its own. */
const endOfItem = (tokens: readonly Token[], start: number): number => {
  let at = start
  while (at < tokens.length) {
    const token = tokens[at]
    if (isSymbol(token, ',') || isSymbol(token, ')') || isWord(token, /^for$/i)) break
    at = isSymbol(token, '(') ? closes(tokens, at) + 1 : at + 1
  }
  return at
}

/** The place behind a value, whose alias may follow it. */
const endOfValue = (tokens: readonly Token[], start: number, end: number): number => {
  if (isWord(tokens[end - 2], /^as$/i)) return end - 2
  const last = tokens[end - 1]
  const isAlias = end - start > 1 && isName(last) && !isWord(last, /^end$/i) && valueBefore(tokens, end - 1)
  return isAlias ? end - 1 : end
}

/** The bracket that closes this one; the end of the statement where there is none. */
const closes = (tokens: readonly Token[], open: number): number => {
  let depth = 0
  for (let i = open; i < tokens.length; i++) {
    if (isSymbol(tokens[i], '(')) depth++
    else if (isSymbol(tokens[i], ')') && --depth === 0) return i
  }
  return tokens.length
}

/** first(a IGNORE NULLS) is first(a) IGNORE NULLS. */
const ignoring = (tokens: readonly Token[]): readonly Token[] => {
  const result = [...tokens]
  for (let i = 0; i < result.length; i++) {
    if (!isWord(result[i], /^(?:first|last|any_value)$/i) || !isSymbol(result[i + 1], '(')) continue
    const close = closes(result, i + 1)
    const [ignore, nulls, end] = result.slice(close - 2, close + 1)
    // Spark takes neither a window nor a filter behind it.
    if (
      !isWord(ignore, /^ignore$/i) ||
      !isWord(nulls, /^nulls$/i) ||
      isWord(result[close + 1], /^(?:over|filter)$/i)
    )
      continue
    if (ignore !== undefined && nulls !== undefined && end !== undefined)
      result.splice(close - 2, 3, end, ignore, nulls)
  }
  return result
}

/** How a unary plus comes to the parser, which would drop it: signs that nobody writes in this order. */
export const plusSigns = '- ~ - ~ - ~ - ~'.split(' ')

const plus = (tokens: readonly Token[]): readonly Token[] =>
  tokens.flatMap((token, i) =>
    isSymbol(token, '+') && !valueBefore(tokens, i)
      ? plusSigns.map((sign) => beside(token, 'symbol', sign))
      : [token],
  )
