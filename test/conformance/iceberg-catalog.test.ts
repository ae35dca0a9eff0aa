import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../src/base/secret.ts'
import {
  currentSnapshotId,
  findCommit,
  loadTable,
  loadTableOrDraft,
  publish,
  publishAudited,
  reject,
  type Table,
  updateTables,
} from '../../src/lakehouse/index.ts'
import { restCatalog } from '../../src/lakehouse/catalogs/rest.ts'
import { openRestServer } from '../../src/lakehouse/catalogs/rest-server.ts'
import { openMetadataFolder, putMetadata } from '../../src/lakehouse/write/metadata-file.ts'
import { watermarks } from '../../src/state/watermark-store.ts'
import type { Lake } from '../lakehouse/lake.ts'
import { describeWith } from '../services/engines/installed.ts'
import { startRest } from '../services/engines/rest.ts'
import { startPostgres } from '../services/postgres-server.ts'
import { openPlace, type Place, printPlace } from './catalog-place.ts'
import { startChild } from './child.ts'

/** What gives empty lakes, one after the other. */
type Source = AsyncDisposable & { readonly create: () => Promise<Place> }

type Kind = {
  readonly name: string
  readonly needs: Parameters<typeof describeWith>[0]
  readonly start: () => Promise<Source>
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'millrace-catalog-'))
const inFolder = (folder: string): Place => ({ folder, location: join(folder, 'millrace.db') })

/** Every catalog behaves the same; a new one is one more entry here. */
const kinds: readonly Kind[] = [
  {
    name: 'sqlite',
    needs: [],
    start: async () => ({ create: async () => inFolder(newFolder()), [Symbol.asyncDispose]: async () => {} }),
  },
  {
    name: 'postgres',
    needs: ['PostgreSQL'],
    start: async () => {
      const server = await startPostgres()
      return {
        create: async () => ({ folder: newFolder(), location: new Secret(server.createDatabase()) }),
        [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
      }
    },
  },
  {
    name: 'rest',
    needs: ['REST'],
    start: async () => {
      const server = await startRest(newFolder())
      return {
        create: async () => {
          await dropAll(server.url)
          return { ...inFolder(newFolder()), restUrl: server.url }
        },
        [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
      }
    },
  },
]

/** One server for all tests: a test begins with nothing in it. */
const dropAll = async (url: string): Promise<void> => {
  const options = { url, headers: {} }
  for (const { namespace, name } of await restCatalog(options, async () => {}).list())
    await openRestServer(options).ask((catalog) =>
      catalog.dropTable({ namespace: namespace.split('.'), name }),
    )
}

const t = { namespace: 'demo', name: 't' }
const u = { namespace: 'demo', name: 'u' }
const lost = { diagnostic: { code: 'MR3110' }, retryable: true }

const ids = async (lake: Lake, name?: string) => (await lake.rows(name)).map((row) => row['id'])

for (const { name, needs, start } of kinds)
  describeWith(needs, `catalog ${name}`, () => {
    let source: Source
    beforeAll(async () => {
      source = await start()
    })
    afterAll(async () => source[Symbol.asyncDispose]())
    const create = () => source.create()
    const open = async () => openPlace(await create())

    test('knows no table before one is written, and lists them by namespace and name', async () => {
      await using lake = await open()
      const { catalog } = lake.lakehouse
      expect([await catalog.load(t), await catalog.list()]).toEqual([undefined, []])
      const names = ['t', 'Z', 'odd name/ü?', 'a.b']
      for (const each of names)
        await lake.write('SELECT 1 AS id', { identity: { namespace: 'demo', name: each } })
      await lake.write('SELECT 1 AS id', { identity: { namespace: 'demo.deep', name: 't' } })
      const listed = names.toSorted().map((each) => ({ namespace: 'demo', name: each, draft: false }))
      expect(await catalog.list('demo')).toEqual(listed)
      expect(await catalog.list()).toEqual([...listed, { namespace: 'demo.deep', name: 't', draft: false }])
      expect(await catalog.list('dem')).toEqual([])
      for (const identity of await catalog.list())
        expect(await loadTable(lake.lakehouse, identity)).toBeDefined()
    })

    test('of two writers that start from one version, or make one table, the second is told', async () => {
      await using lake = await open()
      const [making, makingToo] = [await lake.stage('SELECT 1 AS id'), await lake.stage('SELECT 2 AS id')]
      await publish(lake.lakehouse, [making])
      await expect(publish(lake.lakehouse, [makingToo])).rejects.toMatchObject(lost)
      expect(await ids(lake)).toEqual([1])
      const [first, second] = [await lake.stage('SELECT 3 AS id'), await lake.stage('SELECT 4 AS id')]
      await publish(lake.lakehouse, [second])
      await expect(publish(lake.lakehouse, [first])).rejects.toMatchObject(lost)
      expect(await ids(lake)).toEqual([1, 4])
      await publishAudited(lake.lakehouse, [first])
      expect(await ids(lake)).toEqual([1, 3, 4])
    })

    test('several tables move together or not at all', async () => {
      await using lake = await open()
      await lake.write('SELECT 1 AS id')
      await lake.write('SELECT 1 AS id', { identity: u })
      const v = { namespace: 'demo', name: 'v' }
      const stage = async () => [
        await lake.stage('SELECT 2 AS id'),
        await lake.stage('SELECT 2 AS id', { identity: v }),
        await lake.stage('SELECT 2 AS id', { identity: u }),
      ]
      const outdated = await stage()
      await lake.write('SELECT 3 AS id', { identity: u })
      let stored = 0
      await expect(publish(lake.lakehouse, outdated, () => stored++)).rejects.toMatchObject(lost)
      expect([await ids(lake), await ids(lake, 'u'), stored]).toEqual([[1], [1, 3], 0])
      expect(await loadTable(lake.lakehouse, v)).toBeUndefined()
      await publish(lake.lakehouse, await stage(), () => stored++)
      expect([await ids(lake), await ids(lake, 'u'), await ids(lake, 'v'), stored]).toEqual([
        [1, 2],
        [1, 2, 3],
        [2],
        1,
      ])
    })

    test('what is done with a commit is done where the commit happened', async () => {
      await using lake = await open()
      await lake.write('SELECT 1 AS id')
      const staged = await lake.stage('SELECT 2 AS id')
      const failing = publish(lake.lakehouse, [staged], () => {
        throw new Error('stop')
      })
      await expect(failing).rejects.toThrow('stop')
      // Where the tables are elsewhere they have moved before: hence the record of publications.
      expect(await ids(lake)).toEqual(lake.lakehouse.catalog.transactional ? [1] : [1, 2])
    })

    test('a table that was never published is a draft, and becomes a table when it is', async () => {
      await using lake = await open()
      const { catalog } = lake.lakehouse
      await reject(lake.lakehouse, [await lake.stage('SELECT 1 AS id')], { branch: 'audit', reason: 'r' })
      expect(await catalog.load(t)).toMatchObject({ draft: true })
      expect(await catalog.list()).toEqual([{ ...t, draft: true }])
      expect(await loadTable(lake.lakehouse, t)).toBeUndefined()
      const draft = await loadTableOrDraft(lake.lakehouse, t)
      expect(Object.keys(draft?.metadata.refs ?? {})).toEqual(['audit'])
      await lake.write('SELECT 2 AS id')
      expect(await catalog.list()).toEqual([{ ...t, draft: false }])
      const published = await lake.table()
      expect(published.metadata.tableUuid).toBe(draft?.metadata.tableUuid)
      expect(Object.keys(published.metadata.properties)).not.toContain('millrace.draft')
      expect(await ids(lake)).toEqual([2])
    })

    test('a table that is dropped is gone, and its name is free', async () => {
      await using lake = await open()
      await lake.write('SELECT 1 AS id')
      await lake.write('SELECT 1 AS id', { identity: u })
      const before = await lake.stage('SELECT 2 AS id')
      const dropped = await lake.table()
      await updateTables(lake.lakehouse, [t], () => ({ kind: 'drop' }))
      expect(await lake.lakehouse.catalog.list()).toEqual([{ ...u, draft: false }])
      await expect(publish(lake.lakehouse, [before])).rejects.toMatchObject(lost)
      await lake.write('SELECT 3 AS id')
      expect(await ids(lake)).toEqual([3])
      // Who wanted to drop the table that was there before does not drop the new one.
      const late = lake.lakehouse.catalog.commit([{ identity: t, base: dropped, next: undefined }])
      await expect(late).rejects.toMatchObject(lost)
      expect(await ids(lake)).toEqual([3])
    })

    test('schemas, specs, properties, refs and expired snapshots are kept as they were committed', async () => {
      await using lake = await open()
      await lake.write('SELECT 1 AS id', { properties: { 'write.format.default': 'parquet', a: '1' } })
      await lake.write('SELECT 2 AS id', { properties: { a: '2', b: 'é' } })
      const [first, second] = (await lake.table()).metadata.snapshots.map(({ snapshotId }) => snapshotId)
      const change = async (decide: (table: Table) => Partial<Table['metadata']>) => {
        const [after] = await updateTables(lake.lakehouse, [t], (table) => ({
          kind: 'change',
          metadata: { ...table.metadata, ...decide(table) },
        }))
        const stored = await lake.table()
        expect(essence(stored)).toEqual(after === undefined ? undefined : essence(after))
        return stored
      }
      const evolved = await change(({ metadata }) => ({
        schemas: [
          ...metadata.schemas,
          {
            schemaId: 1,
            fields: [
              ...(metadata.schemas[0]?.fields ?? []),
              { id: 2, name: 'part', required: false, type: { kind: 'string' }, doc: 'said "so"' },
            ],
            rest: {},
          },
        ],
        currentSchemaId: 1,
        lastColumnId: 2,
        partitionSpecs: [
          ...metadata.partitionSpecs,
          {
            specId: 1,
            fields: [{ sourceId: 2, fieldId: 1000, name: 'part', transform: { kind: 'identity' } }],
          },
        ],
        defaultSpecId: 1,
        lastPartitionId: 1000,
      }))
      expect(evolved.metadata).toMatchObject({ currentSchemaId: 1, defaultSpecId: 1 })
      const tagged = await change(({ metadata }) => ({
        refs: {
          ...metadata.refs,
          v1: { type: 'tag', 'snapshot-id': first, 'max-ref-age-ms': 1000 },
          side: { type: 'branch', 'snapshot-id': first, 'min-snapshots-to-keep': 2 },
        },
        properties: { b: 'é', c: '3' },
      }))
      expect(tagged.metadata.refs['v1']).toMatchObject({ type: 'tag', 'snapshot-id': first })
      const back = await change(({ metadata }) => ({
        currentSnapshotId: first ?? 0n,
        refs: { ...metadata.refs, main: { type: 'branch', 'snapshot-id': first } },
      }))
      expect(currentSnapshotId(back)).toBe(String(first))
      const expired = await change(
        ({
          metadata: {
            snapshots,
            refs: { v1: _v1, ...refs },
          },
        }) => ({
          snapshots: snapshots.filter(({ snapshotId }) => snapshotId !== second),
          refs,
        }),
      )
      expect(expired.metadata.snapshots.map(({ snapshotId }) => snapshotId)).toEqual([first])
      expect(Object.keys(expired.metadata.refs).toSorted()).toEqual(['main', 'side'])
      expect(await lake.rows()).toEqual([{ id: 1, part: null }])
    })

    test('a ref that another writer has moved is not moved again', async () => {
      await using lake = await open()
      for (const id of [1, 2, 3]) await lake.write(`SELECT ${id} AS id`)
      const base = await lake.table()
      const backTo = async (n: number) => {
        const id = base.metadata.snapshots[n]?.snapshotId ?? 0n
        const refs = { ...base.metadata.refs, main: { type: 'branch', 'snapshot-id': id } }
        const metadata = { ...base.metadata, currentSnapshotId: id, refs }
        const files = await openMetadataFolder(lake.lakehouse, base.metadata.location, undefined)
        return { identity: t, base, next: await putMetadata(lake.lakehouse, base, metadata, files) }
      }
      const [first, second] = [await backTo(0), await backTo(1)]
      await lake.lakehouse.catalog.commit([first])
      await expect(lake.lakehouse.catalog.commit([second])).rejects.toMatchObject(lost)
      expect(await ids(lake)).toEqual([1])
    })

    test('processes that append at the same time lose no row and repeat none', async () => {
      const place = await create()
      await using lake = await openPlace(place)
      await lake.write(`SELECT 'none' AS writer, 0 AS n`)
      const children = Array.from({ length: 4 }, (_, i) =>
        startChild('catalog-child.ts', [printPlace(place), `w${i}`, '5']),
      )
      const ends = await Promise.all(children.map(({ ended }) => ended))
      expect(ends.map(({ code, output }) => [code, output])).toEqual(ends.map(() => [0, '1\n2\n3\n4\n5\n']))
      const rows = (await lake.rows()).map((row) => `${String(row['writer'])} ${String(row['n'])}`)
      const wanted = Array.from({ length: 20 }, (_, i) => `w${Math.floor(i / 5)} ${(i % 5) + 1}`)
      expect(rows).toEqual(['none 0', ...wanted])
      expect((await lake.table()).metadata.snapshots).toHaveLength(21)
      expect([...watermarks(lake.database, { task: 'w3', input: 'i', context: 'c' })]).toEqual([
        ['last', '5'],
      ])
    })

    test('a process that is killed while it commits leaves a table that opens, and no part of a commit', async () => {
      const place = await create()
      await using lake = await openPlace(place)
      await lake.write(`SELECT 'none' AS writer, 0 AS n`)
      for (let kill = 0; kill < 5; kill++) {
        const child = startChild('catalog-child.ts', [printPlace(place), `k${kill}`, '1000'])
        await child.said('2')
        await sleep(Math.random() * 150)
        child.kill()
        await child.ended
        const written = (await lake.rows())
          .filter((row) => row['writer'] === `k${kill}`)
          .map((row) => row['n'])
        expect(written).toEqual(written.map((_, i) => i + 1))
        expect(written.length).toBeGreaterThanOrEqual(2)
        const table = await lake.table()
        for (const n of written) expect(findCommit(table, `k${kill}-${String(n)}`)).toBeDefined()
        const last = watermarks(lake.database, { task: `k${kill}`, input: 'i', context: 'c' }).get('last')
        const stored = Number(last ?? 0)
        // A catalog elsewhere may be one commit ahead of the watermark; a publication's record catches that up.
        expect(written.length - stored).toBeGreaterThanOrEqual(0)
        expect(written.length - stored).toBeLessThanOrEqual(lake.lakehouse.catalog.transactional ? 0 : 1)
      }
    })
  })

/** What a catalog must keep of a table's metadata; the rest is its own: logs, times, where the file is. */
const essence = ({ metadata, draft }: Table) => {
  const { lastUpdatedMs: _updated, metadataLog: _log, snapshotLog: _snapshots, ...kept } = metadata
  return { ...kept, draft }
}
