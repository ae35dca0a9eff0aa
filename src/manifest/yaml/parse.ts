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
  const parsed = recent(text, { events })
  return {
    kind: 'parsed',
    text,
    base,
    values,
    hasRepeatedKeys,
    trees: () => {
      const known = parsed()
      return (known.trees ??= treesOf(text, known.events))
    },
  }
}

type Parsed = { readonly events: readonly Event[]; trees?: readonly YamlNode[] }

/**
 * Events and trees take many times the room of the text, and most files are never asked again: those of the last files
 * are kept, all others are made anew. Held by WeakRef instead, the events of all files would be moved to the old
 * generation of the heap before they go, which takes a tenth of reading thousands of files.
 */
const recent = (text: string, first: Parsed): (() => Parsed) => {
  let kept: Parsed | undefined
  const keep = (parsed: Parsed): Parsed => {
    kept = parsed
    holders.push({ size: text.length, drop: () => (kept = undefined) })
    held += text.length
    while (holders.length > 1 && (held > mostCharacters || holders.length > mostFiles)) {
      const oldest = holders.shift()
      oldest?.drop()
      held -= oldest?.size ?? 0
    }
    return parsed
  }
  keep(first)
  return () => kept ?? keep({ events: parseEvents(text, {}) })
}

const holders: { readonly size: number; readonly drop: () => void }[] = []
let held = 0
/** Twice as many as are read before they are looked at. More would live long enough to be moved by the collector. */
const mostFiles = 64
const mostCharacters = 8 * 2 ** 20

/** `---` in the first column begins a document whatever stands before it (YAML 1.2.2, chapter 9.1.2). */
const splitDocuments = (text: string): readonly { readonly start: number; readonly end: number }[] => {
  const marks = Array.from(text.matchAll(/^---(?=[ \t\r\n]|$)/gm), (match) => match.index)
  const starts = marks.filter((mark, i) => i > 0 || !isPreamble(text.slice(0, mark)))
  const all = starts[0] === 0 ? starts : [0, ...starts]
  return all.map((start, i) => ({ start, end: all[i + 1] ?? text.length }))
}

/** Only directives, comments and blank lines: they belong to the document that follows. */
const isPreamble = (text: string): boolean => /^(?:[ \t]*(?:[#%].*)?(?:\r\n|\r|\n))*$/.test(text)
