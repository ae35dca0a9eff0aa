/** One line of a text, without its end. */
export type TextLine = { readonly start: number; readonly text: string }

export const lineAt = (text: string, offset: number): TextLine => {
  // lastIndexOf takes a negative position for the first.
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', start)
  return { start, text: text.slice(start, end < 0 ? text.length : end) }
}

export const indentOf = (line: string): number => line.length - line.trimStart().length

/** True where a line ends with the head of a block of text: `key: |`, `- >-`. */
export const opensBlock = (line: string): boolean =>
  /(?:^|[:\-?][ \t]+)[|>][-+0-9]*[ \t]*(?:#.*)?\r?$/.test(line)

/**
 * The offsets at which the lines of blocks of text begin. Told by indentation alone, so that it also works for a text
 * that no parser accepts.
 */
export const blockLines = (text: string): ReadonlySet<number> => {
  const inside = new Set<number>()
  let block: number | undefined
  let start = 0
  for (const line of text.split('\n')) {
    const isBlank = line.trim() === ''
    if (block !== undefined && (isBlank || indentOf(line) > block)) inside.add(start)
    else if (!isBlank) block = opensBlock(line) ? blockIndent(line) : undefined
    start += line.length + 1
  }
  return inside
}

/** In `- key: |` the block belongs to the key, which is deeper than the dash. */
const blockIndent = (line: string): number => /^[ \t]*(?:-[ \t]+(?=.*:))*/.exec(line)?.[0].length ?? 0

/** The lines above the one at `offset`, upwards, without those of blocks of text, blank ones and comments. */
export function* linesAbove(text: string, offset: number): Generator<TextLine & { readonly indent: number }> {
  const blocks = blockLines(text)
  for (let end = lineAt(text, offset).start; end > 0; ) {
    const line = lineAt(text, end - 1)
    end = line.start
    if (!blocks.has(end) && !/^\s*(?:#.*)?$/.test(line.text)) yield { ...line, indent: indentOf(line.text) }
  }
}
