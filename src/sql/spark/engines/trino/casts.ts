import { unreachable } from '../../../../base/bug.ts'
import { ident } from '../../../quote.ts'
import { canTryCast, castRefusal, tryCastRefusal } from '../../spark-types/castable.ts'
import { isAnsiInterval, widerInterval } from '../../spark-types/interval-type.ts'
import { Refused } from '../../refusals.ts'
import {
  isFraction,
  isInteger,
  isNested,
  isNumeric,
  type SparkType,
  sparkName,
  types,
} from '../../spark-types/spark-type.ts'
import type { Typed } from '../../spark-types/typed.ts'
import { specialTime } from '../../time-literal.ts'
import { typeName } from './type-names.ts'

/** The value brought to a type as Spark does without ANSI mode: what does not fit becomes NULL or wraps. */
export const castTo = ({ sql: x, type: from }: Typed, to: SparkType): string => {
  if (sparkName(from) === sparkName(to) || to.kind === 'null' || to.kind === 'unknown') return x
  if (from.kind === 'null') return `CAST(${x} AS ${typeName(to)})`
  if (
    isAnsiInterval(from) &&
    isAnsiInterval(to) &&
    sparkName(widerInterval(from, to) ?? from) === sparkName(to)
  )
    return x
  if (from.kind === 'unknown') throw new Refused('a column whose type is not known, on Trino')
  return convert(x, from, to)
}

/** A constant text that Spark reads as a time of its own. */
const refuseSpecial = (x: string): void => {
  const special = /^'[^']*'$/.test(x) ? specialTime(x.slice(1, -1)) : undefined
  if (special !== undefined)
    throw new Refused(`the text '${special}' as a time`, 'write current_date() or a date')
}

const convert = (x: string, from: SparkType, to: SparkType): string => {
  if (from.kind === 'string' && /^(?:date|timestamp)/.test(to.kind)) refuseSpecial(x)
  switch (to.kind) {
    case 'string':
      return toText(x, from)
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return toInteger(x, from, to.kind)
    case 'float':
    case 'double':
      return toFraction(x, from, to.kind)
    case 'decimal':
      return toDecimal(x, from, typeName(to))
    case 'boolean':
      if (from.kind === 'string') return `spark_to_boolean(${x})`
      return isNumeric(from) ? `(${x} <> 0)` : refuse(from, to)
    case 'date':
      if (from.kind === 'string') return `spark_to_date(${x})`
      if (from.kind === 'timestamp') return `CAST(spark_utc(${x}) AS date)`
      return from.kind === 'timestamp_ntz' ? `CAST(${x} AS date)` : refuse(from, to)
    case 'timestamp':
      return toTimestamp(x, from, to)
    case 'timestamp_ntz':
      if (from.kind === 'timestamp') return `spark_utc(${x})`
      if (from.kind === 'date') return `CAST(${x} AS timestamp(6))`
      return from.kind === 'string' ? `spark_to_timestamp_ntz(${x})` : refuse(from, to)
    case 'binary':
      return toBinary(x, from, to)
    case 'array': {
      if (from.kind !== 'array') return refuse(from, to)
      const e = variable('e', x)
      return `transform(${x}, ${e} -> ${castTo({ sql: e, type: from.element }, to.element)})`
    }
    case 'struct': {
      if (from.kind !== 'struct' || from.fields.length !== to.fields.length) return refuse(from, to)
      const members = to.fields.map(({ type }, i) => {
        const source = from.fields[i]
        return castTo({ sql: `(${x}).${ident(source?.name ?? '')}`, type: source?.type ?? types.null }, type)
      })
      return `CASE WHEN ${x} IS NOT NULL THEN CAST(ROW(${members.join(', ')}) AS ${typeName(to)}) END`
    }
    case 'map': {
      if (from.kind !== 'map') return refuse(from, to)
      if (sparkName(from.key) !== sparkName(to.key)) return refuse(from, to)
      const [k, v] = [variable('k', x), variable('v', x)]
      return `transform_values(${x}, (${k}, ${v}) -> ${castTo({ sql: v, type: from.value }, to.value)})`
    }
    case 'interval':
    case 'year_month':
    case 'day_time':
    case 'unknown':
    case 'null':
      return refuse(from, to)
    default:
      return unreachable(to)
  }
}

/** A name for a lambda that nothing inside means already. */
export const variable = (name: string, inside: string): string => {
  let found = `${name}_`
  while (inside.includes(found)) found += '_'
  return found
}

const refuse = (from: SparkType, to: SparkType): never => {
  throw castRefusal(from, to, ' on Trino')
}

/**
 * Spark's Java finds other digits than the one that Trino runs on: for large numbers, for those next to zero, and for
 * powers of two that it writes with an exponent.
 */
const digitsOf = (x: string, kind: 'float' | 'double'): string => {
  const [from, to] = kind === 'double' ? ['9007199254740992e0', '1e25'] : ['16777216e0', '1e26']
  const least = kind === 'double' ? '2.2250738585072014e-308' : '1.17549435e-38'
  return `CASE WHEN abs(${x}) >= ${from} AND abs(${x}) < ${to} THEN CAST(fail('digits of so large a fraction') AS varchar)
    WHEN ${x} <> 0 AND abs(${x}) < ${least} THEN CAST(fail('digits of a fraction next to zero') AS varchar)
    WHEN spark_far_power(${x}) THEN CAST(fail('digits of a power of two') AS varchar)
    WHEN ${x} IS NOT NULL THEN format('%s', ${x}) END`
}

const toText = (x: string, from: SparkType): string => {
  const orNull = (sql: string, type: SparkType): string =>
    `coalesce(${castTo({ sql, type }, types.string)}, 'null')`
  switch (from.kind) {
    // Java's own words, as Spark prints them; the engine's cast prints otherwise.
    case 'float':
    case 'double':
      return digitsOf(x, from.kind)
    case 'decimal':
      return from.scale > 6
        ? `CASE WHEN ${x} IS NOT NULL THEN format('%s', ${x}) END`
        : `CAST(${x} AS varchar)`
    case 'timestamp':
      return `spark_timestamp_text(spark_utc(${x}))`
    case 'timestamp_ntz':
      return `spark_timestamp_text(${x})`
    case 'date':
      return `spark_date_text(${x})`
    case 'binary':
      return `spark_binary_text(${x})`
    case 'array': {
      const e = variable('e', x)
      return `('[' || array_join(transform(${x}, ${e} -> ${orNull(e, from.element)}), ', ') || ']')`
    }
    case 'struct': {
      const members = from.fields.map(({ name, type }) => orNull(`(${x}).${ident(name)}`, type))
      return `CASE WHEN ${x} IS NOT NULL THEN '{' || ${members.join(` || ', ' || `)} || '}' END`
    }
    case 'map': {
      const e = variable('e', x)
      const entry = `${castTo({ sql: `${e}[1]`, type: from.key }, types.string)} || ' -> ' || ${orNull(`${e}[2]`, from.value)}`
      return `('{' || array_join(transform(map_entries(${x}), ${e} -> ${entry}), ', ') || '}')`
    }
    case 'interval':
    case 'year_month':
    case 'day_time':
      return refuse(from, types.string)
    default:
      return `CAST(${x} AS varchar)`
  }
}

const bits = { tinyint: 8, smallint: 16, int: 32, bigint: 64 } as const

const toInteger = (x: string, from: SparkType, to: keyof typeof bits): string => {
  const engine = typeName({ kind: to })
  if (from.kind === 'string') return `try_cast(spark_integer_text(${x}) AS ${engine})`
  if (from.kind === 'boolean') return `CAST(${x} AS ${engine})`
  if (isInteger(from))
    return bits[to] >= bits[from.kind as keyof typeof bits]
      ? `CAST(${x} AS ${engine})`
      : `spark_wrap${bits[to]}(${x})`
  if (isFraction(from)) {
    if (to === 'bigint') return `spark_saturate64(${x})`
    return to === 'int' ? `spark_saturate32(${x})` : `spark_wrap${bits[to]}(spark_saturate32(${x}))`
  }
  if (from.kind === 'decimal') {
    const whole = `spark_wrap64(truncate(${x}))`
    return to === 'bigint' ? whole : `spark_wrap${bits[to]}(${whole})`
  }
  if (from.kind === 'timestamp') {
    const seconds = `spark_seconds(spark_utc(${x}))`
    return to === 'bigint' ? seconds : `spark_wrap${bits[to]}(${seconds})`
  }
  return refuse(from, { kind: to })
}

const toFraction = (x: string, from: SparkType, to: 'float' | 'double'): string => {
  if (from.kind === 'string') return `spark_to_${to}(${x})`
  if (isNumeric(from) || from.kind === 'boolean') return `CAST(${x} AS ${typeName({ kind: to })})`
  if (from.kind === 'timestamp')
    return `CAST(CAST(spark_micros(spark_utc(${x})) AS double) / 1e6 AS ${typeName({ kind: to })})`
  return refuse(from, { kind: to })
}

const toDecimal = (x: string, from: SparkType, engine: string): string => {
  if (from.kind === 'string') return `try_cast(spark_number_text(${x}) AS ${engine})`
  // Through the shortest digits, as BigDecimal reads a double.
  if (isFraction(from)) return `try_cast(${digitsOf(`CAST(${x} AS double)`, 'double')} AS ${engine})`
  if (from.kind === 'boolean') return `try_cast(CAST(${x} AS integer) AS ${engine})`
  // The engine does not see that the smallest number of 64 bits has no room in a narrower decimal.
  if (from.kind === 'bigint') return `try_cast(CAST(${x} AS decimal(19,0)) AS ${engine})`
  if (isNumeric(from)) return `try_cast(${x} AS ${engine})`
  if (from.kind === 'timestamp') return toDecimal(toFraction(x, from, 'double'), types.double, engine)
  return refuse(from, types.unknown)
}

const toTimestamp = (x: string, from: SparkType, to: SparkType): string => {
  if (from.kind === 'string') return `spark_to_timestamp(${x})`
  if (from.kind === 'date') return `spark_instant(CAST(${x} AS timestamp(6)))`
  if (from.kind === 'timestamp_ntz') return `spark_instant(${x})`
  if (isInteger(from)) return `date_add('second', ${x}, TIMESTAMP '1970-01-01 00:00:00.000000 UTC')`
  if (isFraction(from))
    return `CASE WHEN is_finite(${x}) THEN spark_from_micros(spark_saturate64(CAST(${x} AS double) * 1000000)) END`
  if (from.kind === 'decimal') return `spark_from_micros(CAST(truncate(${x} * 1000000) AS bigint))`
  return refuse(from, to)
}

const toBinary = (x: string, from: SparkType, to: SparkType): string => {
  switch (from.kind) {
    case 'string':
      return `to_utf8(${x})`
    case 'bigint':
      return `to_big_endian_64(${x})`
    case 'int':
      return `to_big_endian_32(${x})`
    case 'smallint':
      return `substr(to_big_endian_32(${x}), 3)`
    case 'tinyint':
      return `substr(to_big_endian_32(${x}), 4)`
    default:
      return refuse(from, to)
  }
}

/** try_cast has the rules of ANSI: what does not fit a whole number is NULL, and text for one has no fraction. */
export const tryCastTo = (value: Typed, to: SparkType): string => {
  const { type: from, sql } = value
  const refused = (): never => {
    throw tryCastRefusal(from, to)
  }
  if (isNested(from) || isNested(to) || !canTryCast(from, to)) return refused()
  if (!isInteger(to) || from.kind === 'boolean' || from.kind === 'null') return castTo(value, to)
  const engine = typeName(to)
  if (from.kind === 'string') return `CASE WHEN strpos(${sql}, '.') = 0 THEN ${castTo(value, to)} END`
  if (from.kind === 'decimal') {
    // Spark takes what has more than 18 digits for a double on the way to anything but BIGINT.
    const isFar = from.precision > 18 && to.kind !== 'bigint'
    return isFar
      ? `try_cast(truncate(CAST(${sql} AS double)) AS ${engine})`
      : `try_cast(truncate(${sql}) AS ${engine})`
  }
  if (isFraction(from)) return refused()
  return isNumeric(from) ? `try_cast(${sql} AS ${engine})` : refused()
}
