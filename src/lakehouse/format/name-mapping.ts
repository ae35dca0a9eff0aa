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
