import { Bug, unreachable } from '../../base/bug.ts'
import { serialize, twosComplement } from './bounds.ts'
import { civilDate } from './calendar.ts'
import type { PartitionValue } from './data-file.ts'
import { type IcebergType, isPrimitive, type PrimitiveType } from './iceberg-type.ts'
import { murmur3 } from './murmur3.ts'
import type { SingleValue } from './value.ts'

/** A transform whose values can be computed. */
export type KnownTransform =
  | { readonly kind: 'identity' | 'year' | 'month' | 'day' | 'hour' | 'void' }
  | { readonly kind: 'bucket'; readonly buckets: number }
  | { readonly kind: 'truncate'; readonly width: number }

/** How a partition or sort value comes from a column. Tables with a transform that is unknown can be read only. */
export type Transform = KnownTransform | { readonly kind: 'unknown'; readonly text: string }

/** A transform from the spec's word, e.g. `bucket[16]`. Letter case is ignored, as the reference implementation does. */
export const parseTransform = (text: string): Transform => {
  const [, word = '', argument] = /^(\w+)(?:\[(\d+)\])?$/.exec(text.toLowerCase()) ?? []
  const number = Number(argument)
  if (argument !== undefined) {
    const inRange = number >= 1 && number <= largestInt
    if (word === 'bucket' && inRange) return { kind: 'bucket', buckets: number }
    if (word === 'truncate' && inRange) return { kind: 'truncate', width: number }
    return { kind: 'unknown', text }
  }
  switch (word) {
    case 'identity':
    case 'year':
    case 'month':
    case 'day':
    case 'hour':
    case 'void':
      return { kind: word }
    default:
      return { kind: 'unknown', text }
  }
}

export const printTransform = (transform: Transform): string => {
  switch (transform.kind) {
    case 'bucket':
      return `bucket[${transform.buckets}]`
    case 'truncate':
      return `truncate[${transform.width}]`
    case 'unknown':
      return transform.text
    default:
      return transform.kind
  }
}

/** Whether a transform is defined for values of a type. Source: Iceberg table spec, "Partition Transforms". */
export const appliesTo = (transform: Transform, type: IcebergType): type is PrimitiveType => {
  if (!isPrimitive(type)) return false
  switch (transform.kind) {
    case 'identity':
    case 'void':
      return true
    case 'year':
    case 'month':
    case 'day':
      return ['date', 'timestamp', 'timestamptz'].includes(type.kind)
    case 'hour':
      return ['timestamp', 'timestamptz'].includes(type.kind)
    case 'bucket':
      return !['boolean', 'float', 'double'].includes(type.kind)
    case 'truncate':
      return ['int', 'long', 'decimal', 'string', 'binary'].includes(type.kind)
    case 'unknown':
      return false
    default:
      return unreachable(transform)
  }
}

/** The type of a transform's values; of an unknown one text, as the reference implementation has it. */
export const transformedType = (transform: Transform, source: PrimitiveType): PrimitiveType => {
  switch (transform.kind) {
    case 'bucket':
    case 'year':
    case 'month':
    case 'hour':
      return { kind: 'int' }
    // The spec says int; the reference implementation and all others write a date, which is the same number.
    case 'day':
      return { kind: 'date' }
    case 'identity':
    case 'truncate':
    case 'void':
      return source
    case 'unknown':
      return { kind: 'string' }
    default:
      return unreachable(transform)
  }
}

/**
 * The value that a transform has for a value of a type that it is defined for. Undefined where the result is none of
 * its own type: the largest multiple below the smallest number, or an hour beyond 32 bits.
 */
export const applyTransform = (
  transform: KnownTransform,
  type: PrimitiveType,
  value: SingleValue | null,
): PartitionValue | undefined => {
  if (value === null) return null
  switch (transform.kind) {
    case 'void':
      return null
    case 'identity':
      return value
    case 'bucket':
      return (hashValue(type, value) & largestInt) % transform.buckets
    case 'truncate':
      return truncate(type, value, transform.width)
    case 'year':
      return civilDate(days(type, value)).year - 1970
    case 'month': {
      const { year, month } = civilDate(days(type, value))
      return (year - 1970) * 12 + month - 1
    }
    case 'day':
      return days(type, value)
    case 'hour': {
      const hours = floorDivide(whole(value), microsOfHour)
      return BigInt.asIntN(32, hours) === hours ? Number(hours) : undefined
    }
    default:
      return unreachable(transform)
  }
}

/** The 32-bit hash of a value. Source: Iceberg table spec, "Appendix B: 32-bit Hash Requirements". */
export const hashValue = (type: PrimitiveType, value: SingleValue): number => {
  switch (type.kind) {
    // Small integers hash like long ones, so that a widened column keeps its buckets.
    case 'int':
    case 'date':
      return murmur3(serialize({ kind: 'long' }, whole(value)))
    default:
      return murmur3(serialize(type, value))
  }
}

/**
 * The smallest number that a partition value of a type can be. -950 of a decimal(3, 0) has no multiple of 100 below it
 * that is such a decimal: the reference implementation refuses it as well, and Trino a table that has it.
 */
export const smallestValue = (type: PrimitiveType): bigint => {
  switch (type.kind) {
    case 'int':
      return -(2n ** 31n)
    case 'long':
      return -(2n ** 63n)
    case 'decimal':
      return 1n - 10n ** BigInt(type.precision)
    default:
      throw new Bug(`a ${type.kind} has no smallest value`)
  }
}

/** The bytes in which Avro and Parquet keep a decimal: as few as hold every value of the precision. */
export const decimalLength = (precision: number): number =>
  twosComplement(10n ** BigInt(precision) - 1n).length

/** Rounds towards the past and towards minus infinity. */
export const floorDivide = (value: bigint, by: bigint): bigint => (value - floorRemainder(value, by)) / by

export const floorRemainder = (value: bigint, by: bigint): bigint => ((value % by) + by) % by

export const largestInt = 0x7fff_ffff
export const microsOfHour = 3_600_000_000n
const microsOfDay = 86_400_000_000n

const days = (type: PrimitiveType, value: SingleValue): number =>
  Number(type.kind === 'date' ? whole(value) : floorDivide(whole(value), microsOfDay))

const truncate = (type: PrimitiveType, value: SingleValue, width: number): SingleValue | undefined => {
  if (type.kind === 'string' && typeof value === 'string') return firstCharacters(value, width)
  if (type.kind === 'binary' && value instanceof Uint8Array) return value.slice(0, width)
  const multiple = whole(value) - floorRemainder(whole(value), BigInt(width))
  if (multiple < smallestValue(type)) return undefined
  return type.kind === 'int' ? Number(multiple) : multiple
}

/** Counts code points, not the units of UTF-16. */
const firstCharacters = (text: string, count: number): string => {
  if (text.length <= count) return text
  let end = 0
  for (let taken = 0; taken < count && end < text.length; taken++)
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  return text.slice(0, end)
}

const whole = (value: SingleValue): bigint => {
  if (typeof value === 'bigint' || typeof value === 'number') return BigInt(value)
  throw new Bug(`${typeof value} is not a whole number`)
}
