import { expect, test } from 'vitest'
import { linkTexts, workflowText } from '../project/linking.ts'
import { summaries } from './reading.ts'

// Workflows that run as nodes of others, and members of bundles, read from files of their own.

const node = (name: string, from: string, to: string, more?: string) => ({
  name,
  reads: { raw: from },
  writes: to,
  ...(more === undefined ? {} : { more }),
})

const inner = workflowText('inner', [
  node('load', 'landing:shop/feed', 'lake:shop/loaded'),
  node('clean', 'landing:shop/other', 'lake:shop/clean', 'dependencies: [load]'),
])

const outer = `${workflowText('outer', [node('before', 'landing:shop/one', 'lake:shop/before')])}    - name: nested
      file: flows/inner.yaml
      dependencies: [before]
      retry: {count: 2}
${workflowText('', [node('after', 'landing:shop/two', 'lake:shop/after', 'dependencies: [nested]')]).split('dag:\n')[1]}`

test('the nodes of a nested workflow take the place of the node that names its file', async () => {
  const { project, diagnostics } = await linkTexts({ 'outer.yaml': outer }, { 'flows/inner.yaml': inner })
  expect(diagnostics).toEqual([])
  const byId = new Map(project.tasks.map((task) => [task.id, task]))
  expect(byId.get('public/outer/nested.load')).toMatchObject({
    workflow: 'outer',
    node: 'nested.load',
    retry: { count: 2 },
    place: { file: 'flows/inner.yaml', line: 6 },
  })
  expect(byId.get('public/outer/nested.load')?.dependsOn).toContain('public/outer/before')
  expect(byId.get('public/outer/nested.clean')?.dependsOn).toEqual(['public/outer/nested.load'])
  expect(byId.get('public/outer/after')?.dependsOn).toContain('public/outer/nested.clean')
})

test('a nested workflow that is found by itself too runs only as a node', async () => {
  const { project, diagnostics } = await linkTexts({ 'outer.yaml': outer, 'flows/inner.yaml': inner })
  expect(summaries(diagnostics)).toEqual(['MR1461 1'])
  expect(project.tasks.map(({ workflow }) => workflow)).not.toContain('inner')
})

test('a mistake in a nested workflow is told once, in its own file', async () => {
  const broken = inner.replace('stack: flare:7.0', 'stack: flar:7.0')
  const { diagnostics } = await linkTexts({ 'outer.yaml': outer, 'flows/inner.yaml': broken })
  const found = diagnostics.filter(({ code }) => code === 'MR1315')
  expect(new Set(found.map(({ place }) => JSON.stringify(place))).size).toBe(1)
  expect(found[0]?.place).toMatchObject({ file: 'flows/inner.yaml', line: 8 })
})

test('what waits for a nested workflow of which a node does not run here is left out', async () => {
  const soda = `${inner}    - {name: audit, spec: {stack: container, stackSpec: {image: a}}}\n`
  const { project, diagnostics } = await linkTexts({ 'outer.yaml': outer }, { 'flows/inner.yaml': soda })
  expect(summaries(diagnostics)).toEqual(['MR1316 31', 'MR1322 22'])
  expect(project.tasks.map(({ node: name }) => name).sort()).toEqual([
    'before',
    'nested.clean',
    'nested.load',
  ])
})

test('a workflow inside a nested workflow runs as well, and a file that is missing names its neighbour', async () => {
  const top =
    'name: top\nversion: v1\ntype: workflow\nworkflow:\n  dag:\n    - {name: all, file: outer.yaml}\n'
  const files = { 'outer.yaml': outer, 'flows/inner.yaml': inner }
  const { project, diagnostics } = await linkTexts({ 'top.yaml': top }, files)
  expect(diagnostics).toEqual([])
  expect(project.tasks.map(({ id }) => id).sort()).toEqual([
    'public/top/all.after',
    'public/top/all.before',
    'public/top/all.nested.clean',
    'public/top/all.nested.load',
  ])
  const { diagnostics: missing } = await linkTexts(
    { 'top.yaml': top },
    { ...files, 'outer.yaml': outer.replace('flows/inner', 'flows/iner') },
  )
  expect(missing.filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'MR1030', hint: 'did you mean "flows/inner.yaml"?', place: { file: 'outer.yaml', line: 19 } },
  ])
})

const bundle = (members: string) => `name: all
version: v1beta
type: bundle
bundle:
  workspaces: [{name: sales}]
  resources:
${members}`

test('members of a bundle are resources, in the workspace that the bundle says, at places of their own files', async () => {
  const text = bundle(`    - {id: flow, file: flows/inner.yaml, workspace: sales}
    - id: store
      spec: {name: store, version: v1, type: depot, depot: {type: FYLE}}
`)
  const { project, diagnostics } = await linkTexts({ 'all.yaml': text }, { 'flows/inner.yaml': inner })
  expect(
    project.resources.map(({ type, name, workspace, place }) => [type, name, workspace, place.file]),
  ).toEqual([
    ['bundle', 'all', 'public', 'all.yaml'],
    ['workflow', 'inner', 'sales', 'flows/inner.yaml'],
    ['depot', 'store', 'public', 'all.yaml'],
  ])
  expect(project.tasks.map(({ id }) => id)).toEqual(['sales/inner/load', 'sales/inner/clean'])
  expect(summaries(diagnostics)).toEqual(['MR1321 1', 'MR1355 9'])
})

test('a member that is found by itself too is one resource, where the bundle says', async () => {
  const text = bundle('    - {id: flow, file: flows/inner.yaml, workspace: sales}\n')
  const { project, diagnostics } = await linkTexts({ 'flows/inner.yaml': inner, 'z.yaml': text })
  expect(summaries(diagnostics)).toEqual(['MR1321 1'])
  expect(project.resources.map(({ name, workspace }) => [name, workspace])).toEqual([
    ['inner', 'sales'],
    ['all', 'public'],
  ])
})

test('a file that is a list holds as many members as the list', async () => {
  const list = ['aa', 'bb'].map(
    (name) => `- {name: ${name}, version: v1, type: depot, depot: {type: LAKEHOUSE}}\n`,
  )
  const { project, diagnostics } = await linkTexts(
    { 'all.yaml': bundle('    - {id: both, file: list.yaml}\n') },
    { 'list.yaml': list.join('') },
  )
  expect(project.resources.map(({ name }) => name)).toEqual(['all', 'aa', 'bb'])
  expect(summaries(diagnostics)).toEqual(['MR1321 1'])
})

test('bundles in bundles are opened, all documents of a file are members, and a missing one is left out', async () => {
  const depots = ['aa', 'bb'].map((name) => `name: ${name}\nversion: v1\ntype: depot\ndepot: {type: FILE}\n`)
  const { project, diagnostics } = await linkTexts(
    { 'all.yaml': bundle('    - {id: one, file: inside.yaml}\n    - {id: two, file: depot.yaml}\n') },
    {
      'inside.yaml': bundle('    - {id: both, file: depots.yaml}\n').replace('name: all', 'name: inside'),
      'depots.yaml': depots.join('---\n'),
    },
  )
  expect(project.resources.map(({ name }) => name)).toEqual(['all', 'inside', 'aa', 'bb'])
  expect(summaries(diagnostics)).toEqual(['MR1047 8', 'MR1321 1'])
  expect(diagnostics.find(({ code }) => code === 'MR1047')).toMatchObject({
    severity: 'warning',
    hint: 'did you mean "depots.yaml"?',
  })
})
