import { failure } from '../../diagnostics/index.ts'
import { Bug } from '../../base/bug.ts'
import type { EngineRow, EngineValue } from '../../engines/index.ts'
import { lowerBound, upperBound } from '../format/bounds.ts'
import type { DataFile, PartitionValue } from '../format/data-file.ts'
import { type Field, isPrimitive, type PrimitiveType } from '../format/iceberg-type.ts'
import { valueFromText } from '../format/value.ts'
import { ident } from '../../sql/quote.ts'
import type { Layout } from './layout.ts'
import { isSortable, type PartitionKey } from './typed-rows.ts'

/** What COPY … RETURN_STATS reports of a file, with the texts of its partition keys. */
export type WrittenRow = { readonly row: EngineRow; readonly keys: readonly (string | null)[] }

/** The partition keys of a file that the engine has told apart by them. */
export const keyValues = (row: EngineRow, keys: readonly PartitionKey[]): WrittenRow['keys'] => {
  const reported = new Map(pairs(row['partition_keys']).map(([name, value]) => [String(ident(name)), value]))
  return keys.map(({ name }) => {
    const value = reported.get(name)
    if (value === undefined) throw new Bug(`DuckDB reported no partition value of ${name}`)
    return value === null ? null : text(value)
  })
}

/** Files that the engine has written, as data files. `path` is still the plain path of the file. */
export const dataFiles = (
  written: readonly WrittenRow[],
  { layout, table }: { readonly layout: Layout; readonly table: string },
): readonly (DataFile & { readonly file: string })[] => {
  const columns = measuredColumns(layout.schema.fields)
  const sorted = isSortable(layout.sortOrder) ? { sortOrderId: layout.sortOrder.orderId } : {}
  return written.map(({ row, keys }) => {
    const file = text(row['filename'])
    const values = keys.values()
    return {
      file,
      content: 0,
      path: file,
      format: 'PARQUET',
      partition: layout.partition.map(({ field, type }): PartitionValue => {
        const value = field.transform.kind === 'void' ? null : (values.next().value ?? null)
        if (value === null) return null
        const parsed = valueFromText(type, value)
        if (parsed === undefined) throw failure('MR3108', { table, columns: [field.name] })
        return parsed
      }),
      recordCount: count(row['count']),
      fileSizeBytes: count(row['file_size_bytes']),
      ...statistics(new Map(pairs(row['column_statistics'])), columns),
      ...sorted,
    }
  })
}

type MeasuredColumn = { readonly id: number; readonly key: string; readonly type: PrimitiveType }

/** Columns whose counts mean rows: primitive ones, and those inside structs. In lists and maps they count elements. */
const measuredColumns = (fields: readonly Field[], above = ''): readonly MeasuredColumn[] =>
  fields.flatMap((field) => {
    const key = `${above}"${field.name.replaceAll('"', '""')}"`
    if (isPrimitive(field.type)) return [{ id: field.id, key, type: field.type }]
    return field.type.kind === 'struct' ? measuredColumns(field.type.fields, `${key}.`) : []
  })

type Statistics = Pick<
  DataFile,
  'columnSizes' | 'valueCounts' | 'nullValueCounts' | 'nanValueCounts' | 'lowerBounds' | 'upperBounds'
>

const statistics = (
  reported: ReadonlyMap<string, EngineValue>,
  columns: readonly MeasuredColumn[],
): Statistics => {
  const result = {
    columnSizes: new Map<number, bigint>(),
    valueCounts: new Map<number, bigint>(),
    nullValueCounts: new Map<number, bigint>(),
    nanValueCounts: new Map<number, bigint>(),
    lowerBounds: new Map<number, Uint8Array>(),
    upperBounds: new Map<number, Uint8Array>(),
  }
  for (const { id, key, type } of columns) {
    const known = new Map(pairs(reported.get(key) ?? null))
    const put = (counts: Map<number, bigint>, name: string) => {
      const value = known.get(name)
      if (value !== undefined && value !== null) counts.set(id, count(value))
    }
    put(result.columnSizes, 'column_size_bytes')
    put(result.valueCounts, 'num_values')
    put(result.nullValueCounts, 'null_count')
    // How many NaN there are is told only where there are none; then bounds are complete as well.
    if (known.get('has_nan') === 'false') result.nanValueCounts.set(id, 0n)
    if (known.get('has_nan') === 'true') continue
    const lower = bound(known.get('min'), type, lowerBound)
    const upper = bound(known.get('max'), type, upperBound)
    if (lower !== undefined) result.lowerBounds.set(id, lower)
    if (upper !== undefined) result.upperBounds.set(id, upper)
  }
  return result
}

const bound = (
  value: EngineValue | undefined,
  type: PrimitiveType,
  serialize: typeof lowerBound,
): Uint8Array | undefined => {
  if (value === undefined || value === null) return undefined
  const parsed = valueFromText(type, text(value))
  return parsed === undefined ? undefined : serialize(type, parsed)
}

const pairs = (map: EngineValue | undefined): readonly (readonly [string, EngineValue])[] =>
  Array.isArray(map)
    ? map.map((entry: Readonly<Record<string, EngineValue>>) => [
        text(entry['key'] ?? null),
        entry['value'] ?? null,
      ])
    : []

const text = (value: EngineValue | undefined): string => {
  if (typeof value !== 'string') throw new Bug('DuckDB reported written files in an unknown shape')
  return value
}

const count = (value: EngineValue | undefined): bigint => {
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'string')
    return BigInt(value)
  throw new Bug('DuckDB reported written files in an unknown shape')
}
