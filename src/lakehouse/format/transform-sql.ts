import { unreachable } from '../../base/bug.ts'
import { literal, type Sql, sql, trusted } from '../../sql/quote.ts'
import { toDuckdbType } from './duckdb-type.ts'
import type { PrimitiveType } from './iceberg-type.ts'
import { murmur3Of16Bytes, murmur3OfBytes, murmur3OfLong } from './murmur3-sql.ts'
import {
  floorRemainder,
  type KnownTransform,
  largestInt,
  microsOfHour,
  smallestValue,
  transformedType,
} from './transform.ts'
import { decimalText } from './value.ts'

/** In the message of the engine where a column holds a value that has no partition value: an infinite date or the like. */
export const unstorable = 'a value that cannot be a partition value'

/**
 * A transform of a column as an expression of DuckDB: the value that `applyTransform` gives, as text what
 * `valueFromText` reads. Fails with `unstorable` where there is none. Needs no extension and no macro, and does not
 * depend on the session's time zone. The column is any expression of the type that `toDuckdbType` names.
 */
export const transformSql = (transform: KnownTransform, type: PrimitiveType, column: Sql): Sql => {
  const refusal = refused(transform, type, column)
  const value = expression(transform, type, column)
  return refusal === undefined
    ? value
    : sql`CASE WHEN ${refusal} THEN error(${literal(unstorable)}) ELSE ${value} END`
}

const expression = (transform: KnownTransform, type: PrimitiveType, column: Sql): Sql => {
  switch (transform.kind) {
    case 'identity':
      return column
    case 'void':
      return sql`CAST(NULL AS ${toDuckdbType(transformedType(transform, type))})`
    case 'bucket':
      return sql`CAST((${hash(type, column)}) & ${largestInt} AS INTEGER) % ${transform.buckets}`
    case 'truncate':
      return truncate(type, column, transform.width)
    case 'year':
      return sql`CAST(year(${local(type, column)}) - 1970 AS INTEGER)`
    case 'month':
      return sql`CAST((year(${local(type, column)}) - 1970) * 12 + month(${local(type, column)}) - 1 AS INTEGER)`
    case 'day':
      return sql`CAST(${local(type, column)} AS DATE)`
    case 'hour': {
      const micros = sql`epoch_us(${column})`
      return sql`CAST(${micros} // ${microsOfHour} - CAST(${micros} % ${microsOfHour} < 0 AS BIGINT) AS INTEGER)`
    }
    default:
      return unreachable(transform)
  }
}

/** Which values have no value of the transform; they are told, never stored under NULL or in a wrong partition. */
const refused = (transform: KnownTransform, type: PrimitiveType, column: Sql): Sql | undefined => {
  if (transform.kind === 'void') return undefined
  const isInfinite = sql`NOT isfinite(${column})`
  switch (type.kind) {
    case 'date':
      return isInfinite
    case 'timestamp':
    case 'timestamptz':
      if (transform.kind !== 'hour') return isInfinite
      return sql`${isInfinite} OR epoch_us(${column}) NOT BETWEEN ${-hours * microsOfHour} AND ${hours * microsOfHour - 1n}`
    case 'int':
    case 'long':
    case 'decimal': {
      if (transform.kind !== 'truncate') return undefined
      const smallest = smallestValue(type)
      const width = BigInt(transform.width)
      const remainder = floorRemainder(smallest, width)
      if (remainder === 0n) return undefined
      return sql`${wide(type, column)} < ${number(type, smallest - remainder + width)}`
    }
    default:
      return undefined
  }
}

const hours = BigInt(largestInt) + 1n

/** Times of a zone are UTC in Iceberg, whatever the session's zone is. */
const local = (type: PrimitiveType, column: Sql): Sql =>
  type.kind === 'timestamptz' ? sql`make_timestamp(epoch_us(${column}))` : column

const truncate = (type: PrimitiveType, column: Sql, width: number): Sql => {
  switch (type.kind) {
    case 'string':
      return sql`substring(${column}, 1, ${width})`
    case 'binary':
      return sql`(${column})[1:${width}]`
    default: {
      const value = wide(type, column)
      const by = number(type, BigInt(width))
      const multiple = sql`${value} - (${value} % ${by} + ${by}) % ${by}`
      return type.kind === 'int'
        ? sql`CAST(${multiple} AS INTEGER)`
        : sql`CAST(${multiple} AS ${wideType(type)})`
    }
  }
}

// Wide enough for sums with the width and for the largest multiple below the smallest value.
const wideType = (type: PrimitiveType): Sql =>
  type.kind === 'decimal' ? sql`DECIMAL(38, ${type.scale})` : trusted('BIGINT')

const wide = (type: PrimitiveType, column: Sql): Sql => sql`CAST(${column} AS ${wideType(type)})`

const number = (type: PrimitiveType, unscaled: bigint): Sql => {
  const text = type.kind === 'decimal' ? decimalText(unscaled, type.scale) : String(unscaled)
  return sql`CAST(${literal(text)} AS ${wideType(type)})`
}

/** Source: Iceberg table spec, "Appendix B: 32-bit Hash Requirements". */
const hash = (type: PrimitiveType, column: Sql): Sql => {
  switch (type.kind) {
    case 'int':
    case 'long':
      return murmur3OfLong(sql`CAST(${column} AS BIGINT)`)
    case 'date':
      return murmur3OfLong(sql`CAST(${column} - DATE '1970-01-01' AS BIGINT)`)
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return murmur3OfLong(sql`epoch_us(${column})`)
    case 'decimal':
      return murmur3OfBytes(decimalBytes(type.scale, column))
    case 'string':
      return murmur3OfBytes(sql`encode(${column})`)
    case 'uuid':
      return murmur3Of16Bytes(sql`CAST(${column} AS BLOB)`)
    default:
      return murmur3OfBytes(column)
  }
}

/** The shortest two's complement of the digits. */
const decimalBytes = (scale: number, column: Sql): Sql => {
  const unscaled =
    scale === 0
      ? sql`CAST(${column} AS HUGEINT)`
      : sql`CAST(replace(CAST(${column} AS VARCHAR), '.', '') AS HUGEINT)`
  // All bits that are unlike the sign, which one more bit must tell.
  const magnitude = sql`CASE WHEN u < 0 THEN -(u + 1) ELSE u END`
  const dropped = Array.from({ length: 15 }, (_, i) => {
    const length = i + 1
    return sql`WHEN ${magnitude} < ${2n ** BigInt(8 * length - 1)} THEN ${17 - length}`
  })
  const start = sql`CASE ${trusted(dropped.join(' '))} ELSE 1 END`
  return sql`list_transform([${unscaled}], lambda u: CAST(CAST(u AS BIT) AS BLOB)[${start}:16])[1]`
}
