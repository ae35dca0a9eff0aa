import { unreachable } from '../../../../base/bug.ts'

/** A column type of a schema that a manifest gives, with the engine's spelling of the plain ones. */
export type SchemaType =
  | { readonly kind: 'plain'; readonly type: string }
  | { readonly kind: 'list'; readonly element: SchemaType }
  | { readonly kind: 'map'; readonly value: SchemaType }
  | { readonly kind: 'struct'; readonly fields: readonly SchemaField[] }

export type SchemaField = { readonly name: string; readonly type: SchemaType }

export type SchemaParse =
  | { readonly kind: 'schema'; readonly fields: readonly SchemaField[] }
  | { readonly kind: 'malformed'; readonly reason: string }

/** Reads a schema, whichever of the three languages it is in: Avro record, Spark JSON struct, or Spark DDL. */
export const parseSchema = (text: string): SchemaParse => {
  try {
    const trimmed = text.trim()
    const type = trimmed.startsWith('{') ? fromJson(parseJson(trimmed)) : fromDdl(trimmed)
    if (type.kind !== 'struct') return { kind: 'malformed', reason: 'it is not a record of named columns' }
    if (type.fields.length === 0) return { kind: 'malformed', reason: 'it has no columns' }
    return { kind: 'schema', fields: type.fields }
  } catch (error) {
    if (error instanceof SchemaError) return { kind: 'malformed', reason: error.message }
    throw error
  }
}

/** The type as DuckDB writes it. */
export const engineType = (type: SchemaType): string => {
  switch (type.kind) {
    case 'plain':
      return type.type
    case 'list':
      return `${engineType(type.element)}[]`
    case 'map':
      return `MAP(VARCHAR, ${engineType(type.value)})`
    case 'struct':
      return `STRUCT(${type.fields.map((field) => `"${field.name.replaceAll('"', '""')}" ${engineType(field.type)}`).join(', ')})`
    default:
      return unreachable(type)
  }
}

/** The type as Spark's DDL writes it. */
export const sparkDdl = (type: SchemaType): string => {
  switch (type.kind) {
    case 'plain':
      return ddlNames[type.type] ?? type.type
    case 'list':
      return `ARRAY<${sparkDdl(type.element)}>`
    case 'map':
      return `MAP<STRING, ${sparkDdl(type.value)}>`
    case 'struct':
      return `STRUCT<${type.fields.map((field) => `\`${field.name.replaceAll('`', '``')}\`: ${sparkDdl(field.type)}`).join(', ')}>`
    default:
      return unreachable(type)
  }
}

const ddlNames: Readonly<Record<string, string>> = {
  VARCHAR: 'STRING',
  INTEGER: 'INT',
  BLOB: 'BINARY',
  'TIMESTAMP WITH TIME ZONE': 'TIMESTAMP',
  TIMESTAMP: 'TIMESTAMP_NTZ',
}

/** The type as the structure that DuckDB's `json_transform` takes. */
export const jsonStructure = (type: SchemaType): unknown => {
  switch (type.kind) {
    case 'plain':
    case 'map':
      return engineType(type)
    case 'list':
      return [jsonStructure(type.element)]
    case 'struct':
      return Object.fromEntries(type.fields.map((field) => [field.name, jsonStructure(field.type)]))
    default:
      return unreachable(type)
  }
}

class SchemaError extends Error {}

const plainTypes: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  boolean: 'BOOLEAN',
  byte: 'TINYINT',
  tinyint: 'TINYINT',
  short: 'SMALLINT',
  smallint: 'SMALLINT',
  int: 'INTEGER',
  integer: 'INTEGER',
  long: 'BIGINT',
  bigint: 'BIGINT',
  float: 'FLOAT',
  real: 'FLOAT',
  double: 'DOUBLE',
  decimal: 'DECIMAL(10,0)',
  date: 'DATE',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  timestamp_ntz: 'TIMESTAMP',
  binary: 'BLOB',
}

const plain = (name: string): SchemaType => {
  const known = name.trim().toLowerCase()
  const sized = /^(?:decimal|numeric|dec)\s*\(\s*(\d{1,2})\s*(?:,\s*(\d{1,2})\s*)?\)$/.exec(known)
  if (sized !== null) return { kind: 'plain', type: `DECIMAL(${sized[1]},${sized[2] ?? 0})` }
  if (/^(?:var)?char\s*\(\s*\d+\s*\)$/.test(known))
    throw new SchemaError(`"${name.trim()}" is a type of tables only: write string`)
  const type = Object.hasOwn(plainTypes, known) ? plainTypes[known] : undefined
  if (type === undefined) throw new SchemaError(`"${name.trim()}" is not a type`)
  return { kind: 'plain', type }
}

const fromDdl = (text: string): SchemaType => {
  const struct = /^struct\s*<([\s\S]*)>$/i.exec(text)
  return { kind: 'struct', fields: splitTop(struct?.[1] ?? text).map((column) => ddlField(column)) }
}

const ddlField = (column: string): SchemaField => {
  const match = /^(?:`((?:[^`]|``)+)`|([^\s:`]+))\s*:?\s*([\s\S]+)$/.exec(column.trim())
  if (match === null) throw new SchemaError(`"${column.trim()}" is not a name and a type`)
  const type = (match[3] ?? '')
    .replace(/\s+comment\s+(?:'[^']*'|"[^"]*")\s*$/i, '')
    .replace(/\s+not\s+null\s*$/i, '')
  return { name: match[1]?.replaceAll('``', '`') ?? match[2] ?? '', type: ddlType(type.trim()) }
}

const ddlType = (text: string): SchemaType => {
  const nested = /^(array|map|struct)\s*<([\s\S]*)>$/i.exec(text)
  const inside = nested?.[2] ?? ''
  switch (nested?.[1]?.toLowerCase()) {
    case 'array':
      return { kind: 'list', element: ddlType(inside.trim()) }
    case 'map':
      return { kind: 'map', value: ddlType((splitTop(inside)[1] ?? '').trim()) }
    case 'struct':
      return { kind: 'struct', fields: splitTop(inside).map(ddlField) }
    default:
      return plain(text)
  }
}

const splitTop = (text: string): readonly string[] => {
  const parts = ['']
  let depth = 0
  for (const [token] of text.matchAll(/`[^`]*`|'[^']*'|[\s\S]/g)) {
    if (token === '<' || token === '(') depth++
    if (token === '>' || token === ')') depth--
    if (token === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += token
  }
  return parts.filter((part) => part.trim() !== '')
}

type JsonObject = { readonly [key: string]: unknown }

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new SchemaError('it is not valid JSON')
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Spark's JSON and Avro share the shape: a name, or an object whose `type` says which kind it is. */
const fromJson = (value: unknown): SchemaType => {
  if (typeof value === 'string') return avroNames[value] ?? plain(value)
  if (Array.isArray(value)) {
    const members = value.filter((member) => member !== 'null')
    if (members.length !== 1) throw new SchemaError('a union of several types is not supported')
    return fromJson(members[0])
  }
  if (!isObject(value)) throw new SchemaError('a type is missing')
  switch (value['type']) {
    case 'struct':
    case 'record':
      return { kind: 'struct', fields: fieldsOf(value) }
    case 'array':
      return { kind: 'list', element: fromJson(value['elementType'] ?? value['items']) }
    case 'map':
      return { kind: 'map', value: fromJson(value['valueType'] ?? value['values']) }
    case 'enum':
      return { kind: 'plain', type: 'VARCHAR' }
    case 'fixed':
      return logical(value) ?? { kind: 'plain', type: 'BLOB' }
    default:
      return logical(value) ?? fromJson(value['type'])
  }
}

const avroNames: Readonly<Record<string, SchemaType>> = { bytes: { kind: 'plain', type: 'BLOB' } }

const logical = (value: JsonObject): SchemaType | undefined => {
  switch (value['logicalType']) {
    case 'date':
      return { kind: 'plain', type: 'DATE' }
    case 'timestamp-millis':
    case 'timestamp-micros':
      return { kind: 'plain', type: 'TIMESTAMP WITH TIME ZONE' }
    case 'decimal':
      return plain(`decimal(${Number(value['precision'])},${Number(value['scale'] ?? 0)})`)
    default:
      return undefined
  }
}

const fieldsOf = (value: JsonObject): readonly SchemaField[] => {
  const fields = value['fields']
  if (!Array.isArray(fields)) throw new SchemaError('"fields" is missing')
  return fields.map((field: unknown) => {
    if (!isObject(field) || typeof field['name'] !== 'string') throw new SchemaError('a field has no name')
    return { name: field['name'], type: fromJson(field['type']) }
  })
}
