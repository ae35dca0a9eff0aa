import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MillraceError } from '../../../src/diagnostics/index.ts'
import {
  discard,
  headOf,
  loadTableOrDraft,
  publish,
  publishAudited,
  reject,
  scanRelation,
  stageWrite,
  versionOf,
  type WriteRequest,
} from '../../../src/lakehouse/index.ts'
import { rewriteManifests } from '../../../src/lakehouse/maintenance/rewrite-manifests.ts'
import { compactTable } from '../../../src/lakehouse/maintenance/compact.ts'
import { ident, sql, trusted } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../lake.ts'
import {
  insert,
  liveFiles,
  livePaths,
  mergeBy,
  mergeOn,
  remove,
  temporaryTables,
  update,
  upsert,
} from './merging.ts'

const t = { namespace: 'demo', name: 't' }
const by = (...columns: readonly string[]) => columns.map((column) => ({ column, transform: 'identity' }))

/** Rows as text, in order. */
const rows = async (lake: Lake, name?: string): Promise<readonly string[]> =>
  (await lake.rows(name)).map((row) => Object.values(row).map(String).join(' '))

const parquetFiles = (lake: Lake): readonly string[] =>
  readdirSync(join(lake.folder, 'warehouse'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.parquet'),
  )

const localPath = (location: string): string => location.replace('file://', '')

/** Files of ten ids each, 0 to 9 first. */
const writeTens = async (lake: Lake, count: number): Promise<readonly string[]> => {
  for (let i = 0; i < count; i++)
    await lake.write(`SELECT (range + ${i * 10})::INTEGER AS id, 'old' AS s FROM range(10)`)
  return livePaths(lake)
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const cause = await work.catch((thrown: unknown) => thrown)
  return cause instanceof MillraceError
    ? `${cause.diagnostic.code} ${cause.diagnostic.message}`
    : String(cause)
}

const stored = `SELECT * FROM (VALUES (1, 10, 'a'), (2, 20, 'b'), (3, NULL, 'c'), (NULL, 40, 'd')) AS v(id, n, s)`
const fresh = `SELECT * FROM (VALUES (2, 21, 'B'), (3, 31, 'C'), (5, 51, 'E'), (NULL, 41, 'D')) AS v(id, n, s)`

test.each<readonly [string, WriteRequest['mode'], readonly string[]]>([
  [
    'matched rows are updated whole, the others inserted',
    upsert.mode,
    ['1 10 a', '2 21 B', '3 31 C', '5 51 E', 'null 40 d', 'null 41 D'],
  ],
  [
    'an update of some columns leaves the others',
    mergeBy(['id'], update({ n: '"old"."n" + "new"."n"', S: `'u'` })).mode,
    ['1 10 a', '2 41 u', '3 null u', 'null 40 d'],
  ],
  [
    'a condition that is not true, or NULL, leaves the row',
    mergeBy(['id'], update('all', '"old"."n" > 15')).mode,
    ['1 10 a', '2 21 B', '3 null c', 'null 40 d'],
  ],
  ['matched rows are deleted', mergeBy(['id'], remove()).mode, ['1 10 a', 'null 40 d']],
  [
    'matched rows are deleted where the condition is true',
    mergeBy(['id'], remove('"new"."n" < 30')).mode,
    ['1 10 a', '3 null c', 'null 40 d'],
  ],
  [
    'the first clause that holds decides: deletion first',
    mergeBy(['id'], remove('"old"."id" = 2'), update('all')).mode,
    ['1 10 a', '3 31 C', 'null 40 d'],
  ],
  [
    'the first clause that holds decides: update first',
    mergeBy(['id'], update({ s: `'first'` }, '"old"."id" = 2'), remove(), insert('all')).mode,
    ['1 10 a', '2 20 first', '5 51 E', 'null 40 d', 'null 41 D'],
  ],
  [
    'updates of different columns by different clauses',
    mergeBy(['id'], update({ s: '"new"."s"' }, '"old"."n" IS NULL'), update({ n: '0' })).mode,
    ['1 10 a', '2 0 b', '3 null C', 'null 40 d'],
  ],
  [
    'columns that an insert leaves out are NULL',
    mergeBy(['id'], insert({ s: 'upper("new"."s")', id: '"new"."id" * 100' })).mode,
    ['1 10 a', '2 20 b', '3 null c', '500 null E', 'null 40 d', 'null null D'],
  ],
  [
    'the first insert whose condition is true decides, and a row for which none is stays out',
    mergeBy(
      ['id'],
      update('all', 'false'),
      insert({ id: '1000' }, '"new"."id" > 4'),
      insert('all', '"new"."id" > 3'),
      insert('all', '"new"."n" = 40'),
    ).mode,
    ['1 10 a', '1000 null null', '2 20 b', '3 null c', 'null 40 d'],
  ],
  [
    'the last insert may have no condition',
    mergeBy(['id'], insert({ id: '0' }, '"new"."id" = 5'), insert('all')).mode,
    ['0 null null', '1 10 a', '2 20 b', '3 null c', 'null 40 d', 'null 41 D'],
  ],
  [
    'any condition joins',
    mergeOn('"old"."n" + 1 = "new"."n" OR "old"."id" > "new"."id" + 100', update({ id: '7' }), insert('all'))
      .mode,
    ['1 10 a', '3 31 C', '3 null c', '5 51 E', '7 20 b', '7 40 d'],
  ],
  [
    'names are found whatever their case',
    {
      kind: 'merge',
      on: trusted('"old"."ID" = "new"."Id"'),
      keys: [{ old: 'ID', new: trusted('"new"."Id"') }],
      clauses: [update({ S: '"new"."S"' }), insert({ ID: '"new"."ID"' })],
    },
    ['1 10 a', '2 20 B', '3 null C', '5 null null', 'null 40 d', 'null null null'],
  ],
])('%s', async (_, mode, expected) => {
  await using lake = await openLake()
  await lake.write(stored)
  await lake.write(fresh, { mode })
  expect((await rows(lake)).toSorted()).toEqual(expected)
  expect(await temporaryTables(lake)).toEqual([])
})

test('only files of which a row changes are written anew; the others stay the same files', async () => {
  await using lake = await openLake()
  const before = await writeTens(lake, 4)
  const merged = await lake.write(
    `SELECT * FROM (VALUES (12, 'new'), (31, 'kept'), (32, 'new'), (99, 'new')) AS v(id, s)`,
    mergeBy(['id'], update('all', `"new"."s" = 'new'`), insert('all')),
  )
  expect(merged).toMatchObject({
    operation: 'overwrite',
    addedRows: 21,
    removedRows: 20,
    totalRows: 41,
    removedFiles: 2,
  })
  const after = await livePaths(lake)
  expect(before.filter((path) => after.includes(path))).toEqual(before.filter((_, i) => i === 0 || i === 2))
  expect((await rows(lake)).filter((row) => row.endsWith('new'))).toEqual(['12 new', '32 new', '99 new'])
  expect(await rows(lake)).toHaveLength(41)
})

test('files that cannot hold a key are not opened', async () => {
  await using lake = await openLake()
  const before = await writeTens(lake, 5)
  const paths = await liveFiles(lake, await lake.table())
  for (const { file } of paths) if (!isAt(file.path, before, 3)) rmSync(localPath(file.path))
  const merged = await lake.write(`SELECT 35::BIGINT AS id, 'new' AS s`, upsert)
  expect(merged).toMatchObject({ removedFiles: 1, addedFiles: 1, addedRows: 10 })
})

const isAt = (path: string, paths: readonly string[], at: number): boolean => paths.indexOf(path) === at

test('files between the keys are not opened either, however many keys there are', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT range AS id, 'old' AS s FROM range(0, 5000)`)
  const [first] = await livePaths(lake)
  await lake.write(`SELECT range AS id, 'old' AS s FROM range(10000, 15000)`)
  const between = (await livePaths(lake)).find((path) => path !== first) ?? ''
  await lake.write(`SELECT range AS id, 'old' AS s FROM range(20000, 25000)`)
  rmSync(localPath(between))
  const keys = `SELECT range AS id, 'new' AS s FROM range(400, 800) UNION ALL SELECT range, 'new' FROM range(24900, 25200)`
  const merged = await lake.write(keys, upsert)
  expect(merged).toMatchObject({ removedFiles: 2, removedRows: 10_000, addedRows: 10_200 })
})

test('keys of text are looked for between bounds that were cut', async () => {
  await using lake = await openLake()
  const name = (prefix: string, count: number) =>
    `SELECT '${prefix} — a name that is longer than bounds are 😀' || range AS id, 'old' AS s FROM range(${count})`
  for (const prefix of ['aaa', 'mmm', 'zzz']) await lake.write(name(prefix, 5000))
  for (const { file } of await liveFiles(lake, await lake.table()))
    if (
      Buffer.from(file.lowerBounds.get(1) ?? [])
        .toString()
        .startsWith('mmm')
    )
      rmSync(localPath(file.path))
  const keys = `SELECT id, 'new' AS s FROM (${name('aaa', 300)} UNION ALL ${name('zzz', 310)} UNION ALL ${name('zzzz', 7)})`
  expect(await lake.write(keys, upsert)).toMatchObject({
    removedFiles: 2,
    removedRows: 10_000,
    addedRows: 10_007,
  })
})

test('keys that the engine converts to compare them leave no file out', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT '007' AS id, 'old' AS s`)
  await lake.write(`SELECT 7 AS id, 'new' AS s`, mergeBy(['id'], update({ s: '"new"."s"' })))
  expect(await rows(lake)).toEqual(['007 new'])
  await lake.write(`SELECT 'NaN'::DOUBLE AS id, 1 AS s UNION ALL SELECT -0.0::DOUBLE, 2`, {
    identity: { ...t, name: 'floats' },
  })
  await lake.write(`SELECT 'NaN'::DOUBLE AS id, 3 AS s UNION ALL SELECT 0.0::DOUBLE, 4`, {
    identity: { ...t, name: 'floats' },
    ...mergeBy(['id'], update({ s: '"new"."s"' })),
  })
  expect(await rows(lake, 'floats')).toEqual(['0 4', 'NaN 3'])
})

test.each([
  ['TINYINT', '5'],
  ['BIGINT', '9007199254740993'],
  ['DECIMAL(38,10)', '1234567890123456789012345678.0123456789'],
  ['DATE', '1969-12-31'],
  ['TIME', '23:59:59.999999'],
  ['TIMESTAMP', '1969-12-31 23:59:59.999999'],
  ['TIMESTAMPTZ', '2024-02-29 12:00:00+05:30'],
  ['UUID', '00000000-0000-4000-8000-00000000000a'],
  ['BOOLEAN', 'true'],
  ['VARCHAR', 'it is 😀'],
  ['BLOB', '\\x00\\xFF'],
])('a key of type %s finds its row, in any partition', async (type, value) => {
  await using lake = await openLake()
  const key = (text: string) => `CAST('${text}' AS ${type})`
  for (const name of ['t', 'parts']) {
    const isPartitioned = name === 'parts' && type !== 'BLOB'
    const options = { identity: { ...t, name }, ...(isPartitioned ? { partitionBy: by('id') } : {}) }
    await lake.write(`SELECT ${key(value)} AS id, 1 AS n UNION ALL SELECT NULL, 2`, options)
    await lake.write(`SELECT ${key(value)} AS id, 3 AS n UNION ALL SELECT NULL, 4`, { ...options, ...upsert })
    const found = await lake.rows(name, 'n')
    expect(found.map(({ n }) => n)).toEqual([2, 3, 4])
    expect(found[1]?.['id']).toEqual(
      (await lake.connection.rows(sql`SELECT ${trusted(key(value))} AS id`))[0]?.['id'],
    )
  }
})

test('a number that the column cannot hold matches nothing, and does not hide what matches', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1::INTEGER AS id, 'old' AS s`)
  await lake.write(
    `SELECT * FROM (VALUES (1::BIGINT, 'new'), (5000000000, 'new'), (-5000000000, 'new')) AS v(id, s)`,
    mergeBy(['id'], update('all')),
  )
  expect(await rows(lake)).toEqual(['1 new'])
})

test('a stored row that matches two new ones is refused, whether or not a clause decides about it', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, 'secret' AS s`)
  const twice = `SELECT * FROM (VALUES (1, 'x'), (1, 'y'), (2, 'z'), (2, 'z')) AS v(id, s)`
  for (const clauses of [
    [update('all')],
    [update('all', 'false')],
    [remove('"new"."s" = \'x\'')],
    [remove(), update('all')],
  ]) {
    const message = await codeOf(lake.write(twice, mergeBy(['id'], ...clauses, insert('all'))))
    expect(message).toBe(
      'MR3140 a row of demo.t matches several of the rows that are merged into it: they share their id',
    )
  }
  expect(await rows(lake)).toEqual(['1 secret'])
  expect(parquetFiles(lake)).toHaveLength(1)
  expect(await temporaryTables(lake)).toEqual([])
  // Rows that no stored one matches may be alike, and a deletion is the same however often.
  await lake.write(twice, mergeBy(['id'], remove(), insert('all')))
  expect(await rows(lake)).toEqual(['2 z', '2 z'])
})

test('a merge that only inserts is an append, one that only takes whole files away a delete', async () => {
  await using lake = await openLake()
  await writeTens(lake, 2)
  const one = await lake.write(`SELECT 50 AS id, 'new' AS s`, upsert)
  expect(one).toMatchObject({ operation: 'append', addedRows: 1, removedFiles: 0 })
  const two = await lake.write(
    `SELECT range::INTEGER AS id, '' AS s FROM range(10)`,
    mergeBy(['id'], remove()),
  )
  expect(two).toMatchObject({ operation: 'delete', addedFiles: 0, removedRows: 10, totalRows: 11 })
  const { metadata } = await lake.table()
  expect(metadata.snapshots.slice(-2).map(({ summary }) => summary['operation'])).toEqual([
    'append',
    'delete',
  ])
  expect(metadata.snapshots.at(-1)?.summary).toMatchObject({
    'deleted-data-files': '1',
    'total-records': '11',
  })
})

test('nothing that changes is no new version', async () => {
  await using lake = await openLake()
  await lake.write(stored)
  for (const clauses of [[update('all', 'NULL')], [remove('false')], [insert('all', '"new"."n" > 1000')]])
    expect(await lake.write(fresh, mergeBy(['id'], ...clauses))).toMatchObject({ kind: 'unchanged' })
  expect(await lake.write(`${fresh} LIMIT 0`, upsert)).toMatchObject({ kind: 'unchanged' })
  expect((await lake.table()).metadata.snapshots).toHaveLength(1)
})

test('the first merge makes the table and inserts only', async () => {
  await using lake = await openLake()
  await lake.write(fresh, mergeBy(['id'], update('all'), insert('all', '"new"."n" > 40')))
  expect((await rows(lake)).toSorted()).toEqual(['5 51 E', 'null 41 D'])
  const name = { identity: { ...t, name: 'empty' } }
  await lake.write(fresh, { ...name, ...mergeBy(['id'], update('all')) })
  expect(await rows(lake, 'empty')).toEqual([])
  await lake.write(fresh, { ...name, ...upsert })
  expect(await rows(lake, 'empty')).toHaveLength(4)
})

test('the new rows are computed once', async () => {
  await using lake = await openLake()
  await lake.write(stored)
  await lake.connection.run(trusted('CREATE TEMP SEQUENCE calls'))
  await lake.write(`SELECT id, (n * 0 + nextval('calls'))::INTEGER AS n, s FROM (${fresh})`, upsert)
  expect(await lake.connection.rows(trusted(`SELECT nextval('calls')::INTEGER AS n`))).toEqual([{ n: 5 }])
})

test('values that do not fit their column are refused before anything is read', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, DATE '2024-01-01' AS d, 1.5::DECIMAL(5,2) AS n, 'a' AS s`)
  const refused = (...clauses: Parameters<typeof mergeBy>[1][]) =>
    codeOf(lake.write(`SELECT 1 AS id, 'x' AS d, 2.5::DOUBLE AS x`, mergeBy(['id'], ...clauses)))
  expect(await refused(update('all'))).toMatch(/^MR3102 .*n, s are missing$/)
  expect(await refused(insert('all'))).toMatch(/^MR3102/)
  expect(await refused(update({ d: '"new"."d"' }))).toBe(
    'MR3103 column d of demo.t: cannot safely cast VARCHAR to DATE',
  )
  expect(await refused(insert({ n: '"new"."x"' }))).toMatch(/^MR3103 .*DOUBLE to DECIMAL/)
  expect(await refused(update({ m: '1' }))).toMatch(/^MR3141 demo.t has no column m/)
  expect(await refused(update({ n: '1', N: '2' }))).toMatch(/^MR3101/)
  expect(await refused(update({ d: 'NULL', n: '2', s: `error('not computed')` }, 'false'))).toMatch(/object/)
  expect(await codeOf(lake.write('SELECT 1 AS id, 2 AS ID', mergeBy(['id'], remove())))).toMatch(/^MR3101/)
  await lake.write('SELECT 1 AS id', mergeBy(['id'], update({ d: 'NULL', n: '999.994' })))
  expect(await rows(lake)).toEqual(['1 null 999.99 a'])
})

test('a value that overflows fails the write, and leaves no file and no temporary table', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id, 1 AS n')
  // One fails when rows are matched, the other when what was rewritten is there and new rows follow.
  for (const query of [
    'SELECT 1 AS id, 5000000000 AS n UNION ALL SELECT 2, 2',
    'SELECT 1 AS id, 2 AS n UNION ALL SELECT 2, 5000000000',
  ]) {
    await expect(lake.write(query, upsert)).rejects.toMatchObject({ diagnostic: { code: 'MR3001' } })
    expect(parquetFiles(lake)).toHaveLength(1)
    expect(await temporaryTables(lake)).toEqual([])
  }
})

test('an aborted merge leaves no file and no temporary table', async () => {
  await using lake = await openLake()
  await lake.write('SELECT range AS id, 1 AS n FROM range(10)')
  const controller = new AbortController()
  const merging = stageWrite(
    lake.lakehouse,
    {
      connection: lake.connection,
      identity: t,
      query: trusted(
        'SELECT range % 1000000 AS id, count(*)::INTEGER AS n FROM range(300000000) GROUP BY ALL',
      ),
      ...upsert,
      runId: 'run',
      commitId: 'aborted',
    },
    controller.signal,
  )
  setTimeout(() => controller.abort(new Error('stopped')), 200)
  await expect(merging).rejects.toThrow('stopped')
  expect(parquetFiles(lake)).toHaveLength(1)
  expect(await temporaryTables(lake)).toEqual([])
})

test('rows that get another partition move to it; files of older partitionings come under the present one', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT range::INTEGER AS id, 'x' AS part, 0 AS n FROM range(4)`)
  await lake.write(
    `SELECT (range + 4)::INTEGER AS id, CASE WHEN range < 4 THEN 'a' ELSE 'b' END AS part, 0 AS n FROM range(8)`,
    {
      partitionBy: by('part'),
    },
  )
  const merged = await lake.write(
    `SELECT * FROM (VALUES (1, 'y', 1), (4, 'a', 1), (5, 'b', 1), (6, NULL, 1), (50, 'a', 1)) AS v(id, part, n)`,
    upsert,
  )
  expect(merged).toMatchObject({ removedFiles: 2, addedRows: 9, totalRows: 13 })
  expect(await rows(lake)).toEqual(
    [
      '0 x 0',
      '1 y 1',
      '2 x 0',
      '3 x 0',
      '4 a 1',
      '5 b 1',
      '6 null 1',
      '7 a 0',
      '8 b 0',
      '9 b 0',
      '10 b 0',
      '11 b 0',
      '50 a 1',
    ].toSorted((a, b) => Number(a.split(' ')[0]) - Number(b.split(' ')[0])),
  )
  await expectRightPartitions(lake)
})

/** Every row is in a file of its own partition. */
const expectRightPartitions = async (lake: Lake): Promise<void> => {
  const table = await lake.table()
  const relation = await scanRelation(lake.lakehouse, table, { locationColumn: 'location' })
  for (const { file, partition, specId } of await liveFiles(lake, table)) {
    expect(specId).toBe(table.metadata.defaultSpecId)
    for (const [i, { field }] of partition.entries()) {
      const column = ident(
        headOf(table, 'main').schema.fields.find(({ id }) => id === field.sourceId)?.name ?? '',
      )
      const found = await lake.connection.rows(
        sql`SELECT DISTINCT ${column} AS v FROM ${relation} WHERE location = ${trusted(`'${file.path}'`)}`,
      )
      expect(found).toEqual([{ v: file.partition[i] ?? null }])
    }
  }
}

test('small neighbours become one file, and a file that is far too large several, of which each has its own range', async () => {
  await using lake = await openLake()
  const properties = { 'write.target-file-size-bytes': '200000' }
  await lake.write(`SELECT range AS id, md5(range::VARCHAR) AS s FROM range(60000)`, { properties })
  await lake.write(`SELECT range AS id, 'small' AS s FROM range(60000, 60010)`)
  await lake.write(`SELECT range AS id, 'small' AS s FROM range(60010, 60020)`)
  const merged = await lake.write(`SELECT unnest([7, 59999, 60001, 60011, 70000]) AS id, 'new' AS s`, upsert)
  expect(merged).toMatchObject({ removedFiles: 3, totalRows: 60_021 })
  const files = await liveFiles(lake, await lake.table())
  const found = await Promise.all(
    files.map(async ({ file }) => {
      const path = trusted(`'${localPath(file.path)}'`)
      const [range] = await lake.connection.rows(
        sql`SELECT min(id)::INTEGER AS first, max(id)::INTEGER AS last, count(*)::INTEGER AS n FROM read_parquet(${path})`,
      )
      return { first: Number(range?.['first']), last: Number(range?.['last']), n: Number(range?.['n']) }
    }),
  )
  const sorted = found.toSorted((a, b) => a.first - b.first)
  expect(sorted.length).toBeGreaterThan(5)
  expect(sorted.slice(-2)).toEqual([
    { first: 60_000, last: 60_019, n: 20 },
    { first: 70_000, last: 70_000, n: 1 },
  ])
  for (const { first, last, n } of sorted) expect(last - first).toBe(n - 1)
})

test('columns may have any name', async () => {
  await using lake = await openLake()
  const columns = [
    'rowid',
    'file_row_number',
    'millrace_row',
    'clause',
    'row',
    'old',
    'new',
    'a"b',
    'millrace_source',
  ]
  const select = (n: number) =>
    `SELECT ${columns.map((name, i) => `${i + n} AS "${name.replaceAll('"', '""')}"`).join()}`
  await lake.write(`${select(0)} UNION ALL ${select(100)}`)
  await lake.write(
    `${select(100).replace('101 AS', '7 AS')} UNION ALL ${select(200)}`,
    mergeBy(['rowid', 'millrace_row'], update('all'), insert('all')),
  )
  const found = (await lake.rows('t', 'rowid')).map((row) => Object.values(row))
  const line = (n: number) => columns.map((_, i) => i + n)
  expect(found).toEqual([line(0), line(100).map((n) => (n === 101 ? 7 : n)), line(200)])
})

test('a branch is merged into at its own head, and a second write of a job after the first', async () => {
  await using lake = await openLake()
  await lake.write(stored)
  await lake.write("SELECT 7 AS id, 70 AS n, 'g' AS s", { branch: 'dev' })
  await lake.write(`SELECT 7 AS id, 71 AS n, 'G' AS s UNION ALL SELECT 1, 11, 'A'`, {
    branch: 'dev',
    ...upsert,
  })
  const table = await loadTableOrDraft(lake.lakehouse, t)
  if (table === undefined) throw new Error('there is no table')
  const version = { kind: 'ref', name: 'dev' } as const
  const dev = await lake.connection.rows(
    sql`SELECT n FROM ${await scanRelation(lake.lakehouse, table, { version })} ORDER BY id`,
  )
  expect(dev.map(({ n }) => n)).toEqual([11, 20, null, 71, 40])
  expect(await rows(lake)).toHaveLength(4)

  const first = await lake.stage(`SELECT 8 AS id, 80 AS n, 'h' AS s`)
  const second = await lake.stage(`SELECT * FROM (VALUES (8, 81, 'H'), (2, 22, 'B')) AS v(id, n, s)`, {
    after: first,
    ...upsert,
  })
  await publish(lake.lakehouse, [first, second])
  expect((await rows(lake)).toSorted()).toEqual(['1 10 a', '2 22 B', '3 null c', '8 81 H', 'null 40 d'])
})

test('a merge that adds columns leaves them NULL in the rows that it does not change', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id, 10 AS n UNION ALL SELECT 2, 20')
  const adding = { ...upsert.mode, addsColumns: true } as WriteRequest['mode']
  await lake.write('SELECT 2 AS id, 21 AS n UNION ALL SELECT 3, 31', { mode: adding })
  expect(await rows(lake)).toEqual(['1 10', '2 21', '3 31'])
  expect(await codeOf(lake.write('SELECT 2 AS id', { mode: adding }))).toMatch(/^MR3102/)
  // Otherwise what the table lacks is for conditions only.
  await lake.write(
    `SELECT * FROM (VALUES (1, 0, 'd'), (2, 22, 'u'), (4, 40, 'u')) AS v(id, n, op)`,
    mergeBy(['id'], remove(`"new"."op" = 'd'`), update('all'), insert('all')),
  )
  expect(await rows(lake)).toEqual(['2 22', '3 31', '4 40'])
})

test('a merge conflicts with what may hold its keys, and with nothing else', async () => {
  await using lake = await openLake()
  await writeTens(lake, 3)
  const staged = () => lake.stage(`SELECT unnest([12, 15]) AS id, 'new' AS s`, upsert)
  const outcome = async (others: () => Promise<unknown>): Promise<string> => {
    const merge = await staged()
    await others()
    const code = await codeOf(publishAudited(lake.lakehouse, [merge]))
    if (code.startsWith('MR')) await discard(lake.lakehouse, merge)
    return code.split(' ')[0] ?? ''
  }
  const append = (ids: readonly (number | null)[]) =>
    lake.write(`SELECT unnest([${ids.map(String).join()}]::INTEGER[]) AS id, 'other' AS s`)
  const fine = '[object'
  expect(await outcome(() => append([100, 101]))).toBe(fine)
  expect(await outcome(() => append([13, 14]))).toBe(fine)
  expect(await outcome(() => append([null]))).toBe(fine)
  expect(await outcome(() => lake.write(`SELECT 25 AS id, 'new' AS s`, upsert))).toBe(fine)
  expect(await outcome(() => append([11, 13]))).toBe('MR3119')
  expect(await outcome(() => lake.write(`SELECT 18 AS id, 'new' AS s`, upsert))).toBe('MR3119')
  const deletion = mergeBy(['id'], remove())
  expect(await outcome(() => lake.write(`SELECT 12 AS id, 'new' AS s`, deletion))).toBe('MR3119')
  // Rows that were only put into other files are no news; unless they are those of a file that is replaced.
  const compacted = { connection: lake.connection, identity: t, runId: 'run', options: { minInputFiles: 2 } }
  const inserts = await lake.stage(`SELECT 50 AS id, 'new' AS s`, mergeBy(['id'], insert('all')))
  const merges = await staged()
  await compactTable(lake.lakehouse, { ...compacted, commitId: 'compact' })
  await publishAudited(lake.lakehouse, [inserts])
  expect(await codeOf(publishAudited(lake.lakehouse, [merges]))).toMatch(/^MR3119/)
})

test('what others added is found although somebody merged or rewrote the manifest files since', async () => {
  await using lake = await openLake()
  await writeTens(lake, 2)
  const merge = await lake.stage(`SELECT 12 AS id, 'new' AS s UNION ALL SELECT 40, 'new'`, upsert)
  const insertion = await lake.stage(`SELECT 40 AS id, 'new' AS s`, mergeBy(['id'], insert('all')))
  await lake.write(`SELECT 40 AS id, 'other' AS s`)
  await lake.write(`SELECT 1 AS id, 'other' AS s`, mergeBy(['id'], update('all')))
  await rewriteManifests(lake.lakehouse, { identity: t, runId: 'run', commitId: 'manifests' })
  for (const staged of [merge, insertion])
    expect(await codeOf(publishAudited(lake.lakehouse, [staged]))).toMatch(/^MR3119/)
  expect((await rows(lake)).filter((row) => row.startsWith('40'))).toEqual(['40 other'])
})

test('files of partition specs that came later are judged by their bounds', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, 'a' AS part`)
  const staged = () => lake.stage(`SELECT 1 AS id, 'b' AS part`, upsert)
  const [fine, conflicting] = [await staged(), await staged()]
  await lake.write(`SELECT 5 AS id, 'z' AS part`, { partitionBy: by('part') })
  await publishAudited(lake.lakehouse, [fine])
  await lake.write(`SELECT 1 AS id, 'z' AS part`, { partitionBy: by('id') })
  expect(await codeOf(publishAudited(lake.lakehouse, [conflicting]))).toMatch(/^MR3119/)
})

test('a rejected merge keeps its rows under the audit branch, and main keeps its own', async () => {
  await using lake = await openLake()
  await lake.write(stored)
  const merge = await lake.stage(fresh, upsert)
  const seen = await scanRelation(lake.lakehouse, { identity: t, ...versionOf(merge) })
  expect(await lake.connection.rows(sql`SELECT count(*)::INTEGER AS n FROM ${seen}`)).toEqual([{ n: 6 }])
  await reject(lake.lakehouse, [merge], { branch: 'audit-1', reason: 'no' })
  const rejected = await scanRelation(lake.lakehouse, await lake.table(), {
    version: { kind: 'ref', name: 'audit-1' },
  })
  expect(await lake.connection.rows(sql`SELECT count(*)::INTEGER AS n FROM ${rejected}`)).toEqual([{ n: 6 }])
  expect((await rows(lake)).toSorted()).toEqual(['1 10 a', '2 20 b', '3 null c', 'null 40 d'])
})

test.each(['identity', 'truncate[5]'])(
  'a merge may widen the column that its table is partitioned by: %s',
  async (transform) => {
    await using lake = await openLake()
    const partitionBy = [{ column: 'id', transform }]
    await lake.write('SELECT unnest([1, 2, 2]) AS id, 1 AS v', { partitionBy })
    const mode = { ...upsert.mode, ...({ addsColumns: true } as const) }
    await lake.write('SELECT 1::BIGINT AS id, 2 AS v', { mode })
    await lake.write('SELECT 2::BIGINT AS id, 3 AS v', { mode })
    expect(await lake.rows()).toEqual([
      { id: 1n, v: 2 },
      { id: 2n, v: 3 },
      { id: 2n, v: 3 },
    ])
  },
)
