import { expect, test } from 'vitest'
import { updateTables } from '../../../src/lakehouse/index.ts'
import { listManifests, manifestLoader } from '../../../src/lakehouse/files.ts'
import { rewriteManifests } from '../../../src/lakehouse/maintenance/rewrite-manifests.ts'
import { type Lake, openLake } from '../lake.ts'

const t = { namespace: 'demo', name: 't' }
const request = { identity: t, runId: 'run', commitId: 'tidy' }

const setProperties = (lake: Lake, properties: Readonly<Record<string, string>>) =>
  updateTables(lake.lakehouse, [t], ({ metadata }) => ({
    kind: 'change',
    metadata: { ...metadata, properties: { ...metadata.properties, ...properties } },
  }))

const manifests = async (lake: Lake) => listManifests(lake.lakehouse, await lake.table())

/** Live files with what says when they came: a manifest file that is written anew must not change it. */
const entries = async (lake: Lake) => {
  const load = manifestLoader(lake.lakehouse, await lake.table())
  const loaded = await Promise.all((await manifests(lake)).map((listed) => load(listed, undefined)))
  return loaded
    .flatMap((manifest) => manifest.entries.filter(({ status }) => status !== 'deleted'))
    .map(({ snapshotId, sequenceNumber, fileSequenceNumber, file }) => ({
      path: file.path,
      snapshotId,
      sequenceNumber,
      fileSequenceNumber,
      rows: file.recordCount,
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

test('commits merge manifest files by themselves once a table has too many', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 0 AS id')
  await setProperties(lake, { 'commit.manifest.min-count-to-merge': '5' })
  const counts: number[] = []
  for (let id = 1; id <= 9; id++) {
    await lake.write(`SELECT ${id} AS id`)
    counts.push((await manifests(lake)).length)
  }
  expect(counts).toEqual([2, 3, 4, 2, 3, 4, 2, 3, 4])
  expect((await lake.rows()).map((row) => row['id'])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  const sequence = (await entries(lake)).map(({ sequenceNumber }) => sequenceNumber)
  expect(sequence.toSorted((a, b) => Number((a ?? 0n) - (b ?? 0n)))).toEqual(
    Array.from({ length: 10 }, (_, i) => BigInt(i + 1)),
  )
  await setProperties(lake, { 'commit.manifest-merge.enabled': 'false' })
  for (let id = 10; id <= 12; id++) await lake.write(`SELECT ${id} AS id`)
  expect(await manifests(lake)).toHaveLength(7)
})

test('a replacement in a table of many manifest files removes exactly its files', async () => {
  await using lake = await openLake()
  const partitionBy = [{ column: 'p', transform: 'identity' }]
  await lake.write('SELECT 0 AS id, 0 AS p', { partitionBy })
  await setProperties(lake, { 'commit.manifest.min-count-to-merge': '4' })
  for (let id = 1; id <= 7; id++) await lake.write(`SELECT ${id} AS id, ${id % 2} AS p`, { partitionBy })
  const staged = await lake.write('SELECT 9 AS id, 1 AS p', {
    partitionBy,
    mode: { kind: 'overwrite-partitions' },
  })
  expect(staged).toMatchObject({ removedRows: 4, totalRows: 5 })
  expect((await lake.rows()).map((row) => row['id'])).toEqual([0, 2, 4, 6, 9])
})

test('rewriting manifest files keeps every file and when it came, and others may commit meanwhile', async () => {
  await using lake = await openLake()
  const partitionBy = [{ column: 'p', transform: 'identity' }]
  for (let id = 0; id < 6; id++) await lake.write(`SELECT ${id} AS id, ${5 - id} AS p`, { partitionBy })
  const before = await entries(lake)
  expect(await rewriteManifests(lake.lakehouse, { ...request, dryRun: true })).toEqual({ before: 6 })
  const outcome = await rewriteManifests(lake.lakehouse, request)
  expect(outcome).toMatchObject({ before: 6, after: 1 })
  expect(await entries(lake)).toEqual(before)
  const table = await lake.table()
  expect(table.metadata.snapshots.at(-1)?.summary).toMatchObject({
    operation: 'replace',
    'total-records': '6',
    'total-data-files': '6',
    'millrace.commit-id': 'tidy',
  })
  expect(await rewriteManifests(lake.lakehouse, { ...request, commitId: 'again' })).toEqual({
    before: 1,
    after: 1,
  })
})

test('manifest files are cut at their target size, with neighbouring partitions together', async () => {
  await using lake = await openLake()
  const partitionBy = [{ column: 'p', transform: 'identity' }]
  // Every commit touches the whole range, so each manifest file spans all partitions.
  for (let i = 0; i < 8; i++)
    await lake.write(`SELECT range AS id, (range * 7) % 20 AS p FROM range(20)`, { partitionBy })
  const size = Number((await manifests(lake))[0]?.lengthBytes ?? 0)
  await setProperties(lake, { 'commit.manifest.target-size-bytes': String(size * 2 + 200) })
  await rewriteManifests(lake.lakehouse, request)
  const spans = (await manifests(lake)).map(({ partitions: [p], existingFiles }) => ({
    from: Buffer.from(p?.lowerBound ?? []).readBigInt64LE(),
    to: Buffer.from(p?.upperBound ?? []).readBigInt64LE(),
    existingFiles,
  }))
  expect(spans.reduce((sum, { existingFiles }) => sum + existingFiles, 0)).toBe(160)
  for (const { from, to } of spans) expect(to - from).toBeLessThan(8n)
})

test('files that left the table do not come back when manifest files are rewritten or merged', async () => {
  await using lake = await openLake()
  const partitionBy = [{ column: 'p', transform: 'identity' }]
  const replace = { partitionBy, mode: { kind: 'overwrite-partitions' } } as const
  await lake.write('SELECT range AS id, range % 3 AS p FROM range(6)', { partitionBy })
  await lake.write('SELECT 10 AS id, 1 AS p', replace)
  const ids = [0, 2, 3, 5, 10].map(BigInt)
  await rewriteManifests(lake.lakehouse, request)
  expect((await lake.rows()).map((row) => row['id'])).toEqual(ids)
  await lake.write('SELECT 12 AS id, 2 AS p', replace)
  await setProperties(lake, { 'commit.manifest.min-count-to-merge': '2' })
  await lake.write('SELECT 13 AS id, 3 AS p', { partitionBy })
  expect((await lake.rows()).map((row) => row['id'])).toEqual([0, 3, 10, 12, 13].map(BigInt))
})

test('manifest files are put in order of their partitions before they are merged, whatever the order of commits', async () => {
  await using lake = await openLake()
  const partitionBy = [{ column: 'p', transform: 'identity' }]
  // Bytes of whole numbers are no order: 256 has a smaller first byte than 1, and negative ones have larger ones.
  const values = [512, -1, 256, 3, -300, 1, 255, 2, 700, -2, 0, 4]
  for (const p of values) await lake.write(`SELECT ${p} AS p`, { partitionBy })
  const size = Number((await manifests(lake))[0]?.lengthBytes ?? 0)
  // Three of them make one, and four such ones are in memory at once.
  await setProperties(lake, { 'commit.manifest.target-size-bytes': String(size * 3 + 100) })
  await rewriteManifests(lake.lakehouse, request)
  const spans = (await manifests(lake)).map(({ partitions: [p] }) =>
    [p?.lowerBound, p?.upperBound].map((bytes) => Buffer.from(bytes ?? []).readInt32LE()),
  )
  const ordered = spans.toSorted(([a = 0], [b = 0]) => a - b)
  for (const [i, [from = 0]] of ordered.entries()) expect(from).toBeGreaterThan(ordered[i - 1]?.[1] ?? -1000)
  expect(spans.length).toBeLessThan(6)
})
