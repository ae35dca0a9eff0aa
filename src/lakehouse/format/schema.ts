import { childFields, type Field, fieldToJson, type IcebergType, parsePrimitive } from './iceberg-type.ts'
import { asInt, asList, asObject, asText, MalformedMetadata, unknownMembers } from './json-reader.ts'

/** The columns of a table at one time. */
export type Schema = {
  readonly schemaId: number
  readonly fields: readonly Field[]
  /** Members of other engines, such as `identifier-field-ids`. */
  readonly rest: Readonly<Record<string, unknown>>
}

export const schemaToJson = (schema: Schema): Readonly<Record<string, unknown>> => ({
  ...schema.rest,
  type: 'struct',
  'schema-id': schema.schemaId,
  fields: schema.fields.map(fieldToJson),
})

export const schemaFromJson = (value: unknown): Schema => {
  const json = asObject(value, 'schema')
  return {
    schemaId: json['schema-id'] === undefined ? 0 : asInt(json['schema-id'], 'schema-id'),
    fields: fieldsFromJson(json['fields']),
    rest: unknownMembers(json, ['type', 'schema-id', 'fields']),
  }
}

/** Every field of a schema, nested ones included, with the names that lead to it. */
export const allFields = (
  fields: readonly Field[],
  above: readonly string[] = [],
): readonly { readonly field: Field; readonly path: readonly string[] }[] =>
  fields.flatMap((field) => {
    const path = [...above, field.name]
    return [{ field, path }, ...allFields(childFields(field.type), path)]
  })

const fieldsFromJson = (value: unknown): readonly Field[] =>
  asList(value, 'fields').map((item): Field => {
    const json = asObject(item, 'field')
    const name = asText(json['name'], 'field name')
    return {
      id: asInt(json['id'], `id of ${name}`),
      name,
      required: json['required'] === true,
      type: typeFromJson(json['type'], name),
      ...(typeof json['doc'] === 'string' ? { doc: json['doc'] } : {}),
    }
  })

const typeFromJson = (value: unknown, name: string): IcebergType => {
  if (typeof value === 'string') {
    const type = parsePrimitive(value)
    if (type === undefined) throw new MalformedMetadata(`column ${name} has the unknown type ${value}`)
    return type
  }
  const json = asObject(value, `type of ${name}`)
  const child = (part: 'element' | 'key' | 'value'): Field => ({
    id: asInt(json[`${part}-id`], `${part}-id of ${name}`),
    name: part,
    required: part === 'key' || json[`${part}-required`] === true,
    type: typeFromJson(json[part], `${name}.${part}`),
  })
  switch (json['type']) {
    case 'struct':
      return { kind: 'struct', fields: fieldsFromJson(json['fields']) }
    case 'list':
      return { kind: 'list', element: child('element') }
    case 'map':
      return { kind: 'map', key: child('key'), value: child('value') }
    default:
      throw new MalformedMetadata(`column ${name} has the unknown type ${String(json['type'])}`)
  }
}
