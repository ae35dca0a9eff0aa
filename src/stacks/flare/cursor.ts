import type { Place } from '../../diagnostics/index.ts'
import type { Document, NodePath } from '../../manifest/document.ts'
import { detachedText, type SourceText } from '../../sql/source-text.ts'

/**
 * A node of a document on the way down: its value, and where it stands. A job is put together from several
 * documents and several spellings, so each piece carries its own origin.
 */
export type Cursor = { readonly document: Document; readonly path: NodePath | Step; readonly value: unknown }

/** One step further down. The path as a list is made only where somebody asks for a place: most keys are just read. */
type Step = { readonly from: NodePath | Step; readonly key: string | number }

/** The child under `key`; its value is undefined where there is none, and its place is then the parent's. */
export const child = ({ document, path, value }: Cursor, key: string | number): Cursor => ({
  document,
  path: { from: path, key },
  value: isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined,
})

/** The first of several spellings that is there; the first one where none is. */
export const firstChild = (cursor: Cursor, first: string, ...others: readonly string[]): Cursor => {
  const found = child(cursor, first)
  if (isPresent(found)) return found
  for (const key of others) {
    const other = child(cursor, key)
    if (isPresent(other)) return other
  }
  return found
}

/** The elements of a list; none where there is no list. */
export const items = ({ document, path, value }: Cursor): readonly Cursor[] =>
  Array.isArray(value)
    ? value.map((item, i) => ({ document, path: { from: path, key: i }, value: item as unknown }))
    : []

export const entries = (cursor: Cursor): readonly (readonly [string, Cursor])[] =>
  isMap(cursor.value) ? Object.keys(cursor.value).map((key) => [key, child(cursor, key)] as const) : []

/** `description:` without a value counts as absent. */
export const isPresent = ({ value }: Cursor): boolean => value !== undefined && value !== null

/** A scalar as text: 1 and "1" are the same option. Undefined where there is no scalar, or an empty one. */
export const textOf = ({ value }: Cursor): string | undefined => {
  switch (typeof value) {
    case 'string':
      return value.trim() === '' ? undefined : value
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value)
    default:
      return undefined
  }
}

/** As `textOf`, with the position of each character. */
export const sourceTextOf = (cursor: Cursor): SourceText | undefined => {
  const text = textOf(cursor)
  if (text === undefined) return undefined
  const { document } = cursor
  const path = pathOf(cursor)
  return document.text(path) ?? { ...detachedText(text), place: () => document.place(path) }
}

export const textsOf = (cursor: Cursor): readonly string[] =>
  items(cursor).flatMap((item) => textOf(item) ?? [])

export const isTrue = (cursor: Cursor): boolean => textOf(cursor)?.toLowerCase() === 'true'

export const placeOf = (cursor: Cursor, part?: 'key' | 'value'): Place =>
  cursor.document.place(pathOf(cursor), part)

const pathOf = ({ path }: Cursor): NodePath => {
  const steps: (string | number)[] = []
  let at = path
  for (; 'from' in at; at = at.from) steps.push(at.key)
  return [...at, ...steps.reverse()]
}

const isMap = (value: unknown): value is Readonly<Record<string | number, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
