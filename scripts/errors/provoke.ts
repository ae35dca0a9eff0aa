import { type Diagnostic, renderText, sortDiagnostics } from '../../src/diagnostics/index.ts'
import { type Files, load } from '../../src/manifest/index.ts'
import { checkSql } from '../../src/project/check-sql.ts'
import { checkPlatform, link } from '../../src/project/index.ts'
import { readResources } from '../../src/resources/index.ts'
import type { Settings } from '../../src/settings/index.ts'
import { createSparkTranslator } from '../../src/sql/index.ts'
import { stacks } from '../../src/stacks/index.ts'

/** Texts by their path in a project; the first one is the manifest that is read, the others lie beside it. */
export type ExampleFiles = Readonly<Record<string, string | Uint8Array>>

const settings: Settings = {
  name: 'example',
  root: '/project',
  stateFolder: '/project/.millrace',
  variables: { SCHEMA: 'sales' },
  paths: [],
  lakehouse: { warehouse: '/project/.millrace/warehouse', catalog: { type: 'sqlite' } },
  engines: {
    default: { type: 'duckdb', threads: 1 },
    big: { type: 'trino' },
  },
  computes: { 'runnable-default': 'default', 'big-default': 'big' },
  depots: { landing: { type: 'FILE', path: '/project/landing' }, lake: { type: 'LAKEHOUSE' } },
  users: {},
  quality: { failedAssertions: 'fail' },
  masking: { strict: false },
}

/** What is found in an example, in a project with a file depot `landing` and a depot `lake` of tables. */
export const provoke = async (files: ExampleFiles): Promise<readonly Diagnostic[]> => {
  const signal = new AbortController().signal
  const [first = 'orders.yaml'] = Object.keys(files)
  const request = {
    settings,
    paths: [first.includes('/') ? first.slice(0, first.indexOf('/')) : first],
    isRecursive: true,
  }
  const loaded = await load(request, inMemory(files), signal)
  const read = readResources(loaded.value, stacks)
  const linked = link(read.value, settings)
  const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
  const sql = await checkSql(linked.value, { translator, tableColumns: async () => undefined })
  return sortDiagnostics([
    ...[loaded, read, linked, sql].flatMap((stage) => stage.diagnostics),
    ...checkPlatform(linked.value, new Date('2026-01-01T00:00:00Z')),
  ])
}

/** The findings of one code, as the command prints them. */
export const printed = (found: readonly Diagnostic[], code: string, files: ExampleFiles): string => {
  const own = found.filter((diagnostic) => diagnostic.code === code).slice(0, 1)
  const sources = (file: string) => {
    const text = files[file]
    return typeof text === 'string' ? text : undefined
  }
  return renderText(own, { sources, colour: false }).split('\n\n').slice(0, -1).join('\n\n')
}

const inMemory = (files: ExampleFiles): Files => {
  const at = new Map(Object.entries(files).map(([path, text]) => [`/project/${path}`, text]))
  const children = (folder: string) => {
    const names = new Map<string, 'file' | 'folder'>()
    for (const path of at.keys()) {
      if (!path.startsWith(`${folder}/`)) continue
      const [name = '', ...rest] = path.slice(folder.length + 1).split('/')
      names.set(name, rest.length === 0 ? 'file' : 'folder')
    }
    return names
  }
  return {
    read: async (path) => {
      const text = at.get(path)
      if (text === undefined) return { kind: 'absent' }
      return { kind: 'bytes', bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text }
    },
    list: async (folder) => {
      const names = children(folder)
      return names.size === 0 && folder !== '/project'
        ? undefined
        : [...names].map(([name, kind]) => ({ name, kind }))
    },
    locate: async (path) => {
      if (at.has(path)) return { kind: 'file', realPath: path }
      return path === '/project' || children(path).size > 0 ? { kind: 'folder', realPath: path } : undefined
    },
  }
}
