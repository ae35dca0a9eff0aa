import { asObject, MalformedMetadata } from './json-reader.ts'

/** Where a decoder is in the bytes of a block. Moving past the end is noticed by `ended`. */
export type AvroCursor = { readonly bytes: Buffer; at: number }

/**
 * Reads one value and moves on. Records come as lists of their members in the order of the schema, maps as lists of
 * key and value, longs as bigint, bytes and fixed as views of the block, and Iceberg's maps by id as `AvroPairs`.
 */
export type AvroDecoder = (cursor: AvroCursor) => unknown

/**
 * The decoder of a schema. Written here and not taken from a library for speed: the statistics of a manifest file are
 * most of its bytes, and planning looks at few of them. Source: Apache Avro specification, "Binary encoding".
 */
export const avroDecoder = (schema: unknown): AvroDecoder => compile(schema, { named: new Map(), space: '' })

/** Throws where a cursor has left its bytes: the file is cut short, or no Avro of this schema. */
export const ended = ({ bytes, at }: AvroCursor): boolean => {
  if (!(at <= bytes.length)) throw new MalformedMetadata('it is cut short')
  return at === bytes.length
}

/**
 * A map by field id as it stands in a block: looked into, not unpacked. Holding on to one holds on to the block.
 * A class, since a manifest file has six a data file, and methods of a prototype take no memory.
 */
export class AvroPairs<T> implements ReadonlyMap<number, T> {
  readonly #bytes: Buffer
  readonly #start: number
  readonly #read: (cursor: AvroCursor) => T
  readonly #skip: (cursor: AvroCursor) => void
  readonly size: number

  constructor(parts: {
    readonly bytes: Buffer
    readonly start: number
    readonly size: number
    readonly read: (cursor: AvroCursor) => T
    readonly skip: (cursor: AvroCursor) => void
  }) {
    this.#bytes = parts.bytes
    this.#start = parts.start
    this.#read = parts.read
    this.#skip = parts.skip
    this.size = parts.size
  }

  get(id: number): T | undefined {
    const cursor = { bytes: this.#bytes, at: this.#start }
    for (let count = blockCount(cursor); count > 0; count = blockCount(cursor))
      for (; count > 0; count--) {
        if (readInt(cursor) === id) return this.#read(cursor)
        this.#skip(cursor)
      }
    return undefined
  }

  has(id: number): boolean {
    return this.get(id) !== undefined
  }

  *entries(): MapIterator<[number, T]> {
    const cursor = { bytes: this.#bytes, at: this.#start }
    for (let count = blockCount(cursor); count > 0; count = blockCount(cursor))
      for (; count > 0; count--) yield [readInt(cursor), this.#read(cursor)]
  }

  *keys(): MapIterator<number> {
    for (const [key] of this.entries()) yield key
  }

  *values(): MapIterator<T> {
    for (const [, value] of this.entries()) yield value
  }

  forEach(visit: (value: T, key: number, map: ReadonlyMap<number, T>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this)
  }

  [Symbol.iterator](): MapIterator<[number, T]> {
    return this.entries()
  }
}

type Scope = { readonly named: Map<string, AvroDecoder>; readonly space: string }

const compile = (schema: unknown, scope: Scope): AvroDecoder => {
  if (typeof schema === 'string') return primitive(schema) ?? reference(schema, scope)
  if (Array.isArray(schema)) {
    const branches = schema.map((branch) => compile(branch, scope))
    return (cursor) => at(branches, readInt(cursor))(cursor)
  }
  const object = asObject(schema, 'Avro schema')
  const type = object['type']
  switch (type) {
    case 'record':
      return record(object, scope)
    case 'enum': {
      const symbols = Array.isArray(object['symbols']) ? object['symbols'] : []
      return named(object, scope, (cursor) => at(symbols, readInt(cursor)))
    }
    case 'fixed': {
      const size = Number(object['size'])
      return named(object, scope, (cursor) => take(cursor, size))
    }
    case 'array':
      return pairs(object, scope) ?? list(compile(object['items'], scope))
    case 'map': {
      const value = compile(object['values'], scope)
      return list((cursor) => [readBytes(cursor).toString(), value(cursor)])
    }
    default:
      return compile(type, scope)
  }
}

const primitive = (name: string): AvroDecoder | undefined => {
  switch (name) {
    case 'null':
      return () => null
    case 'boolean':
      return (cursor) => cursor.bytes[cursor.at++] === 1
    case 'int':
      return readInt
    case 'long':
      return readLong
    case 'float':
      return (cursor) => {
        const bytes = take(cursor, 4)
        return bytes.readFloatLE(0)
      }
    case 'double':
      return (cursor) => {
        const bytes = take(cursor, 8)
        return bytes.readDoubleLE(0)
      }
    case 'bytes':
      return readBytes
    case 'string':
      return (cursor) => readBytes(cursor).toString()
    default:
      return undefined
  }
}

// A name is looked up when it is needed: a record may hold itself.
const reference = (name: string, { named: known, space }: Scope): AvroDecoder => {
  const decoder = () => known.get(fullName(name, space)) ?? known.get(name)
  return (cursor) => {
    const found = decoder()
    if (found === undefined) throw new MalformedMetadata(`the Avro type ${name} is unknown`)
    return found(cursor)
  }
}

const named = (
  schema: Readonly<Record<string, unknown>>,
  { named: known, space }: Scope,
  decoder: AvroDecoder,
): AvroDecoder => {
  known.set(fullName(String(schema['name']), spaceOf(schema, space)), decoder)
  return decoder
}

const record = (schema: Readonly<Record<string, unknown>>, scope: Scope): AvroDecoder => {
  const inner = { ...scope, space: spaceOf(schema, scope.space) }
  const fields = (Array.isArray(schema['fields']) ? schema['fields'] : []).map((field) =>
    compile(asObject(field, 'Avro field')['type'], inner),
  )
  return named(schema, scope, (cursor) => {
    const members: unknown[] = []
    for (const field of fields) members.push(field(cursor))
    return members
  })
}

const list =
  (item: AvroDecoder): AvroDecoder =>
  (cursor) => {
    const items: unknown[] = []
    for (let count = blockCount(cursor); count > 0; count = blockCount(cursor))
      for (; count > 0; count--) {
        ended(cursor)
        items.push(item(cursor))
      }
    return items
  }

/** Iceberg's form of a map with ids as keys: a list of records of an int and a long or bytes. */
const pairs = (schema: Readonly<Record<string, unknown>>, scope: Scope): AvroDecoder | undefined => {
  if (schema['logicalType'] !== 'map') return undefined
  const items = asObject(schema['items'], 'Avro items')
  const types = (Array.isArray(items['fields']) ? items['fields'] : []).map(
    (field) => asObject(field, 'Avro field')['type'],
  )
  if (types.length !== 2 || types[0] !== 'int') return undefined
  // Named as well, though nobody refers to it: the schema says so.
  compile(items, scope)
  if (types[1] === 'long') return pairsOf(readLong, skipLong)
  return types[1] === 'bytes' ? pairsOf(readBytes, skipBytes) : undefined
}

const pairsOf =
  (read: (cursor: AvroCursor) => bigint | Uint8Array, skip: (cursor: AvroCursor) => void): AvroDecoder =>
  (cursor) => {
    const start = cursor.at
    let size = 0
    for (let count = blockCount(cursor); count > 0; count = blockCount(cursor)) {
      size += count
      for (; count > 0; count--) {
        ended(cursor)
        skipLong(cursor)
        skip(cursor)
      }
    }
    return new AvroPairs({ bytes: cursor.bytes, start, size, read, skip })
  }

/** Items of the next block of a list; a negative count is followed by the block's length, which nobody needs here. */
const blockCount = (cursor: AvroCursor): number => {
  const count = readInt(cursor)
  if (count >= 0) return count
  skipLong(cursor)
  return -count
}

const readInt = (cursor: AvroCursor): number => {
  const { bytes } = cursor
  let byte = bytes[cursor.at++] ?? 0
  let value = byte & 0x7f
  for (let shift = 7; byte > 0x7f && shift < 35; shift += 7) {
    byte = bytes[cursor.at++] ?? 0
    value |= (byte & 0x7f) << shift
  }
  return (value >>> 1) ^ -(value & 1)
}

export const readLong = (cursor: AvroCursor): bigint => {
  const { bytes } = cursor
  let value = 0
  let scale = 1
  // Seven groups of seven bits are exact in a double; few longs are larger.
  for (let group = 0; group < 7; group++) {
    const byte = bytes[cursor.at++] ?? 0
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return BigInt(value % 2 === 0 ? value / 2 : -(value + 1) / 2)
    scale *= 128
  }
  let whole = BigInt(value)
  for (let shift = 49n; shift < 70n; shift += 7n) {
    const byte = bytes[cursor.at++] ?? 0
    whole |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) break
  }
  return BigInt.asIntN(64, (whole >> 1n) ^ -(whole & 1n))
}

const skipLong = (cursor: AvroCursor): void => {
  while ((cursor.bytes[cursor.at++] ?? 0) > 0x7f);
}

const skipBytes = (cursor: AvroCursor): void => {
  const length = readInt(cursor)
  if (length < 0) throw new MalformedMetadata('a length is negative')
  cursor.at += length
}

export const readBytes = (cursor: AvroCursor): Buffer => take(cursor, readInt(cursor))

const take = (cursor: AvroCursor, length: number): Buffer => {
  const start = cursor.at
  if (!(length >= 0 && start + length <= cursor.bytes.length)) throw new MalformedMetadata('it is cut short')
  cursor.at = start + length
  return cursor.bytes.subarray(start, cursor.at)
}

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index]
  if (found === undefined) throw new MalformedMetadata('an Avro branch is unknown')
  return found
}

const spaceOf = (schema: Readonly<Record<string, unknown>>, outer: string): string =>
  typeof schema['namespace'] === 'string' ? schema['namespace'] : outer

const fullName = (name: string, space: string): string =>
  name.includes('.') || space === '' ? name : `${space}.${name}`
