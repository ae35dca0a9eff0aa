import { beforeAll, describe, expect, test } from 'vitest'
import { projectFacts, selectionGraph } from '../../src/selection/index.ts'
import { type Linked, linkTexts } from '../project/linking.ts'
import { choosing, shop, shopFiles } from './choosing.ts'

let linked: Linked
beforeAll(async () => {
  linked = await shop()
})
const chosen = (...texts: readonly string[]) => choosing(linked)(texts).chosen.join(' ')
/** Only nodes: what a run would take. */
const nodes = (...texts: readonly string[]) =>
  choosing(linked)(texts)
    .chosen.filter((reference) => reference.startsWith('node/'))
    .map((reference) => reference.replace(/^node\/(.*\/)?/, ''))
    .join(' ')

test('the project that is chosen from has no errors', () => {
  expect(linked.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
})

test.each([
  // A name is the whole of one or its beginning, with or without the workspace.
  ['clean', 'dataset/cleaned node/marts/clean'],
  ['marts', 'node/marts/audit node/marts/clean node/marts/report workflow/marts'],
  ['marts.clean', 'node/marts/clean'],
  ['public.marts.clean', 'node/marts/clean'],
  ['marts.c*', 'node/marts/clean'],
  ['*.[ac]????', 'dataset/cleaned node/marts/audit node/marts/clean'],
  ['out', 'node/out/export/send workflow/out/export'],
  // A dataset is the node that writes it as well, as a model is; of its name a beginning is not enough.
  ['lake.shop.orders', 'dataset/lake.shop.orders node/ingest/load'],
  ['shop.orders', 'dataset/lake.shop.orders node/ingest/load'],
  ['lake.out.*', 'dataset/lake.out.sent node/out/export/send'],
  ['dataos://lake:shop/orders?acl=rw', 'dataset/lake.shop.orders node/ingest/load'],
  ['dataset:orders', 'dataset/lake.shop.orders node/ingest/load'],
  ['dataset:cleaned', 'dataset/cleaned node/marts/clean'],
  // What lists print is exactly what it names.
  ['dataset/lake.shop.orders', 'dataset/lake.shop.orders'],
  ['node/marts/clean', 'node/marts/clean'],
  ['workflow/marts', 'workflow/marts'],
  ['marts/clean', 'node/marts/clean'],
  ['out/export/send', 'node/out/export/send'],
  ['workflow/*', 'workflow/ingest workflow/marts workflow/out/export'],
  // Paths are those of files and folders.
  ['path:marts', 'node/marts/audit node/marts/clean node/marts/report workflow/marts'],
  ['./marts/', 'node/marts/audit node/marts/clean node/marts/report workflow/marts'],
  ['path:*/load.yaml', 'node/ingest/load workflow/ingest'],
  ['path:**/load.yaml', 'node/ingest/load workflow/ingest'],
  ['file:load.*', 'node/ingest/load workflow/ingest'],
  ['export.yaml', 'node/out/export/send workflow/out/export'],
  // Nodes have the tags and owners of their workflow, and datasets those of their columns.
  ['tag:nightly', 'node/ingest/load node/marts/clean workflow/ingest'],
  ['tag:PII.*', 'dataset/cleaned node/marts/clean'],
  ['owner:mira', 'node/ingest/load workflow/ingest'],
  ['type:wf', 'workflow/ingest workflow/marts workflow/out/export'],
  ['resource_type:policies', 'policy/hash-mail'],
  ['workspace:out', 'node/out/export/send workflow/out/export'],
  ['workflow:out/export', 'node/out/export/send workflow/out/export'],
  ['node:c*', 'node/marts/clean'],
  [
    'product:sales',
    'data/sales dataset/lake.shop.report node/marts/report node/out/export/send workflow/out/export',
  ],
  // Conditions, then operators of the graph, then commas, then blanks.
  ['tag:nightly,marts', 'node/marts/clean'],
  ['tag:nightly,marts out', 'node/marts/clean node/out/export/send workflow/out/export'],
])('%s chooses %s', (text, expected) => {
  expect(chosen(text)).toBe(expected)
})

test.each([
  ['clean+', 'audit clean report'],
  ['+clean', 'load clean'],
  ['+clean+', 'load audit clean report'],
  ['load+1', 'load clean send'],
  ['load+0', 'load'],
  ['1+report', 'clean report'],
  ['2+report', 'load clean report'],
  ['dataset/lake.shop.orders+1', 'clean send'],
  ['@send', 'load send'],
  ['@audit', 'load clean audit'],
  ['@load', 'load audit clean report send'],
  ['+workflow/marts', 'load audit clean report'],
  ['+report,load+', 'load clean report'],
  ['1+report,tag:nightly', 'clean'],
  ['+product:sales', 'load clean report send'],
  ['depot/lake+', 'load audit clean report send'],
  ['secret/keys+1', ''],
])('%s goes along the graph to %s', (text, expected) => {
  expect(nodes(text).split(' ').toSorted()).toEqual(expected.split(' ').toSorted())
})

test('texts add up however they are given, and what is excluded is left out whatever chose it', () => {
  expect(nodes('load', 'send  audit')).toBe(nodes('load send audit'))
  const choose = choosing(linked)
  const left = choose(undefined, ['marts', 'type:dataset data/sales', 'secret/keys+'])
  expect(left).toEqual({ chosen: ['policy/hash-mail'], unmatched: [], errors: [] })
  expect(choose(['marts'], ['tag:nightly,marts', 'audit']).chosen).toEqual([
    'node/marts/report',
    'workflow/marts',
  ])
})

test('what matches nothing is told with what may be meant, each term by itself', () => {
  const { unmatched } = choosing(linked)(
    ['tag:nightli', 'cleen', 'marts,out', 'load', 'governance'],
    ['hash-mial'],
  )
  expect(unmatched).toEqual([
    'tag:nightli → tag:nightly',
    'cleen → clean',
    'marts,out',
    'governance → governance/',
    'hash-mial → hash-mail',
  ])
  expect(choosing(linked)(['c?ean', '?zz']).unmatched).toEqual(['c?ean → *.c?ean', '?zz'])
})

test.each([
  ['tga:x', 'there is no method "tga"; did you mean "tag:"?'],
  ['source:raw', 'there is no method "source"; write dataset:DEPOT.COLLECTION.DATASET'],
  ['config.materialized:table', 'there is no method "config.materialized"; write stack:NAME'],
  ['a,,b', 'a condition beside a comma is empty'],
  ['a, b', 'a condition beside a comma is empty'],
  ['2+', '"2+" names nothing'],
  ['@', '"@" names nothing'],
  ['@a+', '"@a+" begins with @ and ends with +'],
  ['tag:', 'nothing stands after "tag:"'],
  ['tag:+', 'nothing stands after "tag:"'],
  ['state:modifed', '"modifed" is none of new, modified'],
  ['type:polcy', 'there is no type "polcy"; did you mean "policy"?'],
  ['', 'it is empty'],
  ['   ', 'it is empty'],
])('"%s" cannot be read: %s', (text, expected) => {
  expect(choosing(linked)([text]).errors.join('\n')).toContain(expected)
})

test('a pattern that could be tried in very many ways is decided at once', () => {
  expect(chosen(`${'*a'.repeat(200)}b`)).toBe('')
})

describe('state', () => {
  const before = () => selectionGraph(projectFacts(linked.project))
  const changed = async (file: keyof typeof shopFiles, from: string, to: string) => {
    expect(shopFiles[file]).toContain(from)
    const after = await shop({ [file]: shopFiles[file].replace(from, to) })
    const choose = choosing(after, { before: before() })
    return (state: string) => choose([`state:${state}`]).chosen.join(' ')
  }

  test('nothing is changed against itself, and all is new against nothing', () => {
    const declared = projectFacts(linked.project).flatMap(({ nodes: own }) => [1, ...own]).length
    const same = choosing(linked, { before: before() })
    const fresh = choosing(linked, { before: selectionGraph([]) })
    for (const state of ['new', 'modified', 'modified.body', 'modified.contract'])
      expect(same([`state:${state}`]).chosen).toEqual([])
    for (const state of ['unmodified', 'old']) expect(same([`state:${state}`]).chosen).toHaveLength(declared)
    for (const state of ['new', 'modified']) expect(fresh([`state:${state}`]).chosen).toHaveLength(declared)
  })

  test('what was registered without its parts differs where it differs as a whole', () => {
    const facts = projectFacts(linked.project)
    const without = (hash: string) =>
      selectionGraph(
        facts.map((each) =>
          each.type === 'policy' ? { ...each, parts: {}, hash: hash || each.hash } : each,
        ),
      )
    const state = 'state:modified.persisted_descriptions'
    expect(choosing(linked, { before: without('') })([state]).chosen).toEqual([])
    expect(choosing(linked, { before: without('other') })([state]).chosen).toEqual(['policy/hash-mail'])
  })

  test('a statement changes its node and its workflow; what follows is reached with +', async () => {
    const state = await changed('marts/marts.yaml', 'SELECT * FROM a', 'SELECT a.* FROM a')
    expect(state('modified')).toBe('node/marts/clean workflow/marts')
    expect(state('modified.body')).toBe('node/marts/clean')
    expect(state('modified.relation')).toBe('')
    expect(state('new')).toBe('')
    expect(state('modified+')).toContain('node/marts/report')
    expect(state('unmodified')).toContain('node/marts/report')
    expect(state('unmodified')).not.toContain('node/marts/clean')
  })

  test('another layout of a statement counts as a change, as it does for dbt', async () => {
    const state = await changed('marts/marts.yaml', 'SELECT * FROM a', 'select *  from a')
    expect(state('modified.body')).toBe('node/marts/clean')
  })

  test('a comment changes nothing, and a tag the workflow alone', async () => {
    expect((await changed('ingest/load.yaml', 'owner:', '# who\nowner:'))('modified')).toBe('')
    expect((await changed('ingest/load.yaml', 'owner: mira', 'owner: ben'))('modified')).toBe(
      'workflow/ingest',
    )
  })

  test('where a node writes, and what else it waits for, are parts of their own', async () => {
    const moved = await changed('marts/marts.yaml', 'dataos://lake:shop/report', 'dataos://lake:shop/report2')
    expect(moved('modified.relation')).toBe('node/marts/report')
    const waiting = await changed('marts/marts.yaml', 'dependencies: [clean]', 'dependencies: []')
    expect(waiting('modified.configs')).toBe('node/marts/audit')
    expect(waiting('modified.body')).toBe('')
  })

  test('what a dataset promises and how it is described are told apart', async () => {
    const typed = await changed('governance/clean.yaml', 'type: string', 'type: binary')
    expect([typed('modified.contract'), typed('modified.persisted_descriptions')]).toEqual([
      'dataset/cleaned',
      '',
    ])
    const told = await changed('governance/clean.yaml', 'type: string', 'type: string, description: where to')
    expect([told('modified.contract'), told('modified.persisted_descriptions')]).toEqual([
      '',
      'dataset/cleaned',
    ])
  })
})

test('results are those of the last attempts, by the names of dbt and by ours', () => {
  const outcomes = new Map([
    ['public/marts/clean', 'failed'],
    ['public/ingest/load', 'succeeded'],
  ] as const)
  const choose = choosing(linked, { outcomes })
  for (const value of ['error', 'fail', 'failed'])
    expect(choose([`result:${value}`]).chosen).toEqual(['node/marts/clean'])
  expect(choose(['result:success']).chosen).toEqual(['node/ingest/load'])
  expect(choose(['1+result:error,result:success']).chosen).toEqual(['node/ingest/load'])
  expect(choose(['result:skipped']).unmatched).toEqual(['result:skipped'])
})

test('a node that runs the workflow of another file stands for all of its nodes', async () => {
  const outer = `name: outer\nversion: v1\ntype: workflow\nworkflow: {dag: [{name: whole, file: parts/inner.yaml}]}\n`
  const nested = await linkTexts(
    { 'outer.yaml': outer },
    { 'parts/inner.yaml': shopFiles['marts/marts.yaml'] },
  )
  const choose = choosing(nested)
  const all = ['node/outer/whole.audit', 'node/outer/whole.clean', 'node/outer/whole.report']
  for (const text of ['node:whole', 'outer/whole', 'outer.whole', 'path:parts', 'inner.yaml'])
    expect(choose([text]).chosen, text).toEqual(all)
  for (const text of ['node:whole.clean', 'outer/whole.clean', 'outer.whole.clean', 'whole.clean'])
    expect(choose([text]).chosen, text).toEqual(['node/outer/whole.clean'])
})
