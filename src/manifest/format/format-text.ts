import { stableJson } from '../../base/stable-json.ts'
import { parsePieces, type Piece } from '../yaml/parse.ts'
import type { YamlNode } from '../yaml/tree.ts'
import { type Reordering, reorderings, type Schemas } from './key-order.ts'
import { moveLines } from './move-lines.ts'

/** `broken` is a text that is not YAML, or that could not be written without meaning something else. */
export type Formatted = { readonly kind: 'formatted'; readonly text: string } | { readonly kind: 'broken' }

/**
 * A YAML text in its one form: the keys of manifests in the order of their schemas, no blanks at the ends of lines, a
 * line break at the end. Values, quotes, blocks of text, anchors and comments stay as they are written. The result says
 * the same as the text: where moving keys would change that (an alias before its anchor), they stay.
 */
export const formatText = (written: string, schemas: Schemas): Formatted => {
  // YAML reads both line breaks alike; the file keeps the one that it has.
  const text = written.replaceAll('\r\n', '\n')
  const formatted = formatLines(text, schemas)
  return formatted.kind === 'formatted' && written !== text
    ? { kind: 'formatted', text: formatted.text.replaceAll('\n', '\r\n') }
    : formatted
}

const formatLines = (text: string, schemas: Schemas): Formatted => {
  const pieces = parsePieces(text)
  const [piece, ...others] = pieces
  // Broken stretches make the parser cut at `---`; a whole file is one piece.
  if (piece === undefined || others.length > 0 || piece.kind === 'broken') return { kind: 'broken' }
  const meaning = meaningOf(piece)
  const keepsMeaning = (result: string): boolean => {
    const [parsed, ...more] = parsePieces(result)
    return parsed?.kind === 'parsed' && more.length === 0 && meaningOf(parsed) === meaning
  }
  const trees = piece.trees()
  const moves = trees.flatMap((root) => reorderings(text, root, schemas).map((move) => ({ root, move })))
  const ordered = (chosen: readonly Move[]): string => inOrder(text, trees, chosen)
  const all = ordered(moves)
  const best = keepsMeaning(all) ? all : ordered(harmless(moves, (chosen) => keepsMeaning(ordered(chosen))))
  const tidy = tidied(best)
  return { kind: 'formatted', text: keepsMeaning(tidy) ? tidy : best }
}

/** Where all moves together change what is said: those that do not, one after another. */
const harmless = <Move>(
  moves: readonly Move[],
  isHarmless: (chosen: readonly Move[]) => boolean,
): readonly Move[] => {
  if (moves.length > mostTried) return []
  return moves.reduce<readonly Move[]>(
    (chosen, move) => (isHarmless([...chosen, move]) ? [...chosen, move] : chosen),
    [],
  )
}

/** Each try reads the text again. */
const mostTried = 100

const meaningOf = (piece: Piece): string =>
  // JSON has no word for these numbers.
  piece.kind === 'broken' ? '' : stableJson(piece.values.map((value) => withNumbers(value)))

const withNumbers = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) }
  if (typeof value !== 'object' || value === null || depth > 100) return value
  if (Array.isArray(value)) return value.map((member) => withNumbers(member, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withNumbers(member, depth + 1)]),
  )
}

type Move = { readonly root: YamlNode; readonly move: Reordering }

const inOrder = (text: string, trees: readonly YamlNode[], moves: readonly Move[]): string => {
  const lines = text.split('\n')
  const marks = lines.flatMap((line, i) => (/^(?:---|\.\.\.)(?=[ \t]|$)/.test(line) ? [i] : []))
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length - 1
  for (const root of trees) {
    const own = moves.filter((one) => one.root === root).map(({ move }) => move)
    if (own.length === 0) continue
    const start = lineAt(root.start)
    const end = marks.find((mark) => mark > start) ?? lines.length
    // Lines change places within their document only, so that the places of the others still hold.
    const from = startOfDocument(marks, start)
    lines.splice(from, end - from, ...moveLines(text, { root, start, end }, own).slice(from, end))
  }
  return lines.join('\n')
}

const startOfDocument = (marks: readonly number[], line: number): number =>
  (marks.findLast((mark) => mark <= line) ?? -1) + 1

/** Blocks of text and quoted texts of several lines keep the blanks at the ends of their lines. */
const tidied = (text: string): string => {
  const inside = new Set<number>()
  const visit = (node: YamlNode): void => {
    if (node.kind === 'sequence') node.items.forEach(visit)
    else if (node.kind === 'mapping')
      for (const { key, value } of node.entries) {
        visit(key)
        visit(value)
      }
    else {
      const from = text.slice(0, node.start).split('\n').length - 1
      const to = from + text.slice(node.start, node.end).split('\n').length - 1
      for (let line = from; line < to; line++) inside.add(line)
    }
  }
  for (const piece of parsePieces(text)) if (piece.kind === 'parsed') piece.trees().forEach(visit)
  const lines = text.split('\n').map((line, i) => (inside.has(i) ? line : line.replace(/[ \t]+$/, '')))
  return `${lines.join('\n').replace(/\n+$/, '')}\n`
}
