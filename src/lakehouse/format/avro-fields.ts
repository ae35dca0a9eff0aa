import { asObject, MalformedMetadata } from './json-reader.ts'

/** A field of an Avro record with the `field-id` that Iceberg reads it by. */
export const avroField = (id: number, name: string, type: unknown): Readonly<Record<string, unknown>> => ({
  name,
  type,
  'field-id': id,
})

export const optionalAvroField = (
  id: number,
  name: string,
  type: unknown,
): Readonly<Record<string, unknown>> => ({ name, type: ['null', type], default: null, 'field-id': id })

export const avroRecord = (name: string, fields: readonly unknown[]): unknown => ({
  type: 'record',
  name,
  fields,
})

/** A map with keys that are no text is a list of pairs in Avro. Source: Iceberg table spec, "Appendix A: Avro". */
export const avroPairs = (keyId: number, valueId: number, value: string): unknown => ({
  type: 'array',
  logicalType: 'map',
  items: avroRecord(`k${keyId}_v${valueId}`, [
    avroField(keyId, 'key', 'int'),
    avroField(valueId, 'value', value),
  ]),
})

export const avroList = (elementId: number, element: unknown): unknown => ({
  type: 'array',
  items: element,
  'element-id': elementId,
})

/** Reads the fields of decoded records by id: writers of different releases name some of them differently. */
export type RecordReader = {
  /** Takes a field out of a record; undefined where the record has none, or none of that id. */
  readonly field: (id: number) => (record: unknown) => unknown
  /** Reader of the record inside a field (in a union or a list as well). */
  readonly inside: (id: number) => RecordReader
}

export const recordReader = (schema: unknown): RecordReader => {
  const members = findRecord(schema)?.['fields']
  const fields = (Array.isArray(members) ? members : []).map((item) => asObject(item, 'Avro field'))
  const slot = (id: number) => fields.findIndex((field) => field['field-id'] === id)
  return {
    field: (id) => {
      const index = slot(id)
      return (record) => (Array.isArray(record) ? (record[index] ?? undefined) : undefined)
    },
    inside: (id) => recordReader(fields[slot(id)]?.['type']),
  }
}

const findRecord = (schema: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (Array.isArray(schema)) return schema.map(findRecord).find((found) => found !== undefined)
  if (typeof schema !== 'object' || schema === null) return undefined
  const object = asObject(schema, 'Avro schema')
  if (object['type'] === 'record') return object
  return object['type'] === 'array' ? findRecord(object['items']) : undefined
}

export const bytesOrUndefined = (value: unknown): Uint8Array | undefined =>
  value instanceof Uint8Array ? Uint8Array.from(value) : undefined

export const requiredLong = (value: unknown, what: string): bigint => {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return BigInt(value)
  throw new MalformedMetadata(`${what} is missing`)
}

export const optionalLong = (value: unknown): bigint | undefined =>
  value === undefined || value === null ? undefined : requiredLong(value, 'a number')
