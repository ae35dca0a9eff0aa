import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Connection, type Engine, openDuckdb } from '../../../../src/engines/index.ts'
import { sparkMacrosFor } from '../../../../src/sql/index.ts'
import { sql } from '../../../../src/sql/quote.ts'
import { openReader } from '../../../../src/stacks/flare/readers/index.ts'

let folder: string
let scratch: string
let engine: Engine
let connection: Connection

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-reader-'))
  scratch = join(folder, 'scratch')
  await mkdir(scratch)
  engine = await openDuckdb({ library: sparkMacrosFor })
  connection = await engine.connect()
})

afterEach(async () => {
  await connection[Symbol.asyncDispose]()
  await engine[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const read = async (
  contents: string | Buffer | readonly string[],
  options: Record<string, string> = {},
  format = 'csv',
) => {
  const files: string[] = []
  for (const [i, content] of (Array.isArray(contents) ? contents : [contents]).entries()) {
    files.push(join(folder, `part-${i}.csv`))
    await writeFile(files[i]!, content)
  }
  const result = await openReader(format)!({ files, options, connection, scratch })
  const { rows } = await connection.table(sql`SELECT * FROM ${result.relation}`)
  const names = result.columns.map((column) => column.name)
  return { names, rows, notices: result.notices, types: result.columns.map((column) => column.type) }
}
const rewritten = async () => (await readdir(scratch)).length

test('a clean file is read where it lies, every column a text', async () => {
  const { names, rows, types, notices } = await read('a,b\n1,"x, ""y"""\n,é\n')
  expect([names, types]).toEqual([
    ['a', 'b'],
    ['VARCHAR', 'VARCHAR'],
  ])
  expect(rows).toEqual([
    ['1', 'x, "y"'],
    [null, 'é'],
  ])
  expect(notices).toEqual([])
  expect(await rewritten()).toBe(0)
})

test('an empty header cell is called by its position', async () => {
  expect((await read(',b\n1,2\n')).names).toEqual(['_c0', 'b'])
})

test('short rows are padded, long rows cut, and the file is warned about once with the first lines', async () => {
  const { rows, notices } = await read('a,b\n1\n2,3\n4,5,6\n')
  expect(rows).toEqual([
    ['1', null],
    ['2', '3'],
    ['4', '5'],
  ])
  expect(notices).toHaveLength(1)
  expect(notices[0]).toMatchObject({ code: 'MR3221', severity: 'warning', place: { line: 2 } })
  expect(notices[0]?.related?.map((related) => related.place.line)).toEqual([4])
  expect(await rewritten()).toBe(1)
})

test('DROPMALFORMED drops rows of a wrong length where Spark always does', async () => {
  const mode = { MODE: 'dropmalformed', columnPruning: 'false' }
  expect((await read('a,b\n1\n2,3\n', mode)).rows).toEqual([['2', '3']])
  expect((await read('a,b\n1,2\n', { mode: 'DROPMALFORMED' })).notices).toEqual([])
})

test('DROPMALFORMED is refused where what is read says which rows Spark drops', async () => {
  await expect(read('a,b\n2,3\n1\n', { mode: 'DROPMALFORMED' })).rejects.toMatchObject({
    diagnostic: { code: 'MR3234', place: { line: 3 } },
  })
  const typed = { mode: 'DROPMALFORMED', columnPruning: 'false', schema: 'a INT, b INT' }
  await expect(read('a,b\n1,x\n2,3\n', typed)).rejects.toMatchObject({ diagnostic: { code: 'MR3234' } })
  expect((await read('a,b\n1,2\n3\n', typed)).rows).toEqual([[1, 2]])
})

test('FAILFAST refuses the file and names the line', async () => {
  await expect(read('a,b\n2,3\n1\n', { mode: 'FAILFAST' })).rejects.toMatchObject({
    diagnostic: { code: 'MR3222', place: { line: 3 } },
  })
})

test('a file without any line has no columns to offer', async () => {
  await expect(read('\n \n')).rejects.toMatchObject({ diagnostic: { code: 'MR3220' } })
})

test('the files of a folder are read by position, each without its header, and a different header is reported', async () => {
  const { names, rows, notices } = await read(['a,b\n1,2\n', '', 'b,a\n3,4\n', 'a,b\n"5" ,6\n'])
  expect(names).toEqual(['a', 'b'])
  expect(rows.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
    ['1', '2'],
    ['3', '4'],
    ['5', '6'],
  ])
  expect(notices.map((notice) => notice.code)).toEqual(['MR3224'])
})

test('characters that straddle two chunks survive', async () => {
  const long = 'é'.repeat((1 << 19) + 11)
  const { rows } = await read(`a,b\nx,${long}\n`)
  expect(rows[0]?.[1]).toBe(long)
  expect(await rewritten()).toBe(0)
})

test('a line longer than the usual buffer is read, clean or not', async () => {
  const long = 'x'.repeat(3_000_000)
  expect((await read(`a,b\n${long},1\n`)).rows[0]?.[0]).toBe(long)
  expect((await read(`a,b\n${long}"\n`)).rows[0]?.[0]).toBe(`${long}"`)
})

test('a given schema names and types the columns by position', async () => {
  const { names, rows, types } = await read('x,y\n12.7,2020-01-02\n7,bad\n', { schema: 'a INT, b DATE' })
  expect([names, types]).toEqual([
    ['a', 'b'],
    ['INTEGER', 'DATE'],
  ])
  expect(rows).toEqual([
    [null, '2020-01-02'],
    [7, null],
  ])
})

test('FAILFAST refuses a value that the schema cannot hold', async () => {
  await expect(read('a\nx\n', { schema: 'a INT', mode: 'FAILFAST' })).rejects.toMatchObject({
    diagnostic: { code: 'MR3227' },
  })
})

test('an encoding that cannot be read is refused by name', async () => {
  await expect(read('a\n', { encoding: 'UTF-16' })).rejects.toMatchObject({ diagnostic: { code: 'MR3223' } })
})

test('JSON fields are sorted, typed and NULL where absent', async () => {
  const { names, rows, types } = await read(
    '{"b": 1, "a": {"z": true, "y": [1.5]}}\n\n{"c": "x", "b": 2}\n',
    {},
    'json',
  )
  expect(names).toEqual(['a', 'b', 'c'])
  expect(types).toEqual(['STRUCT(y DOUBLE[], z BOOLEAN)', 'BIGINT', 'VARCHAR'])
  expect(rows).toEqual([
    [{ y: [1.5], z: true }, 1n, null],
    [null, 2n, 'x'],
  ])
})

test('JSON text that is no object becomes a corrupt record and a warning', async () => {
  const { names, rows, notices } = await read('{"a": 1}\noops\n', {}, 'json')
  expect(names).toEqual(['_corrupt_record', 'a'])
  expect(rows).toEqual([
    [null, 1n],
    ['oops', null],
  ])
  expect(notices.map((notice) => notice.code)).toEqual(['MR3228'])
})

test('JSON in which every text is corrupt is refused, as Spark refuses to read what it has no columns of', async () => {
  await expect(read('oops\n5\n', {}, 'json')).rejects.toMatchObject({ diagnostic: { code: 'MR3233' } })
})

test('FAILFAST refuses JSON that is corrupt', async () => {
  await expect(read('{"a": 1}\noops\n', { mode: 'FAILFAST' }, 'json')).rejects.toMatchObject({
    diagnostic: { code: 'MR3229' },
  })
})

test('a JSON document of many lines is rows of its array with multiLine', async () => {
  const { rows } = await read(
    '[\n {"a": 1},\n {"a": 2}\n]\n',
    { multiLine: 'true', primitivesAsString: 'true' },
    'json',
  )
  expect(rows).toEqual([['1'], ['2']])
})

test('Parquet columns of all files are joined with mergeSchema and those of the first taken without', async () => {
  const files = [join(folder, '1.parquet'), join(folder, '2.parquet')]
  await connection.run(sql`COPY (SELECT 1 AS a) TO ${`'${files[0]}'` as never}`)
  await connection.run(sql`COPY (SELECT 2 AS a, 'x' AS b) TO ${`'${files[1]}'` as never}`)
  const names = async (options: Record<string, string>) =>
    (await openReader('Parquet')!({ files, options, connection, scratch })).columns.map(
      (column) => column.name,
    )
  expect(await names({})).toEqual(['a'])
  expect(await names({ mergeSchema: 'TRUE' })).toEqual(['a', 'b'])
})

test('a format that cannot be read has no reader', () => {
  expect(openReader('hudi')).toBeUndefined()
})
