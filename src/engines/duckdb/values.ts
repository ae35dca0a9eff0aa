import {
  DuckDBBlobValue,
  DuckDBListValue,
  DuckDBArrayValue,
  DuckDBMapValue,
  DuckDBStructValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { EngineValue } from '../engine.ts'

/**
 * A DuckDB value as plain data. Whole numbers of 64 bits and more stay bigint; dates, times, decimals, intervals and
 * uuids become DuckDB's own text, which loses nothing; maps become lists of `{ key, value }`.
 */
export const toEngineValue = (value: DuckDBValue, type: DuckDBType): EngineValue => {
  if (value === null || value === undefined) return null
  if (
    typeof value === 'boolean' ||
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'string'
  )
    return value
  if (value instanceof DuckDBBlobValue) return value.bytes
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    const element = 'valueType' in type ? type.valueType : type
    return value.items.map((item) => toEngineValue(item, element))
  }
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(
      Object.entries(value.entries).map(([name, member]) => [name, toEngineValue(member, type)]),
    )
  if (value instanceof DuckDBMapValue)
    return value.entries.map((entry) => ({
      key: toEngineValue(entry.key, type),
      value: toEngineValue(entry.value, type),
    }))
  return value.toString()
}
