import type { Sql } from '../../quote.ts'
import { define } from '../define-macro.ts'
import { array, commonType, type SparkType, types } from '../spark-type.ts'
import { type Argument, entry, type Functions, Refused, typeOf } from './entry.ts'

const { int, boolean, bigint, string } = types

const element = (args: readonly Argument[], index = 0): SparkType => {
  const type = typeOf(args, index)
  return type.kind === 'array' ? type.element : type.kind === 'map' ? type.value : types.unknown
}
const own = (args: readonly Argument[]): SparkType => typeOf(args)
const body = (args: readonly Argument[], index = 1): SparkType => typeOf(args, index)

/** NULL has size -1 unless Spark is told otherwise. */
const size = entry('a', int, (a, args) =>
  args[0]?.type.kind === 'map'
    ? `coalesce(CAST(cardinality(${a[0]}) AS INTEGER), -1)`
    : `coalesce(CAST(len(${a[0]}) AS INTEGER), -1)`,
)

const elementAt = entry('aa', element, (a, args) =>
  args[0]?.type.kind === 'map' ? `${a[0]}[${a[1]}]` : `spark_element_at(${a[0]}, ${a[1]})`,
)

/** A lambda of Spark in DuckDB's spelling. */
const lambda = (text: string | undefined, argument: Argument | undefined): string => {
  if (argument?.lambda === undefined) throw new Refused('a function that is not a lambda')
  return `lambda ${argument.lambda.map((name) => `"${name}"`).join(', ')}: ${text}`
}

const exists = entry(
  'Af',
  boolean,
  (a, args) => `list_bool_or(list_transform(${a[0]}, ${lambda(a[1], args[1])}))`,
)

export const collectionFunctions: Functions = {
  array: {
    params: 'a*',
    common: true,
    returns: (args) =>
      array(
        args.map((argument) => argument.type).reduce((a, b) => commonType(a, b) ?? types.unknown, types.null),
      ),
    sql: (a) => `[${a.join(', ')}]`,
  },
  size,
  cardinality: size,
  array_size: entry('A', int, (a) => `CAST(len(${a[0]}) AS INTEGER)`),
  element_at: elementAt,
  try_element_at: elementAt,
  get: entry('Ai', element, (a) => `CASE WHEN ${a[1]} >= 0 THEN ${a[0]}[${a[1]} + 1] END`),
  array_contains: entry(
    'Aa',
    boolean,
    (a) =>
      `CASE WHEN ${a[1]} IS NULL THEN NULL WHEN list_contains(${a[0]}, ${a[1]}) THEN true WHEN list_count(${a[0]}) < len(${a[0]}) THEN NULL WHEN ${a[0]} IS NOT NULL THEN false END`,
  ),
  array_distinct: entry(
    'A',
    own,
    (a) =>
      `list_filter(${a[0]}, lambda e, i: CASE WHEN e IS NULL THEN len(list_filter(${a[0]}[1:i], lambda o: o IS NULL)) = 1 ELSE list_position(${a[0]}, e) = i END)`,
  ),
  array_join: entry('As?s', string, (a) =>
    a.length === 2
      ? `array_to_string(list_filter(${a[0]}, lambda e: e IS NOT NULL), ${a[1]})`
      : `array_to_string(list_transform(${a[0]}, lambda e: coalesce(CAST(e AS VARCHAR), ${a[2]})), ${a[1]})`,
  ),
  array_max: entry('A', element, (a) => `list_max(${a[0]})`),
  array_min: entry('A', element, (a) => `list_min(${a[0]})`),
  array_position: entry(
    'Aa',
    bigint,
    (a) =>
      `CASE WHEN ${a[1]} IS NOT NULL AND ${a[0]} IS NOT NULL THEN CAST(coalesce(list_position(${a[0]}, ${a[1]}), 0) AS BIGINT) END`,
  ),
  array_remove: entry(
    'Aa',
    own,
    (a) =>
      `CASE WHEN ${a[1]} IS NOT NULL THEN list_filter(${a[0]}, lambda e: e IS DISTINCT FROM ${a[1]}) END`,
  ),
  array_compact: entry('A', own, (a) => `list_filter(${a[0]}, lambda e: e IS NOT NULL)`),
  slice: entry(
    'Aii',
    own,
    (a) =>
      `CASE WHEN ${a[1]} > 0 THEN ${a[0]}[${a[1]}:${a[1]} + ${a[2]} - 1] ELSE ${a[0]}[len(${a[0]}) + ${a[1]} + 1:len(${a[0]}) + ${a[1]} + ${a[2]}] END`,
  ),
  sort_array: entry('A?b', own, (a) =>
    a[1] === undefined || a[1] === 'true'
      ? `list_sort(${a[0]}, 'ASC', 'NULLS FIRST')`
      : `list_sort(${a[0]}, 'DESC', 'NULLS LAST')`,
  ),
  array_sort: entry('A', own, (a) => `list_sort(${a[0]}, 'ASC', 'NULLS LAST')`),
  flatten: entry(
    'A',
    element,
    (a) =>
      `CASE WHEN NOT list_contains(list_transform(${a[0]}, lambda e: e IS NULL), true) THEN flatten(${a[0]}) END`,
  ),
  sequence: entry(
    'nn?n',
    (args) => array(typeOf(args)),
    (a, args) => {
      const kinds = args.map((argument) => argument.type.kind)
      if (!kinds.every((kind) => kind === 'int' || kind === 'bigint'))
        throw new Refused('sequence over dates')
      const type = typeOf(args).kind === 'bigint' ? 'BIGINT' : 'INTEGER'
      const step = a[2] ?? `CASE WHEN ${a[0]} <= ${a[1]} THEN 1 ELSE -1 END`
      return `CAST(generate_series(${a[0]}, ${a[1]}, ${step}) AS ${type}[])`
    },
  ),
  array_repeat: entry(
    'ai',
    (args) => array(typeOf(args)),
    (a) => `list_transform(range(greatest(${a[1]}, 0)), lambda _: ${a[0]})`,
  ),
  transform: entry(
    'Af',
    (args) => array(body(args)),
    (a, args) => {
      const parameters = args[1]?.lambda ?? []
      if (parameters.length > 1) throw new Refused('transform with an index')
      return `list_transform(${a[0]}, ${lambda(a[1], args[1])})`
    },
  ),
  filter: entry('Af', own, (a, args) => {
    if ((args[1]?.lambda ?? []).length > 1) throw new Refused('filter with an index')
    return `list_filter(${a[0]}, ${lambda(a[1], args[1])})`
  }),
  exists,
  forall: entry(
    'Af',
    boolean,
    (a, args) =>
      `CASE WHEN len(${a[0]}) = 0 THEN true ELSE list_bool_and(list_transform(${a[0]}, ${lambda(a[1], args[1])})) END`,
  ),
  map_keys: entry(
    'M',
    (args) => array(keyOf(args)),
    (a) => `map_keys(${a[0]})`,
  ),
  map_values: entry(
    'M',
    (args) => array(element(args)),
    (a) => `map_values(${a[0]})`,
  ),
  map_contains_key: entry('Ma', boolean, (a) => `list_contains(map_keys(${a[0]}), ${a[1]})`),
  map_from_arrays: entry(
    'AA',
    (args) => ({ kind: 'map', key: element(args), value: element(args, 1) }),
    (a) => `map(${a[0]}, ${a[1]})`,
  ),
  map: entry('?a*', mapType, (a) => {
    if (a.length === 0) return 'MAP([]::VARCHAR[], []::VARCHAR[])'
    const at = (rest: number) => a.filter((_, i) => i % 2 === rest).join(', ')
    return `map([${at(0)}], [${at(1)}])`
  }),
  named_struct: entry('a*', structType, (a, args) => {
    const members = args.flatMap((argument, i) =>
      i % 2 === 0 ? [`"${(argument.literal ?? '').replaceAll('"', '""')}" := ${a[i + 1]}`] : [],
    )
    return `struct_pack(${members.join(', ')})`
  }),
  json_array_length: entry(
    's',
    int,
    (a) =>
      `CASE WHEN json_valid(${a[0]}) AND json_type(${a[0]}) = 'ARRAY' THEN CAST(json_array_length(${a[0]}) AS INTEGER) END`,
  ),
}

const keyOf = (args: readonly Argument[]): SparkType => {
  const type = typeOf(args)
  return type.kind === 'map' ? type.key : types.unknown
}

function mapType(args: readonly Argument[]): SparkType {
  const side = (rest: number): SparkType =>
    args
      .filter((_, i) => i % 2 === rest)
      .map((argument) => argument.type)
      .reduce((a, b) => commonType(a, b) ?? types.unknown, types.null)
  return { kind: 'map', key: side(0), value: side(1) }
}

function structType(args: readonly Argument[]): SparkType {
  return {
    kind: 'struct',
    fields: args.flatMap((argument, i) =>
      i % 2 === 0 ? [{ name: argument.literal ?? '', type: typeOf(args, i + 1) }] : [],
    ),
  }
}

export const collectionMacros: readonly Sql[] = [
  define('spark_element_at(a, i)', `CASE WHEN i > 0 OR abs(i) <= len(a) THEN a[i] END`),
]
