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

/** The part of a text from `start` to before `end`. */
export const sliceText = (source: SourceText, start: number, end: number): SourceText => ({
  text: source.text.slice(start, end),
  place: (offset, length) => source.place(start + offset, length),
})

/** What replaces the characters from `start` to before `end`. */
export type TextEdit = { readonly start: number; readonly end: number; readonly text: string }

type Piece = {
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
  readonly verbatim: boolean
}

/** The text after edits, which are in order and do not overlap. A place in new text is that of the text it replaced. */
export const editText = (source: SourceText, edits: readonly TextEdit[]): SourceText => {
  if (edits.length === 0) return source
  const pieces: Piece[] = []
  let text = ''
  let copied = 0
  const take = (until: number, replacement?: string): void => {
    const added = replacement ?? source.text.slice(copied, until)
    const verbatim = replacement === undefined
    pieces.push({ start: text.length, end: text.length + added.length, from: copied, to: until, verbatim })
    text += added
    copied = until
  }
  for (const edit of edits) {
    take(edit.start)
    take(edit.end, edit.text)
  }
  take(source.text.length)
  const place: SourceText['place'] = (offset, length) => {
    const piece =
      pieces.find((candidate) => offset >= candidate.start && offset < candidate.end) ?? pieces.at(-1)
    if (piece === undefined) return source.place(offset, length)
    return piece.verbatim
      ? source.place(piece.from + offset - piece.start, length)
      : source.place(piece.from, piece.to - piece.from)
  }
  return { text, place }
}
