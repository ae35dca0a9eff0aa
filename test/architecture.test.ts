import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { order } from '../src/base/dag.ts'

const root = resolve(import.meta.dirname, '..')

// The floors of src/, top to bottom: a file may import only from its own floor's folder or from what stands above it.
const floors: readonly (readonly string[])[] = [
  ['base'],
  ['diagnostics'],
  ['address.ts'],
  ['events.ts'],
  ['sql'],
  ['depots'],
  ['state'],
  ['engines'],
  ['lakehouse'],
  ['manifest'],
  ['settings'],
  ['catalog'],
  ['policy'],
  ['quality'],
  // The pure halves of stacks rank here: resources/workflow.ts compiles nodes with them.
  ['stacks (pure)'],
  ['resources'],
  ['project'],
  ['plan'],
  ['selection'],
  ['review'],
  ['stacks'],
  ['run'],
  ['reader'],
  ['tui'],
  ['cli'],
  ['main.ts', 'index.ts'],
]

const pureFolders = [
  'base',
  'diagnostics',
  'sql',
  'manifest',
  'settings',
  'catalog',
  'policy',
  'quality',
  'resources',
  'project',
  'plan',
  'selection',
  'review',
]
const effectFolders = ['depots', 'state', 'engines', 'lakehouse']
// The reader of manifest files is the one effect among the pure floors, beside the parser that reads itself; everything
// else there gets it as a parameter.
const pureExceptions = ['src/manifest/node-files.ts', 'src/sql/spark/parse/load-parser.ts']
const longFiles = ['src/sql/spark/function-names.ts']

type Import = {
  readonly from: string
  readonly target: string
  readonly typeOnly: boolean
  readonly dynamic: boolean
}

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => join('src', path))
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('generated'))
  .sort()

const importsOf = (file: string): readonly Import[] => {
  const text = readFileSync(join(root, file), 'utf8')
  const found: Import[] = []
  const add = (specifier: string, typeOnly: boolean, dynamic: boolean) =>
    found.push({
      from: file,
      target: specifier.startsWith('.') ? relative(root, resolve(root, dirname(file), specifier)) : specifier,
      typeOnly,
      dynamic,
    })
  for (const [, names = '', specifier = ''] of text.matchAll(
    /^(?:import|export)\s+([^'"`;]*?)\s*from\s+'([^']+)'/gms,
  )) {
    const inner = /^\{(.*)\}$/s.exec(names.trim())?.[1]
    const allTypes = inner?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '))
    add(specifier, names.startsWith('type ') || allTypes === true, false)
  }
  for (const [, specifier = ''] of text.matchAll(/^import\s+'([^']+)'/gm)) add(specifier, false, false)
  for (const [, specifier = ''] of text.matchAll(/\bimport\('([^']+)'\)/g)) add(specifier, false, true)
  return found
}

const imports = sources.flatMap(importsOf)
const inside = imports.filter(({ target }) => target.startsWith('src/'))

const isPureStack = (file: string): boolean =>
  file === 'src/stacks/index.ts' ||
  file === 'src/stacks/stack.ts' ||
  (/^src\/stacks\/.+\.ts$/.test(file) && !effectHalf.has(file))

// Whatever an executor reaches and a spec does not is the effect half of its stack.
const effectHalf: ReadonlySet<string> = (() => {
  const reach = (start: readonly string[]): Set<string> => {
    const seen = new Set<string>()
    const queue = [...start]
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (seen.has(file) || !file.startsWith('src/stacks/')) continue
      seen.add(file)
      queue.push(...inside.filter((one) => one.from === file && !one.dynamic).map(({ target }) => target))
    }
    return seen
  }
  const pure = reach(sources.filter((file) => /^src\/stacks\/[^/]+\/spec\.ts$/.test(file)))
  return new Set(
    sources.filter(
      (file) =>
        file.startsWith('src/stacks/') &&
        !pure.has(file) &&
        file !== 'src/stacks/index.ts' &&
        file !== 'src/stacks/stack.ts',
    ),
  )
})()

const floorOf = (file: string): number => {
  const [, top = ''] = file.split('/')
  const name = top === 'stacks' && isPureStack(file) ? 'stacks (pure)' : top
  return floors.findIndex((floor) => floor.includes(name))
}

test('there are sources to judge, and every one stands on a floor', () => {
  expect(sources.length).toBeGreaterThan(60)
  expect(sources.filter((file) => floorOf(file) < 0)).toEqual([])
})

test('a folder imports only what stands above it', () => {
  const wrong = inside.filter(({ from, target, dynamic, typeOnly }) => {
    // Two doors lead down: the table of stacks and the table of commands load their rooms by import().
    if (dynamic) return false
    // The contract of a task names what it may use; names are all that it takes.
    if (typeOnly && from === 'src/stacks/stack.ts') return false
    return floorOf(target) > floorOf(from)
  })
  expect(wrong.map(({ from, target }) => `${from} → ${target}`)).toEqual([])
})

// A query holds expressions and an expression may hold a query: these files recurse into each other by nature, and
// count as one.
const recursive = /^src\/sql\/spark\/render\/render-[a-z]+\.ts$/

test('what reads Spark SQL knows nothing of how it is written', () => {
  const wrong = inside.filter(
    ({ from, target }) =>
      from.startsWith('src/sql/spark/parse/') &&
      /^src\/sql\/spark\/(?:render|functions|engines)\//.test(target),
  )
  expect(sources.filter((file) => file.startsWith('src/sql/spark/parse/')).length).toBeGreaterThan(20)
  expect(wrong.map(({ from, target }) => `${from} → ${target}`)).toEqual([])
})

test('no file reaches itself through its imports, not even for types', () => {
  const vertex = (file: string) => (recursive.test(file) ? 'src/sql/spark/render/render-*.ts' : file)
  const graph = new Map<string, string[]>()
  for (const file of sources) {
    const targets = inside
      .filter((one) => one.from === file && !one.dynamic)
      .map(({ target }) => vertex(target))
    graph.set(vertex(file), [
      ...(graph.get(vertex(file)) ?? []),
      ...targets.filter((target) => target !== vertex(file)),
    ])
  }
  expect(order(graph)).toMatchObject({ kind: 'ordered' })
})

test('pure folders take only types from effects, and reach for neither clock, chance, disk nor network', () => {
  const pure = sources.filter(
    (file) => pureFolders.includes(file.split('/')[1] ?? '') && !pureExceptions.includes(file),
  )
  const effects = imports.filter(
    ({ from, target, typeOnly, dynamic }) =>
      pure.includes(from) &&
      !typeOnly &&
      !dynamic &&
      (effectFolders.some((folder) => target.startsWith(`src/${folder}/`)) ||
        /^node:(fs|net|http|https|child_process|sqlite|timers|os)/.test(target)),
  )
  expect(effects.map(({ from, target }) => `${from} → ${target}`)).toEqual([])
  const reaching = pure.filter((file) =>
    /\b(process\.(env|cwd|exit|std)|Date\.now\(|new Date\(\)|Math\.random\(|fetch\()/.test(
      readFileSync(join(root, file), 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, ''),
    ),
  )
  expect(reaching).toEqual([])
})

test('policy decides alone: only the query path builds secured relations', () => {
  const users = inside.filter(
    ({ target, typeOnly, from }) =>
      target.startsWith('src/policy/') && !typeOnly && !from.startsWith('src/policy/'),
  )
  expect(users.filter(({ target }) => target !== 'src/policy/index.ts')).toEqual([])
})

test('files stay small enough to hold in the head', () => {
  const long = sources
    .filter((file) => !longFiles.includes(file))
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > 500)
  expect(long).toEqual([])
})

test('no folder is named after a kind of code', () => {
  const drawers = sources.filter((file) =>
    /\/(utils?|helpers?|types|constants|common|misc)(\.tsx?|\/)/.test(file),
  )
  expect(drawers).toEqual([])
})

test('the architecture page names every folder of src', () => {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
  const folders = readdirSync(join(root, 'src')).filter((name) =>
    statSync(join(root, 'src', name)).isDirectory(),
  )
  expect(folders.filter((folder) => !page.includes(`\`${folder}/\``))).toEqual([])
})

test('every file of a list stands in its list', () => {
  const lists = [
    {
      folder: 'src/cli/commands',
      list: 'src/cli/commands.ts',
      parts: ['branch', 'manifest', 'registry'].map((group) => `src/cli/${group}-commands.ts`),
    },
    {
      folder: 'src/stacks/flare/functions',
      list: 'src/stacks/flare/functions/index.ts',
      except: ['function.ts'],
    },
    { folder: 'src/policy/operators', list: 'src/policy/operators/index.ts' },
    { folder: 'src/state/migrations', list: 'src/state/migrations/index.ts', except: ['migration.ts'] },
    { folder: 'src/diagnostics/codes', list: 'src/diagnostics/codes.ts' },
  ]
  for (const { folder, list, parts = [], except = [] } of lists) {
    const listed = imports
      .filter(({ from }) => from === list || parts.includes(from))
      .map(({ target }) => target)
    const files = sources.filter(
      (file) => dirname(file) === folder && file !== list && !except.includes(file.split('/').at(-1) ?? ''),
    )
    expect(files.length, folder).toBeGreaterThan(0)
    expect(
      files.filter((file) => !listed.includes(file)),
      folder,
    ).toEqual([])
  }
})
