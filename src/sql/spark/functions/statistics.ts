import type { Sql } from '../../quote.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { array, isInteger, isNumeric, type SparkType, types } from '../spark-types/spark-type.ts'
import { avg } from './aggregates.ts'
import { approximatePercentile, approximatePercentileMacros } from './approximate-percentile.ts'
import { approxCountDistinct, distinctEstimateMacros } from './distinct-estimate.ts'
import {
  aggregate,
  type Argument,
  type FunctionEntry,
  type Functions,
  Mistaken,
  Refused,
  typeOf,
} from './entry.ts'
import { histogramMacros, histogramNumeric } from './histogram.ts'

const { bigint, double } = types

type Finish = (head: string, args: string) => string

const nan = "'nan'::DOUBLE"

/** NaN, or what else is said, as soon as a value is not finite, where the engine fails. */
const finite = (
  a: readonly string[],
  finish: Finish,
  write: (args: string, each: readonly string[]) => string,
  otherwise: string = nan,
): string => {
  const all = a.map((x) => `isfinite(${x})`).join(' AND ')
  const known = a.map((x) => `${x} IS NOT NULL`).join(' AND ')
  const each = a.map((x) => `CASE WHEN isfinite(${x}) THEN ${x} END`)
  return `CASE WHEN ${finish('bool_or', `${known} AND NOT (${all})`)} THEN ${otherwise} ELSE ${write(each.join(', '), each)} END`
}

/** A sample of one is NULL, whatever it is. */
const ofSeveral = (a: readonly string[], finish: Finish): string => {
  const last = a.at(-1) ?? ''
  const both = a.length === 1 ? last : `CASE WHEN ${a[0]} IS NOT NULL THEN ${last} END`
  return `CASE WHEN ${finish('count', both)} > 1 THEN ${nan} END`
}

/** Whether the values of a side are finite, and all the same. */
const isFlat = (a: readonly string[], index: 0 | 1, finish: Finish): string => {
  const value = side(a, index)
  return `(NOT ${finish('bool_or', `NOT isfinite(${value})`)} AND ${finish('min', value)} = ${finish('max', value)})`
}

const overFinite = (params: 'd' | 'dd', name: string): FunctionEntry =>
  aggregate(params, double, (a, _, finish) =>
    finite(a, finish, (x) => finish(name, x), name.endsWith('_samp') ? ofSeveral(a, finish) : nan),
  )

const spread = (name: string): FunctionEntry => overFinite('d', name)

const pair = (name: string): FunctionEntry => overFinite('dd', name)

/** One side of the pairs that have both. */
export const side = (a: readonly string[], index: 0 | 1): string =>
  `CASE WHEN ${a[1 - index]} IS NOT NULL THEN ${a[index]} END`

/** The squares of how far the values of one side are from their mean, over the pairs that have both. */
const sumOfSquares = (a: readonly string[], index: 0 | 1, finish: Finish): string =>
  `(${finish('var_pop', side(a, index))} * ${finish('regr_count', a.join(', '))})`

/**
 * Pearson's correlation as Spark multiplies it: the product of the two sums may be infinite, or nothing, where neither sum
 * is, and what is divided by nothing is NULL.
 */
const correlation = (a: readonly string[], finish: Finish): string => {
  const both = a.join(', ')
  const product = `${sumOfSquares(a, 0, finish)} * ${sumOfSquares(a, 1, finish)}`
  return `(${finish('covar_pop', both)} * ${finish('regr_count', both)} / nullif(sqrt(${product}), 0))`
}

/** NULL where the other side does not vary. */
const slope = (name: string): FunctionEntry =>
  aggregate('dd', double, (a, _, finish) =>
    finite(
      a,
      finish,
      (x) => `spark_finite(${finish(name, x)})`,
      `CASE WHEN NOT ${isFlat(a, 1, finish)} THEN ${nan} END`,
    ),
  )

const average = (index: 0 | 1): FunctionEntry =>
  aggregate(
    'nn',
    (args) => (typeof avg.returns === 'function' ? avg.returns(args.slice(index)) : avg.returns),
    (a, args, finish, settings, place) =>
      avg.sql([side(a, index)], args.slice(index), finish, settings, place),
  )

const squares = (index: 0 | 1): FunctionEntry =>
  aggregate('dd', double, (a, _, finish) =>
    finite([side(a, index)], finish, (x) => `${finish('var_pop', x)} * ${finish('count', x)}`),
  )

/** Moments need the mean first, so they are taken of a list of all values. */
const moment = (name: string): FunctionEntry =>
  aggregate('d', double, (a, _, finish) => `spark_${name}(${finish('list', a[0] ?? '')})`)

const shares = (args: readonly Argument[]): string => {
  const share = args[1]
  if (share === undefined || !/^[[(]?[-\d.(), A-Za-z_']*[\])]?$/.test(share.sql))
    throw new Refused('a percentage that is not a literal')
  if (/['(]-/.test(share.sql)) throw new Mistaken('a percentage below 0')
  const numbers = share.sql
    .replaceAll(/ AS [A-Z]+(?:\(\d+,\s*\d+\))?\)/g, '')
    .matchAll(/[\d.]+(?:[eE][-+]?\d+)?/g)
  if (Array.from(numbers, Number).some((part) => part > 1)) throw new Mistaken('a percentage above 1')
  return share.type.kind === 'array' ? `CAST(${share.sql} AS DOUBLE[])` : `CAST(${share.sql} AS DOUBLE)`
}

const percentileType = (args: readonly Argument[]): SparkType =>
  args[1]?.type.kind === 'array' ? array(double) : double

const percentile: FunctionEntry = aggregate('na?a', percentileType, (a, args, finish) => {
  if (!isNumeric(typeOf(args))) throw new Refused(`percentile of a ${typeOf(args).kind}`)
  const often = args[2]
  if (often !== undefined && often.sql !== '1') {
    if (!isInteger(often.type)) throw new Refused(`percentile with a frequency of type ${often.type.kind}`)
    // Each value as often as its frequency says.
    const values = finish('list', `spark_repeated(CAST(${a[0]} AS DOUBLE), ${a[2]})`)
    return `list_aggregate(flatten(${values}), 'quantile_cont', ${shares(args)})`
  }
  return finish('quantile_cont', `CAST(${a[0]} AS DOUBLE), ${shares(args)}`)
})

/** The sorted values are the second argument; whether they come from the largest down is the third. */
const inGroup = (name: string): FunctionEntry =>
  aggregate(
    'aa?a',
    (args) => (typeOf(args).kind === 'array' ? array(double) : double),
    (a, args, finish) => {
      if (args.length < 3)
        throw new Mistaken(`${name} without WITHIN GROUP`, `write ${name}(p) WITHIN GROUP (ORDER BY x)`)
      if (!isNumeric(typeOf(args, 1))) throw new Refused(`${name} of a ${typeOf(args, 1).kind}`)
      const of = shares(args.toSpliced(0, 2, ...args.slice(0, 2).toReversed()))
      const sorted = (share: string, order: string): string =>
        finish(name, share, `) WITHIN GROUP (ORDER BY CAST(${a[1]} AS DOUBLE) ${order}`)
      if (a[2] !== 'true') return sorted(of, 'ASC')
      // The engine tells the direction by the sign of the shares, which 0 alone has not.
      return typeOf(args).kind === 'array'
        ? `(${sorted(`list_append(${of}, 1.0)`, 'DESC')})[:-2]`
        : `(${sorted(`[${of}, 1.0]`, 'DESC')})[1]`
    },
  )

export const statisticalFunctions: Functions = {
  stddev: spread('stddev_samp'),
  stddev_samp: spread('stddev_samp'),
  stddev_pop: spread('stddev_pop'),
  std: spread('stddev_samp'),
  variance: spread('var_samp'),
  var_samp: spread('var_samp'),
  var_pop: spread('var_pop'),
  covar_pop: pair('covar_pop'),
  covar_samp: pair('covar_samp'),
  corr: aggregate('dd', double, (a, _, finish) =>
    finite(a, finish, (_all, each) => correlation(each, finish), ofSeveral(a, finish)),
  ),
  skewness: moment('skewness'),
  kurtosis: moment('kurtosis'),
  regr_avgx: average(1),
  regr_avgy: average(0),
  regr_count: aggregate(
    'dd',
    bigint,
    (a, _, finish) => `CAST(${finish('regr_count', a.join(', '))} AS BIGINT)`,
  ),
  regr_intercept: slope('regr_intercept'),
  regr_r2: aggregate('dd', double, (a, _, finish) =>
    finite(
      a,
      finish,
      (_all, each) =>
        `CASE WHEN ${sumOfSquares(each, 0, finish)} <> 0 THEN CASE WHEN ${sumOfSquares(each, 1, finish)} = 0 THEN 1.0::DOUBLE ELSE pow(${correlation(each, finish)}, 2) END END`,
      `CASE WHEN NOT ${isFlat(a, 0, finish)} THEN CASE WHEN ${isFlat(a, 1, finish)} THEN 1.0::DOUBLE ELSE ${nan} END END`,
    ),
  ),
  regr_slope: slope('regr_slope'),
  regr_sxx: squares(1),
  regr_sxy: pair('regr_sxy'),
  regr_syy: squares(0),
  approx_count_distinct: approxCountDistinct,
  median: aggregate('n', double, (a, args, finish) => {
    if (!isNumeric(typeOf(args))) throw new Refused(`a median of a ${typeOf(args).kind}`)
    return finish('quantile_cont', `CAST(${a[0]} AS DOUBLE), 0.5`)
  }),
  percentile,
  histogram_numeric: histogramNumeric,
  percentile_approx: approximatePercentile,
  approx_percentile: approximatePercentile,
  percentile_cont: inGroup('percentile_cont'),
  percentile_disc: inGroup('percentile_disc'),
  mode: {
    ...aggregate(
      'a',
      (args) => typeOf(args),
      (a, _, finish) => finish('mode', a[0] ?? ''),
    ),
    status: { within: 'one value is the most frequent; among several equally frequent ones Spark takes any' },
  },
}

export const statisticalMacros: readonly Sql[] = [
  ...distinctEstimateMacros,
  ...approximatePercentileMacros,
  ...histogramMacros,
  define(
    'spark_repeated(x, n)',
    `CASE WHEN n < 0 THEN error('percentile: a frequency is negative')
      WHEN x IS NOT NULL AND n > 0 THEN list_resize([x], n, x) END`,
  ),
  define('spark_finite(x)', `CASE WHEN isfinite(x) THEN x END`),
  define(
    'spark_moment(xs, mean, power)',
    `list_sum(list_transform(xs, lambda x: CASE WHEN x IS NOT NULL THEN pow(x - mean, power) END))`,
  ),
  define('spark_skewness(xs)', `spark_skewness_of(list_filter(xs, lambda x: x IS NOT NULL), list_avg(xs))`),
  define(
    'spark_skewness_of(xs, mean)',
    `CASE WHEN len(xs) = 0 THEN NULL WHEN NOT list_bool_and(list_transform(xs, lambda x: isfinite(x))) THEN 'nan'::DOUBLE
      WHEN spark_moment(xs, mean, 2) <> 0
      THEN sqrt(len(xs)) * spark_moment(xs, mean, 3) / sqrt(pow(spark_moment(xs, mean, 2), 3)) END`,
  ),
  define('spark_kurtosis(xs)', `spark_kurtosis_of(list_filter(xs, lambda x: x IS NOT NULL), list_avg(xs))`),
  define(
    'spark_kurtosis_of(xs, mean)',
    `CASE WHEN len(xs) = 0 THEN NULL WHEN NOT list_bool_and(list_transform(xs, lambda x: isfinite(x))) THEN 'nan'::DOUBLE
      WHEN spark_moment(xs, mean, 2) <> 0
      THEN len(xs) * spark_moment(xs, mean, 4) / pow(spark_moment(xs, mean, 2), 2) - 3 END`,
  ),
]
