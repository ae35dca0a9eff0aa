import { nearest } from '../base/nearest.ts'
import type { Diagnostic, Edit, Fix, Place } from './diagnostic.ts'

/** What replaces the text at the place of a finding. A fix is safe where what was written cannot have meant anything else. */
export type Replacement = {
  readonly text: string
  readonly isSafe: boolean
  /** It is a slip of the hand away from what was written. */
  readonly isNear?: boolean
}

/** A replacement of what stands at a place; undefined where the place has no end. */
export const fixAt = (
  place: Place | undefined,
  replacement: Replacement | undefined,
): { readonly fix?: Fix } => {
  if (place?.endLine === undefined || replacement === undefined) return {}
  const { text, isSafe, isNear = false } = replacement
  return { fix: { isSafe, edits: [{ place, text, replacesWord: isNear ? 'near' : 'any' }] } }
}

export type FixedText = {
  readonly text: string
  /** Findings whose fix was made. */
  readonly fixed: readonly Diagnostic[]
}

/**
 * A text with the fixes of findings made, in the order of their places. A fix that overlaps one before it waits, and
 * so does one of a value that a variable filled in.
 */
export const applyFixes = (text: string, findings: readonly Diagnostic[]): FixedText => {
  const starts = lineStarts(text)
  const taken: Span[] = []
  const fixed: Diagnostic[] = []
  for (const finding of findings) {
    const edits = finding.fix?.edits ?? []
    const spans = edits.flatMap((edit) => spanOf(text, starts, edit) ?? [])
    if (spans.length < edits.length || spans.length === 0) continue
    if (spans.some((span) => taken.some((other) => span.start < other.end + 1 && other.start < span.end + 1)))
      continue
    taken.push(...spans)
    fixed.push(finding)
  }
  const edited = taken
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, { start, end, text: by }) => result.slice(0, start) + by + result.slice(end), text)
  return { text: edited, fixed }
}

type Span = { readonly start: number; readonly end: number; readonly text: string }

const spanOf = (
  text: string,
  starts: readonly number[],
  { place, text: by, replacesWord }: Edit,
): Span | undefined => {
  const start = (starts[place.line - 1] ?? text.length) + place.column - 1
  const end =
    (starts[(place.endLine ?? place.line) - 1] ?? text.length) + (place.endColumn ?? place.column) - 1
  if (end > text.length || start > end) return undefined
  const old = text.slice(start, end)
  if (replacesWord === undefined) return { start, end, text: by }
  // What a variable filled in, an anchor or a block is no word that could be replaced.
  if (old === '' || /\$\{|^[*&!|>]|\n/.test(old)) return undefined
  const [, quote = '', inside = old] = /^(["'])([\s\S]*)\1$/.exec(old) ?? []
  if (replacesWord === 'near' && nearest(inside, [by]) === undefined) return undefined
  return { start, end, text: `${quote}${by}${quote}` }
}

const lineStarts = (text: string): readonly number[] => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
