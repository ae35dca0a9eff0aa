import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Connection, type Engine, openDuckdb } from '../../src/engines/index.ts'
import { sparkMacrosFor } from '../../src/sql/index.ts'
import { sql } from '../../src/sql/quote.ts'
import { openReader } from '../../src/stacks/flare/readers/index.ts'
import { python, runPython } from './python.ts'

type Case = {
  readonly name: string
  readonly content: Buffer | string
  readonly options?: Record<string, string>
  readonly format?: string
}
type Table = {
  readonly columns: readonly string[]
  readonly types: readonly string[]
  readonly rows: readonly unknown[]
}

let folder: string
let engine: Engine
let connection: Connection

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-oracle-'))
  engine = await openDuckdb({ library: sparkMacrosFor })
  connection = await engine.connect()
})

afterAll(async () => {
  await connection[Symbol.asyncDispose]()
  await engine[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

// One Spark session reads every file: header and doubled quotes are what our reader assumes where no option says else.
const script = String.raw`
import json, sys
from pyspark.sql import SparkSession
spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    .config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", "1").getOrCreate())
spark.sparkContext.setLogLevel("OFF")
results = []
for case in json.load(open(sys.argv[1])):
    try:
        reader = spark.read.options(**{"header": "true", "escape": case["options"].get("quote", '"'), **case["options"]})
        frame = reader.format(case["format"]).load(case["path"])
        text = frame.selectExpr(*["cast(${'`'}" + c.replace("${'`'}", "${'``'}") + "${'`'} as string)" for c in frame.columns]) if frame.columns else frame
        results.append({"columns": frame.columns, "types": [t for _, t in frame.dtypes], "rows": [list(r) for r in text.collect()]})
    except Exception as error:
        results.append({"error": str(error)[:200]})
print("\n" + json.dumps(results))
`

const sparkTables = async (cases: readonly Case[]): Promise<readonly (Table | { error: string })[]> => {
  const paths = await Promise.all(cases.map(write))
  const plan = join(folder, 'plan.json')
  await writeFile(
    plan,
    JSON.stringify(
      cases.map((c, i) => ({ path: paths[i], options: c.options ?? {}, format: c.format ?? 'csv' })),
    ),
  )
  const output = await runPython(script, [plan])
  return JSON.parse(output.trim().split('\n').at(-1) ?? '')
}

const write = async (c: Case): Promise<string> => {
  const path = join(folder, `${c.name}.csv`)
  await writeFile(path, c.content)
  return path
}

const ours = async (c: Case): Promise<Table | { error: string }> => {
  const path = await write(c)
  const scratch = join(folder, `${c.name}-scratch`)
  await mkdir(scratch, { recursive: true })
  try {
    const result = await openReader(c.format ?? 'csv')!({
      files: [path],
      options: c.options ?? {},
      connection,
      scratch,
    })
    const table = await connection.table(sql`SELECT * FROM ${result.relation}`)
    const texts = table.rows.map((row) => row.map((value, k) => asSparkText(value, result.columns[k]?.type)))
    const types = result.columns.map((column) => sparkTypes[column.type] ?? column.type.toLowerCase())
    return { columns: result.columns.map((column) => column.name), types, rows: texts }
  } catch (error) {
    return { error: String(error) }
  }
}

const sparkTypes: Record<string, string> = {
  VARCHAR: 'string',
  INTEGER: 'int',
  BIGINT: 'bigint',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  DATE: 'date',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
}

const asSparkText = (value: unknown, type: string | undefined): unknown => {
  if (value === null) return null
  if (type === 'DOUBLE') return Number.isInteger(value) ? `${Number(value)}.0` : String(value)
  return String(value).replace(/\+00$/, '')
}

const cellText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'bc', '', '1', 'é', ' x', 'y ', '\t', '\\', '#', ' ', "'") },
  { weight: 2, arbitrary: fc.constantFrom('"q"', '"a,b"', '"a""b"', '""', '"é"', '" s "') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '"',
      'a"b',
      '"a"b',
      '"a" ',
      ' "a"',
      '"a" b"',
      '"""',
      '"a\nb"',
      '"a\\"b"',
      '"a"",',
      '"a""',
    ),
  },
)
const lineText = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(cellText, cellText, cellText).map((cells) => cells.join(',')) },
  { weight: 1, arbitrary: fc.array(cellText, { maxLength: 5 }).map((cells) => cells.join(',')) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', '\\', '\t'), maxLength: 12 }),
  },
)
const fileText = fc
  .tuple(fc.array(lineText, { maxLength: 6 }), fc.constantFrom('\n', '\n', '\n', '\r\n', '\r'), fc.boolean())
  .map(([lines, end, closed]) => ['h1,h2,h3', ...lines].join(end) + (closed ? end : ''))
const optionSets: readonly Record<string, string>[] = [
  {},
  {},
  {},
  { mode: 'DROPMALFORMED', columnPruning: 'false' },
  { nullValue: 'a' },
  { nullValue: 'a', emptyValue: 'EMPTY' },
  { escape: '\\' },
  { ignoreLeadingWhiteSpace: 'true' },
  { ignoreTrailingWhiteSpace: 'true' },
  { comment: '#' },
  { header: 'false' },
  { quote: "'" },
]

describe.skipIf(python() === undefined)('readers against Spark (needs Python with PySpark)', () => {
  test('random files give the same columns and rows', async () => {
    const texts = fc.sample(fileText, { seed: 20261121, numRuns: 320 })
    const cases = texts.map(
      (content, i): Case => ({
        name: `fuzz-${i}`,
        content,
        options: optionSets[i % optionSets.length] ?? {},
      }),
    )
    await compare(cases)
  })

  test('line breaks inside quotes give the same rows with multiLine', async () => {
    const cell = fc.constantFrom('a', '', '"b\nc"', '"d"', '"e""f\n\n"', 'é', '" g"', '"h"x')
    const lines = fc.array(
      fc.tuple(cell, cell).map((cells) => cells.join(',')),
      { maxLength: 5 },
    )
    const texts = fc.sample(
      lines.map((rows) => ['h1,h2', ...rows].join('\n')),
      { seed: 7, numRuns: 40 },
    )
    await compare(
      texts.map((content, i) => ({ name: `multi-${i}`, content, options: { multiLine: 'true' } })),
    )
  })

  test('hostile files give the same columns and rows', async () => {
    await compare([
      { name: 'empty-header', content: ',b,\n1,2,3\n' },
      { name: 'duplicate-header', content: 'a,A,b,a\n1,2,3,4\n' },
      { name: 'bom', content: '\uFEFFa,b\n1,2\n' },
      { name: 'bom-quoted', content: '\uFEFF"a",b\n"1",2\n' },
      { name: 'header-only', content: 'a,b\n' },
      { name: 'crlf', content: 'a,b\r\n1,2\r\n\r\n3,4\r\n' },
      { name: 'carriage-returns', content: 'a,b\r1,2\r3,4' },
      { name: 'blank-lines', content: '\n\na,b\n\n1,2\n \t \n3,4\n\n' },
      { name: 'one-column', content: 'a\n1\n\n \n""\n2\n' },
      { name: 'invalid-bytes', content: Buffer.from('a,b\n\xe9x,\xff\xfe\n\xc3(,\xe2\x82\n', 'latin1') },
      {
        name: 'latin1',
        content: Buffer.from('\xe9,b\n\x80\x9f,\xff\n', 'latin1'),
        options: { encoding: 'ISO-8859-1' },
      },
      { name: 'nul', content: 'a,b\nx\0y,1\n' },
      { name: 'tabs', content: 'a\tb\n1\t"x\ty"\n\t\n2\t\n', options: { delimiter: '\\t' } },
      { name: 'semicolons', content: 'a;b\n1;"x;y"\n', options: { sep: ';' } },
      { name: 'spaced-quotes', content: 'a,b\n"1" ,"2"  \n "3", "4"\n' },
      { name: 'long', content: `a,b\n${'x'.repeat(40_000)},"${'y"",'.repeat(20_000)}"\n` },
      { name: 'line-separator', content: 'a,b|1,2|3,4|', options: { lineSep: '|' } },
      { name: 'quote-none', content: 'a,b\n"1,2"\n', options: { quote: '' } },
    ])
  })

  test('JSON gives the same columns, types and rows', async () => {
    const json = (name: string, content: string, options: Record<string, string> = {}): Case => ({
      name: `json-${name}`,
      content,
      options,
      format: 'json',
    })
    await compare([
      json('numbers', '{"b":1,"a":"x"}\n\n{"b":2.5,"c":null}\n'),
      json('conflict', '{"a":1}\n{"a":"x"}\n{"a":{"z":1}}\n{"a":true}\n'),
      json('corrupt', '{"a":1}\n[{"a":2},{"a":3}]\nbad\n5\n'),
      json('dropped', '{"a":1}\nbad\n', { mode: 'DROPMALFORMED' }),
      json('huge', '{"a":12345678901234567890}\n{"a":-1}\n'),
      json('spanning', '[{"a":1},\n{"b":"é\\n\\u0041"}]', { multiLine: 'true' }),
      json('texts', '{"a":1,"b":true,"c":1.5}\n', { primitivesAsString: 'true' }),
      json('dates', '{"d":"2020-01-01","t":"2020-01-01T00:00:00Z","n":1e3,"i":-5}\n'),
    ])
  })

  test('inferSchema finds the same types and values', async () => {
    const options = { inferSchema: 'true' }
    await compare([
      {
        name: 'infer-plain',
        options,
        content: 'i,l,d,b,s,t,n,x\n1,3000000000,1.5,true,a,2020-01-02,,1\n-2,4,2,FALSE,b,2020-01-03,,a\n',
      },
      {
        name: 'infer-dates',
        options,
        content: 'd,t\n2020-01-02,2020-01-02 03:04:05\n2020-02-03,2020-01-02T03:04:05\n',
      },
      { name: 'infer-mixed', options, content: 'a,b,c\n1,1.5,2020-01-01\n1.5,x,2020-01-01 01:02:03\n' },
      { name: 'infer-big', options, content: 'a,b\n123456789012345678901,007\n5,+8\n' },
      {
        name: 'infer-format',
        options: { ...options, dateFormat: 'dd/MM/yyyy' },
        content: 'a\n31/12/2020\n01/02/2021\n',
      },
    ])
  })
})

const compare = async (cases: readonly Case[]): Promise<void> => {
  const expected = await sparkTables(cases)
  const differences: unknown[] = []
  for (const [i, c] of cases.entries()) {
    const [spark, mine] = [expected[i], await ours(c)]
    // Its parser runs off the start of its buffer when a line begins with an empty cell: there is nothing to equal.
    const crashed =
      c.options?.['ignoreTrailingWhiteSpace'] === 'true' && spark !== undefined && 'error' in spark
    if (!crashed && JSON.stringify(order(spark)) !== JSON.stringify(order(mine)))
      differences.push({
        name: c.name,
        content: c.content.toString().slice(0, 200),
        options: c.options,
        spark,
        mine,
      })
  }
  expect(differences).toEqual([])
}

const order = (table: Table | { error: string } | undefined) =>
  table === undefined || 'error' in table
    ? table
    : [
        table.columns,
        table.types,
        table.rows.map((row) => JSON.stringify(row)).toSorted((a, b) => (a < b ? -1 : 1)),
      ]
