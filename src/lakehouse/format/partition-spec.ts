import type { PrimitiveType } from './iceberg-type.ts'
import { isPrimitive } from './iceberg-type.ts'
import { asInt, asList, asObject, asText, MalformedMetadata } from './json-reader.ts'
import type { Schema } from './schema.ts'
import { allFields } from './schema.ts'
import { parseTransform, printTransform, type Transform, transformedType } from './transform.ts'

/** One value that all rows of a data file share, computed from a column. */
export type PartitionField = {
  readonly sourceId: number
  /** From 1000 up, never given to another source and transform. */
  readonly fieldId: number
  readonly name: string
  readonly transform: Transform
}

export type PartitionSpec = { readonly specId: number; readonly fields: readonly PartitionField[] }

/** `last-partition-id` of a table that was never partitioned. */
export const noPartitionId = 999

export const partitionFieldToJson = (field: PartitionField): Readonly<Record<string, unknown>> => ({
  'source-id': field.sourceId,
  'field-id': field.fieldId,
  name: field.name,
  transform: printTransform(field.transform),
})

export const partitionSpecFromJson = (value: unknown): PartitionSpec => {
  const json = asObject(value, 'partition spec')
  return {
    specId: asInt(json['spec-id'], 'spec-id'),
    fields: asList(json['fields'], 'partition fields').map((item) => {
      const field = asObject(item, 'partition field')
      return {
        sourceId: asInt(field['source-id'], 'source-id'),
        fieldId: asInt(field['field-id'], 'field-id'),
        name: asText(field['name'], 'partition field name'),
        transform: parseTransform(asText(field['transform'], 'transform')),
      }
    }),
  }
}

/**
 * The type of a partition field's values: its source's type is looked up in the first of the schemas that has it.
 * Throws MalformedMetadata where none has.
 */
export const partitionType = (field: PartitionField, schemas: readonly Schema[]): PrimitiveType => {
  const source = sourceType(field, schemas)
  if (source !== undefined) return transformedType(field.transform, source)
  switch (field.transform.kind) {
    // A field may outlive its dropped column; the values of void are all null.
    case 'void':
      return { kind: 'int' }
    case 'identity':
    case 'truncate':
      throw new MalformedMetadata(`partition field ${field.name} has no source column`)
    default:
      return transformedType(field.transform, { kind: 'string' })
  }
}

const sourceType = (field: PartitionField, schemas: readonly Schema[]): PrimitiveType | undefined => {
  for (const { fields } of schemas) {
    const type = allFields(fields).find((each) => each.field.id === field.sourceId)?.field.type
    if (type !== undefined && isPrimitive(type)) return type
  }
  return undefined
}
