import { CHOMPING_MODE } from 'js-yaml'
import type { YamlNode } from '../yaml/tree.ts'
import type { Reordering } from './key-order.ts'

/** Lines from `start` to before `end`. */
type Stretch = { readonly start: number; readonly end: number }

/**
 * The lines of a text after mappings were put in order. Each entry takes its lines with it: comments above its key,
 * those behind it, blank lines. Only whole lines move, so that nothing is written anew; a mapping that shares its first
 * line with something else than a dash stays as it is.
 */
export const moveLines = (
  text: string,
  document: { readonly root: YamlNode } & Stretch,
  moves: readonly Reordering[],
): readonly string[] => {
  const lines = text.split('\n')
  const lineStarts = startsOf(lines)
  const lineOf = lineFinder(lineStarts)
  const kept = keptBlanks(document.root, lines, lineOf)
  const ends = endsOf(document, { lines, kept }, lineOf)
  for (const { node, order } of moves) {
    const end = ends.get(node)
    const starts = node.entries.map(({ key }) => lineOf(key.start))
    const [first] = starts
    if (end === undefined || first === undefined) continue
    const keys = node.entries.map(({ key }, i) => {
      const line = starts[i] ?? 0
      return (lines[line] ?? '').slice(0, key.start - (lineStarts[line] ?? 0))
    })
    const [prefix] = keys
    // A quoted or an anchored key, `? ` or a second mapping on the line: what stands before it cannot be told apart.
    if (prefix === undefined || !/^[\s-]*$/.test(prefix) || keys.slice(1).some((one) => one.trim() !== ''))
      continue
    if (new Set(keys.map((one) => one.length)).size > 1) continue
    reorder({ lines, kept }, { starts, end: trimmedEnd({ lines, kept }, end, prefix.length), prefix }, order)
  }
  return lines
}

/** The end of the lines that belong to each block mapping. */
const endsOf = (
  { root, end }: { readonly root: YamlNode } & Stretch,
  page: Page,
  lineOf: (offset: number) => number,
): ReadonlyMap<YamlNode, number> => {
  const ends = new Map<YamlNode, number>()
  const visit = (node: YamlNode, last: number): void => {
    if (node.kind === 'scalar' || ends.has(node)) return
    ends.set(node, last)
    const children = node.kind === 'mapping' ? node.entries.map(({ value }) => value) : node.items
    const starts =
      node.kind === 'mapping'
        ? node.entries.map(({ key }) => lineOf(key.start))
        : children.map((child) => lineOf(child.start))
    children.forEach((child, i) => {
      const next = starts[i + 1]
      visit(child, next === undefined ? last : leadingStart(page, next, indentOf(page.lines[next] ?? '')))
    })
  }
  visit(root, end)
  return ends
}

/** Lines, and those blank ones among them that are part of a text. */
type Page = { readonly lines: string[]; readonly kept: ReadonlySet<number> }

/** Blank lines behind a block of text that keeps them (`|+`). */
const keptBlanks = (
  root: YamlNode,
  lines: readonly string[],
  lineOf: (offset: number) => number,
): ReadonlySet<number> => {
  const kept = new Set<number>()
  const visit = (node: YamlNode): void => {
    if (node.kind === 'sequence') node.items.forEach(visit)
    else if (node.kind === 'mapping') for (const { value } of node.entries) visit(value)
    else if (node.scalar.chomping === CHOMPING_MODE.KEEP) {
      const last = lineOf(Math.max(node.start, node.end - 1))
      const isBlank = (line: number) => line < lines.length && lines[line]?.trim() === ''
      for (let line = last; isBlank(line); line--) kept.add(line)
      for (let line = last + 1; isBlank(line); line++) kept.add(line)
    }
  }
  visit(root)
  return kept
}

type Block = { readonly starts: readonly number[]; readonly end: number; readonly prefix: string }

const reorder = (page: Page, { starts, end, prefix }: Block, order: readonly number[]): void => {
  const { lines } = page
  const indent = prefix.length
  const [start = 0] = starts
  const isItem = prefix.includes('-')
  // Comments above the first key of a list's member stand above the dash, and belong to the member.
  const top = isItem ? start : leadingStart(page, start, indent, true)
  const bounds = [top, ...starts.slice(1).map((line) => leadingStart(page, line, indent)), end]
  const dash = isItem ? prefix : ''
  const entries = starts.map((line, i) => {
    const chunk = lines.slice(bounds[i], bounds[i + 1])
    const key = line - (bounds[i] ?? 0)
    if (i === 0 && isItem) chunk[0] = `${' '.repeat(indent)}${(chunk[0] ?? '').slice(indent)}`
    const blanks = chunk.slice(0, key).findIndex((one) => one.trim() !== '')
    const count = key === 0 ? 0 : blanks < 0 ? key : blanks
    return { above: chunk.slice(count, key), blanks: chunk.slice(0, count), body: chunk.slice(key) }
  })
  const moved = order.flatMap((i) => entries[i] ?? [])
  const [firstMoved] = moved
  const result = moved.flatMap((entry, i) => {
    // The blank lines above the entry that comes first go above the one that was there.
    const blanks = i === 0 ? [] : entry === entries[0] ? (firstMoved?.blanks ?? []) : entry.blanks
    if (i > 0 || !isItem) return [...blanks, ...entry.above, ...entry.body]
    const [head = '', ...rest] = entry.body
    const outside = prefix.slice(0, prefix.indexOf('-'))
    return [
      ...entry.above.map((line) => `${outside}${line.trimStart()}`),
      `${dash}${head.slice(indent)}`,
      ...rest,
    ]
  })
  lines.splice(top, end - top, ...(isItem ? result : [...(entries[0]?.blanks ?? []), ...result]))
}

/** Up from a key over comments of its own column; a first key leaves to the document what a blank line cuts off. */
const leadingStart = ({ lines, kept }: Page, key: number, indent: number, isFirst = false): number => {
  let start = key
  let candidate = key
  while (candidate > 0) {
    const line = lines[candidate - 1] ?? ''
    const isBlank = line.trim() === '' && !kept.has(candidate - 1)
    const isComment = line.trimStart().startsWith('#') && indentOf(line) === indent && !isModeline(line)
    if (isBlank && isFirst) break
    if (!isBlank && !isComment) break
    candidate--
    if (isComment || !isFirst) start = candidate
  }
  return start
}

const isModeline = (line: string): boolean => /^\s*#\s*(?:yaml-language-server|-\*-|vim:)|^#!/.test(line)

/** Without the blank lines and comments behind the last entry, which belong to what surrounds it. */
const trimmedEnd = ({ lines, kept }: Page, end: number, indent: number): number => {
  let last = end
  while (last > 0) {
    const line = lines[last - 1] ?? ''
    if (
      kept.has(last - 1) ||
      (line.trim() !== '' && !(line.trimStart().startsWith('#') && indentOf(line) <= indent))
    )
      break
    last--
  }
  return last
}

const indentOf = (line: string): number => line.length - line.trimStart().length

const startsOf = (lines: readonly string[]): readonly number[] => {
  let offset = 0
  return lines.map((line) => {
    const start = offset
    offset += line.length + 1
    return start
  })
}

const lineFinder =
  (starts: readonly number[]) =>
  (offset: number): number => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
