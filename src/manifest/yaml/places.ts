import { SCALAR_STYLE } from 'js-yaml'
import { unreachable } from '../../base/bug.ts'
import type { Place } from '../../diagnostics/index.ts'
import type { Lines } from './lines.ts'
import type { Piece } from './parse.ts'
import type { YamlNode } from './tree.ts'

/** A piece of a file together with what turns its offsets into places. */
export type Located = { readonly file: string; readonly lines: Lines; readonly piece: Piece }

/** The place of a half-open range of the piece's text. */
export const placeOfRange = ({ file, lines, piece }: Located, start: number, end = start): Place => {
  const from = lines.at(piece.base + start)
  const to = lines.at(piece.base + Math.max(start, end))
  return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
}

/** The place of a node: with its quotes; a block scalar stands where its `|` or `>` stands. */
export const placeOfNode = (located: Located, node: YamlNode): Place => {
  const { start, end } = nodeRange(located.piece.text, node)
  return placeOfRange(located, start, end)
}

const nodeRange = (text: string, node: YamlNode): { readonly start: number; readonly end: number } => {
  if (node.kind !== 'scalar' || node.scalar.valueStart < 0) return node
  switch (node.scalar.style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return { start: node.start - 1, end: node.end + 1 }
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK:
      return blockHeader(text, node.start) ?? node
    case SCALAR_STYLE.PLAIN:
      return node
    default:
      return unreachable(node.scalar.style)
  }
}

/** `|2-` and the like, at the end of the line before the text of a block scalar. */
const blockHeader = (text: string, valueStart: number) => {
  const lineStart = text.lastIndexOf('\n', valueStart - 2) + 1
  const match = /(?<=^|[ \t])([|>][-+1-9]{0,2})[ \t]*(?:[ \t]#.*)?\r?\n?$/.exec(
    text.slice(lineStart, valueStart),
  )
  if (!match?.[1]) return undefined
  const start = lineStart + match.index
  return { start, end: start + match[1].length }
}
