import { expect, test } from 'vitest'
import type { TableVersion } from '../../../src/lakehouse/catalogs/catalog.ts'
import { restChange } from '../../../src/lakehouse/catalogs/rest-updates.ts'
import type { TableMetadata } from '../../../src/lakehouse/format/metadata.ts'
import { type Lake, openLake } from '../../lakehouse/lake.ts'

const versionIn = async (lake: Lake): Promise<TableVersion> => lake.table()

const changed = (version: TableVersion, change: Partial<TableMetadata>): TableVersion => ({
  ...version,
  metadata: { ...version.metadata, ...change },
})

const actions = (change: ReturnType<typeof restChange>) => change.updates.map((update) => update['action'])

const always = [
  'assert-table-uuid',
  'assert-current-schema-id',
  'assert-default-spec-id',
  'assert-default-sort-order-id',
]
const required = (change: ReturnType<typeof restChange>) =>
  change.requirements
    .map((requirement) => requirement['type'])
    .filter((type) => !always.includes(String(type)))

test('a new table is all of its parts, on the condition that there is none', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id', { properties: { a: '1' } })
  const table = await versionIn(lake)
  const change = restChange(undefined, table)
  expect(change.requirements).toEqual([{ type: 'assert-create' }])
  expect(actions(change)).toEqual([
    'assign-uuid',
    'upgrade-format-version',
    'add-schema',
    'set-current-schema',
    'add-spec',
    'set-default-spec',
    'add-sort-order',
    'set-default-sort-order',
    'set-location',
    'set-properties',
    'add-snapshot',
    'set-snapshot-ref',
  ])
  expect(change.updates.at(-1)).toEqual({
    action: 'set-snapshot-ref',
    'ref-name': 'main',
    type: 'branch',
    'snapshot-id': table.metadata.currentSnapshotId,
  })
})

test('an append is a snapshot and a ref, on the condition that the ref is where it was', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const base = await versionIn(lake)
  await lake.write('SELECT 2 AS id')
  const change = restChange(base, await versionIn(lake))
  expect(actions(change)).toEqual(['add-snapshot', 'set-snapshot-ref'])
  expect(change.requirements).toContainEqual({
    type: 'assert-ref-snapshot-id',
    ref: 'main',
    'snapshot-id': base.metadata.currentSnapshotId,
  })
  expect(required(change)).toEqual(['assert-ref-snapshot-id'])
})

test('nothing is asked for where nothing changed', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const base = await versionIn(lake)
  expect(restChange(base, changed(base, { lastUpdatedMs: 5, metadataLog: [] })).updates).toEqual([])
})

test('a new ref must not exist before, and a ref that goes must be where it was', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const base = await versionIn(lake)
  const id = base.metadata.currentSnapshotId
  const tagged = changed(base, {
    refs: { ...base.metadata.refs, v1: { type: 'tag', 'snapshot-id': id, 'max-ref-age-ms': 9 } },
  })
  const adding = restChange(base, tagged)
  expect(adding.updates).toEqual([
    { action: 'set-snapshot-ref', 'ref-name': 'v1', type: 'tag', 'snapshot-id': id, 'max-ref-age-ms': 9 },
  ])
  expect(adding.requirements).toContainEqual({
    type: 'assert-ref-snapshot-id',
    ref: 'v1',
    'snapshot-id': null,
  })
  const removing = restChange(tagged, base)
  expect(removing.updates).toEqual([{ action: 'remove-snapshot-ref', 'ref-name': 'v1' }])
  expect(removing.requirements).toContainEqual({
    type: 'assert-ref-snapshot-id',
    ref: 'v1',
    'snapshot-id': id,
  })
})

test('snapshots are removed only where no ref has moved meanwhile', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await lake.write('SELECT 2 AS id')
  const base = await versionIn(lake)
  const [first, ...others] = base.metadata.snapshots
  const side = { type: 'branch', 'snapshot-id': base.metadata.currentSnapshotId }
  const branched = changed(base, { refs: { ...base.metadata.refs, side } })
  const change = restChange(branched, changed(branched, { snapshots: others }))
  expect(change.updates).toEqual([{ action: 'remove-snapshots', 'snapshot-ids': [first?.snapshotId] }])
  expect(
    change.requirements.flatMap((each) => (each['type'] === 'assert-ref-snapshot-id' ? [each['ref']] : [])),
  ).toEqual(['main', 'side'])
})

test('a draft carries a mark, and loses it when it is published', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id', { properties: { a: '1' } })
  const table = await versionIn(lake)
  const draft = { ...table, draft: true }
  expect(restChange(undefined, draft).updates).toContainEqual({
    action: 'set-properties',
    updates: { a: '1', 'millrace.draft': 'true' },
  })
  // The server's metadata has the mark among the properties by now, and so has what is based on it.
  const stored = changed(draft, { properties: { a: '1', 'millrace.draft': 'true' } })
  expect(restChange(stored, stored).updates).toEqual([])
  expect(restChange(stored, { ...changed(stored, {}), draft: false }).updates).toEqual([
    { action: 'remove-properties', removals: ['millrace.draft'] },
  ])
})

test('statistics files come and go with their snapshots', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const base = await versionIn(lake)
  const file = { 'snapshot-id': base.metadata.currentSnapshotId, 'statistics-path': 'file:///s.puffin' }
  const counted = changed(base, { rest: { ...base.metadata.rest, statistics: [file] } })
  expect(restChange(base, counted).updates).toEqual([
    { action: 'set-statistics', 'snapshot-id': base.metadata.currentSnapshotId, statistics: file },
  ])
  expect(restChange(counted, base).updates).toEqual([
    { action: 'remove-statistics', 'snapshot-id': base.metadata.currentSnapshotId },
  ])
})
