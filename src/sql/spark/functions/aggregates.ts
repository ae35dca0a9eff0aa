import { decimal, isInteger, type SparkType, types } from '../spark-type.ts'
import { aggregate, type Argument, type FunctionEntry, type Functions, Refused, typeOf } from './entry.ts'

const { bigint, double, int, boolean } = types

const sumType = (args: readonly Argument[]): SparkType => {
  const type = typeOf(args)
  if (type.kind === 'decimal') return decimal(Math.min(38, type.precision + 10), type.scale)
  return isInteger(type) ? bigint : type.kind === 'unknown' ? type : double
}

const sum = aggregate('n', sumType, (a, args, finish) => {
  const type = typeOf(args)
  const total = sumType(args)
  if (isInteger(type))
    return type.kind === 'bigint'
      ? `spark_wrap64(${finish('sum', a[0] ?? '')})`
      : `CAST(${finish('sum', a[0] ?? '')} AS BIGINT)`
  if (total.kind === 'decimal')
    return `TRY_CAST(${finish('sum', a[0] ?? '')} AS DECIMAL(${total.precision},${total.scale}))`
  return type.kind === 'unknown' ? finish('sum', a[0] ?? '') : finish('sum', `CAST(${a[0]} AS DOUBLE)`)
})

const avgType = (args: readonly Argument[]): SparkType => {
  const type = typeOf(args)
  return type.kind === 'decimal'
    ? decimal(Math.min(38, type.precision + 4), Math.min(37, type.scale + 4))
    : double
}

const avg = aggregate('n', avgType, (a, args, finish) => {
  const type = typeOf(args)
  const result = avgType(args)
  if (type.kind !== 'decimal' || result.kind !== 'decimal') return finish('avg', `CAST(${a[0]} AS DOUBLE)`)
  if (type.precision > 28) throw new Refused('an average of decimals with more than 28 digits')
  const total = `spark_unscaled(${finish('sum', a[0] ?? '')}) * 10000`
  const mean = `spark_divide(${total}, ${finish('count', a[0] ?? '')})`
  return `CAST(spark_scaled(${mean}, ${type.scale + 4}) AS DECIMAL(${result.precision},${result.scale}))`
})

const extreme = (name: 'min' | 'max'): FunctionEntry =>
  aggregate(
    'a',
    (args) => typeOf(args),
    (a, _, finish) => finish(name, a[0] ?? ''),
  )

const first = (name: 'first' | 'last'): FunctionEntry =>
  aggregate(
    'a?b',
    (args) => typeOf(args),
    (a, _, finish) => finish(`${name}_value`, a[0] ?? '', a[1] === 'true' ? ' IGNORE NULLS' : ''),
  )

const any = (name: 'bool_or' | 'bool_and'): FunctionEntry =>
  aggregate('b', boolean, (a, _, finish) => finish(name, a[0] ?? ''))

const rank = (name: string): FunctionEntry =>
  aggregate('', int, (_, __, finish) => `CAST(${finish(name, '')} AS INTEGER)`)

const share = (name: string): FunctionEntry =>
  aggregate('', double, (_, __, finish) => `CAST(${finish(name, '')} AS DOUBLE)`)

const shift = (name: 'lag' | 'lead'): FunctionEntry =>
  aggregate(
    'a?ia',
    (args) => typeOf(args),
    (a, _, finish) => finish(name, a.join(', ')),
  )

const spread = (name: string): FunctionEntry =>
  aggregate('d', double, (a, _, finish) => finish(name, a[0] ?? ''))

const collect = (distinct: boolean): FunctionEntry =>
  aggregate(
    'a',
    (args) => ({ kind: 'array', element: typeOf(args) }),
    (a, _, finish) =>
      distinct
        ? `coalesce(list_distinct(list_filter(${finish('list', a[0] ?? '')}, lambda e: e IS NOT NULL)), [])`
        : `coalesce(list_filter(${finish('list', a[0] ?? '')}, lambda e: e IS NOT NULL), [])`,
  )

export const aggregateFunctions: Functions = {
  count: aggregate('a*', bigint, (a, args, finish) => {
    if (args.length <= 1 || a[0] === '*') return finish('count', a[0] ?? '*')
    const all = a.map((text) => `${text} IS NOT NULL`).join(' AND ')
    return finish('count', `CASE WHEN ${all} THEN (${a.join(', ')}) END`)
  }),
  count_if: aggregate('b', bigint, (a, _, finish) => finish('count', `CASE WHEN ${a[0]} THEN 1 END`)),
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
  max_by: aggregate(
    'aa',
    (args) => typeOf(args),
    (a, _, finish) => finish('arg_max_null', a.join(', ')),
  ),
  min_by: aggregate(
    'aa',
    (args) => typeOf(args),
    (a, _, finish) => finish('arg_min_null', a.join(', ')),
  ),
  stddev: spread('stddev_samp'),
  stddev_samp: spread('stddev_samp'),
  stddev_pop: spread('stddev_pop'),
  std: spread('stddev_samp'),
  variance: spread('var_samp'),
  var_samp: spread('var_samp'),
  var_pop: spread('var_pop'),
  corr: aggregate('dd', double, (a, _, finish) => finish('corr', a.join(', '))),
  median: aggregate('n', double, (a, _, finish) => finish('median', `CAST(${a[0]} AS DOUBLE)`)),
  collect_list: collect(false),
  array_agg: collect(false),
  collect_set: collect(true),
  grouping: aggregate(
    'a',
    types.tinyint,
    (a, _, finish) => `CAST(${finish('grouping', a[0] ?? '')} AS TINYINT)`,
  ),
  row_number: rank('row_number'),
  rank: rank('rank'),
  dense_rank: rank('dense_rank'),
  percent_rank: share('percent_rank'),
  cume_dist: share('cume_dist'),
  ntile: aggregate('i', int, (a, _, finish) => `CAST(${finish('ntile', a[0] ?? '')} AS INTEGER)`),
  lag: shift('lag'),
  lead: shift('lead'),
  nth_value: aggregate(
    'ai',
    (args) => typeOf(args),
    (a, _, finish) => finish('nth_value', a.join(', ')),
  ),
}

/** Functions that need an OVER clause. */
export const windowOnly = new Set([
  'row_number',
  'rank',
  'dense_rank',
  'percent_rank',
  'cume_dist',
  'ntile',
  'lag',
  'lead',
  'nth_value',
])
