import { SCALAR_STYLE } from 'js-yaml'
import { blockLines, lineAt } from './block-lines.ts'
import type { Piece } from './parse.ts'
import type { YamlNode } from './tree.ts'

/** A dash that is stuck to what it was to make a member of a list, or another sign in its place. */
export type StuckDash = { readonly offset: number; readonly sign: string; readonly text: string }

/**
 * The lines `-text` and `– text` behind a key without a value: YAML reads them as the text of that key. Numbers and options of
 * programs begin with dashes as well, and mean what they say.
 */
export const stuckDashes = (text: string): readonly StuckDash[] => {
  if (!/\n[ ]*(?:-[A-Za-z"']|[–—•])/.test(text)) return []
  const blocks = blockLines(text)
  return Array.from(text.matchAll(/^([ ]*)(-(?=[A-Za-z"'][^\s#])|[–—•](?=[ \t]))([^\n]*)$/gm)).flatMap(
    (match) => {
      const [, indent = '', sign = '', written = ''] = match
      if (match.index === 0 || blocks.has(match.index)) return []
      const head = /^([ ]*)(?:- +)*[\w.-]+:[ \t]*(?:#.*)?\r?$/.exec(lineAt(text, match.index - 1).text)
      if (head === null || (head[1]?.length ?? 0) > indent.length) return []
      return [{ offset: match.index + indent.length, sign, text: written.trim() }]
    },
  )
}

/**
 * The offsets of texts without a dash that lines with dashes continue: `tags:`, `  one`, `  - two`. YAML reads them as
 * one text.
 */
export const swallowedDashes = (piece: Piece): readonly number[] => {
  if (piece.kind !== 'parsed' || !/\n[ ]+[^\s#:-][^\n]*\n[ ]*- /.test(piece.text)) return []
  const { text } = piece
  const found: number[] = []
  const seen = new Set<YamlNode>()
  const visit = (node: YamlNode): void => {
    if (seen.has(node)) return
    seen.add(node)
    if (node.kind === 'scalar') {
      const isPlain = node.scalar.style === SCALAR_STYLE.PLAIN
      if (isPlain && /\n[ ]*- /.test(text.slice(node.start, node.end))) found.push(node.start)
    } else if (node.kind === 'sequence') for (const item of node.items) visit(item)
    else for (const { value } of node.entries) visit(value)
  }
  for (const tree of piece.trees()) visit(tree)
  return found
}
