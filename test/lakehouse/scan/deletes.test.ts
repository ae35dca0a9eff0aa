import { expect, test } from 'vitest'
import { scanRelation } from '../../../src/lakehouse/index.ts'
import { sql } from '../../../src/sql/quote.ts'
import { openLake } from '../lake.ts'
import { fields, type ForeignFile, foreignTable, parsed, positionFields } from './foreign-table.ts'

const schema = fields('1 id long', '2 name string')
const columns = parsed(schema)
const data = (rows: string, more: ForeignFile = {}): ForeignFile => ({ rows, columns, ...more })
const ids = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map(({ id }) => Number(id))

/** Position deletes: pairs of a file's number and a position. */
const positions =
  (pairs: readonly (readonly [number, number])[], more: ForeignFile = {}) =>
  (locations: readonly string[]): ForeignFile => ({
    content: 'positions',
    columns: positionFields,
    rows: `SELECT * FROM (VALUES ${pairs.map(([file, pos]) => `('${locations[file]}', ${pos})`).join()}) AS v(file_path, pos)`,
    sequenceNumber: 2n,
    ...more,
  })

const equality = (rows: string, equalityIds: readonly number[], more: ForeignFile = {}): ForeignFile => ({
  content: 'equality',
  rows,
  columns: columns.filter(({ id }) => equalityIds.includes(id)),
  equalityIds,
  sequenceNumber: 2n,
  ...more,
})

test('position deletes take rows out of the files that they name, and of no other', async () => {
  await using lake = await openLake()
  const { rows } = await foreignTable(lake, {
    schemas: [schema],
    files: [
      data(`SELECT range AS id, 'a' AS name FROM range(5)`),
      data(`SELECT range + 10 AS id, 'b' AS name FROM range(5)`),
      data(`SELECT range + 20 AS id, 'c' AS name FROM range(3)`),
      positions([
        [0, 1],
        [1, 0],
        [1, 4],
        [1, 4],
        [1, 99],
      ]),
      positions([[0, 3]]),
    ],
  })
  expect(ids(await rows())).toEqual([0, 2, 4, 11, 12, 13, 20, 21, 22])
})

test('position deletes count for rows of the same commit and of earlier ones, equality deletes for earlier ones only', async () => {
  await using lake = await openLake()
  const { rows } = await foreignTable(lake, {
    schemas: [schema],
    files: [
      data(`SELECT 1 AS id, 'old' AS name`, { sequenceNumber: 1n }),
      data(`SELECT 1 AS id, 'same' AS name`, { sequenceNumber: 2n }),
      data(`SELECT 1 AS id, 'new' AS name`, { sequenceNumber: 3n }),
      data(`SELECT 9 AS id, 'old' AS name`, { sequenceNumber: 1n }),
      data(`SELECT 9 AS id, 'same' AS name`, { sequenceNumber: 2n }),
      data(`SELECT 9 AS id, 'new' AS name`, { sequenceNumber: 3n }),
      equality('SELECT 1 AS id', [1]),
      positions([
        [3, 0],
        [4, 0],
        [5, 0],
      ]),
    ],
  })
  expect(await rows()).toEqual([
    { id: 1n, name: 'new' },
    { id: 1n, name: 'same' },
    { id: 9n, name: 'new' },
  ])
})

test('equality deletes compare all of their columns, and NULL with NULL', async () => {
  await using lake = await openLake()
  const { rows } = await foreignTable(lake, {
    schemas: [schema],
    files: [
      data(`SELECT * FROM (VALUES (1, 'a'), (1, NULL), (NULL, 'a'), (NULL, NULL), (2, 'b')) AS v(id, name)`),
      equality(`SELECT * FROM (VALUES (1, NULL), (NULL, 'a'), (2, 'a')) AS v(id, name)`, [1, 2]),
    ],
  })
  expect(await rows()).toEqual([
    { id: 1n, name: 'a' },
    { id: 2n, name: 'b' },
    { id: null, name: null },
  ])
})

test('deletes of several columns, commits and kinds add up', async () => {
  await using lake = await openLake()
  const { rows } = await foreignTable(lake, {
    schemas: [schema],
    files: [
      data(`SELECT range AS id, 'n' || range AS name FROM range(10)`, { sequenceNumber: 1n }),
      data(`SELECT range AS id, 'm' || range AS name FROM range(10)`, { sequenceNumber: 3n }),
      equality('SELECT unnest([1, 2]) AS id', [1], { sequenceNumber: 2n }),
      equality('SELECT unnest([2, 3]) AS id', [1], { sequenceNumber: 4n }),
      equality(`SELECT unnest(['n4', 'm5']) AS name`, [2], { sequenceNumber: 4n }),
      positions([[0, 9]], { sequenceNumber: 1n }),
    ],
  })
  expect((await rows()).map(({ name }) => name)).toEqual(
    ['n0', 'm0', 'm1', 'm4', 'n5', 'n6', 'm6', 'n7', 'm7', 'n8', 'm8', 'm9'].toSorted(
      (a, b) => Number(a.slice(1)) - Number(b.slice(1)) || (a < b ? -1 : 1),
    ),
  )
})

const byName = [[{ 'source-id': 2, 'field-id': 1000, name: 'name', transform: 'identity' }], []]

test('deletes of a partition leave equal rows of others alone, and those without partitions reach all', async () => {
  await using lake = await openLake()
  const files = [
    data(`SELECT unnest([1, 2, 3]) AS id, 'a' AS name`, { partition: ['a'] }),
    data(`SELECT unnest([1, 2, 3]) AS id, 'b' AS name`, { partition: ['b'] }),
    data(`SELECT unnest([1, 2, 3]) AS id, NULL AS name`, { partition: [null] }),
    data(`SELECT unnest([1, 2, 3]) AS id, 'a' AS name`, { specId: 1 }),
  ]
  const scoped = await foreignTable(lake, {
    schemas: [schema],
    specs: byName,
    files: [
      ...files,
      equality('SELECT 1 AS id', [1], { partition: ['a'] }),
      equality('SELECT 2 AS id', [1], { partition: [null] }),
    ],
  })
  expect((await scoped.rows()).map(({ id, name }) => `${id}${name}`)).toEqual([
    '1a',
    '1b',
    '1null',
    '2a',
    '2a',
    '2b',
    '3a',
    '3a',
    '3b',
    '3null',
  ])
  const everywhere = await foreignTable(lake, {
    schemas: [schema],
    specs: byName,
    files: [...files, equality('SELECT 1 AS id', [1], { specId: 1 })],
  })
  expect(ids(await everywhere.rows())).toEqual([2, 2, 2, 2, 3, 3, 3, 3])
})

test('position deletes of another partition, or of a spec that is gone by, are not applied', async () => {
  await using lake = await openLake()
  const { rows } = await foreignTable(lake, {
    schemas: [schema],
    specs: byName,
    files: [
      data(`SELECT unnest([1, 2, 3]) AS id, 'a' AS name`, { partition: ['a'] }),
      data(`SELECT unnest([4, 5, 6]) AS id, 'b' AS name`, { partition: ['b'] }),
      positions(
        [
          [0, 0],
          [1, 0],
        ],
        { partition: ['a'] },
      ),
      positions([[1, 1]], { specId: 1 }),
    ],
  })
  expect(ids(await rows())).toEqual([2, 3, 4, 5, 6])
})

test('a delete file about one data file is found by its location or its bounds', async () => {
  await using lake = await openLake()
  const bounds = (text: string) => new Map([[2_147_483_546, Buffer.from(text)]])
  const { rows } = await foreignTable(lake, {
    schemas: [schema],
    files: [
      data(`SELECT range AS id, 'a' AS name FROM range(4)`),
      data(`SELECT range + 10 AS id, 'b' AS name FROM range(4)`),
      (locations) => ({
        ...positions([[0, 0]])(locations),
        referencedDataFile: locations[0] ?? '',
      }),
      (locations) => ({
        ...positions([[1, 1]])(locations),
        lowerBounds: bounds(locations[1] ?? ''),
        upperBounds: bounds(locations[1] ?? ''),
      }),
      (locations) => ({
        ...positions([[0, 3]])(locations),
        lowerBounds: bounds((locations[0] ?? '').slice(0, 16)),
        upperBounds: bounds(`${(locations[0] ?? '').slice(0, 15)}~`),
      }),
    ],
  })
  expect(ids(await rows())).toEqual([1, 2, 10, 12, 13])
})

test('equality deletes find columns by id: renamed, dropped, added and widened since', async () => {
  await using lake = await openLake()
  const before = fields('1 id int', '2 name string', '4 gone string')
  const after = fields('1 key long', '2 label string', '3 added int')
  const old = parsed(before)
  const { rows } = await foreignTable(lake, {
    schemas: [before, after],
    files: [
      { rows: `SELECT range::INT AS id, 'n' AS name, 'g' || range AS gone FROM range(6)`, columns: old },
      { rows: `SELECT 3000000000 AS key, 'n' AS label, 5 AS added`, columns: parsed(after) },
      equality('SELECT 1::INT AS id', [1], { columns: old.slice(0, 1) }),
      equality(`SELECT 'g2' AS gone`, [4], { columns: old.slice(2) }),
      equality(`SELECT 3 AS key, NULL AS added`, [1, 3], {
        columns: parsed(fields('1 key long', '3 added int')),
      }),
      equality(`SELECT 3000000000 AS key, 4 AS added`, [1, 3], {
        columns: parsed(fields('1 key long', '3 added int')),
      }),
    ],
  })
  expect((await rows()).map(({ key }) => key)).toEqual([0n, 4n, 5n, 3_000_000_000n])
})

test('equality deletes find what is inside of structs', async () => {
  await using lake = await openLake()
  const struct = (...inner: readonly string[]) => ({ type: 'struct', fields: fields(...inner) })
  const before = fields('1 id long', ['2 s', struct('3 a string', '4 b string')])
  const after = fields('1 id long', ['2 s', struct('4 a string')])
  const { rows } = await foreignTable(lake, {
    schemas: [before, after],
    files: [
      {
        rows: `SELECT * FROM (VALUES (1, {'a': 'x', 'b': 'y'}), (2, {'a': 'y', 'b': 'x'}), (3, NULL), (4, {'a': NULL, 'b': NULL})) AS v(id, s)`,
        columns: parsed(before),
      },
      equality(`SELECT 1 AS id, {'a': 'y'} AS s`, [4], { columns: parsed(after) }),
      equality(`SELECT NULL::BIGINT AS id, NULL AS s`, [3], {
        columns: parsed(fields('1 id long', ['2 s', struct('3 a string')])),
      }),
    ],
  })
  expect(await rows()).toEqual([{ id: 2n, s: { a: 'x' } }])
})

test('delete files of other formats, deletion vectors, and deletes that say nothing are refused by name', async () => {
  await using lake = await openLake()
  const code = async (file: ForeignFile) => {
    const { rows } = await foreignTable(lake, {
      schemas: [schema],
      files: [data(`SELECT 1 AS id, 'a' AS name`), file],
    })
    return rows().then(
      () => 'read',
      (cause: { diagnostic?: { code: string } }) => cause.diagnostic?.code,
    )
  }
  const deletes: ForeignFile = { content: 'positions', sequenceNumber: 2n }
  expect(await code({ ...deletes, format: 'PUFFIN' })).toBe('MR3114')
  expect(await code({ ...deletes, format: 'AVRO' })).toBe('MR3116')
  expect(await code({ ...deletes, content: 'equality', equalityIds: [1], format: 'ORC' })).toBe('MR3116')
  expect(await code({ ...deletes, content: 'equality' })).toBe('MR3112')
  expect(await code({ ...deletes, content: 'equality', equalityIds: [77] })).toBe('MR3118')
  // What is not live, or not about a file that is read, does no harm.
  expect(await code({ ...deletes, format: 'AVRO', status: 'deleted' })).toBe('read')
  expect(await code({ ...deletes, format: 'AVRO', referencedDataFile: 'file:///other' })).toBe('read')
})

test('files without deletes are read as if the table had none, and no column is read for nothing', async () => {
  await using lake = await openLake()
  const { table } = await foreignTable(lake, {
    schemas: [schema],
    files: [
      data(`SELECT range AS id, 'a' AS name FROM range(10)`),
      data(`SELECT range AS id, 'b' AS name FROM range(10)`),
      (locations) => ({ ...positions([[0, 1]])(locations), referencedDataFile: locations[0] ?? '' }),
    ],
  })
  const relation = await scanRelation(lake.lakehouse, table)
  const [plan] = await lake.connection.rows(sql`EXPLAIN SELECT sum(id) FROM ${relation} WHERE id = 5`)
  const text = String(plan?.['explain_value'])
  expect(text.match(/ANTI/g)).toHaveLength(1)
  expect(text).not.toMatch(/\bname\b/)
  expect(text.match(/id=5/g)).toHaveLength(2)
})
