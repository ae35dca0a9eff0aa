import { expect, test } from 'vitest'
import { scanRelation } from '../../../src/lakehouse/index.ts'
import { sql } from '../../../src/sql/quote.ts'
import { openLake } from '../lake.ts'
import { type FieldShape, fields, foreignTable, parsed } from './foreign-table.ts'

const struct = (...inner: readonly FieldShape[]) => ({ type: 'struct', fields: fields(...inner) })
const list = (id: number, element: unknown) => ({
  type: 'list',
  'element-id': id,
  'element-required': false,
  element,
})
const map = (id: number, key: unknown, value: unknown) => ({
  type: 'map',
  'key-id': id,
  key,
  'value-id': id + 1,
  'value-required': false,
  value,
})

test('what is nested is found by id: renamed, dropped and made again, moved, added, widened', async () => {
  await using lake = await openLake()
  const before = fields('1 id int', [
    '2 s',
    struct('3 a int', '4 b string', '5 c float', ['6 inner', struct('7 x int', '8 y int')]),
  ])
  const after = fields('1 id int', [
    '2 s',
    struct('5 c double', '9 b long', '4 bee string', '3 a long', [
      '6 deep',
      struct('8 x int', '10 z string'),
    ]),
  ])
  const { rows, table } = await foreignTable(lake, {
    schemas: [before, after],
    files: [
      {
        rows: `SELECT * FROM (VALUES (1, {'a': 1, 'b': 'one', 'c': 1.5, 'inner': {'x': 10, 'y': 11}}),
          (2, NULL), (3, {'a': NULL, 'b': NULL, 'c': NULL, 'inner': NULL})) AS v(id, s)`,
        columns: parsed(before),
      },
      {
        rows: `SELECT 4 AS id, {'c': 2.5, 'b': 9, 'bee': 'four', 'a': 3000000000, 'deep': {'x': 12, 'z': 'zed'}} AS s`,
        columns: parsed(after),
      },
    ],
  })
  expect(await rows()).toEqual([
    { id: 1, s: { c: 1.5, b: null, bee: 'one', a: 1n, deep: { x: 11, z: null } } },
    { id: 2, s: null },
    { id: 3, s: { c: null, b: null, bee: null, a: null, deep: null } },
    { id: 4, s: { c: 2.5, b: 9n, bee: 'four', a: 3_000_000_000n, deep: { x: 12, z: 'zed' } } },
  ])
  const [types] = await lake.connection.rows(
    sql`SELECT typeof(id) AS id, typeof(s) AS s FROM ${await scanRelation(lake.lakehouse, table)} LIMIT 1`,
  )
  expect(types).toEqual({
    id: 'INTEGER',
    s: 'STRUCT(c DOUBLE, b BIGINT, bee VARCHAR, a BIGINT, deep STRUCT(x INTEGER, z VARCHAR))',
  })
})

test('so is what is inside of lists and maps, at any depth', async () => {
  await using lake = await openLake()
  const before = fields(
    ['1 l', list(2, struct('3 a int', '4 b string'))],
    ['5 m', map(6, 'string', struct('8 a int', ['9 l', list(10, struct('11 x int', '12 y int'))]))],
    ['13 ll', list(14, list(15, struct('16 p int', '17 q int')))],
    ['18 k', map(19, struct('21 a int', '22 b int'), 'int')],
  )
  const after = fields(
    ['1 l', list(2, struct('4 text string', '23 a long'))],
    ['5 m', map(6, 'string', struct(['9 l', list(10, struct('12 x long'))], '8 b int'))],
    ['13 ll', list(14, list(15, struct('17 p long')))],
    ['18 k', map(19, struct('22 a long', '21 b long'), 'long')],
  )
  const { rows } = await foreignTable(lake, {
    schemas: [before, after],
    files: [
      {
        rows: `SELECT [{'a': 1, 'b': 'x'}, NULL] AS l, MAP {'k': {'a': 2, 'l': [{'x': 3, 'y': 4}, NULL]}, 'n': NULL} AS m,
            [[{'p': 5, 'q': 6}], NULL, []] AS ll, MAP {{'a': 7, 'b': 8}: 9} AS k
          UNION ALL SELECT NULL, NULL, NULL, NULL UNION ALL SELECT [], MAP {}, [], MAP {}`,
        columns: parsed(before),
      },
    ],
  })
  const found = await rows()
  expect(found).toHaveLength(3)
  expect(found).toContainEqual({ l: null, m: null, ll: null, k: null })
  expect(found).toContainEqual({ l: [], m: [], ll: [], k: [] })
  expect(found).toContainEqual({
    l: [{ text: 'x', a: null }, null],
    m: [
      { key: 'k', value: { l: [{ x: 4n }, null], b: 2 } },
      { key: 'n', value: null },
    ],
    ll: [[{ p: 6n }], null, []],
    k: [{ key: { a: 8n, b: 7n }, value: 9n }],
  })
})

test('columns that were added are NULL in older files, and those that were widened keep their values', async () => {
  await using lake = await openLake()
  const before = fields('1 i int', '2 f float', '3 d decimal(5, 2)', '4 dropped string')
  const after = fields('3 amount decimal(20, 2)', '1 i long', '2 f double', '5 dropped int')
  for (const nested of [false, true]) {
    const more = (id: number): readonly unknown[] => (nested ? fields(['6 s', struct(`${id} a int`)]) : [])
    const { rows } = await foreignTable(lake, {
      // The struct's field was replaced, so files are looked into.
      schemas: [
        [...before, ...more(7)],
        [...after, ...more(8)],
      ],
      files: [
        {
          rows: `SELECT 2147483647 AS i, 0.1::FLOAT AS f, -999.99 AS d, 'x' AS dropped`,
          columns: parsed(before),
        },
        {
          rows: `SELECT 123456789012345678.99 AS amount, 5 AS i, 0.1 AS f, 6 AS dropped`,
          columns: parsed(after),
        },
      ],
    })
    expect((await rows()).map(({ s: _s, ...row }) => row)).toEqual([
      { amount: '-999.99', i: 2_147_483_647n, f: Math.fround(0.1), dropped: null },
      { amount: '123456789012345678.99', i: 5n, f: 0.1, dropped: 6 },
    ])
  }
})

test('column names that differ in case only, or are names of the engine, are told apart by id', async () => {
  await using lake = await openLake()
  const before = fields('1 filename string', '2 file_row_number int', '3 file_index int', [
    '4 s',
    struct('5 x int', '6 y int'),
  ])
  const after = fields('1 filename string', '2 file_row_number int', '3 rowid int', [
    '4 s',
    struct('6 x int'),
  ])
  const columns = parsed(before)
  const rows = `SELECT 'f' || range AS filename, 7 AS file_row_number, 8 AS file_index, {'x': range, 'y': range + 1} AS s FROM range(2)`
  const { rows: looked } = await foreignTable(lake, { schemas: [before, after], files: [{ rows, columns }] })
  expect(await looked()).toEqual([
    { filename: 'f0', file_row_number: 7, rowid: 8, s: { x: 1 } },
    { filename: 'f1', file_row_number: 7, rowid: 8, s: { x: 2 } },
  ])
  const { rows: byId } = await foreignTable(lake, { schemas: [before], files: [{ rows, columns }] })
  expect(await byId()).toHaveLength(2)
})

test('a column that a file does not hold, because all of the file has one value, is that of its partition', async () => {
  await using lake = await openLake()
  const types = [
    'boolean',
    'int',
    'long',
    'float',
    'double',
    'decimal(9, 2)',
    'date',
    'time',
    'timestamp',
    'timestamptz',
    'string',
    'uuid',
    'binary',
    'fixed[2]',
  ]
  const values = [
    true,
    -5,
    9_007_199_254_740_993n,
    0.5,
    Number.NEGATIVE_INFINITY,
    -5n,
    -1,
    1n,
    -1n,
    86_400_000_000n,
    `a'\0b`,
    'f79c3e09-677c-4bbd-a479-3f349cb785e7',
    Buffer.from([0, 255]),
    Buffer.from('ab'),
  ]
  const shape = fields('1 id long', ...types.map((type, i) => `${i + 2} c${i} ${type}`))
  const spec = types.map((_, i) => ({
    'source-id': i + 2,
    'field-id': 1000 + i,
    name: `c${i}`,
    transform: 'identity',
  }))
  const stored = { columns: parsed(fields('1 id long')), valueCounts: new Map([[1, 1n]]) }
  const { rows } = await foreignTable(lake, {
    schemas: [shape],
    specs: [spec],
    files: [
      { rows: 'SELECT 1 AS id', ...stored, partition: values },
      { rows: 'SELECT 2 AS id', ...stored, partition: types.map(() => null) },
      { rows: 'SELECT 3 AS id', ...stored, partition: values },
    ],
  })
  const found = await rows()
  const { id: _, ...first } = found[0] ?? {}
  expect(Object.values(first)).toEqual([
    true,
    -5,
    9_007_199_254_740_993n,
    0.5,
    Number.NEGATIVE_INFINITY,
    '-0.05',
    '1969-12-31',
    '00:00:00.000001',
    '1969-12-31 23:59:59.999999',
    '1970-01-02 00:00:00+00',
    `a'\0b`,
    'f79c3e09-677c-4bbd-a479-3f349cb785e7',
    Buffer.from([0, 255]),
    Buffer.from('ab'),
  ])
  expect(found[1]).toEqual({ id: 2n, ...Object.fromEntries(types.map((_, i) => [`c${i}`, null])) })
  expect(found[2]).toEqual({ ...found[0], id: 3n })
})

test('files without ids have the columns that the name mapping says, under any of their names', async () => {
  await using lake = await openLake()
  const before = fields('1 id long', ['2 s', struct('3 a int')], ['4 l', list(5, struct('6 x int'))])
  const after = fields(
    '1 key long',
    ['2 s', struct('3 b int', '7 c int')],
    ['4 l', list(5, struct('6 y int'))],
  )
  const mapping = [
    { 'field-id': 1, names: ['id', 'Key'] },
    { 'field-id': 2, names: ['s'], fields: [{ 'field-id': 3, names: ['a', 'b'] }] },
    {
      'field-id': 4,
      names: ['l'],
      fields: [{ 'field-id': 5, names: ['element'], fields: [{ 'field-id': 6, names: ['x'] }] }],
    },
    { names: ['extra'] },
  ]
  const files = [
    { rows: `SELECT 1::BIGINT AS id, {'a': 10} AS s, [{'x': 100}] AS l, 'e' AS extra` },
    { rows: `SELECT 'e' AS extra, {'b': 20, 'c': 21} AS s, 2::BIGINT AS "Key"` },
    { rows: `SELECT 3 AS id, {'a': 30} AS s, [{'x': 300}] AS l`, columns: parsed(before) },
  ]
  const properties = { 'schema.name-mapping.default': JSON.stringify(mapping) }
  const { rows } = await foreignTable(lake, { schemas: [before, after], properties, files })
  expect(await rows()).toEqual([
    { key: 1n, s: { b: 10, c: null }, l: [{ y: 100 }] },
    // A column that no mapping names is none of the table.
    { key: 2n, s: { b: 20, c: null }, l: null },
    { key: 3n, s: { b: 30, c: null }, l: [{ y: 300 }] },
  ])
  const broken = await foreignTable(lake, {
    schemas: [before, after],
    properties: { 'schema.name-mapping.default': '[{"names": 1}]' },
    files,
  })
  await expect(broken.rows()).rejects.toMatchObject({ diagnostic: { code: 'MR3112' } })
  const replaced = fields('1 key long', ['2 s', struct('8 a int')])
  const unmapped = await foreignTable(lake, { schemas: [before, replaced], files })
  await expect(unmapped.rows()).rejects.toMatchObject({ diagnostic: { code: 'MR3133' } })
})

test('files without ids are not read as NULL where a table has had several schemas and no name mapping', async () => {
  await using lake = await openLake()
  const before = fields('1 id long', '2 a string')
  const after = fields('1 id long', '2 b string', '3 c int')
  const named = { rows: `SELECT 1::BIGINT AS id, 'x' AS a`, columns: parsed(before) }
  const nameless = { rows: `SELECT 2::BIGINT AS id, 'y' AS a` }
  for (const files of [[nameless], [named, nameless], [nameless, named]]) {
    const { rows, locations } = await foreignTable(lake, { schemas: [before, after], files })
    const path = locations[files.indexOf(nameless)]
    await expect(rows()).rejects.toMatchObject({
      diagnostic: {
        code: 'MR3133',
        message: expect.stringContaining(`foreign.t cannot be read without guessing: ${path}`),
      },
    })
  }
  const { rows, table } = await foreignTable(lake, { schemas: [before, after], files: [named, named] })
  expect(await rows()).toHaveLength(2)
  // With one schema ever, names say all that ids do. Of an only schema that is not the first, others have been expired.
  const one = await foreignTable(lake, { schemas: [before], files: [nameless] })
  expect(await one.rows()).toEqual([{ id: 2n, a: 'y' }])
  const schemas = one.table.metadata.schemas.map((schema) => ({ ...schema, schemaId: 1 }))
  const second = { ...one.table, metadata: { ...one.table.metadata, schemas, currentSchemaId: 1 } }
  await expect(scanRelation(lake.lakehouse, second)).rejects.toMatchObject({ diagnostic: { code: 'MR3133' } })
  const { diagnostic } = await scanRelation(lake.lakehouse, second).catch((cause) => cause)
  const [, property = '', mapping = ''] = /--set '([^=]+)=(.+)'$/.exec(diagnostic.hint) ?? []
  const properties = { [property]: mapping }
  const mapped = await scanRelation(lake.lakehouse, {
    ...second,
    metadata: { ...second.metadata, properties },
  })
  expect(await lake.connection.rows(sql`SELECT * FROM ${mapped}`)).toEqual([{ id: 2n, a: 'y' }])
  expect(table.metadata.schemas).toHaveLength(2)
})

test('an importer of Hive tables leaves partition columns to the folder, and names to the mapping', async () => {
  await using lake = await openLake()
  const shape = fields('1 id long', '2 day date')
  const { rows } = await foreignTable(lake, {
    schemas: [shape],
    specs: [[{ 'source-id': 2, 'field-id': 1000, name: 'day', transform: 'identity' }]],
    properties: {
      'schema.name-mapping.default': JSON.stringify([
        { 'field-id': 1, names: ['id'] },
        { 'field-id': 2, names: ['day'] },
      ]),
    },
    files: [
      { rows: 'SELECT 1::BIGINT AS id', partition: [19_724] },
      { rows: 'SELECT 2::BIGINT AS id', partition: [null] },
      { rows: `SELECT 3 AS id, DATE '2024-01-03' AS day`, columns: parsed(shape), partition: [19_725] },
    ],
  })
  const filter = [{ column: 'day', op: '=', value: 19_724 }] as const
  expect(await rows({ filter })).toEqual([{ id: 1n, day: '2024-01-02' }])
  expect((await rows()).map(({ day }) => day)).toEqual(['2024-01-02', null, '2024-01-03'])
})

test('a file whose column is of another kind, or that is damaged, is refused by name', async () => {
  await using lake = await openLake()
  const before = fields('1 id long', ['2 s', struct('3 a int', '4 b int')])
  const after = fields('1 id long', ['2 s', struct('4 a int')])
  const code = async (rows: string, columns: readonly unknown[], more = {}) => {
    const { rows: read } = await foreignTable(lake, {
      schemas: [before, after],
      files: [{ rows, columns: parsed(columns), ...more }],
    })
    return read().then(
      () => 'read',
      (cause: { diagnostic?: { code: string } }) => cause.diagnostic?.code,
    )
  }
  expect(await code(`SELECT 1 AS id, {'a': 1, 'b': 2} AS s`, before)).toBe('read')
  expect(await code(`SELECT 1 AS id, [5] AS s`, fields('1 id long', ['2 s', list(3, 'int')]))).toBe('MR3118')
  expect(await code(`SELECT 1 AS id`, fields('1 id long'), { fileSizeBytes: 11n })).toBe('MR3132')
  expect(await code(`SELECT 1 AS id`, fields('1 id long'), { fileSizeBytes: 20n })).toBe('MR3132')
  expect(await code(`SELECT 1 AS id`, fields('1 id long'), { path: 'file:///elsewhere' })).toBe('MR3111')
})

test('a nested column is read without the others, and filters reach the files', async () => {
  await using lake = await openLake()
  const before = fields('1 id long', ['2 s', struct('3 a int', '4 b int')], '5 other string')
  const after = fields('1 id long', ['2 s', struct('4 a int')], '5 other string')
  const { table } = await foreignTable(lake, {
    schemas: [before, after],
    files: [
      {
        rows: `SELECT range AS id, {'a': range, 'b': 2} AS s, 'o' AS other FROM range(3)`,
        columns: parsed(before),
      },
    ],
  })
  const relation = await scanRelation(lake.lakehouse, table)
  const [plan] = await lake.connection.rows(sql`EXPLAIN SELECT s.a FROM ${relation} WHERE id = 2`)
  const text = String(plan?.['explain_value'])
  expect(text).toMatch(/id=2/)
  expect(text).not.toMatch(/other/)
})
