import { expect, test } from 'vitest'
import { scanRelation, tableOnBranch } from '../../src/lakehouse/index.ts'
import { tablesBeingWritten } from '../../src/lakehouse/index.ts'
import { sql } from '../../src/sql/quote.ts'
import { acquireLease } from '../../src/state/lease.ts'
import { taskRecords } from '../../src/state/run-store.ts'
import { watermarks } from '../../src/state/watermark-store.ts'
import { type NodeText, workflowText } from '../project/linking.ts'
import { endings, type ProjectRun, projectRun } from './project-run.ts'

const grow: NodeText = {
  name: 'grow',
  reads: { orders: 'landing:shop/orders' },
  input: `                incremental:
                  context: all_orders
                  sql: SELECT * FROM all_orders WHERE cast(id AS int) > $|seen| AND cast(id AS int) <= $|last|
                  keys: [{name: seen, sql: SELECT 0}, {name: last, sql: SELECT max(cast(id AS int)) FROM all_orders}]
                  state: [{key: seen, value: last}]`,
  steps: { grown: 'SELECT cast(id AS int) AS id FROM orders' },
  writes: 'lake:shop/grown',
  options: 'saveMode: append',
}
const scope = { task: 'public/w/grow', input: 'orders', context: 'all_orders' }

const shop = async (): Promise<ProjectRun> => {
  const project = await projectRun({ 'w.yaml': workflowText('w', [grow]) })
  project.land('shop/orders/1.csv', 'id\n1\n2\n3\n')
  return project
}

const ids = async ({ deps }: ProjectRun): Promise<unknown> => {
  const found = await tableOnBranch(deps.lakehouse, { namespace: 'shop', name: 'grown' }, 'main')
  if (found === undefined) return undefined
  await using connection = await (await deps.engine('default')).connect()
  const relation = await scanRelation(deps.lakehouse, found.table)
  return (await connection.rows(sql`SELECT list(id ORDER BY id) AS ids FROM ${relation}`))[0]?.['ids']
}

test('a run over an interval reads it, moves no watermark, and leaves what is left to do as it was', async () => {
  await using project = await shop()
  await project.run()
  project.land('shop/orders/2.csv', 'id\n4\n')
  const records = taskRecords(project.deps.database)
  const signal = AbortSignal.timeout(60_000)
  const events = await project.run(signal, project.deps, { force: true, interval: { from: '1', to: '3' } })
  expect(endings(events)).toEqual({ grow: 'succeeded' })
  expect(await ids(project)).toEqual([1, 2, 2, 3, 3])
  expect(watermarks(project.deps.database, scope)).toEqual(new Map([['seen', '3']]))
  expect(taskRecords(project.deps.database)).toEqual(records)
  // The file that came since is still to be read.
  expect(await project.plan()).toEqual(['grow: run'])
  await project.run()
  expect(await ids(project)).toEqual([1, 2, 2, 3, 3, 4])
})

test('a task waits for a table that somebody else writes, and says who', async () => {
  await using project = await shop()
  const since = new Date().toISOString()
  const holder = { host: 'elsewhere', processId: 7, command: 'millrace apply', since }
  const lease = acquireLease(project.deps.database, {
    names: ['table shop.grown on main'],
    holder,
    ttlMs: 60_000,
  })
  expect(tablesBeingWritten(project.deps.database)).toEqual([
    { namespace: 'shop', name: 'grown', holder: 'millrace apply (process 7 on elsewhere)', isOwn: false },
  ])
  setTimeout(() => lease[Symbol.dispose](), 1200)
  const events = await project.run()
  expect(endings(events)).toEqual({ grow: 'succeeded' })
  const waiting = events.flatMap((event) => (event.kind === 'task.progress' ? [event.phase] : []))
  expect(waiting.find((phase) => phase.includes('millrace apply (process 7 on elsewhere)'))).toBeDefined()
  expect(tablesBeingWritten(project.deps.database)).toEqual([])
})
