import { expect, test } from 'vitest'
import { failure } from '../../src/diagnostics/index.ts'
import { loadTable, publish, scanRelation, stageWrite } from '../../src/lakehouse/index.ts'
import { sql, trusted } from '../../src/sql/quote.ts'
import { taskRecords } from '../../src/state/run-store.ts'
import { type NodeText, workflowText } from '../project/linking.ts'
import { endings, projectRun } from './project-run.ts'

const load: NodeText = {
  name: 'load',
  reads: { feed: 'landing:shop/orders' },
  steps: { orders: 'SELECT cast(id AS int) AS id FROM feed' },
  writes: 'lake:shop/orders',
}
const broken: NodeText = {
  name: 'broken',
  reads: { feed: 'landing:shop/orders' },
  steps: { x: 'SELECT nothing FROM feed' },
  writes: 'lake:shop/broken',
}
const after = (name: string, ...dependencies: readonly string[]): NodeText => ({
  ...load,
  name,
  writes: `lake:shop/${name}`,
  more: `dependencies: [${dependencies.join(', ')}]`,
})

const shop = async (...nodes: readonly NodeText[]) => {
  const opened = await projectRun({ 'w.yaml': workflowText('w', nodes) })
  opened.land('shop/orders/1.csv', 'id\n1\n2\n')
  return opened
}

test('what waits for a failed task is held back, all the way down; everything else goes on', async () => {
  await using project = await shop(broken, after('next', 'broken'), after('last', 'next'), load)
  const events = await project.run()
  expect(endings(events)).toEqual({
    broken: 'failed',
    next: 'skipped: waits for public/w/broken, which did not succeed',
    last: 'skipped: waits for public/w/next, which did not succeed',
    load: 'succeeded',
  })
  expect(events.at(-1)).toMatchObject({
    kind: 'run.finished',
    outcome: 'failed',
    tasks: { failed: 1, skipped: 2, succeeded: 1 },
  })
  expect(await project.plan()).toEqual(['broken: run', 'next: run', 'last: run', 'load: skip'])
})

test('a task is tried as often as the manifest says, and no more', async () => {
  await using project = await shop({ ...broken, more: 'retry: {count: 2, strategy: OnFailure}' })
  const events = await project.run()
  expect(events.filter(({ kind }) => kind === 'task.started')).toHaveLength(3)
  expect(events.filter(({ kind }) => kind === 'task.retried')).toHaveLength(2)
  expect(endings(events)).toEqual({ broken: 'failed' })
})

test('a failure that would come again is not tried again where only passing ones count', async () => {
  await using project = await shop({ ...broken, more: 'retry: {count: 2, strategy: OnTransientError}' })
  expect((await project.run()).filter(({ kind }) => kind === 'task.started')).toHaveLength(1)
})

test('a lost race is run again from the new rows, and the rows of both writers are there', async () => {
  await using project = await shop({
    ...load,
    options: 'iceberg: {merge: {onClause: old.id = new.id, whenClause: NOT MATCHED THEN INSERT *}}',
  })
  await project.run()
  project.land('shop/orders/2.csv', 'id\n3\n')
  const { lakehouse } = project.deps
  const identity = { namespace: 'shop', name: 'orders' }
  const foreign = async () => {
    await using connection = await (await project.deps.engine('default')).connect()
    const query = trusted('SELECT 3 AS id')
    const ids = { runId: 'foreign', commitId: 'foreign' }
    await publish(lakehouse, [
      await stageWrite(lakehouse, { connection, query, identity, mode: { kind: 'append' }, ...ids }),
    ])
  }
  let commits = 0
  const commit: typeof lakehouse.catalog.commit = async (...args) => {
    commits += 1
    if (commits === 1) await foreign()
    return lakehouse.catalog.commit(...args)
  }
  const raced = { ...project.deps, lakehouse: { ...lakehouse, catalog: { ...lakehouse.catalog, commit } } }
  const events = await project.run(undefined, raced)
  expect(events.filter(({ kind }) => kind === 'task.retried')).toMatchObject([
    { diagnostic: { code: 'MR3119' } },
  ])
  expect(endings(events)).toEqual({ load: 'succeeded' })
  // The other writer's row with the same key is found on the second attempt: nothing is there twice.
  expect(events.find(({ kind }) => kind === 'dataset.unchanged')).toBeDefined()
})

test('a merge updates, deletes and inserts by its clauses, and tells where two rows share a key', async () => {
  await using project = await shop({
    ...load,
    steps: { orders: 'SELECT cast(id AS int) AS id, name, op FROM feed' },
    options:
      "iceberg: {merge: {onClause: old.id = new.id, whenClause: MATCHED AND new.op = 'd' THEN DELETE WHEN MATCHED THEN UPDATE SET old.name = upper(new.name) WHEN NOT MATCHED THEN INSERT *}}",
  })
  const rows = async () => {
    const table = await loadTable(project.deps.lakehouse, { namespace: 'shop', name: 'orders' })
    if (table === undefined) return []
    await using connection = await (await project.deps.engine('default')).connect()
    const relation = await scanRelation(project.deps.lakehouse, table)
    const found = await connection.rows(sql`SELECT id, name FROM ${relation} ORDER BY id`)
    return found.map(({ id, name }) => `${String(id)} ${String(name)}`)
  }
  project.land('shop/orders/1.csv', 'id,name,op\n1,a,i\n2,b,i\n3,c,i\n')
  expect(endings(await project.run())).toEqual({ load: 'succeeded' })
  expect(await rows()).toEqual(['1 a', '2 b', '3 c'])
  project.land('shop/orders/1.csv', 'id,name,op\n2,bb,u\n3,,d\n4,d,i\n')
  expect(endings(await project.run())).toEqual({ load: 'succeeded' })
  expect(await rows()).toEqual(['1 a', '2 BB', '4 d'])
  project.land('shop/orders/1.csv', 'id,name,op\n2,x,u\n2,y,u\n')
  const failed = (await project.run()).find(({ kind }) => kind === 'task.finished')
  expect(failed).toMatchObject({
    outcome: 'failed',
    diagnostics: [{ code: 'MR3140', place: { file: 'w.yaml' } }],
  })
  expect(await rows()).toEqual(['1 a', '2 BB', '4 d'])
})

test('an interrupted run says so for every task, publishes nothing, and the next run does the work', async () => {
  await using project = await shop(load, after('next', 'load'))
  const controller = new AbortController()
  const stopping = {
    ...project.deps,
    engine: async (name: string) => {
      controller.abort(new Error('interrupted'))
      return project.deps.engine(name)
    },
  }
  const events = await project.run(controller.signal, stopping)
  expect(endings(events)).toEqual({
    load: 'cancelled: the run was interrupted',
    next: 'cancelled: the run was interrupted',
  })
  expect(events.at(-1)).toMatchObject({ kind: 'run.finished', outcome: 'cancelled' })
  expect(await project.deps.lakehouse.catalog.list()).toEqual([])
  expect(endings(await project.run())).toEqual({ load: 'succeeded', next: 'succeeded' })
})

test('after a run that succeeded nothing is left to do, until a file arrives', async () => {
  await using project = await shop(load, { ...after('next', 'load'), reads: { feed: 'lake:shop/orders' } })
  await project.run()
  expect(await project.plan()).toEqual(['load: skip', 'next: skip'])
  expect(taskRecords(project.deps.database).map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded'])
  project.land('shop/orders/2.csv', 'id\n3\n')
  expect(await project.plan()).toEqual(['load: run', 'next: if-changed'])
})

test('events are numbered without gaps, and the history holds what was told', async () => {
  await using project = await shop(load)
  const events = await project.run()
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
  const stored = project.deps.database
    .all('SELECT event FROM event ORDER BY seq')
    .map(({ event }) => JSON.parse(String(event)) as unknown)
  expect(stored).toEqual(JSON.parse(JSON.stringify(events.filter(({ kind }) => kind !== 'task.progress'))))
})

test('a failure of the disk while a task publishes leaves the task failed and the table as it was', async () => {
  await using project = await shop(load)
  const { lakehouse } = project.deps
  const full = {
    ...project.deps,
    lakehouse: {
      ...lakehouse,
      catalog: {
        ...lakehouse.catalog,
        commit: async () => {
          throw failure('MR3002', { path: 'millrace.db' })
        },
      },
    },
  }
  const events = await project.run(undefined, full)
  expect(endings(events)).toEqual({ load: 'failed' })
  expect(await lakehouse.catalog.list()).toEqual([])
  expect(endings(await project.run())).toEqual({ load: 'succeeded' })
})

const said = (events: Awaited<ReturnType<Awaited<ReturnType<typeof shop>>['run']>>) =>
  events.flatMap((event) =>
    event.kind === 'task.finished'
      ? (event.diagnostics ?? []).map(({ code, place }) => [code, place?.file])
      : [],
  )

test('two columns of one name are never written under a made-up name, however many views are between', async () => {
  const orders = (steps: NodeText['steps']) => shop({ ...load, steps: { ...steps } })
  for (const steps of [
    { orders: 'SELECT 1 AS a, 2 AS A FROM feed' },
    { both: 'SELECT l.*, r.* FROM feed l JOIN feed r ON l.id = r.id', orders: 'SELECT * FROM both' },
  ]) {
    await using project = await orders(steps)
    expect(said(await project.run())).toEqual([['MR3209', 'w.yaml']])
  }
  await using fine = await orders({
    both: 'SELECT l.*, r.*, l.id AS other FROM feed l JOIN feed r ON l.id = r.id',
    orders: 'SELECT other FROM both',
  })
  expect(endings(await fine.run())).toEqual({ load: 'succeeded' })
})
