import { CHOMPING_MODE, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml'
import { type OffsetMap, offsetMapBuilder, verbatimMap } from './offset-map.ts'

type Builder = ReturnType<typeof offsetMapBuilder>

/**
 * The text of a scalar, which is the parser's, each character of which knows where it stands in `source`. Source: YAML 1.2.2, chapters 7.3
 * (flow scalars) and 8.1 (block scalars).
 */
export const scalarMap = (source: string, scalar: ScalarEvent): OffsetMap => {
  const { valueStart, valueEnd } = scalar
  if (valueStart < 0) return verbatimMap('')
  const builder = offsetMapBuilder()
  switch (scalar.style) {
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK:
      blockText(builder, source, scalar)
      break
    case SCALAR_STYLE.DOUBLE_QUOTED:
      flowText(builder, source, scalar, doubleQuotedEscape)
      break
    case SCALAR_STYLE.SINGLE_QUOTED:
      flowText(builder, source, scalar, singleQuotedEscape)
      break
    case SCALAR_STYLE.PLAIN:
      flowText(builder, source, scalar, noEscape)
      break
  }
  const map = builder.finish(valueEnd)
  const text = getScalarValue(source, scalar)
  // The value that the rest of the program sees is the parser's; should the two ever differ, a place that is too
  // wide is better than a wrong one.
  return map.text === text ? map : { text, origin: () => ({ start: valueStart, end: valueEnd }) }
}

/** The escape sequence that begins at `at`: what it stands for and where it ends; undefined where there is none. */
type Escape = (source: string, at: number) => { readonly text: string; readonly end: number } | undefined

const noEscape: Escape = () => undefined

const singleQuotedEscape: Escape = (source, at) =>
  source.startsWith("''", at) ? { text: "'", end: at + 2 } : undefined

const doubleQuotedEscape: Escape = (source, at) => {
  if (source[at] !== '\\') return undefined
  const letter = source[at + 1] ?? ''
  const digits = hexEscapes[letter]
  if (digits !== undefined) {
    const end = at + 2 + digits
    return { text: String.fromCodePoint(Number.parseInt(source.slice(at + 2, end), 16)), end }
  }
  if (letter === '\n' || letter === '\r') return { text: '', end: afterBlanks(source, at + 1) }
  return { text: simpleEscapes[letter] ?? letter, end: at + 2 }
}

const hexEscapes: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }
const simpleEscapes: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}

const afterBlanks = (source: string, at: number): number => {
  let end = at
  while (/[ \t\r\n]/.test(source[end] ?? '')) end++
  return end
}

const flowText = (builder: Builder, source: string, scalar: ScalarEvent, escape: Escape) => {
  const { valueStart, valueEnd } = scalar
  let from = valueStart
  let at = valueStart
  while (at < valueEnd) {
    const char = source[at]
    const escaped = escape(source, at)
    if (escaped !== undefined) {
      builder.copy(source, from, at)
      builder.put(escaped.text, at, escaped.end)
      at = from = escaped.end
    } else if (char === '\n' || char === '\r') {
      // Blanks around a line break are layout: one break folds to a blank, each further one stays a line break.
      let end = at
      while (end > from && (source[end - 1] === ' ' || source[end - 1] === '\t')) end--
      builder.copy(source, from, end)
      const next = Math.min(afterBlanks(source, at), valueEnd)
      const breaks = source.slice(at, next).match(/\r\n|\r|\n/g)?.length ?? 1
      builder.put(breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), end, next)
      at = from = next
    } else at++
  }
  builder.copy(source, from, valueEnd)
}

const blockText = (builder: Builder, source: string, scalar: ScalarEvent) => {
  const indent = Math.max(0, scalar.indent)
  const folded = scalar.style === SCALAR_STYLE.FOLDED_BLOCK
  let hasContent = false
  let emptyLines = 0
  let moreIndented = false
  let breakStart = scalar.valueStart
  for (const line of blockLines(source, scalar)) {
    if (scalar.indent < 0 || isLayout(source, line, indent)) {
      emptyLines++
      continue
    }
    const start = line.start + indent
    const blankFirst = source[start] === ' ' || source[start] === '\t'
    const breaks = emptyLines + (hasContent ? 1 : 0)
    const folds = folded && hasContent && !blankFirst && !moreIndented
    if (folds && emptyLines === 0) builder.put(' ', breakStart, start)
    else builder.put('\n'.repeat(folds ? emptyLines : breaks), breakStart, start)
    builder.copy(source, start, line.end)
    moreIndented = folded && blankFirst
    hasContent = true
    emptyLines = 0
    breakStart = line.end
  }
  const trailing =
    scalar.chomping === CHOMPING_MODE.KEEP
      ? emptyLines + (hasContent ? 1 : 0)
      : scalar.chomping === CHOMPING_MODE.STRIP || !hasContent
        ? 0
        : 1
  builder.put('\n'.repeat(trailing), breakStart, scalar.valueEnd)
}

type Line = { readonly start: number; readonly end: number }

function* blockLines(source: string, { valueStart, valueEnd }: ScalarEvent): Generator<Line> {
  let start = valueStart
  while (start < valueEnd) {
    let end = start
    while (end < valueEnd && source[end] !== '\n' && source[end] !== '\r') end++
    yield { start, end }
    start = source[end] === '\r' && source[end + 1] === '\n' ? end + 2 : end + 1
  }
}

/** Nothing but indentation: fewer characters than the indentation, all of them blanks. */
const isLayout = (source: string, line: Line, indent: number): boolean => {
  let column = 0
  while (column < indent && source[line.start + column] === ' ') column++
  return line.start + column >= line.end
}
