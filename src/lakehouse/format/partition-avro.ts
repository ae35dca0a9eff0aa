import { unreachable } from '../../base/bug.ts'
import { avroRecord, optionalAvroField, type RecordReader } from './avro-fields.ts'
import { fromTwosComplement, twosComplement, uuidText } from './bounds.ts'
import type { PartitionValue } from './data-file.ts'
import type { PrimitiveType } from './iceberg-type.ts'
import type { PartitionField } from './partition-spec.ts'
import { decimalLength } from './transform.ts'

/** A partition field and the type of its values. */
export type TypedPartitionField = { readonly field: PartitionField; readonly type: PrimitiveType }

/** The record type of a spec's tuple in a manifest file. Source: Iceberg table spec, "Appendix A: Avro". */
export const partitionAvroSchema = (fields: readonly TypedPartitionField[]): unknown =>
  avroRecord(
    'r102',
    fields.map(({ field, type }) =>
      optionalAvroField(field.fieldId, avroName(field.name), avroType(type, field.fieldId)),
    ),
  )

export const partitionToAvro = (
  fields: readonly TypedPartitionField[],
  values: readonly PartitionValue[],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    fields.map(({ field, type }, i) => [avroName(field.name), valueToAvro(type, values[i] ?? null)]),
  )

/** Takes the partition tuple out of a record. */
export const partitionFromAvro = (
  fields: readonly TypedPartitionField[],
  reader: RecordReader,
): ((record: unknown) => readonly PartitionValue[]) => {
  const members = fields.map(({ field, type }) => ({ type, get: reader.field(field.fieldId) }))
  return (record) => members.map(({ type, get }) => valueFromAvro(type, get(record)))
}

/** Avro names are ASCII words; others are escaped. Readers go by the field id, so only uniqueness matters. */
export const avroName = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? name
    : Array.from(name)
        .map((char, i) => {
          if (/[A-Za-z_]/.test(char)) return char
          if (/\d/.test(char)) return i === 0 ? `_${char}` : char
          return `_x${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}`
        })
        .join('')

const avroType = (type: PrimitiveType, id: number): unknown => {
  switch (type.kind) {
    case 'boolean':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'string':
      return type.kind
    case 'date':
      return { type: 'int', logicalType: 'date' }
    case 'time':
      return { type: 'long', logicalType: 'time-micros' }
    case 'timestamp':
    case 'timestamptz':
      return { type: 'long', logicalType: 'timestamp-micros', 'adjust-to-utc': type.kind === 'timestamptz' }
    case 'binary':
      return 'bytes'
    // Named types: the id keeps two fields of one type apart.
    case 'uuid':
      return { type: 'fixed', size: 16, logicalType: 'uuid', name: `uuid_${id}` }
    case 'fixed':
      return { type: 'fixed', size: type.length, name: `fixed_${id}` }
    case 'decimal':
      return {
        type: 'fixed',
        size: decimalLength(type.precision),
        logicalType: 'decimal',
        precision: type.precision,
        scale: type.scale,
        name: `decimal_${id}`,
      }
    default:
      return unreachable(type)
  }
}

const valueToAvro = (type: PrimitiveType, value: PartitionValue): unknown => {
  if (value === null) return null
  if (type.kind === 'decimal' && typeof value === 'bigint')
    return Buffer.from(twosComplement(value, decimalLength(type.precision)))
  if (type.kind === 'uuid') return Buffer.from(String(value).replaceAll('-', ''), 'hex')
  return value instanceof Uint8Array ? Buffer.from(value) : value
}

const valueFromAvro = (type: PrimitiveType, value: unknown): PartitionValue => {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) {
    if (type.kind === 'decimal') return fromTwosComplement(value)
    if (type.kind !== 'uuid') return Uint8Array.from(value)
    return uuidText(value)
  }
  if (typeof value === 'object') return null
  // A partition of an int that became a long was written as an int, and the other way round by lenient writers.
  if (type.kind === 'long' && typeof value === 'number') return BigInt(value)
  if ((type.kind === 'int' || type.kind === 'date') && typeof value === 'bigint') return Number(value)
  return value as PartitionValue
}
