import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { namesDataset, printAddress } from '../../src/address.ts'
import { consumed, planTasks, reasonToRun } from '../../src/plan/index.ts'
import { jobFingerprint, type Task } from '../../src/project/index.ts'
import type { TaskRecord } from '../../src/state/run-store.ts'
import { linkTexts, type NodeText, workflowText } from '../project/linking.ts'

const node = (name: string, reads: readonly string[], writes: string): NodeText => ({
  name,
  reads: Object.fromEntries(reads.map((dataset, i) => [`i${i}`, dataset])),
  steps: { a: 'SELECT 1 AS one' },
  writes,
})

const tasksOf = async (...nodes: readonly NodeText[]) =>
  (await linkTexts({ 'w.yaml': workflowText('w', nodes) })).project.tasks

/** The world after a task did its work: its tables have new versions, and its record says from what. */
type World = { readonly records: Map<string, TaskRecord>; readonly versions: Map<string, string> }

const succeed = (task: Task, { records, versions }: World, run: string): void => {
  const inputs = Object.fromEntries(
    consumed(task).flatMap(({ address }) => {
      const version = versions.get(printAddress(address))
      return version === undefined ? [] : [[printAddress(address), version]]
    }),
  )
  for (const { address } of task.writes) versions.set(printAddress(address), `${run}/${task.id}`)
  const end = { task: task.id, run, outcome: 'succeeded' as const, finishedAt: '2026-01-01T00:00:00Z' }
  records.set(task.id, { ...end, fingerprint: jobFingerprint(task.job), inputs, outputs: {} })
}

/** Does what the runner does with a plan: a task that waits for what others change looks again when its turn comes. */
const runPlan = (tasks: readonly Task[], world: World, run: string): readonly string[] =>
  planTasks(tasks, world).flatMap(({ task, decision }) => {
    if (decision.kind === 'skip') return []
    if (decision.kind === 'if-changed' && reasonToRun(task, world) === undefined) return []
    succeed(task, world, run)
    return task.node
  })

const chain = () =>
  tasksOf(
    node('raw', ['landing:shop/feed'], 'lake:shop/raw'),
    node('clean', ['lake:shop/raw'], 'lake:shop/clean'),
    node('report', ['lake:shop/clean'], 'lake:shop/report'),
    node('other', ['landing:shop/other'], 'lake:shop/other'),
  )

const landed = (): World => ({
  records: new Map(),
  versions: new Map([
    ['dataos://landing:shop/feed', 'f1'],
    ['dataos://landing:shop/other', 'o1'],
  ]),
})

test('after a run that succeeded, the next plan is empty, for any graph and any history of arrivals', async () => {
  const graph = fc
    .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 7 })
    .map((picks) => picks.map((pick, i) => [...new Set(i === 0 ? [] : pick.map((n) => n % i))]))
  await fc.assert(
    fc.asyncProperty(graph, fc.array(fc.nat(), { maxLength: 4 }), async (edges, arrivals) => {
      const tasks = await tasksOf(
        ...edges.map((reads, i) =>
          node(`n${i}`, [`landing:shop/f${i}`, ...reads.map((r) => `lake:shop/t${r}`)], `lake:shop/t${i}`),
        ),
      )
      const world: World = { records: new Map(), versions: new Map() }
      edges.forEach((_, i) => world.versions.set(`dataos://landing:shop/f${i}`, 'first'))
      for (const [round, arrival] of [-1, ...arrivals].entries()) {
        if (arrival >= 0)
          world.versions.set(`dataos://landing:shop/f${arrival % edges.length}`, `round ${round}`)
        expect(runPlan(tasks, world, `r${round}`).length).toBeGreaterThan(0)
        expect(planTasks(tasks, world).map(({ decision }) => decision.kind)).toEqual(tasks.map(() => 'skip'))
      }
    }),
    { numRuns: 30 },
  )
})

test('each reason to run is told in words', async () => {
  const tasks = await chain()
  const world = landed()
  const reasons = () =>
    Object.fromEntries(
      planTasks(tasks, world).map(({ task, decision }) => [
        task.node,
        `${decision.kind}: ${decision.reason}`,
      ]),
    )
  expect(reasons()).toMatchObject({ raw: 'run: has not run yet', clean: 'run: has not run yet' })

  runPlan(tasks, world, 'r1')
  world.versions.set('dataos://landing:shop/feed', 'f2')
  expect(reasons()).toEqual({
    raw: 'run: feed changed',
    clean: 'if-changed: if raw changes its input',
    report: 'if-changed: if clean changes its input',
    other: 'skip: nothing that it depends on has changed',
  })

  world.versions.set('dataos://landing:shop/feed', 'f1')
  world.versions.delete('dataos://lake:shop/report')
  expect(reasons()['report']).toBe('run: report no longer exists')
  world.versions.set('dataos://lake:shop/report', 'r1/w/report')

  const record = world.records.get('public/w/clean')
  if (record === undefined) throw new Error('the task has no record')
  for (const [outcome, reason] of [
    ['failed', 'run: failed last time'],
    ['cancelled', 'run: was interrupted last time'],
  ] as const) {
    world.records.set('public/w/clean', { ...record, outcome })
    expect(reasons()['clean']).toBe(reason)
  }
  world.records.set('public/w/clean', { ...record, fingerprint: 'another' })
  expect(reasons()['clean']).toBe('run: its definition changed')
})

test('a table that somebody else wrote to calls for its readers only', async () => {
  const tasks = await chain()
  const world = landed()
  runPlan(tasks, world, 'r1')
  world.versions.set('dataos://lake:shop/raw', 'foreign')
  expect(runPlan(tasks, world, 'r2')).toEqual(['clean', 'report'])
})

test('an unchanged table stops what a new file set off', async () => {
  const tasks = await chain()
  const world = landed()
  runPlan(tasks, world, 'r1')
  world.versions.set('dataos://landing:shop/feed', 'f2')
  const [raw] = tasks.filter(({ node: name }) => name === 'raw')
  if (raw === undefined) throw new Error('no such task')
  const before = world.versions.get('dataos://lake:shop/raw') ?? ''
  succeed(raw, world, 'r2')
  world.versions.set('dataos://lake:shop/raw', before)
  expect(planTasks(tasks, world).map(({ decision }) => decision.kind)).toEqual(tasks.map(() => 'skip'))
})

test('a forced run takes exactly the selected tasks, and a full refresh takes all', async () => {
  const tasks = await chain()
  const world = landed()
  runPlan(tasks, world, 'r1')
  const selection = new Set(['public/w/clean'])
  expect(
    planTasks(tasks, world, { selection, force: true }).map(({ task, decision }) => [
      task.node,
      decision.kind,
    ]),
  ).toEqual([['clean', 'run']])
  expect(
    new Set(planTasks(tasks, world, { fullRefresh: true }).map(({ decision }) => decision.kind)),
  ).toEqual(new Set(['run']))
  expect(tasks.every(({ writes }) => writes.every(({ address }) => namesDataset(address)))).toBe(true)
})

test('the upkeep of a table is called for by what others change in it, not by its own work', async () => {
  const [task] = await tasksOf(node('upkeep', ['lake:shop/raw'], 'lake:shop/unrelated'))
  if (task === undefined) throw new Error('no task')
  const raw = 'dataos://lake:shop/raw'
  const record = {
    task: task.id,
    run: '1',
    outcome: 'succeeded' as const,
    finishedAt: '2026-01-01T00:00:00Z',
    fingerprint: jobFingerprint(task.job),
    inputs: { [raw]: 'v1' },
    outputs: { [raw]: 'v2' },
  }
  const reason = (version: string | undefined) =>
    reasonToRun(task, {
      records: new Map([[task.id, record]]),
      versions: new Map([
        ['dataos://lake:shop/unrelated', 'u'],
        ...(version === undefined ? [] : [[raw, version] as const]),
      ]),
    })
  expect(['v1', 'v2'].map(reason)).toEqual([undefined, undefined])
  expect(['v3', undefined].map(reason)).toEqual(['raw changed', 'raw changed'])
})
