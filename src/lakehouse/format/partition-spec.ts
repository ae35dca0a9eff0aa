import type { PrimitiveType } from './iceberg-type.ts'
import { isPrimitive } from './iceberg-type.ts'
import { asInt, asList, asObject, asText, MalformedMetadata } from './json-reader.ts'
import type { Schema } from './schema.ts'
import { allFields } from './schema.ts'

/** One value that all rows of a data file share, computed from a column. */
export type PartitionField = {
  readonly sourceId: number
  /** From 1000 up, never given to another source and transform. */
  readonly fieldId: number
  readonly name: string
  /** The spec's word: `identity`, `day`, `bucket[16]`, … */
  readonly transform: string
}

export type PartitionSpec = { readonly specId: number; readonly fields: readonly PartitionField[] }

/** `last-partition-id` of a table that was never partitioned. */
export const noPartitionId = 999

export const partitionFieldToJson = (field: PartitionField): Readonly<Record<string, unknown>> => ({
  'source-id': field.sourceId,
  'field-id': field.fieldId,
  name: field.name,
  transform: field.transform,
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
        transform: asText(field['transform'], 'transform'),
      }
    }),
  }
}

/** The type of a partition field's values. Source: Iceberg table spec, "Partition Transforms". */
export const partitionType = (field: PartitionField, schema: readonly Schema[]): PrimitiveType => {
  const transform = field.transform.replace(/\[.*$/, '')
  switch (transform) {
    case 'bucket':
    case 'year':
    case 'month':
    case 'hour':
      return { kind: 'int' }
    case 'day':
      return { kind: 'date' }
    default: {
      for (const each of schema) {
        const found = allFields(each.fields).find(({ field: { id } }) => id === field.sourceId)
        if (found && isPrimitive(found.field.type)) return found.field.type
      }
      // A void field outlives its dropped column; its values are all null.
      if (transform === 'void') return { kind: 'int' }
      throw new MalformedMetadata(`partition field ${field.name} has no source column`)
    }
  }
}

type SpecHistory = { readonly specs: readonly PartitionSpec[]; readonly lastPartitionId: number }

/**
 * The identity spec over these columns: the table's own where it had it before, else a new one. A field that any
 * earlier spec had keeps its id (Iceberg table spec, "Partition Evolution").
 */
export const identitySpec = (
  columns: readonly { readonly id: number; readonly name: string }[],
  history: SpecHistory,
): { readonly spec: PartitionSpec; readonly lastPartitionId: number } => {
  const same = history.specs.find(
    (spec) =>
      spec.fields.length === columns.length &&
      spec.fields.every((field, i) => field.transform === 'identity' && field.sourceId === columns[i]?.id),
  )
  if (same) return { spec: same, lastPartitionId: history.lastPartitionId }
  const known = history.specs.flatMap((spec) => spec.fields)
  let lastPartitionId = history.lastPartitionId
  const fields = columns.map((column): PartitionField => {
    const before = known.find((field) => field.sourceId === column.id && field.transform === 'identity')
    if (before !== undefined) return { ...before, name: column.name }
    lastPartitionId += 1
    return { sourceId: column.id, fieldId: lastPartitionId, name: column.name, transform: 'identity' }
  })
  const specId = history.specs.reduce((last, spec) => Math.max(last, spec.specId), -1) + 1
  return { spec: { specId, fields }, lastPartitionId }
}
