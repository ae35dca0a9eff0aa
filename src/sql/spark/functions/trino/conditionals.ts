import { castTo } from '../../engines/trino/casts.ts'
import { trino } from '../../engines/trino/index.ts'
import { applyBinary } from '../../operators.ts'
import { commonType, isInteger, type SparkType, sparkName, types } from '../../spark-types/spark-type.ts'
import type { Argument, Typed } from '../../spark-types/typed.ts'
import type { BinaryOperator } from '../../tree.ts'
import { Refused } from '../../refusals.ts'
import { type Rendering, typeOf } from '../entry.ts'
import { besideNull } from '../numbers.ts'

export type TrinoRenderings = Readonly<Record<string, Rendering>>

const common = (args: readonly Argument[]): SparkType =>
  args.map(({ type }) => type).reduce((a, b) => commonType(a, b) ?? types.unknown, types.null)

export const binary = (op: BinaryOperator, a: readonly string[], args: readonly Argument[]): Typed => {
  const [left, right] = args.map((value, i) => ({ ...value, sql: a[i] ?? '' }))
  if (left === undefined || right === undefined) throw new Refused(`${op} of one value`)
  return applyBinary(trino, op, left, right)
}

/** NULL does not count, and NaN is above all else. */
const extreme =
  (name: 'greatest' | 'least'): Rendering =>
  (a, args) => {
    const type = common(args)
    const values = args.map((value, i) => castTo({ ...value, sql: a[i] ?? '' }, type))
    if (/^(?:float|double)$/.test(type.kind)) throw new Refused(`${name} of fractions, on Trino`)
    return `array_${name === 'greatest' ? 'max' : 'min'}(filter(ARRAY[${values.join(', ')}], e_ -> e_ IS NOT NULL))`
  }

const wider = { tinyint: 'bigint', smallint: 'bigint', int: 'bigint', bigint: 'decimal(19,0)' } as const

const attempt =
  (op: '+' | '-' | '*'): Rendering =>
  (a, args) => {
    const { sql, type } = binary(op, a, args)
    if (!isInteger(type)) return sql
    const as = wider[type.kind as keyof typeof wider]
    return `try_cast(CAST(${a[0]} AS ${as}) ${op} CAST(${a[1]} AS ${as}) AS ${trino.types.name(type)})`
  }

const to =
  (type: SparkType): Rendering =>
  (a, args) =>
    args.map((value, i) => castTo({ ...value, sql: a[i] ?? '' }, type)).join('')

export const conditionalRenderings: TrinoRenderings = {
  coalesce: (a) => (a.length === 1 ? (a[0] ?? '') : `coalesce(${a.join(', ')})`),
  nvl: (a) => `coalesce(${a.join(', ')})`,
  ifnull: (a) => `coalesce(${a.join(', ')})`,
  nvl2: (a, args) => {
    const type = common(args.slice(1))
    const [then, otherwise] = args.slice(1).map((value, i) => castTo({ ...value, sql: a[i + 1] ?? '' }, type))
    return `CASE WHEN ${a[0]} IS NOT NULL THEN ${then} ELSE ${otherwise} END`
  },
  nullif: (a, args) => `CASE WHEN ${binary('=', a, args).sql} THEN NULL ELSE ${a[0]} END`,
  isnull: (a) => `(${a[0]} IS NULL)`,
  isnotnull: (a) => `(${a[0]} IS NOT NULL)`,
  equal_null: (a, args) => binary('<=>', a, args).sql,
  nanvl: (a, args) => {
    const type = besideNull(args)
    const [x, y] = args.map((value, i) => castTo({ ...value, sql: a[i] ?? '' }, type))
    return `CASE WHEN is_nan(${x}) THEN ${y} ELSE ${x} END`
  },
  greatest: extreme('greatest'),
  least: extreme('least'),
  mod: (a, args) => binary('%', a, args).sql,
  try_add: attempt('+'),
  try_subtract: attempt('-'),
  try_multiply: attempt('*'),
  try_divide: (a, args) => binary('/', a, args).sql,
  bigint: to(types.bigint),
  binary: to(types.binary),
  boolean: to(types.boolean),
  date: to(types.date),
  decimal: to({ kind: 'decimal', precision: 10, scale: 0 }),
  double: to(types.double),
  float: to(types.float),
  int: to(types.int),
  smallint: to(types.smallint),
  string: to(types.string),
  timestamp: to(types.timestamp),
  tinyint: to(types.tinyint),
  typeof: (_, args) => trino.constants.text(sparkText(typeOf(args))),
}

const sparkText = (type: SparkType): string => {
  if (type.kind === 'unknown') throw new Refused('typeof of a column whose type is not known')
  return sparkName(type)
}
