import { expect, test } from 'vitest'
import { failure } from '../../src/diagnostics/index.ts'
import { listTables, loadTableOrDraft, publish, scanRelation, stageWrite } from '../../src/lakehouse/index.ts'
import { type Sql, sql, trusted } from '../../src/sql/quote.ts'
import { type NodeText, workflowText } from '../project/linking.ts'
import { endings, type ProjectRun, projectRun } from './project-run.ts'

const orders: NodeText = {
  name: 'load',
  reads: { feed: 'landing:shop/orders' },
  steps: { orders: 'SELECT cast(id AS int) AS id FROM feed' },
  writes: 'lake:shop/orders',
  options: 'saveMode: append',
  assertions: '[{column: id, tests: [duplicate_count == 0]}]',
}
const identity = { namespace: 'shop', name: 'orders' }

const shop = async (ids: readonly number[]): Promise<ProjectRun> => {
  const project = await projectRun({ 'w.yaml': workflowText('w', [orders]) })
  land(project, ids)
  return project
}

const land = (project: ProjectRun, ids: readonly number[]) =>
  project.land('shop/orders/1.csv', ['id', ...ids, ''].join('\n'))

const idsAt = async ({ deps }: ProjectRun, ref: string): Promise<unknown> => {
  const table = await loadTableOrDraft(deps.lakehouse, identity)
  const id = table?.metadata.refs[ref]?.['snapshot-id']
  if (table === undefined || id === undefined) return undefined
  const relation: Sql = await scanRelation(deps.lakehouse, table, {
    version: { kind: 'snapshot', id: String(id) },
  })
  await using connection = await (await deps.engine('default')).connect()
  return (await connection.rows(sql`SELECT list(id ORDER BY id) AS ids FROM ${relation}`))[0]?.['ids']
}

const failed = (events: Awaited<ReturnType<ProjectRun['run']>>) =>
  events.flatMap((event) => (event.kind === 'task.finished' ? (event.diagnostics ?? []) : []))

const branchIn = (hint: string | undefined): string => / --branch (\S+)$/.exec(hint ?? '')?.[1] ?? ''

test('checks see the whole table as it would become, and a failure leaves main as it was', async () => {
  await using project = await shop([1, 2])
  expect(endings(await project.run())).toEqual({ load: 'succeeded' })
  // Each delivery is free of duplicates by itself.
  land(project, [2, 3])
  const events = await project.run()
  const [diagnostic] = failed(events)
  expect(diagnostic).toMatchObject({ code: 'MR5020', place: { file: 'w.yaml' } })
  expect(events.filter(({ kind }) => kind === 'check.evaluated')).toMatchObject([
    { outcome: 'fail', actual: '1' },
  ])
  expect(await idsAt(project, 'main')).toEqual([1, 2])
  const branch = branchIn(diagnostic?.hint)
  expect(branch).toMatch(/^audit-.*-load$/)
  expect(await idsAt(project, branch)).toEqual([1, 2, 2, 3])
  const stored = project.deps.database.all('SELECT snapshot_id, result FROM check_result ORDER BY run_id')
  expect(stored.map(({ result }) => (JSON.parse(String(result)) as { outcome: string }).outcome)).toEqual([
    'pass',
    'fail',
  ])
  expect(new Set(stored.map(({ snapshot_id }) => snapshot_id)).size).toBe(2)
})

test('a table whose first rows fail the audit is absent, and its rows can be looked at', async () => {
  await using project = await shop([1, 1])
  const [diagnostic] = failed(await project.run())
  expect(await listTables(project.deps.lakehouse)).toEqual([])
  expect(await idsAt(project, branchIn(diagnostic?.hint))).toEqual([1, 1])
  land(project, [1])
  expect(endings(await project.run())).toEqual({ load: 'succeeded' })
  expect(await idsAt(project, 'main')).toEqual([1])
})

test('rows of another writer that came in between are audited too', async () => {
  await using project = await shop([1])
  await project.run()
  land(project, [2])
  const { lakehouse } = project.deps
  let commits = 0
  const commit: typeof lakehouse.catalog.commit = async (...args) => {
    commits += 1
    if (commits === 1) {
      await using connection = await (await project.deps.engine('default')).connect()
      const request = {
        connection,
        identity,
        mode: { kind: 'append' },
        runId: 'other',
        commitId: 'other',
      } as const
      await publish(lakehouse, [
        await stageWrite(lakehouse, { ...request, query: trusted('SELECT 2 AS id') }),
      ])
    }
    return lakehouse.catalog.commit(...args)
  }
  const raced = { ...project.deps, lakehouse: { ...lakehouse, catalog: { ...lakehouse.catalog, commit } } }
  expect(failed(await project.run(undefined, raced))).toMatchObject([{ code: 'MR5020' }])
  expect(await idsAt(project, 'main')).toEqual([1, 2])
})

test('where rejected rows cannot be kept, the failed audit is told all the same and no file is left', async () => {
  await using project = await shop([1, 1])
  const { lakehouse } = project.deps
  const commit = async () => {
    throw failure('MR3002', { path: 'millrace.db' })
  }
  const full = { ...project.deps, lakehouse: { ...lakehouse, catalog: { ...lakehouse.catalog, commit } } }
  const [diagnostic] = failed(await project.run(undefined, full))
  expect(diagnostic).toMatchObject({ code: 'MR5020' })
  expect(branchIn(diagnostic?.hint)).toBe('')
  expect(await lakehouse.storage.list('')).toEqual([])
})

test('an assertion in SQL sees the staged rows under the name of the output', async () => {
  const sum: NodeText = {
    ...orders,
    assertions: '[{sql: "SELECT count(*) AS n FROM orders", tests: ["n == 2"]}]',
  }
  await using project = await projectRun({ 'w.yaml': workflowText('w', [sum]) })
  land(project, [1, 2])
  expect(endings(await project.run())).toEqual({ load: 'succeeded' })
  land(project, [3, 4])
  expect(failed(await project.run())).toMatchObject([{ code: 'MR5020' }])
})
