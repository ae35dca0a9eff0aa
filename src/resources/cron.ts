import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document, NodePath } from '../manifest/document.ts'

/** Reports a cron expression that never means what it says: MR1319, MR1325. */
export const checkCron = (
  document: Document,
  path: NodePath,
  cron: string,
  report: (diagnostic: Diagnostic) => void,
): boolean => {
  const place = document.place(path)
  const written = cron.trim().split(/\s+/)
  if (written.length !== fields.length) {
    report(diagnose('MR1319', { cron, fields: written.length }, place))
    return false
  }
  const wrong = fields.flatMap((field, i) => {
    const text = written[i] ?? ''
    const reason = problemOf(text, field)
    return reason === undefined ? [] : [diagnose('MR1325', { field: field.name, text, reason }, place)]
  })
  for (const diagnostic of wrong) report(diagnostic)
  return wrong.length === 0
}

type Field = {
  readonly name: string
  readonly from: number
  readonly to: number
  /** Words that stand for numbers, the first for `from`. */
  readonly words?: readonly string[]
}

const fields: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, words: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { name: 'day of the week', from: 0, to: 7, words: 'sun mon tue wed thu fri sat'.split(' ') },
]

const problemOf = (text: string, field: Field): string | undefined => {
  for (const part of text.split(',')) {
    const [range = '', step, ...more] = part.split('/')
    if (more.length > 0 || part === '') return 'it is no number, range, list or step'
    if (step !== undefined && !(/^\d+$/.test(step) && Number(step) > 0))
      return `the step "${step}" is no number above 0`
    if (range === '*' || range === '?') continue
    const ends = range.split('-')
    const numbers = ends.map((end) => numberOf(end, field))
    const [first, last] = numbers
    if (ends.length > 2 || numbers.includes(undefined)) return 'it is no number, range, list or step'
    if (numbers.some((number) => number !== undefined && (number < field.from || number > field.to)))
      return `it lies outside ${field.from} to ${field.to}`
    if (first !== undefined && last !== undefined && first > last) return 'the range ends before it begins'
  }
  return undefined
}

const numberOf = (text: string, { words = [], from }: Field): number | undefined => {
  if (/^\d+$/.test(text)) return Number(text)
  const word = words.indexOf(text.toLowerCase())
  return word < 0 ? undefined : word + from
}
