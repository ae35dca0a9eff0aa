import { functionFamilies } from '../../../src/sql/spark/functions/index.ts'
import type { Argument, FunctionEntry } from '../../../src/sql/spark/functions/entry.ts'
import {
  array,
  hasMap,
  isInteger,
  isNested,
  isNumeric,
  type SparkType,
  sparkName,
  types,
} from '../../../src/sql/spark/spark-types/spark-type.ts'
import { boundType, formOf, literalsNamed, typeOfLetter } from './arguments.ts'
import { randomIdioms } from './idioms.ts'
import { higherOrder } from './lambdas.ts'
import { allTypes, columnTypes, literalsOf, nullOf, texts, written } from './literals.ts'
import type { Random } from './random.ts'
import { randomSpellings } from './spellings.ts'
import { clause, list, type Tree, tree } from './tree.ts'

export type Column = { readonly sql: string; readonly type: SparkType }

/** What an expression may name; `subquery` makes a query of one column over these. */
export type Scope = {
  readonly columns: readonly Column[]
  readonly subquery?: (type: SparkType) => Tree
}

export type Value = { readonly tree: Tree; readonly type: SparkType }

export type Values = {
  /** An expression of the type. */
  readonly of: (scope: Scope, type: SparkType, depth: number) => Tree
  /** Any expression; at the top of a column it may have digits that engines round differently. */
  readonly any: (scope: Scope, depth: number) => Value
}

/** Not the same twice, not the same in two engines, or without an order that a query could give. */
const apart = new Set(
  `uuid rand random current_timestamp now localtimestamp current_date curdate current_timezone grouping unix_timestamp
  make_interval make_dt_interval make_ym_interval str_to_map`.split(/\s+/),
)
/** The last digits of these are the library's, so nothing may be compared with them. */
const rounded = new Set(
  `acos acosh asin asinh atan atan2 atanh cbrt cos cosh cot csc degrees exp expm1 hypot ln log log10 log1p log2 pow power
  radians sec sin sinh tan tanh e pi`.split(/\s+/),
)

type Named = readonly [string, FunctionEntry]
const callable: readonly Named[] = functionFamilies
  .flatMap((family) => Object.entries(family))
  .flatMap(([name, found]): readonly Named[] =>
    'refused' in found || found.aggregate === true || apart.has(name) ? [] : [[name, found]],
  )
const exact = callable.filter(([name]) => !rounded.has(name))
const inexact = callable.filter(([name]) => rounded.has(name))

export const randomValues = (random: Random): Values => {
  const { pick, chance, upTo } = random

  const leaf = (scope: Scope, type: SparkType): Tree => {
    const own = scope.columns.filter((column) => sparkName(column.type) === sparkName(type))
    if (own.length > 0 && chance(0.85)) return written(type)`${pick(own).sql}`
    const near = scope.columns.filter((column) => castable(column.type, type))
    if (near.length > 0 && chance(0.35)) {
      const column = pick(near)
      return written(type)`CAST(${column.sql}${within(column.type, type)} AS ${sparkName(type)})`
    }
    return written(type)`${chance(0.1) ? nullOf(type) : pick(literalsOf(type))}`
  }

  const of = (scope: Scope, type: SparkType, depth: number): Tree => {
    if (depth <= 0 || chance(0.2)) return leaf(scope, type)
    const inner = (other: SparkType = type): Tree => of(scope, other, depth - 1)
    const way = upTo(10)
    if (way < 3) return operator(type, inner) ?? conditional(type, inner)
    if (way < 5) return conditional(type, inner)
    if (way < 8) return called(scope, type, depth) ?? operator(type, inner) ?? conditional(type, inner)
    if (way < 9) return accessed(scope, type, inner)
    const sources = allTypes.filter((from) => castable(from, type) || chance(0.01))
    if (sources.length === 0) return leaf(scope, type)
    const from = pick(sources)
    return written(type)`CAST(${inner(from)}${within(from, type)} AS ${sparkName(type)})`
  }

  const conditional = (type: SparkType, inner: (type?: SparkType) => Tree): Tree => {
    const w = written(type)
    const test = (): Tree => inner(types.boolean)
    return pick([
      () =>
        w`CASE WHEN ${test()} THEN ${inner()}${clause` WHEN ${test()} THEN ${inner()}`} ELSE ${inner()} END`,
      () => w`CASE WHEN ${test()} THEN ${inner()} END`,
      () => w`CASE ${inner(types.int)} WHEN ${inner(types.int)} THEN ${inner()} ELSE ${inner()} END`,
      () => w`if(${test()}, ${inner()}, ${inner()})`,
      () => w`coalesce(${inner()}, ${inner()})`,
      () => (hasMap(type) ? w`nvl(${inner()}, ${inner()})` : w`nullif(${inner()}, ${inner()})`),
    ])()
  }

  const operator = (type: SparkType, inner: (type?: SparkType) => Tree): Tree | undefined => {
    const w = written(type)
    if (type.kind === 'boolean') return test(inner)
    if (isInteger(type))
      return pick([
        () => w`(${inner()} ${pick(['+', '-', '*', '%', '&', '|', '^'])} ${inner()})`,
        () => w`(${inner()} ${pick(['+', '-', '*', '%'])} ${inner()})`,
        () => w`(${pick(['- ', '~', '+'])}${inner()})`,
        () =>
          type.kind === 'bigint' ? w`(${inner(types.int)} div ${inner(types.int)})` : w`abs(${inner()})`,
      ])()
    if (type.kind === 'double')
      return pick([
        () =>
          w`(${inner()} ${pick(['+', '-', '*', '/', '%'])} ${inner(pick([types.double, types.int, types.string]))})`,
        () => w`(${inner(types.int)} / ${inner(types.int)})`,
        () => w`(- ${inner()})`,
      ])()
    if (type.kind === 'float') return w`(${inner()} ${pick(['+', '-', '*', '%'])} ${inner()})`
    if (type.kind === 'decimal')
      return w`CAST(${inner()} ${pick(['+', '-', '*', '/', '%'])} ${inner(pick([type, types.int, type]))} AS ${sparkName(type)})`
    if (type.kind === 'string')
      return w`(${inner()} || ${inner(pick([types.string, types.int, types.string]))})`
    if (type.kind === 'date')
      return w`(${inner()} ${pick(['+', '-'])} ${pick(['1', '40', "INTERVAL '1' MONTH"])})`
    if (type.kind === 'timestamp')
      return w`(${inner()} ${pick(['+', '-'])} INTERVAL ${pick(["'1' HOUR", "'2' DAY", "'1' MONTH"])})`
    return undefined
  }

  const ordered = allTypes.filter((type) => !hasMap(type))
  const numbers = allTypes.filter(isNumeric)
  const test = (inner: (type?: SparkType) => Tree): Tree => {
    const w = written(types.boolean)
    const type = pick(ordered)
    return pick([
      () => w`(${inner(type)} ${pick(['=', '<', '>=', '<>', '<=>', '!=', '>'])} ${inner(type)})`,
      () =>
        w`(${inner(pick(numbers))} ${pick(['=', '<', '>=', '<>', '<=>'])} ${inner(pick([...numbers, types.string]))})`,
      () => w`(${inner()} ${pick(['AND', 'OR'])} ${inner()})`,
      () => w`(NOT ${inner()})`,
      () => w`(${inner(pick(allTypes))} IS ${pick(['', 'NOT '])}NULL)`,
      () => w`(${inner()} IS ${pick(['', 'NOT '])}${pick(['TRUE', 'FALSE', 'UNKNOWN'])})`,
      () => w`(${inner(type)} ${pick(['', 'NOT '])}IN (${list([inner(type), inner(type), inner(type)])}))`,
      () => w`(${inner(type)} ${pick(['', 'NOT '])}BETWEEN ${inner(type)} AND ${inner(type)})`,
      () => w`(${inner(type)} IS ${pick(['', 'NOT '])}DISTINCT FROM ${inner(type)})`,
      () => w`(${inner(types.string)} ${pick(['', 'NOT '])}${pick(['LIKE', 'ILIKE'])} ${pick(texts.like)})`,
    ])()
  }

  /** A part of something nested, or the value of a subquery. */
  const accessed = (scope: Scope, type: SparkType, inner: (type?: SparkType) => Tree): Tree => {
    const w = written(type)
    const { subquery } = scope
    if (subquery !== undefined && chance(0.4)) return w`(${subquery(type)})`
    if (type.kind === 'int' && chance(0.4))
      return pick([
        () => w`${inner(columnTypes['smap'])}[${inner(types.string)}]`,
        () => w`${inner(columnTypes['rec'])}.a`,
        () => w`size(${inner(pick([columnTypes['ints'], columnTypes['smap'], columnTypes['structs']]))})`,
      ])()
    if (type.kind === 'string' && chance(0.4)) return w`${inner(columnTypes['rec'])}.b`
    const index = chance(0.3) ? inner(types.int) : tree('literal')`${pick(['0', '1', '2', '-1'])}`
    return w`array(${list([inner(), inner()])})[${index}]`
  }

  const called = (scope: Scope, type: SparkType, depth: number): Tree | undefined => {
    const name = sparkName(type)
    const fixed = exact.filter(
      ([, { returns }]) => typeof returns !== 'function' && sparkName(returns) === name,
    )
    const open = exact.filter(([, { returns }]) => typeof returns === 'function')
    for (let attempt = 0; attempt < 6; attempt++) {
      const from = fixed.length > 0 && chance(0.8) ? fixed : open
      const made = call(scope, pick(from), depth)
      if (made !== undefined && sparkName(made.type) === name) return made.tree
    }
    return undefined
  }

  const call = (scope: Scope, [name, known]: Named, depth: number): Value | undefined => {
    const lambda = higherOrder(random, of, scope, name, depth)
    if (lambda !== undefined) return lambda
    if (/f/.test(known.params)) return undefined
    const words = formOf(random, name, known.params)
    const bound = boundType(random, words)
    const args = words.map((word) => argument(scope, word, bound, depth - 1))
    const type = resultOf(known, args)
    if (type === undefined) return undefined
    const trees = args.map((one) => one.tree)
    const w = written(type)
    return {
      tree: name === 'extract' ? extracted(scope, depth) : w`${name}(${list(trees)})`,
      type: name === 'extract' ? types.int : type,
    }
  }

  const extracted = (scope: Scope, depth: number): Tree =>
    written(
      types.int,
    )`extract(${pick(['YEAR', 'MONTH', 'DAY', 'HOUR', 'WEEK', 'DOW'])} FROM ${of(scope, pick([types.date, types.timestamp]), depth - 1)})`

  type Made = Value & { readonly literal?: string }

  const argument = (scope: Scope, word: string, bound: SparkType, depth: number): Made => {
    const fixed = (sql: string, type: SparkType): Made => ({
      tree: tree('literal')`${sql}`,
      type,
      ...(type.kind === 'string' ? { literal: sql.slice(1, -1) } : {}),
    })
    if (word === 'year') return fixed(pick(['2024', '1999', '1', '9999', '2023']), types.int)
    if (word.startsWith('%')) return fixed(pick(literalsNamed(word.slice(1))), types.string)
    if (word.startsWith('#')) return fixed(String(upTo(Number(word.slice(1)))), types.int)
    if (/^-?\d+$/.test(word)) return fixed(word, types.int)
    if (/^(?:true|false)$/.test(word)) return fixed(word, types.boolean)
    if (word.startsWith("'")) return fixed(word, types.string)
    if (word.startsWith('array(')) return fixed(word, array(types.string))
    const ofType = (type: SparkType): Made => ({ tree: of(scope, type, depth), type })
    if (word === '[]') return ofType(array(bound))
    if (word === '{}') return ofType(columnTypes['smap'] ?? bound)
    if (/^[@OI]$/.test(word)) return ofType(bound)
    return ofType(typeOfLetter(random, word) ?? types.string)
  }

  const idiom = randomIdioms(random, of)
  const spelling = randomSpellings(random, of)

  const any = (scope: Scope, depth: number): Value => {
    if (chance(0.12)) return idiom(scope, depth)
    if (chance(0.12)) return spelling(scope, depth)
    if (chance(0.08)) {
      const made = call(scope, pick(inexact), 1)
      // One step only: what these round differently must not be counted on.
      if (made !== undefined) return { tree: made.tree, type: types.unknown }
    }
    if (chance(0.55)) {
      const made = call(scope, pick(exact), depth)
      if (made !== undefined) return made
    }
    const type = pick(allTypes)
    return { tree: of(scope, type, depth), type }
  }

  return { of, any }
}

/** A number of seconds that the engine's calendar has room for: of others nothing could be compared. */
const within = (from: SparkType, to: SparkType): string =>
  to.kind === 'timestamp' && /^(?:bigint|float|double)$/.test(from.kind) ? ' % 100000000000' : ''

/** Whether Spark has a cast between the two. */
const castable = (from: SparkType, to: SparkType): boolean => {
  if (from.kind === 'array' && to.kind === 'array') return castable(from.element, to.element)
  if (sparkName(from) === sparkName(to)) return false
  // Bytes that are no text have no place in the engine's texts: that fails, and says so.
  if (to.kind === 'string') return from.kind !== 'binary'
  if (isNested(from) || isNested(to)) return false
  if (from.kind === 'string') return true
  if (to.kind === 'binary') return isInteger(from)
  if (/^date|^timestamp/.test(to.kind))
    return /^date|^timestamp/.test(from.kind) || (to.kind === 'timestamp' && isNumeric(from))
  if (/^date|^timestamp/.test(from.kind)) return from.kind === 'timestamp' && isNumeric(to)
  return from.kind !== 'binary'
}

const targets: Readonly<Record<string, SparkType>> = {
  s: types.string,
  S: types.string,
  i: types.int,
  l: types.bigint,
  d: types.double,
  D: types.date,
  T: types.timestamp,
  N: types.timestamp,
  b: types.boolean,
}

/** The result's type as the table has it; where it would not hold, Spark says so, and the statement counts as its. */
const resultOf = (
  known: FunctionEntry,
  args: readonly (Value & { readonly literal?: string })[],
): SparkType | undefined => {
  if (typeof known.returns !== 'function') return known.returns
  const letters = known.params.replace(/[?*]/g, '')
  const given = args.map(({ type, literal }, i): Argument => {
    const letter = letters[Math.min(i, letters.length - 1)] ?? 'a'
    const cast =
      targets[letter] ?? ((letter === 'n' || letter === 'q') && type.kind === 'string' ? types.double : type)
    return { sql: 'x', type: cast, literal }
  })
  try {
    return known.returns(given)
  } catch {
    return undefined
  }
}
