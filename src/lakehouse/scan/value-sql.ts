import { unreachable } from '../../base/bug.ts'
import { literal, type Sql, sql } from '../../sql/quote.ts'
import { toDuckdbType } from '../format/duckdb-type.ts'
import type { PrimitiveType } from '../format/iceberg-type.ts'
import { decimalText, type SingleValue } from '../format/value.ts'

/** A value as an expression of its type. */
export const valueSql = (type: PrimitiveType, value: SingleValue | null): Sql =>
  sql`CAST(${value === null ? sql`NULL` : plainSql(type, value)} AS ${toDuckdbType(type)})`

const plainSql = (type: PrimitiveType, value: SingleValue): Sql => {
  switch (type.kind) {
    case 'boolean':
      return value === true ? sql`true` : sql`false`
    case 'date':
      return sql`DATE '1970-01-01' + CAST(${literal(String(value))} AS INTEGER)`
    case 'time':
      return sql`TIME '00:00:00' + to_microseconds(CAST(${literal(String(value))} AS BIGINT))`
    case 'timestamp':
      return sql`make_timestamp(CAST(${literal(String(value))} AS BIGINT))`
    case 'timestamptz':
      return sql`make_timestamptz(CAST(${literal(String(value))} AS BIGINT))`
    case 'decimal':
      return literal(decimalText(BigInt(String(value)), type.scale))
    case 'string':
    case 'fixed':
    case 'binary':
      return bytesSql(type, value)
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'uuid':
      return literal(Object.is(value, -0) ? '-0' : String(value))
    default:
      return unreachable(type)
  }
}

// As hexadecimal digits where it is no text that a literal can hold.
const bytesSql = (type: PrimitiveType, value: SingleValue): Sql => {
  if (type.kind === 'string' && typeof value === 'string' && !value.includes('\0')) return literal(value)
  const bytes =
    typeof value === 'string' || value instanceof Uint8Array ? Buffer.from(value) : Buffer.alloc(0)
  const blob = sql`from_hex(${literal(bytes.toString('hex'))})`
  return type.kind === 'string' ? sql`decode(${blob})` : blob
}
