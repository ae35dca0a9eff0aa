import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document, NodePath } from '../manifest/document.ts'

/** Reports a cron expression that never means what it says: MR1319, MR1325, and one that never comes: MR1456. */
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
  if (wrong.length > 0) return false
  const never = impossibleDate(written)
  if (never !== undefined) report(diagnose('MR1456', { cron, ...never }, place))
  return never === undefined
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

/** Where days of the month and months are given and no year has any of these dates: what was asked for. */
const impossibleDate = (
  written: readonly string[],
): { readonly days: string; readonly months: string } | undefined => {
  const [, , dayField, monthField] = fields
  const [, , days = '*', months = '*', weekdays = '*'] = written
  // With both kinds of days given, cron starts on either of them.
  if (isFree(days) || isFree(months) || !isFree(weekdays)) return undefined
  if (dayField === undefined || monthField === undefined) return undefined
  const first = Math.min(...valuesOf(days, dayField))
  const longest = Math.max(...valuesOf(months, monthField).map((month) => monthLengths[month - 1] ?? 31))
  return first > longest ? { days, months } : undefined
}

/** In a leap year. */
const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isFree = (text: string): boolean => text === '*' || text === '?'

/** The numbers that a field without errors means. */
const valuesOf = (text: string, field: Field): readonly number[] =>
  text.split(',').flatMap((part) => {
    const [range = '', step] = part.split('/')
    const [from, to] = range.split('-').map((end) => numberOf(end, field))
    const first = from ?? field.from
    const last = to ?? (from === undefined || step !== undefined ? field.to : from)
    const every = step === undefined ? 1 : Number(step)
    return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => first + i * every)
  })
