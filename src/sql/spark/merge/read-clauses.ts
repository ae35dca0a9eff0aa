import { diagnose, type Place } from '../../../diagnostics/index.ts'
import type { SourceText } from '../../source-text.ts'
import { type ClauseReading, spanOf, textOfTokens, unsupported, wrong } from './clause-reading.ts'
import { type Assignment, readInsert, readUpdate } from './read-assignments.ts'
import { isKeyword, isSymbol, type NestedToken, nestedTokens } from '../parse/nested-tokens.ts'

/**
 * What happens to a row. Conditions and values of an insert see the rows that are merged (`new`), all others see the
 * stored row (`old`) too. The first clause of its kind whose condition holds decides.
 */
export type SparkMergeClause = { readonly condition?: SourceText; readonly place: Place } & (
  | { readonly kind: 'update'; readonly set: 'all' | readonly Assignment[] }
  | { readonly kind: 'delete' }
  | { readonly kind: 'insert'; readonly values: 'all' | readonly Assignment[] }
)

/**
 * The clauses of a `whenClause`, the first WHEN of which may be left out. What cannot be read is reported, with its
 * place, and left out; what Spark refuses is an error here too. Source: Spark 3.5, SqlBaseParser.g4, mergeIntoTable.
 */
export const readClauses = (
  when: SourceText,
  report: ClauseReading['report'],
): readonly SparkMergeClause[] => {
  const scanned = nestedTokens(when.text)
  if (scanned.kind === 'unclosed') {
    const reason = `this ${scanned.what} is never closed`
    report(diagnose('MR2001', { reason }, when.place(scanned.offset, 1)))
    return []
  }
  const reading: ClauseReading = { when, report }
  const tokens = withoutSemicolon(scanned.tokens)
  const begin = tokens[0] !== undefined && isKeyword(tokens[0], 'WHEN') ? 1 : 0
  const clauses: SparkMergeClause[] = []
  let complete = true
  let clause: NestedToken[] = []
  const finish = (): void => {
    const read = readClause(reading, clause)
    if (read === undefined) complete = false
    else clauses.push(read)
    clause = []
  }
  for (const token of tokens.slice(begin)) {
    if (token.depth === 0 && isKeyword(token, 'WHEN')) finish()
    else clause.push(token)
  }
  finish()
  // Where a clause is missing, what is first and last of its kind is not known.
  if (complete) checkOrder(clauses, report)
  return clauses
}

const withoutSemicolon = (tokens: readonly NestedToken[]): readonly NestedToken[] =>
  tokens.slice(0, tokens.findLastIndex((token) => !isSymbol(token, ';')) + 1)

const readClause = (reading: ClauseReading, tokens: readonly NestedToken[]): SparkMergeClause | undefined => {
  const head = readHead(reading, tokens)
  if (head === undefined) return undefined
  const then = tokens.findIndex((token) => token.depth === 0 && isKeyword(token, 'THEN'))
  const next = tokens[head.length]
  const hasCondition = next !== undefined && isKeyword(next, 'AND')
  if (!hasCondition && then !== head.length) return wrong(reading, 'AND or THEN', tokens, head.length)
  if (then < 0) return wrong(reading, 'THEN', tokens, tokens.length)
  const condition = textOfTokens(reading, tokens.slice(head.length + 1, then))
  if (hasCondition && condition === undefined) return wrong(reading, 'a condition', tokens, then)
  const place = spanOf(reading, tokens)
  const common = { ...(hasCondition && condition !== undefined ? { condition } : {}), place }
  const action = tokens.slice(then + 1)
  return head.matched ? readMatched(reading, action, common) : readNotMatched(reading, action, common)
}

type Head = { readonly matched: boolean; readonly length: number }

const readHead = (reading: ClauseReading, tokens: readonly NestedToken[]): Head | undefined => {
  const word = (at: number): string | undefined => {
    const token = tokens[at]
    return token !== undefined && token.kind === 'word' ? token.text.toUpperCase() : undefined
  }
  if (word(0) === 'MATCHED') return { matched: true, length: 1 }
  if (word(0) !== 'NOT') return wrong(reading, 'MATCHED or NOT MATCHED', tokens, 0)
  if (word(1) !== 'MATCHED') return wrong(reading, 'MATCHED', tokens, 1)
  if (word(2) !== 'BY') return { matched: false, length: 2 }
  if (word(3) === 'TARGET') return { matched: false, length: 4 }
  if (word(3) !== 'SOURCE') return wrong(reading, 'TARGET or SOURCE', tokens, 3)
  const next = 'delete or update what has no new row in a job of its own'
  return unsupported(reading, 'NOT MATCHED BY SOURCE', tokens, next)
}

type Common = Pick<SparkMergeClause, 'condition' | 'place'>

const readMatched = (
  reading: ClauseReading,
  tokens: readonly NestedToken[],
  common: Common,
): SparkMergeClause | undefined => {
  const [verb] = tokens
  if (verb !== undefined && isKeyword(verb, 'DELETE')) {
    if (tokens.length > 1) return wrong(reading, 'WHEN or the end', tokens, 1)
    return { kind: 'delete', ...common }
  }
  if (verb === undefined || !isKeyword(verb, 'UPDATE')) return wrong(reading, 'UPDATE or DELETE', tokens, 0)
  const set = readUpdate(reading, tokens)
  return set === undefined ? undefined : { kind: 'update', set, ...common }
}

const readNotMatched = (
  reading: ClauseReading,
  tokens: readonly NestedToken[],
  common: Common,
): SparkMergeClause | undefined => {
  const [verb] = tokens
  if (verb === undefined || !isKeyword(verb, 'INSERT')) return wrong(reading, 'INSERT', tokens, 0)
  const values = readInsert(reading, tokens)
  return values === undefined ? undefined : { kind: 'insert', values, ...common }
}

const checkOrder = (clauses: readonly SparkMergeClause[], report: ClauseReading['report']): void => {
  const isInsert = ({ kind }: SparkMergeClause) => kind === 'insert'
  const firstInsert = clauses.findIndex(isInsert)
  const late = firstInsert < 0 ? undefined : clauses.slice(firstInsert).find((clause) => !isInsert(clause))
  if (late !== undefined) report(diagnose('MR1423', {}, late.place))
  for (const [kind, same] of [
    ['MATCHED', clauses.filter((clause) => !isInsert(clause))],
    ['NOT MATCHED', clauses.filter(isInsert)],
  ] as const)
    for (const { condition, place } of same.slice(0, -1))
      if (condition === undefined) report(diagnose('MR1424', { kind }, place))
}
