import { unreachable } from '../../base/bug.ts'
import { epochDay } from './calendar.ts'
import type { PrimitiveType } from './iceberg-type.ts'

/**
 * A single value of a primitive type. int, date: number (days); long, time, timestamps: bigint (microseconds);
 * decimal: its unscaled bigint; string, uuid: text; fixed, binary: bytes.
 */
export type SingleValue = boolean | number | bigint | string | Uint8Array

/**
 * A value from the text that COPY reports it as, bytes as hexadecimal digits; exact, or undefined where the text has
 * no Iceberg value (an infinite date, a number too large for its type).
 */
export const valueFromText = (type: PrimitiveType, text: string): SingleValue | undefined => {
  switch (type.kind) {
    case 'boolean':
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined
    case 'int': {
      const value = wholeNumber(text)
      return value === undefined || BigInt.asIntN(32, value) !== value ? undefined : Number(value)
    }
    case 'long': {
      const value = wholeNumber(text)
      return value === undefined || BigInt.asIntN(64, value) !== value ? undefined : value
    }
    case 'float': {
      // The shortest text that tells a float from others is not the text of the same number.
      const value = floatingNumber(text)
      return value === undefined ? undefined : Math.fround(value)
    }
    case 'double':
      return floatingNumber(text)
    case 'decimal':
      return unscaled(text, type.scale)
    case 'date': {
      const parts = /^(\d+)-(\d\d)-(\d\d)( \(BC\))?$/.exec(text)
      return parts === null ? undefined : dayOf(parts)
    }
    case 'time':
      return timeOfDay(text)
    case 'timestamp':
    case 'timestamptz':
      return epochMicros(text)
    case 'string':
    case 'uuid':
      return text
    case 'fixed':
    case 'binary':
      return bytesFromHex(text)
    default:
      return unreachable(type)
  }
}

/** The digits of a decimal: 1420 of scale 2 is 14.20. */
export const decimalText = (unscaled: bigint, scale: number): string => {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const point = digits.length - scale
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`
}

/** Order of values of one type, as Iceberg compares bounds. NaN has no place in it. */
export const compareValues = (a: SingleValue, b: SingleValue): number => {
  // UTF-16 order differs from the spec's code point order above U+FFFF; bytes of UTF-8 do not.
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b))
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b)
  if (a === 0 && b === 0) return Number(Object.is(b, -0)) - Number(Object.is(a, -0))
  return a < b ? -1 : a > b ? 1 : 0
}

const wholeNumber = (text: string): bigint | undefined => (/^-?\d+$/.test(text) ? BigInt(text) : undefined)

const floatingNumber = (text: string): number | undefined => {
  switch (text.toLowerCase()) {
    case 'inf':
    case 'infinity':
      return Number.POSITIVE_INFINITY
    case '-inf':
    case '-infinity':
      return Number.NEGATIVE_INFINITY
    case 'nan':
    case '-nan':
      return Number.NaN
    default: {
      const value = text.trim() === '' ? Number.NaN : Number(text)
      return Number.isNaN(value) ? undefined : value
    }
  }
}

const unscaled = (text: string, scale: number): bigint | undefined => {
  const parts = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text)
  const [, sign = '', whole = '', fraction = ''] = parts ?? []
  if (parts === null || whole + fraction === '' || fraction.length > scale) return undefined
  const digits = BigInt(whole + fraction.padEnd(scale, '0'))
  return sign === '-' ? -digits : digits
}

const dayOf = (parts: readonly (string | undefined)[]): number => {
  const [, year, month, day, era] = parts
  return epochDay({
    year: era === undefined ? Number(year) : 1 - Number(year),
    month: Number(month),
    day: Number(day),
  })
}

const timeOfDay = (text: string): bigint | undefined => {
  const parts = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(text)
  return parts === null ? undefined : micros(parts)
}

const micros = (parts: readonly (string | undefined)[]): bigint => {
  const [, hours, minutes, seconds, fraction = ''] = parts
  const wholeSeconds = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  return BigInt(wholeSeconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0'))
}

const epochMicros = (text: string): bigint | undefined => {
  const parts =
    /^(\d+)-(\d\d)-(\d\d)( \(BC\))? (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?)?$/.exec(
      text,
    )
  if (parts === null) return undefined
  const [, , , , , hours, minutes, seconds, fraction, sign, zoneHours, zoneMinutes, zoneSeconds] = parts
  const local = BigInt(dayOf(parts)) * 86_400_000_000n + micros(['', hours, minutes, seconds, fraction ?? ''])
  if (sign === undefined) return local
  const offset = micros(['', zoneHours, zoneMinutes ?? '0', zoneSeconds ?? '0', ''])
  return sign === '-' ? local + offset : local - offset
}

const bytesFromHex = (text: string): Uint8Array | undefined =>
  /^([0-9A-Fa-f]{2})*$/.test(text) ? Uint8Array.from(Buffer.from(text, 'hex')) : undefined
