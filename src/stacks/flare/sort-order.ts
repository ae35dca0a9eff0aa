import { diagnose } from '../../diagnostics/index.ts'
import type { SourceText } from '../../sql/source-text.ts'
import {
  isKeyword,
  isName,
  isSymbol,
  type NestedToken,
  nestedTokens,
  splitTokens,
} from '../../sql/spark/parse/nested-tokens.ts'
import type { Report } from './reading.ts'

export type SortColumn = {
  readonly column: string
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last'
}

/**
 * Reads `id ASC NULLS LAST, updated_at DESC`, in brackets or without. NULL comes first going up and last going down,
 * as in Spark and Iceberg, unless it is said. What cannot be read is reported once (MR1442, or MR1309 for what Spark
 * reads and this release does not); the value is undefined then.
 */
export const readSortOrder = (
  text: SourceText,
  direction: SortColumn['direction'],
  report: Report,
): readonly SortColumn[] | undefined => {
  const fail = (reason: string, { offset, end }: Pick<NestedToken, 'offset' | 'end'>) => {
    report(diagnose('MR1442', { reason }, text.place(offset, end - offset)))
    return undefined
  }
  const whole = { offset: 0, end: text.text.length }
  const scanned = nestedTokens(text.text)
  if (scanned.kind === 'unclosed')
    return fail(`this ${scanned.what} is never closed`, { ...whole, offset: scanned.offset })
  const tokens = withoutBrackets(scanned.tokens)
  if (tokens.length === 0) return fail('it is empty', whole)
  const depth = tokens[0]?.depth ?? 0
  const columns: SortColumn[] = []
  for (const part of splitTokens(tokens, (token) => token.depth === depth && isSymbol(token, ','))) {
    const read = readColumn(part, direction)
    if (typeof read === 'string') return fail(read, spanOf(part) ?? whole)
    if ('unsupported' in read) {
      const { offset, end } = spanOf(part) ?? whole
      const { unsupported: what, next } = read
      report(diagnose('MR1309', { what, next }, text.place(offset, end - offset)))
      return undefined
    }
    columns.push(read)
  }
  return columns
}

const withoutBrackets = (tokens: readonly NestedToken[]): readonly NestedToken[] => {
  const [first] = tokens
  const last = tokens.at(-1)
  if (first === undefined || last === undefined || !isSymbol(first, '(') || !isSymbol(last, ')'))
    return tokens
  const inner = tokens.slice(1, -1)
  return inner.every(({ depth }) => depth > first.depth) ? withoutBrackets(inner) : tokens
}

const spanOf = (tokens: readonly NestedToken[]): Pick<NestedToken, 'offset' | 'end'> | undefined => {
  const [first] = tokens
  const last = tokens.at(-1)
  return first === undefined || last === undefined ? undefined : { offset: first.offset, end: last.end }
}

type Unsupported = { readonly unsupported: string; readonly next?: string }

/** A column, or why the tokens are none. */
const readColumn = (
  [name, ...rest]: readonly NestedToken[],
  usual: SortColumn['direction'],
): SortColumn | Unsupported | string => {
  if (name === undefined) return 'a column is missing'
  const [bracket] = rest
  if (bracket !== undefined && isSymbol(bracket, '(')) {
    if (isKeyword(name, 'ZORDER'))
      return {
        unsupported: 'sorting along a z-order curve',
        next: 'sort by the columns in turn, the most selective one first: a ASC, b ASC',
      }
    return { unsupported: `sorting by the transform ${name.text}` }
  }
  if (!isName(name)) return `"${name.text}" is no column`
  if (bracket !== undefined && isSymbol(bracket, '.'))
    return { unsupported: 'sorting by a field of a struct' }
  const words = rest.map((token) => (token.kind === 'word' ? token.text.toUpperCase() : token.text))
  const [, written, nulls] = /^(?:(ASC|DESC)(?: |$))?(?:NULLS (FIRST|LAST))?$/.exec(words.join(' ')) ?? []
  if (words.length > 0 && written === undefined && nulls === undefined)
    return `after "${name.text}" only ASC or DESC, and NULLS FIRST or NULLS LAST may follow`
  const direction = written === undefined ? usual : written === 'ASC' ? 'asc' : 'desc'
  const nullsDefault = direction === 'asc' ? 'first' : 'last'
  return {
    column: name.text,
    direction,
    nulls: nulls === undefined ? nullsDefault : nulls === 'FIRST' ? 'first' : 'last',
  }
}
