import type { Place } from '../diagnostics/index.ts'

/**
 * Text taken from a manifest or a SQL file that still knows where each character stood. Offsets count UTF-16 units
 * of `text`, which is the text after variables were filled in.
 */
export type SourceText = {
  readonly text: string
  readonly place: (offset: number, length?: number) => Place
}

/** A text without a file: keys computed by Millrace itself, command-line arguments, tests. */
export const detachedText = (text: string, file = '<text>'): SourceText => ({
  text,
  place: (offset, length = 0) => {
    const before = text.slice(0, offset).split('\n')
    const line = before.length
    const column = (before.at(-1)?.length ?? 0) + 1
    return { file, line, column, endLine: line, endColumn: column + length }
  },
})
