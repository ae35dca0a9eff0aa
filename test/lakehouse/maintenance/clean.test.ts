import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { type Lakehouse, updateTables } from '../../../src/lakehouse/index.ts'
import { type CleanRequest, cleanFiles } from '../../../src/lakehouse/maintenance/clean.ts'
import { createRef } from '../../../src/lakehouse/maintenance/name-snapshot.ts'
import { type Lake, openLake } from '../lake.ts'

const t = { namespace: 'demo', name: 't' }
const overwrite = { mode: { kind: 'overwrite' } } as const
const day = 86_400_000

/** Cleans as it would be done ten days from now: everything that there is counts as old. */
const clean = (lake: Lake, request: CleanRequest = { identity: t }) => cleanFiles(later(lake), request)
const later = (lake: Lake): Lakehouse => ({ ...lake.lakehouse, now: () => Date.now() + 10 * day })
const ids = async (lake: Lake, name?: string) => (await lake.rows(name)).map((row) => row['id'])
const warehouse = (lake: Lake) => join(lake.folder, 'warehouse')
const paths = async (lake: Lake) => (await lake.lakehouse.storage.list('')).map(({ path }) => path)

const folderOf = async (lake: Lake, name?: string) =>
  (await lake.table(name)).metadata.location.replace(`file://${warehouse(lake)}/`, '')

const put = (lake: Lake, path: string, ageDays = 0): string => {
  const file = join(warehouse(lake), path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, 'left behind')
  const at = new Date(Date.now() - ageDays * day)
  utimesSync(file, at, at)
  return path
}

test('files that no metadata names are deleted, and no other file of the table is', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id', { partitionBy: [{ column: 'id', transform: 'identity' }] })
  await lake.write('SELECT 2 AS id', overwrite)
  await createRef(lake.lakehouse, t, { name: 'v1', kind: 'tag' })
  const needed = await paths(lake)
  const folder = await folderOf(lake)
  const orphans = [
    put(lake, `${folder}/data/killed-1a2b3c4d/rows.parquet`),
    put(lake, `${folder}/data/id=9/stray.parquet`),
    put(lake, `${folder}/metadata/00009-lost.metadata.json`),
    put(lake, `${folder}/metadata/snap-1-1-lost.avro`),
    put(lake, `${folder}/metadata/.4be968dd.millrace-tmp`),
  ]
  put(lake, `${folder}/metadata/version-hint.text`)
  const dry = await clean(lake, { identity: t, dryRun: true })
  expect(dry.orphans.map(({ path }) => path)).toEqual(orphans.toSorted())
  expect(dry).toMatchObject({ left: { young: 0, busy: 0, linked: 0 }, skipped: [] })
  for (const path of orphans) expect(existsSync(join(warehouse(lake), path))).toBe(true)
  const { deletion, ...done } = await clean(lake)
  expect(done).toEqual(dry)
  expect(deletion).toEqual({ deleted: 5, outside: 0, failed: [] })
  expect(await paths(lake)).toEqual([...needed, `${folder}/metadata/version-hint.text`].toSorted())
  expect(await lake.lakehouse.storage.listAbandoned('')).toEqual([])
  expect(await ids(lake)).toEqual([2])
})

test('young files are left, by default those of three days; less than a day has to be forced', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const folder = await folderOf(lake)
  const old = put(lake, `${folder}/data/a/old.parquet`, 4)
  const middle = put(lake, `${folder}/data/a/middle.parquet`, 2)
  const young = put(lake, `${folder}/data/a/young.parquet`)
  const found = async (request: CleanRequest) =>
    (await cleanFiles(lake.lakehouse, { identity: t, dryRun: true, ...request })).orphans.map(
      ({ path }) => path,
    )
  expect(await found({})).toEqual([old])
  expect(await found({ olderThanMs: Date.now() - 1.5 * day })).toEqual([middle, old])
  await expect(found({ olderThanMs: Date.now() })).rejects.toMatchObject({ diagnostic: { code: 'MR3155' } })
  expect(await found({ olderThanMs: Date.now() + 1000, force: true })).toEqual([middle, old, young])
  expect((await cleanFiles(lake.lakehouse, { identity: t })).left).toEqual({ young: 2, busy: 0, linked: 0 })
})

test('what a running writer has written so far is left', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const folder = await folderOf(lake)
  put(lake, `${folder}/data/running/rows.parquet`)
  mkdirSync(join(warehouse(lake), folder, 'data/running/empty'))
  const outcome = await clean(lake, {
    identity: t,
    isBusy: (path) => path.startsWith(`${folder}/data/running`),
  })
  expect(outcome).toMatchObject({ orphans: [], left: { busy: 1 } })
  expect(existsSync(join(warehouse(lake), folder, 'data/running/empty'))).toBe(true)
})

test('a staged write that is not published yet survives, and is published afterwards', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const staged = await lake.stage('SELECT 2 AS id')
  const outcome = await cleanFiles(lake.lakehouse, { identity: t })
  expect(outcome.left.young).toBe(4)
  const { publish } = await import('../../../src/lakehouse/index.ts')
  await publish(lake.lakehouse, [staged])
  expect(await ids(lake)).toEqual([1, 2])
})

test('a commit between listing and reading metadata keeps its files', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const staged = await lake.stage('SELECT 2 AS id')
  const { publish } = await import('../../../src/lakehouse/index.ts')
  const lakehouse = later(lake)
  let listings = 0
  const racing = {
    ...lakehouse,
    catalog: {
      ...lakehouse.catalog,
      // The first listing has seen the table without the commit; it comes before the second.
      list: async (...args: Parameters<typeof lakehouse.catalog.list>) => {
        if (++listings === 2) await publish(lake.lakehouse, [staged])
        return lakehouse.catalog.list(...args)
      },
    },
  }
  const outcome = await cleanFiles(racing, { identity: t })
  expect(listings).toBe(2)
  expect(outcome.orphans).toEqual([])
  expect(await ids(lake)).toEqual([1, 2])
})

test('locations are compared after their file: forms and percent signs are resolved', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const folder = await folderOf(lake)
  const log = [
    `file:${warehouse(lake)}/${folder}/metadata/a.metadata.json`,
    `${warehouse(lake)}/${folder}//metadata/b.metadata.json`,
    `file:///${warehouse(lake).slice(1)}/${folder}/metadata/c%20d.metadata.json`,
    `hdfs://somewhere${warehouse(lake)}/${folder}/metadata/e.metadata.json`,
  ]
  await updateTables(lake.lakehouse, [t], ({ metadata }) => ({
    kind: 'change',
    metadata: {
      ...metadata,
      rest: {
        ...metadata.rest,
        statistics: log.map((path) => ({ 'snapshot-id': 1n, 'statistics-path': path })),
      },
    },
  }))
  for (const name of ['a', 'b', 'c d', 'c%20d', 'e']) put(lake, `${folder}/metadata/${name}.metadata.json`)
  const stray = put(lake, `${folder}/metadata/f.metadata.json`)
  expect((await clean(lake)).orphans.map(({ path }) => path)).toEqual([stray])
})

test('a table that is reached through a link keeps its files, and a link is never followed to delete', async () => {
  const real = mkdtempSync(join(tmpdir(), 'millrace-real-'))
  const base = mkdtempSync(join(tmpdir(), 'millrace-link-'))
  for (const name of ['here', 'there']) symlinkSync(real, join(base, name))
  await using lake = await openLake(join(base, 'here'))
  await lake.write('SELECT 1 AS id')
  const folder = await folderOf(lake)
  const elsewhere = mkdtempSync(join(tmpdir(), 'millrace-elsewhere-'))
  writeFileSync(join(elsewhere, 'precious.parquet'), 'rows')
  symlinkSync(elsewhere, join(warehouse(lake), folder, 'data', 'linked'))
  // Other engines came by the real path and by another link, and their names of files are those that metadata has.
  const statistics = [join(real, 'warehouse'), join(base, 'there', 'warehouse')].map((root, i) => ({
    'snapshot-id': 1n,
    'statistics-path': `file://${root}/${folder}/metadata/${i}.puffin`,
  }))
  await updateTables(lake.lakehouse, [t], ({ metadata }) => ({
    kind: 'change',
    metadata: { ...metadata, rest: { ...metadata.rest, statistics } },
  }))
  for (const i of [0, 1]) put(lake, `${folder}/metadata/${i}.puffin`)
  const stray = put(lake, `${folder}/metadata/stray.avro`)
  const outcome = await clean(lake)
  expect(outcome.orphans.map(({ path }) => path)).toEqual([stray])
  expect(outcome.left.linked).toBe(1)
  expect(readdirSync(elsewhere)).toEqual(['precious.parquet'])
  expect(await ids(lake)).toEqual([1])
})

test('the whole warehouse: every table is cleaned, and folders of tables that were dropped go', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await lake.write('SELECT 2 AS id', { identity: { namespace: 'demo', name: 'u' } })
  await lake.write('SELECT 3 AS id', { identity: { namespace: 'demo', name: 'draft' }, branch: 'pr-1' })
  await lake.write('SELECT 4 AS id', { identity: { namespace: 'demo', name: 'gone' } })
  await updateTables(lake.lakehouse, [{ namespace: 'demo', name: 'gone' }], () => ({ kind: 'drop' }))
  const kept = (await paths(lake)).filter((path) => !path.startsWith('demo/gone-'))
  const never = put(lake, 'demo/never-00112233aabb/data/c-1/rows.parquet')
  const stray = put(lake, `${await folderOf(lake, 'u')}/data/stray.parquet`)
  // Of another engine, or of nobody: nothing says that they are ours.
  const foreign = [
    'demo/theirs/data/x.parquet',
    'demo/t-550e8400-e29b-41d4-a716-446655440000/data/x.parquet',
    'README',
  ]
  for (const path of foreign) put(lake, path)
  const outcome = await clean(lake, {})
  expect(outcome.orphans.map(({ path }) => path)).toEqual(expect.arrayContaining([never, stray]))
  expect(outcome.orphans).toHaveLength(6)
  expect(await paths(lake)).toEqual([...kept, ...foreign].toSorted())
  expect([await ids(lake), await ids(lake, 'u')]).toEqual([[1], [2]])
})

test('a folder of a table that is just being made is left whole', async () => {
  await using lake = await openLake()
  put(lake, 'demo/new-00112233aabb/data/c-1/first.parquet', 9)
  put(lake, 'demo/new-00112233aabb/data/c-1/second.parquet')
  expect(await cleanFiles(lake.lakehouse, {})).toMatchObject({ orphans: [] })
})

test('views and tables of other catalogs in the same store keep their files', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const insert = (catalog: string, name: string, folder: string, type: string) =>
    lake.database.run(
      `INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name, metadata_location, iceberg_type)
        VALUES (?, 'demo', ?, ?, ?)`,
      catalog,
      name,
      `file://${warehouse(lake)}/${folder}/metadata/00000-x.metadata.json`,
      type,
    )
  insert('other', 'x', 'demo/x-00112233aabb', 'TABLE')
  insert('millrace', 'v', 'demo/v-00112233aabb', 'VIEW')
  insert('other', 'inside', `${await folderOf(lake)}/inside`, 'TABLE')
  for (const folder of ['demo/x-00112233aabb', 'demo/v-00112233aabb', `${await folderOf(lake)}/inside`])
    put(lake, `${folder}/data/x.parquet`)
  const before = await paths(lake)
  expect((await clean(lake, {})).orphans).toEqual([])
  expect(await paths(lake)).toEqual(before)
  // Two catalogs with one table: neither knows what the other needs.
  insert('other', 't', await folderOf(lake), 'TABLE')
  put(lake, `${await folderOf(lake)}/data/x.parquet`)
  await expect(clean(lake)).rejects.toMatchObject({ diagnostic: { code: 'MR3156' } })
  expect(await clean(lake, {})).toMatchObject({ orphans: [], skipped: [{ what: 'demo.t' }] })
})

test('a table inside of the folder of another keeps its files, wherever they are', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const folder = await folderOf(lake)
  await lake.write('SELECT 2 AS id', { identity: { namespace: 'demo', name: 'u' } })
  const u = { namespace: 'demo', name: 'u' }
  const data = `file://${warehouse(lake)}/${folder}/data/of-u`
  put(lake, `${folder}/data/of-u/x.parquet`)
  await updateTables(lake.lakehouse, [u], ({ metadata }) => ({
    kind: 'change',
    metadata: { ...metadata, properties: { 'write.data.path': data } },
  }))
  expect((await clean(lake)).orphans).toEqual([])
})

test('nothing is deleted where a table cannot be read, is shared, or is not there', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  put(lake, `${await folderOf(lake)}/data/stray.parquet`)
  const before = await paths(lake)
  await expect(clean(lake, { identity: { namespace: 'demo', name: 'none' } })).rejects.toMatchObject({
    diagnostic: { code: 'MR3213' },
  })
  await expect(
    clean(lake, { identity: t, location: `file://${warehouse(lake)}/demo` }),
  ).rejects.toMatchObject({
    diagnostic: { code: 'MR3157' },
  })
  await lake.write('SELECT 2 AS id', { identity: { namespace: 'demo', name: 'broken' } })
  const { metadataLocation } = await lake.table('broken')
  writeFileSync(metadataLocation.replace('file://', ''), '{')
  await expect(clean(lake)).rejects.toMatchObject({ diagnostic: { code: 'MR3156' } })
  await expect(clean(lake, {})).rejects.toMatchObject({ diagnostic: { code: 'MR3156' } })
  await updateTables(lake.lakehouse, [t], ({ metadata }) => ({
    kind: 'change',
    metadata: { ...metadata, properties: { 'gc.enabled': 'false' } },
  }))
  lake.database.run(`DELETE FROM iceberg_tables WHERE table_name = 'broken'`)
  await expect(clean(lake)).rejects.toMatchObject({ diagnostic: { code: 'MR3154' } })
  expect(await clean(lake, {})).toMatchObject({ skipped: [{ what: 'demo.t' }] })
  expect(await paths(lake)).toEqual(expect.arrayContaining([...before]))
})

test('only the named folder of a table is cleaned, and folders that became empty go later', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const folder = await folderOf(lake)
  const stray = put(lake, `${folder}/data/killed/rows.parquet`)
  const metadata = put(lake, `${folder}/metadata/stray.avro`)
  const location = `file://${warehouse(lake)}/${folder}/data`
  expect((await clean(lake, { identity: t, location })).orphans.map(({ path }) => path)).toEqual([stray])
  expect(existsSync(join(warehouse(lake), folder, 'data/killed'))).toBe(false)
  expect(existsSync(join(warehouse(lake), metadata))).toBe(true)
})
