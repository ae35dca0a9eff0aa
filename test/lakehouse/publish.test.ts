import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  discard,
  headOf,
  loadTable,
  loadTableOrDraft,
  listTables,
  publish,
  publishAudited,
  reject,
  scanRelation,
  type StagedCommit,
  updateTables,
  versionOf,
  type WriteRequest,
} from '../../src/lakehouse/index.ts'
import { schemaOf } from '../../src/lakehouse/table.ts'
import { sql, trusted } from '../../src/sql/quote.ts'
import { type Lake, openLake } from './lake.ts'
import { insert, mergeBy } from './write/merging.ts'

const t = { namespace: 'demo', name: 't' }
const insertNew: Pick<WriteRequest, 'mode'> = {
  mode: {
    kind: 'merge',
    on: trusted('old.id = new.id'),
    keys: [],
    clauses: [{ kind: 'insert', values: 'all' }],
  },
}
const ids = async (lake: Lake, name?: string) => (await lake.rows(name)).map((row) => row['id'])
const metadataFiles = (lake: Lake): readonly string[] =>
  readdirSync(join(lake.folder, 'warehouse'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.metadata.json'),
  )

const idsAt = async (lake: Lake, branch: string): Promise<readonly unknown[]> => {
  const table = await loadTableOrDraft(lake.lakehouse, t)
  const snapshot = table && headOf(table, branch).snapshot
  if (table === undefined || snapshot === undefined) return []
  const relation = await scanRelation(lake.lakehouse, table, {
    version: { kind: 'snapshot', id: String(snapshot.snapshotId) },
  })
  return (await lake.connection.rows(sql`SELECT id FROM ${relation} ORDER BY id`)).map((row) => row['id'])
}

test('an append that comes second is based on the first, audited again, and both land', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const [one, two] = [await lake.stage('SELECT 2 AS id'), await lake.stage('SELECT 3 AS id')]
  await publish(lake.lakehouse, [one])
  const seen: unknown[] = []
  let stored: readonly StagedCommit[] = []
  await publishAudited(lake.lakehouse, [two], {
    audit: async ([commit]) => {
      if (commit === undefined) return
      const relation = await scanRelation(lake.lakehouse, { identity: t, ...versionOf(commit) })
      seen.push(
        (await lake.connection.rows(sql`SELECT list(id ORDER BY id) AS ids FROM ${relation}`))[0]?.['ids'],
      )
    },
    also: (commits) => {
      stored = commits
    },
  })
  expect(seen).toEqual([
    [1, 3],
    [1, 2, 3],
  ])
  expect(stored[0]).toMatchObject({ totalRows: 3, addedRows: 1 })
  expect(await ids(lake)).toEqual([1, 2, 3])
  const { metadata } = await lake.table()
  expect(metadata.snapshots.map(({ sequenceNumber }) => sequenceNumber)).toEqual([1n, 2n, 3n])
  // The staging that lost left nothing behind.
  expect(metadataFiles(lake)).toHaveLength(3)
})

test('a full replacement that comes second replaces the first as well', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const replacing = await lake.stage('SELECT 9 AS id', { mode: { kind: 'overwrite' } })
  await lake.write('SELECT 2 AS id')
  const [published] = await publishAudited(lake.lakehouse, [replacing])
  expect(published).toMatchObject({ removedRows: 2, totalRows: 1 })
  expect(await ids(lake)).toEqual([9])
})

test('what depends on stored rows is refused where such rows came since, and nothing is published', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const merge = await lake.stage('SELECT unnest([1, 2]) AS id', insertNew)
  await lake.write('SELECT 2 AS id', insertNew)
  await expect(publishAudited(lake.lakehouse, [merge])).rejects.toMatchObject({
    retryable: true,
    diagnostic: { code: 'MR3119' },
  })
  await discard(lake.lakehouse, merge)
  expect(await ids(lake)).toEqual([1, 2])
})

test('a merge that left a row out since it was there is refused where the row was removed since', async () => {
  await using lake = await openLake()
  const byId = mergeBy(['id'], insert('all'))
  const partitionBy = [{ column: 'p', transform: 'identity' }]
  await lake.write('SELECT unnest([1, 2]) AS id, 0 AS p', { partitionBy })
  const merge = await lake.stage('SELECT unnest([1, 3]) AS id, 0 AS p', byId)
  await lake.write('SELECT 9 AS id, 0 AS p', { mode: { kind: 'overwrite-partitions' } })
  await expect(publishAudited(lake.lakehouse, [merge])).rejects.toMatchObject({
    retryable: true,
    diagnostic: { code: 'MR3119' },
  })
  await discard(lake.lakehouse, merge)
  await lake.write('SELECT unnest([1, 3]) AS id, 0 AS p', byId)
  expect(await ids(lake)).toEqual([1, 3, 9])
})

test('a merge into a table without published rows is refused where another published such rows first', async () => {
  await using lake = await openLake()
  await reject(lake.lakehouse, [await lake.stage('SELECT 0 AS id')], { branch: 'audit-1', reason: 'no' })
  const merge = await lake.stage('SELECT 1 AS id', insertNew)
  await lake.write('SELECT 1 AS id')
  await expect(publishAudited(lake.lakehouse, [merge])).rejects.toMatchObject({
    diagnostic: { code: 'MR3119' },
  })
})

test('a replacement that was the first when it was written says that it replaced rows', async () => {
  await using lake = await openLake()
  await reject(lake.lakehouse, [await lake.stage('SELECT 0 AS id')], { branch: 'audit-1', reason: 'no' })
  const replacing = await lake.stage('SELECT 9 AS id', { mode: { kind: 'overwrite' } })
  await lake.write('SELECT 1 AS id')
  expect(await publishAudited(lake.lakehouse, [replacing])).toMatchObject([
    { operation: 'overwrite', removedRows: 1 },
  ])
  const { metadata } = await lake.table()
  expect(metadata.snapshots.at(-1)?.summary['operation']).toBe('overwrite')
})

test('two writers that both bring a schema, or make the table, are in conflict', async () => {
  await using lake = await openLake()
  const [one, two] = [await lake.stage('SELECT 1 AS id'), await lake.stage('SELECT 2 AS id')]
  await publish(lake.lakehouse, [one])
  await expect(publishAudited(lake.lakehouse, [two])).rejects.toMatchObject({
    diagnostic: { code: 'MR3119' },
  })
  expect(await ids(lake)).toEqual([1])
})

test('a failed audit publishes nothing, and the rejected rows stay readable under their branch', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const staged = await lake.stage('SELECT 2 AS id')
  await lake.write('SELECT 3 AS id')
  await reject(lake.lakehouse, [staged], { branch: 'audit-1', reason: 'duplicate_count == 0' })
  expect(await ids(lake)).toEqual([1, 3])
  expect(await idsAt(lake, 'audit-1')).toEqual([1, 2])
  const table = await lake.table()
  expect(headOf(table, 'audit-1').snapshot?.summary).toMatchObject({
    'millrace.rejected': 'duplicate_count == 0',
    'millrace.commit-id': 'commit-2#rejected',
  })
})

test('rejected rows are partitioned by columns of main only, or no other engine would open main any more', async () => {
  await using lake = await openLake()
  const by = (...columns: readonly string[]) => ({
    partitionBy: columns.map((column) => ({ column, transform: 'identity' })),
  })
  await lake.write(`SELECT 1 AS id, 'a' AS p`)
  const staged = await lake.stage(`SELECT i AS id, 'a' AS p, i % 2 AS fresh FROM range(2, 6) r(i)`, {
    ...by('fresh', 'p'),
  })
  // Of another type than the column that the rejected write brings, and with the ids that it meant for its own.
  await lake.write(`SELECT 9 AS id, 'b' AS p, DATE '2024-01-01' AS day`, by('day'))
  await reject(lake.lakehouse, [staged], { branch: 'audit-1', reason: 'no' })
  const table = await lake.table()
  const columns = schemaOf(table).fields.map(({ id }) => id)
  const audited = headOf(table, 'audit-1')
  for (const { fields } of table.metadata.partitionSpecs)
    for (const { sourceId } of fields) expect(columns).toContain(sourceId)
  expect(table.metadata.partitionSpecs.map(({ fields }) => fields.map(({ name }) => name))).toEqual([
    [],
    ['day'],
    ['p'],
  ])
  expect(audited.specId).toBe(2)
  expect(new Set(table.metadata.schemas.map(({ schemaId }) => schemaId)).size).toBe(3)
  const rejected = await scanRelation(lake.lakehouse, table, { version: { kind: 'ref', name: 'audit-1' } })
  expect(await lake.connection.rows(sql`SELECT * FROM ${rejected} ORDER BY id`)).toEqual([
    { id: 1n, p: 'a', fresh: null },
    ...[2n, 3n, 4n, 5n].map((id) => ({ id, p: 'a', fresh: id % 2n })),
  ])
  expect(await lake.rows('t', 'id')).toHaveLength(2)
})

test('rows that are rejected twice under one name have the columns of the second time', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const again = async (query: string) =>
    reject(lake.lakehouse, [await lake.stage(query)], { branch: 'audit-1', reason: 'no' })
  await again('SELECT 2 AS id')
  await lake.write('SELECT 5000000000 AS id')
  await again('SELECT 5000000001 AS id')
  expect(await idsAt(lake, 'audit-1')).toEqual([1n, 5_000_000_000n, 5_000_000_001n])
})

test('of rejected writes that follow each other the later replaces partitions of the earlier', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const partitioned = { partitionBy: [{ column: 'fresh', transform: 'identity' }] }
  const first = await lake.stage('SELECT i AS id, i % 2 AS fresh FROM range(2, 6) r(i)', partitioned)
  const second = await lake.stage('SELECT 10::BIGINT AS id, 0::BIGINT AS fresh', {
    ...partitioned,
    mode: { kind: 'overwrite-partitions' },
    after: first,
  })
  await reject(lake.lakehouse, [first, second], { branch: 'audit-1', reason: 'no' })
  const { metadata } = await lake.table()
  expect(metadata.partitionSpecs).toEqual([{ specId: 0, fields: [] }])
  expect(await idsAt(lake, 'audit-1')).toEqual([1n, 3n, 5n, 10n])
  expect(await ids(lake)).toEqual([1])
})

test('rows that fail only when they are audited again are kept on top of those that they were audited with', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const staged = await lake.stage('SELECT 2 AS id')
  await lake.write('SELECT 3 AS id')
  let current: readonly StagedCommit[] = []
  const audit = async (commits: readonly StagedCommit[]) => {
    current = commits
    if (commits[0] !== staged) throw new Error('too many rows')
  }
  await expect(publishAudited(lake.lakehouse, [staged], { audit })).rejects.toThrow('too many rows')
  await reject(lake.lakehouse, current, { branch: 'audit-1', reason: 'too many rows' })
  expect(await ids(lake)).toEqual([1, 3])
  expect(await idsAt(lake, 'audit-1')).toEqual([1, 2, 3])
  // Two stagings were given up.
  expect(metadataFiles(lake)).toHaveLength(3)
})

test('a table whose first rows were rejected is absent, for readers and other engines, not empty', async () => {
  await using lake = await openLake()
  const staged = await lake.stage('SELECT 1 AS id')
  await reject(lake.lakehouse, [staged], { branch: 'audit-1', reason: 'a check failed' })
  expect(await loadTable(lake.lakehouse, t)).toBeUndefined()
  expect(await listTables(lake.lakehouse)).toEqual([])
  expect(lake.database.all(`SELECT * FROM iceberg_tables WHERE catalog_name = 'millrace'`)).toEqual([])
  expect(await idsAt(lake, 'audit-1')).toEqual([1])
  // The next attempt makes the table on what there is, and then the draft is one no longer.
  await lake.write('SELECT 2 AS id')
  expect(await ids(lake)).toEqual([2])
  expect(await idsAt(lake, 'audit-1')).toEqual([1])
  expect(lake.database.all('SELECT catalog_name FROM iceberg_tables')).toEqual([{ catalog_name: 'millrace' }])
})

test('first rows that are rejected twice stand alone under their branch, not on those of the first time', async () => {
  await using lake = await openLake()
  for (const id of [1, 2])
    await reject(lake.lakehouse, [await lake.stage(`SELECT ${id} AS id`)], {
      branch: 'audit-1',
      reason: 'no',
    })
  expect(await idsAt(lake, 'audit-1')).toEqual([2])
})

test('a table whose first rows were rejected is made by a second attempt that has no rows', async () => {
  await using lake = await openLake()
  await reject(lake.lakehouse, [await lake.stage('SELECT 1 AS id')], {
    branch: 'audit-1',
    reason: 'a check failed',
  })
  await lake.write('SELECT 1 AS id WHERE false')
  expect(await ids(lake)).toEqual([])
})

test('writes to a branch are not seen on main, and a branch that is not there yet starts at main', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await lake.write('SELECT 2 AS id', { branch: 'pr-42' })
  await lake.write('SELECT 3 AS id', { branch: 'pr-42' })
  await lake.write('SELECT 4 AS id')
  expect(await ids(lake)).toEqual([1, 4])
  expect(await idsAt(lake, 'pr-42')).toEqual([1, 2, 3])
  await lake.write('SELECT 5 AS id, 6 AS extra', {
    branch: 'new',
    identity: { namespace: 'demo', name: 'u' },
  })
  expect(await loadTable(lake.lakehouse, { namespace: 'demo', name: 'u' })).toBeUndefined()
})

test('changes of metadata alone are made one after the other, and a draft can be dropped', async () => {
  await using lake = await openLake()
  const u = { namespace: 'demo', name: 'u' }
  await lake.write('SELECT 1 AS id')
  await lake.write('SELECT 5 AS id', { branch: 'pr-42', identity: u })
  const count = () =>
    updateTables(lake.lakehouse, [t, u, { namespace: 'demo', name: 'none' }], ({ metadata, draft }) => {
      const counted = String(Number(metadata.properties['counted'] ?? 0) + 1)
      return draft
        ? { kind: 'drop' }
        : { kind: 'change', metadata: { ...metadata, properties: { ...metadata.properties, counted } } }
    })
  await Promise.all(Array.from({ length: 5 }, count))
  expect((await lake.table()).metadata.properties['counted']).toBe('5')
  expect(await lake.lakehouse.catalog.list()).toEqual([{ ...t, draft: false }])
  // One metadata file of each change: what lost a race was taken away again.
  expect(metadataFiles(lake)).toHaveLength(7)
})
