import { unreachable } from '../../../../base/bug.ts'
import type { Sql } from '../../../quote.ts'
import { engineType } from './casts.ts'
import type { Typed } from '../../spark-types/typed.ts'
import { type DecimalOperator, decimalShape } from '../../spark-types/decimal-result.ts'
import { define, isColumn, narrowed, once } from './define-macro.ts'
import { Refused } from '../../functions/entry.ts'
import { asDecimal, type SparkType } from '../../spark-types/spark-type.ts'

/*
 * Arithmetic of decimals. The engine's own is used where no value can pass 38 digits on the way. Beyond, whole numbers
 * of 128 bits do it in two pieces; what they cannot hold fails, or is NULL where Spark's result has no room either.
 */

type Shape = { readonly precision: number; readonly scale: number }
type Side = Shape & { readonly sql: string }

export const decimals = (op: DecimalOperator, left: Typed, right: Typed, type: SparkType): string => {
  const a: Side = { sql: left.sql, ...decimalShape(left) }
  const b: Side = { sql: right.sql, ...decimalShape(right) }
  const scale = Math.max(a.scale, b.scale)
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale)
  switch (op) {
    case '+':
    case '-': {
      if (whole + scale + 1 > 38) return wideSum(op, a, b, scale, type)
      const as = engineType(type)
      return `CAST(CAST(${a.sql} AS ${as}) ${op} CAST(${b.sql} AS ${as}) AS ${as})`
    }
    case '*': {
      if (a.precision + b.precision + 1 > 38) return wideProduct(a, b, type)
      // Two operands of 64 bits have a product of 64 bits to the engine.
      const wide = a.precision + b.precision > 18 ? Math.max(a.precision, 19) : a.precision
      const product = `${asWide(a, wide)} * ${asWide(b, b.precision)}`
      return `CAST(${product} AS ${engineType(type)})`
    }
    case '/': {
      const target = type.kind === 'decimal' ? type.scale : 0
      const power = target - a.scale + b.scale
      if (power < 0) throw new Refused('this division of decimals')
      return scaled(quotient(a, b, power), type)
    }
    case '%': {
      const wide = `DECIMAL(${Math.min(38, whole + scale)},${scale})`
      return `CAST(CAST(${a.sql} AS ${wide}) % nullif(CAST(${b.sql} AS ${wide}), 0) AS ${engineType(type)})`
    }
    case 'div': {
      const n = a.scale < scale ? `${unscaled(a)} * ${tens(scale - a.scale)}` : unscaled(a)
      const d = b.scale < scale ? `${unscaled(b)} * ${tens(scale - b.scale)}` : unscaled(b)
      return `spark_wrap64((${n}) // nullif(${d}, 0))`
    }
    default:
      return unreachable(op)
  }
}

/** Units of the one, moved by a power of ten, in units of the other. */
const quotient = (a: Side, b: Side, power: number): string => {
  // The quotient of the whole numbers first, so that only what remains is moved by powers of ten.
  const long = (n: string, d: string): string =>
    a.precision + power <= 38
      ? `spark_divide(${n} * ${tens(power)}, ${d})`
      : `spark_divide_long(${n}, ${d}, ${tens(power)})`
  if (power > 26) return long(unscaled(a), unscaled(b))
  const isSmall = a.precision + power <= 18 && b.precision <= 18
  const most = Math.min(a.precision, 18, 38 - power)
  const digits = isSmall ? b.precision : Math.min(b.precision, 12)
  const short = ([n = '', d = '']: readonly string[]): string =>
    shortDivision(n, d, power, isSmall ? undefined : 18 - digits)
  const units = [narrowUnits(a), narrowUnits(b)]
  const isPlain = ({ sql }: Side): boolean => isColumn(sql) || /^\d+$/.test(sql)
  if (hasNarrowUnits(a) && hasNarrowUnits(b) && a.precision === most && b.precision === digits)
    return isPlain(a) && isPlain(b) ? short(units) : once(units, short)
  return once([...units, a.sql, b.sql], ([n = '', d = '', x = '', y = '']) => {
    const isShort = `CASE WHEN abs(${n}) < 1${'0'.repeat(most)} THEN abs(${d}) < 1${'0'.repeat(digits)} END`
    return `CASE WHEN ${isShort} THEN ${short([n, d])} ELSE ${long(unscaled({ ...a, sql: x }), unscaled({ ...b, sql: y }))} END`
  })
}

const hasNarrowUnits = ({ precision, scale }: Side): boolean => precision + scale <= 18

/** The units of a decimal in 64 bits, NULL where it has more of them: to count those of a wide one takes 380 ns. */
const narrowUnits = (side: Side): string => {
  const { sql, scale } = side
  if (hasNarrowUnits(side)) return `CAST(${unscaled(side)} AS BIGINT)`
  if (scale > 9) return narrowed(unscaled(side), 'BIGINT')
  const near = narrowed(sql, `DECIMAL(${18 - scale},${scale})`)
  return scale === 0
    ? `CAST(${near} AS BIGINT)`
    : `CAST(${near} * CAST(1${'0'.repeat(scale)} AS DECIMAL(${scale + 1},0)) AS BIGINT)`
}

/**
 * A division in 64 bits: one of 128 bits takes the engine 900 ns. As by hand, so many digits at a time that the remainder,
 * moved by them, has no more than 18 digits; or all of them at once, where the number itself has room for them.
 */
const shortDivision = (x: string, y: string, power: number, atOnce: number | undefined): string => {
  const [n, d] = [`abs(${x})`, `abs(${y})`]
  const signed = (quotients: string): string => `${quotients} * sign(${x}) * sign(${y})`
  // Half of the divisor is added where the last digits are found.
  const rounded = (moved: string): string => `(2 * ${moved} + ${d}) // (2 * ${d})`
  if (atOnce === undefined || power === 0)
    return signed(`CAST(${rounded(`(${n} * 1${'0'.repeat(power)})`)} AS HUGEINT)`)
  const [wide, narrow]: [string[], string[]] = [[`CAST(${n} // ${d} AS HUGEINT) * ${tens(power)}`], []]
  let rest = `(${n} % ${d})`
  for (let left = power; left > 0; ) {
    const step = Math.min(left, atOnce)
    const isNarrow = left <= 18
    left -= step
    const moved = `(${rest} * 1${'0'.repeat(step)})`
    const found = left === 0 ? rounded(moved) : `${moved} // ${d}`
    if (isNarrow) narrow.push(`(${found}) * 1${'0'.repeat(left)}`)
    else wide.push(`CAST(${found} AS HUGEINT) * ${tens(left)}`)
    rest = `(${moved} % ${d})`
  }
  return signed(`(${[...wide, `CAST(${narrow.join(' + ')} AS HUGEINT)`].join(' + ')})`)
}

const asWide = ({ sql, scale }: Side, precision: number): string =>
  `CAST(${sql} AS DECIMAL(${precision},${scale}))`

const tens = (power: number): string => `1${'0'.repeat(power)}::HUGEINT`

/** A decimal as the whole number of its smallest units. */
export const unscaled = (side: Side): string => {
  const { precision, scale } = side
  if (scale === 0) return `CAST(${side.sql} AS HUGEINT)`
  const wide = Math.max(precision + scale, 19)
  // The engine multiplies two decimals of up to 18 digits within 18 digits.
  const own = precision + scale > 18 && scale < 18 ? Math.max(wide - scale, 19) : wide - scale
  return wide > 38
    ? `spark_unscaled(${asWide(side, precision)})`
    : `CAST(${asWide(side, own)} * CAST(1${'0'.repeat(scale)} AS DECIMAL(${scale + 1},0)) AS HUGEINT)`
}

/** A whole number of smallest units as a decimal; where it has more digits, NULL, or a failure. */
export const scaled = (units: string, type: SparkType, cast: 'CAST' | 'TRY_CAST' = 'TRY_CAST'): string => {
  const { precision, scale } = asDecimal(type)
  const whole = `DECIMAL(${precision},0)`
  const fitting = cast === 'CAST' ? `CAST(${units} AS ${whole})` : narrowed(units, whole)
  return scale === 0
    ? fitting
    : `CAST(CAST(${fitting} AS DECIMAL(38,0)) * CAST('0.${'0'.repeat(scale - 1)}1' AS DECIMAL(${scale},${scale})) AS DECIMAL(${precision},${scale}))`
}

/** What a sum has more digits than there is room for: each side is split where the result ends. */
const wideSum = (op: '+' | '-', a: Side, b: Side, scale: number, type: SparkType): string => {
  const dropped = scale - asDecimal(type).scale
  const split = (units: string, side: Side): { readonly kept: string; readonly rest: string } => {
    const up = scale - side.scale
    if (up >= dropped) return { kept: `(${units} * ${tens(up - dropped)})`, rest: '0::HUGEINT' }
    const cut = tens(dropped - up)
    return { kept: `(${units} // ${cut})`, rest: `((${units} % ${cut}) * ${tens(up)})` }
  }
  // Inside of TRY: more digits than the engine has are too many for Spark as well.
  const sum = once([unscaled(a), unscaled(b)], ([m = '', n = '']) => {
    const [x, y] = [split(m, a), split(n, b)]
    return `TRY(spark_rounded_sum(${x.kept} ${op} ${y.kept}, ${x.rest} ${op} ${y.rest}, ${tens(dropped)}))`
  })
  return scaled(sum, type)
}

const wideProduct = (a: Side, b: Side, type: SparkType): string => {
  const dropped = a.scale + b.scale - asDecimal(type).scale
  return scaled(`spark_multiply(${unscaled(a)}, ${unscaled(b)}, ${dropped})`, type)
}

export const decimalMacros: readonly Sql[] = [
  // Half up, away from zero, on whole numbers.
  define('spark_half_up(q, r, d)', `q + CASE WHEN r >= d - r THEN 1 ELSE 0 END`),
  // A division of 128 bits takes 250 ns, so that there is one at most: half of the divisor is added before it.
  define(
    'spark_divide(n, d)',
    `CASE WHEN abs(n) < 2305843009213693952 AND abs(d) < 2305843009213693952
        THEN CAST((2 * abs(CAST(n AS BIGINT)) + abs(CAST(d AS BIGINT))) // (2 * abs(CAST(d AS BIGINT))) * sign(n) * sign(d) AS HUGEINT)
      WHEN abs(n) < 50000000000000000000000000000000000000::HUGEINT AND abs(d) < 50000000000000000000000000000000000000::HUGEINT
        THEN (2 * abs(n) + abs(d)) // (2 * abs(d)) * sign(n) * sign(d)
      WHEN d <> 0 THEN sign(n) * sign(d) * spark_half_up(abs(n) // abs(d), abs(n) % abs(d), abs(d)) END`,
  ),
  define(
    'spark_divide_long(n, d, power)',
    `CASE WHEN d <> 0 THEN (CASE WHEN (n < 0) <> (d < 0) THEN -1 ELSE 1 END) *
      CASE WHEN abs(n) // abs(d) < 100000000000000000000000000000000000000::HUGEINT // power THEN
        (abs(n) // abs(d)) * power + CASE WHEN abs(n) % abs(d) <= 170141183460469231731687303715884105727::HUGEINT // power
          THEN spark_half_up(((abs(n) % abs(d)) * power) // abs(d), ((abs(n) % abs(d)) * power) % abs(d), abs(d))
          ELSE spark_divide_bits(abs(n) % abs(d), abs(d), power) END END END`,
  ),
  // What has no room in 128 bits once it is moved, bit by bit of the power: q is the quotient so far and x what remains.
  define(
    'spark_divide_bits(r, d, power)',
    `list_transform([list_reduce(list_concat([struct_pack(q := 0::HUGEINT, x := 0::HUGEINT, r := r, d := d)],
        list_transform(range(127), lambda bit_i: struct_pack(q := 0::HUGEINT, x := (power >> (126 - bit_i)) & 1::HUGEINT, r := 0::HUGEINT, d := 0::HUGEINT))),
      lambda bit_a, bit_b: struct_pack(
        q := 2 * (bit_a).q + CASE WHEN (bit_a).x >= (bit_a).d - (bit_a).x THEN 1 ELSE 0 END
          + CASE WHEN (bit_b).x = 1 AND spark_twice((bit_a).x, (bit_a).d) >= (bit_a).d - (bit_a).r THEN 1 ELSE 0 END,
        x := CASE WHEN (bit_b).x = 0 THEN spark_twice((bit_a).x, (bit_a).d) WHEN spark_twice((bit_a).x, (bit_a).d) >= (bit_a).d - (bit_a).r
          THEN spark_twice((bit_a).x, (bit_a).d) - ((bit_a).d - (bit_a).r) ELSE spark_twice((bit_a).x, (bit_a).d) + (bit_a).r END,
        r := (bit_a).r, d := (bit_a).d))],
      lambda bit_z: spark_half_up((bit_z).q, (bit_z).x, (bit_z).d))[1]`,
  ),
  // Within what d leaves over.
  define('spark_twice(x, d)', `CASE WHEN x >= d - x THEN x - (d - x) ELSE x + x END`),
  // kept * cut + rest, divided by cut.
  define(
    'spark_rounded_sum(kept, rest, cut)',
    `CASE WHEN cut = 1 THEN kept + rest
      WHEN kept > 1 OR (kept >= -1 AND kept * cut + rest >= 0) THEN kept + (rest + cut // 2 + 2 * cut) // cut - 2
      ELSE kept - ((cut // 2 + 2 * cut - rest) // cut - 2) END`,
  ),
  define(
    'spark_multiply(a, b, dropped)',
    `CASE WHEN abs(a) < 1000000000000000000 AND abs(b) < 100000000000000000000::HUGEINT
      THEN spark_divide(a * b, spark_ten(least(dropped, 38))) // CASE WHEN dropped > 38 THEN 10 ELSE 1 END
      ELSE (CASE WHEN (a < 0) <> (b < 0) THEN -1 ELSE 1 END) * ${once(
        [
          'abs(a) // 10000000000000000000::HUGEINT',
          'abs(a) % 10000000000000000000::HUGEINT',
          'abs(b) // 10000000000000000000::HUGEINT',
          'abs(b) % 10000000000000000000::HUGEINT',
        ],
        (limbs) => `spark_multiply_limbs(${limbs.join(', ')}, dropped)`,
      )} END`,
  ),
  define('spark_ten(n)', `CAST('1' || repeat('0', n) AS HUGEINT)`),
  // Limbs of nineteen digits: high * 10^38 + middle * 10^19 + low, each below 2^128.
  define(
    'spark_multiply_limbs(ah, al, bh, bl, dropped)',
    `spark_multiply_carry(ah * bh, ah::UHUGEINT * bl::UHUGEINT + al::UHUGEINT * bh::UHUGEINT + (al * bl // 10000000000000000000::HUGEINT)::UHUGEINT,
      al * bl % 10000000000000000000::HUGEINT, dropped)`,
  ),
  define(
    'spark_multiply_carry(high, middle, low, dropped)',
    `spark_multiply_cut(high + CAST(middle // 10000000000000000000::UHUGEINT AS HUGEINT),
      CAST(middle % 10000000000000000000::UHUGEINT AS HUGEINT) * 10000000000000000000::HUGEINT + low, dropped)`,
  ),
  define(
    'spark_multiply_cut(high, low, dropped)',
    `CASE WHEN dropped > 38 THEN high // 10 + CASE WHEN high % 10 >= 5 THEN 1 ELSE 0 END
      WHEN high < spark_ten(dropped) THEN high * spark_ten(38 - dropped)
        + spark_half_up(low // spark_ten(dropped), low % spark_ten(dropped), spark_ten(dropped)) END`,
  ),
]
