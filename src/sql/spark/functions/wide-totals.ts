import { literal, type Sql } from '../../quote.ts'
import { scaled, unscaled } from '../engines/duckdb/decimals.ts'
import { define, narrowed } from '../engines/duckdb/define-macro.ts'
import { asDecimal, type SparkType } from '../spark-types/spark-type.ts'
import type { Finish, Place } from './entry.ts'

/*
 * Sums that may pass the room of their type on the way. Where groups are made, Spark looks after each row whether a
 * decimal still has 38 digits, and the whole is NULL once it has not; without groups and in windows, only at the end.
 * try_sum of BIGINT looks after each row everywhere.
 */

/** Rows of a decimal so small that no table is long enough to fill 38 digits, and the list of the others. */
const pieces = (x: string, scale: number, finish: Finish) => {
  const digits = `1${'0'.repeat(29)}`.padStart(scale + 1, '0')
  const most =
    scale === 0 ? digits : `${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}`
  const near = `${x} BETWEEN CAST('-${most}' AS DECIMAL(38,${scale})) AND CAST('${most}' AS DECIMAL(38,${scale}))`
  const units = (sql: string): string => unscaled({ sql, precision: 38, scale })
  const small = finish('sum', x, '', near)
  const large = finish('list', x, '', `NOT (${near})`)
  return {
    small,
    large,
    smallUnits: `coalesce(${units(small)}, 0::HUGEINT)`,
    largeUnits: `list_transform(${large}, lambda wide_e: ${units('wide_e')})`,
    count: finish('count', x),
  }
}

/** The sum of decimals of more than 28 digits: its smallest units, NULL where Spark's is, and as a value. */
export const wideTotal = (
  x: string,
  type: SparkType,
  finish: Finish,
  place: Place,
): { readonly units: string; readonly value: string } => {
  const { precision, scale } = asDecimal(type)
  const { small, large, smallUnits, largeUnits, count } = pieces(x, scale, finish)
  const exact = `spark_wide_total(${smallUnits}, ${largeUnits})`
  const message = `[SUM_LEAVES_DECIMAL] a sum of ${precision} digits may pass them on the way, which is NULL or not by the order of the rows; cast the column to fewer digits, or sum what is left over`
  const failing = `error(${literal(message)})`
  const steps = place.ordered
    ? ` WHEN len(${large}) <= 1000 THEN CASE spark_wide_steps(${largeUnits}, ${count}) WHEN -1 THEN ${exact} WHEN 0 THEN ${failing} END`
    : ''
  const far = place.grouped
    ? `CASE WHEN spark_wide_stays(${largeUnits}, ${count}) THEN ${exact} WHEN ${exact} IS NOT NULL THEN ${steps === '' ? failing : `CASE${steps} ELSE ${failing} END`} END`
    : exact
  const ownUnits = unscaled({ sql: small, precision: 38, scale })
  return {
    units: `CASE WHEN ${large} IS NULL THEN ${ownUnits} ELSE ${far} END`,
    value: `CASE WHEN ${large} IS NULL THEN ${small} ELSE ${scaled(far, type)} END`,
  }
}

/** try_sum of BIGINT. */
export const tryTotal = (x: string, finish: Finish, place: Place): string => {
  const total = finish('sum', x)
  const risen = finish('sum', `CASE WHEN ${x} > 0 THEN ${x} END`)
  const message =
    '[TRY_SUM] this sum of BIGINT passes 64 bits on the way, which is NULL or not by the order of the rows; cast the column to DECIMAL(20, 0)'
  const otherwise =
    place.ordered && !place.windowed
      ? `spark_sum_in_order(${finish('list', x)})`
      : `error(${literal(message)})`
  return `CASE WHEN coalesce(${risen}, 0) <= 9223372036854775807 AND coalesce(${risen}, 0) - ${total} <= 9223372036854775808::HUGEINT
    THEN ${narrowed(total, 'BIGINT')}
    WHEN ${total} BETWEEN -9223372036854775808 AND 9223372036854775807 THEN ${otherwise} END`
}

const half = '10000000000000000000::HUGEINT'

export const wideTotalMacros: readonly Sql[] = [
  // A whole number and a list of others, each halved into 19 digits and the rest; NULL beyond 38 digits.
  define(
    'spark_wide_total(s, b)',
    `spark_wide_halves(list_sum(list_transform(b, lambda wide_e: wide_e // ${half})) + s // ${half}, list_sum(list_transform(b, lambda wide_e: wide_e % ${half})) + s % ${half})`,
  ),
  define('spark_wide_halves(h, l)', `spark_wide_whole(h + l // ${half}, l % ${half})`),
  define(
    'spark_wide_whole(h, l)',
    `CASE WHEN abs(h) < 12000000000000000000::HUGEINT THEN
      CASE WHEN abs(h * ${half} + l) < 100000000000000000000000000000000000000::HUGEINT THEN h * ${half} + l END END`,
  ),
  // Whether a running sum passes 38 digits: 1 yes, -1 no, 0 where that depends on the n small values between.
  define(
    'spark_wide_steps(b, n)',
    `spark_wide_verdict(list_max(list_transform(range(1, len(b) + 1), lambda wide_i: abs(list_sum(list_transform(b[1:wide_i], lambda wide_e: wide_e // ${half}))))), n)`,
  ),
  define(
    'spark_wide_verdict(m, n)',
    `CASE WHEN m + n * 10000000001::HUGEINT < ${half} THEN -1 WHEN m - n * 10000000001::HUGEINT > ${half} THEN 1 ELSE 0 END`,
  ),
  // Whether none does, whatever the order is.
  define(
    'spark_wide_stays(b, n)',
    `spark_wide_verdict(list_sum(list_transform(b, lambda wide_e: abs(wide_e) // ${half})), n) = -1`,
  ),
  define(
    'spark_sum_in_order(b)',
    `CAST(list_reduce(list_transform(list_filter(b, lambda wide_e: wide_e IS NOT NULL), lambda wide_e: CAST(wide_e AS HUGEINT)),
      lambda wide_a, wide_e: CASE WHEN wide_a + wide_e BETWEEN -9223372036854775808 AND 9223372036854775807 THEN wide_a + wide_e END) AS BIGINT)`,
  ),
]
