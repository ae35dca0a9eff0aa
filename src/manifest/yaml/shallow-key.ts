import { blockLines, indentOf, lineAt, linesAbove } from './block-lines.ts'

/**
 * The offset of a key that stands too far to the left, where the line at `offset` is the first that a parser cannot
 * place: what is below that key is deeper than the line, which has the column of a key above it. One key out of place
 * explains both; a line right behind it may itself be the one.
 */
export const shallowKey = (text: string, offset: number): number | undefined => {
  const column = indentOf(lineAt(text, offset).text)
  let key: number | undefined
  let keyLine = 0
  let isNext = true
  let below = 0
  for (const { start, text: above, indent } of linesAbove(text, offset)) {
    if (key !== undefined) {
      // `stackSpec:` and, no deeper than it, the first of what belongs to it.
      if (isNext && indent === key - keyLine && emptyKey.test(above)) return key
      isNext = false
      if (indent > column) continue
      // Under the parent that stands here, this key is one blank deep, and the line in question two.
      if (indent < key - keyLine && key - keyLine - indent === 1 && column - indent === 2) return key
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

/**
 * The offset of the first key under the parent of the line at `offset`, where that key stands empty, in one column with
 * all that is meant to be below it: with the line's own column it would have what it lacks.
 */
export const deepKey = (text: string, offset: number): number | undefined => {
  const column = indentOf(lineAt(text, offset).text)
  let first: { readonly start: number; readonly text: string } | undefined
  let isLevel = false
  for (const { start, text: above, indent } of linesAbove(text, offset)) {
    if (indent === column) return undefined
    if (indent < column) {
      const isEmpty = first !== undefined && isLevel && emptyKey.test(first.text) && emptyKey.test(above)
      return isEmpty && first !== undefined ? first.start + indentOf(first.text) : undefined
    }
    isLevel = first !== undefined && indent === indentOf(first.text) && !/^\s*-/.test(first.text)
    first = { start, text: above }
  }
  return undefined
}

/**
 * The offset of the only key before the line at `offset` under their parent, where that key is an odd number of blanks
 * deeper than the parent and the line an even one, or twice as deep as the line, which is as deep as others of the text
 * are: of two that do not agree, the odd one is out of place.
 */
export const oddKey = (text: string, offset: number): number | undefined => {
  const column = indentOf(lineAt(text, offset).text)
  let first:
    | { readonly start: number; readonly indent: number; readonly keys: number; readonly dashes: number }
    | undefined
  for (const { start, text: above, indent } of linesAbove(text, offset)) {
    if (indent === column) return undefined
    if (indent < column) {
      if (first === undefined || !emptyKey.test(above)) return undefined
      // The dashes of a list may stand right below its key.
      if (first.keys > 1 || (first.keys === 0 && first.dashes > 1)) return undefined
      const [step, odd] = [column - indent, first.indent - indent]
      const isOdd = odd % 2 === 1 && step % 2 === 0
      const isTwice = odd === 2 * step && usualStep(text, first.start) === step
      return isOdd || isTwice ? first.start + first.indent : undefined
    }
    if (first !== undefined && indent > first.indent) continue
    const before = first !== undefined && indent === first.indent ? first : { keys: 0, dashes: 0 }
    const isDash = /^\s*-/.test(above)
    const [keys, dashes] = isDash ? [before.keys, before.dashes + 1] : [before.keys + 1, before.dashes]
    first = { start, indent, keys, dashes }
  }
  return undefined
}

/** By how much keys are mostly deeper than the key above them, but for the line at `start`. */
const usualStep = (text: string, start: number): number | undefined => {
  const blocks = blockLines(text)
  const counts = new Map<number, number>()
  let above: string | undefined
  for (let next = 0; next < text.length; ) {
    const line = lineAt(text, next)
    next = line.start + line.text.length + 1
    if (blocks.has(line.start) || /^\s*(?:#.*)?$/.test(line.text)) continue
    const step = above === undefined ? 0 : indentOf(line.text) - indentOf(above)
    if (step > 0 && line.start !== start && above !== undefined && emptyKey.test(above))
      counts.set(step, (counts.get(step) ?? 0) + 1)
    above = line.text
  }
  return Array.from(counts).toSorted(([, a], [, b]) => b - a)[0]?.[0]
}
