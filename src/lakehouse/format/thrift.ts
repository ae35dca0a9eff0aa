import { MalformedMetadata } from './json-reader.ts'

/** A struct of Thrift's compact protocol: its members by field id. Lists hold what their items are read as. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>
export type ThriftValue = boolean | bigint | Uint8Array | ThriftStruct | readonly ThriftValue[]

/**
 * Reads the members of a struct up to the field `last`; what follows is not looked at.
 * Source: Apache Thrift, "Thrift compact protocol encoding". Throws MalformedMetadata.
 */
export const readThriftStruct = (bytes: Uint8Array, last = Number.POSITIVE_INFINITY): ThriftStruct =>
  readStruct({ bytes, at: 0 }, last)

/** Where a member of a struct stands among the bytes: its header at `begin`, its value from `value` to `end`. */
export type MemberRange = {
  readonly id: number
  readonly type: number
  readonly begin: number
  readonly value: number
  readonly end: number
}

/** The members of the struct that begins at a place, and where it ends. Throws MalformedMetadata. */
export const memberRanges = (
  bytes: Uint8Array,
  begin: number,
): { readonly members: readonly MemberRange[]; readonly end: number } => {
  const cursor = { bytes, at: begin }
  const members: MemberRange[] = []
  for (let id = 0; ; ) {
    const at = cursor.at
    const header = readByte(cursor)
    if (header === 0) return { members, end: cursor.at }
    const delta = header >> 4
    id = delta === 0 ? Number(readZigzag(cursor)) : id + delta
    const value = cursor.at
    readValue(cursor, header & 0x0f)
    members.push({ id, type: header & 0x0f, begin: at, value, end: cursor.at })
  }
}

/** Where the structs of a list begin. Throws MalformedMetadata. */
export const structsOfList = (bytes: Uint8Array, begin: number): readonly number[] => {
  const cursor = { bytes, at: begin }
  const header = readByte(cursor)
  const size = header >> 4 === 15 ? Number(readVarint(cursor)) : header >> 4
  if ((header & 0x0f) !== 12) throw new MalformedMetadata('a list holds no structs')
  const places: number[] = []
  for (let i = 0; i < size; i++) {
    places.push(cursor.at)
    readValue(cursor, 12)
  }
  return places
}

type Cursor = { readonly bytes: Uint8Array; at: number }

const readStruct = (cursor: Cursor, last: number): ThriftStruct => {
  const members = new Map<number, ThriftValue>()
  for (let id = 0; ; ) {
    const header = readByte(cursor)
    if (header === 0) return members
    const delta = header >> 4
    id = delta === 0 ? Number(readZigzag(cursor)) : id + delta
    if (id > last) return members
    members.set(id, readValue(cursor, header & 0x0f))
    if (id === last) return members
  }
}

const readValue = (cursor: Cursor, type: number): ThriftValue => {
  switch (type) {
    case 1:
      return true
    case 2:
      return false
    case 3:
      return BigInt(readByte(cursor))
    case 4:
    case 5:
    case 6:
      return readZigzag(cursor)
    case 7:
      return take(cursor, 8)
    case 8:
      return take(cursor, Number(readVarint(cursor)))
    case 9:
    case 10:
      return readList(cursor)
    case 11:
      return readMap(cursor)
    case 12:
      return readStruct(cursor, Number.POSITIVE_INFINITY)
    default:
      throw new MalformedMetadata(`the Thrift type ${type} is unknown`)
  }
}

const readList = (cursor: Cursor): readonly ThriftValue[] => {
  const header = readByte(cursor)
  const size = header >> 4 === 15 ? Number(readVarint(cursor)) : header >> 4
  const items: ThriftValue[] = []
  for (let i = 0; i < size; i++) items.push(readItem(cursor, header & 0x0f))
  return items
}

const readMap = (cursor: Cursor): readonly ThriftValue[] => {
  const size = Number(readVarint(cursor))
  const types = size === 0 ? 0 : readByte(cursor)
  const items: ThriftValue[] = []
  for (let i = 0; i < size; i++) items.push(readItem(cursor, types >> 4), readItem(cursor, types & 0x0f))
  return items
}

// In a struct a boolean is its type, in a list it is a byte.
const readItem = (cursor: Cursor, type: number): ThriftValue =>
  type === 1 || type === 2 ? readByte(cursor) === 1 : readValue(cursor, type)

const readVarint = (cursor: Cursor): bigint => {
  let value = 0n
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = readByte(cursor)
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return value
  }
  throw new MalformedMetadata('a number has no end')
}

const readZigzag = (cursor: Cursor): bigint => {
  const value = readVarint(cursor)
  return (value >> 1n) ^ -(value & 1n)
}

const readByte = (cursor: Cursor): number => {
  const byte = cursor.bytes[cursor.at++]
  if (byte === undefined) throw new MalformedMetadata('it is cut short')
  return byte
}

const take = (cursor: Cursor, length: number): Uint8Array => {
  const end = cursor.at + length
  if (!(length >= 0 && end <= cursor.bytes.length)) throw new MalformedMetadata('it is cut short')
  const taken = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return taken
}
