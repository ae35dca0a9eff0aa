import type { Sql } from '../../quote.ts'
import { castTo, engineType } from '../engines/duckdb/casts.ts'
import { scaled, unscaled } from '../engines/duckdb/decimals.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { directDecimal } from '../engines/duckdb/read-decimal.ts'
import {
  asDecimal,
  decimal,
  isFraction,
  isInteger,
  type SparkType,
  types,
} from '../spark-types/spark-type.ts'
import {
  type Argument,
  entry,
  type FunctionEntry,
  type Functions,
  Mistaken,
  Refused,
  typeOf,
} from './entry.ts'

const digitsOf = (args: readonly Argument[]): number => {
  const digits = Number((args[1]?.sql ?? '0').replaceAll(/[()]/g, ''))
  if (!Number.isInteger(digits)) throw new Refused('rounding to a number of digits that is not a literal')
  return digits
}

const roundedType = (args: readonly Argument[]): SparkType => {
  const type = typeOf(args)
  return type.kind === 'decimal' ? roundedDecimal(type, digitsOf(args)) : type
}

const roundedDecimal = (type: { precision: number; scale: number }, digits: number): SparkType => {
  if (digits >= type.scale) return decimal(Math.min(38, type.precision + 1), type.scale)
  if (digits < 0) return decimal(Math.min(38, Math.max(type.precision - type.scale + 1, 1 - digits)), 0)
  return decimal(Math.min(38, type.precision - type.scale + digits + 1), digits)
}

type Mode = 'up' | 'even' | 'ceil' | 'floor'

/** A decimal cut to so many digits behind the point, on the whole number of its smallest units. */
const cutDecimal = (sql: string, type: SparkType, digits: number, mode: Mode): string => {
  const { precision, scale } = asDecimal(type)
  const result = roundedDecimal({ precision, scale }, digits)
  if (digits >= scale) return `CAST(${sql} AS ${engineType(result)})`
  if (digits >= 0 && mode === 'up') return `CAST(${sql} AS ${engineType(result)})`
  const units = unscaled({ sql, precision, scale })
  const dropped = scale - digits
  if (dropped > 38) return `CASE WHEN ${sql} IS NOT NULL THEN CAST(0 AS ${engineType(result)}) END`
  const cut = `spark_cut_${mode}(${units}, 1${'0'.repeat(dropped)}::HUGEINT)`
  return scaled(digits < 0 ? `${cut} * 1${'0'.repeat(-digits)}::HUGEINT` : cut, result, 'CAST')
}

const bits: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, int: 32, bigint: 64 }

const rounding = (mode: 'up' | 'even'): FunctionEntry =>
  entry('n?i', roundedType, (a, args, _finish, settings) => {
    const type = typeOf(args)
    const digits = digitsOf(args)
    const x = a[0] ?? ''
    if (type.kind === 'decimal') return cutDecimal(x, type, digits, mode)
    if (isInteger(type)) {
      if (digits >= 0) return x
      if (digits < -18) return `CASE WHEN ${x} IS NOT NULL THEN CAST(0 AS ${engineType(type)}) END`
      const power = `1${'0'.repeat(-digits)}::HUGEINT`
      const cut = `spark_cut_${mode}(CAST(${x} AS HUGEINT), ${power}) * ${power}`
      // What has no room is told by the caller.
      return settings.ansi
        ? `TRY_CAST(${cut} AS ${engineType(type)})`
        : `spark_wrap${bits[type.kind]}(${cut})`
    }
    if (!isFraction(type)) throw new Refused(`rounding of a ${type.kind}`)
    if (digits < -7 || digits > 15) throw new Refused('rounding of a double to such a number of digits')
    // A double has 17 digits, so what the decimal cannot hold has nothing to round.
    const scale = digits < -4 ? 14 : digits < 0 ? 16 : 18
    const limit = `1e${digits < 0 ? 17 - digits : 15}`
    // A float counts with all digits of the double that it is.
    const wide = type.kind === 'float' ? `CAST(${x} AS DOUBLE)` : x
    const far = `CAST(CASE WHEN abs(${x}) < ${limit} THEN CAST(${wide} AS VARCHAR) END AS DECIMAL(38, ${scale}))`
    const near = directDecimal(`CAST(${wide} AS VARCHAR)`, { precision: 38, scale })
    const exact = digits < 0 ? far : `coalesce(${near}, ${far})`
    const cut =
      mode === 'up'
        ? String(digits)
        : `1${'0'.repeat(scale - digits)}::HUGEINT, 1e${Math.max(digits, 0)}, 1e${Math.max(-digits, 0)}`
    const slow = `spark_round_${mode}(${wide}, ${exact}, ${cut}, ${limit})`
    const sql =
      digits < 0 ? slow : `coalesce(spark_round_clear(${wide} * 1e${digits}) / 1e${digits}, ${slow})`
    return type.kind === 'double' ? sql : `CAST(${sql} AS FLOAT)`
  })

/** What a number is as a decimal where Spark asks for one. Source: DecimalType.forType. */
const decimalOf = (type: SparkType): SparkType => {
  switch (type.kind) {
    case 'decimal':
      return type
    case 'float':
      return decimal(14, 7)
    case 'double':
      return decimal(30, 15)
    default:
      return decimal(asDecimal(type).precision, 0)
  }
}

/** What ceil and floor take a value as: a text is a double to them, and a decimal where they are given digits. */
export const wholeOf = (args: readonly Argument[]): SparkType => {
  const type = typeOf(args)
  if (type.kind !== 'string' && type.kind !== 'null') return type
  return args.length > 1 ? decimal(38, 18) : types.double
}

const wholeType = (args: readonly Argument[]): SparkType => {
  const type = wholeOf(args)
  if (args.length > 1) return roundedDecimal(asDecimal(decimalOf(type)), digitsOf(args))
  return type.kind === 'decimal' ? decimal(Math.min(38, type.precision - type.scale + 1), 0) : types.bigint
}

const whole = (mode: 'ceil' | 'floor'): FunctionEntry =>
  entry('m?a', wholeType, (a, args) => {
    const type = wholeOf(args)
    const asked = args[1]?.type.kind ?? 'int'
    if (!/^(?:int|unknown)$/.test(asked))
      throw new Mistaken(`${mode} to a number of digits of type ${asked}`, 'write it as an INT')
    const x = castTo({ sql: a[0] ?? '', type: typeOf(args) }, type)
    if (args.length > 1) {
      const wide = decimalOf(type)
      return cutDecimal(castTo({ sql: x, type }, wide), wide, digitsOf(args), mode)
    }
    if (type.kind === 'decimal') return `CAST(${mode}(${x}) AS ${engineType(wholeType(args))})`
    return isInteger(type) ? `CAST(${x} AS BIGINT)` : `spark_saturate64(${mode}(${x}))`
  })

export const roundingFunctions: Functions = {
  round: rounding('up'),
  bround: rounding('even'),
  ceil: whole('ceil'),
  ceiling: whole('ceil'),
  floor: whole('floor'),
}

/** BigDecimal has one zero only. */
const roundMacro = (head: string, rounded: string): Sql =>
  define(
    head,
    `CASE WHEN x = 0 THEN CAST(0 AS DOUBLE) WHEN isnan(x) OR isinf(x) OR abs(x) >= max THEN x ELSE CAST(${rounded} AS DOUBLE) END`,
  )

export const roundingMacros: readonly Sql[] = [
  roundMacro('spark_round_up(x, digits, n, max)', 'round(digits, n)'),
  roundMacro(
    'spark_round_even(x, digits, cut, parts, units, max)',
    // A tenth is no double, ten is one.
    'CAST(spark_cut_even(spark_unscaled(digits), cut) AS DOUBLE) / parts * units',
  ),
  // To the nearest whole number, where neither the digits of the fraction nor the product can have moved it to the other
  // side of a half: what is lost of a number below 10^12 is less than 0.0003. No zero has a sign.
  define(
    'spark_round_clear(y)',
    `CASE WHEN abs(y) < 1e12 AND abs(abs(y) - floor(abs(y)) - 0.5) > 0.001 THEN round(y) + 0.0 END`,
  ),
  define(
    'spark_cut_up(u, cut)',
    `CASE WHEN u < 0 THEN -((-u + cut // 2) // cut) ELSE (u + cut // 2) // cut END`,
  ),
  define(
    'spark_cut_even(u, cut)',
    `u // cut + CASE WHEN abs(u % cut) * 2 > cut OR (abs(u % cut) * 2 = cut AND (u // cut) % 2 <> 0)
      THEN CASE WHEN u < 0 THEN -1 ELSE 1 END ELSE 0 END`,
  ),
  define('spark_cut_ceil(u, cut)', `u // cut + CASE WHEN u % cut > 0 THEN 1 ELSE 0 END`),
  define('spark_cut_floor(u, cut)', `u // cut - CASE WHEN u % cut < 0 THEN 1 ELSE 0 END`),
]
