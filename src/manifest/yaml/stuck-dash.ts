import { SCALAR_STYLE } from 'js-yaml'
import { blockLines, lineAt } from './block-lines.ts'
import type { Piece } from './parse.ts'
import type { YamlNode } from './tree.ts'

/** A dash that is stuck to what it was to make a member of a list, or another sign in its place. */
export type StuckDash = { readonly offset: number; readonly sign: string; readonly text: string }

/** A text that lacks its dash: lines with dashes continue it, it continues the line above it, or it stands alone. */
export type SwallowedDash = { readonly offset: number; readonly part: 'of-below' | 'of-above' | 'alone' }

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
 * The texts without a dash that lines with dashes continue: `tags:`, `  one`, `  - two`; and of words that
 * continue the word of a list: `- one`, `  two`. YAML reads each of them as one text. And the texts on a line of their own
 * below `tags`.
 */
export const swallowedDashes = (piece: Piece): readonly SwallowedDash[] => {
  if (piece.kind !== 'parsed' || !mayLackDash.test(piece.text)) return []
  const { text } = piece
  const found: SwallowedDash[] = []
  const seen = new Set<YamlNode>()
  const visit = (node: YamlNode): void => {
    if (seen.has(node)) return
    seen.add(node)
    if (node.kind === 'scalar') {
      const isPlain = node.scalar.style === SCALAR_STYLE.PLAIN
      if (isPlain && /\n[ ]*- /.test(text.slice(node.start, node.end)))
        found.push({ offset: node.start, part: 'of-below' })
    } else if (node.kind === 'sequence')
      for (const item of node.items) {
        const next = continuingWord(text, item)
        if (next !== undefined) found.push({ offset: next, part: 'of-above' })
        visit(item)
      }
    else
      for (const { key, value } of node.entries) {
        const before = found.length
        visit(value)
        if (found.length === before && isAlone(text, key, value))
          found.push({ offset: value.start, part: 'alone' })
      }
  }
  for (const tree of piece.trees()) visit(tree)
  return found
}

/**
 * True for all that may lack a dash, and for little else. Before a dash stands a line that is neither a comment nor ends
 * with a colon, and that has no key or is no deeper than the dash; or a word stands below a word behind a dash, or below
 * `tags`.
 */
const mayLackDash =
  /\n([ ]*)[^\s#-](?:[^\n]*[^\s:])?[ \r]*\n\1[ ]*- |\n[ ]+[^\s#:-](?:(?:(?!: )[^\n])*[^\s:])?[ \r]*\n[ ]*- |\n[ ]*- [^\s#]+[ ]*\n[ ]+[^\s#-]+[ \r]*(?:\n|$)|tags:[ \t]*(?:#[^\n]*)?\r?\n[ ]+\w/

/** Whether a text stands on a line of its own below `tags`, which may be one text beside its key. */
const isAlone = (text: string, key: YamlNode, value: YamlNode): boolean => {
  if (value.kind !== 'scalar' || value.scalar.style !== SCALAR_STYLE.PLAIN) return false
  const isList = text.slice(key.start, key.end) === 'tags'
  return isList && text.slice(key.end, value.start).includes('\n') && /\w/.test(text.charAt(value.start))
}

/** Where the second of several words stands of which each has a line of its own behind one dash. */
const continuingWord = (text: string, item: YamlNode): number | undefined => {
  if (item.kind !== 'scalar' || item.scalar.style !== SCALAR_STYLE.PLAIN) return undefined
  const written = text.slice(item.start, item.end)
  const isWords = /^\S+(?:[ ]*\r?\n[ ]*[^\s-]\S*)+$/.test(written)
  const { start, text: line } = lineAt(text, item.start)
  const isItem = /^[ ]*-[ ]+$/.test(line.slice(0, item.start - start))
  return isWords && isItem ? item.start + written.search(/\s\S/) + 1 : undefined
}
