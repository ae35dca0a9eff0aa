import type { Sql } from '../../quote.ts'
import { becomes } from '../spark-types/castable.ts'
import { castTo, engineType } from '../engines/duckdb/casts.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import type { SparkSettings } from '../spark-settings.ts'
import { array, isFraction, isInteger, type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import {
  type Argument,
  entry,
  type FunctionEntry,
  type Functions,
  Mistaken,
  Refused,
  typeOf,
} from './entry.ts'
import {
  element,
  itemType,
  keyed,
  own,
  refuseUnordered,
  sharedElement,
  sorted,
  together,
  typedElement,
  withItem,
} from './nested.ts'

const { int, boolean, bigint, string } = types

/** NULL has size -1, unless settings say otherwise. */
const size = entry('a', int, (a, args, _, settings) => {
  const { kind } = typeOf(args)
  const ofNull = settings.ansi || !settings.sizeOfNull ? 'NULL' : '-1'
  if (kind === 'null') return `CAST(${ofNull} AS INTEGER)`
  if (kind !== 'map' && kind !== 'array' && kind !== 'unknown') throw new Mistaken(`size of a ${kind}`)
  const count = `CAST(${kind === 'map' ? 'cardinality' : 'len'}(${a[0]}) AS INTEGER)`
  return ofNull === 'NULL' ? count : `coalesce(${count}, -1)`
})

/** An index as Spark takes it: whole numbers, cut to 32 bits where they are wider. */
const index = (args: readonly Argument[], at: number, text: string | undefined, wide: boolean): string => {
  const type = typeOf(args, at)
  if (type.kind === 'unknown') return `${text}`
  if (!isInteger(type) || (type.kind === 'bigint' && !wide))
    throw new Mistaken(`an index of type ${sparkName(type)}`, 'cast it to INT')
  return castTo({ sql: text ?? '', type }, int)
}

const elementAt = (fails: (settings: SparkSettings) => boolean): FunctionEntry =>
  entry('aa', element, (a, args, _finish, settings) => {
    const { kind } = typeOf(args)
    if (kind === 'map') {
      const { map, key } = keyed(a, args)
      return `(${map})[${key}]`
    }
    if (kind !== 'array' && kind !== 'unknown') throw new Mistaken(`element_at of a ${kind}`)
    const at = index(args, 1, a[1], false)
    const list = a[0] ?? ''
    const typed = (sql: string): string => typedElement(sql, element(args), list, at)
    if (fails(settings)) return typed(`spark_ansi_element_at(${list}, ${at})`)
    return typed(/^[1-9]\d*$/.test(at) ? `(${list})[${at}]` : `spark_element_at(${list}, ${at})`)
  })

const item = (
  returns: FunctionEntry['returns'],
  sql: (list: string, value: string, type: SparkType) => string,
  how: { readonly decimals?: boolean; readonly typed?: boolean } = {},
): FunctionEntry =>
  entry('La', returns, (a, args) => {
    if (how.typed === true && typeOf(args, 1).kind === 'null')
      throw new Mistaken('NULL as the value to look for')
    const { list, item: value, type } = withItem(a, args, how)
    return sql(list, value, type)
  })

const ofItem =
  (how: { readonly item?: number; readonly decimals?: boolean }): FunctionEntry['returns'] =>
  (args) =>
    array(itemType(args, how))

const sets = (macro: string, returns?: FunctionEntry['returns']): FunctionEntry =>
  entry('LL', returns ?? ((args) => array(sharedElement(args))), (a, args) => {
    const { lists, type } = together(a, args)
    refuseUnordered(type, 'a comparison')
    const texts = byBits(type, lists).join(', ')
    return returns === undefined ? ofBits(type, `${macro}(${texts})`) : `${macro}(${texts})`
  })

/** Sets of fractions tell 0.0 from -0.0 and have one NaN, as their texts do. */
const byBits = (type: SparkType, lists: readonly string[]): readonly string[] =>
  isFraction(type)
    ? lists.map(
        // A NaN may have a sign, which its text has too.
        (list) =>
          `list_transform(${list}, lambda bits_e: CASE WHEN isnan(bits_e) THEN 'nan' ELSE CAST(bits_e AS VARCHAR) END)`,
      )
    : lists

const ofBits = (type: SparkType, list: string): string =>
  isFraction(type) ? `CAST(${list} AS ${type.kind.toUpperCase()}[])` : list

const ordered = (pick: 'first' | 'last'): FunctionEntry =>
  entry('A', element, (a, args) => {
    const type = element(args)
    refuseUnordered(type, 'the order')
    if (type.kind === 'null') return `(${a[0]})[0]`
    if (type.kind !== 'struct' && type.kind !== 'array')
      return `list_${pick === 'first' ? 'min' : 'max'}(${a[0]})`
    const words = pick === 'first' ? "'ASC', 'NULLS LAST'" : "'DESC', 'NULLS LAST'"
    // The element of a list that is NULL whatever the row would have no type.
    return `CAST((${sorted(`${a[0]}`, type, words)})[1] AS ${engineType(type)})`
  })

export const arrayFunctions: Functions = {
  array: {
    ...entry(
      'a*',
      (args) => array(typeOf(args)),
      (a) => `[${a.join(', ')}]`,
    ),
    returns: (args) => array(args[0]?.type ?? types.null),
    common: true,
  },
  size,
  cardinality: size,
  array_size: entry('A', int, (a) => `CAST(len(${a[0]}) AS INTEGER)`),
  element_at: elementAt(({ ansi }) => ansi),
  try_element_at: elementAt(() => false),
  get: entry('Aa', element, (a, args) => {
    const [list = '', at] = [a[0], index(args, 1, a[1], true)]
    return typedElement(`spark_get(${list}, ${at})`, element(args), list, at)
  }),
  array_contains: item(
    boolean,
    (list, value, type) => {
      refuseUnordered(type, 'a comparison')
      return `spark_array_contains(${list}, ${value})`
    },
    { decimals: true, typed: true },
  ),
  array_position: item(bigint, (list, value, type) => {
    refuseUnordered(type, 'a comparison')
    if (type.kind === 'null') throw new Mistaken('NULL as the value to look for')
    return `CASE WHEN ${value} IS NOT NULL AND ${list} IS NOT NULL THEN CAST(coalesce(list_position(${list}, ${value}), 0) AS BIGINT) END`
  }),
  array_remove: item(ofItem({}), (list, value, type) => {
    refuseUnordered(type, 'a comparison')
    return `spark_array_remove(${list}, ${value})`
  }),
  array_append: item(
    ofItem({}),
    (list, value) => `CASE WHEN ${list} IS NOT NULL THEN list_append(${list}, ${value}) END`,
  ),
  array_prepend: item(
    ofItem({}),
    (list, value) => `CASE WHEN ${list} IS NOT NULL THEN list_prepend(${value}, ${list}) END`,
  ),
  array_insert: entry('Laa', ofItem({ item: 2 }), (a, args) => {
    const { list, item: value } = withItem(a, args, { item: 2 })
    return `spark_array_insert(${list}, ${index(args, 1, a[1], false)}, ${value})`
  }),
  array_distinct: entry('A', own, (a, args) => {
    refuseUnordered(element(args), 'a comparison')
    return ofBits(element(args), `spark_array_distinct(${byBits(element(args), a)})`)
  }),
  array_union: sets('spark_array_union'),
  array_intersect: sets('spark_array_intersect'),
  array_except: sets('spark_array_except'),
  arrays_overlap: sets('spark_arrays_overlap', boolean),
  array_join: entry('AS?S', string, (a, args) => {
    const type = element(args)
    if (!becomes(type, string)) throw new Mistaken(`array_join of an array of ${sparkName(type)}`)
    const list = castTo({ sql: a[0] ?? '', type: typeOf(args) }, array(string))
    // The engine joins by a constant only.
    const how = args[1]?.literal === undefined ? '_by' : ''
    return a.length === 2
      ? `spark_array_join${how}(list_filter(${list}, lambda e: e IS NOT NULL), ${a[1]})`
      : `CASE WHEN ${a[2]} IS NOT NULL THEN spark_array_join${how}(list_transform(${list}, lambda e: coalesce(e, ${a[2]})), ${a[1]}) END`
  }),
  array_max: ordered('last'),
  array_min: ordered('first'),
  array_compact: entry('A', own, (a) => `list_filter(${a[0]}, lambda e: e IS NOT NULL)`),
  slice: entry('Aii', own, (a) => `spark_slice(${a.join(', ')})`),
  sort_array: entry('A?a', own, (a, args) => {
    const type = element(args)
    refuseUnordered(type, 'the order')
    if (a[1] !== undefined && a[1] !== 'true' && a[1] !== 'false')
      throw new Refused('sort_array with a direction that is not written as true or false')
    return sorted(`${a[0]}`, type, a[1] === 'false' ? "'DESC', 'NULLS LAST'" : "'ASC', 'NULLS FIRST'")
  }),
  flatten: entry('A', element, (a, args) => {
    if (element(args).kind !== 'array' && element(args).kind !== 'unknown')
      throw new Mistaken('flatten of something that is not an array of arrays')
    return `CASE WHEN len(${a[0]}) = list_count(${a[0]}) THEN flatten(${a[0]}) END`
  }),
  array_repeat: entry(
    'aa',
    (args) => array(typeOf(args)),
    (a, args) => {
      const { kind } = typeOf(args, 1)
      if (kind !== 'int' && kind !== 'null' && kind !== 'unknown')
        throw new Refused(`array_repeat with a number of type ${kind}`, 'cast it to INT')
      const times = kind === 'null' ? 'NULL::INTEGER' : `${a[1]}`
      return `CASE WHEN ${times} IS NOT NULL THEN list_transform(range(greatest(${times}, 0)), lambda ignored: ${a[0]}) END`
    },
  ),
  sequence: entry(
    'aa?a',
    (args) => array(sequenceType(args)),
    (a, args) => {
      const type = sequenceType(args)
      const [from, to, step] = a.map((text, i) => castTo({ sql: text, type: typeOf(args, i) }, type))
      const kind =
        type.kind === 'bigint' ? 'BIGINT' : type.kind === 'int' ? 'INTEGER' : type.kind.toUpperCase()
      return `CAST(spark_sequence(${from}, ${to}, ${step ?? `CASE WHEN ${from} <= ${to} THEN 1 ELSE -1 END`}) AS ${kind}[])`
    },
  ),
}

const sequenceType = (args: readonly Argument[]): SparkType => {
  const type = args.reduce<SparkType>((all, { type: next }) => {
    const found =
      (isInteger(all) || all.kind === 'null') && (isInteger(next) || next.kind === 'null')
        ? tightestInteger(all, next)
        : undefined
    if (found === undefined)
      throw new Refused(
        `sequence over ${args.map((argument) => sparkName(argument.type)).join(', ')}`,
        'write transform(sequence(0, n), i -> date_add(d, i)) for days',
      )
    return found
  }, types.null)
  if (type.kind === 'null') throw new Refused('sequence of NULL')
  return type
}

const tightestInteger = (a: SparkType, b: SparkType): SparkType => {
  const order = ['null', 'tinyint', 'smallint', 'int', 'bigint']
  return order.indexOf(a.kind) >= order.indexOf(b.kind) ? a : b
}

/** No parameter of a lambda in here may have a name that an argument can have, as the engine would take it for that. */
export const arrayMacros: readonly Sql[] = [
  define(
    'spark_element_at(a, i)',
    `CASE WHEN i > 0 OR (i < 0 AND -CAST(i AS BIGINT) <= len(a)) THEN a[i]
      WHEN i = 0 AND a IS NOT NULL THEN error('[INVALID_INDEX_OF_ZERO] element_at with the index 0: the first element has 1') END`,
  ),
  define(
    'spark_ansi_element_at(a, i)',
    `CASE WHEN abs(CAST(i AS BIGINT)) > len(a) THEN error('[INVALID_ARRAY_INDEX_IN_ELEMENT_AT] the array has no element at this index; try_element_at gives NULL')
      ELSE spark_element_at(a, i) END`,
  ),
  define('spark_get(a, i)', 'CASE WHEN i >= 0 THEN a[CAST(i AS BIGINT) + 1] END'),
  define(
    'spark_array_contains(a, x)',
    `CASE WHEN x IS NULL THEN NULL WHEN list_contains(a, x) THEN true WHEN list_count(a) < len(a) THEN NULL
      WHEN a IS NOT NULL THEN false END`,
  ),
  define(
    'spark_array_remove(a, x)',
    `CASE WHEN x IS NOT NULL THEN CASE WHEN list_contains(a, x) THEN list_filter(a, lambda remove_e: remove_e IS DISTINCT FROM x) ELSE a END END`,
  ),
  define(
    'spark_array_insert(a, i, x)',
    `CASE WHEN i IS NULL OR a IS NULL THEN NULL WHEN i = 0 THEN error('array_insert at the index 0: the first element has 1')
      WHEN i > len(a) THEN list_append(list_resize(a, CAST(i AS BIGINT) - 1), x)
      WHEN i > 0 THEN list_concat(list_append(a[1:i - 1], x), a[i:])
      WHEN -CAST(i AS BIGINT) <= len(a) + 1 THEN list_concat(list_append(a[1:len(a) + i + 1], x), a[len(a) + i + 2:])
      ELSE list_concat(list_append(list_resize(list_value(x), -CAST(i AS BIGINT) - len(a)), NULL)[1:-CAST(i AS BIGINT) - len(a)], a) END`,
  ),
  define(
    'spark_array_distinct(a)',
    `list_filter(a, lambda distinct_e, distinct_i: CASE WHEN distinct_e IS NULL
      THEN list_count(a[1:distinct_i]) = distinct_i - 1 ELSE list_position(a, distinct_e) = distinct_i END)`,
  ),
  define('spark_has(a, x)', `CASE WHEN x IS NULL THEN list_count(a) < len(a) ELSE list_contains(a, x) END`),
  define(
    'spark_array_union(a, b)',
    `CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN spark_array_distinct(list_concat(a, b)) END`,
  ),
  define(
    'spark_array_intersect(a, b)',
    `CASE WHEN b IS NOT NULL THEN list_filter(spark_array_distinct(a), lambda both_e: spark_has(b, both_e)) END`,
  ),
  define(
    'spark_array_except(a, b)',
    `CASE WHEN b IS NOT NULL THEN list_filter(spark_array_distinct(a), lambda except_e: NOT spark_has(b, except_e)) END`,
  ),
  define(
    'spark_arrays_overlap(a, b)',
    `CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN list_has_any(a, b) THEN true WHEN len(a) = 0 OR len(b) = 0 THEN false
      WHEN list_count(a) < len(a) OR list_count(b) < len(b) THEN NULL ELSE false END`,
  ),
  define('spark_array_join(a, d)', `CASE WHEN d IS NOT NULL THEN array_to_string(a, d) END`),
  define(
    'spark_array_join_by(a, d)',
    `CASE WHEN d IS NULL OR a IS NULL THEN NULL WHEN len(a) = 0 THEN ''
      ELSE list_reduce(a, lambda join_l, join_r: join_l || d || join_r) END`,
  ),
  define(
    'spark_slice(a, i, n)',
    `CASE WHEN i = 0 AND n IS NOT NULL AND a IS NOT NULL THEN error('slice from the index 0: the first element has 1')
      WHEN n < 0 AND i IS NOT NULL AND a IS NOT NULL THEN error('slice with a negative length')
      WHEN i > 0 THEN a[CAST(i AS BIGINT):CAST(i AS BIGINT) + n - 1]
      WHEN len(a) + i < 0 THEN CASE WHEN n IS NOT NULL THEN a[1:0] END
      ELSE a[len(a) + i + 1:len(a) + i + n] END`,
  ),
  define(
    'spark_sequence(a, b, s)',
    `CASE WHEN a = b AND s = 0 THEN list_value(a) WHEN (s > 0 AND a > b) OR (s < 0 AND a < b) OR s = 0
      THEN CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN error('sequence whose step leads away from its end') END
      WHEN a IS NOT NULL AND b IS NOT NULL AND s IS NOT NULL THEN generate_series(CAST(a AS BIGINT), CAST(b AS BIGINT), CAST(s AS BIGINT)) END`,
  ),
]
