import type { Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define, once } from '../engines/duckdb/define-macro.ts'
import { isAnsiInterval } from '../spark-types/interval-type.ts'
import { array, isFraction, isNumeric, sparkName, type SparkType, types } from '../spark-types/spark-type.ts'
import { aggregate, type Argument, type FunctionEntry, Mistaken, Refused, typeOf, within } from './entry.ts'

/*
 * percentile_approx keeps a summary of the values. How it cuts them depends on how many there are and on the accuracy
 * alone as long as they arrive in one batch, so that its answer is the value of a known rank. Source: Spark 3.5,
 * QuantileSummaries; measured for groups of 1 to 49,999 rows.
 */

const batch = 50_000

const isTime = ({ kind }: SparkType): boolean => /^(?:date|timestamp|timestamp_ntz)$/.test(kind)

const valueType = (args: readonly Argument[]): SparkType => {
  const type = typeOf(args)
  if (type.kind === 'string' || type.kind === 'null') return types.double
  if (type.kind === 'unknown' || isNumeric(type) || isTime(type) || isAnsiInterval(type)) return type
  throw new Mistaken(`percentile_approx of a ${sparkName(type)}`)
}

const number = /^(?:CAST\()*'?([+-]?[\d.]+(?:e[+-]?\d+)?)'?((?: AS [A-Z]+(?:\(\d+,\d+\))?\))*)$/i

/** A number as it is written, behind the casts that bring it to the type of its neighbours. */
const literalNumber = (text: string, computed: boolean | undefined): number => {
  const [, digits, casts = ''] = number.exec(text) ?? []
  if (
    digits === undefined ||
    computed === true ||
    / AS (?!BIGINT|DECIMAL|DOUBLE|FLOAT|INT|SMALL|TINY)/.test(casts)
  )
    throw new Refused('a percentage that is not a literal', 'write it as a number, such as 0.95')
  const value = casts.includes(' AS FLOAT') ? Math.fround(Number(digits)) : Number(digits)
  const scales = Array.from(casts.matchAll(/DECIMAL\(\d+,(\d+)\)/g), ([, scale]) => Number(scale))
  const decimals = /INT\)/.test(casts) ? 0 : Math.min(20, ...scales)
  if (Number(value.toFixed(decimals)) !== value && (scales.length > 0 || decimals === 0))
    throw new Refused('a percentage that a cast makes another one', 'write it as a number, such as 0.95')
  if (value < 0 || value > 1) throw new Mistaken(`a percentage of ${value}`, 'write one from 0 to 1')
  return value
}

const percentages = (share: Argument | undefined): readonly number[] => {
  const text = share?.sql ?? ''
  if (share?.type.kind !== 'array') return [literalNumber(text, share?.computed)]
  if (/^(?:null|string)$/.test(share.type.element.kind) || !/^\[.+\]$/.test(text))
    throw new Refused('percentages that are not a list of literals', 'write array(0.5, 0.95)')
  return text
    .slice(1, -1)
    .split(', ')
    .map((each) => literalNumber(each, false))
}

const accuracyOf = (asked: Argument | undefined): number => {
  if (asked === undefined) return 10_000
  const digits = /^(?:CAST\()?(\d+)(?: AS (?:BIGINT|SMALLINT|TINYINT)\))?$/.exec(asked.sql)?.[1]
  if (digits === undefined || asked.computed === true)
    throw new Refused('an accuracy that is not a literal', 'write it as a whole number, or leave it out')
  const accuracy = Number(digits)
  if (accuracy < 1 || accuracy > 2_147_483_647)
    throw new Mistaken(`an accuracy of ${accuracy}`, 'write one of at least 1, or leave it out')
  return accuracy
}

/** Spark keeps every value as a double on the way. */
const throughDouble = (value: string, type: SparkType): string => {
  if (type.kind === 'timestamp')
    return `make_timestamptz(${throughDouble(`epoch_us(${value})`, types.bigint)})`
  if (type.kind === 'timestamp_ntz')
    return `make_timestamp(${throughDouble(`epoch_us(${value})`, types.bigint)})`
  if (type.kind === 'day_time') return throughDouble(value, types.bigint)
  if (type.kind !== 'bigint' && type.kind !== 'decimal') return value
  return castTo({ sql: castTo({ sql: value, type }, types.double), type: types.double }, type)
}

/** At the ends Spark takes the least and the greatest value, which are not cut away. */
const ranked = (share: number, accuracy: number): number => {
  if (share <= 1 / accuracy) return 0
  return share >= 1 - 1 / accuracy ? 1 : share
}

const approximate: FunctionEntry = aggregate(
  'aa?a',
  (args) => (typeOf(args, 1).kind === 'array' ? array(valueType(args)) : valueType(args)),
  (a, args, finish) => {
    const type = valueType(args)
    const value = /^(?:string|null)$/.test(typeOf(args).kind)
      ? castTo({ sql: a[0] ?? '', type: typeOf(args) }, types.double)
      : (a[0] ?? '')
    const accuracy = accuracyOf(args[2])
    const shares = percentages(args[1]).map((share) => ranked(share, accuracy))
    const macro = isFraction(type) ? 'spark_summary_fraction' : 'spark_summary_value'
    return once([finish('list', value)], ([all = '']) => {
      const counted = `list_count(${all})`
      return once([`spark_summary_sorted(${all}, ${counted})`, counted], ([sorted = '', count = '']) => {
        const found = shares.map((share) => {
          const one = `${macro}(${sorted}, ${count}, ${share}::DOUBLE, ${accuracy})`
          return throughDouble(one, type)
        })
        const [only = ''] = found
        if (args[1]?.type.kind !== 'array') return only
        return `CASE WHEN ${count} > 0 THEN [${found.join(', ')}] END`
      })
    })
  },
)

/** Both names of it. */
export const approximatePercentile = within(
  'groups have fewer rows than half the accuracy (5,000 unless said), none of them NaN; of larger ones Spark gives a value that may be rows / accuracy places off, by how rows are spread over its partitions; this one is as near or nearer',
  approximate,
)

export const approximatePercentileMacros: readonly Sql[] = [
  // Values that are many need no place each: the engine finds one rank faster than it sorts them.
  define(
    'spark_summary_sorted(xs, n)',
    `CASE WHEN n < ${batch} THEN list_sort(xs, 'ASC', 'NULLS LAST') ELSE xs END`,
  ),
  define(
    'spark_summary_value(xs, n, p, accuracy)',
    `CASE WHEN n = 0 THEN NULL WHEN n < ${batch} THEN xs[spark_summary_rank(n, p, accuracy)]
      ELSE list_aggregate(xs, 'quantile_disc', p) END`,
  ),
  // Where all but one value are NaN, Spark loses that one. Of the zeros the negative ones are first.
  define(
    'spark_summary_fraction(xs, n, p, accuracy)',
    `CASE WHEN n > 1 AND n < ${batch} AND isnan(xs[2]) THEN xs[2]
      WHEN spark_summary_value(xs, n, p, accuracy) <> 0 THEN spark_summary_value(xs, n, p, accuracy)
      WHEN n < ${batch} THEN spark_summary_zero(xs, spark_summary_rank(n, p, accuracy))
      ELSE spark_summary_value(xs, n, p, accuracy) END`,
  ),
  define(
    'spark_summary_zero(xs, place)',
    `CASE WHEN place <= len(list_filter(xs, lambda x: x < 0 OR (x = 0 AND signbit(x)))) THEN -abs(xs[place]) ELSE abs(xs[place]) END`,
  ),
  define(
    'spark_summary_rank(n, p, accuracy)',
    `CASE WHEN n < 2 OR p = 0 THEN 1 WHEN p = 1 THEN n WHEN 2 * n < accuracy THEN greatest(1, CAST(ceil(p * n) AS BIGINT))
      ELSE spark_summary_search(n, CAST(ceil(p * n) AS BIGINT), 2 * (1::DOUBLE / accuracy)) END`,
  ),
  /*
   * From the last value down, each kept one stands for as many as the error allows; the lowest that is near enough to
   * the place that is wanted counts. All places of one doubt (a whole number, the error times the place) are as far from
   * each other, so that a step takes them together. The state is what was found, and the place behind them.
   */
  define(
    'spark_summary_search(n, want, error)',
    `spark_summary_walk(n, want, error, greatest(1, CAST(ceil(error * n) AS BIGINT) - 1))`,
  ),
  define(
    'spark_summary_walk(n, want, error, most)',
    `spark_summary_found(n, want, error, most, greatest(most, 1 + CASE WHEN n - most > 1 THEN CAST(floor(error * (n - most)) AS BIGINT) ELSE 0 END))`,
  ),
  define(
    'spark_summary_found(n, want, error, most, width)',
    `CASE WHEN abs(2 * want - 2) <= width THEN 1 ELSE
      list_reduce(list_prepend(n * 65536 + greatest(1, n - most), range(CAST(floor(error * n) AS BIGINT), -1, -1)), lambda state, doubt:
        spark_summary_step(state, doubt, greatest(2, spark_summary_lowest(doubt, error, CAST(ceil(doubt / error) AS BIGINT))), greatest(1, most - doubt), want, width)) >> 16 END`,
  ),
  // Division and multiplication round apart.
  define(
    'spark_summary_lowest(doubt, error, place)',
    `CASE WHEN floor(error * (place - 1)) >= doubt THEN place - 1 WHEN floor(error * place) < doubt THEN place + 1 ELSE place END`,
  ),
  define(
    'spark_summary_step(state, doubt, lowest, step, want, width)',
    `CASE WHEN (state & 65535) < lowest THEN state
      ELSE spark_summary_hit(state >> 16, doubt, state & 65535, ((state & 65535) - lowest) // step, step, want, width) END`,
  ),
  define(
    'spark_summary_hit(found, doubt, place, steps, step, want, width)',
    `spark_summary_near(found, doubt, place - step * least(steps, (place - (2 * want - width + 1) // 2) // step), want, width, place >= (2 * want - width + 1) // 2) * 65536
      + greatest(1, place - step * (steps + 1))`,
  ),
  define(
    'spark_summary_near(found, doubt, place, want, width, isAbove)',
    `CASE WHEN isAbove AND 2 * (place + doubt) <= 2 * want + width THEN place ELSE found END`,
  ),
]
