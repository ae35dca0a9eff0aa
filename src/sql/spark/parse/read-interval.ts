import {
  type AnsiInterval,
  type DayTimeField,
  dayTimeFields,
  isAnsiInterval,
  type YearMonthField,
  yearMonthFields,
} from '../spark-types/interval-type.ts'
import { Unsupported } from './node.ts'
import type { Token } from './tokens.ts'

type IntervalLiteral = { readonly value: bigint; readonly type: AnsiInterval }

/** The literal that begins at a word INTERVAL, and the number of the token behind it; undefined where there is none. */
export const intervalAt = (
  tokens: readonly Token[],
  at: number,
): { readonly end: number; readonly read: () => IntervalLiteral } | undefined => {
  if (tokens[at]?.kind !== 'word' || tokens[at]?.text.toLowerCase() !== 'interval') return undefined
  if (tokens[at - 1]?.text === '.') return undefined
  const first = amountAt(tokens, at + 1)
  if (first === undefined) return undefined
  const unit = wordAt(tokens, first.end)
  if (unit === undefined || !isUnit(unit)) {
    if (first.signed || first.number) return undefined
    return { end: first.end, read: () => ofText(first.text) }
  }
  if (wordAt(tokens, first.end + 1) === 'to') {
    const to = wordAt(tokens, first.end + 2) ?? ''
    const more = amountAt(tokens, first.end + 3)
    const named = more === undefined ? undefined : wordAt(tokens, more.end)
    if (more !== undefined && named !== undefined && isUnit(named))
      return {
        end: more.end + 1,
        read: () => bad(`${unit.toUpperCase()} TO ${to.toUpperCase()} with more units`),
      }
    return { end: first.end + 3, read: () => unitToUnit(first.text, unit, to) }
  }
  const pairs: (readonly [string, string])[] = []
  let next = at + 1
  for (;;) {
    const amount = amountAt(tokens, next)
    const named = amount === undefined ? undefined : wordAt(tokens, amount.end)
    if (amount === undefined || named === undefined || !isUnit(named)) break
    pairs.push([amount.text, named])
    next = amount.end + 1
  }
  return { end: next, read: () => ofPairs(pairs) }
}

const wordAt = (tokens: readonly Token[], at: number): string | undefined =>
  tokens[at]?.kind === 'word' ? tokens[at]?.text.toLowerCase() : undefined

const amountAt = (
  tokens: readonly Token[],
  at: number,
):
  | { readonly text: string; readonly end: number; readonly signed: boolean; readonly number: boolean }
  | undefined => {
  const sign =
    tokens[at]?.kind === 'symbol' && /^[+-]$/.test(tokens[at]?.text ?? '') ? tokens[at]?.text : undefined
  const start = sign === undefined ? at : at + 1
  const token = tokens[start]
  if (token?.kind !== 'string' && token?.kind !== 'number') return undefined
  let text = ''
  let end = start
  if (token.kind === 'number') {
    if (!/^(?:\d+|\d*[.]\d+|\d+[.])$/.test(token.text)) return undefined
    text = token.text
    end = start + 1
  } else for (; tokens[end]?.kind === 'string'; end++) text += tokens[end]?.text ?? ''
  const negated =
    sign === '-' ? (text.trim().startsWith('-') ? text.trim().slice(1) : `-${text.trim()}`) : text.trim()
  return { text: negated, end, signed: sign !== undefined, number: token.kind === 'number' }
}

/** Microseconds or months of a unit, and the field that it counts for. */
const units: Readonly<
  Record<string, { readonly size: bigint; readonly field: YearMonthField | DayTimeField }>
> = {
  year: { size: 12n, field: 'year' },
  month: { size: 1n, field: 'month' },
  week: { size: 604_800_000_000n, field: 'day' },
  day: { size: 86_400_000_000n, field: 'day' },
  hour: { size: 3_600_000_000n, field: 'hour' },
  minute: { size: 60_000_000n, field: 'minute' },
  second: { size: 1_000_000n, field: 'second' },
  millisecond: { size: 1000n, field: 'second' },
  microsecond: { size: 1n, field: 'second' },
}

const unitOf = (word: string) => units[word] ?? units[word.replace(/s$/, '')]
const isUnit = (word: string): boolean => unitOf(word) !== undefined

const bad = (what: string): never => {
  throw new Unsupported(`the interval ${what}`)
}

const ofPairs = (pairs: readonly (readonly [string, string])[]): IntervalLiteral => {
  const parts = pairs.map(([amount, word]) => {
    const unit = unitOf(word) ?? bad(word)
    const digits = /^([+-]?)(\d+)(?:[.](\d{0,9}))?$/.exec(amount) ?? bad(`'${amount}' ${word}`)
    const fraction = digits[3]
    if (fraction !== undefined && unit.size !== 1_000_000n) return bad(`'${amount}' ${word}`)
    const micros = BigInt((fraction ?? '').slice(0, 6).padEnd(6, '0'))
    const size = BigInt(digits[2] ?? 0) * unit.size + (fraction === undefined ? 0n : micros)
    return { value: digits[1] === '-' ? -size : size, field: unit.field }
  })
  return literal(
    parts.reduce((sum, part) => sum + part.value, 0n),
    parts.map((part) => part.field),
  )
}

const literal = (value: bigint, fields: readonly (YearMonthField | DayTimeField)[]): IntervalLiteral => {
  const months = yearMonthFields.filter((field) => fields.includes(field))
  const times = dayTimeFields.filter((field) => fields.includes(field))
  const [month, time] = [months[0], times[0]]
  if (month !== undefined && time === undefined) {
    if (value > 2147483647n || value < -2147483648n) return bad('of so many months')
    return { value, type: { kind: 'year_month', from: month, to: months.at(-1) ?? month } }
  }
  if (time === undefined || month !== undefined) return bad('of months and days; write it as two intervals')
  if (value > 9223372036854775807n || value < -9223372036854775807n) return bad('of so many days')
  return { value, type: { kind: 'day_time', from: time, to: times.at(-1) ?? time } }
}

/** INTERVAL '1 day 2 hours': the units stand in the text. */
const ofText = (text: string): IntervalLiteral => {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/^interval\s+/, '')
    .split(/\s+/)
  if (words.length < 2 || words.length % 2 !== 0) return bad(`'${text}'`)
  return ofPairs(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] ?? ''] as const] : [])))
}

const unitToUnit = (text: string, from: string, to: string): IntervalLiteral => {
  const wrong = () => bad(`'${text}' ${from.toUpperCase()} TO ${to.toUpperCase()}`)
  if (from === 'year' && to === 'month') {
    const match = /^([+-]?)(\d+)-(\d{1,2})$/.exec(text) ?? wrong()
    if (Number(match[3]) > 11) return wrong()
    const months = BigInt(match[2] ?? 0) * 12n + BigInt(match[3] ?? 0)
    return literal(match[1] === '-' ? -months : months, ['year', 'month'])
  }
  const [first, last] = [dayTimeFields.findIndex((f) => f === from), dayTimeFields.findIndex((f) => f === to)]
  if (first < 0 || last <= first) return wrong()
  const shapes = ['(\\d+)', '(\\d{1,2})', '(\\d{1,2})', '(\\d{1,2}(?:[.]\\d{1,9})?)']
  const separators = ['', ' ', ':', ':']
  const pattern = shapes
    .slice(first, last + 1)
    .map((shape, i) => (i === 0 ? '(\\d+)' : `${separators[first + i]}${shape}`))
    .join('')
  const match = new RegExp(`^([+-]?)${pattern}$`).exec(text) ?? wrong()
  let value = 0n
  for (let field = first; field <= last; field++) {
    const part = match[field - first + 2] ?? '0'
    const limit = [Number.POSITIVE_INFINITY, 24, 60, 60][field] ?? 60
    if (field > first && Number(part) >= limit) return wrong()
    const [whole = '0', fraction = ''] = part.split('.')
    const size = units[dayTimeFields[field] ?? '']?.size ?? 1n
    value += BigInt(whole) * size + BigInt(fraction.slice(0, 6).padEnd(6, '0'))
  }
  const result = literal(match[1] === '-' ? -value : value, dayTimeFields.slice(first, last + 1))
  return isAnsiInterval(result.type) ? result : wrong()
}
