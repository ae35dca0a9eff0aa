import type { Piece } from './parse.ts'
import { blockLines } from './block-lines.ts'
import type { YamlNode } from './tree.ts'

/**
 * The offset of the first tab in the indentation of a comment or of a blank line. YAML allows it, and PyYAML, which
 * many tools read manifests with, does not. Tabs inside of values are left alone.
 */
export const strayTab = (piece: Piece): number | undefined => {
  const { text } = piece
  if (!text.includes('\t') || !/^ *\t[ \t]*(?:#|\r?$)/m.test(text)) return undefined
  const blocks = blockLines(text)
  const isInValue = piece.kind === 'parsed' ? valuesOf(piece.trees()) : () => false
  for (const match of text.matchAll(/^( *)\t[ \t]*(?:#|\r?$)/gm))
    if (!blocks.has(match.index) && !isInValue(match.index)) return match.index + (match[1]?.length ?? 0)
  return undefined
}

/** Whether an offset lies within a value of several lines. */
const valuesOf = (trees: readonly YamlNode[]): ((offset: number) => boolean) => {
  const ranges: { readonly start: number; readonly end: number }[] = []
  const seen = new Set<YamlNode>()
  const visit = (node: YamlNode): void => {
    if (seen.has(node)) return
    seen.add(node)
    if (node.kind === 'scalar') ranges.push(node)
    else if (node.kind === 'sequence') for (const item of node.items) visit(item)
    else
      for (const { key, value } of node.entries) {
        visit(key)
        visit(value)
      }
  }
  for (const tree of trees) visit(tree)
  return (offset) => ranges.some(({ start, end }) => start <= offset && offset < end)
}
