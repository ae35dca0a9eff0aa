import {
  commonType,
  isInteger,
  isNested,
  type SparkType,
  sparkName,
  types,
} from '../spark-types/spark-type.ts'
import type { BinaryOperator } from '../tree.ts'
import { castTo, engineType } from '../engines/duckdb/casts.ts'
import type { Typed } from '../spark-types/typed.ts'
import { duckdb } from '../engines/duckdb/index.ts'
import { narrowed, once } from '../engines/duckdb/define-macro.ts'
import { orderKey } from '../engines/duckdb/order.ts'
import { wrapped } from '../engines/duckdb/operators.ts'
import { applyBinary } from '../operators.ts'
import {
  type Argument,
  entry,
  type FunctionEntry,
  type Functions,
  mismatch,
  Mistaken,
  Refused,
  typeOf,
} from './entry.ts'

const { double, boolean } = types

const common = (args: readonly Argument[]): SparkType => {
  if (args.length === 0) throw new Mistaken('a choice of no arguments')
  return args
    .map((argument) => argument.type)
    .reduce((a, b) => {
      const type = commonType(a, b)
      if (type === undefined)
        throw mismatch(`${sparkName(a)} beside ${sparkName(b)}`, [a, b], 'cast them to one type')
      return type
    })
}

const sign = entry(
  'd',
  double,
  (a) => `CASE WHEN isnan(${a[0]}) OR ${a[0]} = 0 THEN ${a[0]} ELSE CAST(sign(${a[0]}) AS DOUBLE) END`,
)

/** Unlike coalesce, these two do not turn numbers into text. */
const ordered = (args: readonly Argument[]): SparkType => {
  const kinds = args.map(({ type }) => type.kind).filter((kind) => kind !== 'null' && kind !== 'unknown')
  if (kinds.includes('string') && kinds.some((kind) => kind !== 'string'))
    throw new Refused('text beside values of another type', 'cast them to one type')
  return common(args)
}

/** Of two nested values; NULL counts for nothing. */
const furtherOf = (
  name: 'greatest' | 'least',
  [x = '', y = '']: readonly string[],
  type: SparkType,
): string => {
  const [key, other] = [orderKey({ sql: x, type }), orderKey({ sql: y, type })]
  return `CASE WHEN ${x} IS NULL OR ${other} ${name === 'greatest' ? '>' : '<'} ${key} THEN ${y} ELSE ${x} END`
}

const extreme = (name: 'greatest' | 'least'): FunctionEntry =>
  entry('aaa*', ordered, (a, args) => {
    const type = ordered(args)
    const values = args.map((value, i) => castTo({ ...value, sql: a[i] ?? '' }, type))
    if (isNested(type))
      return values.reduce((sofar, value) => once([sofar, value], (pair) => furtherOf(name, pair, type)))
    return `${name}(${values.join(', ')})`
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

const fractionOf = (args: readonly Argument[]): SparkType =>
  args.every(({ type }) => type.kind === 'float') ? types.float : double

/** A float stays what it is beside NULL. */
export const besideNull = (args: readonly Argument[]): SparkType =>
  fractionOf(typeOf(args, 1).kind === 'null' ? args.slice(0, 1) : args)

const binary = (op: BinaryOperator, a: readonly string[], args: readonly Argument[]): Typed => {
  const [left, right] = args.map((value, i) => ({ ...value, sql: a[i] ?? '' }))
  if (left === undefined || right === undefined) throw new Mistaken(`${op} of one value`)
  return applyBinary(duckdb, op, left, right)
}

const typeOfBinary =
  (op: BinaryOperator) =>
  (args: readonly Argument[]): SparkType =>
    binary(
      op,
      args.map(({ sql }) => sql),
      args,
    ).type

const operator = (op: BinaryOperator): FunctionEntry =>
  entry('aa', typeOfBinary(op), (a, args) => binary(op, a, args).sql)

/** Spark's own way to a remainder that is not negative, which is so only for a positive divisor. */
const positiveRemainder = (a: readonly string[], args: readonly Argument[]): string => {
  const plain = binary('%', a, args)
  const { type } = plain
  const [x, n] = args.map((value, i) => castTo({ ...value, sql: a[i] ?? '' }, type))
  if (type.kind === 'decimal') {
    const rest = { sql: plain.sql, type }
    const divisor = { ...(args[1] ?? rest), sql: a[1] ?? '' }
    const again = applyBinary(duckdb, '%', applyBinary(duckdb, '+', rest, divisor), divisor)
    return `CASE WHEN ${plain.sql} < 0 THEN ${castTo(again, type)} ELSE ${plain.sql} END`
  }
  if (!isInteger(type))
    return `CASE WHEN ${plain.sql} < 0 THEN (${plain.sql} + ${n}) % ${n} ELSE ${plain.sql} END`
  const wide = type.kind === 'bigint' ? 'HUGEINT' : 'BIGINT'
  const rest = `(CAST(${x} AS ${wide}) % nullif(CAST(${n} AS ${wide}), 0))`
  // The sum wraps where the divisor is the smallest number.
  const sum =
    type.kind === 'bigint'
      ? `spark_wrap64(${rest} + ${n})`
      : type.kind === 'int'
        ? `spark_low32(${rest} + ${n})`
        : `(${rest} + ${n})`
  return `CAST(CASE WHEN ${rest} < 0 THEN CAST(${sum} AS ${wide}) % nullif(CAST(${n} AS ${wide}), 0) ELSE ${rest} END AS ${engineType(type)})`
}

/** Arithmetic of whole numbers that is NULL where it overflows. Fractions and decimals do so, or never do. */
const attempt = (op: '+' | '-' | '*'): FunctionEntry =>
  entry('aa', typeOfBinary(op), (a, args) => {
    const { sql, type } = binary(op, a, args)
    if (type.kind === 'interval') throw new Refused(`try_… of an interval`, `write ${op}`)
    if (!isInteger(type)) return sql
    const wide = type.kind === 'bigint' ? 'HUGEINT' : 'BIGINT'
    return narrowed(`CAST(${a[0]} AS ${wide}) ${op} CAST(${a[1]} AS ${wide})`, engineType(type))
  })

export const numberFunctions: Functions = {
  abs: entry(
    'q',
    (args) => typeOf(args),
    // The smallest integer has no counterpart: it stays, as in Java. Of intervals it fails.
    (a, args) =>
      isInteger(typeOf(args))
        ? `greatest(${a[0]}, ${wrapped(typeOf(args), (as) => `-CAST(${a[0]} AS ${as})`)})`
        : `abs(${a[0]})`,
  ),
  negative: entry(
    'n',
    (args) => typeOf(args),
    (a, args, _, { ansi }) => {
      const type = typeOf(args)
      if (!isInteger(type)) return `(-${a[0]})`
      const wide = type.kind === 'bigint' ? 'HUGEINT' : 'BIGINT'
      return ansi
        ? narrowed(`-CAST(${a[0]} AS ${wide})`, engineType(type))
        : wrapped(type, (as) => `-CAST(${a[0]} AS ${as})`)
    },
  ),
  positive: entry(
    'n',
    (args) => typeOf(args),
    (a) => a[0] ?? '',
  ),
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
    (a, args) => {
      const type = common(args.slice(1))
      const [then, otherwise] = args
        .slice(1)
        .map((value, i) => castTo({ ...value, sql: a[i + 1] ?? '' }, type))
      return `CASE WHEN ${a[0]} IS NOT NULL THEN ${then} ELSE ${otherwise} END`
    },
  ),
  nullif: entry(
    'aa',
    (args) => typeOf(args),
    (a, args) => `CASE WHEN ${binary('=', a, args).sql} THEN NULL ELSE ${a[0]} END`,
  ),
  isnull: entry('a', boolean, (a) => `(${a[0]} IS NULL)`),
  isnotnull: entry('a', boolean, (a) => `(${a[0]} IS NOT NULL)`),
  nanvl: {
    params: 'nm',
    returns: besideNull,
    sql: (a, args) => {
      const type = besideNull(args)
      const [x, y] = args.map((value, i) => castTo({ ...value, sql: a[i] ?? '' }, type))
      return `CASE WHEN isnan(${x}) THEN ${y} ELSE ${x} END`
    },
  },
  equal_null: entry('aa', boolean, (a, args) => binary('<=>', a, args).sql),
  mod: operator('%'),
  pmod: entry(
    'aa',
    (args) =>
      binary(
        '%',
        args.map(({ sql }) => sql),
        args,
      ).type,
    (a, args) => positiveRemainder(a, args),
  ),
  try_add: attempt('+'),
  try_subtract: attempt('-'),
  try_multiply: attempt('*'),
  try_divide: operator('/'),
}
