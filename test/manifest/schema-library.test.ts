import { Ajv2020 } from 'ajv/dist/2020.js'
import { parseAllDocuments } from 'yaml'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { starterFiles } from '../../src/cli/starter/files.ts'
import { explainField } from '../../src/manifest/explain-field.ts'
import { schemas } from '../../src/manifest/generated/schemas.ts'
import { asObject, combinedSchema, follow, type SchemaLibrary } from '../../src/manifest/schema-library.ts'
import { kinds, stackSchemas } from '../../src/resources/index.ts'

const types = kinds.map(({ type }) => type)
const library: SchemaLibrary = schemas
const compiled = (schema: object) => new Ajv2020({ strict: false }).compile(schema)
const documents = (text: string): readonly unknown[] =>
  [parseAllDocuments(text)].flat().map((document): unknown => document.toJS())

describe('the combined schema', () => {
  const validate = compiled(combinedSchema(library, types, stackSchemas))
  const manifest = (spec: object) => ({
    name: 'wf',
    version: 'v1',
    type: 'workflow',
    workflow: { dag: [{ name: 'aa', spec }] },
  })

  test('needs no other file, and accepts the manifests of the example project', () => {
    const root = join(import.meta.dirname, '../..')
    const manifests = ['manifests', 'policies'].flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((file) => file.endsWith('.yaml'))
        .flatMap((file) => documents(readFileSync(join(root, folder, file), 'utf8'))),
    )
    expect(manifests.length).toBeGreaterThan(5)
    for (const one of manifests) expect(validate(one), JSON.stringify(validate.errors)).toBe(true)
  })

  test('knows the types, and the inputs of stacks', () => {
    expect(validate(manifest({ stack: 'scanner:2.0', stackSpec: { depot: 'lake' } }))).toBe(true)
    expect(validate(manifest({ stack: 'scanner:2.0', stackSpec: { deopt: 'lake' } }))).toBe(false)
    expect(validate(manifest({ stack: 'nilus:1.0', stackSpec: {} }))).toBe(false)
    expect(validate({ name: 'a', version: 'v1', type: 'wrokflow' })).toBe(false)
  })

  test('is what the starter project gives editors', () => {
    const files = starterFiles('shop', JSON.stringify(combinedSchema(library, types, stackSchemas)))
    const hint = /^# yaml-language-server: \$schema=\.\.\/millrace\.schema\.json\n/
    const check = compiled(asObject(JSON.parse(files['millrace.schema.json'] ?? '{}')))
    for (const [path, text] of Object.entries(files)) {
      if (!path.startsWith('manifests/')) continue
      expect(text, path).toMatch(hint)
      for (const one of documents(text)) expect(check(one), JSON.stringify(check.errors)).toBe(true)
    }
  })
})

test('the schema of one type stands alone and holds examples that it accepts', () => {
  for (const type of types) {
    const validate = compiled(combinedSchema(library, [type], stackSchemas))
    const examples = asObject(library[type])['examples']
    for (const example of Array.isArray(examples) ? examples : [])
      expect(validate(example), `${type} ${JSON.stringify(validate.errors)}`).toBe(true)
  }
})

test('every field of every type has a description', () => {
  const bare: string[] = []
  const visit = (type: string, path: readonly string[], seen: ReadonlySet<unknown>) => {
    const found = explainField(library, type, path)
    if (found.kind === 'absent') throw new Error(`${type}.${path.join('.')}`)
    for (const { name, description } of found.field.fields) {
      const inner = [...path, name]
      const key = `${name} ${description}`
      if (description === undefined) bare.push([type, ...inner].join('.'))
      if (inner.length < 6 && !seen.has(key)) visit(type, inner, new Set([...seen, key]))
    }
  }
  for (const type of types) visit(type, [], new Set())
  expect(bare).toEqual([])
})

describe('a field is explained', () => {
  test('from the section of its type, or from the envelope', () => {
    expect(explainField(library, 'workflow', ['schedule', 'concurrencyPolicy'])).toMatchObject({
      kind: 'found',
      field: {
        path: 'workflow.schedule.concurrencyPolicy',
        type: 'one of Allow, Forbid, Replace',
        default: 'Allow',
        isRequired: false,
      },
    })
    expect(explainField(library, 'workflow', ['name'])).toMatchObject({ field: { isRequired: true } })
    expect(
      explainField(library, 'workflow', ['dag', '0', 'spec', 'resources', 'limits', 'memory']),
    ).toMatchObject({
      field: { type: 'text or number', examples: ['512Mi', '2Gi'] },
    })
  })

  test('with the nearest name where there is none of it', () => {
    expect(explainField(library, 'workflow', ['schedule', 'corn'])).toEqual({
      kind: 'absent',
      field: 'corn',
      inside: 'workflow.schedule',
      near: 'cron',
      known: ['cron', 'concurrencyPolicy', 'endOn', 'timezone'],
    })
  })
})

describe('every schema', () => {
  const parts = (name: string, schema: unknown, path: string): readonly string[] => {
    const own = asObject(schema)
    const fields = Object.entries(asObject(own['properties'])).flatMap(([key, field]) => [
      ...(typeof follow(library, name, asObject(field)).schema['description'] === 'string'
        ? []
        : [`${path}.${key}`]),
      ...parts(name, field, `${path}.${key}`),
    ])
    const inside = ['items', 'additionalProperties', 'if', 'then', 'else']
      .filter((key) => own[key] !== undefined)
      .flatMap((key) => parts(name, own[key], path))
    const branches = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
      const list: unknown = own[key]
      return Array.isArray(list) ? list.flatMap((branch) => parts(name, branch, path)) : []
    })
    const defined = Object.entries(asObject(own['$defs'])).flatMap(([key, part]) =>
      parts(name, part, `${name}#${key}`),
    )
    return [...fields, ...inside, ...branches, ...defined]
  }

  test('has a title, and says what it and each of its fields is for', () => {
    for (const [name, schema] of Object.entries(library)) {
      expect([typeof schema['title'], typeof schema['description']], name).toEqual(['string', 'string'])
      expect(parts(name, schema, name), name).toEqual([])
    }
  })

  test('accepts its own examples', () => {
    const ajv = new Ajv2020({ strict: false })
    for (const schema of Object.values(library)) ajv.addSchema(schema)
    for (const [name, schema] of Object.entries(library)) {
      const examples: unknown = schema['examples']
      if (!Array.isArray(examples)) continue
      const check = ajv.getSchema(`${name}.schema.json`)
      for (const example of examples)
        expect(check?.(example), `${name}: ${JSON.stringify(check?.errors)}`).toBe(true)
    }
  })
})
