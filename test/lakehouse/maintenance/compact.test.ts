import { expect, test } from 'vitest'
import type { Connection } from '../../../src/engines/index.ts'
import { printMetadata } from '../../../src/lakehouse/format/metadata.ts'
import { type Lakehouse, rowCount, scanRelation, updateTables } from '../../../src/lakehouse/index.ts'
import { alterTable } from '../../../src/lakehouse/maintenance/alter.ts'
import { type CompactRequest, compactTable } from '../../../src/lakehouse/maintenance/compact.ts'
import { planScan } from '../../../src/lakehouse/scan/plan.ts'
import { snapshotOf } from '../../../src/lakehouse/table.ts'
import { sql, trusted } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../lake.ts'
import { fields, type ForeignFile, foreignTable, parsed, positionFields } from '../scan/foreign-table.ts'

const t = { namespace: 'demo', name: 't' }
const by = (column: string) => ({ partitionBy: [{ column, transform: 'identity' }] })

type Row = readonly [number, number]

let commits = 0
const compact = (lake: Lake, request: Partial<CompactRequest> = {}, lakehouse: Lakehouse = lake.lakehouse) =>
  compactTable(lakehouse, {
    connection: lake.connection,
    identity: t,
    runId: 'run',
    commitId: `compact-${++commits}`,
    ...request,
  })

const ids = async (lake: Lake, name?: string) => (await lake.rows(name)).map((row) => row['id'])

/** Live data files, in the order of the table: which spec, which partition, how many rows. */
const files = async (lake: Lake) => {
  const table = await lake.table()
  const planned = await planScan(lake.lakehouse, table, {
    snapshot: snapshotOf(table),
    fields: [],
    filter: [],
  })
  return planned.map(({ file, specId, deletes }) => ({
    specId,
    partition: file.partition.join(),
    rows: Number(file.recordCount),
    size: Number(file.fileSizeBytes),
    path: file.path,
    deletes: deletes.length,
  }))
}

const parquetFiles = async (lake: Lake) =>
  (await lake.lakehouse.storage.list('')).filter(({ path }) => path.endsWith('.parquet')).length

test('small files become one, all rows stay, and compacting again does nothing', async () => {
  await using lake = await openLake()
  for (let id = 0; id < 6; id++) await lake.write(`SELECT ${id} AS id, 'text ${id}' AS s`)
  const before = await lake.rows()
  expect(await compact(lake, { dryRun: true })).toMatchObject({ groups: 1, removedFiles: 6, snapshotIds: [] })
  expect(await files(lake)).toHaveLength(6)
  const outcome = await compact(lake)
  expect(outcome).toMatchObject({ groups: 1, removedFiles: 6, addedFiles: 1, givenUp: 0 })
  expect(await lake.rows()).toEqual(before)
  expect(await files(lake)).toMatchObject([{ rows: 6 }])
  const { metadata } = await lake.table()
  expect(metadata.snapshots.at(-1)).toMatchObject({
    summary: { operation: 'replace', 'added-records': '6', 'deleted-records': '6', 'total-records': '6' },
  })
  expect(outcome.snapshotIds).toEqual([String(metadata.currentSnapshotId)])
  expect(await compact(lake)).toMatchObject({ groups: 0, snapshotIds: [] })
  expect((await lake.table()).metadata).toEqual(metadata)
})

test('few small files, and files of a good size, are left alone', async () => {
  await using lake = await openLake()
  for (let id = 0; id < 4; id++) await lake.write(`SELECT ${id} AS id`)
  expect(await compact(lake)).toMatchObject({ groups: 0 })
  const size = (await files(lake))[0]?.size ?? 0
  const options = { minInputFiles: 2, targetFileSizeBytes: size + 1, minFileSizeBytes: size - 50 }
  expect(await compact(lake, { options })).toMatchObject({ groups: 0 })
  expect(await compact(lake, { options: { ...options, minFileSizeBytes: size } })).toMatchObject({
    groups: 0,
  })
  // Two do not fit into one, so nothing would be won.
  const tight = { targetFileSizeBytes: Math.round(size * 1.4), minFileSizeBytes: size + 1 }
  expect(await compact(lake, { options: tight })).toMatchObject({ groups: 0 })
  expect(await compact(lake, { options: { minInputFiles: 4 } })).toMatchObject({ groups: 1, removedFiles: 4 })
})

test('files are merged within their partition until they fill one of the target size', async () => {
  await using lake = await openLake()
  for (let id = 0; id < 8; id++)
    await lake.write(`SELECT ${id} AS id, v AS p FROM (VALUES ('a'), (NULL)) t(v)`, by('p'))
  const size = (await files(lake))[0]?.size ?? 0
  await updateTables(lake.lakehouse, [t], ({ metadata }) => ({
    kind: 'change',
    metadata: { ...metadata, properties: { 'write.target-file-size-bytes': String(size * 4 + 100) } },
  }))
  const before = await lake.rows('t', 'ALL')
  expect(await compact(lake)).toMatchObject({ groups: 4, removedFiles: 16, addedFiles: 4 })
  expect((await files(lake)).map(({ partition, rows }) => `${partition} ${rows}`).toSorted()).toEqual([
    ' 4',
    ' 4',
    'a 4',
    'a 4',
  ])
  expect(await lake.rows('t', 'ALL')).toEqual(before)
})

test('sorting puts the rows of each partition in order, also over several files', async () => {
  await using lake = await openLake()
  const rows = `SELECT (range * 7919) % 10007 AS id, nullif(range % 5, 4) AS n, 'some text ' || range AS s, range % 2 AS p FROM range(20000)`
  for (let i = 0; i < 3; i++) await lake.write(rows, by('p'))
  const total = (await files(lake)).reduce((sum, { size }) => sum + size, 0)
  const outcome = await compact(lake, {
    sortBy: [
      { column: 'N', direction: 'desc', nulls: 'last' },
      { column: 'id', direction: 'asc', nulls: 'first' },
    ],
    options: { targetFileSizeBytes: Math.round(total / 6), rewriteAll: true },
  })
  expect(outcome).toMatchObject({ groups: 2, removedFiles: 6 })
  const written = await files(lake)
  expect(written.length).toBeGreaterThanOrEqual(6)
  const relation = await scanRelation(lake.lakehouse, await lake.table(), { locationColumn: 'file' })
  // Within a partition no row comes before one that sorts lower, neither in a file nor in an earlier one.
  for (const p of ['0', '1']) {
    const found: Row[] = []
    for (const { path } of written.filter(({ partition }) => partition === p)) {
      const file = trusted(`'${path.replace('file://', '')}'`)
      const stored = await lake.connection.rows(
        sql`SELECT coalesce(-n, 1)::INT AS n, id::INT AS id FROM read_parquet(${file}, file_row_number = true) ORDER BY file_row_number`,
      )
      found.push(...stored.map((row) => [Number(row['n']), Number(row['id'])] as const))
    }
    expect(found).toHaveLength(30000)
    const isBefore = ([n, id]: Row = [0, 0], [m, other]: Row = [0, 0]) => n < m || (n === m && id < other)
    expect(found.findIndex((row, i) => i > 0 && isBefore(row, found[i - 1]))).toBe(-1)
  }
  const [count] = await lake.connection.rows(
    sql`SELECT count(*)::INT AS n, count(DISTINCT s)::INT AS d FROM ${relation}`,
  )
  expect(count).toEqual({ n: 60000, d: 20000 })
  await expect(
    compact(lake, { sortBy: [{ column: 'idd', direction: 'asc', nulls: 'first' }] }),
  ).rejects.toMatchObject({ diagnostic: { code: 'MR3128', hint: 'did you mean "id"?' } })
})

test('a file that is too large is split', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT range AS id, md5(range::VARCHAR) AS s FROM range(20000)`)
  const size = (await files(lake))[0]?.size ?? 0
  const options = { targetFileSizeBytes: Math.round(size / 3) }
  expect(await compact(lake, { options })).toMatchObject({ removedFiles: 1, addedFiles: 3 })
  expect((await files(lake)).map(({ rows }) => rows)).toEqual([6667, 6667, 6666])
  expect(await compact(lake, { options })).toMatchObject({ groups: 0 })
  expect(await ids(lake)).toEqual(Array.from({ length: 20000 }, (_, id) => BigInt(id)))
})

test('only files that hold a row of the condition are rewritten', async () => {
  await using lake = await openLake()
  for (let id = 0; id < 6; id++) await lake.write(`SELECT ${id} AS id, ${id % 2} AS millrace_location`)
  const outcome = await compact(lake, {
    where: trusted('"id" >= 1 AND "millrace_location" = 1'),
    options: { minInputFiles: 2 },
  })
  expect(outcome).toMatchObject({ groups: 1, removedFiles: 3 })
  expect(await files(lake)).toHaveLength(4)
  expect(await ids(lake)).toEqual([0, 1, 2, 3, 4, 5])
})

test('files of older partition specs come under the present one', async () => {
  await using lake = await openLake()
  for (let id = 0; id < 2; id++) await lake.write(`SELECT ${id} AS id, 'x' AS a, ${id} AS b`, by('a'))
  await lake.write(`SELECT 2 AS id, 'y' AS a, 1 AS b`, by('b'))
  expect(new Set((await files(lake)).map(({ specId }) => specId)).size).toBe(2)
  expect(await compact(lake)).toMatchObject({ removedFiles: 2, addedFiles: 2 })
  const { metadata } = await lake.table()
  expect((await files(lake)).map(({ specId, partition }) => `${specId} ${partition}`).toSorted()).toEqual([
    `${metadata.defaultSpecId} 0`,
    `${metadata.defaultSpecId} 1`,
    `${metadata.defaultSpecId} 1`,
  ])
  expect(await ids(lake)).toEqual([0, 1, 2])
})

test('a table that has lost its partitions is compacted as one', async () => {
  await using lake = await openLake()
  for (let id = 0; id < 3; id++) await lake.write(`SELECT ${id} AS id, 'x' AS a`, by('a'))
  await alterTable(lake.lakehouse, t, { partitionBy: [] })
  await lake.write(`SELECT 3 AS id, 'y' AS a`)
  expect(await compact(lake)).toMatchObject({ removedFiles: 4, addedFiles: 1 })
  expect(await files(lake)).toMatchObject([{ specId: (await lake.table()).metadata.defaultSpecId, rows: 4 }])
  expect(await ids(lake)).toEqual([0, 1, 2, 3])
})

test('files that are sorted as the table wants it say so, others do not', async () => {
  await using lake = await openLake()
  for (let id = 0; id < 3; id++) await lake.write(`SELECT ${id} AS id, {'b': ${-id}} AS a`)
  await expect(compact(lake, { sortBy: 'table' })).rejects.toMatchObject({ diagnostic: { code: 'MR3159' } })
  await alterTable(lake.lakehouse, t, { sortBy: [{ column: 'a.b', direction: 'asc', nulls: 'first' }] })
  const orderOfFiles = async () => {
    const table = await lake.table()
    const planned = await planScan(lake.lakehouse, table, {
      snapshot: snapshotOf(table),
      fields: [],
      filter: [],
    })
    return planned.map(({ file }) => file.sortOrderId)
  }
  const options = { rewriteAll: true }
  await compact(lake, { sortBy: 'table', options })
  expect(await orderOfFiles()).toEqual([1])
  const relation = await scanRelation(lake.lakehouse, await lake.table())
  expect((await lake.connection.rows(sql`SELECT id FROM ${relation}`)).map((row) => row['id'])).toEqual([
    2, 1, 0,
  ])
  await compact(lake, { sortBy: [{ column: 'id', direction: 'asc', nulls: 'first' }], options })
  expect(await orderOfFiles()).toEqual([undefined])
  await compact(lake, { sortBy: [{ column: 'A.b', direction: 'asc', nulls: 'first' }], options })
  expect(await orderOfFiles()).toEqual([1])
})

const schema = fields('1 id int', '2 s string')
const data = (from: number, to: number): ForeignFile => ({
  rows: `SELECT range::INT AS id, 'text' AS s FROM range(${from}, ${to})`,
  columns: parsed(schema),
  recordCount: BigInt(to - from),
})

/** A table with data files and deletes as another engine leaves them, known to the catalog. */
const deletedFrom = async (lake: Lake) => {
  const { table } = await foreignTable(lake, {
    schemas: [schema],
    files: [
      data(0, 10),
      data(10, 20),
      data(20, 30),
      ([first = '']) => ({
        rows: `SELECT '${first}' AS file_path, unnest([1, 2])::BIGINT AS pos`,
        columns: positionFields,
        referencedDataFile: first,
        recordCount: 2n,
        content: 'positions',
        sequenceNumber: 2n,
      }),
      {
        rows: `SELECT unnest([11, 12, 13])::INT AS id`,
        columns: parsed(schema.slice(0, 1)),
        recordCount: 3n,
        content: 'equality',
        equalityIds: [1],
        sequenceNumber: 3n,
      },
    ],
  })
  await lake.lakehouse.storage.put(
    table.metadataLocation.replace(`file://${lake.lakehouse.storage.root}/`, ''),
    printMetadata(table.metadata),
  )
  await lake.lakehouse.catalog.commit([{ identity: t, base: undefined, next: table }])
}

const remaining = Array.from({ length: 30 }, (_, id) => id).filter((id) => ![1, 2, 11, 12, 13].includes(id))

test('rows that another engine deleted are gone for good, and its delete files with them', async () => {
  await using lake = await openLake()
  await deletedFrom(lake)
  expect(await ids(lake)).toEqual(remaining)
  expect(rowCount(await lake.table())).toBeUndefined()
  // All three have a delete that may be about them: equality deletes are about the whole table.
  const outcome = await compact(lake)
  expect(outcome).toMatchObject({ removedFiles: 3, removedDeleteFiles: 2, addedFiles: 1 })
  expect(await ids(lake)).toEqual(remaining)
  const table = await lake.table()
  expect(rowCount(table)).toBe(25)
  expect(snapshotOf(table)?.summary).toMatchObject({
    'total-delete-files': '0',
    'total-equality-deletes': '0',
    'removed-delete-files': '2',
    'removed-position-deletes': '2',
    'removed-equality-deletes': '3',
  })
})

test('deletes that remaining files need stay when only some are rewritten', async () => {
  await using lake = await openLake()
  await deletedFrom(lake)
  const outcome = await compact(lake, { where: trusted('"id" = 0') })
  expect(outcome).toMatchObject({ removedFiles: 1, removedDeleteFiles: 1 })
  expect((await files(lake)).map(({ deletes }) => deletes).toSorted((a, b) => a - b)).toEqual([0, 1, 1])
  expect(await ids(lake)).toEqual(remaining)
})

test('what is appended meanwhile stays, and is no reason to begin again', async () => {
  await using lake = await openLake()
  for (let id = 0; id < 5; id++) await lake.write(`SELECT ${id} AS id`)
  const connection = interrupted(lake, () => lake.write('SELECT 99 AS id'))
  const outcome = await compact(lake, { connection })
  expect(outcome).toMatchObject({ groups: 1, removedFiles: 5, givenUp: 0 })
  expect(await files(lake)).toHaveLength(2)
  expect(await ids(lake)).toEqual([0, 1, 2, 3, 4, 99])
})

test('a group whose files are replaced meanwhile is started again, the others are not', async () => {
  await using lake = await openLake()
  for (let id = 0; id < 5; id++)
    await lake.write(`SELECT ${id} AS id, p FROM (VALUES (0), (1)) t(p)`, by('p'))
  let copies = 0
  const connection = interrupted(
    lake,
    () =>
      lake.write(`SELECT (100 + range)::INTEGER AS id, 1 AS p FROM range(7)`, {
        ...by('p'),
        mode: { kind: 'overwrite-partitions' },
      }),
    () => copies++,
  )
  const outcome = await compact(lake, { connection })
  // The second partition is one file by now: there is nothing left to do in it.
  expect(outcome).toMatchObject({ groups: 1, removedFiles: 5, givenUp: 0 })
  expect(copies).toBe(2)
  expect(await ids(lake)).toEqual([0, 1, 2, 3, 4, 100, 101, 102, 103, 104, 105, 106])
  expect(await parquetFiles(lake)).toBe(12)
})

test('a group whose files are changed again and again is given up, and nothing of it stays', async () => {
  await using lake = await openLake()
  const fill = async () => {
    await lake.write('SELECT 0 AS id', { mode: { kind: 'overwrite' } })
    for (let id = 1; id < 5; id++) await lake.write(`SELECT ${id} AS id`)
  }
  await fill()
  const connection = always(lake, fill)
  const outcome = await compact(lake, { connection })
  expect(outcome).toMatchObject({ groups: 0, snapshotIds: [], givenUp: 1 })
  expect(await ids(lake)).toEqual([0, 1, 2, 3, 4])
  expect(await parquetFiles(lake)).toBe(30)
})

test('a failure leaves the table as it was, and commits in parts keep what was done before', async () => {
  await using lake = await openLake()
  for (let id = 0; id < 5; id++)
    await lake.write(`SELECT ${id} AS id, p FROM (VALUES (0), (1), (2)) t(p)`, by('p'))
  const before = await lake.lakehouse.storage.list('')
  const failing = (after: number): Connection => {
    let copies = 0
    return {
      ...bound(lake),
      rows: async (statement, signal) => {
        if (statement.startsWith('COPY') && ++copies > after) throw new Error('the engine died')
        return lake.connection.rows(statement, signal)
      },
    }
  }
  await expect(compact(lake, { connection: failing(2) })).rejects.toThrow('the engine died')
  expect(await lake.lakehouse.storage.list('')).toEqual(before)
  await expect(compact(lake, { connection: failing(2), commits: 3 })).rejects.toThrow('the engine died')
  expect((await files(lake)).map(({ partition, rows }) => `${partition} ${rows}`).toSorted()).toEqual([
    '0 5',
    '1 5',
    ...Array.from({ length: 5 }, () => '2 1'),
  ])
  expect(await ids(lake)).toHaveLength(15)
})

test('other rows than the manifests count are refused, and the table stays as it was', async () => {
  await using lake = await openLake()
  const { table } = await foreignTable(lake, {
    schemas: [schema],
    files: [data(0, 10), { ...data(10, 20), recordCount: 11n }],
  })
  await lake.lakehouse.storage.put(
    table.metadataLocation.replace(`file://${lake.lakehouse.storage.root}/`, ''),
    printMetadata(table.metadata),
  )
  await lake.lakehouse.catalog.commit([{ identity: t, base: undefined, next: table }])
  await expect(compact(lake, { options: { minInputFiles: 2 } })).rejects.toMatchObject({
    diagnostic: { code: 'MR3112', message: expect.stringContaining('count 21 rows where the files have 20') },
  })
  expect(await ids(lake)).toHaveLength(20)
})

test('a branch is compacted by itself', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 0 AS id')
  for (let id = 1; id < 5; id++) await lake.write(`SELECT ${id} AS id`, { branch: 'fix' })
  const current = (await lake.table()).metadata.currentSnapshotId
  expect(await compact(lake, { branch: 'fix' })).toMatchObject({ removedFiles: 5, addedFiles: 1 })
  const table = await lake.table()
  expect(table.metadata.currentSnapshotId).toBe(current)
  const relation = await scanRelation(lake.lakehouse, table, { version: { kind: 'ref', name: 'fix' } })
  expect(await lake.connection.rows(sql`SELECT id FROM ${relation} ORDER BY id`)).toHaveLength(5)
  await expect(compact(lake, { branch: 'none' })).rejects.toMatchObject({ diagnostic: { code: 'MR3130' } })
})

test('sizes that contradict each other are refused', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 0 AS id')
  await expect(
    compact(lake, { options: { targetFileSizeBytes: 100, minFileSizeBytes: 100 } }),
  ).rejects.toMatchObject({ diagnostic: { code: 'MR3157' } })
})

const bound = ({ connection }: Lake): Connection => ({
  run: (...args) => connection.run(...args),
  rows: (...args) => connection.rows(...args),
  table: (...args) => connection.table(...args),
  stream: (...args) => connection.stream(...args),
  describe: (...args) => connection.describe(...args),
  [Symbol.asyncDispose]: async () => undefined,
})

/** A connection before whose every COPY something happens. */
const always = (lake: Lake, happen: () => Promise<unknown>): Connection => ({
  ...bound(lake),
  rows: async (statement, signal) => {
    if (statement.startsWith('COPY')) await happen()
    return lake.connection.rows(statement, signal)
  },
})

/** A connection after whose first COPY something happens. */
const interrupted = (lake: Lake, happen: () => Promise<unknown>, count?: () => void): Connection => {
  let happened = false
  return {
    ...bound(lake),
    rows: async (statement, signal) => {
      const rows = await lake.connection.rows(statement, signal)
      if (!statement.startsWith('COPY')) return rows
      count?.()
      if (!happened) {
        happened = true
        await happen()
      }
      return rows
    },
  }
}
