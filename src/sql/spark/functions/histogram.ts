import type { Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define, once } from '../engines/duckdb/define-macro.ts'
import { array, isFraction, isInteger, type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { aggregate, type Argument, type FunctionEntry, Refused, typeOf, within } from './entry.ts'

/*
 * histogram_numeric. As long as there are no more values than bins, each has its own, whatever order they come in; what
 * Spark joins beyond that depends on their order. It holds every value as a double. Source: NumericHistogram.
 */

const binOf = (args: readonly Argument[]): SparkType => {
  const type = typeOf(args)
  if (type.kind === 'null') return types.double
  const isExact = type.kind === 'decimal' && type.precision <= 15
  if (isInteger(type) || isExact || /^(?:float|double|date|timestamp|timestamp_ntz)$/.test(type.kind))
    return type
  throw new Refused(`histogram_numeric of a ${sparkName(type)}`, 'cast it to double')
}

/** A value as Spark's bins hold it, and back. */
const asDouble = (value: string, type: SparkType): string => {
  switch (type.kind) {
    case 'date':
      return `CAST(${value} - DATE '1970-01-01' AS DOUBLE)`
    case 'timestamp':
    case 'timestamp_ntz':
      return `CAST(epoch_us(${value}) AS DOUBLE)`
    default:
      return `CAST(${value} AS DOUBLE)`
  }
}

const fromDouble = (bin: string, type: SparkType): string => {
  const whole = `CASE WHEN ${bin} >= 9223372036854775807 THEN 9223372036854775807 ELSE CAST(${bin} AS BIGINT) END`
  switch (type.kind) {
    case 'date':
      return `CAST(DATE '1970-01-01' + CAST(${bin} AS INTEGER) AS DATE)`
    case 'timestamp':
      return `make_timestamptz(${whole})`
    case 'timestamp_ntz':
      return `make_timestamp(${whole})`
    case 'bigint':
      return whole
    case 'double':
      return bin
    default:
      return castTo({ sql: bin, type: types.double }, type)
  }
}

const binsOf = (bins: Argument | undefined): number => {
  const [, digits] = /^(?:CAST\()?(\d+)(?: AS INTEGER\))?$/.exec(bins?.sql ?? '') ?? []
  if (digits === undefined || bins?.computed === true)
    throw new Refused('a number of bins that is not a literal', 'write it as a whole number')
  const count = Number(digits)
  if (count < 2 || count > 2_147_483_647) throw new Refused(`a histogram of ${count} bins`, 'write 2 or more')
  return count
}

export const histogramNumeric: FunctionEntry = within(
  'there are no more different values than bins, each counted in its own; with more of them, or NaN, the statement fails. A zero is not negative, and Spark over several partitions may have a bin in each of them',
  aggregate(
    'ai',
    (args) =>
      array({
        kind: 'struct',
        fields: [
          { name: 'x', type: binOf(args) },
          { name: 'y', type: types.double },
        ],
      }),
    (a, args, finish) => {
      const type = binOf(args)
      const count = binsOf(args[1])
      const value = `(${asDouble(a[0] ?? '', type)} + 0.0::DOUBLE)`
      const counts = finish('histogram', isFraction(type) ? `spark_histogram_value(${value})` : value)
      return once([`map_entries(${counts})`], ([bins = '']) => {
        const bin = `struct_pack(x := ${fromDouble('e.key', type)}, y := CAST(e.value AS DOUBLE))`
        return `list_transform(spark_histogram_bins(${bins}, ${count}), lambda e: ${bin})`
      })
    },
  ),
)

export const histogramMacros: readonly Sql[] = [
  // To the engine's histogram NaN is equal to every value.
  define(
    'spark_histogram_value(x)',
    `CASE WHEN isnan(x) THEN error('histogram_numeric of NaN, which has no place among numbers') ELSE x END`,
  ),
  define(
    'spark_histogram_bins(bins, most)',
    `CASE WHEN len(bins) > most THEN error('histogram_numeric of more different values than bins: group by width_bucket, or ask for more bins')
      WHEN len(bins) > 0 THEN bins END`,
  ),
]
