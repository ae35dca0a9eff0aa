import { blockLines, indentOf, lineAt, opensBlock, type TextLine } from './block-lines.ts'

/**
 * What to write where the line at `offset` does not fit the indentation of those around it; undefined where the lines
 * before it do not tell.
 */
export const indentationStep = (text: string, offset: number): string | undefined => {
  const line = lineAt(text, offset)
  if (line.text.trim() === '') return undefined
  const block = blockAbove(text, line.start)
  if (block !== undefined && !/^\s*(?:-\s|[\w.-]+:(?:\s|$))/.test(line.text))
    return `move it to the right, if it belongs to the text of "${block}"`
  const [closer] = /^[}\]]/.exec(line.text.trim()) ?? []
  if (closer !== undefined)
    return `move this ${closer} to the right: it has to stand deeper than the key that it belongs to`
  const above = linesAbove(text, line.start)
  const [before] = above
  if (before === undefined) return undefined
  if (opensBlock(before.text) && !before.hasText)
    return `begin the text behind ${blockMark(before.text)} deeper than the key before it`
  const indent = indentOf(line.text)
  const isMember = /^\s*-(?:\s|$)/.test(line.text)
  const last = keyOf(before.text)
  // `- name: a` with the keys behind it in the column of the dash, or deeper than the first key.
  if (last?.dash !== undefined && !isMember && indent >= last.dash && indent !== last.column)
    return `${below(last)}: it belongs to the same member of the list`
  if (last !== undefined && indent > last.column) {
    if (!last.isGiven) return undefined
    return isMember ? `"${last.key}" has a value already: remove it, or this list` : below(last)
  }
  return isMember ? undefined : besideDeeper(above, indent)
}

/** The key whose block of text the line before `start` belongs to. */
const blockAbove = (text: string, start: number): string | undefined => {
  if (start === 0 || !blockLines(text).has(lineAt(text, start - 1).start)) return undefined
  const [before] = linesAbove(text, start)
  return before === undefined ? undefined : keyOf(before.text)?.key
}

/** A key that is not as deep as those above it, or among the members of a list, belongs to none of them. */
const besideDeeper = (above: readonly Above[], indent: number): string | undefined => {
  let shallowest: Key | undefined
  for (const { text } of above) {
    const key = keyOf(text)
    const column = key?.dash ?? key?.column ?? indentOf(text)
    if (column < indent) return key && below(shallowest ?? key)
    if (column === indent && !/^\s*-/.test(text)) return undefined
    if (key !== undefined && (shallowest === undefined || key.column < shallowest.column)) shallowest = key
  }
  return undefined
}

const below = ({ key, column }: Key): string => `begin it in column ${column + 1}, below "${key}"`

type Key = {
  readonly key: string
  readonly column: number
  /** Where the dash stands of the list whose member begins with this key. */
  readonly dash?: number
  readonly isGiven: boolean
}

const keyOf = (line: string): Key | undefined => {
  const [, lead = '', key, value = ''] = /^(\s*(?:-[ ]+)*)([^\s:#-][^:#]*):(?:[ \t]+(.*))?$/.exec(line) ?? []
  if (key === undefined) return undefined
  const dash = lead.lastIndexOf('-')
  const isGiven = value.replace(/#.*$/, '').trim() !== ''
  return { key, column: lead.length, ...(dash < 0 ? {} : { dash }), isGiven }
}

/** `hasText`: text of a block that this line opens stands below it. */
type Above = TextLine & { readonly hasText: boolean }

/** The lines above `start`, nearest first, without blank ones, comments and text of blocks. */
const linesAbove = (text: string, start: number): readonly Above[] => {
  const blocks = blockLines(text.slice(0, start))
  const found: Above[] = []
  let hasText = false
  for (let at = start; at > 0; ) {
    const line = lineAt(text, at - 1)
    at = line.start
    if (line.text.trim() === '') continue
    if (blocks.has(line.start)) hasText = true
    else if (!/^\s*#/.test(line.text)) {
      found.push({ start: line.start, text: line.text.replace(/\r$/, ''), hasText })
      hasText = false
    }
  }
  return found
}

const blockMark = (line: string): string => /([|>])[-+0-9]*[ \t]*(?:#.*)?$/.exec(line)?.[1] ?? '|'
