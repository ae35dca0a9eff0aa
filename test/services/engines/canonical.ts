import type { EngineTable, EngineValue } from '../../../src/engines/index.ts'
import type { Field, IcebergType } from '../../../src/lakehouse/format/iceberg-type.ts'

/**
 * What an engine answers, in a form that is the same for every engine: the names of the columns in lower case (some
 * engines know no other) and each row as one JSON text, sorted.
 *
 * A cell is null, true or false, else text without loss: whole numbers and decimals in plain digits; floats with the
 * shortest digits that mean them and an exponent (`1.25e+0`, `-0e+0`, `NaN`, `Infinity`); `2024-02-29`;
 * `23:59:59.000001`; `2024-02-29T12:34:56.000001`, with a `Z` where the type has a time zone; bytes in hex. A struct
 * is an object with names in lower case, a list a list, a map a list of pairs, sorted. canonical.py gives the same.
 */
export type Rows = { readonly columns: readonly string[]; readonly rows: readonly string[] }

export type Cell = null | boolean | string | readonly Cell[] | { readonly [name: string]: Cell }

/** A map as the canonical form has it: engines keep no order of its entries. */
export const mapCell = (entries: readonly (readonly [Cell, Cell])[]): Cell =>
  entries.toSorted(([a], [b]) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

export const toRows = (columns: readonly string[], rows: readonly (readonly Cell[])[]): Rows => ({
  columns: columns.map((name) => name.toLowerCase()),
  rows: rows.map((row) => JSON.stringify(row)).toSorted(),
})

export const floatCell = (value: number): string => {
  if (!Number.isFinite(value)) return String(value)
  return Object.is(value, -0) ? '-0e+0' : value.toExponential()
}

/** `12:34:56` or `12:34:56.5` with all six digits of microseconds. */
export const timeCell = (text: string): string => {
  const [whole = '', fraction = ''] = text.split('.')
  return `${whole}.${fraction.padEnd(6, '0')}`
}

/** `2024-02-29 12:34:56.5`, with or without what `zone` matches at its end. */
export const timestampCell = (text: string, zone?: RegExp): string => {
  const [day = '', time = ''] = text.replace(zone ?? /$/, '').split(' ')
  return `${day}T${timeCell(time)}${zone === undefined ? '' : 'Z'}`
}

/** Rows that DuckDB read of a table with these fields. */
export const canonicalRows = (fields: readonly Field[], table: EngineTable): Rows =>
  toRows(
    table.columns.map(({ name }) => name),
    table.rows.map((row) => row.map((value, i) => duckdbCell(value, fields[i]?.type))),
  )

const duckdbCell = (value: EngineValue, type: IcebergType | undefined): Cell => {
  if (value === null || typeof value === 'boolean') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  switch (type?.kind) {
    case 'float':
    case 'double':
      return floatCell(Number(value))
    case 'time':
      return timeCell(String(value))
    case 'timestamp':
      return timestampCell(String(value))
    case 'timestamptz':
      return timestampCell(String(value), /\+00$/)
    case 'list':
      return isList(value) ? value.map((item) => duckdbCell(item, type.element.type)) : String(value)
    case 'map':
      return isList(value)
        ? mapCell(
            value.map((entry) => [
              duckdbCell(member(entry, 'key'), type.key.type),
              duckdbCell(member(entry, 'value'), type.value.type),
            ]),
          )
        : String(value)
    case 'struct':
      return Object.fromEntries(
        type.fields.map((field) => [
          field.name.toLowerCase(),
          duckdbCell(member(value, field.name), field.type),
        ]),
      )
    default:
      return String(value)
  }
}

const isList = (value: EngineValue): value is readonly EngineValue[] => Array.isArray(value)

const member = (value: EngineValue, name: string): EngineValue =>
  typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Uint8Array)
    ? (value[name] ?? null)
    : null
