import { blockLines, lineAt } from './block-lines.ts'
import { boldPart, type Explanation } from './explain.ts'
import { parsePieces } from './parse.ts'

/** What replaces the characters from `start` to before `end`. */
export type Repair = { readonly start: number; readonly end: number; readonly text: string }

/**
 * What to write in a text that is not YAML, where its cause leaves one way: blanks for tabs, quotes around a template or
 * a reserved character, a blank behind a colon. Undefined unless the text is read further with it than without.
 */
export const repairOf = (text: string, { cause, offset }: Explanation): readonly Repair[] | undefined => {
  const candidates = (): readonly (readonly Repair[])[] => {
    switch (cause.code) {
      case 'MR1010':
        return [2, 4, 8].map((width) => withoutTabs(text, width))
      case 'MR1011':
      case 'MR1021':
        return [quoted(text, offset)]
      case 'MR1012':
        return [cause.character === '**' ? withoutBold(text) : quoted(text, offset)]
      case 'MR1014':
        return [[{ start: offset + 1, end: offset + 1, text: ' ' }]]
      case 'MR1019':
        return [withoutBold(text)]
      case 'MR1015':
      case 'MR1016':
      case 'MR1017':
      case 'MR1024':
        return []
    }
  }
  const before = brokenAt(text)
  const tried = candidates().map((repairs) => ({ repairs, after: brokenAt(repaired(text, repairs)) }))
  const whole = tried.find(({ after }) => after === undefined)
  const further = tried.find(({ after }) => before !== undefined && after !== undefined && after > before)
  const { repairs = [] } = whole ?? further ?? {}
  return repairs.length === 0 ? undefined : repairs
}

/** The text after repairs, which are in order and do not overlap. */
const repaired = (text: string, repairs: readonly Repair[]): string =>
  repairs
    .toReversed()
    .reduce((result, { start, end, text: by }) => result.slice(0, start) + by + result.slice(end), text)

const brokenAt = (text: string): number | undefined => {
  const broken = parsePieces(text).find(({ kind }) => kind === 'broken')
  return broken?.kind === 'broken' ? broken.base + broken.offset : undefined
}

const withoutTabs = (text: string, width: number): readonly Repair[] => {
  const blocks = blockLines(text)
  return Array.from(text.matchAll(/^ *\t[ \t]*/gm)).flatMap(({ 0: indent, index }) =>
    blocks.has(index)
      ? []
      : [{ start: index, end: index + indent.length, text: indent.replaceAll('\t', ' '.repeat(width)) }],
  )
}

/**
 * What was copied from a page with the marks of its bold type, without them: all at once, for one of them that is left
 * keeps the text from being read.
 */
const withoutBold = (text: string): readonly Repair[] => {
  const blocks = blockLines(text)
  const lines = Array.from(text.matchAll(/^(?<lead>[^#\n]*?(?:^|[: \t-]))(?<rest>\*\*[\w#].*)$/gm))
  return lines.flatMap(({ index, groups: { lead = '', rest = '' } = {} }) => {
    const part = blocks.has(index) ? undefined : boldPart(rest)
    const start = index + lead.length
    return part === undefined ? [] : [{ start, end: start + part.length + 4, text: part }]
  })
}

/** The value that begins before `offset` on its line, up to a comment, in quotes. */
const quoted = (text: string, offset: number): readonly Repair[] => {
  const line = lineAt(text, offset)
  const lead = /^\s*(?:- +)*(?:[^\s:#"'{}[\]]+:[ \t]+)?/.exec(line.text)?.[0] ?? ''
  const value = line.text
    .slice(lead.length)
    .replace(/(?:[ \t]+#.*)?\r?$/, '')
    .trimEnd()
  const start = line.start + lead.length
  if (value === '' || offset < start || /^["']/.test(value) || /[\\"]/.test(value)) return []
  return [{ start, end: start + value.length, text: `"${value}"` }]
}
