import { inspect } from 'node:util'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeFiles } from '../../src/manifest/node-files.ts'
import { readDocuments } from '../../src/manifest/read-documents.ts'
import {
  findProjectFile,
  readProjectFile,
  readSettings,
  type SettingsSources,
} from '../../src/settings/index.ts'

const defaults: Omit<SettingsSources, 'document'> = {
  validator: () => true,
  env: {},
  envFile: {},
  set: {},
  root: '/p',
  stateFolder: '/p/.millrace',
}

const read = async (text: string | undefined, sources: Partial<SettingsSources> = {}) => {
  const file = { file: 'millrace.yaml', absoluteFile: '/p/millrace.yaml', text: text ?? '' }
  const documents = (await readDocuments(file, { splitsLists: false })).value
  const { value, diagnostics } = readSettings({ ...defaults, document: documents[0], ...sources })
  const found = diagnostics.map(
    ({ code, place }) => `${code} ${place ? `${place.line}:${place.column}` : '-'}`,
  )
  return { settings: value, found, diagnostics }
}

describe('settings', () => {
  it('have a default for everything', async () => {
    expect(await read(undefined)).toMatchObject({
      found: [],
      settings: {
        name: 'p',
        root: '/p',
        stateFolder: '/p/.millrace',
        variables: {},
        paths: [],
        lakehouse: { warehouse: '/p/.millrace/warehouse', catalog: { type: 'sqlite' } },
        engines: { default: { type: 'duckdb' } },
        computes: {},
        depots: {},
        users: {},
        quality: { failedAssertions: 'fail' },
        masking: { strict: false },
      },
    })
  })

  it('come from the project file, with absolute paths and the longest prefix first', async () => {
    const { settings, found } = await read(`
name: fs
resources: [manifests]
variables: {SCHEMA: a, PORT: 1, EMPTY: }
paths: {/jobs: x, /jobs/steps: steps}
lakehouse: {warehouse: wh, catalog: {type: sqlite}}
engines:
  small: {type: duckdb, memory: 2GB, threads: "2"}
computes: {runnable-default: small}
depots: {Landing: {type: FILE, path: in, format: csv}, lake: {type: LAKEHOUSE}}
users: {auditor: {tags: ["roles:id:pii"]}, nobody: {}}
quality: {failedAssertions: warn}
masking: {strict: "true"}
`)
    expect(found).toEqual([])
    expect(settings).toEqual({
      name: 'fs',
      root: '/p',
      stateFolder: '/p/.millrace',
      resources: ['manifests'],
      variables: { SCHEMA: 'a', PORT: '1', EMPTY: '' },
      paths: [
        { prefix: '/jobs/steps', target: '/p/steps' },
        { prefix: '/jobs', target: '/p/x' },
      ],
      lakehouse: { warehouse: '/p/wh', catalog: { type: 'sqlite' } },
      engines: { default: { type: 'duckdb' }, small: { type: 'duckdb', memory: '2GB', threads: 2 } },
      computes: { 'runnable-default': 'small' },
      depots: { landing: { type: 'FILE', path: '/p/in', format: 'csv' }, lake: { type: 'LAKEHOUSE' } },
      users: { auditor: { tags: ['roles:id:pii'] }, nobody: { tags: [] } },
      quality: { failedAssertions: 'warn' },
      masking: { strict: true },
    })
  })

  it('are overlaid by one environment, deeply', async () => {
    const text =
      'lakehouse: {warehouse: a}\nengines: {default: {type: duckdb, memory: 1GB}}\nusers: {u: {tags: [a, b]}}\n' +
      'environments:\n  prod:\n    lakehouse: {catalog: sqlite}\n    engines: {default: {threads: 9}}\n    users: {u: {tags: [c]}}\n'
    expect((await read(text, { environment: 'prod' })).settings).toMatchObject({
      lakehouse: { warehouse: '/p/a' },
      engines: { default: { type: 'duckdb', memory: '1GB', threads: 9 } },
      users: { u: { tags: ['c'] } },
    })
  })

  it('name the environments that there are when another is asked for', async () => {
    const { diagnostics } = await read('environments: {prod: {}, test: {}}\n', { environment: 'prd' })
    expect(diagnostics).toMatchObject([
      { code: 'MR1040', hint: 'did you mean "prod"?', place: { line: 1, column: 1 } },
    ])
    expect((await read(undefined, { environment: 'prod' })).found).toEqual(['MR1040 -'])
  })

  it('rank variables: project, process environment, environment file, command line', async () => {
    const text = 'variables: {A: p, B: p, C: p, D: p, E: "${A}-${F}"}\n'
    const env = { B: 'e', C: 'e', D: 'e', F: 'e', G: undefined }
    const sources = { env, envFile: { C: 'f', D: 'f' }, set: { D: 's' } }
    expect((await read(text, sources)).settings.variables).toEqual({
      A: 'p',
      B: 'e',
      C: 'f',
      D: 's',
      E: 'p-e',
      F: 'e',
    })
  })

  it('fill variables into the project file, and do not ask for those of other environments', async () => {
    const text =
      'lakehouse: {warehouse: "${HOME_OF_LAKE}/wh"}\nenvironments:\n  prod:\n    lakehouse: {warehouse: "${PROD}"}\n'
    const { settings, found } = await read(text, { env: { HOME_OF_LAKE: '/lake' } })
    expect([settings.lakehouse.warehouse, found]).toEqual(['/lake/wh', []])
    expect((await read(text, { environment: 'prod' })).found).toEqual(['MR1020 1:25', 'MR1020 4:29'])
  })

  it('let engines of other releases be declared: only a node that is mapped to one is refused', async () => {
    const { settings, found } = await read('engines: {big: {type: trino, url: x}}\ncomputes: {c: big}\n')
    expect([settings.engines['big'], found]).toEqual([{ type: 'trino' }, []])
  })

  it('find the catalog on a server, and print none of its secrets', async () => {
    const env = { CATALOG_URL: 'postgres://me:hidden@db/lake', TOKEN: 'hidden' }
    const postgres = await read('lakehouse: {catalog: {type: postgres, url: "${CATALOG_URL}"}}\n', { env })
    const rest = await read(
      'lakehouse: {catalog: {type: rest, url: "https://c/api/", warehouse: w, token: "${TOKEN}", headers: {X: "${TOKEN}"}}}\n',
      { env },
    )
    expect([postgres.found, rest.found]).toEqual([[], []])
    const { catalog } = postgres.settings.lakehouse
    expect(catalog.type === 'postgres' && catalog.url.reveal()).toBe(env.CATALOG_URL)
    expect(rest.settings.lakehouse.catalog).toMatchObject({
      type: 'rest',
      url: 'https://c/api',
      warehouse: 'w',
    })
    const { lakehouse } = postgres.settings
    expect(`${inspect(lakehouse)} ${JSON.stringify([lakehouse, rest.settings.lakehouse])}`).not.toContain(
      'hidden',
    )
  })

  it.each([
    ['postgres', 'MR3016'],
    ['{type: postgres}', 'MR3016'],
    ['{type: postgres, url: "localhost:5432"}', 'MR3016'],
    ['{type: rest}', 'MR3281'],
    ['{type: rest, url: "postgres://h/d"}', 'MR3281'],
  ])('say that the catalog %s lacks its URL', async (catalog, code) => {
    const { found } = await read(`lakehouse: {catalog: ${catalog}}\n`)
    expect(found.map((each) => each.split(' ')[0])).toEqual([code])
  })

  it('say what this release supports', async () => {
    const { found, diagnostics } = await read(
      'lakehouse: {warehouse: "s3://b/w", catalog: {type: rest, url: x}}\nengines: {big: {type: presto, url: x}}\n' +
        'depots: {a: {type: S3}, b: {type: FILE}}\ncomputes: {c: bgi}\nenvironments:\n  prod:\n    computes: {c: none}\n',
    )
    expect(found).toEqual([
      'MR1041 2:23',
      'MR1042 4:15',
      'MR1041 1:24',
      'MR3281 1:63',
      'MR1041 3:20',
      'MR1043 3:28',
    ])
    expect(diagnostics.find(({ code }) => code === 'MR1041')?.hint).toBe('supported: duckdb')
    expect(diagnostics.find(({ code }) => code === 'MR1042')?.hint).toBe('did you mean "big"?')
    expect(
      (
        await read('computes: {c: default}\nenvironments:\n  prod:\n    computes: {c: none}\n', {
          environment: 'prod',
        })
      ).found,
    ).toEqual(['MR1042 4:19'])
  })

  it('report the shape of the project file, and go on with what is right', async () => {
    const validator = Object.assign(() => false, {
      errors: [
        { keyword: 'type', instancePath: '/depots', schemaPath: '#', params: { type: 'object' }, data: 3 },
      ],
    })
    const { found, settings } = await read('name: x\ndepots: 3\n', { validator })
    expect(found).toEqual(['MR1202 2:9'])
    expect(settings).toMatchObject({ name: 'x', depots: {} })
  })
})

describe('the project file', () => {
  let folder = ''
  const signal = new AbortController().signal
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'millrace-settings-')))
    await mkdir(join(folder, 'a/b'), { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is that of the folder or of the nearest folder above', async () => {
    expect(await findProjectFile(join(folder, 'a/b'), nodeFiles, signal)).toBeUndefined()
    await writeFile(join(folder, 'millrace.yml'), 'name: x\n')
    expect(await findProjectFile(join(folder, 'a/b'), nodeFiles, signal)).toBe(join(folder, 'millrace.yml'))
    await writeFile(join(folder, 'a/millrace.yaml'), 'name: y\n')
    expect(await findProjectFile(join(folder, 'a/b'), nodeFiles, signal)).toBe(
      join(folder, 'a/millrace.yaml'),
    )
  })

  it.each([
    ['- a\n', ['MR1044 1:1']],
    ['', ['MR1044 1:1']],
    ['a: 1\n---\nb: 2\n', ['MR1044 1:1']],
    ['a:\n\tb: 1\n', ['MR1010 2:1']],
    ['name: x\n', []],
  ])('is one mapping: %j', async (text, expected) => {
    const path = join(folder, 'millrace.yaml')
    await writeFile(path, text)
    const { value, diagnostics } = await readProjectFile(path, nodeFiles, signal)
    expect(diagnostics.map(({ code, place }) => `${code} ${place?.line}:${place?.column}`)).toEqual(expected)
    expect(value?.value).toEqual(expected.length === 0 ? { name: 'x' } : undefined)
  })
})
