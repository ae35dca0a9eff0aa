import { randomBytes } from 'node:crypto'
import { deflateRawSync, inflateRawSync, zstdDecompressSync } from 'node:zlib'
import avro, { type Type } from 'avsc'
import { MalformedMetadata } from './json-reader.ts'

const magic = Buffer.from('Obj\u0001', 'latin1')

/** What an Avro file holds: records under the names of the schema that it was written with. */
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

/** Throws MalformedMetadata, or what avsc throws, where the bytes are no Avro file. */
export const readAvro = (content: Uint8Array): AvroFile => {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (!bytes.subarray(0, 4).equals(magic)) throw new MalformedMetadata('it is not an Avro file')
  const header = decode(headerType, bytes, 4)
  const entries = Object.entries(header.value as Readonly<Record<string, Buffer>>)
  const metadata = Object.fromEntries(entries.map(([key, value]) => [key, value.toString()]))
  const schema: unknown = JSON.parse(metadata['avro.schema'] ?? 'null')
  const type = exactType(schema)
  const sync = bytes.subarray(header.offset, header.offset + 16)
  if (sync.length < 16) throw new MalformedMetadata('it is cut short')
  const records: unknown[] = []
  for (let offset = header.offset + 16; offset < bytes.length; ) {
    const count = decode(longType, bytes, offset)
    const size = decode(longType, bytes, count.offset)
    const end = size.offset + Number(size.value)
    if (!bytes.subarray(end, end + 16).equals(sync)) throw new MalformedMetadata('an Avro block is cut short')
    const data = decompress(metadata['avro.codec'], bytes.subarray(size.offset, end))
    for (let i = 0, at = 0; i < Number(count.value); i++) {
      const record = decode(type, data, at)
      records.push(record.value)
      at = record.offset
    }
    offset = end + 16
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

const decode = (type: Type, bytes: Buffer, offset: number): { value: unknown; offset: number } => {
  const result = type.decode(bytes, offset)
  if (result.offset < 0) throw new MalformedMetadata('it is cut short')
  return result
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

const headerType = avro.Type.forSchema({ type: 'map', values: 'bytes' })
