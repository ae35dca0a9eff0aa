import { expect, test } from 'vitest'
import { publish, stageWrite } from '../../src/lakehouse/index.ts'
import { trusted } from '../../src/sql/quote.ts'
import { taskRecords } from '../../src/state/run-store.ts'
import { latestChecks } from '../../src/state/result-store.ts'
import { type NodeText, workflowText } from '../project/linking.ts'
import { endings, onBranch, projectRun } from './project-run.ts'

const load: NodeText = {
  name: 'load',
  reads: { feed: 'landing:shop/orders' },
  steps: { orders: 'SELECT cast(id AS int) AS id FROM feed' },
  writes: 'lake:shop/orders',
  assertions: '[{column: id, tests: [max < 10]}, {sql: "SELECT count(*) AS n FROM orders", tests: [n < 3]}]',
}

const outcomes = (events: Awaited<ReturnType<Awaited<ReturnType<typeof projectRun>>['check']>>) =>
  events.flatMap((event) => (event.kind === 'check.evaluated' ? [`${event.test}: ${event.outcome}`] : []))

test('checks see the data as it is now, on each branch, and leave tables and records of tasks alone', async () => {
  await using project = await projectRun({ 'w.yaml': workflowText('w', [load]) })
  project.land('shop/orders/1.csv', 'id\n1\n2\n')
  await project.run()
  expect(outcomes(await project.check())).toEqual(['max < 10: pass', 'n < 3: pass'])
  // What the job would write next does not count; what another writer wrote does.
  project.land('shop/orders/2.csv', 'id\n99\n')
  const records = taskRecords(project.deps.database)
  expect(outcomes(await project.check())).toEqual(['max < 10: pass', 'n < 3: pass'])
  await using connection = await (await project.deps.engine('default')).connect()
  const write = {
    connection,
    identity: { namespace: 'shop', name: 'orders' },
    mode: { kind: 'append' },
    branch: 'pr-42',
    runId: 'other',
    commitId: 'other',
  } as const
  const query = trusted('SELECT 77 AS id')
  const { lakehouse } = project.deps
  await publish(lakehouse, [await stageWrite(lakehouse, { ...write, query })])
  expect(outcomes(await project.check())).toEqual(['max < 10: pass', 'n < 3: pass'])
  const events = await onBranch(project, 'pr-42').check()
  expect(outcomes(events)).toEqual(['max < 10: fail', 'n < 3: fail'])
  expect(endings(events)).toEqual({ load: 'failed' })
  expect(taskRecords(project.deps.database)).toEqual(records)
  expect(taskRecords(project.deps.database, 'pr-42')).toEqual(records)
  // What a branch found says nothing of main.
  const stored = latestChecks(project.deps.database, 'dataos://lake:shop/orders')
  expect(stored.map(({ result }) => (JSON.parse(result) as { outcome: string }).outcome)).toEqual([
    'pass',
    'pass',
  ])
})
