import { constructFromEvents, type Event, parseEvents, YAMLException } from 'js-yaml'
import { treesOf, type YamlNode } from './tree.ts'

/**
 * A stretch of a file from one `---` to the next (or the whole file, where all of it parses): its own text, and the
 * offset at which that stands in the file.
 */
export type Piece = { readonly text: string; readonly base: number } & (
  | {
      readonly kind: 'parsed'
      readonly values: readonly unknown[]
      readonly hasRepeatedKeys: boolean
      /** Root nodes, in the order of `values`. */
      readonly trees: () => readonly YamlNode[]
    }
  | { readonly kind: 'broken'; readonly reason: string; readonly offset: number }
)

/**
 * The documents of a YAML 1.2 text. A broken document does not hide the others: only its stretch of the file is
 * `broken`. Of a repeated key the last value counts.
 */
export const parsePieces = (text: string): readonly Piece[] => {
  const whole = parsePiece(text, 0)
  if (whole.kind === 'parsed') return [whole]
  return splitDocuments(text).map(({ start, end }) => parsePiece(text.slice(start, end), start))
}

const parsePiece = (text: string, base: number): Piece => {
  const strict = construct(text, false)
  if (strict.kind === 'values') return parsedPiece(text, base, strict, false)
  const lenient = construct(text, true)
  if (lenient.kind === 'values') return parsedPiece(text, base, lenient, true)
  return { kind: 'broken', text, base, reason: lenient.reason, offset: lenient.offset }
}

/** Values made afresh, for one who fills them in. */
export const freshValues = (piece: Piece): readonly unknown[] => {
  const result = construct(piece.text, true)
  return result.kind === 'values' ? result.values : []
}

type Construction = Constructed | Refused
type Constructed = {
  readonly kind: 'values'
  readonly values: readonly unknown[]
  readonly events: readonly Event[]
}
type Refused = { readonly kind: 'refused'; readonly reason: string; readonly offset: number }

const construct = (text: string, allowsRepeatedKeys: boolean): Construction => {
  try {
    const events = parseEvents(text, {})
    const values = constructFromEvents(events, { source: text, json: allowsRepeatedKeys })
    return { kind: 'values', values, events }
  } catch (error) {
    // The parser promises no more than that it throws; a RangeError (nesting) is a refusal as well.
    const reason = error instanceof YAMLException ? error.reason : String(error)
    const offset = error instanceof YAMLException ? (error.mark?.position ?? 0) : 0
    return { kind: 'refused', reason, offset: Math.min(offset, text.length) }
  }
}

const parsedPiece = (
  text: string,
  base: number,
  { values, events }: Constructed,
  hasRepeatedKeys: boolean,
): Piece => {
  // Events and trees take many times the room of the text, and most files are never asked again: held weakly, they
  // are made anew where they went.
  let keptEvents: WeakRef<readonly Event[]> | undefined = new WeakRef(events)
  let keptTrees: WeakRef<readonly YamlNode[]> | undefined
  return {
    kind: 'parsed',
    text,
    base,
    values,
    hasRepeatedKeys,
    trees: () => {
      const kept = keptTrees?.deref()
      if (kept !== undefined) return kept
      const trees = treesOf(text, keptEvents?.deref() ?? parseEvents(text, {}))
      keptEvents = undefined
      keptTrees = new WeakRef(trees)
      return trees
    },
  }
}

/** `---` in the first column begins a document whatever stands before it (YAML 1.2.2, chapter 9.1.2). */
const splitDocuments = (text: string): readonly { readonly start: number; readonly end: number }[] => {
  const marks = Array.from(text.matchAll(/^---(?=[ \t\r\n]|$)/gm), (match) => match.index)
  const starts = marks.filter((mark, i) => i > 0 || !isPreamble(text.slice(0, mark)))
  const all = starts[0] === 0 ? starts : [0, ...starts]
  return all.map((start, i) => ({ start, end: all[i + 1] ?? text.length }))
}

/** Only directives, comments and blank lines: they belong to the document that follows. */
const isPreamble = (text: string): boolean => /^(?:[ \t]*(?:[#%].*)?(?:\r\n|\r|\n))*$/.test(text)
