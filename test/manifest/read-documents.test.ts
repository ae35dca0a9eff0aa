import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Place } from '../../src/diagnostics/index.ts'
import type { Document } from '../../src/manifest/document.ts'
import { readDocuments } from '../../src/manifest/read-documents.ts'

const read = (text: string, splitsLists = true) =>
  readDocuments({ file: 'a.yaml', absoluteFile: '/p/a.yaml', text }, { splitsLists })

const filled = async (text: string, values: Readonly<Record<string, string>> = {}) => {
  const { value, diagnostics } = await read(text)
  const documents = value.map((document) => document.withVariables({ values }))
  return {
    documents: documents.map((staged) => staged.value),
    found: [...diagnostics, ...documents.flatMap((staged) => staged.diagnostics)].map(
      ({ code, place }) => `${code} ${place?.line}:${place?.column}`,
    ),
  }
}

const only = async (text: string, values: Readonly<Record<string, string>> = {}): Promise<Document> => {
  const { documents } = await filled(text, values)
  expect(documents).toHaveLength(1)
  return documents[0]!
}

const at = (place: Place | undefined) =>
  place && `${place.line}:${place.column}-${place.endLine}:${place.endColumn}`

describe('the documents of a file', () => {
  it('are numbered; empty ones are left out, and a list is as many as it has members', async () => {
    const { documents } = await filled('a: 1\n---\n# nothing\n---\n- b: 2\n- c: 3\n')
    expect(documents.map(({ index, value }) => [index, value])).toEqual([
      [0, { a: 1 }],
      [1, { b: 2 }],
      [2, { c: 3 }],
    ])
    expect(at(documents[2]?.place(['c']))).toBe('6:6-6:7')
  })

  it('keep a list in one piece where it is not a list of documents', async () => {
    expect((await read('- a: 1\n', false)).value.map(({ value }) => value)).toEqual([[{ a: 1 }]])
  })

  it('are read though others in the file are broken', async () => {
    const { documents, found } = await filled('a: 1\n---\nb: [\n---\nc: ${X}\n---\nd:\n\t- e\n', { X: '3' })
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { c: 3 }])
    expect(at(documents[1]?.place(['c']))).toBe('5:4-5:8')
    expect(found).toEqual(['MR1024 4:1', 'MR1010 8:1'])
  })

  it('take the last value of a repeated key, and say so at its second place', async () => {
    const { documents, found } = await filled('a: 1\nb:\n  c: 1\n  c: ${X}\n', { X: '2' })
    expect(documents[0]?.value).toEqual({ a: 1, b: { c: 2 } })
    expect(found).toEqual(['MR1018 4:3'])
  })

  it('say that a section is not indented where that is why a key is there twice', async () => {
    const hints = async (text: string) => (await read(text)).diagnostics.map(({ hint }) => hint)
    expect(await hints('name: a\ntype: depot\ndepot:\ntype: S3\n')).toEqual([
      'indent what belongs to "depot", which is empty; or delete one of the two',
    ])
    expect(await hints('name: a\nowner: b\nowner: c\n')).toEqual(['delete one of the two'])
  })

  it('keep dates and yes as text', async () => {
    expect((await only('a: 2024-01-31\nb: yes\nc: 0777\n')).value).toEqual({
      a: '2024-01-31',
      b: 'yes',
      c: 777,
    })
  })

  it('may hold anchors, but no bombs and no endless values', async () => {
    expect((await only('a: &x {b: 1}\nc: *x\n')).value).toEqual({ a: { b: 1 }, c: { b: 1 } })
    const bomb = Array.from(
      { length: 12 },
      (_, i) => `a${i}: &a${i} [${i === 0 ? '1' : `*a${i - 1}`}${`, *a${i - 1}`.repeat(i === 0 ? 0 : 9)}]`,
    )
    expect(await filled(bomb.join('\n'))).toMatchObject({ documents: [], found: ['MR1013 1:1'] })
    expect((await filled('a: &a [*a]\n')).found).toEqual(['MR1013 1:1'])
    expect((await filled(`a: ${'['.repeat(20_000)}`)).found).toHaveLength(1)
  })

  it.each([
    ['a:\n\tb: 1\n', 'MR1010 2:1'],
    ['a: 1\nb: {{ name }}\n', 'MR1011 2:4'],
    ['a: {{ x }}/b\n', 'MR1011 1:4'],
    ['cron: * * * * *\n', 'MR1012 1:7'],
    ['a: @b\n', 'MR1012 1:4'],
    ['a: %b\n', 'MR1012 1:4'],
    ['a:1\nb: 2\n', 'MR1014 1:2'],
    ['a: "b\nc: 1\n', 'MR1015 1:4'],
    ["a: 'b\n", 'MR1015 1:4'],
    ['a: 1\n  b: 2\n', 'MR1016 2:3'],
    ['a:\n  b: 1\n c: 2\n', 'MR1016 3:2'],
    ['a: "b" c\n', 'MR1019 1:8'],
  ])('explain why %j is not YAML', async (text, expected) => {
    expect((await filled(text)).found).toEqual([expected])
    expect((await filled(text.replaceAll('\n', '\r\n'))).found).toEqual([expected])
  })
})

describe('the places of a document', () => {
  const text = 'name: "x"\nworkflow:\n  dag:\n    - sql: |-  # note\n        select 1\n    - {a: 1}\n'

  it('are those of nodes and keys', async () => {
    const document = await only(text)
    expect(at(document.place(['name']))).toBe('1:7-1:10')
    expect(at(document.place(['name'], 'key'))).toBe('1:1-1:5')
    expect(at(document.place(['workflow', 'dag', 1, 'a']))).toBe('6:11-6:12')
    expect(at(document.place(['workflow', 'dag', 0, 'sql']))).toBe('4:12-4:14')
  })

  it('are those of the nearest key above, where a node is absent', async () => {
    const document = await only(text)
    expect(at(document.place(['workflow', 'dog', 3]))).toBe('2:1-2:9')
    expect(at(document.place(['workflow', 'dag', 1, 'b']))).toBe('6:8-6:9')
    expect(at(document.place(['owner']))).toBe('1:1-1:5')
  })

  it('count UTF-16 units and do not count a byte order mark', async () => {
    expect(at((await only('😀: b\n')).place(['😀']))).toBe('1:5-1:6')
  })

  it('of a text lead into the file, through variables of any length', async () => {
    const document = await only('sql: |\n  select ${COLUMNS}\n  from ${T} where x\nn: 1\ne:\n', {
      COLUMNS: 'a,\nb',
      T: 't',
    })
    const sql = document.text(['sql'])!
    expect(sql.text).toBe('select a,\nb\nfrom t where x\n')
    expect(at(sql.place(sql.text.indexOf('from'), 4))).toBe('3:3-3:7')
    expect(at(sql.place(sql.text.indexOf('b'), 1))).toBe('2:10-2:20')
    expect(at(sql.place(sql.text.indexOf('x'), 1))).toBe('3:19-3:20')
    expect(document.text(['n'])?.text).toBe('1')
    expect(document.text(['e'])).toBeUndefined()
    expect(document.text(['m'])).toBeUndefined()
  })
})

describe('variables in a document', () => {
  it('give plain scalars a new type and leave quoted ones text', async () => {
    const document = await only('a: ${N}\nb: "${N}"\nc: ${T}\nd: !!str ${N}\ne: ${N}x\n', {
      N: '5',
      T: 'true',
    })
    expect(document.value).toEqual({ a: 5, b: '5', c: true, d: '5', e: '5x' })
  })

  it('never change the structure', async () => {
    expect((await only('a: ${X}\n', { X: 'b: [1, 2]\n- c' })).value).toEqual({ a: 'b: [1, 2]\n- c' })
  })

  it('are all reported at once, at their own places, but not in comments', async () => {
    const { found } = await filled('# ${NO}\na: ${ONE} ${TWO}\nb: |\n  x ${a-b}\nc: ${{ y }}\n${K}: 1\n')
    expect(found.toSorted()).toEqual(['MR1020 2:11', 'MR1020 2:4', 'MR1021 5:4', 'MR1022 4:5', 'MR1023 6:1'])
  })

  it('are looked for by a near name', async () => {
    const [document] = (await read('a: ${SCHMEA}\n')).value
    const { diagnostics } = document!.withVariables({ values: { SCHEMA: 'x' } })
    expect(diagnostics[0]?.hint).toBe('did you mean "SCHEMA"?')
  })

  it('and templates of other systems do not get into each other’s way', async () => {
    expect((await filled('type: pager\nbody: "{{ name }}"\n')).found).toEqual([])
    expect((await filled('type: monitor\nbodyTemplate: "{{ name }}"\nother: "{{ name }}"\n')).found).toEqual([
      'MR1021 3:9',
    ])
  })

  it('are filled in behind aliases as well', async () => {
    expect((await only('a: &x {b: "${N}"}\nc: *x\nd: &y ${N}\ne: *y\n', { N: '5' })).value).toEqual({
      a: { b: '5' },
      c: { b: '5' },
      d: 5,
      e: 5,
    })
  })
})

const broken = join(import.meta.dirname, '../../../shared/corpus/broken')
const corpus = join(import.meta.dirname, '../../../shared/corpus/manifests')
const reason = existsSync(corpus) ? '' : ' (skipped: ../shared/corpus is absent)'

describe.skipIf(reason !== '')(`broken manifests of the corpus${reason}`, () => {
  it('get one finding per broken document, nearly always with a cause in plain words', async () => {
    const findings = await Promise.all(
      readdirSync(broken).map(
        async (name) => (await read(readFileSync(join(broken, name), 'utf8'))).diagnostics,
      ),
    )
    const codes = findings.flat().map(({ code }) => code)
    expect(codes.length).toBeGreaterThan(95)
    expect(codes.filter((code) => code === 'MR1017').length).toBeLessThan(5)
    expect(findings.every((list) => list.every(({ place }) => place !== undefined))).toBe(true)
  })
})

describe.skipIf(reason !== '')(`mutated manifests${reason}`, () => {
  const manifests = existsSync(corpus)
    ? readdirSync(corpus)
        .slice(0, 120)
        .map((name) => readFileSync(join(corpus, name), 'utf8'))
    : []

  it('never crash the reader, and every finding has a position inside the file', async () => {
    const mutation = fc.record({
      text: fc.constantFrom(...manifests),
      kind: fc.constantFrom('truncate', 'insert', 'delete line', 'indent'),
      where: fc.double({ min: 0, max: 1, noNaN: true }),
      inserted: fc.constantFrom(
        '\t',
        '"',
        "'",
        ':',
        '- ',
        '{{',
        '${',
        '*',
        '&a ',
        '[',
        '}',
        '\0',
        '\n---\n',
        '|',
        '%',
        '\uFEFF',
        '😀',
      ),
    })
    await fc.assert(
      fc.asyncProperty(mutation, async ({ text, kind, where, inserted }) => {
        const offset = Math.floor(where * text.length)
        const lines = text.split('\n')
        const line = Math.floor(where * lines.length)
        const mutated = {
          truncate: text.slice(0, offset),
          insert: text.slice(0, offset) + inserted + text.slice(offset),
          'delete line': lines.toSpliced(line, 1).join('\n'),
          indent: lines.with(Math.min(line, lines.length - 1), `   ${lines[line] ?? ''}`).join('\n'),
        }[kind]
        const { value, diagnostics } = await read(mutated)
        const all = [...diagnostics, ...value.flatMap((one) => one.withVariables({ values: {} }).diagnostics)]
        const count = mutated.split('\n').length
        for (const { place } of all) {
          expect(place?.line).toBeGreaterThan(0)
          expect(place?.line).toBeLessThanOrEqual(count)
          expect(place?.column).toBeGreaterThan(0)
          expect(place?.column).toBeLessThanOrEqual((mutated.split('\n')[place!.line - 1]?.length ?? 0) + 1)
        }
      }),
      { numRuns: 400 },
    )
  })
})
