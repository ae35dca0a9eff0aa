import { shownLines } from './credentials.ts'

type Edit = { readonly kind: 'same' | 'removed' | 'added'; readonly line: string }

/**
 * What changes from one text to another as a unified diff with three lines around each change; empty where nothing
 * does. A missing line break at the end is said as other tools say it. Credentials are not shown.
 */
export const unifiedDiff = (name: string, before: string, after: string): string => {
  if (before === after) return ''
  const sides = [linesOf(before), linesOf(after)] as const
  const edits = shown(diffLines(...sides), shownLines(sides[0]), shownLines(sides[1]))
  const hunks = hunksOf(edits).map(({ from, to }) => {
    const count = (end: number, kind: Edit['kind']) =>
      edits.slice(0, end).filter((edit) => edit.kind !== kind).length
    const span = (kind: Edit['kind']) => {
      const [start, length] = [count(from, kind), count(to, kind) - count(from, kind)]
      return length === 1 ? `${start + 1}` : `${length === 0 ? start : start + 1},${length}`
    }
    const lines = edits.slice(from, to).map(({ kind, line }) => `${marks[kind]}${line}`)
    return [`@@ -${span('added')} +${span('removed')} @@`, ...lines].join('\n')
  })
  return `--- ${name}\n+++ ${name}\n${hunks.join('\n')}\n`
}

const shown = (
  edits: readonly Edit[],
  before: readonly string[],
  after: readonly string[],
): readonly Edit[] => {
  let [i, j] = [0, 0]
  return edits.map(({ kind, line }) => {
    const one = kind === 'added' ? after[j] : before[i]
    if (kind !== 'added') i++
    if (kind !== 'removed') j++
    return { kind, line: one ?? line }
  })
}

const marks = { same: ' ', removed: '-', added: '+' } as const
const around = 3

const linesOf = (text: string): readonly string[] => {
  const lines = text.split('\n')
  const last = lines.pop()
  return last === undefined || last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`]
}

const hunksOf = (edits: readonly Edit[]): readonly { readonly from: number; readonly to: number }[] => {
  const hunks: { from: number; to: number }[] = []
  edits.forEach(({ kind }, i) => {
    if (kind === 'same') return
    const last = hunks.at(-1)
    const from = Math.max(0, i - around)
    const to = Math.min(edits.length, i + around + 1)
    if (last !== undefined && from <= last.to) last.to = to
    else hunks.push({ from, to })
  })
  return hunks
}

/** Longest common subsequence between the equal beginning and the equal end; huge changes are told as a whole. */
const diffLines = (a: readonly string[], b: readonly string[]): readonly Edit[] => {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  const [left, right] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)]
  const as = (kind: Edit['kind']) => (line: string) => ({ kind, line })
  const middle =
    left.length * right.length > 4_000_000
      ? [...left.map(as('removed')), ...right.map(as('added'))]
      : common(left, right)
  return [...a.slice(0, head).map(as('same')), ...middle, ...a.slice(a.length - tail).map(as('same'))]
}

const common = (a: readonly string[], b: readonly string[]): readonly Edit[] => {
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const edits: Edit[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]]
    if (left !== undefined && left === right) {
      edits.push({ kind: 'same', line: left })
      i++
      j++
    } else if (right === undefined || (left !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      edits.push({ kind: 'removed', line: left ?? '' })
      i++
    } else {
      edits.push({ kind: 'added', line: right })
      j++
    }
  }
  return edits
}
