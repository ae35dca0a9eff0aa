import type { Sql } from '../../quote.ts'
import { define } from '../define-macro.ts'
import { commonType, decimal, isFraction, isInteger, type SparkType, types } from '../spark-type.ts'
import { castTo } from '../casts.ts'
import { wrapped } from '../operators.ts'
import { type Argument, entry, type FunctionEntry, type Functions, Refused, same, typeOf } from './entry.ts'

const { double, bigint, boolean } = types

const common = (args: readonly Argument[]): SparkType =>
  args.map((argument) => argument.type).reduce((a, b) => commonType(a, b) ?? types.unknown)

const whole = (name: 'ceil' | 'floor'): FunctionEntry =>
  entry(
    'n?i',
    (args) => {
      const type = typeOf(args)
      return type.kind === 'decimal' ? decimal(Math.min(38, type.precision - type.scale + 1), 0) : bigint
    },
    (a, args) => {
      if (a.length > 1) throw new Refused(`${name} with a scale`)
      const type = typeOf(args)
      if (type.kind === 'decimal')
        return `CAST(${name}(${a[0]}) AS DECIMAL(${Math.min(38, type.precision - type.scale + 1)},0))`
      return isInteger(type) ? `CAST(${a[0]} AS BIGINT)` : `spark_saturate64(${name}(${a[0]}))`
    },
  )

const round = entry(
  'n?i',
  (args) => roundedType(args),
  (a, args) => {
    const type = typeOf(args)
    const digits = Number((a[1] ?? '0').replaceAll(/[()]/g, ''))
    if (Number.isNaN(digits)) throw new Refused('round to a number of digits that is not a literal')
    if (isFraction(type)) {
      if (digits < 0 || digits > 15) throw new Refused('round of a double to such a number of digits')
      return type.kind === 'double'
        ? `spark_round_half_up(${a[0]}, ${digits})`
        : `CAST(spark_round_half_up(${a[0]}, ${digits}) AS FLOAT)`
    }
    if (type.kind === 'decimal') {
      const result = roundedType(args)
      if (result.kind !== 'decimal' || digits < 0)
        return `CAST(round(${a[0]}, ${digits}) AS DECIMAL(${result.kind === 'decimal' ? result.precision : 38},0))`
      return `CAST(${a[0]} AS DECIMAL(${result.precision},${result.scale}))`
    }
    return digits >= 0
      ? (a[0] ?? '')
      : `spark_wrap${type.kind === 'bigint' ? 64 : 32}(round(CAST(${a[0]} AS DECIMAL(20,0)), ${digits}))`
  },
)

const roundedType = (args: readonly Argument[]): SparkType => {
  const type = typeOf(args)
  if (type.kind !== 'decimal') return type
  const digits = Number((args[1]?.sql ?? '0').replaceAll(/[()]/g, ''))
  if (digits >= type.scale) return decimal(Math.min(38, type.precision + 1), type.scale)
  if (digits < 0) return decimal(Math.min(38, Math.max(type.precision - type.scale + 1, 1 - digits)), 0)
  return decimal(Math.min(38, type.precision - type.scale + digits + 1), digits)
}

const math = (name: string): FunctionEntry => same('d', double, name)

/** Java gives NaN or an infinity where DuckDB raises an error. */
const guarded = (guard: string, name: string): FunctionEntry =>
  entry('d', double, (a) => `CASE WHEN ${a[0]} ${guard} THEN ${name}(${a[0]}) END`)

/** Java gives NaN for an infinite angle, DuckDB raises an error. */
const angle = (name: string): FunctionEntry =>
  entry('d', double, (a) => `CASE WHEN isinf(${a[0]}) THEN 'nan'::DOUBLE ELSE ${name}(${a[0]}) END`)

const sign = entry(
  'd',
  double,
  (a) => `CASE WHEN isnan(${a[0]}) THEN ${a[0]} ELSE CAST(sign(${a[0]}) AS DOUBLE) END`,
)

const power = same('dd', double, 'spark_pow')

/** Unlike coalesce, these two do not turn numbers into text. */
const ordered = (args: readonly Argument[]): SparkType => {
  const kinds = args.map(({ type }) => type.kind).filter((kind) => kind !== 'null' && kind !== 'unknown')
  if (kinds.includes('string') && kinds.some((kind) => kind !== 'string'))
    throw new Refused('text beside values of another type', 'cast them to one type')
  return common(args)
}

const extreme = (name: 'greatest' | 'least'): FunctionEntry =>
  entry('a*', ordered, (a, args) => {
    const type = ordered(args)
    return `${name}(${args.map((value, i) => castTo({ ...value, sql: a[i] ?? '' }, type)).join(', ')})`
  })

const ifNull: FunctionEntry = {
  params: 'aa',
  returns: common,
  common: true,
  sql: (a) => `coalesce(${a[0]}, ${a[1]})`,
}

const random: FunctionEntry = {
  params: '?l',
  returns: double,
  sql: (a) => {
    if (a.length > 0)
      throw new Refused('a seed of rand', "Spark's numbers of a seed depend on its partitions; write rand()")
    return 'random()'
  },
  volatile: true,
}

export const numberFunctions: Functions = {
  abs: entry(
    'n',
    (args) => typeOf(args),
    // The smallest integer has no counterpart: it stays, as in Java.
    (a, args) =>
      isInteger(typeOf(args))
        ? `greatest(${a[0]}, ${wrapped(typeOf(args), (as) => `-CAST(${a[0]} AS ${as})`).sql})`
        : `abs(${a[0]})`,
  ),
  negative: entry(
    'n',
    (args) => typeOf(args),
    (a, args) =>
      isInteger(typeOf(args)) ? wrapped(typeOf(args), (as) => `-CAST(${a[0]} AS ${as})`).sql : `(-${a[0]})`,
  ),
  positive: entry(
    'n',
    (args) => typeOf(args),
    (a) => a[0] ?? '',
  ),
  ceil: whole('ceil'),
  ceiling: whole('ceil'),
  floor: whole('floor'),
  round,
  sqrt: entry('d', double, (a) => `CASE WHEN ${a[0]} < 0 THEN 'nan'::DOUBLE ELSE sqrt(${a[0]}) END`),
  cbrt: math('cbrt'),
  exp: math('exp'),
  ln: guarded('> 0', 'ln'),
  log10: guarded('> 0', 'log10'),
  log2: guarded('> 0', 'log2'),
  log: entry('d?d', double, (a) =>
    a.length === 1
      ? `CASE WHEN ${a[0]} > 0 THEN ln(${a[0]}) END`
      : `CASE WHEN ${a[0]} > 0 AND ${a[1]} > 0 THEN ln(${a[1]}) / ln(${a[0]}) END`,
  ),
  power,
  pow: power,
  sin: angle('sin'),
  cos: angle('cos'),
  tan: angle('tan'),
  atan: math('atan'),
  // Spark adds 0.0 to both, which turns -0.0 into 0.0.
  atan2: entry('dd', double, (a) => `atan2(${a[0]} + 0, ${a[1]} + 0)`),
  degrees: math('degrees'),
  radians: math('radians'),
  pi: entry('', double, () => 'pi()'),
  e: entry('', double, () => 'exp(1.0::DOUBLE)'),
  sign,
  signum: sign,
  isnan: entry('d', boolean, (a) => `coalesce(isnan(${a[0]}), false)`),
  rand: random,
  random,
  greatest: extreme('greatest'),
  least: extreme('least'),
  coalesce: { params: 'a*', returns: common, common: true, sql: (a) => `coalesce(${a.join(', ')})` },
  nvl: ifNull,
  ifnull: ifNull,
  nvl2: entry(
    'aaa',
    (args) => common(args.slice(1)),
    (a) => `CASE WHEN ${a[0]} IS NOT NULL THEN ${a[1]} ELSE ${a[2]} END`,
  ),
  nullif: entry(
    'aa',
    (args) => typeOf(args),
    (a) => `nullif(${a[0]}, ${a[1]})`,
  ),
  isnull: entry('a', boolean, (a) => `(${a[0]} IS NULL)`),
  isnotnull: entry('a', boolean, (a) => `(${a[0]} IS NOT NULL)`),
  nanvl: entry('dd', double, (a) => `CASE WHEN isnan(${a[0]}) THEN ${a[1]} ELSE ${a[0]} END`),
  factorial: entry(
    'i',
    bigint,
    (a) => `CASE WHEN ${a[0]} BETWEEN 0 AND 20 THEN CAST(factorial(${a[0]}) AS BIGINT) END`,
  ),
}

export const numberFunctionMacros: readonly Sql[] = [
  // C's pow is 1 for a base of 1 whatever the exponent, Java's is not.
  define(
    'spark_pow(x, y)',
    `CASE WHEN isnan(y) OR (abs(x) = 1 AND isinf(y)) THEN x * 'nan'::DOUBLE ELSE pow(x, y) END`,
  ),
  define(
    'spark_round_half_up(x, n)',
    `CASE WHEN isnan(x) OR isinf(x) OR x = 0 THEN x ELSE CAST(CASE WHEN abs(x) >= 1e15 THEN x ELSE
      round(CAST(CAST(x AS VARCHAR) AS DECIMAL(38, 18)), n) END AS DOUBLE) END`,
  ),
]
