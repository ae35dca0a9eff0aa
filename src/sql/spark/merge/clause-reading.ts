import { type Diagnostic, diagnose, type Place } from '../../../diagnostics/index.ts'
import { sliceText, type SourceText } from '../../source-text.ts'
import type { NestedToken } from '../parse/nested-tokens.ts'

/** A `whenClause` on its way to clauses, and who is told what is wrong with it. */
export type ClauseReading = { readonly when: SourceText; readonly report: (found: Diagnostic) => void }

/** The text of neighbouring tokens with what stands between them; undefined for none. */
export const textOfTokens = (
  { when }: ClauseReading,
  tokens: readonly NestedToken[],
): SourceText | undefined => {
  const [first] = tokens
  const last = tokens.at(-1)
  return first === undefined || last === undefined ? undefined : sliceText(when, first.offset, last.end)
}

/** Reports that something else is needed where the token at `at` stands; beyond the last, where that one ends. */
export const wrong = (
  { when, report }: ClauseReading,
  expected: string,
  tokens: readonly NestedToken[],
  at: number,
): undefined => {
  const token = tokens[at]
  const end = tokens.at(-1)?.end ?? when.text.length
  const place =
    token === undefined
      ? when.place(Math.max(0, end - 1), 1)
      : when.place(token.offset, token.end - token.offset)
  const found = token === undefined ? undefined : when.text.slice(token.offset, token.end)
  report(diagnose('MR1420', { expected, found }, place))
  return undefined
}

/** Reports something that Spark allows and this release does not. */
export const unsupported = (
  reading: ClauseReading,
  clause: string,
  tokens: readonly NestedToken[],
  next: string,
): undefined => {
  reading.report(diagnose('MR1374', { clause, next }, spanOf(reading, tokens)))
  return undefined
}

/** From the first of the tokens to the last. */
export const spanOf = ({ when }: ClauseReading, tokens: readonly NestedToken[]): Place => {
  const first = tokens[0]?.offset ?? 0
  return when.place(first, (tokens.at(-1)?.end ?? first) - first)
}
