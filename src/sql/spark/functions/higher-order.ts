import type { Sql } from '../../quote.ts'
import { castTo, engineType } from '../engines/duckdb/casts.ts'
import { ident } from '../../quote.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { array, type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
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
import { tightest } from '../spark-types/tightest-type.ts'
import { element, isPlainReduce, keyOf, map, own, refuseUnordered, sorted } from './nested.ts'

const { boolean } = types

/** A lambda of Spark in DuckDB's spelling. */
const lambda = (text: string | undefined, argument: Argument | undefined): string => {
  if (argument?.lambda === undefined) throw new Refused('a function that is not a lambda')
  return `lambda ${argument.lambda.join(', ')}: ${text}`
}

const predicate = (a: readonly string[], args: readonly Argument[]): string => {
  const { kind } = typeOf(args, 1)
  if (kind === 'null') return lambda('CAST(NULL AS BOOLEAN)', args[1])
  if (kind !== 'boolean' && kind !== 'unknown')
    throw new Mistaken(`a lambda that gives a ${kind}, not a boolean`)
  return lambda(a[1], args[1])
}

/** Texts, the names of members, and then the names that stand for values. */
const namesIn = /'(?:[^']|'')*'|\)\."(?:[^"]|"")*"|"(?:[^"]|"")*" :=|("(?:[^"]|"")*"(?:\."(?:[^"]|"")*")*)/g

/** What the body of a lambda reads beside its own parameters. */
const readAround = (body: string, own: readonly string[]): readonly string[] => {
  const names = [...body.matchAll(namesIn)].flatMap(([, name]) => (name === undefined ? [] : [name]))
  return [...new Set(names)].filter((name) => !own.includes(name))
}

/** The body with other SQL for some names; undefined where a lambda or a query inside has names of its own. */
const renamed = (body: string, names: ReadonlyMap<string, string>): string | undefined => {
  if (/lambda "|\(SELECT /.test(body)) return undefined
  return body.replaceAll(namesIn, (whole, name?: string) =>
    name === undefined ? whole : (names.get(name) ?? whole),
  )
}

const single =
  /^(?:boolean|tinyint|smallint|int|bigint|float|double|decimal|date|timestamp|timestamp_ntz|year_month|day_time)$/

/**
 * Whether a nested value has a NULL inside where no text and nothing nested stands, and where the start value has none:
 * what is NULL there may be NULL.
 */
const hasHole = (x: string, type: SparkType, start: string | undefined, depth = 0): string => {
  if (type.kind === 'struct') {
    const holes = type.fields.map((field) => {
      const [member, own] = [x, start].map((value) => value && `(${value}).${ident(field.name)}`)
      const from = own === undefined ? '' : ` AND ${own} IS NOT NULL`
      return single.test(field.type.kind)
        ? `(${member} IS NULL${from})`
        : hasHole(member ?? '', field.type, own, depth)
    })
    return `(${holes.join(' OR ')})`
  }
  if (type.kind !== 'array') return 'false'
  if (single.test(type.element.kind)) {
    const lacks = (list: string): string => `coalesce(list_count(${list}) < len(${list}), false)`
    return start === undefined ? lacks(x) : `(${lacks(x)} AND NOT ${lacks(start)})`
  }
  const e = `reduce_h${depth}`
  return `coalesce(len(list_filter(${x}, lambda ${e}: ${hasHole(e, type.element, undefined, depth + 1)})) > 0, false)`
}

/**
 * Where the start value is made of parts that are never NULL, Spark takes the parts of the result for such, and reads 0
 * where one is NULL.
 */
const withoutHoles = (result: string, type: SparkType, zero: string): string => {
  const test = /^(?:struct_pack\(|\[[^\]]|\(once)/.test(zero) ? hasHole('reduce_r', type, zero) : 'false'
  if (!/ IS NULL|list_count/.test(test)) return result
  return `list_transform([${result}], lambda reduce_r: CASE WHEN reduce_r IS NOT NULL AND ${test}
    THEN error('aggregate with NULL inside of its result, for which Spark reads 0: begin with CAST(NULL AS …) there, or use coalesce') ELSE reduce_r END)[1]`
}

const aggregate: FunctionEntry = entry(
  'Aaf?f',
  (args) => typeOf(args, args.length === 4 ? 3 : 1),
  (a, args) => withoutHoles(reduced(a, args), typeOf(args, args.length === 4 ? 3 : 1), a[1] ?? ''),
)

const reduced = (a: readonly string[], args: readonly Argument[]): string => {
  const [list = '', zero = '', body = '', finish] = a
  const parameters = args[2]?.lambda ?? []
  const around = readAround(body, parameters)
  const [total, item] = [typeOf(args, 1), element(args)]
  if (sparkName(total) !== sparkName(typeOf(args, 2)))
    throw new Refused(
      `an aggregate that begins with a ${sparkName(total)} and goes on with a ${sparkName(typeOf(args, 2))}`,
      'cast the start value to the type of the lambda',
    )
  const plainly = isPlainReduce(args)
  const [first = '', second = ''] = parameters
  // Where some lists end before others, list_reduce gives names from around it the values of other rows.
  const merge =
    around.length === 0
      ? body
      : renamed(
          body,
          new Map([
            ...around.map((name, i) => [name, `(${second}).around${i}`] as const),
            ...(plainly ? [[first, `(${first}).total`] as const, [second, `(${second}).item`] as const] : []),
          ]),
        )
  if (merge === undefined)
    throw new Refused(
      'an aggregate whose lambda has a lambda or a query inside, and reads a column, or the parameter of another lambda, from around it',
      'put it into the array: aggregate(transform(xs, x -> struct(x AS x, c AS c)), …)',
    )
  // One type for what is carried on and what comes in, as the engine asks for.
  const pack = (sofar: string, next: string, beside: readonly string[]): string =>
    `struct_pack(total := CAST(${sofar} AS ${engineType(total)}), item := CAST(${next} AS ${engineType(item)})${beside.map((one, i) => `, around${i} := ${one}`).join('')})`
  if (plainly && around.length === 0) {
    const plain = `list_reduce(${list}, ${lambda(merge, args[2])}, ${zero})`
    return finish === undefined
      ? plain
      : `list_transform(CASE WHEN ${list} IS NOT NULL THEN [${plain}] END, ${lambda(finish, args[3])})[1]`
  }
  const items = `list_transform(${list}, lambda reduce_e: ${pack('NULL', 'reduce_e', around)})`
  const carried = around.map((_, i) => `(${second}).around${i}`)
  const whole = `list_reduce(${items}, ${lambda(pack(merge, 'NULL', carried), args[2])}, ${pack(zero, 'NULL', around)})`
  if (finish === undefined) return `(${whole}).total`
  return `list_transform(CASE WHEN ${list} IS NOT NULL THEN [(${whole}).total] END, ${lambda(finish, args[3])})[1]`
}

const mergedKey = (args: readonly Argument[]): SparkType => {
  const type = tightest(keyOf(args), keyOf(args, 1))
  if (type === undefined) throw new Refused('map_zip_with of maps with keys of unlike types')
  return type
}

export const higherOrderFunctions: Functions = {
  transform: entry(
    'Af',
    (args) => array(typeOf(args, 1)),
    (a, args) => `list_transform(${a[0]}, ${lambda(a[1], args[1])})`,
  ),
  filter: entry('Af', own, (a, args) => `list_filter(${a[0]}, ${predicate(a, args)})`),
  exists: entry('Af', boolean, (a, args) => `spark_any(list_transform(${a[0]}, ${predicate(a, args)}))`),
  forall: entry('Af', boolean, (a, args) => `spark_all(list_transform(${a[0]}, ${predicate(a, args)}))`),
  aggregate,
  reduce: aggregate,
  zip_with: entry(
    'AAf',
    (args) => array(typeOf(args, 2)),
    (a, args) => {
      const longest = `greatest(len(${a[0]}), len(${a[1]}))`
      // Behind the end of a list the engine's zip gives a struct that is NULL but has fields of another row.
      const lists = [`${a[0]}`, `${a[1]}`].map((list, i) =>
        /^(?:struct|unknown)$/.test(element(args, i).kind) ? `list_resize(${list}, ${longest})` : list,
      )
      return `CASE WHEN ${a[0]} IS NOT NULL AND ${a[1]} IS NOT NULL THEN list_transform(list_zip(${lists.join(', ')}), ${lambda(a[2], args[2])}) END`
    },
  ),
  array_sort: entry('A?f', own, (a, args) => {
    const type = element(args)
    if (args[1] === undefined) {
      refuseUnordered(type, 'the order')
      return sorted(`${a[0]}`, type, "'ASC', 'NULLS LAST'")
    }
    const [left = '', right = ''] = args[1].lambda ?? []
    if (args[1].lambda === undefined || typeOf(args, 1).kind !== 'int')
      throw mismatch(
        `a comparison that gives a ${sparkName(typeOf(args, 1))}`,
        [typeOf(args)],
        'cast it to INT',
      )
    // A call that is always NULL, such as flatten(NULL), loses its type within two lambdas.
    const list =
      type.kind === 'unknown' || !/[(]/.test(a[0] ?? '')
        ? a[0]
        : `CAST(${a[0]} AS ${engineType(typeOf(args))})`
    const signs = `list_transform(${list}, lambda ${left}, sort_i: list_transform(${list}, lambda ${right}, sort_j: CASE WHEN sort_i = sort_j THEN 0 ELSE sign(${a[1]}) END))`
    return `spark_sort_by(${list}, ${signs})`
  }),
  map_filter: entry(
    'Mf',
    own,
    (a, args) => `map_from_entries(list_filter(map_entries(${a[0]}), ${predicate(a, args)}))`,
  ),
  transform_values: entry(
    'Mf',
    (args) => map(keyOf(args), typeOf(args, 1)),
    (a, args) => {
      const [e] = args[1]?.lambda ?? []
      return `map_from_entries(list_transform(map_entries(${a[0]}), ${lambda(`struct_pack(key := (${e}).key, value := ${a[1]})`, args[1])}))`
    },
  ),
  transform_keys: entry(
    'Mf',
    (args) => map(typeOf(args, 1), element(args)),
    (a, args) => {
      const [e] = args[1]?.lambda ?? []
      return `map_from_entries(list_transform(map_entries(${a[0]}), ${lambda(`struct_pack(key := ${a[1]}, value := (${e}).value)`, args[1])}))`
    },
  ),
  map_zip_with: entry(
    'MMf',
    (args) => map(mergedKey(args), typeOf(args, 2)),
    (a, args) => {
      const key = mergedKey(args)
      const [one, two] = [0, 1].map((i) =>
        castTo({ sql: a[i] ?? '', type: typeOf(args, i) }, map(key, element(args, i))),
      )
      const [e] = args[2]?.lambda ?? []
      // The keys of the first map, then what the second has besides: list_distinct would mix them.
      const others = `list_filter(map_keys(${two}), lambda lambda_zip_o: NOT list_contains(map_keys(${one}), lambda_zip_o))`
      const entries = `list_transform(list_concat(map_keys(${one}), ${others}), lambda lambda_zip_k: struct_pack(key := lambda_zip_k, a := (${one})[lambda_zip_k], b := (${two})[lambda_zip_k]))`
      return `CASE WHEN ${one} IS NOT NULL AND ${two} IS NOT NULL THEN map_from_entries(list_transform(${entries}, ${lambda(`struct_pack(key := (${e}).key, value := ${a[2]})`, args[2])})) END`
    },
  ),
}

export const higherOrderMacros: readonly Sql[] = [
  // Bound once: the argument is a lambda over each element.
  define(
    'spark_any(b)',
    `list_transform([b], lambda any_b: CASE WHEN list_contains(any_b, true) THEN true
      WHEN list_count(any_b) < len(any_b) THEN NULL WHEN any_b IS NOT NULL THEN false END)[1]`,
  ),
  define(
    'spark_all(b)',
    `list_transform([b], lambda all_b: CASE WHEN list_contains(all_b, false) THEN false
      WHEN list_count(all_b) < len(all_b) THEN NULL WHEN all_b IS NOT NULL THEN true END)[1]`,
  ),
  // Each element is set before those that are greater. The result depends on the algorithm where the comparison is no
  // order, as when NULL equals everything: that fails.
  define(
    'spark_below(m)',
    `list_transform(m, lambda below_row: len(list_filter(below_row, lambda below_v: below_v > 0)))`,
  ),
  define(
    'spark_is_order(m, g)',
    `list_bool_and(list_transform(m, lambda order_row, order_i: len(list_filter(order_row, lambda order_v, order_j:
      order_v = sign(g[order_i] - g[order_j]))) = len(order_row)))`,
  ),
  define(
    'spark_sort_by(a, signs)',
    `list_transform([signs], lambda by_m: CASE WHEN len(a) < 2 THEN a
      WHEN NOT spark_is_order(by_m, spark_below(by_m)) THEN error('array_sort with a comparison that is no order: say where NULL stands')
      ELSE list_transform(list_sort(list_transform(a, lambda lambda_by_x, lambda_by_i: struct_pack(g := spark_below(by_m)[lambda_by_i], i := lambda_by_i, x := lambda_by_x))),
        lambda lambda_by_s: (lambda_by_s).x) END)[1]`,
  ),
]
