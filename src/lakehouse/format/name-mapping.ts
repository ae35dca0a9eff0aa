import { childFields, type Field } from './iceberg-type.ts'
import { asInt, asList, asObject, asText, MalformedMetadata } from './json-reader.ts'

/** How the columns of files without field ids are called. Source: Iceberg table spec, "Column Projection". */
export type NameMapping = readonly MappedField[]

export type MappedField = {
  /** All that stand for the same field; a dot in one is a letter like others. */
  readonly names: readonly string[]
  /** Absent where files have the column and the table has not. */
  readonly fieldId?: number
  /** Inside a list `element`, inside a map `key` and `value`. */
  readonly fields: NameMapping
}

/** The table property `schema.name-mapping.default`. Throws MalformedMetadata or SyntaxError. */
export const parseNameMapping = (text: string): NameMapping => fieldsFromJson(JSON.parse(text))

const fieldsFromJson = (value: unknown): NameMapping => {
  const fields = asList(value, 'name mapping').map((item): MappedField => {
    const json = asObject(item, 'mapped field')
    const id = json['field-id']
    return {
      names: asList(json['names'], 'names of a mapped field').map((name) => asText(name, 'a mapped name')),
      ...(id === undefined || id === null ? {} : { fieldId: asInt(id, 'field-id') }),
      fields: fieldsFromJson(json['fields'] ?? []),
    }
  })
  const names = fields.flatMap((field) => field.names)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new MalformedMetadata(`the name ${twice} is mapped to two fields`)
  return fields
}

/** The field that a column of such a file is; undefined where the mapping has no field of this path. */
export const mappedId = (mapping: NameMapping, path: readonly string[]): number | undefined => {
  const [name, ...inner] = path
  const field = mapping.find((each) => name !== undefined && each.names.includes(name))
  if (field === undefined || inner.length === 0) return field?.fieldId
  return mappedId(field.fields, inner)
}

/** The names that a field may have in such files, among those of its own level. */
export const mappedNames = (mapping: NameMapping, fieldId: number): readonly string[] =>
  mapping.flatMap((field) => (field.fieldId === fieldId ? field.names : mappedNames(field.fields, fieldId)))

/**
 * A mapping that covers all fields of a schema by their present names. Earlier names keep standing for their fields,
 * unless another field has such a name now. As the reference implementation does it with every change of columns.
 */
export const coverSchema = (mapping: NameMapping, fields: readonly Field[]): NameMapping => {
  const ids = new Set(fields.map(({ id }) => id))
  const present = new Set(fields.map(({ name }) => name))
  const covered = fields.map((field): MappedField => {
    const known = mapping.find(({ fieldId }) => fieldId === field.id)
    const earlier = known?.names.filter((name) => name === field.name || !present.has(name)) ?? []
    return {
      names: [...new Set([...earlier, field.name])],
      fieldId: field.id,
      fields: coverSchema(known?.fields ?? [], childFields(field.type)),
    }
  })
  const others = mapping
    .filter(({ fieldId }) => fieldId === undefined || !ids.has(fieldId))
    .map((field) => ({ ...field, names: field.names.filter((name) => !present.has(name)) }))
  return [...covered, ...others.filter(({ names }) => names.length > 0)]
}

/** The mapping by which files have the names that fields have now, as the table property spells it. */
export const mappingOf = (fields: readonly Field[]): string => printNameMapping(coverSchema([], fields))

const printNameMapping = (mapping: NameMapping): string => JSON.stringify(mapping.map(fieldToJson))

const fieldToJson = ({ names, fieldId, fields }: MappedField): unknown => ({
  ...(fieldId === undefined ? {} : { 'field-id': fieldId }),
  names,
  ...(fields.length === 0 ? {} : { fields: fields.map(fieldToJson) }),
})

const nameMappingProperty = 'schema.name-mapping.default'

/** A table's properties after its columns changed: a mapping that there is covers them. A damaged one is left to readers. */
export const keepNameMapping = (
  properties: Readonly<Record<string, string>>,
  fields: readonly Field[],
): Readonly<Record<string, string>> => {
  const text = properties[nameMappingProperty]
  if (text === undefined) return properties
  try {
    return {
      ...properties,
      [nameMappingProperty]: printNameMapping(coverSchema(parseNameMapping(text), fields)),
    }
  } catch (cause) {
    if (cause instanceof MalformedMetadata || cause instanceof SyntaxError) return properties
    throw cause
  }
}
