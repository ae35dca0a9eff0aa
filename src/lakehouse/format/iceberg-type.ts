/** A type whose values are single: may be a partition source and has bounds. */
export type PrimitiveType =
  | {
      readonly kind:
        | 'boolean'
        | 'int'
        | 'long'
        | 'float'
        | 'double'
        | 'date'
        | 'time'
        | 'timestamp'
        | 'timestamptz'
        | 'string'
        | 'uuid'
        | 'binary'
    }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'fixed'; readonly length: number }

/** A field of a table or of a nested struct. Its id never changes, whatever it is renamed to. */
export type Field = {
  readonly id: number
  readonly name: string
  readonly required: boolean
  readonly type: IcebergType
  readonly doc?: string
}

export type IcebergType =
  | PrimitiveType
  | { readonly kind: 'struct'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly element: Field }
  | { readonly kind: 'map'; readonly key: Field; readonly value: Field }

export const isPrimitive = (type: IcebergType): type is PrimitiveType =>
  type.kind !== 'struct' && type.kind !== 'list' && type.kind !== 'map'

/** The fields directly inside a type: of a struct, a list's element, a map's key and value. */
export const childFields = (type: IcebergType): readonly Field[] => {
  switch (type.kind) {
    case 'struct':
      return type.fields
    case 'list':
      return [type.element]
    case 'map':
      return [type.key, type.value]
    default:
      return []
  }
}

/** A type as table metadata spells it. Source: Iceberg table spec, "Appendix C: JSON serialization". */
export const typeToJson = (type: IcebergType): unknown => {
  switch (type.kind) {
    case 'struct':
      return { type: 'struct', fields: type.fields.map(fieldToJson) }
    case 'list':
      return {
        type: 'list',
        'element-id': type.element.id,
        'element-required': type.element.required,
        element: typeToJson(type.element.type),
      }
    case 'map':
      return {
        type: 'map',
        'key-id': type.key.id,
        key: typeToJson(type.key.type),
        'value-id': type.value.id,
        'value-required': type.value.required,
        value: typeToJson(type.value.type),
      }
    default:
      return printPrimitive(type)
  }
}

export const fieldToJson = (field: Field): Readonly<Record<string, unknown>> => ({
  id: field.id,
  name: field.name,
  required: field.required,
  type: typeToJson(field.type),
  ...(field.doc === undefined ? {} : { doc: field.doc }),
})

/** The spec's own word for a primitive type, e.g. `decimal(10, 2)`. */
export const printPrimitive = (type: PrimitiveType): string => {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`
    case 'fixed':
      return `fixed[${type.length}]`
    default:
      return type.kind
  }
}

/** A primitive type from the spec's word; undefined for a word that version 2 does not have. */
export const parsePrimitive = (text: string): PrimitiveType | undefined => {
  const decimal = /^decimal\(\s*(\d+)\s*,\s*(\d+)\s*\)$/.exec(text)
  if (decimal) return { kind: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) }
  const fixed = /^fixed\[\s*(\d+)\s*\]$/.exec(text)
  if (fixed) return { kind: 'fixed', length: Number(fixed[1]) }
  switch (text) {
    case 'boolean':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'string':
    case 'uuid':
    case 'binary':
      return { kind: text }
    default:
      return undefined
  }
}
