import { unreachable } from '../../base/bug.ts'
import { decimalResult } from './spark-types/decimal-result.ts'
import type { Comparison, Engine } from './engines/engine.ts'
import { Mistaken, Refused } from './refusals.ts'
import {
  commonType,
  commonTypeOf,
  hasMap,
  isFraction,
  isInteger,
  isNested,
  isNumeric,
  type SparkType,
  sparkName,
  types,
} from './spark-types/spark-type.ts'
import { type Named, timeArithmetic } from './time-arithmetic.ts'
import type { BinaryOperator } from './tree.ts'
import { tightest } from './spark-types/tightest-type.ts'
import type { Typed } from './spark-types/typed.ts'

/** A binary operator over two values, with the implicit casts of Spark. */
export const applyBinary = (engine: Engine, op: BinaryOperator, left: Typed, right: Typed): Named => {
  switch (op) {
    case 'and':
    case 'or':
      return {
        sql: `(${condition(engine, left)} ${op.toUpperCase()} ${condition(engine, right)})`,
        type: types.boolean,
      }
    case '||':
      return concat(engine, [left, right])
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '<=>':
      return compare(engine, op, left, right)
    case '&':
    case '|':
    case '^': {
      const common = commonType(left.type, right.type)
      if (common === undefined || !/^(?:tinyint|smallint|int|bigint|null|unknown)$/.test(common.kind))
        throw new Mistaken(`${left.type.kind} ${op} ${right.type.kind}`)
      const type = common.kind === 'null' ? types.int : common
      const [l, r] = [engine.types.cast(left, type), engine.types.cast(right, type)]
      return { sql: engine.operators.bits(op, l, r, type), type }
    }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case 'div':
      return arithmetic(engine, op, left, right)
    default:
      return unreachable(op)
  }
}

export const concat = (engine: Engine, values: readonly Typed[]): Typed => {
  if (values.some((value) => value.type.kind === 'array')) {
    if (values.some((value) => value.type.kind !== 'array' && value.type.kind !== 'unknown'))
      throw new Mistaken('concat of an array and something else', 'array_append adds a value')
    const all = values.map((value) => value.type)
    const type = commonTypeOf(all)
    if (type === undefined) throw new Mistaken('concat of arrays of types that have nothing in common')
    const lists = values.map((value) => engine.types.cast(value, type))
    return {
      sql: engine.nested.concat(
        lists,
        values.map(({ sql }) => sql),
      ),
      type,
    }
  }
  if (values.length === 0) return { sql: engine.constants.text(''), type: types.string }
  if (values.every((value) => value.type.kind === 'binary'))
    return { sql: `(${values.map((value) => value.sql).join(' || ')})`, type: types.binary }
  if (values.some((value) => isNested(value.type))) throw new Mistaken('concat of a map or a struct')
  // The engine makes a NULL of no type of it.
  if (values.some((value) => value.type.kind === 'null'))
    return { sql: engine.types.cast({ sql: 'NULL', type: types.null }, types.string), type: types.string }
  return {
    sql: `(${values.map((value) => engine.types.cast(value, types.string)).join(' || ')})`,
    type: types.string,
  }
}

/** A value where Spark takes a boolean only. */
export const condition = (engine: Engine, value: Typed): string => {
  if (!/^(?:boolean|null|unknown)$/.test(value.type.kind))
    throw new Mistaken(`a condition of type ${sparkName(value.type)}`, 'compare the value with something')
  return engine.types.cast(value, types.boolean)
}

/** What both sides of a comparison are cast to. Source: TypeCoercion.findCommonTypeForBinaryComparison. */
const comparedAs = (op: Comparison, a: SparkType, b: SparkType): SparkType | undefined => {
  const [text, other] = a.kind === 'string' ? [a, b] : b.kind === 'string' ? [b, a] : [undefined, a]
  if (text !== undefined) {
    if (other.kind === 'decimal') return types.double
    if (isNumeric(other) || /^(?:boolean|binary|date|timestamp|timestamp_ntz)$/.test(other.kind)) return other
  }
  // A boolean equals 1 or 0, but is neither more nor less than a number. Source: TypeCoercion.BooleanEquality.
  if (/^(?:=|<>|<=>)$/.test(op)) {
    if (a.kind === 'boolean' && isNumeric(b)) return b
    if (b.kind === 'boolean' && isNumeric(a)) return a
  }
  // Within arrays and structs nothing becomes text, and no decimal a wider one.
  return isNested(a) && isNested(b) ? tightest(a, b) : commonType(a, b)
}

const compare = (engine: Engine, op: Comparison, left: Typed, right: Typed): Typed => {
  const type = comparedAs(op, left.type, right.type)
  if (type === undefined) {
    throw new Mistaken(`a comparison of ${left.type.kind} with ${right.type.kind}`)
  }
  const known = type.kind !== 'unknown' && !bothPlain(left.type, right.type)
  if (hasMap(type)) throw new Mistaken(`a comparison of maps`)
  const [l = '', r = ''] = [left, right].map((side) => (known ? engine.types.cast(side, type) : side.sql))
  return { sql: engine.operators.compare(op, l, r, type), type: types.boolean }
}

/** Numbers of exact kinds compare the same with or without casts, and without keeps statistics usable. */
const bothPlain = (a: SparkType, b: SparkType): boolean =>
  (isInteger(a) && isInteger(b)) || a.kind === 'null' || b.kind === 'null'

const arithmetic = (
  engine: Engine,
  op: '+' | '-' | '*' | '/' | '%' | 'div',
  left: Typed,
  right: Typed,
): Named => {
  const ofTime = timeArithmetic(engine, op, left, right)
  if (ofTime !== undefined) return ofTime
  const { cast } = engine.types
  for (const { type } of [left, right])
    if (!isNumeric(type) && !/^(?:string|null|unknown)$/.test(type.kind))
      throw new Mistaken(`${left.type.kind} ${op} ${right.type.kind}`)
  const l = asNumber(engine, left, right.type)
  const r = asNumber(engine, right, left.type)
  // What NULL is divided by is a double, even where it is a decimal. Source: TypeCoercion.Division.
  if (
    op === '/' &&
    (left.type.kind === 'null' ||
      ((l.type.kind !== 'decimal' || isFraction(r.type)) &&
        (r.type.kind !== 'decimal' || isFraction(l.type))))
  )
    return { sql: engine.operators.divide(cast(l, types.double), cast(r, types.double)), type: types.double }
  const type = commonType(l.type, r.type) ?? types.double
  if (type.kind === 'unknown') {
    if (op === 'div') throw new Refused('div of columns whose types are not known')
    return { sql: engine.operators.untyped(op, l, r), type: op === '/' ? types.double : types.unknown }
  }
  if (type.kind === 'decimal') {
    const result = decimalResult(op, l, r)
    return { sql: engine.operators.decimals(op, l, r, result), type: result }
  }
  if (op === 'div') {
    if (!isInteger(type)) throw new Refused('div of fractions')
    return { sql: engine.operators.quotient(l, r, type), type: types.bigint }
  }
  if (op === '%') return { sql: engine.operators.remainder(cast(l, type), cast(r, type), type), type }
  if (op === '/') throw new Refused('a division of such types')
  if (isFraction(type))
    return { sql: engine.operators.fractions(op, cast(l, type), cast(r, type), type), type }
  return { sql: engine.operators.integers(op, l, r, type), type }
}

/** Text counts as a double; NULL has the type of the number beside it. */
const asNumber = (engine: Engine, value: Typed, other: SparkType): Typed => {
  if (value.type.kind !== 'string' && value.type.kind !== 'null') return value
  const type = value.type.kind === 'null' && isNumeric(other) ? other : types.double
  return { ...value, sql: engine.types.cast(value, type), type }
}
