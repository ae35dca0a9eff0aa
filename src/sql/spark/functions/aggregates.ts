import { scaled, unscaled } from '../engines/duckdb/decimals.ts'
import { ansiTotal } from '../engines/duckdb/ansi.ts'
import { duckdb } from '../engines/duckdb/index.ts'
import { narrowed } from '../engines/duckdb/define-macro.ts'
import { condition } from '../operators.ts'
import { orderKey } from '../engines/duckdb/order.ts'
import { type AnsiInterval, dayToSecond, isAnsiInterval, yearToMonth } from '../spark-types/interval-type.ts'
import {
  decimal,
  hasMap,
  isFraction,
  isInteger,
  isNested,
  type SparkType,
  types,
} from '../spark-types/spark-type.ts'
import {
  aggregate,
  type Argument,
  type FunctionEntry,
  type Functions,
  mismatch,
  Mistaken,
  Refused,
  typeOf,
  within,
} from './entry.ts'
import { tryTotal, wideTotal } from './wide-totals.ts'

const { bigint, double, boolean } = types

const sumType = (args: readonly Argument[]): SparkType => {
  const type = typeOf(args)
  if (isAnsiInterval(type)) return type
  if (type.kind === 'decimal') return decimal(Math.min(38, type.precision + 10), type.scale)
  return isInteger(type) ? bigint : type.kind === 'unknown' ? type : double
}

/** The engine's sum has 128 bits, which are more than 38 digits. */
const decimalTotal = (total: string, type: SparkType & { readonly kind: 'decimal' }): string => {
  const most = `${'9'.repeat(type.precision - type.scale)}${type.scale === 0 ? '' : `.${'9'.repeat(type.scale)}`}`
  const name = `DECIMAL(${type.precision},${type.scale})`
  return type.precision < 38
    ? narrowed(total, name)
    : `CASE WHEN abs(${total}) <= CAST('${most}' AS ${name}) THEN ${total} END`
}

/** What has no room fails, as Spark's does. */
const intervalTotal = (total: string, type: AnsiInterval, ansi: boolean): string => {
  if (ansi) throw new Refused('a sum of intervals under ANSI', 'take seconds of them by extract')
  return `CAST(${total} AS ${type.kind === 'year_month' ? 'INTEGER' : 'BIGINT'})`
}

const sum = aggregate('q', sumType, (a, args, finish, settings, place) => {
  const type = typeOf(args)
  if (isAnsiInterval(type)) return intervalTotal(finish('sum', a[0] ?? ''), type, settings.ansi)
  const total = sumType(args)
  if (settings.ansi && total.kind === 'decimal') {
    return ansiTotal(decimalTotal(finish('sum', a[0] ?? ''), total), finish('count', a[0] ?? ''), total)
  }
  if (settings.ansi && isInteger(type)) return ansiTotal(finish('sum', a[0] ?? ''), '', total)
  if (isInteger(type))
    return type.kind === 'bigint'
      ? `spark_wrap64(${finish('sum', a[0] ?? '')})`
      : `CAST(${finish('sum', a[0] ?? '')} AS BIGINT)`
  if (total.kind === 'decimal')
    return type.kind === 'decimal' && type.precision > 28
      ? wideTotal(a[0] ?? '', total, finish, place).value
      : decimalTotal(finish('sum', a[0] ?? ''), total)
  return type.kind === 'unknown' ? finish('sum', a[0] ?? '') : finish('sum', `CAST(${a[0]} AS DOUBLE)`)
})

const avgType = (args: readonly Argument[]): SparkType => {
  const type = typeOf(args)
  if (isAnsiInterval(type)) return type.kind === 'year_month' ? yearToMonth : dayToSecond
  return type.kind === 'decimal'
    ? decimal(Math.min(38, type.precision + 4), Math.min(37, type.scale + 4))
    : double
}

export const avg = aggregate('q', avgType, (a, args, finish, settings, place) => {
  const type = typeOf(args)
  if (isAnsiInterval(type)) {
    const total = intervalTotal(finish('sum', a[0] ?? ''), type, settings.ansi)
    const mean = `spark_divide(CAST(${total} AS HUGEINT), nullif(${finish('count', a[0] ?? '')}, 0))`
    return intervalTotal(mean, type, false)
  }
  const result = avgType(args)
  if (type.kind !== 'decimal' || result.kind !== 'decimal') return finish('avg', `CAST(${a[0]} AS DOUBLE)`)
  const total = finish('sum', a[0] ?? '')
  const count = finish('count', a[0] ?? '')
  const power = `1${'0'.repeat(result.scale - type.scale)}::HUGEINT`
  // The engine's sum has 38 digits; with fewer digits in the column no table is long enough to fill them.
  const whole = { sql: total, precision: 38, scale: type.scale }
  const units =
    type.precision > 28 && !settings.ansi
      ? wideTotal(a[0] ?? '', decimal(38, type.scale), finish, place).units
      : unscaled(whole)
  const mean =
    type.precision > 18
      ? `spark_divide_long(${units}, ${count}, ${power})`
      : `spark_divide(${units} * ${power}, ${count})`
  return scaled(mean, result)
})

const extreme = (name: 'min' | 'max'): FunctionEntry =>
  aggregate(
    'a',
    (args) => typeOf(args),
    (a, args, finish) => {
      const [value = ''] = a
      const type = typeOf(args)
      if (!isNested(type)) return finish(name, value)
      return finish(`arg_${name}`, `${value}, ${orderKey({ sql: value, type })}`)
    },
  )

const extremeBy = (name: 'min' | 'max'): FunctionEntry =>
  aggregate(
    'aa',
    (args) => typeOf(args),
    (a, args, finish) =>
      finish(`arg_${name}_null`, `${a[0]}, ${orderKey({ sql: a[1] ?? '', type: typeOf(args, 1) })}`),
  )

/** Bits of all values; the type stays. */
const bitwise = (name: string): FunctionEntry =>
  aggregate(
    'a',
    (args) => typeOf(args),
    (a, args, finish) => {
      if (!isInteger(typeOf(args))) throw mismatch(`${name} of a ${typeOf(args).kind}`, [typeOf(args)])
      return finish(name, a[0] ?? '')
    },
  )

const first = (name: 'first' | 'last'): FunctionEntry =>
  aggregate(
    'a?b',
    (args) => typeOf(args),
    (a, args, finish) => {
      if (args[1] !== undefined && !/^(?:true|false)$/.test(args[1].sql))
        throw mismatch(
          `${name} with anything but true or false behind the value`,
          [],
          'write true, or leave it out',
        )
      return finish(`${name}_value`, a[0] ?? '', a[1] === 'true' ? ' IGNORE NULLS' : '')
    },
  )

const onlyBoolean = (a: readonly string[], args: readonly Argument[]): string =>
  condition(duckdb, { sql: a[0] ?? '', type: typeOf(args) })

const any = (name: 'bool_or' | 'bool_and'): FunctionEntry =>
  aggregate('a', boolean, (a, args, finish) => finish(name, onlyBoolean(a, args)))

/** An overflow is NULL, where sum wraps. */
const trySum = aggregate('n', sumType, (a, args, finish, settings, place) => {
  const type = typeOf(args)
  if (type.kind === 'bigint') return tryTotal(a[0] ?? '', finish, place)
  if (isInteger(type)) return narrowed(finish('sum', a[0] ?? ''), 'BIGINT')
  return sum.sql(a, args, finish, settings, place)
})

const collect = (distinct: boolean): FunctionEntry =>
  aggregate(
    'a',
    (args) => ({ kind: 'array', element: typeOf(args) }),
    (a, args, finish) => {
      const all = finish('list', a[0] ?? '')
      if (!distinct) return `coalesce(list_filter(${all}, lambda e: e IS NOT NULL), [])`
      if (hasMap(typeOf(args))) throw new Mistaken('collect_set of maps')
      // Both engines keep each NaN of a column; a constant is one object for Spark, equal to itself until it is sent on.
      if (isFraction(typeOf(args)) && !(a[0] ?? '').includes('"')) {
        if (args[0]?.volatile === true) throw new Refused('collect_set of chance')
        return `CASE WHEN isnan(${a[0]}) THEN error('collect_set of a constant NaN: how often it is kept depends on partitions')
          ELSE coalesce(list_filter(${all}, lambda e: e IS NOT NULL)[1:1], []) END`
      }
      return `coalesce(list_distinct(list_filter(${all}, lambda e: e IS NOT NULL)), [])`
    },
  )

const ties =
  'no two rows have the same greatest or least key; of several Spark takes the last, the engine the first'

export const aggregateFunctions: Functions = {
  count: aggregate('a*', bigint, (a, args, finish) => {
    if (args.length === 0) throw new Mistaken('count()', 'write count(*)')
    if (args.length <= 1 || a[0] === '*') return finish('count', a[0] ?? '*')
    const all = a.map((text) => `${text} IS NOT NULL`).join(' AND ')
    return finish('count', `CASE WHEN ${all} THEN (${a.join(', ')}) END`)
  }),
  count_if: aggregate('a', bigint, (a, args, finish) =>
    finish('count', `CASE WHEN ${onlyBoolean(a, args)} THEN 1 END`),
  ),
  sum,
  avg,
  mean: avg,
  min: extreme('min'),
  max: extreme('max'),
  first: first('first'),
  first_value: first('first'),
  any_value: first('first'),
  last: first('last'),
  last_value: first('last'),
  any: any('bool_or'),
  some: any('bool_or'),
  bool_or: any('bool_or'),
  every: any('bool_and'),
  bool_and: any('bool_and'),
  max_by: within(ties, extremeBy('max')),
  min_by: within(ties, extremeBy('min')),
  bit_and: bitwise('bit_and'),
  bit_or: bitwise('bit_or'),
  bit_xor: bitwise('bit_xor'),
  try_sum: trySum,
  try_avg: avg,
  collect_list: collect(false),
  array_agg: collect(false),
  // Nobody relies on an order that nobody promises, so that it is worth no warning.
  collect_set: within(
    'the order of the values counts for nothing: Spark promises none, and has another; write sort_array(collect_set(x)) for one',
    collect(true),
    () => false,
  ),
  grouping: aggregate(
    'a',
    types.tinyint,
    (a, _, finish) => `CAST(${finish('grouping', a[0] ?? '')} AS TINYINT)`,
  ),
}
