import { diagnose } from '../../../diagnostics/index.ts'
import { type Cursor, child, isPresent, placeOf, sourceTextOf } from '../cursor.ts'
import type { Report } from '../reading.ts'

const spellings = [
  'olderThanMillis',
  'olderThanTimestamp',
  'olderThan',
  'older_than',
  'expireOlderThan',
] as const

/** The time before which something is old, in one of its spellings, as milliseconds since 1970. */
export const readCutOff = (options: Cursor, action: string, report: Report): number | undefined => {
  const [first, second] = spellings.filter((key) => isPresent(child(options, key)))
  if (first === undefined) return undefined
  const cursor = child(options, first)
  if (second !== undefined)
    report(diagnose('MR1440', { action, first, second }, placeOf(child(options, second), 'key')))
  const text = sourceTextOf(cursor)?.text.trim() ?? ''
  const ms = parseTime(text)
  if (ms === undefined) report(diagnose('MR1441', { option: first, text }, placeOf(cursor)))
  return ms
}

const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d)|UTC)?)?$/i

/** Milliseconds, or date and time: of UTC where it names no zone. */
const parseTime = (text: string): number | undefined => {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const ms = Date.UTC(year, month - 1, day, hour, minute, second)
  const whole = new Date(ms)
  // Date.UTC carries over what is too much: February 30 would be March 2.
  const isReal =
    whole.getUTCMonth() === month - 1 && whole.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  if (!isReal) return undefined
  const [, , , , , , , decimals = '', , sign, hours = '0', minutes = '0'] = match
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1)
  return ms + Number(decimals.padEnd(3, '0').slice(0, 3)) - offset
}
