import { expect, test } from 'vitest'
import { createRef, dropRef } from '../../../src/lakehouse/maintenance/name-snapshot.ts'
import { tableRefs } from '../../../src/lakehouse/refs.ts'
import { openLake } from '../lake.ts'

const t = { namespace: 'demo', name: 't' }

test('a tag names the current snapshot, stays when the table moves on, and is dropped again', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const first = (await lake.table()).metadata.currentSnapshotId
  await createRef(lake.lakehouse, t, { name: 'audit/2024-Q1', kind: 'tag', maxRefAgeMs: 1000 })
  await lake.write('SELECT 2 AS id')
  const { metadata } = await lake.table()
  expect(tableRefs(metadata)).toEqual([
    { name: 'main', kind: 'branch', snapshotId: metadata.currentSnapshotId },
    { name: 'audit/2024-Q1', kind: 'tag', snapshotId: first, maxRefAgeMs: 1000 },
  ])
  await expect(dropRef(lake.lakehouse, t, { name: 'audit/2024-Q1', kind: 'branch' })).rejects.toMatchObject({
    diagnostic: { code: 'MR3150' },
  })
  expect(await dropRef(lake.lakehouse, t, { name: 'audit/2024-Q1', kind: 'tag' })).toMatchObject({
    snapshotId: first,
  })
  expect(tableRefs((await lake.table()).metadata)).toHaveLength(1)
})

test('a branch starts at an older snapshot, and moves with what is written to it', async () => {
  await using lake = await openLake()
  const first = await lake.write('SELECT 1 AS id')
  await lake.write('SELECT 2 AS id')
  await createRef(lake.lakehouse, t, {
    name: 'fix',
    kind: 'branch',
    snapshotId: first.snapshotId ?? '',
    minSnapshotsToKeep: 3,
    maxSnapshotAgeMs: 5,
  })
  const written = await lake.write('SELECT 3 AS id', { branch: 'fix' })
  expect(written).toMatchObject({ totalRows: 2 })
  const [, fix] = tableRefs((await lake.table()).metadata)
  expect(fix).toEqual({
    name: 'fix',
    kind: 'branch',
    snapshotId: BigInt(written.snapshotId ?? 0),
    minSnapshotsToKeep: 3,
    maxSnapshotAgeMs: 5,
  })
})

test('a tag cannot be written to, and nothing of the attempt stays', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await createRef(lake.lakehouse, t, { name: 'v1', kind: 'tag' })
  const before = await lake.lakehouse.storage.list('')
  await expect(lake.write('SELECT 2 AS id', { branch: 'v1' })).rejects.toMatchObject({
    diagnostic: { code: 'MR3151' },
  })
  expect(await lake.lakehouse.storage.list('')).toEqual(before)
})

test('names that are taken, that mean something else or that nothing can spell are refused', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await createRef(lake.lakehouse, t, { name: 'v1', kind: 'tag' })
  for (const name of ['main', 'v1', '', '42', 'a b', '-x', 'a\n', "a'b", 'x'.repeat(201)])
    await expect(createRef(lake.lakehouse, t, { name, kind: 'branch' }), name).rejects.toMatchObject({
      diagnostic: { code: 'MR3150' },
    })
  await expect(
    createRef(lake.lakehouse, t, { name: 'v2', kind: 'tag', minSnapshotsToKeep: 2 }),
  ).rejects.toMatchObject({ diagnostic: { code: 'MR3150' } })
  await expect(
    createRef(lake.lakehouse, t, { name: 'v2', kind: 'branch', minSnapshotsToKeep: 0 }),
  ).rejects.toMatchObject({ diagnostic: { code: 'MR3157' } })
  await expect(
    createRef(lake.lakehouse, t, { name: 'v2', kind: 'tag', snapshotId: '12' }),
  ).rejects.toMatchObject({ diagnostic: { code: 'MR3117' } })
  await expect(
    createRef(lake.lakehouse, { ...t, name: 'none' }, { name: 'v2', kind: 'tag' }),
  ).rejects.toMatchObject({ diagnostic: { code: 'MR3213' } })
  await expect(dropRef(lake.lakehouse, t, { name: 'main', kind: 'branch' })).rejects.toMatchObject({
    diagnostic: { code: 'MR3150' },
  })
  expect(tableRefs((await lake.table()).metadata)).toHaveLength(2)
})
