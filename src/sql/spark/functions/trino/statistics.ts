import { castTo } from '../../engines/trino/casts.ts'
import { type Routine, routine } from '../../engines/trino/routines.ts'
import { Refused } from '../../refusals.ts'
import { types } from '../../spark-types/spark-type.ts'
import type { Argument } from '../../spark-types/typed.ts'
import { type Rendering, typeOf } from '../entry.ts'
import { side } from '../statistics.ts'
import { avg } from './aggregates.ts'
import type { TrinoRenderings } from './conditionals.ts'

type Finish = (head: string, args: string) => string

/** The squares of how far the values of one side are from their mean, over the pairs that have both. */
const sumOfSquares = (a: readonly string[], index: 0 | 1, finish: Finish): string =>
  `(${finish('var_pop', side(a, index))} * ${finish('count', side(a, index))})`

const sumOfProducts = (a: readonly string[], finish: Finish): string =>
  `(${finish('covar_pop', a.join(', '))} * ${finish('count', side(a, 0))})`

/** Pearson's correlation as Spark multiplies it; what is divided by nothing is NULL. */
const correlation = (a: readonly string[], finish: Finish): string =>
  `(${sumOfProducts(a, finish)} / nullif(sqrt(${sumOfSquares(a, 0, finish)} * ${sumOfSquares(a, 1, finish)}), 0))`

/** NULL where the other side does not vary. */
const slope = (a: readonly string[], finish: Finish): string =>
  `(${finish('covar_pop', a.join(', '))} / nullif(${finish('var_pop', side(a, 1))}, 0))`

const average =
  (index: 0 | 1): Rendering =>
  (a, args, finish, settings, place) =>
    avg([side(a, index)], args.slice(index), finish, settings, place)

/** Of the list of all values, since it needs their mean first. */
const moment =
  (name: string): Rendering =>
  (a, _, finish) =>
    `spark_${name}(filter(${finish('array_agg', a[0] ?? '')}, e_ -> e_ IS NOT NULL))`

const sharesOf = (argument: Argument | undefined, written: string): string => {
  if (!/^[\s\d.eE(),[\]A-Za-z]*$/.test(written) || argument === undefined)
    throw new Refused('a percentage that is not a literal, on Trino')
  return argument.type.kind === 'array'
    ? castTo({ sql: written, type: argument.type }, { kind: 'array', element: types.double })
    : castTo({ sql: written, type: argument.type }, types.double)
}

const percentile: Rendering = (a, args, finish) => {
  const type = typeOf(args)
  if (args.length > 2) throw new Refused('percentile with frequencies, on Trino')
  const values = `array_sort(filter(${finish('array_agg', castTo({ sql: a[0] ?? '', type }, types.double))}, e_ -> e_ IS NOT NULL))`
  const shares = args.length < 2 ? '0.5e0' : sharesOf(args[1], a[1] ?? '')
  return args[1]?.type.kind === 'array'
    ? `spark_percentiles(${values}, ${shares})`
    : `spark_percentile(${values}, ${shares})`
}

export const statisticalRenderings: TrinoRenderings = {
  // That of one pair is NULL, whatever it is.
  corr: (a, _, finish) => `CASE WHEN ${finish('count', side(a, 0))} > 1 THEN ${correlation(a, finish)} END`,
  skewness: moment('skewness'),
  kurtosis: moment('kurtosis'),
  regr_avgx: average(1),
  regr_avgy: average(0),
  regr_intercept: (a, _, finish) =>
    `(${finish('avg', side(a, 0))} - ${slope(a, finish)} * ${finish('avg', side(a, 1))})`,
  regr_slope: (a, _, finish) => slope(a, finish),
  regr_r2: (a, _, finish) =>
    `CASE WHEN ${sumOfSquares(a, 0, finish)} = 0 THEN NULL WHEN ${sumOfSquares(a, 1, finish)} = 0 THEN 1e0 ELSE power(${correlation(a, finish)}, 2) END`,
  regr_sxx: (a, _, finish) => sumOfSquares(a, 1, finish),
  regr_sxy: (a, _, finish) => sumOfProducts(a, finish),
  regr_syy: (a, _, finish) => sumOfSquares(a, 0, finish),
  median: percentile,
  percentile,
}

export const statisticalRoutines: readonly Routine[] = [
  routine(
    'spark_moment',
    'xs array(double), mean double, degree integer',
    'double',
    `reduce(xs, 0e0, (s, x) -> s + power(x - mean, degree), s -> s)`,
  ),
  routine(
    'spark_mean',
    'xs array(double)',
    'double',
    `reduce(xs, 0e0, (s, x) -> s + x, s -> s) / nullif(cardinality(xs), 0)`,
  ),
  routine(
    'spark_skewness',
    'xs array(double)',
    'double',
    `sqrt(cardinality(xs)) * spark_moment(xs, spark_mean(xs), 3)
      / sqrt(power(nullif(spark_moment(xs, spark_mean(xs), 2), 0), 3))`,
  ),
  routine(
    'spark_kurtosis',
    'xs array(double)',
    'double',
    `cardinality(xs) * spark_moment(xs, spark_mean(xs), 4) / power(nullif(spark_moment(xs, spark_mean(xs), 2), 0), 2) - 3`,
  ),
  // Between the two values that the place is between, each by how near it is.
  routine(
    'spark_between',
    'xs array(double), place double',
    'double',
    `CASE WHEN element_at(xs, CAST(floor(place) AS bigint) + 1) = element_at(xs, CAST(ceiling(place) AS bigint) + 1)
        OR floor(place) = place
      THEN element_at(xs, CAST(floor(place) AS bigint) + 1)
      ELSE (ceiling(place) - place) * element_at(xs, CAST(floor(place) AS bigint) + 1)
        + (place - floor(place)) * element_at(xs, CAST(ceiling(place) AS bigint) + 1) END`,
  ),
  routine(
    'spark_percentile',
    'xs array(double), share double',
    'double',
    `CASE WHEN cardinality(xs) > 0 THEN spark_between(xs, share * (cardinality(xs) - 1)) END`,
  ),
  routine(
    'spark_percentiles',
    'xs array(double), shares array(double)',
    'array(double)',
    `CASE WHEN cardinality(xs) > 0 THEN transform(shares, p -> spark_percentile(xs, p)) END`,
  ),
]
