import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { loadTable, publish, updateTables } from '../../src/lakehouse/index.ts'
import { type Lake, openLake } from './lake.ts'

const keeping = (versions: number) => ({
  properties: {
    'write.metadata.delete-after-commit.enabled': 'true',
    'write.metadata.previous-versions-max': String(versions),
  },
})
const metadataFiles = (lake: Lake): readonly string[] =>
  readdirSync(join(lake.folder, 'warehouse'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.metadata.json'))
    .map((path) => basename(path))

test('metadata files that fell out of the log are deleted after the commit, where the table asks for it', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 0 AS id', keeping(2))
  for (let i = 1; i < 5; i++) await lake.write(`SELECT ${i} AS id`)
  expect(await lake.rows()).toHaveLength(5)
  expect(metadataFiles(lake)).toHaveLength(3)
  const { metadata, metadataLocation } = await lake.table()
  const named = [metadataLocation, ...metadata.metadataLog.map(({ metadataFile }) => metadataFile)]
  expect(named.map((location) => basename(location)).toSorted()).toEqual(metadataFiles(lake).toSorted())
  // Two writes that are published as one, whose first has a metadata file that never was current.
  const first = await lake.stage('SELECT 5 AS id')
  const second = await lake.stage('SELECT 6 AS id', { after: first })
  await publish(lake.lakehouse, [first, second])
  expect(metadataFiles(lake)).toHaveLength(3)
  await updateTables(lake.lakehouse, [(await lake.table()).identity], (table) => ({
    kind: 'change',
    metadata: {
      ...table.metadata,
      properties: { ...table.metadata.properties, 'write.metadata.previous-versions-max': '1' },
    },
  }))
  expect(metadataFiles(lake)).toHaveLength(2)
  expect(await lake.rows()).toHaveLength(7)
  // Without the property, and where other tables may have the files as well, they stay.
  for (const changed of [
    { 'write.metadata.delete-after-commit.enabled': 'false' },
    { 'write.metadata.delete-after-commit.enabled': 'true', 'gc.enabled': 'false' },
  ])
    await lake.write('SELECT 9 AS id', { properties: changed })
  expect(metadataFiles(lake)).toHaveLength(4)
})

test('old metadata that cannot be deleted does not fail the commit', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 0 AS id', keeping(1))
  await lake.write('SELECT 1 AS id')
  const storage = {
    ...lake.lakehouse.storage,
    delete: async () => {
      throw new Error('the disk is write-protected')
    },
  }
  const staged = await lake.stage('SELECT 2 AS id')
  await publish({ ...lake.lakehouse, storage }, [staged])
  expect(await lake.rows()).toHaveLength(3)
  expect(metadataFiles(lake)).toHaveLength(3)
})

test('a reader whose metadata file is deleted before it is read opens the newer one', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 0 AS id', keeping(1))
  let isFirst = true
  const catalog = {
    ...lake.lakehouse.catalog,
    load: async (...asked: Parameters<typeof lake.lakehouse.catalog.load>) => {
      const pointer = await lake.lakehouse.catalog.load(...asked)
      if (isFirst) {
        isFirst = false
        for (const id of [1, 2]) await lake.write(`SELECT ${id} AS id`)
      }
      return pointer
    },
  }
  const table = await loadTable({ ...lake.lakehouse, catalog }, { namespace: 'demo', name: 't' })
  expect(table?.metadata.snapshots).toHaveLength(3)
})
