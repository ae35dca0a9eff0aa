import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { load } from '../../src/manifest/load.ts'
import type { LoadRequest } from '../../src/manifest/load-request.ts'
import { nodeFiles } from '../../src/manifest/node-files.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'millrace-load-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const write = async (files: Readonly<Record<string, string | Uint8Array>>) => {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), content)
  }
}

type Change = Partial<LoadRequest['settings']> &
  Pick<LoadRequest, 'isRecursive' | 'disableInterpolation'> & { readonly named?: readonly string[] }

const run = async ({ named, isRecursive, disableInterpolation, ...settings }: Change = {}) => {
  const request: LoadRequest = {
    settings: { root, stateFolder: join(root, '.millrace'), variables: {}, paths: [], ...settings },
    ...(named === undefined ? {} : { paths: named }),
    ...(isRecursive === undefined ? {} : { isRecursive }),
    ...(disableInterpolation === undefined ? {} : { disableInterpolation }),
  }
  const { value, diagnostics } = await load(request, nodeFiles, new AbortController().signal)
  return {
    ...value,
    diagnostics,
    names: value.documents.map(({ file, index }) => `${file}#${index}`),
    found: diagnostics.map(
      ({ code, place }) => `${code} ${place ? `${place.file}:${place.line}:${place.column}` : '-'}`,
    ),
  }
}

const manifest = (name: string) => `name: ${name}\ntype: depot\nversion: v1\ndepot: {}\n`

const workflow = (steps: string) =>
  `name: w\ntype: workflow\nversion: v1\nworkflow:\n  dag:\n    - name: n\n      spec:\n        stackSpec:\n          job:\n            steps:\n              - ${steps}\n`

describe('the files of a project', () => {
  it('are manifests where what each begins with is mistyped or forgotten, and no other files', async () => {
    await write({
      'both.yaml': 'nam: a\ntpye: workflow\nverison: v1\nworkfow: {}\n',
      'keys.yaml': 'nmae: a\ntyp: service\nservice: {replicas: 1}\n',
      'none.yaml': 'name: a\nversion: v1\nsecret:\n  type: key-value\n',
      'compose.yaml': 'name: a\nversion: "3"\nservices: {db: {image: x}}\n',
      'chart.yaml': 'name: a\nversion: 1.0.0\nservice: web\n',
      'form.yaml': 'version: 2\nresource: {a: b}\n',
    })
    expect((await run()).names).toEqual(['both.yaml#0', 'keys.yaml#0', 'none.yaml#0'])
  })

  it('are all manifests of the tree, in a fixed order, without what is not meant to be one', async () => {
    await write({
      'b.yaml': manifest('b'),
      'a/z.yml': `${manifest('z')}---\nversion: v1\n`,
      'a/steps.yaml': 'sequence: []\n',
      'millrace.yaml': manifest('project'),
      '.github/ci.yaml': manifest('hidden'),
      'node_modules/x/m.yaml': manifest('module'),
      '.millrace/m.yaml': manifest('state'),
      'readme.md': '# no',
    })
    expect((await run()).names).toEqual(['a/z.yml#0', 'a/z.yml#1', 'b.yaml#0'])
    expect((await run({ resources: ['b.yaml', 'a'] })).names).toEqual(['b.yaml#0', 'a/z.yml#0', 'a/z.yml#1'])
  })

  it('are those that were named; folders below only if asked for', async () => {
    await write({ 'a/x.yaml': manifest('x'), 'a/b/y.yaml': manifest('y') })
    expect((await run({ named: ['a'] })).names).toEqual(['a/x.yaml#0'])
    expect((await run({ named: ['a'], isRecursive: true })).names).toEqual(['a/b/y.yaml#0', 'a/x.yaml#0'])
    expect((await run({ named: [join(root, 'a/b/y.yaml'), 'a/b'] })).names).toEqual(['a/b/y.yaml#0'])
  })

  it('are complained about when they are named and hold no manifest', async () => {
    await write({ 's.yaml': 'sequence: []\n', 'empty.yaml': '# nothing\n', 'folder/readme.md': '' })
    expect((await run({ named: ['s.yaml', 'empty.yaml', 'folder', 'emtpy.yaml'] })).found).toEqual([
      'MR1009 -',
      'MR1001 -',
      'MR1008 s.yaml:1:1',
      'MR1006 empty.yaml:1:1',
    ])
  })

  it('are told what they lack to be one', async () => {
    await write({ 'a.yaml': 'steps: []\n', 'b.yaml': 'name: b\nversion: 0.1.6\n', 'c.yaml': 'type: avro\n' })
    const { diagnostics } = await run({ named: ['a.yaml', 'b.yaml', 'c.yaml'] })
    expect(diagnostics.map(({ message }) => message.replace(/.*: /, ''))).toEqual([
      'it has neither a type nor a name',
      'it has no type',
      'it has no name',
    ])
  })

  it('are ignored when they are found and hold none', async () => {
    await write({ 's.yaml': 'sequence: []\n', 'empty.yaml': '', 'm.yaml': manifest('m') })
    expect(await run()).toMatchObject({ names: ['m.yaml#0'], found: ['MR1007 empty.yaml:1:1'] })
  })

  it('that cannot be read do not hide the others', async () => {
    await write({
      'binary.yaml': new Uint8Array([97, 0, 98]),
      'good.yaml': `\uFEFF${manifest('good')}`,
      'latin.yaml': new Uint8Array([0x61, 0x3a, 0x20, 0xe9]),
      'tab.yaml': 'a:\n\tb: 1\n',
      'utf16.yaml': new Uint8Array([0xff, 0xfe, 0x61, 0x00]),
    })
    expect(await run()).toMatchObject({
      names: ['good.yaml#0'],
      found: [
        'MR1004 binary.yaml:1:1',
        'MR1005 latin.yaml:1:1',
        'MR1010 tab.yaml:2:1',
        'MR1005 utf16.yaml:1:1',
      ],
    })
  })

  it.skipIf(process.getuid?.() === 0)(
    'that nobody may read are named (root may read everything)',
    async () => {
      await write({ 'm.yaml': manifest('m') })
      await chmod(join(root, 'm.yaml'), 0o000)
      expect((await run()).found).toEqual(['MR1002 m.yaml:1:1'])
    },
  )

  it('report every variable without a value at once', async () => {
    await write({ 'a.yaml': `${manifest('a')}x: \${ONE}\n`, 'b.yaml': `${manifest('b')}x: \${TWO}\n` })
    expect((await run()).found).toEqual(['MR1020 a.yaml:5:4', 'MR1020 b.yaml:5:4'])
    expect(
      (await run({ variables: { ONE: '1', TWO: '2' } })).documents.map(({ value }) => value),
    ).toMatchObject([{ x: 1 }, { x: 2 }])
    expect((await run({ disableInterpolation: true })).found).toEqual([])
  })

  it('stop being read when the signal says so', async () => {
    await write({ 'a.yaml': manifest('a') })
    const request = { settings: { root, stateFolder: join(root, '.m'), variables: {}, paths: [] } }
    await expect(load(request, nodeFiles, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })
})

describe('the files that manifests name', () => {
  it('are found as written, by prefix, beside the manifest, and below the root', async () => {
    await write({
      'm/by-prefix.yaml': workflow('/jobs/steps/one.yaml'),
      'm/beside.yaml': workflow('two.yaml'),
      'm/below-root.yaml': workflow('steps/one.yaml'),
      'm/absolute.yaml': workflow(join(root, 'steps/one.yaml')),
      'm/two.yaml': 'sequence: []\n',
      'steps/one.yaml': 'sequence:\n  - name: a\n    sqlFile: q.sql\n',
      'steps/q.sql': 'select\n  ${COLUMN} from t\n',
    })
    const paths = [{ prefix: '/jobs', target: root }]
    const loaded = await run({ paths, variables: { COLUMN: 'x, y' } })
    expect(loaded.found).toEqual([])
    const attached = loaded.documents.map((document) => {
      const value = document.value as {
        workflow: { dag: [{ spec: { stackSpec: { job: { steps: [string] } } } }] }
      }
      return loaded.attachment(document, value.workflow.dag[0].spec.stackSpec.job.steps[0])
    })
    expect(attached.map((one) => one?.kind === 'document' && one.document.file)).toEqual([
      'steps/one.yaml',
      'steps/one.yaml',
      'm/two.yaml',
      'steps/one.yaml',
    ])
    const [first] = attached
    if (first?.kind !== 'document') throw new Error('no step file')
    const sql = loaded.attachment(first.document, 'q.sql')
    if (sql?.kind !== 'text') throw new Error('no SQL file')
    expect(sql.text.text).toBe('select\n  x, y from t\n')
    expect(sql.text.place(sql.text.text.indexOf('from'), 4)).toEqual({
      file: 'steps/q.sql',
      line: 2,
      column: 13,
      endLine: 2,
      endColumn: 17,
    })
  })

  it('are reported with all places that were tried where there is none', async () => {
    await write({ 'm/w.yaml': workflow('/jobs/none.yaml') })
    const { diagnostics, found } = await run({ paths: [{ prefix: '/jobs', target: join(root, 'steps') }] })
    expect(found).toEqual(['MR1030 m/w.yaml:11:17'])
    expect(diagnostics[0]?.message).toContain('/jobs/none.yaml, steps/none.yaml, jobs/none.yaml')
  })

  it('are refused outside the project, also behind a symbolic link', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'millrace-outside-'))
    await writeFile(join(outside, 's.yaml'), 'sequence: []\n')
    await symlink(join(outside, 's.yaml'), join(root, 'link.yaml'))
    await write({ 'a.yaml': workflow(join(outside, 's.yaml')), 'b.yaml': workflow('./link.yaml') })
    const { found, documents, attachment } = await run()
    expect(found).toEqual(['MR1031 a.yaml:11:17', 'MR1031 b.yaml:11:17'])
    expect(documents.map((document) => attachment(document, './link.yaml'))).toEqual([undefined, undefined])
    await rm(outside, { recursive: true })
  })

  it('report their own mistakes once, in their own place', async () => {
    await write({
      'a.yaml': workflow('s.yaml'),
      'b.yaml': workflow('s.yaml'),
      's.yaml': 'sequence:\n  - sql: ${NO}\n  - sqlFile: q.sql\n',
      'q.sql': 'select ${a-b}',
    })
    expect((await run()).found).toEqual(['MR1020 s.yaml:2:10', 'MR1022 q.sql:1:8'])
  })

  it('may be named by steps that stand in the manifest', async () => {
    await write({ 'w.yaml': workflow('sequence: [{name: a, sqlFile: q.sql}]'), 'q.sql': 'select 1' })
    const { documents, attachment, found } = await run()
    expect(found).toEqual([])
    expect(attachment(documents[0]!, 'q.sql')).toMatchObject({ kind: 'text', file: 'q.sql' })
  })
})
