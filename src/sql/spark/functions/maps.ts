import { literal, type Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { array, commonTypeOf, type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { type Argument, entry, type Functions, Mistaken, mismatch, Refused, typeOf } from './entry.ts'
import { element, keyed, keyOf, map } from './nested.ts'
import { splitInto } from './regexes.ts'

const { boolean, string } = types

const shared = (all: readonly SparkType[], what: string): SparkType => {
  const type = commonTypeOf(all)
  if (type === undefined) throw mismatch(`${what} of types ${all.map(sparkName).join(', ')}`, all)
  return type
}

const side = (args: readonly Argument[], rest: number): SparkType =>
  shared(
    args.filter((_, i) => i % 2 === rest).map((argument) => argument.type),
    rest === 0 ? 'the keys of a map' : 'the values of a map',
  )

/** A delimiter that stands for itself, as text; undefined for another regular expression. */
const delimiter = (argument: Argument | undefined, otherwise: string): string | undefined => {
  if (argument === undefined) return literal(otherwise)
  const { literal: text } = argument
  if (text === undefined || text === '')
    throw new Refused('str_to_map with a delimiter that is not written as text')
  const plain = text.replace(/^\\([^\w\s])$/, '$1').replace(/^\[([^\]\\^])\]$/, '$1')
  if (plain === text && /[.*+?^${}()|[\]\\\0]/.test(text)) return undefined
  return literal(plain)
}

/** Keys and values between matches of regular expressions. */
const splitToMap = (text: string | undefined, args: readonly Argument[]): string => {
  const [first] = args
  const by = (from: string, argument: Argument | undefined, otherwise: string, limit?: string): string =>
    first === undefined ? from : splitInto(from, [first, argument ?? { ...first, literal: otherwise }], limit)
  const pairs = by(text ?? '', args[1], ',')
  const halves = by('pair_e', args[2], ':', '2')
  return `map_from_entries(list_transform(list_transform(${pairs}, lambda pair_e: ${halves}), lambda half_e: struct_pack(key := half_e[1], value := half_e[2])))`
}

const entryFields = (args: readonly Argument[]): readonly { name: string; type: SparkType }[] => {
  const type = element(args)
  if (type.kind !== 'struct' || type.fields.length !== 2)
    throw new Mistaken(`map_from_entries of ${sparkName(typeOf(args))}`)
  return type.fields.map((field) => ({ ...field }))
}

const concatenated = (args: readonly Argument[]): SparkType =>
  args.length === 0
    ? map(string, string)
    : map(
        shared(
          args.map((_, i) => keyOf(args, i)),
          'map_concat of maps with keys',
        ),
        shared(
          args.map((_, i) => element(args, i)),
          'map_concat of maps with values',
        ),
      )

export const mapFunctions: Functions = {
  map: entry(
    '?a*',
    (args) => map(side(args, 0), side(args, 1)),
    (a, args) => {
      if (a.length === 0) return 'MAP([]::VARCHAR[], []::VARCHAR[])'
      if (a.length % 2 === 1) throw new Mistaken('map with a key that has no value')
      const at = (rest: number) =>
        a
          .flatMap((text, i) =>
            i % 2 === rest ? [castTo({ sql: text, type: typeOf(args, i) }, side(args, rest))] : [],
          )
          .join(', ')
      return `map([${at(0)}], [${at(1)}])`
    },
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
  map_entries: entry(
    'M',
    (args) =>
      array({
        kind: 'struct',
        fields: [
          { name: 'key', type: keyOf(args) },
          { name: 'value', type: element(args) },
        ],
      }),
    (a) => `map_entries(${a[0]})`,
  ),
  map_contains_key: entry('Ma', boolean, (a, args) => {
    const { map: whole, key } = keyed(a, args)
    return `CASE WHEN ${key} IS NOT NULL THEN list_contains(map_keys(${whole}), ${key}) END`
  }),
  map_from_arrays: entry(
    'AA',
    (args) => map(element(args), element(args, 1)),
    (a) => `CASE WHEN ${a[0]} IS NOT NULL AND ${a[1]} IS NOT NULL THEN map(${a[0]}, ${a[1]}) END`,
  ),
  map_from_entries: entry(
    'A',
    (args) => {
      const [key, value] = entryFields(args)
      return map(key?.type ?? types.unknown, value?.type ?? types.unknown)
    },
    (a, args) => {
      entryFields(args)
      return `CASE WHEN list_count(${a[0]}) = len(${a[0]}) THEN map_from_entries(${a[0]}) END`
    },
  ),
  // The engine's map_concat lets the last of several values win; a map of all entries refuses the same key twice.
  map_concat: entry('?M*', concatenated, (a, args) => {
    if (a.length === 0) return 'MAP([]::VARCHAR[], []::VARCHAR[])'
    const type = concatenated(args)
    const maps = a.map((text, i) => castTo({ sql: text, type: typeOf(args, i) }, type))
    if (maps.length === 1) return maps.join('')
    const known = maps.map((one) => `${one} IS NOT NULL`).join(' AND ')
    return `CASE WHEN ${known} THEN map_from_entries(list_concat(${maps.map((one) => `map_entries(${one})`).join(', ')})) END`
  }),
  str_to_map: entry('S?SS', map(string, string), (a, args) => {
    const [pair, key] = [delimiter(args[1], ','), delimiter(args[2], ':')]
    return pair === undefined || key === undefined
      ? splitToMap(a[0], args)
      : `spark_str_to_map(${a[0]}, ${pair}, ${key})`
  }),
}

export const mapMacros: readonly Sql[] = [
  define(
    'spark_str_to_map(s, p, k)',
    `map_from_entries(list_transform(string_split(s, p), lambda pair_e: struct_pack(
      key := CASE WHEN contains(pair_e, k) THEN left(pair_e, instr(pair_e, k) - 1) ELSE pair_e END,
      value := CASE WHEN contains(pair_e, k) THEN substring(pair_e, instr(pair_e, k) + length(k)) END)))`,
  ),
]
