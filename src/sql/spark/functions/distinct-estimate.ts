import type { Sql } from '../../quote.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { hasMap, types } from '../spark-types/spark-type.ts'
import { aggregate, type Argument, type FunctionEntry, Refused } from './entry.ts'
import { type Correction, coarseCorrections } from './estimate-corrections.ts'
import { fineCorrections } from './estimate-corrections-fine.ts'
import { xxhashOf } from './xxhash64.ts'

/*
 * approx_count_distinct is HyperLogLog++ over xxhash64, so its estimate is the same whoever computes it, in any order.
 * A register and the place of the first bit that is set are one number, of which a group keeps each once: no more than
 * the registers have values, and far fewer than there are rows.
 */

const corrections: ReadonlyMap<number, Correction> = new Map([...coarseCorrections, ...fineCorrections])

/** The bits that choose a register, for the standard deviation that is asked for. */
const precisionOf = (asked: Argument | undefined): number => {
  const text = asked === undefined ? '0.05' : /^CAST\('([^']+)' AS (?:DOUBLE|DECIMAL)/.exec(asked.sql)?.[1]
  if (text === undefined)
    throw new Refused('approx_count_distinct with a deviation that is not a literal such as 0.05')
  const precision = Math.ceil((2 * Math.log(1.106 / Number(text))) / Math.log(2))
  if (precision < 4)
    throw new Refused(`approx_count_distinct with a deviation of ${text}`, 'write at most 0.39')
  if (!corrections.has(precision))
    throw new Refused(
      `approx_count_distinct with a deviation of ${text}`,
      'write count(DISTINCT x), which is exact, or a deviation of 0.0087 and more',
    )
  return precision
}

export const approxCountDistinct: FunctionEntry = aggregate('a?a', types.bigint, (_, args, finish) => {
  const precision = precisionOf(args[1])
  const [value] = args
  if (value === undefined || hasMap(value.type)) throw new Refused('approx_count_distinct of a map')
  const place = `spark_hll_place(${xxhashOf('approx_count_distinct', [value])}, ${precision})`
  const kept = `CASE WHEN ${value.sql} IS NOT NULL THEN ${place} END`
  const places = finish('list', `DISTINCT ${kept}`).replace('DISTINCT DISTINCT', 'DISTINCT')
  return `spark_hll_${precision}(${places})`
})

/** Estimates, and by how much one from there on to the next of them is too large. */
const stepsOf = ({ estimates, biases }: Correction): readonly (readonly [number, number])[] => {
  const middles = estimates.slice(6).map((estimate, i) => (estimate + (estimates[i] ?? 0)) / 2)
  const bounds = [0, ...new Set([...estimates, ...middles])].toSorted((a, b) => a - b)
  const steps = bounds.map((bound, i) => {
    const next = bounds[i + 1] ?? bound + 2
    return [bound, biasOf(estimates, biases, (bound + next) / 2)] as const
  })
  return steps.filter(([, bias], i) => bias !== steps[i - 1]?.[1])
}

/** The mean bias of the six estimates that are nearest, found as Spark finds them: the estimates are nearly sorted. */
const biasOf = (estimates: readonly number[], biases: readonly number[], estimate: number): number => {
  let [low, high] = [0, estimates.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if ((estimates[middle] ?? 0) < estimate) low = middle + 1
    else high = middle - 1
  }
  const distance = (i: number): number => ((estimates[i] ?? 0) - estimate) ** 2
  let from = Math.max(low - 5, 0)
  let to = Math.min(from + 6, estimates.length)
  while (to < estimates.length && distance(to) < distance(from)) {
    from++
    to++
  }
  return biases.slice(from, to).reduce((sum, bias) => sum + bias, 0) / (to - from)
}

const double = (value: number): string => `${value}e0`
const doubles = (values: readonly number[]): string => `[${values.map(double).join(', ')}]`

const estimate = (precision: number, { threshold, estimates, biases }: Correction): Sql => {
  const registers = 2 ** precision
  const alpha = [0.673, 0.697, 0.709][precision - 4] ?? 0.7213 / (1 + 1.079 / registers)
  const steps = stepsOf({ threshold, estimates, biases })
  const bias = `${doubles(steps.map(([, value]) => value))}[len(list_filter(${doubles(steps.map(([bound]) => bound))}, lambda b: b <= (r).e))]`
  return define(
    `spark_hll_${precision}(places)`,
    `list_transform([spark_hll_sums(places, ${registers}, ${double(alpha * registers * registers)})],
      lambda r: CAST(floor(0.5 + CASE WHEN (r).v > 0 AND ((r).h <= ${double(threshold)} OR (r).e <= ${double(2.5 * registers)}) THEN (r).h
        WHEN (r).e < ${double(5 * registers)} THEN (r).e - ${bias} ELSE (r).e END) AS BIGINT))[1]`,
  )
}

/** `spark_hll_9` and its like: made when a statement calls one, since its numbers take a millisecond each. */
export const estimateMacro = (name: string): Sql | undefined => {
  const precision = Number(/^spark_hll_(\d+)$/.exec(name)?.[1])
  const correction = corrections.get(precision)
  return correction === undefined ? undefined : estimate(precision, correction)
}

/** A place is 64 times the register and how far behind its bits the first one is. */
export const distinctEstimateMacros: readonly Sql[] = [
  // Without the bit next to the highest one, a number is never rounded up to the next power of two.
  define(
    'spark_hll_place(hash, bits)',
    `list_transform([CAST(hash AS UBIGINT)], lambda x: spark_hll_number(x >> (64 - bits), (x & ((1::UBIGINT << (64 - bits)) - 1)) * 2 + 1, 65 - bits))[1]`,
  ),
  define(
    'spark_hll_number(register, rest, width)',
    `CAST(register * 64 + CAST(width - CAST(floor(log2(xor(rest, rest >> 1) & rest)) AS BIGINT) AS UBIGINT) AS UINTEGER)`,
  ),
  // The highest place of each register: the one before another register, or before none.
  define(
    'spark_hll_highest(places)',
    `list_transform(list_filter(list_transform([list_sort(places)], lambda s: list_zip(s, s[2:]))[1],
      lambda p: p[1] IS NOT NULL AND (p[2] IS NULL OR p[1] >> 6 <> p[2] >> 6)), lambda p: pow(2, -CAST(p[1] & 63 AS DOUBLE)))`,
  ),
  define(
    'spark_hll_sums(places, registers, factor)',
    `list_transform([spark_hll_highest(places)], lambda p: spark_hll_estimates(registers - coalesce(len(p), 0), coalesce(list_sum(p), 0), registers, factor))[1]`,
  ),
  define(
    'spark_hll_estimates(empty, sum, registers, factor)',
    `{'v': empty, 'e': factor / (empty + sum), 'h': CASE WHEN empty > 0 THEN registers * ln(registers::DOUBLE / empty) END}`,
  ),
]
