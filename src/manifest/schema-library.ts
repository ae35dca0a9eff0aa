/** A JSON Schema, or a part of one. */
export type JsonSchema = { readonly [key: string]: unknown }

/** The schemas of `schemas/` by name, as `generated/schemas.ts` holds them. */
export type SchemaLibrary = Readonly<Record<string, JsonSchema>>

/** For each stack, the schema of its input. `stack` is the name without flavor and version. */
export type StackSchemas = Readonly<Record<string, string>>

/**
 * One schema that needs no other file: it describes any of the resource types, or the only one that is named. What a
 * schema of the library refers to stands under `$defs`, as `name` or `name.part`. Inputs of stacks are described too.
 */
export const combinedSchema = (
  library: SchemaLibrary,
  types: readonly string[],
  stacks: StackSchemas,
): JsonSchema => {
  const needed = new Map<string, JsonSchema>()
  const taken = new Set<string>()
  const take = (name: string): JsonSchema => {
    if (taken.has(name)) return { $ref: `#/$defs/${name}` }
    taken.add(name)
    for (const [part, schema] of Object.entries(partsOf(library[name] ?? {})))
      needed.set(part === '' ? name : `${name}.${part}`, asObject(localRefs(schema, name)))
    for (const other of filesIn(library[name])) take(other)
    return { $ref: `#/$defs/${name}` }
  }
  const choices = types.map((type) => ({
    if: { properties: { type: { const: type } }, required: ['type'] },
    then: take(type),
  }))
  if (types.includes('workflow')) {
    const spec = needed.get('workflow.spec')
    const inputs = Object.entries(stacks).map(([stack, schema]) => ({
      if: { properties: { stack: { pattern: `^${stack}(?:[+:]|$)` } }, required: ['stack'] },
      then: { properties: { stackSpec: take(schema) } },
    }))
    if (spec !== undefined) needed.set('workflow.spec', { ...spec, allOf: inputs })
  }
  const [only] = types
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: types.length === 1 ? titleOf(library[only ?? '']) : 'Millrace manifests',
    description: 'Made by millrace schema.',
    type: 'object',
    properties: { type: { enum: types, description: 'What kind of resource this document describes.' } },
    required: ['type', 'name'],
    allOf: choices,
    $defs: Object.fromEntries(needed),
  }
}

/** The other schemas that a schema refers to. */
const filesIn = (schema: unknown): readonly string[] =>
  Array.from(JSON.stringify(schema).matchAll(/"\$ref":"([\w-]+)\.schema\.json/g), ([, file = '']) => file)

const titleOf = (schema: JsonSchema | undefined): unknown => schema?.['title']

/** A schema without its own name and parts, under '', and its parts under theirs. */
const partsOf = (schema: JsonSchema): Readonly<Record<string, JsonSchema>> => {
  const { $id: _id, $schema: _schema, $defs, ...whole } = schema
  return { '': whole, ...(asObject($defs) as Readonly<Record<string, JsonSchema>>) }
}

/** `#/$defs/node` and `shared.schema.json#/$defs/name` as they are called where everything stands in one schema. */
const localRefs = (value: unknown, name: string): unknown => {
  if (Array.isArray(value)) return value.map((member) => localRefs(member, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, unknown]) => {
      if (key !== '$ref' || typeof member !== 'string') return [key, localRefs(member, name)]
      const { file, part } = readRef(member)
      const target = file ?? name
      return [key, `#/$defs/${part === undefined ? target : `${target}.${part}`}`]
    }),
  )
}

const readRef = (ref: string): { readonly file?: string; readonly part?: string } => {
  const [, file, part] = /^(?:([\w-]+)\.schema\.json)?(?:#\/\$defs\/(.+))?$/.exec(ref) ?? []
  return { ...(file === undefined ? {} : { file }), ...(part === undefined ? {} : { part }) }
}

/** What a reference inside the schema `name` means, and the schema in which it stands. */
export const follow = (
  library: SchemaLibrary,
  name: string,
  schema: JsonSchema,
): { readonly name: string; readonly schema: JsonSchema } => {
  const ref = schema['$ref']
  if (typeof ref !== 'string') return { name, schema }
  const { file, part } = readRef(ref)
  const target = file ?? name
  const whole = library[target] ?? {}
  const found = part === undefined ? whole : asObject(asObject(whole['$defs'])[part])
  const { $ref: _ref, ...beside } = schema
  const next = follow(library, target, found)
  // What stands beside a reference says more about this place than what is shared.
  return { name: next.name, schema: { ...next.schema, ...beside } }
}

export const asObject = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : {}
