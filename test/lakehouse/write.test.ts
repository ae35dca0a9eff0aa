import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import {
  currentSnapshotId,
  discard,
  findCommit,
  listTables,
  loadTable,
  loadTableAt,
  partitionColumns,
  publish,
  rowCount,
  scanRelation,
  stageWrite,
  tableColumns,
  updateTables,
  versionOf,
  type WriteRequest,
} from '../../src/lakehouse/index.ts'
import { readManifestList, writeManifestList } from '../../src/lakehouse/format/manifest-list.ts'
import { sql, trusted } from '../../src/sql/quote.ts'
import { type Lake, openLake } from './lake.ts'

const overwrite = { mode: { kind: 'overwrite' } } as const
const insertOnly = (on: string): Pick<WriteRequest, 'mode'> => ({
  mode: { kind: 'merge', on: trusted(on), keys: [], clauses: [{ kind: 'insert', values: 'all' }] },
})
const by = (...columns: readonly string[]) => columns.map((column) => ({ column, transform: 'identity' }))
const filesOf = (lake: Lake): readonly string[] =>
  readdirSync(join(lake.folder, 'warehouse'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
const ids = async (lake: Lake, name?: string) => (await lake.rows(name)).map((row) => row['id'])

test('the first write makes the table; appending adds to it, each with one snapshot', async () => {
  await using lake = await openLake()
  const first = await lake.write(`SELECT 1::TINYINT AS id, 'a' AS s`)
  expect(first).toMatchObject({
    kind: 'staged',
    operation: 'append',
    addedRows: 1,
    totalRows: 1,
    addedFiles: 1,
  })
  const second = await lake.write(`SELECT 'b' AS S, 2 AS ID`)
  expect(second).toMatchObject({ addedRows: 1, totalRows: 2, removedRows: 0 })
  const table = await lake.table()
  expect(tableColumns(table)).toEqual([
    { name: 'id', type: 'INTEGER' },
    { name: 's', type: 'VARCHAR' },
  ])
  expect(await lake.rows()).toEqual([
    { id: 1, s: 'a' },
    { id: 2, s: 'b' },
  ])
  expect(rowCount(table)).toBe(2)
  expect(table.metadata.snapshots.map((snapshot) => snapshot.sequenceNumber)).toEqual([1n, 2n])
  expect(table.metadata.metadataLog).toHaveLength(1)
  expect(table.metadata.snapshots[1]?.summary).toMatchObject({
    operation: 'append',
    'added-records': '1',
    'total-records': '2',
    'total-data-files': '2',
    'millrace.run-id': 'run',
    'millrace.commit-id': 'commit-2',
  })
  expect(findCommit(table, 'commit-1')).toBe(first.snapshotId)
  expect(findCommit(table, 'commit-9')).toBeUndefined()
  expect(await listTables(lake.lakehouse)).toEqual([{ namespace: 'demo', name: 't' }])
  expect(await listTables(lake.lakehouse, 'other')).toEqual([])
})

test('overwrite replaces all rows in one snapshot, and older snapshots still have theirs', async () => {
  await using lake = await openLake()
  const first = await lake.write('SELECT range AS id FROM range(5)')
  await lake.write('SELECT 5::BIGINT AS id')
  const last = await lake.write('SELECT 9::BIGINT AS id', overwrite)
  expect(last).toMatchObject({
    operation: 'overwrite',
    addedRows: 1,
    removedRows: 6,
    totalRows: 1,
    removedFiles: 2,
  })
  expect(await ids(lake)).toEqual([9n])
  const table = await lake.table()
  const before = await lake.connection.rows(
    sql`SELECT count(*) AS n FROM ${await scanRelation(lake.lakehouse, table, { version: { kind: 'snapshot', id: first.snapshotId ?? '' } })}`,
  )
  expect(before).toEqual([{ n: 5n }])
  await expect(
    scanRelation(lake.lakehouse, table, { version: { kind: 'snapshot', id: '1' } }),
  ).rejects.toMatchObject({
    diagnostic: { code: 'MR3117' },
  })
  await lake.write('SELECT 0::BIGINT AS id WHERE false', overwrite)
  expect(await ids(lake)).toEqual([])
  expect(rowCount(await lake.table())).toBe(0)
})

test('nothing to add leaves the table as it is, and a first write without rows makes an empty one', async () => {
  await using lake = await openLake()
  expect(await lake.write('SELECT 1 AS id WHERE false')).toMatchObject({ kind: 'staged', totalRows: 0 })
  expect(await ids(lake)).toEqual([])
  await lake.write('SELECT 1 AS id')
  const before = await lake.table()
  const files = filesOf(lake)
  const again = await lake.write('SELECT 2 AS id WHERE false')
  expect(again).toMatchObject({ kind: 'unchanged', snapshotId: currentSnapshotId(before), totalRows: 1 })
  expect(await lake.write('SELECT 1 AS id', insertOnly('old.id = new.id'))).toMatchObject({
    kind: 'unchanged',
  })
  expect((await lake.table()).metadataLocation).toBe(before.metadataLocation)
  expect(filesOf(lake)).toEqual(files)
})

test('insert-only adds what no stored row matches: duplicates among the new all, NULL always', async () => {
  await using lake = await openLake()
  const on = insertOnly('"old"."id" = "new"."id"')
  await lake.write('SELECT unnest([1, 2, NULL]) AS id', on)
  await lake.write('SELECT unnest([2, 3, 3, NULL]) AS id', on)
  expect(await ids(lake)).toEqual([1, 2, 3, 3, null, null])
  const ranged = await lake.write(
    'SELECT unnest([0, 7]) AS id',
    insertOnly('old.id > new.id OR old.id = 2 AND new.id = 9'),
  )
  expect(ranged).toMatchObject({ addedRows: 1, totalRows: 7 })
})

test('columns that differ from the table are named, and nothing is written', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, 'x' AS name, DATE '2024-01-01' AS day, 1.5::DECIMAL(5,2) AS amount`)
  const files = filesOf(lake)
  const code = (query: string) =>
    lake.stage(query, overwrite).then(
      () => 'staged',
      (cause: { diagnostic?: { code: string; message: string } }) =>
        `${cause.diagnostic?.code} ${cause.diagnostic?.message}`,
    )
  expect(await code(`SELECT 1 AS id, 'x' AS title, DATE '2024-01-01' AS day, 1.5 AS amount`)).toBe(
    `MR3102 the rows do not fit demo.t: the table's name VARCHAR is missing; the rest would do (title VARCHAR is added)`,
  )
  expect(await code(`SELECT 1.5 AS id, '2024-01-01' AS day, 1.5 AS amount`)).toBe(
    `MR3102 the rows do not fit demo.t: the table's name VARCHAR is missing; id is DECIMAL(2,1), which cannot be safely cast to INTEGER; day is VARCHAR, which cannot be safely cast to DATE`,
  )
  expect(await code(`SELECT 1 AS a, 2 AS "A"`)).toMatch(/^MR3101/)
  expect(filesOf(lake)).toEqual(files)
  await lake.write(
    `SELECT 7::TINYINT AS amount, 5::SMALLINT AS ID, 1 AS name, DATE '2024-01-02' AS day`,
    overwrite,
  )
  expect(await lake.rows()).toEqual([{ id: 5, name: '1', day: '2024-01-02', amount: '7.00' }])
})

test('a value that does not fit the narrower column of the table fails the write', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1.5::DECIMAL(4,1) AS x')
  await lake.write('SELECT 2::BIGINT AS x')
  const files = filesOf(lake)
  await expect(lake.stage('SELECT 3000000000 AS x')).rejects.toMatchObject({ diagnostic: { code: 'MR3001' } })
  expect(filesOf(lake)).toEqual(files)
  expect(await lake.rows()).toEqual([{ x: '1.5' }, { x: '2.0' }])
})

test.each([
  [`SELECT INTERVAL 1 DAY AS wait`, 'MR3100', {}],
  [`SELECT 1 AS day`, 'MR3104', { partitionBy: by('dya') }],
  [`SELECT [1] AS list`, 'MR3105', { partitionBy: by('list') }],
  [`SELECT 1 AS id, 'infinity'::DATE AS day`, 'MR3108', { partitionBy: by('day') }],
])('%s cannot become a table: %s', async (query, code, options) => {
  await using lake = await openLake()
  await expect(lake.stage(query, options)).rejects.toMatchObject({ diagnostic: { code } })
  expect(await lake.lakehouse.storage.list('')).toEqual([])
})

test('a partition spec evolves, and the table keeps its own where none is given', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id, 10 AS a, 20 AS b', { partitionBy: by('A') })
  await lake.write('SELECT 2 AS id, 10 AS a, 21 AS b')
  await lake.write('SELECT 3 AS id, 11 AS a, 21 AS b', { partitionBy: by('b', 'a') })
  await lake.write('SELECT 4 AS id, 11 AS a, 21 AS b', { ...overwrite, partitionBy: by('a') })
  const { metadata } = await lake.table()
  expect(metadata.partitionSpecs).toEqual([
    { specId: 0, fields: [{ sourceId: 2, fieldId: 1000, name: 'a', transform: { kind: 'identity' } }] },
    {
      specId: 1,
      fields: [
        { sourceId: 3, fieldId: 1001, name: 'b', transform: { kind: 'identity' } },
        { sourceId: 2, fieldId: 1000, name: 'a', transform: { kind: 'identity' } },
      ],
    },
  ])
  expect(metadata.defaultSpecId).toBe(0)
  expect(metadata.lastPartitionId).toBe(1001)
  expect(partitionColumns(await lake.table())).toEqual(['a'])
  expect(metadata.snapshots.map((snapshot) => snapshot.summary['changed-partition-count'])).toEqual([
    '1',
    '1',
    '1',
    '3',
  ])
  expect(await ids(lake)).toEqual([4])
})

test('the writer that comes second loses, may try again, and harms nothing', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const [one, two] = [await lake.stage('SELECT 2 AS id'), await lake.stage('SELECT 3 AS id')]
  await publish(lake.lakehouse, [one])
  let also = false
  const lost = publish(lake.lakehouse, [two], () => {
    also = true
  })
  await expect(lost).rejects.toMatchObject({ retryable: true, diagnostic: { code: 'MR3110' } })
  expect(also).toBe(false)
  await discard(lake.lakehouse, two)
  expect(await ids(lake)).toEqual([1, 2])
  await lake.write('SELECT 3 AS id')
  expect(await ids(lake)).toEqual([1, 2, 3])
})

test('of two first writers of one table the second loses', async () => {
  await using lake = await openLake()
  const [one, two] = [await lake.stage('SELECT 1 AS id'), await lake.stage('SELECT 2 AS id')]
  await publish(lake.lakehouse, [one])
  await expect(publish(lake.lakehouse, [two])).rejects.toMatchObject({ diagnostic: { code: 'MR3110' } })
  expect(await ids(lake)).toEqual([1])
})

test('several tables and what belongs to them are published together or not at all', async () => {
  await using lake = await openLake()
  const a = { identity: { namespace: 'demo', name: 'a' } }
  const b = { identity: { namespace: 'demo', name: 'b' } }
  await lake.write('SELECT 1 AS id', b)
  const stagedA = await lake.stage('SELECT 1 AS id', a)
  const stagedB = await lake.stage('SELECT 2 AS id', b)
  const remember = () =>
    lake.database.run(`INSERT INTO run (id, command, started_at) VALUES ('r', 'apply', 'now')`)
  const broken = publish(lake.lakehouse, [stagedA, stagedB], () => {
    remember()
    throw new Error('the watermark cannot be stored')
  })
  await expect(broken).rejects.toThrow('the watermark cannot be stored')
  await lake.write('SELECT 3 AS id', b)
  await expect(publish(lake.lakehouse, [stagedA, stagedB], remember)).rejects.toThrow('demo.b')
  expect(await loadTable(lake.lakehouse, a.identity)).toBeUndefined()
  expect(await ids(lake, 'b')).toEqual([1, 3])
  expect(lake.database.all('SELECT * FROM run')).toEqual([])
  await publish(lake.lakehouse, [stagedA, await lake.stage('SELECT 4 AS id', b)], remember)
  expect([await ids(lake, 'a'), await ids(lake, 'b')]).toEqual([[1], [1, 3, 4]])
  expect(lake.database.all('SELECT id FROM run')).toEqual([{ id: 'r' }])
  expect(lake.database.all('SELECT * FROM iceberg_namespace_properties')).toHaveLength(1)
})

test('a staged write can be read, audited and followed by another before anybody sees it', async () => {
  await using lake = await openLake()
  const one = await lake.stage('SELECT 1 AS id')
  const two = await lake.stage('SELECT 2 AS id', { after: one })
  const staged = await loadTableAt(lake.lakehouse, { identity: two.identity, ...versionOf(two) })
  const audited = await lake.connection.rows(
    sql`SELECT sum(id) AS n FROM ${await scanRelation(lake.lakehouse, staged)}`,
  )
  expect(audited).toEqual([{ n: 3n }])
  expect(await loadTable(lake.lakehouse, two.identity)).toBeUndefined()
  await publish(lake.lakehouse, [one, two])
  expect(await ids(lake)).toEqual([1, 2])
})

test('a process that dies between files and publication leaves the table as it was', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  await lake.stage('SELECT 2 AS id', { commitId: 'same' })
  await using again = await openLake(lake.folder)
  expect(await ids(again)).toEqual([1])
  await again.write('SELECT 2 AS id', { commitId: 'same' })
  expect(await ids(again)).toEqual([1, 2])
})

test('a failed or aborted write leaves no file', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const files = filesOf(lake)
  await expect(
    lake.stage(
      `SELECT CASE WHEN range = 400000 THEN error('bad row')::INTEGER ELSE 1 END AS id FROM range(500000)`,
    ),
  ).rejects.toThrow('bad row')
  const controller = new AbortController()
  const aborted = stageWrite(
    lake.lakehouse,
    {
      connection: lake.connection,
      query: trusted('SELECT (a.range + b.range)::INTEGER AS id FROM range(100000) a, range(100000) b'),
      identity: { namespace: 'demo', name: 't' },
      mode: { kind: 'append' },
      runId: 'run',
      commitId: 'aborted',
    },
    controller.signal,
  )
  setTimeout(() => controller.abort(new Error('stop')), 200)
  await expect(aborted).rejects.toThrow('stop')
  expect(filesOf(lake)).toEqual(files)
  expect(await ids(lake)).toEqual([1])
})

test('a missing data file is named', async () => {
  await using lake = await openLake()
  const staged = await lake.write('SELECT 1 AS id')
  const path =
    staged.kind === 'staged' ? staged.dataFiles.find((file) => file.endsWith('.parquet')) : undefined
  rmSync(dirname(lake.lakehouse.storage.location(path ?? '')), { recursive: true })
  await expect(lake.rows()).rejects.toMatchObject({ diagnostic: { code: 'MR3115' } })
})

test('a table of another format version, or damaged, is refused by name', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const { storage } = lake.lakehouse
  const { metadata, metadataLocation } = await lake.table()
  const root = `file://${storage.root}/`
  const list = (metadata.snapshots[0]?.manifestList ?? '').slice(root.length)
  const entries = readManifestList(await storage.read(list))
  const asDeletes = entries.map((entry) => ({ ...entry, content: 'deletes' as const }))
  await storage.put(list, writeManifestList({ snapshotId: 1n, sequenceNumber: 1n }, asDeletes))
  await expect(lake.rows()).rejects.toMatchObject({ diagnostic: { code: 'MR3112' } })
  await storage.put(list, (await storage.read(list)).subarray(0, 900))
  await expect(lake.rows()).rejects.toMatchObject({ diagnostic: { code: 'MR3112' } })
  const path = metadataLocation.slice(root.length)
  const text = new TextDecoder().decode(await storage.read(path))
  await storage.put(path, new TextEncoder().encode(text.replace('"format-version":2', '"format-version":4')))
  await expect(lake.table()).rejects.toMatchObject({ diagnostic: { code: 'MR3113' } })
  await storage.put(path, new TextEncoder().encode(text.slice(0, -5)))
  await expect(lake.table()).rejects.toMatchObject({ diagnostic: { code: 'MR3112' } })
  await storage.delete(path)
  await expect(lake.table()).rejects.toMatchObject({ diagnostic: { code: 'MR3112' } })
})

test('a table of format version 3 is read and never written, and what is new in it is refused by name', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const { storage } = lake.lakehouse
  const path = (await lake.table()).metadataLocation.slice(`file://${storage.root}/`.length)
  const text = new TextDecoder().decode(await storage.read(path))
  const put = (changed: string) => storage.put(path, new TextEncoder().encode(changed))
  await put(text.replace('"format-version":2', '"format-version":3'))
  expect(await ids(lake)).toEqual([1])
  const files = filesOf(lake)
  await expect(lake.stage('SELECT 2 AS id')).rejects.toMatchObject({ diagnostic: { code: 'MR3122' } })
  await expect(
    updateTables(lake.lakehouse, [{ namespace: 'demo', name: 't' }], ({ metadata }) => ({
      kind: 'change',
      metadata,
    })),
  ).rejects.toMatchObject({ diagnostic: { code: 'MR3122' } })
  expect(filesOf(lake)).toEqual(files)
  await put(
    text.replace('"format-version":2', '"format-version":3').replace('"type":"int"', '"type":"variant"'),
  )
  await expect(lake.table()).rejects.toThrow('the type variant (column id)')
})

test('properties are kept and merged, metadata is compressed where they ask for it, and its log is cut', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id', { properties: { a: '1', 'write.metadata.compression-codec': 'gzip' } })
  expect((await lake.table()).metadataLocation).toMatch(/\/00000-[-0-9a-f]{36}\.gz\.metadata\.json$/)
  for (let i = 0; i < 4; i++)
    await lake.write('SELECT 1 AS id', {
      properties: { 'write.metadata.previous-versions-max': '2', 'write.metadata.compression-codec': 'none' },
    })
  const { metadata, metadataLocation } = await lake.table()
  expect(metadataLocation).toMatch(/\/00004-[-0-9a-f]{36}\.metadata\.json$/)
  expect(metadata.properties).toMatchObject({ a: '1' })
  expect(metadata.metadataLog.map((entry) => /\/(\d+)-/.exec(entry.metadataFile)?.[1])).toEqual([
    '00002',
    '00003',
  ])
})

test('names that no folder can have, and a warehouse with a strange path, make no difference', async () => {
  await using outer = await openLake()
  await using lake = await openLake(join(outer.folder, 'wäre [1] *?#%20 x'))
  const strange = { identity: { namespace: '../é', name: 'a/b "c"' }, partitionBy: by('p"q') }
  await lake.write(`SELECT 1 AS id, 'x/y' AS "p""q"`, strange)
  const table = await loadTable(lake.lakehouse, strange.identity)
  expect(table?.metadata.location).toMatch(/^file:\/\/\/.*\/~2e~2e~2f~c3~a9|\/\.\.~2f~c3~a9/)
  const relation = table && (await scanRelation(lake.lakehouse, table))
  expect(await lake.connection.rows(sql`SELECT * FROM ${relation ?? trusted('nothing')}`)).toEqual([
    { id: 1, 'p"q': 'x/y' },
  ])
})

test.each([[[]], [['p']]])(
  'an overwrite of partitions by no rows replaces nothing, with partitions %j',
  async (columns) => {
    await using lake = await openLake()
    const partitionBy = columns.map((column) => ({ column, transform: 'identity' }))
    await lake.write('SELECT 1 AS id, 1 AS p', { partitionBy })
    const mode = { kind: 'overwrite-partitions' } as const
    const staged = await lake.write('SELECT 1 AS id, 1 AS p WHERE false', { mode, partitionBy })
    expect(staged).toMatchObject({ kind: 'unchanged', totalRows: 1 })
    expect(await lake.rows()).toEqual([{ id: 1, p: 1 }])
  },
)
