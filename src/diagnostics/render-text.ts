import { shownLines } from '../base/credentials.ts'
import { capDiagnostics } from './cap.ts'
import type { Diagnostic, Fix, Place, Severity } from './diagnostic.ts'
import { cellWidth, shownCells } from './text-cells.ts'

export type TextOptions = {
  /** The text of a file as places name it; undefined where it is not at hand: then no frame is shown. */
  readonly sources: (file: string) => string | undefined
  readonly colour: boolean
  /** How many findings are shown, as `capDiagnostics` takes it; the others are counted. */
  readonly most?: number | undefined
}

/**
 * Findings for a terminal, as compilers print them: `file:line:column  error  MR1203  message`, the line with what is
 * wrong underlined, the hint, places that explain it, and at the end how many there are. Empty for no findings.
 */
export const renderText = (diagnostics: readonly Diagnostic[], options: TextOptions): string => {
  if (diagnostics.length === 0) return ''
  const lines = linesByFile(options.sources)
  const { diagnostics: shown, left } = capDiagnostics(diagnostics, options.most)
  const blocks = shown.map((diagnostic) => block(diagnostic, lines, paint(options.colour)).join('\n'))
  const rest = left.length === 0 ? '' : `${restOf(left)}\n\n`
  return `${blocks.join('\n\n')}\n\n${rest}${summary(diagnostics)}\n`
}

const mostFiles = 5

/** How many findings are not shown, and where they are. */
const restOf = (left: readonly Diagnostic[]): string => {
  const byFile = [...Map.groupBy(left, ({ place }) => place?.file ?? 'the project')].toSorted(
    ([, a], [, b]) => b.length - a.length,
  )
  const named = byFile.slice(0, mostFiles).map(([file, found]) => `${found.length} in ${shownLine(file)}`)
  const others = byFile.slice(mostFiles)
  const count = others.reduce((sum, [, found]) => sum + found.length, 0)
  if (others.length > 0)
    named.push(`${count} in ${others.length} other file${others.length === 1 ? '' : 's'}`)
  return `and ${left.length} more: ${named.join(', ')}; millrace validate --max-diagnostics 0 shows all`
}

type Paint = (style: keyof typeof styles, text: string) => string
type Lines = (file: string) => readonly string[] | undefined

const styles = { error: '31;1', warning: '33;1', info: '36;1', place: '1', quiet: '2' } as const

const paint =
  (colour: boolean): Paint =>
  (style, text) =>
    colour ? `\u001b[${styles[style]}m${text}\u001b[0m` : text

const linesByFile = (sources: TextOptions['sources']): Lines => {
  const known = new Map<string, readonly string[] | undefined>()
  return (file) => {
    if (!known.has(file)) {
      const text = sources(file)?.replace(/^\uFEFF/, '')
      known.set(file, text === undefined ? undefined : shownLines(text.split(/\r\n|\n/)))
    }
    return known.get(file)
  }
}

const block = (diagnostic: Diagnostic, lines: Lines, painted: Paint): readonly string[] => {
  const { place, severity, code, message, hint, fix, related = [] } = diagnostic
  const head = [painted(severity, severity), code, shownLine(message)]
  const where = place === undefined ? [] : [painted('place', printPlace(place))]
  return [
    [...where, ...head].join('  '),
    ...(place === undefined ? [] : frame(place, severity, lines, painted)),
    ...(hint === undefined ? [] : [`  ${painted('quiet', 'hint:')} ${shownLine(hint)}`]),
    ...(fix === undefined || isSaid(fix, hint) ? [] : [`  ${painted('quiet', 'fix:')} ${fixText(fix)}`]),
    ...related.flatMap((one) => [
      `  ${painted('quiet', 'see:')} ${printPlace(one.place)}  ${shownLine(one.message)}`,
    ]),
  ]
}

/** Whether a hint names what a fix would write. */
const isSaid = ({ edits }: Fix, hint: string | undefined): boolean =>
  edits.every(({ text }) => text.trim() !== '' && hint?.includes(text) === true)

const fixText = ({ isSafe, edits }: Fix): string => {
  const [first] = edits
  const more = edits.length < 2 ? '' : `, and ${edits.length - 1} more like it`
  const text = first?.text.trim() === '' ? 'blanks' : shownLine(first?.text ?? '')
  return `write ${text}${more}${isSafe ? '' : ' (if that is meant)'}`
}

const printPlace = ({ file, line, column }: Place): string => `${file}:${line}:${column}`

/** The line before, where it says something; the line itself; and the mark below it. */
const frame = (place: Place, severity: Severity, lines: Lines, painted: Paint): readonly string[] => {
  const text = lines(place.file)
  const [before, line] = [text?.[place.line - 2], text?.[place.line - 1]]
  if (line === undefined) return []
  const width = String(place.line).length
  const gutter = (number: number | undefined) =>
    painted('quiet', `  ${String(number ?? '').padStart(width)} |`)
  const start = Math.min(place.column - 1, line.length)
  const endColumn =
    place.endLine === undefined || place.endLine === place.line ? place.endColumn : line.length + 1
  const end = Math.min(Math.max(start, (endColumn ?? place.column) - 1), line.length)
  const window = visibleWindow(line, start)
  const indent = cellWidth(line.slice(window.from, start)) + window.cut.length
  const length = Math.max(1, cellWidth(line.slice(start, Math.min(end, window.to))))
  const shown = `${window.cut}${shownCells(line.slice(window.from, window.to))}`.trimEnd()
  const mark = length === 1 ? '^' : '~'.repeat(length)
  const shownBefore = before === undefined || before.trim() === '' || before.length > widest ? [] : [before]
  return [
    ...shownBefore.map((one) => `${gutter(place.line - 1)} ${shownCells(one).trimEnd()}`),
    `${gutter(place.line)} ${shown}`,
    `${gutter(undefined)} ${' '.repeat(indent)}${painted(severity, mark)}`,
  ]
}

const widest = 160

/** Of a very long line only the part around the mark is shown. */
const visibleWindow = (line: string, start: number) => {
  if (line.length <= widest) return { from: 0, to: line.length, cut: '' }
  const from = start < widest / 2 ? 0 : start - widest / 4
  return { from, to: Math.min(line.length, from + widest), cut: from === 0 ? '' : '…' }
}

/** A message stays on its line and cannot steer the terminal. */
const shownLine = (text: string): string => shownCells(text.replaceAll(/\s*\r?\n\s*/g, ' '))

const summary = (diagnostics: readonly Diagnostic[]): string => {
  const counts = (['error', 'warning', 'info'] as const).map((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
    const noun = severity === 'info' ? 'note' : severity
    return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`
  })
  const fixable = diagnostics.filter(({ fix }) => fix?.isSafe).length
  const fixes = fixable === 0 ? '' : `; millrace validate --fix puts ${fixable} right`
  return `${counts.filter((text) => text !== '').join(', ')}${fixes}`
}
