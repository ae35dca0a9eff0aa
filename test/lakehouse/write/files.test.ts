import { expect, test } from 'vitest'
import type { Field, IcebergType } from '../../../src/lakehouse/format/iceberg-type.ts'
import { updateTables } from '../../../src/lakehouse/index.ts'
import { literal, sql } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../lake.ts'
import { liveFiles } from './merging.ts'

const files = async (lake: Lake) => (await liveFiles(lake, await lake.table())).map(({ file }) => file)
const paths = async (lake: Lake) =>
  (await files(lake)).map(({ path }) => literal(path.replace('file://', '')))

test('files are cut at the size that the table wants, and hold every row once', async () => {
  await using lake = await openLake()
  const query = 'SELECT range AS id, md5(range::VARCHAR) AS s FROM range(900000)'
  await lake.write(query, { properties: { 'write.target-file-size-bytes': '6000000' } })
  const sizes = (await files(lake)).map(({ fileSizeBytes }) => Number(fileSizeBytes))
  expect(sizes.length).toBeGreaterThan(2)
  expect(Math.max(...sizes)).toBeLessThan(12_000_000)
  const rows = await lake.connection.rows(
    sql`SELECT count(*)::INTEGER AS n, count(DISTINCT id)::INTEGER AS d FROM read_parquet([${await paths(lake)}])`,
  )
  expect(rows).toEqual([{ n: 900_000, d: 900_000 }])
}, 30_000)

test.each([
  ['zstd', 'ZSTD'],
  ['SNAPPY', 'SNAPPY'],
  ['gzip', 'GZIP'],
  ['uncompressed', 'UNCOMPRESSED'],
  // Not every engine reads these.
  ['lz4', 'ZSTD'],
  ['brotli', 'ZSTD'],
])('a table that wants %s gets files of %s', async (codec, written) => {
  await using lake = await openLake()
  const properties = { 'write.parquet.compression-codec': codec, 'write.parquet.compression-level': '3' }
  await lake.write(`SELECT repeat('x', 1000) AS s`, { properties })
  await lake.write(`SELECT repeat('y', 1000) AS s`)
  const rows = await lake.connection.rows(
    sql`SELECT DISTINCT compression FROM parquet_metadata([${await paths(lake)}])`,
  )
  expect(rows).toEqual([{ compression: written }])
  expect((await lake.table()).metadata.properties).toMatchObject(properties)
})

test.each([
  ['write.parquet.compression-codec', 'zst'],
  ['write.parquet.compression-level', '99'],
  ['write.target-file-size-bytes', '0'],
  ['write.target-file-size-bytes', '512 MB'],
])('%s cannot be %s', async (property, value) => {
  await using lake = await openLake()
  await expect(lake.stage('SELECT 1 AS id', { properties: { [property]: value } })).rejects.toMatchObject({
    diagnostic: { code: 'MR3127' },
  })
})

test('32-bit integers are written without an annotation, and the size of a file is what it is then', async () => {
  await using lake = await openLake()
  const many = Array.from({ length: 900 }, (_, i) => `${i}::BIGINT AS "a column with a long name ${i}"`)
  await lake.write(`SELECT 1 AS i, {'n': [1::SMALLINT]} AS st, 2::BIGINT AS l, ${many.join(', ')}`)
  const schema = await lake.connection.table(
    sql`SELECT name, type, converted_type FROM parquet_schema([${await paths(lake)}]) WHERE name IN ('i', 'element', 'l')`,
  )
  expect(schema.rows).toEqual([
    ['i', 'INT32', null],
    ['element', 'INT32', null],
    ['l', 'INT64', 'INT_64'],
  ])
  const [file] = await files(lake)
  const size = await lake.connection.rows(sql`SELECT size FROM read_blob([${await paths(lake)}])`)
  expect(size).toEqual([{ size: file?.fileSizeBytes }])
  expect((await lake.rows())[0]).toMatchObject({ i: 1, st: { n: [1] }, l: 2n })
})

/** Makes columns required, as other engines do when they make a table. */
const require = (lake: Lake, names: readonly string[]) => {
  const required = (fields: readonly Field[], above = ''): readonly Field[] =>
    fields.map((field) => {
      const name = above + field.name
      const inside = (each: Field): Field => required([each], `${name}.`)[0] ?? each
      const { type } = field
      const within = (): IcebergType => {
        switch (type.kind) {
          case 'struct':
            return { kind: 'struct', fields: type.fields.map(inside) }
          case 'list':
            return { kind: 'list', element: inside(type.element) }
          case 'map':
            return { kind: 'map', key: inside(type.key), value: inside(type.value) }
          default:
            return type
        }
      }
      return { ...field, required: field.required || names.includes(name), type: within() }
    })
  return updateTables(lake.lakehouse, [{ namespace: 'demo', name: 't' }], ({ metadata }) => ({
    kind: 'change',
    metadata: {
      ...metadata,
      schemas: metadata.schemas.map((schema) => ({ ...schema, fields: required(schema.fields) })),
    },
  }))
}

test('a row without a value in a required column, however deep it is, is refused by its name', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, {'a': 1, 'l': [{'x': 1}]} AS st, MAP {'k': 1} AS m`)
  await require(lake, ['id', 'st.a', 'st.l.element', 'st.l.element.x', 'm.value'])
  const code = async (query: string) =>
    lake.write(query).then(
      () => 'written',
      (cause: { diagnostic: { code: string; message: string } }) => cause.diagnostic.message,
    )
  const st = `{'a': 1, 'l': [{'x': 1}]}`
  expect(await code(`SELECT 2 AS id, ${st} AS st, MAP {'k': 1} AS m`)).toBe('written')
  expect(await code(`SELECT 3 AS id, NULL AS st, NULL AS m`)).toBe('written')
  expect(await code(`SELECT 4 AS id, {'a': 1, 'l': NULL} AS st, MAP {} AS m`)).toBe('written')
  expect(await code(`SELECT NULL AS id, ${st} AS st, MAP {'k': 1} AS m`)).toMatch('NULL in id,')
  expect(await code(`SELECT 5 AS id, {'a': NULL, 'l': []} AS st, NULL AS m`)).toMatch('NULL in st.a,')
  expect(await code(`SELECT 5 AS id, {'a': 1, 'l': [{'x': 1}, NULL]} AS st, NULL AS m`)).toMatch(
    'NULL in st.l.element,',
  )
  expect(await code(`SELECT 5 AS id, {'a': 1, 'l': [{'x': 1}, {'x': NULL}]} AS st, NULL AS m`)).toMatch(
    'NULL in st.l.element.x,',
  )
  expect(await code(`SELECT 5 AS id, NULL AS st, MAP {'k': 1, 'j': NULL} AS m`)).toMatch('NULL in m.value,')
})
