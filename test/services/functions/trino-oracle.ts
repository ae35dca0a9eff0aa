import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, type EngineValue, openDuckdb } from '../../../src/engines/index.ts'
import {
  createSparkTranslator,
  detachedText,
  type Sql,
  sparkMacrosFor,
  trino,
  trinoStatement,
} from '../../../src/sql/index.ts'
import { literal, trusted } from '../../../src/sql/quote.ts'
import { typeOfColumn } from '../../../src/sql/spark/parse/read-type.ts'
import type { SparkType } from '../../../src/sql/spark/spark-types/spark-type.ts'
import { type Cell, floatCell, mapCell, timestampCell } from '../engines/canonical.ts'
import { askTrino } from '../engines/trino.ts'
import { makeTables, type Schemas } from './tables.ts'

/** What became of a statement on Trino, beside what DuckDB made of it, which another test compares with Spark. */
export type TrinoOutcome =
  | { readonly kind: 'refused'; readonly reason: string }
  /** Trino does not run it: it says so, so nobody gets other rows. */
  | { readonly kind: 'failed'; readonly message: string; readonly sql: string }
  | { readonly kind: 'equal'; readonly sql: string }
  | { readonly kind: 'different'; readonly message: string; readonly sql: string }

const onDuckdb = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
const onTrino = onDuckdb.on(trino)

/** DuckDB and Trino over the adversarial tables. */
export const openTrinoOracle = async (): Promise<
  AsyncDisposable & { readonly ask: (statement: string) => Promise<TrinoOutcome> }
> => {
  const own = await mkdtemp(join(tmpdir(), 'millrace-trino-cases-'))
  const engine = await openDuckdb({ library: sparkMacrosFor })
  const connection = await engine.connect()
  const schemas = await makeTables(connection, own)
  const tables = await trinoTables(connection, schemas)
  return {
    ask: async (statement) => {
      const { value } = await onDuckdb.translate(detachedText(statement), schemas)
      if (value?.kind !== 'query') return { kind: 'refused', reason: 'refused for DuckDB' }
      return askOnTrino(connection, { statement, schemas, tables, duckdb: value.sql })
    },
    [Symbol.asyncDispose]: async () => {
      await connection[Symbol.asyncDispose]()
      await engine[Symbol.asyncDispose]()
      await rm(own, { recursive: true })
    },
  }
}

/** A table as Trino reads it: its rows stand in the statement, in as few columns as the statement needs. */
type TrinoTable = {
  readonly columns: readonly { readonly name: string; readonly cells: readonly string[] }[]
}

export const trinoTables = async (
  connection: Connection,
  schemas: Schemas,
): Promise<ReadonlyMap<string, TrinoTable>> => {
  const made = new Map<string, TrinoTable>()
  for (const [name, columns] of schemas) {
    const { rows } = await connection.table(trusted(`FROM ${name}`))
    made.set(name, {
      columns: columns.map((column, i) => ({
        name: column.name,
        cells: rows.map((row) => written(row[i] ?? null, typeOfColumn(column.type))),
      })),
    })
  }
  return made
}

const placeOf = (name: string): string => `table_${name}_here`

const withRows = (statement: string, tables: ReadonlyMap<string, TrinoTable>): Sql => {
  let text = statement
  for (const [name, { columns }] of tables) {
    const isRenamed = new RegExp(`${placeOf(name)} AS "[^"]*"\\(`).test(statement)
    const used = columns.filter((column) => isRenamed || statement.includes(`"${column.name}"`))
    const [first] = columns
    const kept = used.length === 0 && first !== undefined ? [first] : used
    const lines = (first?.cells ?? []).map(
      (_, row) => `ROW(${kept.map(({ cells }) => cells[row]).join(', ')})`,
    )
    const list = kept.map((column) => `"${column.name}"`).join(', ')
    text = text.replaceAll(placeOf(name), () =>
      lines.length === 0
        ? `(SELECT ${kept.map((column) => `NULL AS "${column.name}"`).join(', ')} WHERE false)`
        : `(SELECT * FROM (VALUES ${lines.join(', ')}) AS v(${list}))`,
    )
  }
  return trusted(text)
}

type Asked = {
  readonly statement: string
  readonly schemas: Schemas
  readonly tables: ReadonlyMap<string, TrinoTable>
  /** What the statement is on DuckDB. */
  readonly duckdb: Sql
}

export const askOnTrino = async (
  connection: Connection,
  { statement, schemas, tables, duckdb }: Asked,
): Promise<TrinoOutcome> => {
  const names = new Map([...tables.keys()].map((name) => [name, trusted(placeOf(name))]))
  const { value, diagnostics } = await onTrino.translate(detachedText(statement), schemas, names)
  if (value?.kind !== 'query')
    return { kind: 'refused', reason: diagnostics.map(({ message }) => message).join('; ') }
  const sql = trinoStatement(value.sql)
  const answered = await askTrino(withRows(sql, tables)).catch((error: unknown) => String(error))
  if (typeof answered === 'string') return { kind: 'failed', message: answered.slice(0, 300), sql }
  const ours = await connection.table(duckdb)
  const different = (message: string): TrinoOutcome => ({ kind: 'different', message, sql })
  const types = ours.columns.map(({ type }) => typeOfColumn(type))
  const [expected, got] = [
    types.map((type) => plainType(trino.types.name(type))),
    answered.columns.map(({ type }) => plainType(type)),
  ]
  const wrong = expected.findIndex((type, i) => type !== got[i] && got[i] !== 'unknown')
  if (wrong >= 0 || expected.length !== got.length)
    return different(`a column of type ${got[wrong]}, not ${expected[wrong]}`)
  const [left, right] = [
    ours.rows.map((row) => row.map((cell, i) => duckdbCell(cell, types[i]))),
    answered.rows,
  ].map((rows) => rows.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)))
  if (left?.length !== right?.length) return different(`${right?.length} rows, not ${left?.length}`)
  for (const [i, row] of (left ?? []).entries()) {
    const other = right?.[i] ?? []
    if (!row.every((cell, at) => same(cell, other[at] ?? null)))
      return different(`${JSON.stringify(other)}, not ${JSON.stringify(row)}`)
  }
  return { kind: 'equal', sql }
}

const plainType = (type: string): string =>
  type
    .toLowerCase()
    .replaceAll('"', '')
    .replaceAll(/varchar\(\d+\)/g, 'varchar')
    .replaceAll(/\s*([(),])\s*/g, '$1')

const number = /^-?(?:\d\.?\d*e[+-]\d+|Infinity|NaN)$/

/** Floats may differ in the last digits, and zero has one sign. */
const same = (a: Cell, b: Cell): boolean => {
  if (typeof a === 'string' && typeof b === 'string') {
    // The client of DuckDB takes a byte order mark off the beginning of a text.
    if (a === b || a === b.replace(/^\ufeff/, '')) return true
    if (!number.test(a) || !number.test(b)) return false
    const [x, y] = [Number(a), Number(b)]
    return x === y || Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y))
  }
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => same(item as Cell, b[i] as Cell))
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null)
    return JSON.stringify(Object.keys(a)) === JSON.stringify(Object.keys(b))
      ? same(Object.values(a), Object.values(b))
      : false
  return a === b
}

const sortKey = (row: readonly Cell[]): string =>
  JSON.stringify(row).replaceAll(/"-?\d\.?\d*e[+-]\d+"/g, (text) =>
    Number(text.slice(1, -1)) === 0 ? '0' : Number(text.slice(1, -1)).toPrecision(8),
  )

const duckdbCell = (value: EngineValue, type: SparkType | undefined): Cell => {
  if (value === null || typeof value === 'boolean') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  switch (type?.kind) {
    case 'float':
      return floatCell(Math.fround(Number(value)))
    case 'double':
      return floatCell(Number(value))
    case 'timestamp':
      return timeOf(String(value).replace(/\+00(?= |$)/, ''), 'Z')
    case 'timestamp_ntz':
      return timeOf(String(value), '')
    case 'array':
      return items(value).map((item) => duckdbCell(item, type.element))
    case 'map':
      return mapCell(
        items(value).map((entry) => [
          duckdbCell(member(entry, 'key'), type.key),
          duckdbCell(member(entry, 'value'), type.value),
        ]),
      )
    case 'struct':
      return Object.fromEntries(
        type.fields.map((field) => [
          field.name.toLowerCase(),
          duckdbCell(member(value, field.name), field.type),
        ]),
      )
    default:
      return type?.kind === 'date' ? yearOf(String(value)) : String(value)
  }
}

const timeOf = (text: string, zone: string): string => {
  const isBefore = text.includes('(BC)')
  const cell = timestampCell(text.replace(/ ?\(BC\)/, ''), zone === '' ? undefined : /$/)
  const [day = '', time = ''] = cell.split('T')
  return `${yearOf(isBefore ? `${day} (BC)` : day)}T${time}`
}

/** Years beyond four digits and before Christ, as Trino writes them. */
const yearOf = (text: string): string => {
  const [, year = '', rest = ''] = /^(\d+)(-\d+-\d+)/.exec(text) ?? []
  if (text.includes('(BC)'))
    return `${year === '0001' ? '' : '-'}${String(Number(year) - 1).padStart(4, '0')}${rest}`
  return year.length > 4 ? `+${text}` : text
}

/** A value of DuckDB as Trino's constant. */
const written = (value: EngineValue, type: SparkType | undefined): string => {
  if (type === undefined) throw new Error('a value without a type')
  const as = trino.types.name(type)
  if (value === null) return `CAST(NULL AS ${as})`
  if (value instanceof Uint8Array) return `from_hex('${Buffer.from(value).toString('hex')}')`
  switch (type.kind) {
    case 'string':
      return `from_utf8(from_hex('${Buffer.from(String(value)).toString('hex')}'))`
    case 'float':
    case 'double':
      return `CAST('${Object.is(value, -0) ? '-0.0' : String(value)}' AS ${as})`
    case 'timestamp':
      return `CAST('${String(value).replace(/\+00$/, '')} UTC' AS ${as})`
    case 'array':
      return `CAST(ARRAY[${items(value)
        .map((item) => written(item, type.element))
        .join(', ')}] AS ${as})`
    case 'map': {
      const entries = items(value)
      const side = (name: 'key' | 'value') =>
        entries.map((entry) => written(member(entry, name), type[name])).join(', ')
      return `CAST(map(ARRAY[${side('key')}], ARRAY[${side('value')}]) AS ${as})`
    }
    case 'struct':
      return `CAST(ROW(${type.fields.map((field) => written(member(value, field.name), field.type)).join(', ')}) AS ${as})`
    default:
      return `CAST(${literal(String(value))} AS ${as})`
  }
}

const items = (value: EngineValue): readonly EngineValue[] =>
  Array.isArray(value) ? (value as readonly EngineValue[]) : []

const member = (value: EngineValue, name: string): EngineValue =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
    ? ((value as { readonly [key: string]: EngineValue })[name] ?? null)
    : null
