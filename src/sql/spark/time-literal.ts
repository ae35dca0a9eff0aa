import { type Zone, zoneOf } from './zones/time-zones.ts'
import { Mistaken, Refused } from './refusals.ts'

const day = (digits: string) => String.raw`([+-]?\d{4,${digits}})(?:-(\d{1,2})(?:-(\d{1,2})`
/** Of a date, what follows the day does not count. */
const patternOfDate = new RegExp(`^${day('7')}(?:[ T].*)?)?)?$`, 's')
/** A zone stands behind the seconds. */
const pattern = new RegExp(
  String.raw`^${day('6')}(?:[ T](\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.](\d*))?([^.\d].*)?)?)?)?)?)?$`,
)

/** A constant of time; that of an instant is in UTC. */
export type TimeLiteral = {
  readonly type: 'date' | 'timestamp' | 'timestamp_ntz'
  /** `2024-01-05`, or with a space and the time of day behind it, whose fraction has no zeros at its end. */
  readonly text: string
  /** Whether a zone stands in it, and not that of the session counts. */
  readonly isZoned: boolean
  /** True from year 1 to 9999, which every engine reads. */
  readonly isUsual: boolean
  /** Since 1970. */
  readonly days: number
  readonly micros: bigint
  /** As Spark prints it. */
  readonly label: string
}

const specialDays = { epoch: undefined, now: 0, today: 0, tomorrow: 1, yesterday: -1 } as const

/** A word that Spark reads as a time where it is a constant; in a column it is none. */
export type SpecialTime = keyof typeof specialDays

/** How far a special time is from today; undefined for the epoch. */
export const daysFromToday = (special: SpecialTime): number | undefined => specialDays[special]

/** A zone may stand behind all but `now`, and says nothing. */
export const specialTime = (text: string): SpecialTime | undefined => {
  const match = /^[\0- ]*([a-z]+)[ \t]*(.*?)[\0- ]*$/i.exec(text)
  const [word = '', zone = ''] = match?.slice(1) ?? []
  const special = word.toLowerCase()
  if (!Object.hasOwn(specialDays, special) || (zone !== '' && (special === 'now' || !isZone(zone))))
    return undefined
  return special as SpecialTime
}

const isZone = (text: string): boolean => {
  try {
    zoneOf(text)
    return true
  } catch {
    return false
  }
}

/** A literal such as DATE '2024-1-5'. What is none is refused. */
export const timeLiteral = (type: TimeLiteral['type'], text: string): TimeLiteral => {
  const word = type.toUpperCase()
  const refused = (): never => {
    throw new Mistaken(`the literal ${word} '${text}'`, `write it like ${word} '2024-01-31'`)
  }
  const special = specialTime(text)
  if (special !== undefined && special !== 'epoch')
    throw new Refused(`the literal ${word} '${text}'`, `write CAST('${special}' AS ${word})`)
  const epoch = type === 'timestamp' ? '1970-01-01 00:00:00Z' : '1970-01-01'
  const trimmed = special === undefined ? text.trim() : epoch
  const match = (type === 'date' ? patternOfDate : pattern).exec(trimmed) ?? refused()
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)))
  if (Math.abs(year) > 200_000)
    throw new Refused(`a literal of the year ${year}`, 'write one between the years -200000 and 200000')
  const zone = match[8]?.trim()
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!exists || hour > 23 || minute > 59 || second > 59) return refused()
  date.setUTCHours(hour, minute, second)
  const named = zone === undefined ? undefined : zoneOf(zone)
  if (named !== undefined && type === 'timestamp')
    date.setTime(instantOf(named, date.getTime() / 1000) * 1000)
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
    isZoned: zone !== undefined,
    isUsual: y > 0 && y <= 9999,
    days: Math.round(date.getTime() / 86_400_000),
    micros: BigInt(date.getTime()) * 1000n + BigInt(fraction.padEnd(6, '0')),
    label: `${word} '${written}'`,
  }
}

/** The name of a literal, which shows what clocks of the session do. */
export const literalLabel = (value: TimeLiteral, zone: Zone | undefined): string => {
  if (value.type !== 'timestamp' || zone === undefined) return value.label
  if (!value.isUsual)
    throw new Refused('a literal of a year beyond 1 to 9999 in a session that is not in UTC')
  const seconds = Number((value.micros - (((value.micros % 1000000n) + 1000000n) % 1000000n)) / 1000000n)
  const shown = value.isZoned ? seconds + offsetAt(zone, seconds) : afterGap(zone, seconds)
  const fraction = /[.]\d+$/.exec(value.text)?.[0] ?? ''
  const [date = '', time = ''] = new Date(shown * 1000).toISOString().split('T')
  return `TIMESTAMP '${date} ${time.slice(0, 8)}${fraction}'`
}

/** Seconds that clocks of a zone are before UTC at a second. */
const offsetAt = (zone: Zone, second: number): number => {
  if (zone.kind === 'offset') return zone.seconds
  const parts = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone: zone.name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(second * 1000)
  const part = (type: string): number => Number(parts.find((found) => found.type === type)?.value ?? 0)
  const shown = new Date(0)
  shown.setUTCFullYear(part('year'), part('month') - 1, part('day'))
  shown.setUTCHours(part('hour'), part('minute'), part('second'))
  return shown.getTime() / 1000 - second
}

/** The second at which clocks of a zone show a time: the first, where they show it twice. */
const instantOf = (zone: Zone, local: number): number => {
  const [before, after] = [offsetAt(zone, local - aroundJumps), offsetAt(zone, local + aroundJumps)]
  const isAfter = offsetAt(zone, local - before) !== before && offsetAt(zone, local - after) === after
  return local - (isAfter ? after : before)
}

const aroundJumps = 93_600

/** A time that clocks leap over is as much later as they leap. */
const afterGap = (zone: Zone, local: number): number => {
  const [before, after] = [offsetAt(zone, local - aroundJumps), offsetAt(zone, local + aroundJumps)]
  const isIn = (offset: number): boolean => offsetAt(zone, local - offset) === offset
  return before === after || isIn(before) || isIn(after) ? local : local + after - before
}
