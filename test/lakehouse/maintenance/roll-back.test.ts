import { expect, test } from 'vitest'
import { publishAudited, reject, tableOnBranch } from '../../../src/lakehouse/index.ts'
import { publishBranch } from '../../../src/lakehouse/branches.ts'
import { compactTable } from '../../../src/lakehouse/maintenance/compact.ts'
import { expireSnapshots } from '../../../src/lakehouse/maintenance/expire.ts'
import { createRef } from '../../../src/lakehouse/maintenance/name-snapshot.ts'
import { rollBack } from '../../../src/lakehouse/maintenance/roll-back.ts'
import { scanRelation, type ReadVersion } from '../../../src/lakehouse/index.ts'
import { sql, trusted } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../lake.ts'

const t = { namespace: 'demo', name: 't' }
const ids = async (lake: Lake, version?: ReadVersion) => {
  const options = version === undefined ? {} : { version }
  const relation = await scanRelation(lake.lakehouse, await lake.table(), options)
  return (await lake.connection.rows(sql`SELECT id FROM ${relation} ORDER BY id`)).map((row) => row['id'])
}
const snapshot = (id = ''): ReadVersion => ({ kind: 'snapshot', id })
const overwrite = { mode: { kind: 'overwrite' } } as const

test('a table goes back to an older snapshot, and forward again to the newer one', async () => {
  await using lake = await openLake()
  const written = []
  for (const id of [1, 2, 3]) written.push(await lake.write(`SELECT ${id} AS id`, overwrite))
  const [first, second, third] = written.map(({ snapshotId }) => snapshotId)
  const dry = await rollBack(lake.lakehouse, t, { version: snapshot(first), dryRun: true })
  expect(await ids(lake)).toEqual([3])
  const back = await rollBack(lake.lakehouse, t, { version: snapshot(first) })
  expect(back).toEqual(dry)
  expect(back.undone.map(({ snapshotId }) => String(snapshotId))).toEqual([third, second])
  expect(await ids(lake)).toEqual([1])
  // The next write goes on from there.
  await lake.write('SELECT 4 AS id')
  expect(await ids(lake)).toEqual([1, 4])
  const forward = await rollBack(lake.lakehouse, t, { version: snapshot(third) })
  expect(forward.undone).toHaveLength(1)
  expect(await ids(lake)).toEqual([3])
  const { metadata } = await lake.table()
  expect(metadata.snapshots).toHaveLength(4)
  expect(metadata.snapshotLog).toHaveLength(6)
})

test('what readers saw at a time stays what they saw, also after a rollback', async () => {
  await using lake = await openLake()
  const times: number[] = []
  let clock = Date.now()
  const lakehouse = { ...lake.lakehouse, now: () => (clock += 1000) }
  for (const id of [1, 2]) {
    await lake.write(`SELECT ${id} AS id`, overwrite)
    const { metadata } = await lake.table()
    times.push(metadata.lastUpdatedMs)
    await new Promise((done) => setTimeout(done, 5))
  }
  const [one = 0, two = 0] = times
  await rollBack(lakehouse, t, { version: { kind: 'as-of', timestampMs: one } })
  expect(await ids(lake)).toEqual([1])
  expect(await ids(lake, { kind: 'as-of', timestampMs: two })).toEqual([2])
  expect(await ids(lake, { kind: 'as-of', timestampMs: clock })).toEqual([1])
})

test('a tag names what to go back to, and rolling back to the present version changes nothing', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await createRef(lake.lakehouse, t, { name: 'good', kind: 'tag' })
  await lake.write('SELECT 2 AS id')
  await rollBack(lake.lakehouse, t, { version: { kind: 'ref', name: 'good' } })
  expect(await ids(lake)).toEqual([1])
  const before = await lake.table()
  expect(await rollBack(lake.lakehouse, t, { version: { kind: 'ref', name: 'good' } })).toMatchObject({
    undone: [],
  })
  expect(await lake.table()).toEqual(before)
})

test('what a tag keeps can be gone back to after all between has expired, what a branch keeps cannot', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id', overwrite)
  await createRef(lake.lakehouse, t, { name: 'good', kind: 'tag' })
  await lake.write('SELECT 2 AS id', { branch: 'fix' })
  for (const id of [3, 4]) await lake.write(`SELECT ${id} AS id`, overwrite)
  await lake.write('SELECT 5 AS id', { branch: 'fix' })
  await expireSnapshots(lake.lakehouse, t, { olderThanMs: Date.now() + 1000 })
  expect((await lake.table()).metadata.snapshotLog).toHaveLength(1)
  await expect(rollBack(lake.lakehouse, t, { version: { kind: 'ref', name: 'fix' } })).rejects.toMatchObject({
    diagnostic: { code: 'MR3153' },
  })
  await rollBack(lake.lakehouse, t, { version: { kind: 'ref', name: 'good' } })
  expect(await ids(lake)).toEqual([1])
})

test('rows that readers have never seen are not published by a rollback', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await reject(lake.lakehouse, [await lake.stage('SELECT 2 AS id')], { branch: 'audit-1', reason: 'a check' })
  const between = await lake.write('SELECT 3 AS id', { branch: 'pr' })
  const last = await lake.write('SELECT 4 AS id', { branch: 'pr' })
  const refused = async (version: ReadVersion) =>
    expect(rollBack(lake.lakehouse, t, { version })).rejects.toMatchObject({ diagnostic: { code: 'MR3153' } })
  await refused({ kind: 'ref', name: 'audit-1' })
  await refused({ kind: 'ref', name: 'pr' })
  await publishBranch(lake.lakehouse, 'pr')
  await lake.write('SELECT 5 AS id')
  // Published as a whole: the step in between was never to be seen.
  await refused(snapshot(between.snapshotId))
  await rollBack(lake.lakehouse, t, { version: snapshot(last.snapshotId) })
  expect(await ids(lake)).toEqual([1, 3, 4])
})

test('a version that is not there is told', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id', { branch: 'pr' })
  for (const [version, code] of [
    [{ kind: 'current' }, 'MR3153'],
    [snapshot('7'), 'MR3117'],
    [{ kind: 'ref', name: 'nope' }, 'MR3130'],
    [{ kind: 'as-of', timestampMs: 1 }, 'MR3131'],
  ] as const)
    await expect(rollBack(lake.lakehouse, t, { version })).rejects.toMatchObject({ diagnostic: { code } })
})

test('undone snapshots expire like all others, and after that there is no way forward', async () => {
  await using lake = await openLake()
  const first = await lake.write('SELECT 1 AS id', overwrite)
  const second = await lake.write('SELECT 2 AS id', overwrite)
  await rollBack(lake.lakehouse, t, { version: snapshot(first.snapshotId) })
  await expireSnapshots(lake.lakehouse, t, { olderThanMs: Date.now() + 1000 })
  expect(await ids(lake)).toEqual([1])
  await expect(rollBack(lake.lakehouse, t, { version: snapshot(second.snapshotId) })).rejects.toMatchObject({
    diagnostic: { code: 'MR3117' },
  })
})

test('a rollback is a conflict for who has read what it undid, and no obstacle for an append', async () => {
  await using lake = await openLake()
  const first = await lake.write('SELECT 1 AS id')
  await lake.write('SELECT 2 AS id')
  const on = {
    on: trusted('old.id = new.id'),
    keys: [],
    clauses: [{ kind: 'insert', values: 'all' }],
  } as const
  const merge = await lake.stage('SELECT 3 AS id', { mode: { kind: 'merge', ...on } })
  const append = await lake.stage('SELECT 4 AS id')
  await rollBack(lake.lakehouse, t, { version: snapshot(first.snapshotId) })
  await expect(publishAudited(lake.lakehouse, [merge])).rejects.toMatchObject({
    diagnostic: { code: 'MR3119' },
  })
  await publishAudited(lake.lakehouse, [append])
  expect(await ids(lake)).toEqual([1, 4])
})

test('compaction is no new version of the rows, a rollback is', async () => {
  await using lake = await openLake()
  const version = async () => (await tableOnBranch(lake.lakehouse, t, 'main'))?.version
  for (let id = 0; id < 5; id++) await lake.write(`SELECT ${id} AS id`)
  const before = await version()
  const compact = () =>
    compactTable(lake.lakehouse, {
      connection: lake.connection,
      identity: t,
      options: { rewriteAll: true },
      runId: 'r',
      commitId: `c-${Math.random()}`,
    })
  await compact()
  expect(await version()).toBe(before)
  await compact()
  await expireSnapshots(lake.lakehouse, t, { olderThanMs: Date.now() + 1000 })
  expect((await lake.table()).metadata.snapshots).toHaveLength(1)
  expect(await version()).toBe(before)
  await lake.write('SELECT 9 AS id')
  expect(await version()).not.toBe(before)
})
