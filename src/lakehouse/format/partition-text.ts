import { unreachable } from '../../base/bug.ts'
import { civilDate } from './calendar.ts'
import type { PartitionValue } from './data-file.ts'
import type { PrimitiveType } from './iceberg-type.ts'
import { floorDivide, floorRemainder, type Transform } from './transform.ts'
import { decimalText, type SingleValue } from './value.ts'

/**
 * A partition value for people: `2024-01` of a month, `2024-01-15-10` of an hour, the value itself of others. As the
 * reference implementation writes it into paths, before it is encoded for a URL.
 */
export const partitionText = (transform: Transform, source: PrimitiveType, value: PartitionValue): string => {
  if (value === null) return 'null'
  switch (transform.kind) {
    case 'year':
      return padYear(1970 + Number(value))
    case 'month': {
      const months = Number(value)
      const year = 1970 + Math.floor(months / 12)
      return `${padYear(year)}-${pad(months - (year - 1970) * 12 + 1)}`
    }
    case 'day':
      return dayText(Number(value))
    case 'hour': {
      const day = Math.floor(Number(value) / 24)
      return `${dayText(day)}-${pad(Number(value) - day * 24)}`
    }
    case 'bucket':
    case 'void':
    case 'unknown':
      return valueText({ kind: 'string' }, value)
    case 'identity':
    case 'truncate':
      return valueText(source, value)
    default:
      return unreachable(transform)
  }
}

const valueText = (type: PrimitiveType, value: SingleValue): string => {
  switch (type.kind) {
    case 'date':
      return dayText(Number(value))
    case 'time':
      return timeText(BigInt(String(value)))
    case 'timestamp':
    case 'timestamptz': {
      const micros = BigInt(String(value))
      const day = dayText(Number(floorDivide(micros, microsOfDay)))
      const zone = type.kind === 'timestamptz' ? 'Z' : ''
      return `${day}T${timeText(floorRemainder(micros, microsOfDay))}${zone}`
    }
    case 'decimal':
      return decimalText(BigInt(String(value)), type.scale)
    default:
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value)
  }
}

const microsOfDay = 86_400_000_000n

const dayText = (day: number): string => {
  const date = civilDate(day)
  return `${padYear(date.year)}-${pad(date.month)}-${pad(date.day)}`
}

// Seconds are left out where they are zero, and a fraction has three digits or six.
const timeText = (micros: bigint): string => {
  const seconds = micros / 1_000_000n
  const fraction = String(micros % 1_000_000n).padStart(6, '0')
  const minutes = `${pad(Number(seconds / 3600n))}:${pad(Number((seconds / 60n) % 60n))}`
  if (micros % 60_000_000n === 0n) return minutes
  const whole = `${minutes}:${pad(Number(seconds % 60n))}`
  if (fraction === '000000') return whole
  return `${whole}.${fraction.endsWith('000') ? fraction.slice(0, 3) : fraction}`
}

const pad = (value: number): string => String(value).padStart(2, '0')

// The sign is one of the four places.
const padYear = (year: number): string =>
  year < 0 ? `-${String(-year).padStart(3, '0')}` : String(year).padStart(4, '0')
