import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/manifest/read-documents.ts'
import { withoutEmpty } from '../../src/manifest/shape-rest.ts'
import { checkShape, type ShapeValidator } from '../../src/manifest/shape.ts'

const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true, strictRequired: false })

const findings = async (schema: object, text: string) => {
  const { value } = await readDocuments(
    { file: 'a.yaml', absoluteFile: '/a.yaml', text },
    { splitsLists: false },
  )
  const document = value[0]!.withVariables({ values: {} }).value
  const validator = ajv.compile(schema) as unknown as ShapeValidator
  return checkShape(validator, document, [], document.value)
}

const check = async (schema: object, text: string) =>
  (await findings(schema, text)).map(
    ({ code, place, message, hint }) =>
      `${code} ${place?.line}:${place?.column} ${message}${hint === undefined ? '' : ` (${hint})`}`,
  )

const fixes = async (schema: object, text: string) =>
  (await findings(schema, text)).map(({ message, hint, fix }) => {
    const words = hint === undefined ? message : `${message} (${hint})`
    return fix === undefined ? words : `${words} -> ${fix.edits[0]?.text}`
  })

const text = { type: 'string' }
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

describe('a document against its schema', () => {
  it('of which it has the shape, is not complained about', async () => {
    expect(await check(closed({ a: text }), 'a: b\n')).toEqual([])
  })

  it('with a misspelt key, gets one finding, at the key', async () => {
    expect(
      await check(closed({ inputs: text, outputs: text }, ['inputs']), 'outputs: x\ninptus: y\n'),
    ).toEqual(['MR1203 2:1 unknown key "inptus" (did you mean "inputs"?)'])
  })

  it('renames no key to one that wants another kind of value, nor two to one', async () => {
    const schema = closed({
      resource: { type: 'object' },
      replicas: { type: 'integer' },
      names: { type: 'array', items: text },
    })
    expect(await fixes(schema, 'resources: [a]\n')).toEqual(['unknown key "resources"'])
    expect(await fixes(schema, 'resources: {a: 1}\n')).toEqual([
      'unknown key "resources" (did you mean "resource"?) -> resource',
    ])
    expect(await fixes(schema, 'replica: two\n')).toEqual([
      'unknown key "replica" (did you mean "replicas"?)',
    ])
    expect(await fixes(schema, 'name: [{a: 1}]\n')).toEqual(['unknown key "name"'])
    expect(await fixes(schema, 'nmes: [a]\nnams: [b]\n')).toEqual([
      'unknown key "nmes" (did you mean "names"?) -> names',
      'unknown key "nams" (did you mean "names"?)',
    ])
    expect(await fixes(schema, 'names: [a]\nnams: [b]\n')).toEqual(['unknown key "nams"'])
  })

  it('without a required key, is told at the key above', async () => {
    const schema = closed({
      a: closed({ b: text }, ['b']),
      l: { type: 'array', items: closed({ c: text }, ['c']) },
    })
    expect(await check(schema, 'a: {}\nl:\n  - {}\n')).toEqual([
      'MR1201 1:1 "a" lacks the key "b" (add b:)',
      'MR1201 3:5 member 1 of "l" lacks the key "c" (add c:)',
    ])
  })

  it('with a value of a wrong type, is told what is expected and what stands there', async () => {
    const schema = closed({
      a: { type: 'integer' },
      b: { type: ['object', 'array'] },
      c: { type: ['boolean', 'string'], pattern: '^(?:true|false|True|False|TRUE|FALSE)$' },
      d: { type: 'object', required: ['x'] },
    })
    expect(await check(schema, 'a: x\nb: 1\nc: [1]\nd:\n')).toEqual([
      'MR1202 1:4 "a" has to be a whole number, not text',
      'MR1202 2:4 "b" has to be a mapping or a list, not the number 1',
      'MR1202 3:4 "c" has to be true or false, not a list',
      'MR1202 4:1 "d" has to be a mapping, not empty',
    ])
  })

  it('with a value that is not allowed, is told which are', async () => {
    const schema = closed({
      mode: { enum: ['append', 'overwrite'], minLength: 20, type: 'string' },
      kind: { const: 'x' },
      name: { type: 'string', pattern: '^[a-z]+$', description: 'Lower-case letters.' },
    })
    expect(await check(schema, 'mode: apend\nkind: y\nname: "A"\n')).toEqual([
      'MR1204 1:7 "mode" has to be one of append, overwrite, not "apend" (did you mean "append"?)',
      'MR1204 2:7 "kind" has to be x, not "y"',
      'MR1205 3:7 "name" has to be text of the form ^[a-z]+$, not "A" (Lower-case letters.)',
    ])
  })

  it('with too few, too many or repeated members, or out of range, is told', async () => {
    const schema = closed({
      a: { type: 'array', minItems: 1 },
      b: { type: 'array', uniqueItems: true },
      c: { type: 'number', maximum: 3 },
      d: { type: 'string', maxLength: 2 },
    })
    expect(await check(schema, 'a: []\nb: [x, y, x]\nc: 4\nd: abc\n')).toEqual([
      'MR1206 1:4 "a" has to have at least 1 members, and has 0',
      'MR1208 2:11 "b" holds the same member twice: number 1 and number 3 (delete one of the two)',
      'MR1207 3:4 "c" has to be at most 3, not 4',
      'MR1207 4:4 "d" has to be at most 2 characters long, not "abc"',
    ])
  })

  it('that is evidently meant as one of several forms, is compared with that one', async () => {
    const schema = closed({ step: { anyOf: [text, closed({ sequence: { type: 'array' } }, ['sequence'])] } })
    expect(await check(schema, 'step: {sequnce: []}\n')).toEqual([
      'MR1203 1:8 unknown key "sequnce" (did you mean "sequence"?)',
    ])
    expect(await check(schema, 'step: 1\n')).toEqual([
      'MR1202 1:7 "step" has to be text or a mapping, not the number 1',
    ])
    const tagged = closed({
      d: {
        oneOf: [
          closed({ type: { const: 'a' }, x: { type: 'integer' } }),
          closed({ type: { const: 'b' }, y: { type: 'integer' } }),
        ],
      },
    })
    expect(await check(tagged, 'd:\n  type: b\n  y: z\n')).toEqual([
      'MR1202 3:6 "y" has to be a whole number, not text',
    ])
  })

  it('that has none of several forms, gets one finding', async () => {
    const schema = closed({ x: { oneOf: [closed({ a: text }, ['a']), closed({ b: text }, ['b'])] } })
    expect(await check(schema, 'x: {c: 1}\n')).toEqual([
      'MR1209 1:4 "x" has none of its 2 allowed forms (compare it with the reference of this manifest type)',
    ])
  })

  it('with conditions, hears of what is missing and not of the condition', async () => {
    const schema = {
      type: 'object',
      properties: { type: text },
      if: { properties: { type: { const: 'FILE' } } },
      // oxlint-disable-next-line no-thenable -- the keyword of JSON Schema
      then: { required: ['path'] },
    }
    expect(await check(schema, 'type: FILE\n')).toEqual([
      'MR1201 1:1 this document lacks the key "path" (add path:)',
    ])
  })

  it('that is reached through keys with slashes and tildes, is found', async () => {
    const schema = { type: 'object', additionalProperties: { type: 'integer' } }
    expect(await check(schema, 'ok: 1\na/b~c: x\n')).toEqual([
      'MR1202 2:8 "a/b~c" has to be a whole number, not text',
    ])
  })
})

describe('an empty key', () => {
  const schema = closed(
    {
      user: text,
      size: { type: ['integer', 'string'] },
      mode: { enum: ['a', 'b'] },
      inner: closed({ key: text }),
      list: { type: 'array', items: text },
      either: { anyOf: [text, closed({})] },
      name: text,
    },
    ['name'],
  )
  const cutOf = (value: unknown) => withoutEmpty(ajv.compile(schema), value)

  it('of one optional scalar is as good as none', () => {
    expect(cutOf({ user: null, size: null, mode: null, inner: { key: null }, name: 'x' })).toEqual({
      value: { inner: {}, name: 'x' },
      cut: [['user'], ['size'], ['mode'], ['inner', 'key']],
    })
  })

  it('stays where something has to stand, and so does an empty mapping, list or member of one', () => {
    const value = { user: null, inner: null, list: [null], either: null, name: null }
    expect(cutOf(value)).toEqual({
      value: { inner: null, list: [null], either: null, name: null },
      cut: [['user']],
    })
  })
})

describe('words that a schema knows', () => {
  const words = (mode: string) =>
    closed({ mode: { type: ['string', 'null'], enum: ['append', 'replace'], 'x-words': mode } })
  const open = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true })
  open.addKeyword('x-words')
  const told = async (mode: string, text: string) => {
    const { value } = await readDocuments(
      { file: 'a.yaml', absoluteFile: '/a.yaml', text },
      { splitsLists: false },
    )
    const document = value[0]!.withVariables({ values: {} }).value
    const validator = open.compile(words(mode)) as unknown as ShapeValidator
    return checkShape(validator, document, [], document.value).map(({ code, severity, hint }) =>
      `${severity} ${code} ${hint ?? ''}`.trim(),
    )
  }

  it.each([
    ['some', 'apend', ['warning MR1327 did you mean "append"?']],
    ['some', 'appends', ['warning MR1327 did you mean "append"?']],
    ['some', 'upsert', []],
    ['some', 'Append', []],
    ['some', 'null', []],
    ['all', 'upsert', ['warning MR1327']],
    ['all', 'REPLACE', []],
  ])('and names %s of: %s', async (mode, word, findings) => {
    expect(await told(mode, `mode: ${word}\n`)).toEqual(findings)
  })

  it('are told beside what is wrong with the shape', async () => {
    expect(await told('some', 'mode: apend\nmood: 1\n')).toEqual([
      'error MR1203',
      'warning MR1327 did you mean "append"?',
    ])
  })
})
