import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connection, type Engine, openDuckdb } from '../../../../src/engines/index.ts'
import { sql } from '../../../../src/sql/quote.ts'
import { checkCsv } from '../../../../src/stacks/flare/readers/csv-check.ts'
import { readCsvOptions } from '../../../../src/stacks/flare/readers/csv-options.ts'
import { csvRows } from '../../../../src/stacks/flare/readers/csv-source.ts'
import { openReader } from '../../../../src/stacks/flare/readers/index.ts'

let folder: string
let engine: Engine
let connection: Connection

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-check-'))
  engine = await openDuckdb()
  connection = await engine.connect()
})

afterAll(async () => {
  await connection[Symbol.asyncDispose]()
  await engine[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const check = async (content: string | Buffer, options: Record<string, string> = {}, width = 2) => {
  const path = join(folder, 'a.csv')
  await writeFile(path, content)
  return (await checkCsv(path, readCsvOptions(options), width)).kind
}

test('what the two parsers could read differently is hostile', async () => {
  for (const content of [
    'a,b\n1\n',
    'a,b\n1,2,3\n',
    'a,b\n"1"x,2\n',
    'a,b\n1"x,2\n',
    'a,b\n"1\n2",3\n',
    'a,b\n1,"2',
    'a,b\r\n1,2\n',
    'a,b\n1,2\r',
    'a,b\n1,\0\n',
    '\na,b\n1,2\n',
    'a,b\n \n1,2\n',
    Buffer.from('a,b\n1,\xe9\n', 'latin1'),
    Buffer.from('a,b\n1,\xc3', 'latin1'),
  ])
    expect([content, await check(content)]).toEqual([content, 'hostile'])
  expect(await check('a\n\n1\n', {}, 1)).toBe('hostile')
  expect(await check('a,b\n#1,2\n', { comment: '#' })).toBe('hostile')
  expect(await check('a,b\n"\\1",2\n', { escape: '\\' })).toBe('hostile')
})

test('ordinary files are plain', async () => {
  for (const content of [
    'a,b\n',
    '\uFEFFa,b\n1,2',
    'a,b\r\n"1""",""\r\n',
    'a,b\n\n1,\n\n',
    'a,b\né,"x, y"\n',
  ])
    expect([content, await check(content)]).toEqual([content, 'plain'])
  expect(await check('a,b\n"1\n2",3\n', { multiLine: 'true' })).toBe('plain')
})

test('DuckDB reads every plain file as the exact parser does', async () => {
  const cell = fc.constantFrom(
    'a',
    '',
    '""',
    '"x"',
    '"a""b"',
    '"c,d"',
    ' e ',
    'é',
    '\t',
    '"漢\t"',
    "'",
    '\\',
    '"\\"',
    '#',
    '0x',
    '"f\ng"',
  )
  const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 8 })
  const file = fc.tuple(rows, fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean())
  let plain = 0
  await fc.assert(
    fc.asyncProperty(file, fc.boolean(), async ([records, end, closed, blank], spanning) => {
      const lines = ['h1,h2,h3', ...records.map((cells) => cells.join(','))]
      const content = lines.join(blank && end === '\n' ? '\n\n' : end) + (closed ? end : '')
      const written = spanning ? { multiLine: 'true' } : {}
      const path = join(folder, 'p.csv')
      await writeFile(path, content)
      const options = readCsvOptions(written)
      if ((await checkCsv(path, options, 3)).kind === 'hostile') return
      plain++
      const expected: unknown[] = []
      for await (const batch of csvRows(path, options))
        for (const row of batch) expected.push(row.cells.map((text) => (text === '' ? null : text)))
      const { relation } = await openReader('csv')!({
        files: [path],
        options: written,
        connection,
        scratch: folder,
      })
      const { rows } = await connection.table(sql`SELECT * FROM ${relation}`)
      expect(rows).toEqual(expected.slice(1))
    }),
    { seed: 11, numRuns: 300 },
  )
  expect(plain).toBeGreaterThan(100)
  expect((await readdir(folder)).toSorted()).toEqual(['a.csv', 'p.csv'])
})
