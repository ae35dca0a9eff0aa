import { foreignCast } from './cast-types.ts'
import { foreignClause } from './foreign-clauses.ts'
import { misspelledCall } from './grammar-calls.ts'
import type { Foreign } from './foreign-words.ts'
import { symbolOf, type Token, wordOf } from './tokens.ts'
import { valueBefore } from './value-ends.ts'

type Check = (
  token: Token,
  next: Token | undefined,
  before: Token | undefined,
  at: number,
) => string | undefined

const typed =
  /^(?:time|timetz|timestamptz|datetime|n|b|u|e|binary|boolean|tinyint|smallint|int|bigint|float|double|decimal|string|varchar|char)$/

export const foreignForm = (tokens: readonly Token[]): Foreign | undefined => {
  const checks: readonly Check[] = [
    (token) => (symbolOf(token) === '::' ? 'Spark 3.5 has no "::"; write CAST(value AS type)' : undefined),
    (token) =>
      symbolOf(token) === '|>'
        ? 'Spark 3.5 has no pipe syntax ("|>"); name the steps by WITH, or make them subqueries'
        : undefined,
    (token, next) =>
      token.kind === 'word' && /[^\w]/.test(token.text)
        ? `a name with other characters than letters, digits and _ needs backticks: \`${token.text}\``
        : typed.test(wordOf(token)) && next?.kind === 'string'
          ? `there is no literal of type ${token.text.toUpperCase()}`
          : undefined,
    (token, _, __, at) =>
      symbolOf(token) === '~' && valueBefore(tokens, at)
        ? 'Spark has no operator "~" between two values; write RLIKE'
        : undefined,
    (token, next) =>
      symbolOf(token) === '[' && symbolOf(next) === ']' ? 'there is no index in these brackets' : undefined,
    (token, next) =>
      token.kind === 'number' &&
      token.text.includes('.') &&
      next?.kind === 'word' &&
      next.offset === token.end
        ? 'a name follows a number without a blank'
        : undefined,
    (token, next, before) =>
      wordOf(before) === 'limit' && token.kind === 'number'
        ? symbolOf(next) === ','
          ? 'LIMIT with a comma is not Spark SQL; write LIMIT count OFFSET rows'
          : wordOf(next) === 'percent' || symbolOf(next) === '%'
            ? 'LIMIT of a percentage is not Spark SQL'
            : undefined
        : undefined,
    (token, next, before) =>
      wordOf(before) === 'offset' && token.kind === 'number' && /^rows?$/.test(wordOf(next))
        ? 'OFFSET takes a number alone, without ROWS'
        : undefined,
    (token, _, before, at) =>
      wordOf(token) === 'limit' && before?.kind === 'number' && wordOf(tokens[at - 2]) === 'offset'
        ? 'LIMIT stands before OFFSET'
        : undefined,
    (token, next, _, at) =>
      wordOf(token) === 'with' && wordOf(next) === 'ties' && !/^(?:as|[(])$/i.test(tokens[at + 2]?.text ?? '')
        ? 'LIMIT … WITH TIES is not Spark SQL; number the rows by rank() and filter'
        : undefined,
    (token, _, before, at) =>
      wordOf(token) === 'distinct' && wordOf(before) === 'by' && wordOf(tokens[at - 2]) === 'group'
        ? 'GROUP BY DISTINCT is not Spark SQL; a column of that name needs backticks'
        : undefined,
    (token, next) =>
      wordOf(token) === 'escape' && next?.kind === 'string' && next.text.length !== 1
        ? 'ESCAPE takes one character'
        : undefined,
    (token, next, _, at) =>
      wordOf(token) === 'mod' && valueBefore(tokens, at) && beginsOperand(next)
        ? 'Spark has no operator MOD; write a % b or mod(a, b)'
        : undefined,
    (token, next) =>
      wordOf(token) === 'outer' && /^(?:semi|anti)$/.test(wordOf(next))
        ? `OUTER ${wordOf(next).toUpperCase()} is no join; write LEFT ${wordOf(next).toUpperCase()} JOIN`
        : undefined,
    (token, next, before, at) =>
      wordOf(token) === 'filter' &&
      symbolOf(before) === ')' &&
      symbolOf(next) === '(' &&
      wordOf(tokens[at + 2]) !== 'where'
        ? 'FILTER needs WHERE: FILTER (WHERE condition)'
        : undefined,
    (token, next, before, at) =>
      wordOf(token) === 'filter' &&
      wordOf(before) === 'nulls' &&
      /^(?:ignore|respect)$/.test(wordOf(tokens[at - 2])) &&
      symbolOf(next) === '('
        ? `FILTER stands before ${wordOf(tokens[at - 2]).toUpperCase()} NULLS`
        : undefined,
    (token, next, before, at) =>
      wordOf(token) === 'tablesample' &&
      before !== undefined &&
      before.kind !== 'symbol' &&
      !/^(?:from|join)$/.test(wordOf(tokens[at - 2])) &&
      !/^[.,(]$/.test(symbolOf(tokens[at - 2]))
        ? `TABLESAMPLE stands before the alias: TABLESAMPLE ${symbolOf(next)}…) AS ${before.text}`
        : undefined,
    (token, next, _, at) =>
      wordOf(token) === 'in' && symbolOf(next) === '(' && isTypedLiteral(tokens, at + 2)
        ? "Spark reads IN (SELECT 'text') as a list with a literal of type SELECT; write IN ('text')"
        : undefined,
    (token, next, before) =>
      wordOf(token) === 'using' && symbolOf(before) === ')' && next?.kind === 'string'
        ? 'TRANSFORM … USING runs a program beside Spark, which is not done here; write the expression in SQL'
        : undefined,
  ]
  for (const [at, token] of tokens.entries()) {
    if (!mayBeForeign(token)) continue
    for (const check of checks) {
      const reason = check(token, tokens[at + 1], tokens[at - 1], at)
      if (reason !== undefined) return { reason, offset: token.offset, length: token.end - token.offset }
    }
  }
  return withoutSelect(tokens) ?? foreignCast(tokens) ?? misspelledCall(tokens) ?? foreignClause(tokens)
}

/** Whether any of the checks is about such a token: most are about none, and this is asked of each. */
const mayBeForeign = ({ kind, text }: Token): boolean => {
  if (kind === 'word') return foreignWord.test(text)
  return kind === 'number' || (kind === 'symbol' && /^(?:::|[|]>|~|\[)$/.test(text))
}

const behindValue =
  /^(?:as|from|where|group|having|order|sort|limit|join|on|using|union|end|then|else|when|and|or)$/

/** Whether a token begins what an operator stands before, and no clause behind a value. */
const beginsOperand = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === 'symbol' ? token.text === '(' : token.kind !== 'word' || !behindValue.test(wordOf(token)))

const foreignWord =
  /[^\w]|^(?:time|timetz|timestamptz|datetime|n|b|u|e|binary|boolean|tinyint|smallint|int|bigint|float|double|decimal|string|varchar|char|outer|filter|tablesample|using|in|offset|with|distinct|escape|cast|try_cast|mod|limit)$/i

/** FROM t alone, or with INSERT behind it. */
const withoutSelect = (tokens: readonly Token[]): Foreign | undefined => {
  const [first] = tokens
  if (wordOf(first) !== 'from' || first === undefined) return undefined
  let depth = 0
  for (const token of tokens) {
    if (symbolOf(token) === '(') depth++
    if (symbolOf(token) === ')') depth--
    if (depth === 0 && wordOf(token) === 'select') return undefined
    if (depth === 0 && wordOf(token) === 'insert') break
  }
  const reason = 'FROM … needs a SELECT behind it; INSERT is the work of an output'
  return { reason, offset: first.offset, length: first.end - first.offset }
}

/** Whether SELECT, a text and what follows it up to a bracket are no query but values: no clause and no name is there. */
const isTypedLiteral = (tokens: readonly Token[], at: number): boolean => {
  if (wordOf(tokens[at]) !== 'select' || tokens[at + 1]?.kind !== 'string') return false
  const rest = tokens.slice(at + 1)
  const end = rest.findIndex((token) => symbolOf(token) === ')')
  return rest.slice(0, end).every(({ kind }) => kind !== 'word' && kind !== 'quoted')
}
