import { existsSync, rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reject, scanRelation, updateTables } from '../../../src/lakehouse/index.ts'
import { expireSnapshots } from '../../../src/lakehouse/maintenance/expire.ts'
import { createRef } from '../../../src/lakehouse/maintenance/name-snapshot.ts'
import { tableRefs } from '../../../src/lakehouse/refs.ts'
import { sql } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../lake.ts'

const t = { namespace: 'demo', name: 't' }
const overwrite = { mode: { kind: 'overwrite' } } as const
const later = (lake: Lake, days: number) => ({ ...lake.lakehouse, now: () => Date.now() + days * 86_400_000 })
const ids = async (lake: Lake) => (await lake.rows()).map((row) => row['id'])
const files = async (lake: Lake, ending: string) =>
  (await lake.lakehouse.storage.list('')).filter(({ path }) => path.endsWith(ending)).length
const idsAt = async (lake: Lake, snapshotId = '') =>
  (
    await lake.connection.rows(
      sql`SELECT id FROM ${await scanRelation(lake.lakehouse, await lake.table(), { version: { kind: 'snapshot', id: snapshotId } })} ORDER BY id`,
    )
  ).map((row) => row['id'])
const setProperties = (lake: Lake, properties: Readonly<Record<string, string>>) =>
  updateTables(lake.lakehouse, [t], ({ metadata }) => ({
    kind: 'change',
    metadata: { ...metadata, properties: { ...metadata.properties, ...properties } },
  }))

test('by default snapshots of the last five days stay, and of older ones only the current', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await lake.write('SELECT 2 AS id', overwrite)
  expect((await expireSnapshots(lake.lakehouse, t, {})).snapshots).toEqual([])
  const outcome = await expireSnapshots(later(lake, 6), t, {})
  expect(outcome).toMatchObject({ refs: [], deletion: { failed: [], outside: 0 } })
  expect(outcome.snapshots).toHaveLength(1)
  expect(outcome.files).toMatchObject({ manifestLists: [expect.any(String)], content: [expect.any(String)] })
  expect(await ids(lake)).toEqual([2])
  const { metadata } = await lake.table()
  expect(metadata.snapshots).toHaveLength(1)
  expect(metadata.snapshotLog.map(({ snapshotId }) => snapshotId)).toEqual([metadata.currentSnapshotId])
  expect(await files(lake, '.parquet')).toBe(1)
  expect(await files(lake, '.avro')).toBe(3)
})

test('files that a later snapshot still needs stay, whatever expires', async () => {
  await using lake = await openLake()
  for (let id = 1; id <= 5; id++) await lake.write(`SELECT ${id} AS id`)
  const outcome = await expireSnapshots(later(lake, 6), t, { retainLast: 2 })
  expect(outcome.snapshots).toHaveLength(3)
  expect(outcome.files).toMatchObject({ manifests: [], content: [] })
  expect(await ids(lake)).toEqual([1, 2, 3, 4, 5])
  const [older] = (await lake.table()).metadata.snapshots
  expect(await idsAt(lake, String(older?.snapshotId))).toEqual([1, 2, 3, 4])
})

test('branches and tags keep what they need, and are dropped when they are too old themselves', async () => {
  await using lake = await openLake()
  const first = await lake.write('SELECT 1 AS id')
  await createRef(lake.lakehouse, t, { name: 'v1', kind: 'tag', maxRefAgeMs: 30 * 86_400_000 })
  await lake.write('SELECT 2 AS id', overwrite)
  await createRef(lake.lakehouse, t, { name: 'fix', kind: 'branch', minSnapshotsToKeep: 3 })
  await lake.write('SELECT 3 AS id', { branch: 'fix' })
  await lake.write('SELECT 4 AS id', { branch: 'fix' })
  await lake.write('SELECT 9 AS id', overwrite)
  const early = await expireSnapshots(later(lake, 6), t, {})
  // The tag keeps the first, the branch its last three, main the last.
  expect(early.snapshots).toEqual([])
  expect(await idsAt(lake, first.snapshotId)).toEqual([1])
  await setProperties(lake, { 'history.expire.max-ref-age-ms': String(60 * 86_400_000) })
  const middle = await expireSnapshots(later(lake, 31), t, {})
  expect(middle).toMatchObject({ refs: ['v1'], snapshots: [first.snapshotId] })
  const late = await expireSnapshots(later(lake, 61), t, {})
  expect(late.refs).toEqual(['fix'])
  const { metadata } = await lake.table()
  expect(tableRefs(metadata).map(({ name }) => name)).toEqual(['main'])
  expect(await ids(lake)).toEqual([9])
  expect(await files(lake, '.parquet')).toBe(1)
})

test('a branch has its own age limit, which wins over the one that is asked for', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await createRef(lake.lakehouse, t, { name: 'keep', kind: 'branch', maxSnapshotAgeMs: 90 * 86_400_000 })
  await lake.write('SELECT 2 AS id', { branch: 'keep' })
  await lake.write('SELECT 3 AS id')
  const outcome = await expireSnapshots(later(lake, 6), t, { olderThanMs: Date.now() + 86_400_000 })
  expect(outcome.snapshots).toEqual([])
  const much = await expireSnapshots(later(lake, 91), t, {})
  expect(much.snapshots).toHaveLength(1)
})

test('a named snapshot goes alone, and history before the gap is cut with it', async () => {
  await using lake = await openLake()
  const written = []
  for (let id = 1; id <= 4; id++) written.push(await lake.write(`SELECT ${id} AS id`, overwrite))
  const second = written[1]?.snapshotId ?? ''
  const outcome = await expireSnapshots(later(lake, 6), t, { snapshotIds: [second] })
  expect(outcome.snapshots).toEqual([second])
  const { metadata } = await lake.table()
  expect(metadata.snapshots).toHaveLength(3)
  expect(metadata.snapshotLog.map(({ snapshotId }) => String(snapshotId))).toEqual(
    written.slice(2).map(({ snapshotId }) => snapshotId),
  )
  expect(await idsAt(lake, written[0]?.snapshotId)).toEqual([1])
})

test('the current snapshot and what a tag names cannot be named, nor one that is not there', async () => {
  await using lake = await openLake()
  const first = await lake.write('SELECT 1 AS id')
  await createRef(lake.lakehouse, t, { name: 'v1', kind: 'tag' })
  const current = await lake.write('SELECT 2 AS id')
  const before = await lake.table()
  for (const [id, code] of [
    [current.snapshotId, 'MR3152'],
    [first.snapshotId, 'MR3152'],
    ['77', 'MR3117'],
  ] as const)
    await expect(expireSnapshots(lake.lakehouse, t, { snapshotIds: [id ?? ''] })).rejects.toMatchObject({
      diagnostic: { code },
    })
  expect(await lake.table()).toEqual(before)
})

test('nothing expires where files may be shared, and limits that are none are told', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await expect(expireSnapshots(lake.lakehouse, t, { retainLast: 0 })).rejects.toMatchObject({
    diagnostic: { code: 'MR3157' },
  })
  await setProperties(lake, { 'history.expire.max-snapshot-age-ms': 'never' })
  await expect(expireSnapshots(lake.lakehouse, t, {})).rejects.toMatchObject({
    diagnostic: { code: 'MR3157' },
  })
  await setProperties(lake, { 'gc.enabled': 'false' })
  await expect(expireSnapshots(lake.lakehouse, t, {})).rejects.toMatchObject({
    diagnostic: { code: 'MR3154' },
  })
})

test('a dry run says what would go and leaves it', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await lake.write('SELECT 2 AS id', overwrite)
  const before = await lake.lakehouse.storage.list('')
  const dry = await expireSnapshots(later(lake, 6), t, { dryRun: true })
  expect(await lake.lakehouse.storage.list('')).toEqual(before)
  const { deletion, ...done } = await expireSnapshots(later(lake, 6), t, {})
  expect(done).toEqual(dry)
  expect(deletion?.deleted).toBe(3)
})

test('what a rejected write left behind expires with its branch', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await reject(lake.lakehouse, [await lake.stage('SELECT 2 AS id')], { branch: 'audit-1', reason: 'a check' })
  await setProperties(lake, { 'history.expire.max-ref-age-ms': '86400000' })
  const outcome = await expireSnapshots(later(lake, 6), t, {})
  expect(outcome).toMatchObject({ refs: ['audit-1'], files: { content: [expect.any(String)] } })
  expect(await files(lake, '.parquet')).toBe(1)
  expect(await ids(lake)).toEqual([1])
})

test('files that are gone already, and files that cannot be deleted, do not stop the others', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await lake.write('SELECT 2 AS id', overwrite)
  await lake.write('SELECT 3 AS id', overwrite)
  const { files: planned } = await expireSnapshots(later(lake, 6), t, { dryRun: true })
  const [gone = '', kept = ''] = planned.manifestLists.map((location) => location.replace('file://', ''))
  rmSync(gone)
  const storage = { ...lake.lakehouse.storage }
  const lakehouse = {
    ...later(lake, 6),
    storage: {
      ...storage,
      delete: async (path: string) => {
        if (storage.location(path) !== kept) return storage.delete(path)
        const { failure } = await import('../../../src/diagnostics/index.ts')
        throw failure('MR3003', { path: kept, action: 'write' })
      },
    },
  }
  const outcome = await expireSnapshots(lakehouse, t, {})
  expect(outcome.deletion?.failed).toMatchObject([{ reason: expect.stringContaining('no permission') }])
  expect(existsSync(kept)).toBe(true)
  expect(await ids(lake)).toEqual([3])
  // Data files that only the missing list led to are found by cleaning, not here.
  expect(await files(lake, '.parquet')).toBe(2)
})

test('a commit that comes between is kept, and so is what it needs', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await lake.write('SELECT 2 AS id')
  let raced = false
  const lakehouse = {
    ...later(lake, 6),
    catalog: {
      ...lake.lakehouse.catalog,
      commit: async (...args: Parameters<typeof lake.lakehouse.catalog.commit>) => {
        if (!raced) await lake.write('SELECT 3 AS id')
        raced = true
        await lake.lakehouse.catalog.commit(...args)
      },
    },
  }
  await expireSnapshots(lakehouse, t, {})
  expect(await ids(lake)).toEqual([1, 2, 3])
  expect((await lake.table()).metadata.snapshots).toHaveLength(1)
})
