import type { QueryPart } from './query-parts.ts'

/** One difference in what two statements say. Both texts are there where a part was changed. */
export type StatementChange = {
  readonly within: string
  readonly kind: QueryPart['kind'] | 'statement'
  /** The column, join or window that the part is about; empty where there can be one only. */
  readonly name: string
  readonly before: string | undefined
  readonly after: string | undefined
}
