import { blockLines, lineAt } from './block-lines.ts'

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
