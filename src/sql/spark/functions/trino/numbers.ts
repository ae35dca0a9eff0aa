import { castTo } from '../../engines/trino/casts.ts'
import { trino } from '../../engines/trino/index.ts'
import { type Routine, routine } from '../../engines/trino/routines.ts'
import { typeName } from '../../engines/trino/type-names.ts'
import { Refused } from '../../refusals.ts'
import { decimal, isFraction, isInteger, types } from '../../spark-types/spark-type.ts'
import type { Argument } from '../../spark-types/typed.ts'
import { type Rendering, typeOf } from '../entry.ts'
import { wholeOf } from '../rounding.ts'
import { binary, type TrinoRenderings } from './conditionals.ts'

/** A function of doubles that the engine has under the same name. */
const same =
  (name: string): Rendering =>
  (a) =>
    `${name}(${a.join(', ')})`

/** NULL where Java would give NaN or an infinity. */
const positive =
  (name: string, least = 0): Rendering =>
  (a) =>
    `CASE WHEN ${a[0]} > ${least} OR is_nan(${a[0]}) THEN ${name}(${a[0]}) END`

const negative = (a: readonly string[], args: readonly Argument[]): string =>
  trino.operators.negative({ sql: a[0] ?? '', type: typeOf(args) })

const positiveRemainder: Rendering = (a, args) => {
  const plain = binary('%', a, args)
  const { type } = plain
  if (!isInteger(type)) throw new Refused('pmod of fractions and decimals, on Trino')
  const n = `CAST(${castTo({ ...(args[1] ?? plain), sql: a[1] ?? '' }, type)} AS decimal(19,0))`
  const rest = `CAST(${plain.sql} AS decimal(19,0))`
  const sum = `CAST(${trino.types.cast({ sql: `spark_wrap64(${rest} + ${n})`, type: types.bigint }, type)} AS decimal(19,0))`
  return `CAST(CASE WHEN ${rest} < 0 THEN ${sum} % nullif(${n}, 0) ELSE ${rest} END AS ${typeName(type)})`
}

const digitsOf = (text: string | undefined): number => Number((text ?? '0').replaceAll(/[()]/g, ''))

const round: Rendering = (a, args) => {
  const type = typeOf(args)
  const digits = digitsOf(a[1])
  if (type.kind === 'decimal') {
    if (digits < 0) throw new Refused('round of a decimal to tens, on Trino')
    const scale = Math.min(digits, type.scale)
    const precision = Math.min(38, type.precision - type.scale + scale + 1)
    return `CAST(${a[0]} AS ${typeName(decimal(precision, scale))})`
  }
  if (isInteger(type)) {
    if (digits >= 0) return a[0] ?? ''
    throw new Refused('round of a whole number to tens, on Trino')
  }
  if (digits < 0 || digits > 15) throw new Refused('round of a double to so many digits, on Trino')
  const cast = type.kind === 'float' ? `CAST(${a[0]} AS double)` : (a[0] ?? '')
  const sql = `spark_round(${cast}, ${digits})`
  return type.kind === 'float' ? `CAST(${sql} AS real)` : sql
}

const whole =
  (mode: 'ceiling' | 'floor'): Rendering =>
  (a, args) => {
    if (a.length > 1) throw new Refused(`${mode} to a number of digits, on Trino`)
    const type = wholeOf(args)
    const x = castTo({ sql: a[0] ?? '', type: typeOf(args) }, type)
    if (type.kind === 'decimal')
      return `CAST(${mode}(${x}) AS ${typeName(decimal(Math.min(38, type.precision - type.scale + 1), 0))})`
    if (isInteger(type)) return `CAST(${x} AS bigint)`
    if (!isFraction(type)) throw new Refused(`${mode} of a ${type.kind}, on Trino`)
    return `spark_saturate64(${mode}(${x}))`
  }

const shifted =
  (name: string): Rendering =>
  (a, args) => {
    const value = { sql: a[0] ?? '', type: typeOf(args) }
    const [type, most] = value.type.kind === 'bigint' ? [types.bigint, 63] : [types.int, 31]
    return `${name}(${castTo(value, type)}, CAST(bitwise_and(${a[1]}, ${most}) AS integer))`
  }

export const numberRenderings: TrinoRenderings = {
  abs: (a, args) =>
    isInteger(typeOf(args))
      ? `CASE WHEN ${a[0]} < 0 THEN ${negative(a, args)} ELSE ${a[0]} END`
      : `abs(${a[0]})`,
  negative,
  positive: (a) => a[0] ?? '',
  sign: same('sign'),
  signum: same('sign'),
  isnan: (a) => `coalesce(is_nan(${a[0]}), false)`,
  pmod: positiveRemainder,
  round,
  ceil: whole('ceiling'),
  ceiling: whole('ceiling'),
  floor: whole('floor'),
  acos: same('acos'),
  asin: same('asin'),
  atan: same('atan'),
  atan2: (a) => `atan2(${a[0]} + 0e0, ${a[1]} + 0e0)`,
  cbrt: same('cbrt'),
  cos: same('cos'),
  cosh: same('cosh'),
  cot: (a) => `(1e0 / tan(${a[0]}))`,
  csc: (a) => `(1e0 / sin(${a[0]}))`,
  sec: (a) => `(1e0 / cos(${a[0]}))`,
  degrees: same('degrees'),
  radians: same('radians'),
  e: () => 'e()',
  pi: () => 'pi()',
  exp: same('exp'),
  ln: positive('ln'),
  log: (a) =>
    a.length === 1
      ? `CASE WHEN ${a[0]} > 0 OR is_nan(${a[0]}) THEN ln(${a[0]}) END`
      : `CASE WHEN (${a[0]} > 0 OR is_nan(${a[0]})) AND (${a[1]} > 0 OR is_nan(${a[1]})) THEN ln(${a[1]}) / ln(${a[0]}) END`,
  log10: positive('log10'),
  log2: (a) => `CASE WHEN ${a[0]} > 0 OR is_nan(${a[0]}) THEN ln(${a[0]}) / ln(2e0) END`,
  pow: same('power'),
  power: same('power'),
  sin: same('sin'),
  sinh: same('sinh'),
  sqrt: same('sqrt'),
  tan: same('tan'),
  tanh: same('tanh'),
  factorial: (a) =>
    `CASE WHEN ${a[0]} BETWEEN 0 AND 20 THEN reduce(sequence(1, greatest(${a[0]}, 1)), BIGINT '1', (s_, x_) -> s_ * x_, s_ -> s_) END`,
  bit_count: (a, args) => {
    const { kind } = typeOf(args)
    if (kind === 'boolean') return `CAST(${a[0]} AS integer)`
    return `CAST(bit_count(${a[0]}, 64) AS integer)`
  },
  shiftleft: shifted('bitwise_left_shift'),
  shiftright: shifted('bitwise_right_shift_arithmetic'),
  shiftrightunsigned: shifted('bitwise_right_shift'),
}

export const numberRoutines: readonly Routine[] = [
  // Half up on the shortest digits of the double, as BigDecimal rounds.
  routine(
    'spark_round',
    'x double, digits integer',
    'double',
    `CASE WHEN x IS NULL OR is_nan(x) OR is_infinite(x) OR x = 0 OR abs(x) >= 1e15 THEN x
      ELSE CAST(round(CAST(format('%s', x) AS decimal(38,18)), digits) AS double) END`,
  ),
]
