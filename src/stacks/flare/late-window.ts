import { diagnose } from '../../diagnostics/index.ts'
import { type Cursor, isPresent, placeOf, sourceTextOf } from './cursor.ts'
import type { Report } from './reading.ts'

/** How far before its stored end a read begins again: a span of time, or an amount of the key's own numbers. */
export type LateWindow =
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'amount'; readonly amount: string }

const unitSeconds: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
}

/** Reads `lateWindow`: "3 days", "12 hours", or a bare number. */
export const readLateWindow = (cursor: Cursor, report: Report): LateWindow | undefined => {
  if (!isPresent(cursor)) return undefined
  const text = sourceTextOf(cursor)?.text.trim() ?? ''
  if (/^\d+(?:\.\d+)?$/.test(text)) return { kind: 'amount', amount: text }
  const [, count, unit] = /^(\d{1,9})\s*(second|minute|hour|day|week)s?$/i.exec(text) ?? []
  const seconds = unit === undefined ? undefined : unitSeconds[unit.toLowerCase()]
  if (count !== undefined && seconds !== undefined) return { kind: 'time', seconds: Number(count) * seconds }
  report(diagnose('MR1358', { text }, placeOf(cursor)))
  return undefined
}

/**
 * The text of a key that lies `window` before that of `value`, in the same form: date, date and time in UTC with up
 * to six decimals, or number. Undefined where the two do not go together.
 */
export const beforeWindow = (value: string, window: LateWindow): string | undefined =>
  window.kind === 'time' ? earlierTime(value, window.seconds) : lessAmount(value, window.amount)

const earlierTime = (value: string, seconds: number): string | undefined => {
  const [, date, time, decimals = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?)?$/.exec(value) ?? []
  if (date === undefined) return undefined
  const ms = Date.parse(`${date}T${time ?? '00:00:00'}Z`)
  if (Number.isNaN(ms)) return undefined
  const earlier = new Date(ms - seconds * 1000)
  if (Number.isNaN(earlier.getTime()) || earlier.getUTCFullYear() < 1) return undefined
  const [day = '', clock = ''] = earlier.toISOString().split(/[T.]/)
  if (time === undefined && clock === '00:00:00') return day
  return `${day} ${clock}${decimals === '' ? '' : `.${decimals}`}`
}

/** Exact for numbers of any length. */
const lessAmount = (value: string, amount: string): string | undefined => {
  const pattern = /^(-?)(\d+)(?:\.(\d+))?$/
  const [number, taken] = [pattern.exec(value), pattern.exec(amount)]
  if (number === null || taken === null) return undefined
  const places = Math.max(number[3]?.length ?? 0, taken[3]?.length ?? 0)
  const scaled = ([, sign, whole = '', part = '']: RegExpExecArray): bigint =>
    BigInt(`${sign}${whole}${part.padEnd(places, '0')}`)
  const rest = scaled(number) - scaled(taken)
  if (places === 0) return String(rest)
  const digits = String(rest < 0n ? -rest : rest).padStart(places + 1, '0')
  return `${rest < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}
