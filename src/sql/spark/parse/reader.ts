import type { Normalized } from './normalize.ts'
import { isFields, startOf } from './node.ts'
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
  const span = isFields(fields['span']) ? fields['span'] : {}
  const at = typeof span['start'] === 'number' ? span['start'] : 0
  return { text: reader.normalized.tokenOf(written)?.text ?? written, span: reader.normalized.spanAt(at) }
}

export const spanOf = (reader: Reader, node: unknown): Span => reader.normalized.spanAt(startOf(node) ?? 0)
