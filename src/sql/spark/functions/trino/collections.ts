import { castTo, variable } from '../../engines/trino/casts.ts'
import { trino } from '../../engines/trino/index.ts'
import { typeName } from '../../engines/trino/type-names.ts'
import { Refused } from '../../refusals.ts'
import {
  array,
  commonType,
  isFraction,
  isNested,
  type SparkType,
  sparkName,
  types,
} from '../../spark-types/spark-type.ts'
import type { Argument } from '../../spark-types/typed.ts'
import { type Rendering, typeOf } from '../entry.ts'
import { tightest } from '../../spark-types/tightest-type.ts'
import { element, itemType, keyOf, map, sharedElement } from '../nested.ts'
import type { TrinoRenderings } from './conditionals.ts'

/** Values that the engine compares as Spark does: no fractions, whose NaN it leaves out, and nothing nested. */
const plain = (type: SparkType, what: string): void => {
  if (isFraction(type) || isNested(type) || type.kind === 'null')
    throw new Refused(`${what} of ${sparkName(type)}, on Trino`)
}

const own = (sql: string, x: string, write: (x: string) => string): string =>
  sql.length < 80 ? write(sql) : `element_at(transform(ARRAY[${sql}], ${x} -> ${write(x)}), 1)`

const withItem = (
  a: readonly string[],
  args: readonly Argument[],
  how: { readonly item?: number; readonly decimals?: boolean } = {},
): { readonly list: string; readonly item: string; readonly type: SparkType } => {
  const type = itemType(args, how)
  const at = how.item ?? 1
  return {
    list: castTo({ sql: a[0] ?? '', type: typeOf(args) }, array(type)),
    item: castTo({ sql: a[at] ?? '', type: typeOf(args, at) }, type),
    type,
  }
}

const together = (a: readonly string[], args: readonly Argument[], what: string): readonly string[] => {
  const type = sharedElement(args)
  plain(type, what)
  return a.map((sql, i) => castTo({ sql, type: typeOf(args, i) }, array(type)))
}

const size: Rendering = (a, args, _, settings) => {
  const whole = `CAST(cardinality(${a[0]}) AS integer)`
  if (!settings.sizeOfNull) return typeOf(args).kind === 'null' ? 'CAST(NULL AS integer)' : whole
  return typeOf(args).kind === 'null' ? "INTEGER '-1'" : `coalesce(${whole}, -1)`
}

const elementAt: Rendering = (a, args) => {
  const type = typeOf(args)
  if (type.kind === 'map') {
    const key = commonType(type.key, typeOf(args, 1))
    if (key === undefined || sparkName(key) !== sparkName(type.key))
      throw new Refused(`a key of type ${sparkName(typeOf(args, 1))}, on Trino`, 'cast the key')
    return `element_at(${a[0]}, ${castTo({ sql: a[1] ?? '', type: typeOf(args, 1) }, type.key)})`
  }
  return `element_at(${a[0]}, ${a[1]})`
}

const lambda = (
  text: string | undefined,
  argument: Argument | undefined,
  extra: readonly string[] = [],
): string => {
  if (argument?.lambda === undefined) throw new Refused('a function that is not a lambda')
  return `(${[...argument.lambda, ...extra].join(', ')}) -> ${text}`
}

const places = (list: string): string =>
  `transform(sequence(0, cardinality(${list})), n_ -> CAST(n_ AS integer))`

const isIndexed = (argument: Argument | undefined): boolean => argument?.lambda?.length === 2

const aggregate: Rendering = (a, args) => {
  const [list, zero, merge, finish] = a
  const total = typeName(typeOf(args, 1))
  const start = `CAST(${zero} AS ${total})`
  const last = finish === undefined ? 's_ -> s_' : lambda(finish, args[3])
  return `reduce(${list}, ${start}, ${lambda(merge, args[2])}, ${last})`
}

const mapSides = (args: readonly Argument[]): { readonly key: SparkType; readonly value: SparkType } => {
  const side = (rest: number) =>
    args
      .filter((_, i) => i % 2 === rest)
      .map(({ type }) => type)
      .reduce<SparkType>((one, other) => commonType(one, other) ?? types.unknown, types.null)
  return { key: side(0), value: side(1) }
}

const get: Rendering = (a, args) => trino.nested.element(a[0] ?? '', a[1] ?? '', element(args))

/** A lambda that says yes or no, or nothing of no type, which the engine takes only as a boolean. */
const condition = (a: readonly string[], args: readonly Argument[]): string =>
  lambda(typeOf(args, 1).kind === 'null' ? `CAST(${a[1]} AS boolean)` : a[1], args[1])

export const collectionRenderings: TrinoRenderings = {
  array: (a, args) => {
    if (typeOf(args).kind === 'null' || a.length === 0) throw new Refused('an array of nothing, on Trino')
    return `CAST(ARRAY[${a.join(', ')}] AS ${typeName(array(args[0]?.type ?? types.null))})`
  },
  size,
  cardinality: size,
  array_size: (a) => `CAST(cardinality(${a[0]}) AS integer)`,
  element_at: elementAt,
  try_element_at: elementAt,
  get,
  array_contains: (a, args) => {
    const { list, item, type } = withItem(a, args, { decimals: true })
    plain(type, 'array_contains')
    return `contains(${list}, ${item})`
  },
  array_position: (a, args) => {
    const { list, item, type } = withItem(a, args)
    plain(type, 'array_position')
    return `array_position(${list}, ${item})`
  },
  array_remove: (a, args) => {
    const { list, item, type } = withItem(a, args)
    plain(type, 'array_remove')
    const e = variable('e', item)
    return `CASE WHEN ${item} IS NOT NULL THEN filter(${list}, ${e} -> ${e} IS DISTINCT FROM ${item}) END`
  },
  array_append: (a, args) => {
    const { list, item } = withItem(a, args)
    return `concat(${list}, ARRAY[${item}])`
  },
  array_prepend: (a, args) => {
    const { list, item } = withItem(a, args)
    return `concat(ARRAY[${item}], ${list})`
  },
  array_distinct: (a, args) => {
    plain(element(args), 'array_distinct')
    return `array_distinct(${a[0]})`
  },
  array_union: (a, args) => `array_union(${together(a, args, 'array_union').join(', ')})`,
  array_intersect: (a, args) => {
    const [left = '', right = ''] = together(a, args, 'array_intersect')
    const e = variable('e', left + right)
    const has = `CASE WHEN ${e} IS NULL THEN any_match(${right}, o_ -> o_ IS NULL) ELSE coalesce(contains(${right}, ${e}), false) END`
    return `CASE WHEN ${right} IS NOT NULL THEN filter(array_distinct(${left}), ${e} -> ${has}) END`
  },
  array_except: (a, args) => `array_distinct(array_except(${together(a, args, 'array_except').join(', ')}))`,
  arrays_overlap: (a, args) => `arrays_overlap(${together(a, args, 'arrays_overlap').join(', ')})`,
  array_join: (a, args) => {
    const list = castTo({ sql: a[0] ?? '', type: typeOf(args) }, array(types.string))
    return `array_join(${[list, ...a.slice(1)].join(', ')})`
  },
  array_max: (a, args) => {
    plain(element(args), 'array_max')
    return `array_max(filter(${a[0]}, e_ -> e_ IS NOT NULL))`
  },
  array_min: (a, args) => {
    plain(element(args), 'array_min')
    return `array_min(filter(${a[0]}, e_ -> e_ IS NOT NULL))`
  },
  array_compact: (a) => `filter(${a[0]}, e_ -> e_ IS NOT NULL)`,
  slice: (a) => `slice(${a.join(', ')})`,
  sort_array: (a, args) => {
    plain(element(args), 'sort_array')
    const list = a[0] ?? ''
    const nulls = `filter(${list}, e_ -> e_ IS NULL)`
    const sorted = `array_sort(filter(${list}, e_ -> e_ IS NOT NULL))`
    return a[1] === 'false' ? `concat(reverse(${sorted}), ${nulls})` : `concat(${nulls}, ${sorted})`
  },
  array_sort: (a, args) => {
    if (a[1] !== undefined) throw new Refused('array_sort with a comparison, on Trino')
    plain(element(args), 'array_sort')
    return `array_sort(${a[0]})`
  },
  flatten: (a) => `CASE WHEN none_match(${a[0]}, e_ -> e_ IS NULL) THEN flatten(${a[0]}) END`,
  array_repeat: (a) =>
    `CASE WHEN ${a[1]} IS NOT NULL THEN ${own(a[1] ?? '', 'n_', (n) => `repeat(${a[0]}, greatest(${n}, 0))`)} END`,
  sequence: (a, args) => {
    const returned = args
      .map(({ type }) => type)
      .reduce<SparkType>((one, other) => tightest(one, other) ?? types.unknown, types.null)
    const [from, to, step] = a.map((text, i) => castTo({ sql: text, type: typeOf(args, i) }, types.bigint))
    return `CAST(sequence(${from}, ${to}${step === undefined ? '' : `, ${step}`}) AS ${typeName(array(returned))})`
  },
  transform: (a, args) => {
    if (typeOf(args, 1).kind === 'null') throw new Refused('transform to nothing, on Trino')
    if (!isIndexed(args[1])) return `transform(${a[0]}, ${lambda(a[1], args[1])})`
    const list = a[0] ?? ''
    return `zip_with(${list}, slice(${places(list)}, 1, cardinality(${list})), ${lambda(a[1], args[1])})`
  },
  filter: (a, args) => {
    if (isIndexed(args[1])) throw new Refused('filter by the place of an element, on Trino')
    return `filter(${a[0]}, ${condition(a, args)})`
  },
  exists: (a, args) => `any_match(${a[0]}, ${condition(a, args)})`,
  forall: (a, args) => `all_match(${a[0]}, ${condition(a, args)})`,
  aggregate,
  reduce: aggregate,
  zip_with: (a, args) => `zip_with(${a[0]}, ${a[1]}, ${lambda(a[2], args[2])})`,
  map_filter: (a, args) => `map_filter(${a[0]}, ${lambda(`coalesce(${a[1]}, false)`, args[1])})`,
  transform_values: (a, args) => {
    if (typeOf(args, 1).kind === 'null') throw new Refused('transform_values to nothing, on Trino')
    return `transform_values(${a[0]}, ${lambda(a[1], args[1])})`
  },
  transform_keys: (a, args) => `transform_keys(${a[0]}, ${lambda(a[1], args[1])})`,
  map_zip_with: (a, args) => {
    if (sparkName(keyOf(args)) !== sparkName(keyOf(args, 1)))
      throw new Refused('map_zip_with of maps with keys of unlike types, on Trino')
    return `map_zip_with(${a[0]}, ${a[1]}, ${lambda(a[2], args[2])})`
  },
  map: (a, args) => {
    if (a.length === 0) return 'CAST(map() AS map(varchar, varchar))'
    const { key, value } = mapSides(args)
    const at = (rest: number, type: SparkType) =>
      a.flatMap((sql, i) => (i % 2 === rest ? [castTo({ sql, type: typeOf(args, i) }, type)] : [])).join(', ')
    return `CAST(map(ARRAY[${at(0, key)}], ARRAY[${at(1, value)}]) AS ${typeName(map(key, value))})`
  },
  map_keys: (a) => `map_keys(${a[0]})`,
  map_values: (a) => `map_values(${a[0]})`,
  map_entries: (a, args) =>
    `CAST(map_entries(${a[0]}) AS array(row("key" ${typeName(keyOf(args))}, "value" ${typeName(element(args))})))`,
  map_contains_key: (a, args) => {
    if (sparkName(keyOf(args)) !== sparkName(typeOf(args, 1)))
      throw new Refused(`a key of type ${sparkName(typeOf(args, 1))}, on Trino`, 'cast the key')
    return `contains(map_keys(${a[0]}), ${a[1]})`
  },
  // A map of all entries refuses the same key twice, as Spark does.
  map_concat: (a, args) => {
    if (a.length < 2) throw new Refused('map_concat of less than two maps, on Trino')
    const names = new Set(args.map(({ type }) => sparkName(type)))
    if (names.size > 1) throw new Refused('map_concat of maps of several types, on Trino')
    return `map_from_entries(concat(${a.map((one) => `map_entries(${one})`).join(', ')}))`
  },
  map_from_arrays: (a) => `map(${a[0]}, ${a[1]})`,
  map_from_entries: (a) => `map_from_entries(${a[0]})`,
  named_struct: (a, args) => {
    const members = args.flatMap((argument, i) =>
      i % 2 === 0 ? [{ name: argument.literal ?? '', sql: a[i + 1] ?? '', type: typeOf(args, i + 1) }] : [],
    )
    return trino.nested.struct(members)
  },
}
