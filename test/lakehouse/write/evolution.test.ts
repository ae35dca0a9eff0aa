import { expect, test } from 'vitest'
import { printPrimitive } from '../../../src/lakehouse/format/iceberg-type.ts'
import { allFields } from '../../../src/lakehouse/format/schema.ts'
import { headOf } from '../../../src/lakehouse/head.ts'
import {
  atSnapshot,
  loadTableOrDraft,
  mainBranch,
  publish,
  publishAudited,
  publishBranch,
  scanRelation,
  updateTables,
  type WriteRequest,
} from '../../../src/lakehouse/index.ts'
import { alterTable } from '../../../src/lakehouse/maintenance/index.ts'
import { sql } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../lake.ts'
import { update, insert, mergeBy } from './merging.ts'

const overwrite = { mode: { kind: 'overwrite' } } as const
const replace = { ...overwrite, schemaChange: 'replace' } as const
const identity = { namespace: 'demo', name: 't' }

/** The columns of a branch: `id name type`, nested ones by their full names. */
const columns = async (lake: Lake, branch = mainBranch): Promise<readonly string[]> => {
  const table = await loadTableOrDraft(lake.lakehouse, identity)
  return table === undefined
    ? []
    : allFields(headOf(table, branch).schema.fields).map(({ field: { id, type }, path }) => {
        const printed =
          type.kind === 'struct' || type.kind === 'list' || type.kind === 'map'
            ? type.kind
            : printPrimitive(type)
        return `${id} ${path.join('.')} ${printed}`
      })
}

const refusal = (lake: Lake, query: string, options: Partial<WriteRequest> = {}) =>
  lake.stage(query, options).then(
    () => 'staged',
    (cause: { diagnostic?: { code: string; message: string } }) =>
      `${cause.diagnostic?.code} ${cause.diagnostic?.message}`,
  )

test('columns that are new are added at the end, also inside of structs, lists and maps', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, {'a': 1} AS st, [{'x': 1}] AS l, MAP {'k': {'v': 1}} AS m`)
  const staged = await lake.write(
    `SELECT DATE '2024-01-02' AS day, MAP {'k': {'w': [2], 'v': 2}} AS m, 2 AS ID, {'b': {'c': 'x'}, 'A': 2} AS st, [{'x': 2, 'y': 0.5::DOUBLE}] AS l`,
  )
  expect(await columns(lake)).toEqual([
    '1 id int',
    '2 st struct',
    '5 st.a int',
    '11 st.b struct',
    '12 st.b.c string',
    '3 l list',
    '6 l.element struct',
    '7 l.element.x int',
    '13 l.element.y double',
    '4 m map',
    '8 m.key string',
    '9 m.value struct',
    '10 m.value.v int',
    '14 m.value.w list',
    '15 m.value.w.element int',
    '16 day date',
  ])
  expect(staged.kind === 'staged' && staged.change.layout.columnChanges).toEqual([
    'st.b STRUCT("c" VARCHAR) is added',
    'l.element.y DOUBLE is added',
    'm.value.w INTEGER[] is added',
    'day DATE is added',
  ])
  expect(await lake.rows('t', 'id')).toEqual([
    {
      id: 1,
      st: { a: 1, b: null },
      l: [{ x: 1, y: null }],
      m: [{ key: 'k', value: { v: 1, w: null } }],
      day: null,
    },
    {
      id: 2,
      st: { a: 2, b: { c: 'x' } },
      l: [{ x: 2, y: 0.5 }],
      m: [{ key: 'k', value: { v: 2, w: [2] } }],
      day: '2024-01-02',
    },
  ])
})

test('types become wider where the format allows it, and narrower values are cast up', async () => {
  await using lake = await openLake()
  await lake.write(
    `SELECT 1 AS i, 0.5::FLOAT AS f, 1.5::DECIMAL(4,1) AS d, {'n': [1]} AS st, 1.5::DOUBLE AS x`,
    {
      partitionBy: [
        { column: 'i', transform: 'identity' },
        { column: 'd', transform: 'truncate[10]' },
      ],
    },
  )
  await lake.write(
    `SELECT 9007199254740993 AS i, 0.1::DOUBLE AS f, 123456.5::DECIMAL(9,1) AS d, {'n': [9007199254740993]} AS st, 2.5::FLOAT AS x`,
  )
  await lake.write(
    `SELECT 3::TINYINT AS i, 0.25::FLOAT AS f, 2.5::DECIMAL(2,1) AS d, {'n': [3::SMALLINT]} AS st, 7 AS x`,
  )
  expect(await columns(lake)).toEqual([
    '1 i long',
    '2 f double',
    '3 d decimal(9, 1)',
    '4 st struct',
    '6 st.n list',
    '7 st.n.element long',
    '5 x double',
  ])
  expect((await lake.table()).metadata.schemas).toHaveLength(2)
  expect(await lake.rows('t', 'i')).toEqual([
    { i: 1n, f: 0.5, d: '1.5', st: { n: [1n] }, x: 1.5 },
    { i: 3n, f: 0.25, d: '2.5', st: { n: [3n] }, x: 7 },
    { i: 9007199254740993n, f: 0.1, d: '123456.5', st: { n: [9007199254740993n] }, x: 2.5 },
  ])
  const relation = await scanRelation(lake.lakehouse, await lake.table(), { filter: [] })
  expect(await lake.connection.rows(sql`SELECT count(*)::INTEGER AS n FROM ${relation} WHERE i = 1`)).toEqual(
    [{ n: 1 }],
  )
})

test('all that does not fit is told at once, with what would', async () => {
  await using lake = await openLake()
  await lake.write(
    `SELECT 1 AS id, 'x' AS name, DATE '2024-01-01' AS day, {'a': 1, 'b': 2} AS st, MAP {{'k': 1}: 1} AS m`,
    { partitionBy: [{ column: 'id', transform: 'bucket[2]' }] },
  )
  const message = await refusal(
    lake,
    `SELECT 1::BIGINT AS id, 5 AS day, {'a': 'text'} AS st, MAP {{'k': 1, 'j': 2}: 1} AS m, 1 AS id_bucket, true AS flag`,
  )
  expect(message).toBe(
    "MR3102 the rows do not fit demo.t: the table's name VARCHAR, st.b INTEGER are missing; day is INTEGER, which cannot be safely cast to DATE; st.a is VARCHAR, which cannot be safely cast to INTEGER; m.key.j cannot be added: it is inside the key of a map; id_bucket cannot be added: a partition field of the table has its name; the rest would do (id INTEGER becomes BIGINT, flag BOOLEAN is added)",
  )
  for (const mode of [{ kind: 'append' }, { kind: 'overwrite-partitions' }, { kind: 'overwrite' }] as const)
    expect(await refusal(lake, `SELECT 1 AS id`, { mode })).toMatch(/^MR3102/)
})

test('NULL without a type is of the column’s type', async () => {
  await using lake = await openLake()
  await lake.write(
    `SELECT DATE '2024-01-01' AS day, [DATE '2024-01-01'] AS l, {'d': TIME '01:00:00', 'n': 1} AS st`,
  )
  await lake.write(`SELECT NULL AS day, [] AS l, {'n': 2, 'd': NULL} AS st`)
  await lake.write(`SELECT NULL AS day, [NULL] AS l, NULL AS st`)
  expect(await lake.rows('t', 'day, l, st.n')).toEqual([
    { day: '2024-01-01', l: ['2024-01-01'], st: { d: '01:00:00', n: 1 } },
    { day: null, l: [], st: { d: null, n: 2 } },
    { day: null, l: [null], st: null },
  ])
  expect(await refusal(lake, `SELECT NULL AS day, [] AS l, NULL AS st, NULL AS more`)).toBe(
    'MR3100 column more is of type NULL, which an Iceberg table cannot hold',
  )
})

test('a merge brings columns along where it says so, and names of its own rows stay out of the table otherwise', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, 10 AS n`)
  await lake.write(`SELECT 1 AS id, 5 AS delta`, mergeBy(['id'], update({ n: '"old"."n" + "new"."delta"' })))
  expect(await columns(lake)).toEqual(['1 id int', '2 n int'])
  const { mode } = mergeBy(['id'], update('all'), insert('all'))
  await lake.write(`SELECT 2 AS id, 9007199254740993 AS n, 'new' AS s`, {
    mode: { ...mode, addsColumns: true } as WriteRequest['mode'],
  })
  expect(await columns(lake)).toEqual(['1 id int', '2 n long', '3 s string'])
  expect(await lake.rows('t', 'id')).toEqual([
    { id: 1, n: 15n, s: null },
    { id: 2, n: 9007199254740993n, s: 'new' },
  ])
})

test('an overwrite that may replace columns takes those of the rows, and older snapshots keep theirs', async () => {
  await using lake = await openLake()
  const first = await lake.write(
    `SELECT 1 AS id, 'x' AS code, 2 AS gone, {'a': 1, 'b': 'y'} AS st, [1] AS l, 5 AS n`,
    {
      sortBy: [{ column: 'gone', direction: 'asc', nulls: 'first' }],
    },
  )
  const query = `SELECT 7 AS code, 2::BIGINT AS id, {'b': 2.5::DOUBLE} AS st, ['z'] AS l, true AS fresh, 6::TINYINT AS n`
  expect(await refusal(lake, query, overwrite)).toMatch(/^MR3102/)
  expect(await refusal(lake, query, { schemaChange: 'replace' })).toMatch(/^MR3102/)
  const staged = await lake.write(query, replace)
  expect(await columns(lake)).toEqual([
    '10 code int',
    '1 id long',
    '4 st struct',
    '11 st.b double',
    '12 l list',
    '13 l.element string',
    '14 fresh boolean',
    '6 n int',
  ])
  expect(staged.kind === 'staged' && staged.change.layout.columnChanges).toEqual([
    'code is made anew as INTEGER',
    'st.b is made anew as DOUBLE',
    'l is made anew as VARCHAR[]',
    'id INTEGER becomes BIGINT',
    'gone is dropped',
    'st.a is dropped',
    'fresh BOOLEAN is added',
  ])
  expect(await lake.rows()).toEqual([{ code: 7, id: 2n, st: { b: 2.5 }, l: ['z'], fresh: true, n: 6 }])
  const { metadata } = await lake.table()
  expect(metadata.defaultSortOrderId).toBe(0)
  const before = await scanRelation(lake.lakehouse, await lake.table(), {
    version: atSnapshot(first.snapshotId),
  })
  expect(await lake.connection.rows(sql`SELECT * FROM ${before}`)).toEqual([
    { id: 1, code: 'x', gone: 2, st: { a: 1, b: 'y' }, l: [1], n: 5 },
  ])
  // The same columns again are the same schema.
  await lake.write(query, replace)
  expect((await lake.table()).metadata.schemas).toHaveLength(2)
})

test('every column of a table can be replaced at once', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS a, MAP {{'k': 1}: 1} AS m`)
  await lake.write(`SELECT 'x' AS a, MAP {{'k': 1, 'j': 1}: 1} AS m`, replace)
  await lake.write(`SELECT 2 AS other`, replace)
  expect(await lake.rows()).toEqual([{ other: 2 }])
})

test('a column that partitions of a table need is not replaced', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, '2024-01-01' AS day`, {
    partitionBy: [{ column: 'day', transform: 'identity' }],
  })
  expect(
    await refusal(lake, `SELECT 1 AS id, DATE '2024-01-01' AS day`, { ...replace, partitionBy: [] }),
  ).toBe('MR3125 demo.t needs its column day as it is: it is, or was, partitioned by it')
  expect(await refusal(lake, `SELECT 1 AS id`, replace)).toMatch(/^MR3125/)
  await lake.write(`SELECT 'one' AS id, 'x' AS day`, replace)
  expect(await lake.rows()).toEqual([{ id: 'one', day: 'x' }])
})

test('columns of a branch are its own until it is published', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id, 10 AS n')
  await lake.write(`SELECT 2 AS id, 20::BIGINT AS n, 'x' AS s`, { branch: 'work' })
  await lake.write(`SELECT 3 AS id, 30 AS n, 'y' AS s, true AS t`, { branch: 'work' })
  expect(await columns(lake)).toEqual(['1 id int', '2 n int'])
  expect(await columns(lake, 'work')).toEqual(['1 id int', '2 n long', '3 s string', '4 t boolean'])
  // What main gets meanwhile is another column, whatever its name is.
  expect(await refusal(lake, 'SELECT 4 AS id', { branch: 'work' })).toMatch(/^MR3102/)
  expect(await lake.rows()).toEqual([{ id: 1, n: 10 }])
  await publishBranch(lake.lakehouse, 'work')
  expect(await columns(lake)).toEqual(['1 id int', '2 n long', '3 s string', '4 t boolean'])
  expect(await lake.rows('t', 'id')).toHaveLength(3)
})

test('a branch is not partitioned by a column that main lacks: Spark would read nothing of the table any more', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const partitioned = { branch: 'work', partitionBy: [{ column: 's', transform: 'identity' }] }
  expect(await refusal(lake, `SELECT 2 AS id, 'x' AS s`, partitioned)).toMatch(/^MR3158/)
  await lake.write(`SELECT 2 AS id, 'x' AS s`, { branch: 'work' })
  expect(await refusal(lake, `SELECT 3 AS id, 'x' AS s`, partitioned)).toMatch(/^MR3158/)
  await publishBranch(lake.lakehouse, 'work')
  await lake.write(`SELECT 3 AS id, 'x' AS s`, partitioned)
  expect(await lake.rows('t', 'id')).toHaveLength(2)
})

test('a branch is published without undoing what main has done to its columns since', async () => {
  await using lake = await openLake()
  const rename = { columns: [{ kind: 'rename', path: ['n'], name: 'count' }] } as const
  await lake.write('SELECT 1 AS id, 10 AS n')
  await lake.write('SELECT 2 AS id, 20 AS n', { branch: 'same' })
  await alterTable(lake.lakehouse, identity, rename)
  await publishBranch(lake.lakehouse, 'same')
  expect(await lake.rows()).toEqual([
    { id: 1, count: 10 },
    { id: 2, count: 20 },
  ])
  // Of two that changed columns, the second has not seen what it would undo.
  await lake.write('SELECT 3 AS id, 30 AS count, 1 AS more', { branch: 'wider' })
  await alterTable(lake.lakehouse, identity, { columns: [{ kind: 'drop', path: ['count'] }] })
  await expect(publishBranch(lake.lakehouse, 'wider')).rejects.toMatchObject({
    diagnostic: { code: 'MR3161' },
  })
  await lake.write('SELECT 4 AS id, 1 AS other', { branch: 'seen' })
  await publishBranch(lake.lakehouse, 'seen')
  expect(await columns(lake)).toEqual(['1 id int', '4 other int'])
})

test('a branch is not published where its columns lack one that main is partitioned by', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id, 10 AS n')
  await lake.write('SELECT 2 AS id', {
    branch: 'narrower',
    mode: { kind: 'overwrite' },
    schemaChange: 'replace',
  })
  await alterTable(lake.lakehouse, identity, {
    partitionBy: [{ column: 'n', transform: 'identity' }],
  })
  await expect(publishBranch(lake.lakehouse, 'narrower')).rejects.toMatchObject({
    diagnostic: { code: 'MR3161' },
  })
  expect(await lake.rows()).toEqual([{ id: 1, n: 10 }])
})

test('of two writers that both bring columns the second computes its rows again', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const [one, two] = [await lake.stage('SELECT 2 AS id, 1 AS a'), await lake.stage('SELECT 3 AS id, 2 AS b')]
  await publish(lake.lakehouse, [one])
  await expect(publishAudited(lake.lakehouse, [two])).rejects.toMatchObject({
    retryable: true,
    diagnostic: { code: 'MR3119' },
  })
  expect(await refusal(lake, 'SELECT 3 AS id, 2 AS b')).toMatch(/^MR3102.*a INTEGER is missing/)
  await lake.write('SELECT 3 AS id, 2 AS b, NULL AS a')
  expect(await columns(lake)).toEqual(['1 id int', '2 a int', '3 b int'])
})

test('an append that comes after new columns has them as NULL, and its snapshot knows them', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const [late, evolving] = [await lake.stage('SELECT 2 AS id'), await lake.stage('SELECT 3 AS id, 1 AS a')]
  await publish(lake.lakehouse, [evolving])
  const [based] = await publishAudited(lake.lakehouse, [late])
  const table = await lake.table()
  const relation = await scanRelation(lake.lakehouse, table, { version: atSnapshot(based?.snapshotId) })
  expect(await lake.connection.rows(sql`SELECT * FROM ${relation} ORDER BY id`)).toEqual([
    { id: 1, a: null },
    { id: 2, a: null },
    { id: 3, a: 1 },
  ])
})

test('an append never loses its values to a column that was made anew meanwhile', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id, 10 AS n')
  const [late, replacing] = [
    await lake.stage('SELECT 2 AS id, 20 AS n'),
    await lake.stage(`SELECT 3 AS id, 'x' AS n`, replace),
  ]
  await publish(lake.lakehouse, [replacing])
  await expect(publishAudited(lake.lakehouse, [late])).rejects.toMatchObject({
    diagnostic: { code: 'MR3119' },
  })
  expect(await lake.rows()).toEqual([{ id: 3, n: 'x' }])
})

test('of two writers that both bring an order the second computes its rows again', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS a, 1 AS b')
  const sorted = (column: string) => ({ sortBy: [{ column, direction: 'asc', nulls: 'first' }] }) as const
  const [one, two] = [
    await lake.stage('SELECT 1 AS a, 1 AS b', sorted('a')),
    await lake.stage('SELECT 1 AS a, 1 AS b', sorted('b')),
  ]
  await publish(lake.lakehouse, [one])
  await expect(publishAudited(lake.lakehouse, [two])).rejects.toMatchObject({
    diagnostic: { code: 'MR3119' },
  })
})

test('a name mapping covers the columns that come', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, {'a': 1} AS st`)
  const mapping = [
    { 'field-id': 1, names: ['id', 'key'] },
    { 'field-id': 2, names: ['st'], fields: [{ 'field-id': 3, names: ['a'] }] },
  ]
  await updateTables(lake.lakehouse, [identity], ({ metadata }) => ({
    kind: 'change',
    metadata: { ...metadata, properties: { 'schema.name-mapping.default': JSON.stringify(mapping) } },
  }))
  await lake.write(`SELECT 2 AS id, {'a': 1, 'b': 2} AS st, 3 AS "key"`)
  expect(JSON.parse((await lake.table()).metadata.properties['schema.name-mapping.default'] ?? '')).toEqual([
    { 'field-id': 1, names: ['id'] },
    {
      'field-id': 2,
      names: ['st'],
      fields: [
        { 'field-id': 3, names: ['a'] },
        { 'field-id': 4, names: ['b'] },
      ],
    },
    { 'field-id': 5, names: ['key'] },
  ])
})

test('a table with a column of fixed length is read, and writing to it is refused by the column', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, {'code': 'abc'::BLOB} AS st`)
  await updateTables(lake.lakehouse, [identity], ({ metadata }) => ({
    kind: 'change',
    metadata: JSON.parse(
      JSON.stringify(metadata, keepBig).replaceAll('{"kind":"binary"}', '{"kind":"fixed","length":3}'),
      revive,
    ),
  }))
  expect(await lake.rows()).toHaveLength(1)
  expect(await refusal(lake, `SELECT 2 AS id, {'code': 'xyz'::BLOB} AS st`)).toMatch(
    /^MR3107 column st.code of demo.t is of type fixed\[3\]/,
  )
  await lake.write(`SELECT 2 AS id, 'xyz'::BLOB AS st`, replace)
  expect(await columns(lake)).toEqual(['1 id int', '4 st binary'])
})

const keepBig = (_: string, value: unknown) => (typeof value === 'bigint' ? { big: String(value) } : value)
const revive = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && 'big' in value ? BigInt(String(value.big)) : value
