import { expect, test } from 'vitest'
import type { TableMetadata } from '../../src/lakehouse/format/metadata.ts'
import { type ReadVersion, resolveVersion, schemaAt } from '../../src/lakehouse/read-version.ts'
import { openLake } from './lake.ts'

const table = (metadata: TableMetadata) => ({
  identity: { namespace: 'demo', name: 't' },
  metadataLocation: 'file:///t.json',
  metadata,
})

/** Three snapshots; the first was published again by a rollback, and the third only ever was on a branch. */
const history = async (): Promise<TableMetadata> => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const { metadata } = await lake.table()
  const [only] = metadata.snapshots
  const [schema] = metadata.schemas
  if (only === undefined || schema === undefined) throw new Error('nothing was written')
  return {
    ...metadata,
    currentSnapshotId: 1n,
    snapshots: [
      { ...only, snapshotId: 1n, timestampMs: 1000, schemaId: 0 },
      { ...only, snapshotId: 2n, timestampMs: 2000, schemaId: 1 },
      { ...only, snapshotId: 3n, timestampMs: 2500, schemaId: 2 },
    ],
    snapshotLog: [
      { timestampMs: 1000, snapshotId: 1n },
      { timestampMs: 2000, snapshotId: 2n },
      { timestampMs: 3000, snapshotId: 1n },
    ],
    schemas: [0, 1, 2].map((schemaId) => ({ ...schema, schemaId })),
    currentSchemaId: 1,
    refs: { main: { 'snapshot-id': 1 }, audit: { 'snapshot-id': 3n }, v2: { 'snapshot-id': 2, type: 'tag' } },
  }
}

test('a version means the snapshot that Iceberg means', async () => {
  const metadata = await history()
  const id = (version?: ReadVersion) => resolveVersion(table(metadata), version)?.snapshotId
  expect(id()).toBe(1n)
  expect(id({ kind: 'snapshot', id: '3' })).toBe(3n)
  expect(id({ kind: 'ref', name: 'main' })).toBe(1n)
  expect(id({ kind: 'ref', name: 'audit' })).toBe(3n)
  expect(id({ kind: 'ref', name: 'v2' })).toBe(2n)
  expect(id({ kind: 'as-of', timestampMs: 1000 })).toBe(1n)
  expect(id({ kind: 'as-of', timestampMs: 2700 })).toBe(2n)
  expect(id({ kind: 'as-of', timestampMs: 3000 })).toBe(1n)
})

test('an old version is read with its own columns, the published one with those of the table', async () => {
  const metadata = await history()
  const schemaId = (version?: ReadVersion) => schemaAt(table(metadata), version).schemaId
  expect(schemaId()).toBe(1)
  expect(schemaId({ kind: 'ref', name: 'main' })).toBe(1)
  expect(schemaId({ kind: 'ref', name: 'audit' })).toBe(2)
  expect(schemaId({ kind: 'snapshot', id: '1' })).toBe(0)
  expect(schemaId({ kind: 'as-of', timestampMs: 1500 })).toBe(0)
})

test('an unknown version is told with what there is', async () => {
  const metadata = await history()
  const told = (version: ReadVersion, of: TableMetadata = metadata) => {
    try {
      return resolveVersion(table(of), version)
    } catch (cause) {
      return (cause as { diagnostic: unknown }).diagnostic
    }
  }
  expect(told({ kind: 'snapshot', id: '9' })).toMatchObject({ code: 'MR3117' })
  expect(told({ kind: 'ref', name: 'audti' })).toMatchObject({
    code: 'MR3130',
    hint: 'did you mean "audit"?',
  })
  expect(told({ kind: 'ref', name: 'constructor' })).toMatchObject({
    code: 'MR3130',
    hint: 'it has audit, main, v2',
  })
  expect(told({ kind: 'as-of', timestampMs: 999 })).toMatchObject({
    code: 'MR3131',
    message: 'demo.t has no snapshot of 1970-01-01T00:00:00.999Z or before',
    hint: 'its history begins at 1970-01-01T00:00:01.000Z',
  })
  const { currentSnapshotId: _, ...rest } = metadata
  const unwritten: TableMetadata = { ...rest, snapshots: [], snapshotLog: [], refs: {} }
  expect(told({ kind: 'current' }, unwritten)).toBeUndefined()
  expect(told({ kind: 'ref', name: 'main' }, unwritten)).toBeUndefined()
  expect(told({ kind: 'as-of', timestampMs: 999 }, unwritten)).toMatchObject({
    hint: 'nothing was ever written to it',
  })
})
