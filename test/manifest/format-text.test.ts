import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { schemas } from '../../src/manifest/generated/schemas.ts'
import { formatText } from '../../src/manifest/index.ts'
import { stackSchemas } from '../../src/resources/index.ts'

const library = { library: schemas, stacks: stackSchemas }
const formatted = (text: string): string => {
  const result = formatText(text, library)
  if (result.kind === 'broken') throw new Error('not YAML')
  return result.text
}

const written = `# yaml-language-server: $schema=../x.json
# Licence header

# about the section
workflow:
  dag:   # nodes
  # comment above the dash
  - spec:
      stackSpec:
        job:
          steps:
          - sequence:
            - sql: >-
                SELECT  a \u0020
                  -- {{ x }}

                FROM b
              name: one   # trailing

            # the second
            - sql: |+
                keep

              name: two
          outputs: []
          inputs: [{dataset: "dataos://a:b/c", name: raw}]
      stack: flare:7.0
    # its name
    name: aa
    dependencies: &deps [x]
  -
    file: x.yaml
    name: cc
    dependencies: *deps
  title: "a
    b" \u0020
# the type
type: workflow

# which one
name: ab
version: \${V}
unknown: 1
description: 'it''s
  long'
# the end
---
type: policy
name: "{{ x }}"
policy:
  data: {type: mask}
...
`

const expected = `# yaml-language-server: $schema=../x.json
# Licence header

# which one
name: ab
version: \${V}
# the type
type: workflow
description: 'it''s
  long'

# about the section
workflow:
  title: "a
    b"
  dag:   # nodes
  # comment above the dash
  # its name
  - name: aa
    spec:
      stack: flare:7.0
      stackSpec:
        job:
          inputs: [{dataset: "dataos://a:b/c", name: raw}]
          steps:
          - sequence:
            - name: one   # trailing
              sql: >-
                SELECT  a \u0020
                  -- {{ x }}

                FROM b

            # the second
            - name: two
              sql: |+
                keep

          outputs: []
    dependencies: &deps [x]
  -
    name: cc
    file: x.yaml
    dependencies: *deps
unknown: 1
# the end
---
name: "{{ x }}"
type: policy
policy:
  data: {type: mask}
...
`

test('keys come in the order of the schema, and comments, blocks, quotes, anchors and placeholders stay', () => {
  expect(formatted(written)).toBe(expected)
  expect(loadAll(expected)).toEqual(loadAll(written))
})

test('the keys of an alias stay behind those of its anchor, and all others move', () => {
  const text = 'type: depot\nname: ab\ndepot:\n  spec: &all {a: 1}\n  type: S3\n  s3: *all\n'
  const result = formatted(text)
  expect(loadAll(result)).toEqual(loadAll(text))
  expect(result).toMatch(/^name: ab\ntype: depot\n/)
  expect(result.indexOf('&all')).toBeLessThan(result.indexOf('*all'))
})

test('line breaks stay as the file has them, and the last line gets one', () => {
  const text = 'type: depot\r\nname: ab   \r\ndepot:\r\n  spec:\r\n    a: 1\r\n  type: S3'
  expect(formatted(text)).toBe('name: ab\r\ntype: depot\r\ndepot:\r\n  type: S3\r\n  spec:\r\n    a: 1\r\n')
})

test.each([
  ['a repeated key', 'type: depot\nname: a\ntype: depot\ndepot: {}\n'],
  ['a merge', 'x: &x {type: depot}\n<<: *x\ntype: depot\nname: a\n'],
  ['quoted keys', '"type": depot\n"name": a\n'],
  ['a complex key', '? type\n: depot\n? name\n: a\n'],
  ['JSON', '{"type": "depot", "name": "a"}\n'],
  ['a document on the line of its mark', '--- type: depot\n'],
  ['what is no manifest', 'services:\n  web:\n    ports: []\n    image: a\n'],
])('%s stays as it is', (_, text) => {
  const result = formatText(text, library)
  if (result.kind === 'formatted') expect(result.text).toBe(text)
})

test('a text that is not YAML is left alone', () => {
  expect(formatText('type: {{ x }}\nname: [\n', library)).toEqual({ kind: 'broken' })
})

const folders = ['../../../shared/corpus/manifests', '../corpus/meaning', '../../manifests', '../../policies']
  .map((folder) => join(import.meta.dirname, folder))
  .filter((folder) => existsSync(folder))

describe.each(folders)('manifests of %s', (folder) => {
  test('mean the same afterwards, lose no line, and stay as they are the second time', () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
      const text = readFileSync(join(folder, file), 'utf8')
      const result = formatText(text, library)
      if (result.kind === 'broken') continue
      expect(valuesOf(result.text), file).toEqual(valuesOf(text))
      expect(formatted(result.text), file).toBe(result.text)
      expect(wordsOf(result.text), file).toEqual(wordsOf(text))
    }
  })
})

const valuesOf = (text: string): unknown => loadAll(text, { json: true })

/** Dashes change the line that they stand on. */
const wordsOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/^[\s-]+/, '').trimEnd())
    .filter((line) => line !== '')
    .toSorted()
