import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Diagnostic } from '../../src/diagnostics/index.ts'
import { openDuckdb } from '../../src/engines/index.ts'
import { createSparkTranslator, detachedText, sparkMacros } from '../../src/sql/index.ts'
import { ident, literal, type Sql, sql, trusted } from '../../src/sql/quote.ts'
import { runPython } from './python.ts'

const oracle = `
import json, sys
from pyspark.sql import SparkSession
work = json.load(open(sys.argv[1]))
spark = (SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false')
  .config('spark.sql.shuffle.partitions', '1').config('spark.sql.adaptive.enabled', 'false')
  .config('spark.sql.session.timeZone', 'UTC').config('spark.driver.extraJavaOptions', '-Duser.timezone=UTC').getOrCreate())
spark.sparkContext.setLogLevel('OFF')
for name, value in work['settings'].items(): spark.conf.set(name, value)
for name, table in work['tables'].items():
    rows = [[None if cell is None else str(cell) for cell in row] for row in table['rows']]
    schema = ', '.join('\`' + c['name'] + '\` string' for c in table['columns'])
    frame = spark.createDataFrame(rows, schema)
    frame.selectExpr(*['cast(\`' + c['name'] + '\` as ' + c['type'] + ') as \`' + c['name'] + '\`' for c in table['columns']]).createOrReplaceTempView(name)
def encoded(i, type):
    if type == 'timestamp': return 'cast(unix_micros(c%d) as string)' % i
    if type == 'date': return "cast(datediff(c%d, date'1970-01-01') as string)" % i
    if type in ('double', 'float'): return 'cast(c%d as double)' % i
    if type.startswith('array'): return 'to_json(c%d)' % i
    return 'cast(c%d as string)' % i
out = {}
for key, statement in work['statements'].items():
    try:
        frame = spark.sql(statement)
        types = [field.dataType.simpleString() for field in frame.schema]
        cells = frame.toDF(*['c%d' % i for i in range(len(types))]).selectExpr(*[encoded(i, t) for i, t in enumerate(types)])
        rows = [[None if v is None else v if isinstance(v, str) else repr(v) for v in row] for row in cells.collect()]
        out[key] = {'columns': frame.columns, 'types': types, 'rows': rows}
    except Exception as error:
        out[key] = {'error': str(error)[:300]}
print(json.dumps(out))
`

export type Table = {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}
type Tables = Readonly<Record<string, Table>>

/** A table of columns with Spark's types; cells are text that both sides cast. */
export const table = (columns: readonly (readonly [string, string])[], rows: Table['rows']): Table => ({
  columns: columns.map(([name, type]) => ({ name, type })),
  rows,
})

const engineTypes: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  bigint: 'BIGINT',
  tinyint: 'TINYINT',
  double: 'DOUBLE',
  'decimal(10,2)': 'DECIMAL(10,2)',
  timestamp: 'TIMESTAMPTZ',
  date: 'DATE',
  boolean: 'BOOLEAN',
}

type SparkAnswer = {
  readonly columns: readonly string[]
  readonly types: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
  readonly error?: string
}
export type SparkAnswers = Readonly<Record<string, SparkAnswer>>

/** What real Spark makes of the statements, in one process. */
export const askSpark = async (
  tables: Tables,
  statements: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
): Promise<SparkAnswers> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-spark-'))
  const work = join(folder, 'work.json')
  await writeFile(work, JSON.stringify({ tables, statements, settings }))
  try {
    return JSON.parse((await runPython(oracle, [work])).trim().split('\n').at(-1) ?? '{}')
  } finally {
    await rm(folder, { recursive: true })
  }
}

type Answer =
  | {
      readonly kind: 'rows'
      readonly names: readonly string[] | undefined
      readonly types: readonly (string | undefined)[] | undefined
      readonly rows: readonly (readonly unknown[])[]
    }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }

export type LoadedEngine = AsyncDisposable & { readonly answer: (statement: string) => Promise<Answer> }

/** The engine with the same tables, answering translated statements. */
export const loadEngine = async (tables: Tables): Promise<LoadedEngine> => {
  const engine = await openDuckdb()
  const connection = await engine.connect()
  for (const macro of sparkMacros) await connection.run(macro)
  const schemas = new Map(
    Object.entries(tables).map(([name, { columns }]) => [
      name,
      columns.map((column) => ({ name: column.name, type: engineTypes[column.type] ?? 'VARCHAR' })),
    ]),
  )
  for (const [name, { rows }] of Object.entries(tables)) {
    const types = schemas.get(name) ?? []
    const rowsSql = rows.map(
      (row) => sql`(${row.map((cell) => (cell === null ? trusted('NULL') : literal(String(cell))))})`,
    )
    const casts = types.map(
      (column) => sql`CAST(${ident(column.name)} AS ${trusted(column.type)}) AS ${ident(column.name)}`,
    )
    await connection.run(
      sql`CREATE TABLE ${ident(name)} AS SELECT ${casts} FROM (VALUES ${rowsSql}) AS v(${types.map((column) => ident(column.name))})`,
    )
  }
  const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
  return {
    answer: async (statement) => {
      const { value, diagnostics } = await translator.translate(detachedText(statement), schemas)
      if (value?.kind !== 'query' || diagnostics.length > 0) return { kind: 'refused', diagnostics }
      const described = await connection.describe(value.sql)
      const types = described.map((column) => column.type)
      const { rows } = await connection.table(encoded(value.sql, types))
      return {
        kind: 'rows',
        names: value.outputColumns?.map((column) => column.name),
        types: value.outputColumns?.map((column) => column.type),
        rows,
      }
    },
    [Symbol.asyncDispose]: async () => {
      await connection[Symbol.asyncDispose]()
      await engine[Symbol.asyncDispose]()
    },
  }
}

/** Each row as one comparable text. */
export const cellsOf = (rows: readonly (readonly unknown[])[], types: readonly string[]): readonly string[] =>
  rows.map((row) => JSON.stringify(row.map((cell, i) => plain(cell, types[i] ?? ''))))

const encoded = (query: Sql, types: readonly string[]): Sql => {
  const cells = types.map((type, i) => {
    const cell = ident(`c${i}`)
    if (type === 'TIMESTAMP WITH TIME ZONE') return sql`CAST(epoch_us(${cell}) AS VARCHAR)`
    if (type === 'DATE') return sql`CAST(${cell} - DATE '1970-01-01' AS VARCHAR)`
    if (type.endsWith('[]')) return sql`CAST(to_json(${cell}) AS VARCHAR)`
    return sql`CAST(${cell} AS VARCHAR)`
  })
  return sql`SELECT ${cells} FROM (${query}) AS q(${types.map((_, i) => ident(`c${i}`))})`
}

/** Doubles compare by value, everything else as text. */
const plain = (cell: unknown, type: string): unknown => {
  if (cell === null) return null
  const text = String(cell)
  if (type === 'double' || type === 'float') {
    const number = Number(text.replace(/^(-?)inf(?:inity)?$/i, '$1Infinity'))
    return Number.isFinite(number)
      ? Number(number.toPrecision(type === 'float' ? 6 : 12)) + 0
      : text.toLowerCase().replace('infinity', 'inf')
  }
  if (type.startsWith('decimal') && /e/i.test(text))
    return Number(text).toFixed(Number(/,(\d+)\)/.exec(type)?.[1] ?? 0))
  return text
}
