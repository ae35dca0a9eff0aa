import { randomBytes } from 'node:crypto'
import { deflateRawSync, inflateRawSync, zstdDecompressSync } from 'node:zlib'
import avro, { type Type } from 'avsc'
import { type AvroCursor, avroDecoder, ended, readBytes, readLong } from './avro-decode.ts'
import { MalformedMetadata } from './json-reader.ts'

const magic = Buffer.from('Obj\u0001', 'latin1')

/** What an Avro file holds: records as `avroDecoder` yields them. */
type AvroFile = {
  readonly schema: unknown
  readonly metadata: Readonly<Record<string, string>>
  readonly records: readonly unknown[]
}

/**
 * The bytes of an Avro object container file. The container is written here and not by avsc's encoder, which drops
 * the `field-id` attributes from the schema in the header. Source: Avro 1.12 specification, "Object Container Files".
 */
export const writeAvro = (
  schema: unknown,
  metadata: Readonly<Record<string, string>>,
  records: readonly unknown[],
): Uint8Array => {
  const type = exactType(schema)
  const sync = randomBytes(16)
  const header = headerType.toBuffer(
    Object.fromEntries(
      Object.entries({
        ...metadata,
        'avro.schema': JSON.stringify(schema),
        'avro.codec': 'deflate',
      }).map(([key, value]) => [key, Buffer.from(value)]),
    ),
  )
  const parts = [magic, header, sync]
  for (let from = 0; from < records.length; from += blockLength) {
    const block = records.slice(from, from + blockLength)
    const data = deflateRawSync(Buffer.concat(block.map((record) => type.toBuffer(record))))
    parts.push(longType.toBuffer(BigInt(block.length)), longType.toBuffer(BigInt(data.length)), data, sync)
  }
  return Buffer.concat(parts)
}

/** Throws MalformedMetadata, or what zlib throws, where the bytes are no Avro file. */
export const readAvro = (content: Uint8Array): AvroFile => {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (!bytes.subarray(0, 4).equals(magic)) throw new MalformedMetadata('it is not an Avro file')
  const cursor: AvroCursor = { bytes, at: 4 }
  const metadata = Object.fromEntries(
    (headerDecoder(cursor) as readonly (readonly [string, Buffer])[]).map(([key, value]) => [
      key,
      value.toString(),
    ]),
  )
  const schema: unknown = JSON.parse(metadata['avro.schema'] ?? 'null')
  const decode = avroDecoder(schema)
  const sync = bytes.subarray(cursor.at, cursor.at + 16)
  if (sync.length < 16) throw new MalformedMetadata('it is cut short')
  cursor.at += 16
  const records: unknown[] = []
  while (!ended(cursor)) {
    const count = Number(readLong(cursor))
    const block = readBytes(cursor)
    if (!bytes.subarray(cursor.at, cursor.at + 16).equals(sync))
      throw new MalformedMetadata('an Avro block is cut short')
    cursor.at += 16
    const data: AvroCursor = { bytes: decompress(metadata['avro.codec'], block), at: 0 }
    for (let i = 0; i < count; i++) {
      records.push(decode(data))
      ended(data)
    }
  }
  return { schema, metadata, records }
}

const blockLength = 1000

const decompress = (codec: string | undefined, data: Buffer): Buffer => {
  switch (codec) {
    case undefined:
    case 'null':
      return data
    case 'deflate':
      return inflateRawSync(data)
    case 'zstandard':
      return zstdDecompressSync(data)
    default:
      throw new MalformedMetadata(`it is compressed with ${codec}`)
  }
}

/** Sizes, counts and ids are 64 bits wide and must not pass through floating point. */
const longType = avro.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8)
    buffer.writeBigInt64LE(value)
    return buffer
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value: unknown) => typeof value === 'bigint' && BigInt.asIntN(64, value) === value,
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
})

const exactType = (schema: unknown): Type =>
  avro.Type.forSchema(schema as avro.Schema, { wrapUnions: 'never', typeHook: exactLong })

// A hook, since a registry knows only the bare name and not { type: 'long', logicalType: … }.
const exactLong = (schema: unknown): Type | undefined =>
  schema === 'long' ||
  (typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'long')
    ? longType
    : undefined

const headerSchema = { type: 'map' as const, values: 'bytes' as const }
const headerType = avro.Type.forSchema(headerSchema)
const headerDecoder = avroDecoder(headerSchema)
