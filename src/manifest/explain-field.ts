import { nearest } from '../base/nearest.ts'
import { asObject, follow, type JsonSchema, type SchemaLibrary } from './schema-library.ts'

/** What a schema says about one field. */
export type FieldExplanation = {
  readonly path: string
  readonly description?: string
  readonly type: string
  readonly isRequired: boolean
  readonly isDeprecated: boolean
  readonly default?: unknown
  readonly examples: readonly unknown[]
  readonly fields: readonly FieldSummary[]
}

type FieldSummary = {
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  readonly isDeprecated: boolean
  readonly description?: string
}

export type FieldLookup =
  | { readonly kind: 'found'; readonly field: FieldExplanation }
  /** `inside` is the path up to which the fields exist, `known` are those that follow it. */
  | {
      readonly kind: 'absent'
      readonly field: string
      readonly inside: string
      readonly near?: string
      readonly known: readonly string[]
    }

/**
 * The field at a dotted path below a schema of the library. The first step is looked for in the section of the type
 * and then in its envelope, so that `workflow.dag` and `workflow.name` both mean what one expects. Lists are entered
 * without a step: `workflow.dag.spec`.
 */
export const explainField = (library: SchemaLibrary, name: string, path: readonly string[]): FieldLookup => {
  const root = at(library, name, library[name] ?? {})
  const section = childrenOf(library, root).get(name)
  let found: Located = { ...root, isRequired: true }
  const walked = [name]
  for (const [i, step] of path.entries()) {
    if (/^(?:\d+|\[\d*\])$/.test(step)) continue
    const inSection = i === 0 && section !== undefined ? childrenOf(library, section).get(step) : undefined
    const children = childrenOf(library, found)
    const child = inSection ?? children.get(step) ?? children.get('*')
    if (child === undefined) {
      const known = [...(i === 0 && section !== undefined ? childrenOf(library, section) : []), ...children]
        .map(([key]) => key)
        .filter((key) => key !== '*')
      const near = nearest(step, known)
      const inside = walked.join('.')
      return { kind: 'absent', field: step, inside, known, ...(near === undefined ? {} : { near }) }
    }
    found = child
    walked.push(step)
  }
  const shown = path.length === 0 && section !== undefined ? { ...section, own: root } : found
  return { kind: 'found', field: describe(library, walked.join('.'), shown) }
}

export type At = { readonly name: string; readonly schema: JsonSchema }
type Located = At & { readonly isRequired: boolean }

/** A schema with its references followed and its lists entered. */
export const at = (library: SchemaLibrary, name: string, schema: JsonSchema): At =>
  follow(library, name, schema)

/** The fields below a place in the order of the schema, lists entered; `*` is any other. */
export const childrenOf = (library: SchemaLibrary, place: At): ReadonlyMap<string, Located> => {
  const children = new Map<string, Located>()
  const visit = ({ name, schema }: At, depth: number): void => {
    if (depth > 8) return
    const required = new Set(listOf(schema['required']).map(String))
    for (const [key, child] of Object.entries(asObject(schema['properties'])))
      if (!children.has(key))
        children.set(key, { ...at(library, name, asObject(child)), isRequired: required.has(key) })
    const free = schema['additionalProperties']
    if (typeof free === 'object' && free !== null && !children.has('*'))
      children.set('*', { ...at(library, name, asObject(free)), isRequired: false })
    const inner = [
      ...listOf(schema['anyOf']),
      ...listOf(schema['oneOf']),
      ...listOf(schema['allOf']),
      ...(schema['items'] === undefined ? [] : [schema['items']]),
    ]
    for (const branch of inner) visit(at(library, name, asObject(branch)), depth + 1)
  }
  visit(place, 0)
  return children
}

const describe = (
  library: SchemaLibrary,
  path: string,
  place: Located & { readonly own?: At },
): FieldExplanation => {
  const { schema, isRequired } = place
  const text = (place.own ?? place).schema['description']
  const own = place.own === undefined ? [] : listOf(place.own.schema['examples'])
  return {
    path,
    ...(typeof text === 'string' ? { description: text } : {}),
    type: typeWords(library, place),
    isRequired,
    isDeprecated: schema['deprecated'] === true,
    ...(schema['default'] === undefined ? {} : { default: schema['default'] }),
    examples: own.length > 0 ? own : listOf(schema['examples']),
    fields: [...childrenOf(library, place)]
      .filter(([key]) => key !== '*')
      .map(([key, child]) => summary(library, key, child)),
  }
}

const summary = (library: SchemaLibrary, key: string, child: Located): FieldSummary => {
  const description = child.schema['description']
  return {
    name: key,
    type: typeWords(library, child),
    isRequired: child.isRequired,
    isDeprecated: child.schema['deprecated'] === true,
    ...(typeof description === 'string' ? { description } : {}),
  }
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'mapping',
  array: 'list',
}

/** `list of text`, `true or false`, `text: one of r, rw`. Text beside another type only says how it may be written. */
const typeWords = (library: SchemaLibrary, { name, schema }: At, depth = 0): string => {
  if (schema['const'] !== undefined) return `the text ${String(schema['const'])}`
  const values = listOf(schema['enum'])
  if (values.length > 0) return `one of ${values.map(String).join(', ')}`
  const types = (Array.isArray(schema['type']) ? schema['type'] : [schema['type']]).filter(
    (type): type is string => typeof type === 'string' && type !== 'null',
  )
  const hasNumeral = types.some((type) => ['integer', 'number', 'boolean'].includes(type))
  const named = types
    .filter((type) => !(type === 'string' && hasNumeral && schema['pattern'] !== undefined))
    .map((type) => {
      if (type !== 'array' || schema['items'] === undefined || depth > 2) return words[type] ?? type
      return `list of ${typeWords(library, at(library, name, asObject(schema['items'])), depth + 1)}`
    })
  return named.length === 0 ? 'anything' : named.join(' or ')
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
