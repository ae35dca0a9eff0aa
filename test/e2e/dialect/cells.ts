import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api'

/**
 * A value with its kind, as `../shared/dialect/README.md` defines it, brought to one form: what is equal by its rules
 * has the same text. Doubles keep ten digits: equal ones are printed alike unless they lie at the edge of a digit.
 */
export type Cell = string

export type Rows = { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }

/** The rows of a Parquet file. */
export const readParquet = async (path: string): Promise<Rows> => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`)
  const types = reader.columnTypes()
  const rows = reader.getRows().map((row) => row.map((value, i) => ofEngine(value, types[i])))
  const columns = reader.columnNames()
  connection.closeSync()
  instance.closeSync()
  return { columns, rows }
}

const ofEngine = (value: DuckDBValue, type: DuckDBType | undefined): Cell => {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return `s:${JSON.stringify(value)}`
  if (typeof value === 'bigint') return number(String(value))
  if (typeof value === 'number')
    return type?.typeId === DuckDBTypeId.DOUBLE || type?.typeId === DuckDBTypeId.FLOAT
      ? double(value)
      : number(String(value))
  if (value instanceof DuckDBDecimalValue) return number(value.toString())
  if (value instanceof DuckDBDateValue) return `d:${value.days}`
  if (value instanceof DuckDBTimestampTZValue) return `t:${value.micros}`
  if (value instanceof DuckDBTimestampValue) return `n:${value.micros}`
  if (value instanceof DuckDBBlobValue) return `x:${Buffer.from(value.bytes).toString('hex')}`
  if (value instanceof DuckDBListValue) {
    const element = type?.typeId === DuckDBTypeId.LIST ? type.valueType : undefined
    return `[${value.items.map((item) => ofEngine(item, element)).join(',')}]`
  }
  if (value instanceof DuckDBStructValue) {
    const types =
      type?.typeId === DuckDBTypeId.STRUCT
        ? new Map(type.entryNames.map((name, i) => [name, type.entryTypes[i]]))
        : new Map<string, DuckDBType>()
    return struct(
      Object.entries(value.entries).map(([name, inner]) => [name, ofEngine(inner, types.get(name))]),
    )
  }
  if (value instanceof DuckDBMapValue) {
    const [key, inner] =
      type?.typeId === DuckDBTypeId.MAP ? [type.keyType, type.valueType] : [undefined, undefined]
    return map(value.entries.map((entry) => [ofEngine(entry.key, key), ofEngine(entry.value, inner)]))
  }
  throw new Error(`no cell for ${String(value)}`)
}

type Expected =
  | null
  | boolean
  | string
  | readonly Expected[]
  | { readonly struct: readonly (readonly [string, Expected])[] }
  | { readonly map: readonly (readonly [Expected, Expected])[] }

/** A cell as `expected.jsonl` has it. */
export const ofExpected = (cell: Expected): Cell => {
  if (cell === null) return 'null'
  if (typeof cell === 'boolean') return String(cell)
  if (typeof cell === 'string') return scalar(cell.slice(0, 1), cell.slice(2))
  if (isList(cell)) return `[${cell.map(ofExpected).join(',')}]`
  if ('struct' in cell) return struct(cell.struct.map(([name, inner]) => [name, ofExpected(inner)]))
  return map(cell.map.map(([key, value]) => [ofExpected(key), ofExpected(value)]))
}

const isList = (cell: Exclude<Expected, null | string | boolean>): cell is readonly Expected[] =>
  Array.isArray(cell)

const scalar = (kind: string, text: string): Cell => {
  switch (kind) {
    case 'i':
    case 'm':
      return number(text)
    case 'f':
      return double(Number(text.replace(/^(-?)inf(?:inity)?$/i, '$1Infinity').replace(/^nan$/i, 'NaN')))
    case 's':
      return `s:${JSON.stringify(text)}`
    case 'd':
      return `d:${Number(microsOf(`${text}T00:00:00.000000Z`) / 86_400_000_000n)}`
    case 't':
    case 'n':
      return `${kind}:${microsOf(text)}`
    default:
      return `${kind}:${text}`
  }
}

/** Integers and decimals are equal as numbers: 7 is 7.00. */
const number = (text: string): Cell => {
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return `number:${plain === '-0' ? '0' : plain}`
}

const double = (value: number): Cell =>
  `f:${Number.isFinite(value) ? (value + 0 === 0 ? 0 : Number(value.toPrecision(10))) : value}`

const struct = (members: readonly (readonly [string, Cell])[]): Cell =>
  `{${members
    .map(([name, cell]) => `${name.toLowerCase()}:${cell}`)
    .toSorted()
    .join(',')}}`

const map = (entries: readonly (readonly [Cell, Cell])[]): Cell =>
  `map{${entries
    .map(([key, value]) => `${key}=>${value}`)
    .toSorted()
    .join(',')}}`

/** Microseconds of `2024-01-05T10:20:30.123456Z`, since 1970. */
const microsOf = (text: string): bigint => {
  const [, date = '', time = '', fraction = ''] = /^([^T]+)T([\d:]+)\.(\d{6})Z?$/.exec(text) ?? []
  // JavaScript wants six digits and a sign for years beyond four digits.
  const iso = date.replace(/^([+-]?)(\d{5,})/, (_, sign, year) => `${sign || '+'}${year.padStart(6, '0')}`)
  const seconds = Date.parse(`${iso}T${time}Z`) / 1000
  return BigInt(seconds) * 1_000_000n + BigInt(fraction)
}
