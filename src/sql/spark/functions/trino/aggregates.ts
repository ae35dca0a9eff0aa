import { trino } from '../../engines/trino/index.ts'
import { typeName } from '../../engines/trino/type-names.ts'
import { condition } from '../../operators.ts'
import { isAnsiInterval } from '../../spark-types/interval-type.ts'
import { Refused } from '../../refusals.ts'
import {
  decimal,
  isFraction,
  isInteger,
  isNested,
  type SparkType,
  sparkName,
} from '../../spark-types/spark-type.ts'
import type { Argument } from '../../spark-types/typed.ts'
import { type Rendering, typeOf } from '../entry.ts'
import type { TrinoRenderings } from './conditionals.ts'

const truth = (a: readonly string[], args: readonly Argument[]): string =>
  condition(trino, { sql: a[0] ?? '', type: typeOf(args) })

const refuseIntervals = (name: string, type: SparkType): void => {
  if (isAnsiInterval(type)) throw new Refused(`${name} of intervals, on Trino`)
}

const sum: Rendering = (a, args, finish) => {
  const type = typeOf(args)
  refuseIntervals('sum', type)
  if (isInteger(type)) return `spark_wrap64(${finish('sum', `CAST(${a[0]} AS decimal(38,0))`)})`
  if (type.kind === 'decimal') {
    const total = decimal(Math.min(38, type.precision + 10), type.scale)
    return `try_cast(${finish('sum', `CAST(${a[0]} AS ${typeName(decimal(38, type.scale))})`)} AS ${typeName(total)})`
  }
  return finish('sum', `CAST(${a[0]} AS double)`)
}

export const avg: Rendering = (a, args, finish) => {
  const type = typeOf(args)
  refuseIntervals('avg', type)
  if (type.kind !== 'decimal') return finish('avg', `CAST(${a[0]} AS double)`)
  const [precision, scale] = [Math.min(38, type.precision + 4), Math.min(37, type.scale + 4)]
  // The engine rounds to the scale of the column, so the sum gets the scale of the result.
  if (precision + 10 > 38) throw new Refused('the average of decimals with so many digits, on Trino')
  const total = `CAST(${finish('sum', `CAST(${a[0]} AS ${typeName(decimal(38, scale))})`)} AS ${typeName(decimal(38, scale))})`
  return `try_cast(${total} / nullif(CAST(${finish('count', a[0] ?? '')} AS decimal(19,0)), 0) AS ${typeName(decimal(precision, scale))})`
}

/** NaN is above all else to Spark; the engine leaves it out. */
const extreme =
  (name: 'min' | 'max'): Rendering =>
  (a, args, finish) => {
    const type = typeOf(args)
    const x = a[0] ?? ''
    if (isNested(type)) throw new Refused(`${name} of values of type ${sparkName(type)}, on Trino`)
    if (!isFraction(type)) return finish(name, x)
    const plain = finish(name, `CASE WHEN NOT is_nan(${x}) THEN ${x} END`)
    const nan = `CAST(nan() AS ${typeName(type)})`
    return name === 'max'
      ? `CASE WHEN ${finish('bool_or', `is_nan(${x})`)} THEN ${nan} ELSE ${plain} END`
      : `coalesce(${plain}, CASE WHEN ${finish('bool_or', `is_nan(${x})`)} THEN ${nan} END)`
  }

const some: Rendering = (a, args, finish) => finish('bool_or', truth(a, args))
const every: Rendering = (a, args, finish) => finish('bool_and', truth(a, args))

const moment =
  (name: string): Rendering =>
  (a, _, finish) =>
    finish(name, a.join(', '))

const ofWhole =
  (name: string): Rendering =>
  (a, _, finish) =>
    `CAST(${finish(name, '')} AS integer)${a.join('')}`

const shift =
  (name: 'lag' | 'lead'): Rendering =>
  (a, args, finish) => {
    const offset = a[1] ?? '1'
    if (!/^\d+$/.test(offset)) throw new Refused(`an offset of ${name} below zero, on Trino`)
    const last = args[2]
    const or = last === undefined ? [] : [trino.types.cast({ ...last, sql: a[2] ?? '' }, typeOf(args))]
    return finish(name, [a[0], offset, ...or].join(', '))
  }

const first =
  (name: 'first_value' | 'last_value'): Rendering =>
  (a, _, finish) =>
    finish(name, a[0] ?? '', a[1] === 'true' ? ' IGNORE NULLS' : '')

const collect: Rendering = (a, args, finish) => {
  const type = typeName({ kind: 'array', element: typeOf(args) })
  return `coalesce(filter(${finish('array_agg', a[0] ?? '')}, e_ -> e_ IS NOT NULL), CAST(ARRAY[] AS ${type}))`
}

const by =
  (name: 'max_by' | 'min_by'): Rendering =>
  (a, args, finish) => {
    const key = typeOf(args, 1)
    if (isFraction(key) || isNested(key)) throw new Refused(`${name} of a ${sparkName(key)}, on Trino`)
    return finish(name, a.join(', '))
  }

export const aggregateRenderings: TrinoRenderings = {
  count: (a, args, finish) => {
    if (args.length <= 1 || a[0] === '*') return finish('count', a[0] ?? '*')
    const all = a.map((text) => `${text} IS NOT NULL`).join(' AND ')
    return finish('count', `CASE WHEN ${all} THEN ROW(${a.join(', ')}) END`)
  },
  count_if: (a, args, finish) => finish('count', `CASE WHEN ${truth(a, args)} THEN 1 END`),
  sum,
  avg,
  mean: avg,
  min: extreme('min'),
  max: extreme('max'),
  first: first('first_value'),
  first_value: first('first_value'),
  last: first('last_value'),
  last_value: first('last_value'),
  any: some,
  some,
  bool_or: some,
  every,
  bool_and: every,
  try_sum: (a, args, finish, settings, place) => {
    if (typeOf(args).kind === 'bigint')
      throw new Refused(
        'try_sum of BIGINT, on Trino',
        'it may overflow on the way: cast it to DECIMAL(20, 0)',
      )
    return isInteger(typeOf(args))
      ? `try_cast(${finish('sum', `CAST(${a[0]} AS decimal(38,0))`)} AS bigint)`
      : sum(a, args, finish, settings, place)
  },
  try_avg: avg,
  bit_and: (a, args, finish) => `CAST(${finish('bitwise_and_agg', a[0] ?? '')} AS ${typeName(typeOf(args))})`,
  bit_or: (a, args, finish) => `CAST(${finish('bitwise_or_agg', a[0] ?? '')} AS ${typeName(typeOf(args))})`,
  bit_xor: (a, args, finish) => `CAST(${finish('bitwise_xor_agg', a[0] ?? '')} AS ${typeName(typeOf(args))})`,
  collect_list: collect,
  array_agg: collect,
  collect_set: (a, args, finish, settings, place) => {
    if (isFraction(typeOf(args)) || isNested(typeOf(args)))
      throw new Refused(`collect_set of ${sparkName(typeOf(args))}, on Trino`)
    return `array_distinct(${collect(a, args, finish, settings, place)})`
  },
  max_by: by('max_by'),
  min_by: by('min_by'),
  grouping: (a, _, finish) => `CAST(${finish('grouping', a[0] ?? '')} AS tinyint)`,
  stddev: moment('stddev_samp'),
  stddev_samp: moment('stddev_samp'),
  std: moment('stddev_samp'),
  stddev_pop: moment('stddev_pop'),
  variance: moment('var_samp'),
  var_samp: moment('var_samp'),
  var_pop: moment('var_pop'),
  covar_pop: moment('covar_pop'),
  covar_samp: moment('covar_samp'),
  regr_count: (a, _, finish) =>
    finish('count', `CASE WHEN ${a[0]} IS NOT NULL AND ${a[1]} IS NOT NULL THEN 1 END`),
  row_number: ofWhole('row_number'),
  rank: ofWhole('rank'),
  dense_rank: ofWhole('dense_rank'),
  percent_rank: (_, __, finish) => finish('percent_rank', ''),
  cume_dist: (_, __, finish) => finish('cume_dist', ''),
  ntile: (a, _, finish) => `CAST(${finish('ntile', a[0] ?? '')} AS integer)`,
  lag: shift('lag'),
  lead: shift('lead'),
  nth_value: (a, _, finish) => finish('nth_value', a.join(', ')),
}
