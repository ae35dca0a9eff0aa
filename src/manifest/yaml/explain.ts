import type { Code } from '../../diagnostics/index.ts'
import { blockLines, indentOf, lineAt, opensBlock, type TextLine } from './block-lines.ts'
import { deepKey, oddKey, shallowKey } from './shallow-key.ts'

/** The cause of a refusal in the words of a human, and the range in the piece's text that shows it. */
export type Explanation = {
  readonly cause:
    | { readonly code: Extract<Code, 'MR1010' | 'MR1014' | 'MR1016' | 'MR1019' | 'MR1024'> }
    | { readonly code: 'MR1011' | 'MR1021'; readonly text: string }
    | { readonly code: 'MR1012'; readonly character: string }
    | { readonly code: 'MR1015'; readonly key?: string }
    | { readonly code: 'MR1017'; readonly reason: string }
  readonly offset: number
  readonly length: number
}

/**
 * Why `text` is not YAML. `refusal` is what the fast parser said; the second parser is loaded only here, because it
 * alone names the kind of each error. The first error counts: the others mostly follow from it.
 */
export const explain = async (
  text: string,
  refusal: { readonly reason: string; readonly offset: number },
): Promise<Explanation> => {
  const first = await firstError(text)
  const offset = first?.offset ?? refusal.offset
  // What is wrong often shows a line before the place where a parser gives up.
  const line = lineAt(text, offset)
  const before = line.start === 0 ? undefined : lineAt(text, line.start - 1)
  const blocks = blockLines(text)
  const lines = [line, before].filter((one) => one !== undefined && !blocks.has(one.start))
  return (
    conflictMarker(text) ??
    tabbed(text, first, refusal, line) ??
    unindentedBlock(text, [before, line]) ??
    placeholder(lines, firstBraced(text, blocks), first) ??
    omission(lines) ??
    unclosedQuote(text, first) ??
    reserved(lines) ??
    missingBlank(text, lines) ??
    behindQuote(first, line) ??
    textForKey(line, first) ??
    fallenOutOfBlock(text, [before, line], blocks) ??
    belowValue(text, line, blocks) ??
    withoutDash(text, writtenLine(text, line), blocks) ??
    indentation(text, first, refusal) ??
    outOfPlace(line) ?? {
      cause: { code: 'MR1017', reason: first?.reason ?? refusal.reason },
      offset,
      length: 0,
    }
  )
}

type Found = { readonly code: string; readonly reason: string; readonly offset: number }

/** Characters. The second parser takes a thousand times the memory of a text of nothing but brackets. */
const largest = 500_000

const firstError = async (text: string): Promise<Found | undefined> => {
  if (text.length > largest) return undefined
  const { parseAllDocuments } = await import('yaml')
  try {
    const options = { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const
    const documents = parseAllDocuments(text, options)
    const error = Array.isArray(documents)
      ? documents.find((one) => one.errors.length > 0)?.errors[0]
      : undefined
    return error === undefined
      ? undefined
      : { code: error.code, reason: lowerFirst(error.message), offset: Math.min(error.pos[0], text.length) }
  } catch {
    // Too deeply nested for this parser; what the other one said has to do.
    return undefined
  }
}

/** What git writes into a file whose sides could not be merged. */
const conflictMarker = (text: string): Explanation | undefined => {
  const found = /^<{7} .*$/m.exec(text)
  if (found === null || !/^={7}$/m.test(text) || !/^>{7} .*$/m.test(text)) return undefined
  const reason =
    'a merge was left unfinished here; keep one of the two sides, and delete the three lines of marks'
  return { cause: { code: 'MR1017', reason }, offset: found.index, length: found[0].length }
}

const tabbed = (
  text: string,
  first: Found | undefined,
  refusal: { readonly reason: string; readonly offset: number },
  line: TextLine,
): Explanation | undefined => {
  const isTab = first?.code === 'TAB_AS_INDENT' || refusal.reason.startsWith('tab characters')
  if (!isTab && !/^ *\t/.test(line.text)) return undefined
  const at = /^ *\t/.test(line.text) ? line : lineAt(text, refusal.offset)
  const tab = at.text.indexOf('\t')
  return { cause: { code: 'MR1010' }, offset: at.start + Math.max(0, tab), length: tab < 0 ? 0 : 1 }
}

/** `key: |` whose text begins no deeper than the key. */
const unindentedBlock = (text: string, lines: readonly (TextLine | undefined)[]): Explanation | undefined => {
  for (const line of lines) {
    if (!line || line.start === 0 || line.text.trim() === '') continue
    const head = lineAt(text, line.start - 1)
    if (!opensBlock(head.text) || indentOf(line.text) > indentOf(head.text)) continue
    // The next member: the block is empty.
    if (isMember(line.text)) continue
    return { cause: { code: 'MR1016' }, offset: line.start + indentOf(line.text), length: 0 }
  }
  return undefined
}

/** A line of a block's text that is no deeper than the key of the block: the text ends there, and what follows fits nowhere. */
const fallenOutOfBlock = (
  text: string,
  lines: readonly (TextLine | undefined)[],
  blocks: ReadonlySet<number>,
): Explanation | undefined => {
  for (const line of lines) {
    if (!line || line.start === 0 || blocks.has(line.start) || isMember(line.text)) continue
    if (line.text.trim() === '' || !blocks.has(lineAt(text, line.start - 1).start)) continue
    return { cause: { code: 'MR1016' }, offset: line.start + indentOf(line.text), length: 0 }
  }
  return undefined
}

/** A key, a dash, a comment or the mark of a document. */
const isMember = (line: string): boolean => /^\s*(?:-\s|[\w.-]+:(?:\s|$)|#|---)/.test(line)

const placeholder = (
  lines: readonly (TextLine | undefined)[],
  braced: TextLine | undefined,
  first: Found | undefined,
): Explanation | undefined => {
  const isFirst = braced !== undefined && (first === undefined || braced.start <= first.offset)
  for (const line of [...lines, isFirst ? braced : undefined]) {
    // Behind a dollar, braces are plain text, and only a colon or a hash in them means something.
    const match =
      line && /(?:^|[:\s-])(\$\{\{[^}\n]*?(?:: | #)[^}\n]*(?:\}\})?|\{[{%#][^}\n]*(?:\}\}?)?)/.exec(line.text)
    if (!line || !match?.[1]) continue
    const offset = line.start + match.index + match[0].length - match[1].length
    const code = match[1].startsWith('$') ? 'MR1021' : 'MR1011'
    return { cause: { code, text: match[1] }, offset, length: match[1].length }
  }
  return undefined
}

/** Dots or dashes that stand for lines that somebody left out. */
const omission = (lines: readonly (TextLine | undefined)[]): Explanation | undefined => {
  for (const line of lines) {
    const [, blanks, text] = /^(\s*)(\.{3,}|-{4,}|-{3}|…+)\s*$/.exec(line?.text ?? '') ?? []
    if (!line || text === undefined || (blanks === '' && text === '---')) continue
    const offset = line.start + (blanks?.length ?? 0)
    return { cause: { code: 'MR1021', text }, offset, length: text.length }
  }
  return undefined
}

/** `key: {{ x }}` parses as a mapping whose key is a mapping: the fast parser refuses it without a place. */
const firstBraced = (text: string, blocks: ReadonlySet<number>): TextLine | undefined => {
  for (const match of text.matchAll(/^[^#\n"']*[:-][ \t]+\{\{/gm))
    if (!blocks.has(match.index)) return lineAt(text, match.index)
  return undefined
}

const unclosedQuote = (text: string, first: Found | undefined): Explanation | undefined => {
  const quote = /closing (["'])/.exec(first?.reason ?? '')?.[1]
  if (first?.code !== 'MISSING_CHAR' || (quote !== '"' && quote !== "'")) return undefined
  // The quote that opens the last value before the error: behind a colon, a dash or a bracket.
  const opening = text
    .slice(0, first.offset)
    .matchAll(new RegExp(`(?:[:\\-,[{(?][ \\t]+|^[ \\t]*)${quote}`, 'gm'))
  const match = Array.from(opening).at(-1)
  const offset = match === undefined ? first.offset : match.index + match[0].length - 1
  return shallowText(text, offset, quote) ?? { cause: { code: 'MR1015' }, offset, length: 1 }
}

/** The line of a quoted text that is no deeper than its key, though the quote is closed on it or behind it. */
const shallowText = (text: string, opening: number, quote: string): Explanation | undefined => {
  const head = lineAt(text, opening)
  const key = /^[ \t]*(?:-[ \t]+)*([\w.-]+):[ \t]/.exec(head.text)?.[1]
  if (key === undefined) return undefined
  for (let next = head.start + head.text.length + 1; next < text.length; ) {
    const line = lineAt(text, next)
    next = line.start + line.text.length + 1
    const isShallow = line.text.trim() !== '' && indentOf(line.text) <= head.text.indexOf(key)
    if (isShallow)
      return isMember(line.text) || !text.slice(line.start).includes(quote)
        ? undefined
        : { cause: { code: 'MR1015', key }, offset: line.start + indentOf(line.text), length: 0 }
    if (line.text.includes(quote)) return undefined
  }
  return undefined
}

/** What a page shows in bold type, where a line ends with it: `**false**`. A pattern of paths is none. */
export const boldPart = (text: string): string | undefined =>
  /^\*\*([\w#][^*]*)\*\*[ \t]*(?:#.*)?\r?$/.exec(text)?.[1]

const reserved = (lines: readonly (TextLine | undefined)[]): Explanation | undefined => {
  for (const line of lines) {
    const match = line && /^(?:[^#"'|>]*?[:-][ \t]+|[ \t]*)([*%@`&])/.exec(line.text)
    if (!line || !match?.[1]) continue
    const offset = line.start + match[0].length - 1
    const character = boldPart(line.text.slice(match[0].length - 1)) === undefined ? match[1] : '**'
    return { cause: { code: 'MR1012', character }, offset, length: character.length }
  }
  return undefined
}

const missingBlank = (text: string, lines: readonly (TextLine | undefined)[]): Explanation | undefined => {
  for (const line of lines) {
    const match = line && /^\s*(?:- +)*[A-Za-z_][\w.-]*:(?=[^\s:/])/.exec(line.text)
    if (!line || !match) continue
    // `- roles:id:user` is a text; a member that goes on below was meant as a mapping.
    if (/^\s*-/.test(line.text) && !goesOn(text, line)) continue
    return { cause: { code: 'MR1014' }, offset: line.start + match[0].length - 1, length: 1 }
  }
  return undefined
}

/** Whether the next line is a key in the column behind the dash of this one, or deeper. */
const goesOn = (text: string, { start, text: written }: TextLine): boolean => {
  const next = lineAt(text, Math.min(start + written.length + 1, text.length))
  return indentOf(next.text) > indentOf(written) && /^\s*[\w.-]+:/.test(next.text)
}

const behindQuote = (first: Found | undefined, line: TextLine): Explanation | undefined => {
  const offset = (first?.offset ?? 0) - line.start
  const isBehind =
    first?.code === 'UNEXPECTED_TOKEN' && /[:-][ \t]+(["']).*\1[ \t]*$/.test(line.text.slice(0, offset))
  return isBehind ? { cause: { code: 'MR1019' }, offset: first.offset, length: 1 } : undefined
}

const indentation = (
  text: string,
  first: Found | undefined,
  refusal: { readonly reason: string; readonly offset: number },
): Explanation | undefined => {
  const offset = first?.offset ?? refusal.offset
  const isLayout = first === undefined ? /indentation/.test(refusal.reason) : first.code === 'BAD_INDENT'
  if (isLayout) {
    const isUnclosed = first !== undefined && /end with an? [\]}]/.test(first.reason)
    const blanks = /^(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*/.exec(text.slice(offset))?.[0].length ?? 0
    const at = offset + blanks
    const outlier = shallowKey(text, at) ?? oddKey(text, at) ?? deepKey(text, at)
    if (outlier !== undefined) return { cause: { code: 'MR1016' }, offset: outlier, length: 0 }
    return { cause: { code: isUnclosed ? 'MR1024' : 'MR1016' }, offset: offset + blanks, length: 0 }
  }
  if (first?.code !== 'BLOCK_AS_IMPLICIT_KEY' && first?.code !== 'MULTILINE_IMPLICIT_KEY') return undefined
  // The parser points at a value that is continued by deeper lines; the first of those is what is out of place.
  const line = lineAt(text, offset)
  const next = /^(?:[ \t]*(?:#.*)?\r?\n)*([ \t]*)(?=\S)/.exec(text.slice(line.start + line.text.length + 1))
  const isDeeper = next !== null && (next[1]?.length ?? 0) > line.text.search(/\S/)
  const moved = isDeeper ? line.start + line.text.length + 1 + next[0].length : offset
  return { cause: { code: 'MR1016' }, offset: Math.min(moved, text.length), length: 0 }
}

/** The first line of a list that stands below a key which has a list already: `dag: []`. */
const belowValue = (text: string, line: TextLine, blocks: ReadonlySet<number>): Explanation | undefined => {
  let below: TextLine = line
  for (let end = line.start; end > 0; ) {
    const above = lineAt(text, end - 1)
    end = above.start
    if (blocks.has(above.start) || /^\s*(?:#.*)?$/.test(above.text)) continue
    if (indentOf(above.text) < indentOf(below.text)) {
      const isGiven = /^\s*(?:-\s+)*[\w.-]+:[ \t]+(?:\[\]|\{\}|~|null)[ \t]*(?:#.*)?$/.test(above.text)
      if (isGiven) return { cause: { code: 'MR1016' }, offset: below.start + indentOf(below.text), length: 0 }
      if (!/^\s*-\s/.test(above.text)) return undefined
    }
    below = above
  }
  return undefined
}

/** A member of a list that lacks its dash, where a later one has it. */
const withoutDash = (text: string, line: TextLine, blocks: ReadonlySet<number>): Explanation | undefined => {
  if (!/^\s*-\s/.test(line.text)) return undefined
  const column = indentOf(line.text)
  let first: TextLine | undefined
  for (let end = line.start; end > 0; ) {
    const above = lineAt(text, end - 1)
    end = above.start
    if (blocks.has(above.start) || /^\s*(?:#.*)?$/.test(above.text)) continue
    if (indentOf(above.text) > column) {
      first = above
      continue
    }
    const isHead = /^\s*(?:-\s+)?[\w.-]+:\s*(?:#.*)?$/.test(above.text)
    // The dashes of a list may stand right below its key, but not below a dash.
    const isBeside = indentOf(above.text) === column && /^\s*-/.test(above.text)
    if (first === undefined || !isHead || isBeside) return undefined
    // A member without its dash begins as this one does, behind where its dash would be.
    const [, key] = /^\s*([\w.-]+):(?:\s|$)/.exec(first.text) ?? []
    if (key === undefined || !new RegExp(`^\\s*-\\s+${key}:`).test(line.text)) return undefined
    if (indentOf(first.text) !== column + 2) return undefined
    const reason = 'other members of this list begin with a dash, and this one does not'
    const offset = first.start + indentOf(first.text)
    return { cause: { code: 'MR1017', reason }, offset, length: first.text.trim().length }
  }
  return undefined
}

/** The line, or the first one below it where it is blank. */
const writtenLine = (text: string, line: TextLine): TextLine => {
  const end = line.start + line.text.length + 1
  return line.text.trim() !== '' || end >= text.length ? line : writtenLine(text, lineAt(text, end))
}

/** Text where a key is expected. */
const textForKey = (line: TextLine, first: Found | undefined): Explanation | undefined => {
  const isText = first?.code === 'MISSING_CHAR' || first?.code === 'MULTILINE_IMPLICIT_KEY'
  const text = line.text.trim()
  if (!isText || text === '' || /^[-#]|[:{}[\]"']/.test(text)) return undefined
  const reason = 'this text stands where a key and a colon are expected'
  return { cause: { code: 'MR1017', reason }, offset: line.start + indentOf(line.text), length: text.length }
}

/** A key where a dash is expected, or a dash where a key is. */
const outOfPlace = (line: TextLine): Explanation | undefined =>
  /^\s*(?:-(?:\s|$)|[\w.-]+:(?:\s|$))/.test(line.text)
    ? { cause: { code: 'MR1016' }, offset: line.start + indentOf(line.text), length: 0 }
    : undefined

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)
