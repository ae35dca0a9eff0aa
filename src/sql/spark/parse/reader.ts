import type { Normalized } from './normalize.ts'
import { type Fields, isFields, listOf, startOf } from './node.ts'
import { Misformed } from '../refusals.ts'
import type { Token } from './tokens.ts'
import type { Name, Query, Span } from '../tree.ts'

export type Reader = {
  readonly normalized: Normalized
  readonly tokens: readonly Token[]
  readonly query: (node: unknown) => Query
  /** The node of what stands behind the NOT of a text that the parser has left as it was. */
  readonly raw: (sql: string) => unknown
}

export const readName = (reader: Reader, node: unknown): Name => {
  const fields = isFields(node) ? node : {}
  const written = String(fields['name'] ?? '')
  const place = isFields(fields['span']) ? fields['span'] : {}
  const at = typeof place['start'] === 'number' ? place['start'] : 0
  const token = reader.normalized.tokenOf(written)
  const span = reader.normalized.spanAt(at)
  if (token?.kind === 'string') {
    const mistake = new Misformed(`a text in the place of a name`, `write it in backticks: \`${token.text}\``)
    mistake.span = span
    throw mistake
  }
  return { text: token?.text ?? written, span }
}

export const namesOf = (reader: Reader, fields: Fields, key: string): readonly string[] =>
  listOf(fields, key).map((name) => readName(reader, name).text)

/** The tokens beside the one that stands at a place; undefined where none does. */
export const tokensBeside = (
  { tokens }: Reader,
  { offset }: Span,
): { readonly before: Token | undefined; readonly behind: Token | undefined } | undefined => {
  const at = tokens.findIndex((token) => token.offset === offset)
  return at < 0 ? undefined : { before: tokens[at - 1], behind: tokens[at + 1] }
}

export const spanOf = (reader: Reader, node: unknown): Span => reader.normalized.spanAt(startOf(node) ?? 0)
