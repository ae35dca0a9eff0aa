import { Refused } from './refusals.ts'

const pattern =
  /^([+-]?\d{4,6})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.](\d*))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/

/** A constant of time; that of an instant is in UTC. */
export type TimeLiteral = {
  readonly type: 'date' | 'timestamp' | 'timestamp_ntz'
  /** `2024-01-05`, or with a space and the time of day behind it, whose fraction has no zeros at its end. */
  readonly text: string
  /** True from year 1 to 9999, which every engine reads. */
  readonly isUsual: boolean
  /** Since 1970. */
  readonly days: number
  readonly micros: bigint
  /** As Spark prints it. */
  readonly label: string
}

/** A literal such as DATE '2024-1-5'. What is none is refused. */
export const timeLiteral = (type: TimeLiteral['type'], text: string): TimeLiteral => {
  const word = type.toUpperCase()
  const refused = (): never => {
    throw new Refused(`the literal ${word} '${text}'`, `write it like ${word} '2024-01-31'`)
  }
  const match = pattern.exec(text.trim()) ?? refused()
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)))
  const zone = match[8]
  if (type === 'date' && match[4] !== undefined) return refused()
  if (type === 'timestamp_ntz' && zone !== undefined) return refused()
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!exists || hour > 23 || minute > 59 || second > 59 || Math.abs(year) > 200000) return refused()
  const offset =
    zone === undefined || zone === 'Z'
      ? 0
      : (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))) * (zone.startsWith('-') ? -1 : 1)
  if (Math.abs(offset) > 18 * 60) return refused()
  date.setUTCHours(hour, minute - offset, second)
  const two = (value: number) => String(value).padStart(2, '0')
  const y = date.getUTCFullYear()
  const shownYear = `${y < 0 ? '-' : y > 9999 ? '+' : ''}${String(Math.abs(y)).padStart(4, '0')}`
  const ofDay = `-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
  const fraction = (match[7] ?? '').slice(0, 6).replace(/0+$/, '')
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}${fraction === '' ? '' : `.${fraction}`}`
  const written = `${shownYear}${ofDay}${type === 'date' ? '' : ` ${time}`}`
  return {
    type,
    text: written,
    isUsual: y > 0 && y <= 9999,
    days: Math.round(date.getTime() / 86_400_000),
    micros: BigInt(date.getTime()) * 1000n + BigInt(fraction.padEnd(6, '0')),
    label: `${word} '${written}'`,
  }
}
