import { expect, test } from 'vitest'
import {
  atSnapshot,
  dropBranch,
  findBranch,
  loadTable,
  publishBranch,
  scanRelation,
  tableOnBranch,
} from '../../src/lakehouse/index.ts'
import { sql } from '../../src/sql/quote.ts'
import { forgetBranch, promoteBranch } from '../../src/state/branch-store.ts'
import { watermarks } from '../../src/state/watermark-store.ts'
import { type NodeText, workflowText } from '../project/linking.ts'
import { endings, onBranch, type ProjectRun, projectRun } from './project-run.ts'

const load: NodeText = {
  name: 'load',
  reads: { feed: 'landing:shop/orders' },
  steps: { orders: 'SELECT cast(id AS int) AS id FROM feed' },
  writes: 'lake:shop/orders',
}
const grow: NodeText = {
  name: 'grow',
  reads: { orders: 'lake:shop/orders' },
  input: `                incremental:
                  context: all_orders
                  sql: SELECT * FROM all_orders WHERE id > $|seen|
                  keys: [{name: seen, sql: SELECT 0}, {name: last, sql: SELECT max(id) FROM all_orders}]
                  state: [{key: seen, value: last}]`,
  steps: { grown: 'SELECT id, id * 10 AS ten FROM orders' },
  writes: 'lake:shop/grown',
  options: 'saveMode: append',
}
const scope = { task: 'public/w/grow', input: 'orders', context: 'all_orders' }

const shop = async (): Promise<ProjectRun> => {
  const project = await projectRun({ 'w.yaml': workflowText('w', [load, grow]) })
  project.land('shop/orders/1.csv', 'id\n1\n2\n')
  return project
}

const idsOf = async ({ deps }: ProjectRun, name: string, branch: string): Promise<unknown> => {
  const found = await tableOnBranch(deps.lakehouse, { namespace: 'shop', name }, branch)
  if (found === undefined) return undefined
  await using connection = await (await deps.engine('default')).connect()
  const relation = await scanRelation(deps.lakehouse, found.table, { version: atSnapshot(found.snapshotId) })
  return (await connection.rows(sql`SELECT list(id ORDER BY id) AS ids FROM ${relation}`))[0]?.['ids']
}

test('a run on a branch changes nothing on main: neither rows, nor watermarks, nor what is left to do', async () => {
  await using project = await shop()
  await project.run()
  project.land('shop/orders/2.csv', 'id\n3\n')
  const branch = onBranch(project, 'pr-42')
  expect(endings(await branch.run())).toEqual({ load: 'succeeded', grow: 'succeeded' })
  expect(await idsOf(project, 'orders', 'main')).toEqual([1, 2])
  expect(await idsOf(project, 'grown', 'main')).toEqual([1, 2])
  expect(await idsOf(project, 'orders', 'pr-42')).toEqual([1, 2, 3])
  expect(await idsOf(project, 'grown', 'pr-42')).toEqual([1, 2, 3])
  expect(watermarks(project.deps.database, scope)).toEqual(new Map([['seen', '2']]))
  expect(watermarks(project.deps.database, scope, 'pr-42')).toEqual(new Map([['seen', '3']]))
  expect(await branch.plan()).toEqual(['load: skip', 'grow: skip'])
  expect(await project.plan()).toEqual(['load: run', 'grow: if-changed'])
})

test('a published branch is what main would have become, and leaves nothing to do', async () => {
  await using project = await shop()
  await project.run()
  project.land('shop/orders/2.csv', 'id\n3\n')
  await onBranch(project, 'pr-42').run()
  const also = () => promoteBranch(project.deps.database, 'pr-42')
  await publishBranch(project.deps.lakehouse, 'pr-42', { also })
  expect(await idsOf(project, 'grown', 'main')).toEqual([1, 2, 3])
  expect(watermarks(project.deps.database, scope)).toEqual(new Map([['seen', '3']]))
  expect(await project.plan()).toEqual(['load: skip', 'grow: skip'])
  await expect(findBranch(project.deps.lakehouse, 'pr-42')).rejects.toMatchObject({
    diagnostic: { code: 'MR3160' },
  })
})

test('a branch is not published over a main that has moved, and then nothing is', async () => {
  await using project = await shop()
  await project.run()
  project.land('shop/orders/2.csv', 'id\n3\n')
  await onBranch(project, 'pr-42').run()
  project.land('shop/orders/2.csv', 'id\n4\n')
  await project.run()
  const published = publishBranch(project.deps.lakehouse, 'pr-42', {
    also: () => promoteBranch(project.deps.database, 'pr-42'),
  })
  await expect(published).rejects.toMatchObject({ diagnostic: { code: 'MR3161' } })
  expect(await idsOf(project, 'grown', 'main')).toEqual([1, 2, 4])
})

test('tables that a branch makes are there on no other, and go with it', async () => {
  await using project = await shop()
  const branch = onBranch(project, 'first')
  await branch.run()
  const identity = { namespace: 'shop', name: 'grown' }
  expect(await loadTable(project.deps.lakehouse, identity)).toBeUndefined()
  expect(await idsOf(project, 'grown', 'first')).toEqual([1, 2])
  expect(await idsOf(project, 'grown', 'second')).toBeUndefined()
  await dropBranch(project.deps.lakehouse, 'first', {
    also: () => forgetBranch(project.deps.database, 'first'),
  })
  expect(await project.deps.lakehouse.catalog.list()).toEqual([])
  expect(await branch.plan()).toEqual(['load: run', 'grow: run'])
})
