import { unreachable } from '../../base/bug.ts'
import type { PrimitiveType } from './iceberg-type.ts'
import { MalformedMetadata } from './json-reader.ts'
import type { SingleValue } from './value.ts'

const boundLength = 16

/**
 * A lower bound as manifests store it: text and bytes cut to 16 code points or bytes. Undefined where none is known
 * to hold for every reader.
 */
export const lowerBound = (type: PrimitiveType, value: SingleValue): Uint8Array | undefined => {
  if (typeof value === 'string' && type.kind === 'string')
    return serialize(type, Array.from(value).slice(0, boundLength).join(''))
  if (value instanceof Uint8Array) return serialize(type, value.subarray(0, boundLength))
  // Statistics do not tell zeros apart, Iceberg orders -0 before +0.
  return ordered(type, value) ? serialize(type, value === 0 ? smallestZero(type) : value) : undefined
}

/** An upper bound: where text or bytes are cut, the last unit that can be is raised by one. */
export const upperBound = (type: PrimitiveType, value: SingleValue): Uint8Array | undefined => {
  if (typeof value === 'string' && type.kind === 'string') {
    const raised = raiseText(Array.from(value))
    return raised === undefined ? undefined : serialize(type, raised)
  }
  if (value instanceof Uint8Array) {
    const raised = raiseBytes(value)
    return raised === undefined ? undefined : serialize(type, raised)
  }
  return ordered(type, value) ? serialize(type, value === 0 ? 0 : value) : undefined
}

// Java compares uuids as signed numbers, others as bytes: no uuid bound holds for both. NaN is no bound at all.
const ordered = (type: PrimitiveType, value: SingleValue): boolean =>
  type.kind !== 'uuid' && !Number.isNaN(value)

const smallestZero = (type: PrimitiveType): number =>
  type.kind === 'float' || type.kind === 'double' ? -0 : 0

const raiseText = (points: readonly string[]): string | undefined => {
  if (points.length <= boundLength) return points.join('')
  for (let kept = boundLength; kept > 0; kept--) {
    const point = points[kept - 1]?.codePointAt(0) ?? 0
    if (point === 0x10ffff) continue
    // Surrogates are not characters: the next one after U+D7FF is U+E000.
    const next = point === 0xd7ff ? 0xe000 : point + 1
    return points.slice(0, kept - 1).join('') + String.fromCodePoint(next)
  }
  return undefined
}

const raiseBytes = (bytes: Uint8Array): Uint8Array | undefined => {
  if (bytes.length <= boundLength) return bytes
  for (let kept = boundLength; kept > 0; kept--) {
    const last = bytes[kept - 1] ?? 0xff
    if (last === 0xff) continue
    const raised = bytes.slice(0, kept)
    raised[kept - 1] = last + 1
    return raised
  }
  return undefined
}

/** Bytes of a value. Source: Iceberg table spec, "Appendix D: Single-value serialization". */
export const serialize = (type: PrimitiveType, value: SingleValue): Uint8Array => {
  switch (type.kind) {
    case 'boolean':
      return Uint8Array.of(value === true ? 1 : 0)
    case 'int':
    case 'date':
      return view(4, (bytes) => bytes.setInt32(0, Number(value), true))
    case 'long':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return view(8, (bytes) => bytes.setBigInt64(0, toBigInt(value), true))
    case 'float':
      return view(4, (bytes) => bytes.setFloat32(0, Number(value), true))
    case 'double':
      return view(8, (bytes) => bytes.setFloat64(0, Number(value), true))
    case 'decimal':
      return twosComplement(toBigInt(value))
    case 'string':
      return Uint8Array.from(Buffer.from(String(value)))
    case 'uuid':
      return Uint8Array.from(Buffer.from(String(value).replaceAll('-', ''), 'hex'))
    case 'fixed':
    case 'binary':
      if (value instanceof Uint8Array) return value
      throw new MalformedMetadata(`a ${type.kind} value is not bytes`)
    default:
      return unreachable(type)
  }
}

/**
 * The value of a bound's bytes. A bound that was written before its column was widened has the bytes of the narrower
 * type. Undefined where they are none of the type's.
 */
export const deserialize = (type: PrimitiveType, bytes: Uint8Array): SingleValue | undefined => {
  const { buffer, byteOffset, length } = bytes
  const at = new DataView(buffer, byteOffset, length)
  switch (type.kind) {
    case 'boolean':
      return length === 1 ? bytes[0] !== 0 : undefined
    case 'int':
    case 'date':
      return length === 4 ? at.getInt32(0, true) : undefined
    case 'long':
      if (length === 4) return BigInt(at.getInt32(0, true))
      return length === 8 ? at.getBigInt64(0, true) : undefined
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return length === 8 ? at.getBigInt64(0, true) : undefined
    case 'float':
      return length === 4 ? at.getFloat32(0, true) : undefined
    case 'double':
      if (length === 4) return at.getFloat32(0, true)
      return length === 8 ? at.getFloat64(0, true) : undefined
    case 'decimal':
      return length === 0 ? undefined : fromTwosComplement(bytes)
    case 'string':
      return Buffer.from(buffer, byteOffset, length).toString()
    case 'uuid':
      return length === 16 ? uuidText(bytes) : undefined
    case 'fixed':
    case 'binary':
      return bytes
    default:
      return unreachable(type)
  }
}

export const uuidText = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

const toBigInt = (value: SingleValue): bigint => {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  throw new MalformedMetadata(`${String(value)} is not a whole number`)
}

const view = (length: number, write: (bytes: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(length)
  write(new DataView(bytes.buffer))
  return bytes
}

/** Big-endian two's complement in `length` bytes, or in as few as hold the value. */
export const twosComplement = (value: bigint, length = minimalLength(value)): Uint8Array => {
  const hex = BigInt.asUintN(length * 8, value)
    .toString(16)
    .padStart(length * 2, '0')
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}

export const fromTwosComplement = (bytes: Uint8Array): bigint =>
  bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`))

const minimalLength = (value: bigint): number => {
  let length = 1
  while (BigInt.asIntN(length * 8, value) !== value) length += 1
  return length
}
