import { blockLines, indentOf, lineAt } from './block-lines.ts'

/**
 * The offset of a key that stands too far to the left, where the line at `offset` is the first that a parser cannot
 * place: what is below that key is deeper than the line, which has the column of a key above it. One key out of place
 * explains both; a line right behind it may itself be the one.
 */
export const shallowKey = (text: string, offset: number): number | undefined => {
  const line = lineAt(text, offset)
  const column = indentOf(line.text)
  const blocks = blockLines(text)
  let key: number | undefined
  let keyLine = 0
  let isNext = true
  let below = 0
  for (let end = line.start; end > 0; ) {
    const { start, text: above } = lineAt(text, end - 1)
    end = start
    if (blocks.has(start) || /^\s*(?:#.*)?$/.test(above)) continue
    const indent = indentOf(above)
    if (key !== undefined) {
      // `stackSpec:` and, no deeper than it, the first of what belongs to it.
      if (isNext && indent === key - keyLine && emptyKey.test(above)) return key
      isNext = false
      if (indent > column) continue
      return indent === column && /^\s*[\w.-]+:(?:\s|$)/.test(above) ? key : undefined
    }
    if (indent === column) return undefined
    if (indent < column) {
      if (below === 0 || !emptyKey.test(above)) return undefined
      key = start + indent
      keyLine = start
    } else below++
  }
  return undefined
}

const emptyKey = /^\s*[\w.-]+:\s*(?:#.*)?$/
