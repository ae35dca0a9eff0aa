import { schemas } from '../manifest/generated/schemas.ts'
import type { JsonSchema, SchemaLibrary } from '../manifest/schema-library.ts'

const library: SchemaLibrary = schemas

/** A manifest with everything that its schema assumes where it says nothing. */
export const withDefaults = (type: string, manifest: unknown): unknown =>
  filled(manifest, { file: type, schema: library[type] ?? {} })

type Located = { readonly file: string; readonly schema: JsonSchema }

const filled = (value: unknown, at: Located): unknown => {
  const { file, schema } = resolved(at)
  if (Array.isArray(value)) {
    const items = schema['items']
    return isSchema(items) ? value.map((item) => filled(item, { file, schema: items })) : value
  }
  if (!isSchema(value)) return value
  const properties = isSchema(schema['properties']) ? schema['properties'] : {}
  const members = Object.entries(value).map(([key, member]) => {
    const own = properties[key]
    return [key, isSchema(own) ? filled(member, { file, schema: own }) : member]
  })
  const assumed = Object.entries(properties).flatMap(([key, own]) => {
    if (key in value && value[key] !== null) return []
    const assumption = isSchema(own) ? resolved({ file, schema: own }).schema['default'] : undefined
    return assumption === undefined ? [] : [[key, assumption]]
  })
  return Object.fromEntries([...members, ...assumed])
}

/** What a reference points at, with what stands beside it. Schemas never change, and each is of one file. */
const resolved = (at: Located): Located => {
  const reference = at.schema['$ref']
  if (typeof reference !== 'string') return at
  const known = targets.get(at.schema) ?? followed(at, reference)
  targets.set(at.schema, known)
  return known
}

const targets = new WeakMap<JsonSchema, Located>()

const followed = ({ file, schema }: Located, reference: string): Located => {
  const [name = '', path = ''] = reference.split('#')
  const target = name === '' ? file : name.replace(/\.schema\.json$/, '')
  const found = path
    .split('/')
    .filter((part) => part !== '')
    .reduce<unknown>((inner, part) => (isSchema(inner) ? inner[part] : undefined), library[target])
  const { schema: whole, file: home } = resolved({ file: target, schema: isSchema(found) ? found : {} })
  const { $ref: _ref, ...beside } = schema
  return { file: home, schema: { ...whole, ...beside } }
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
