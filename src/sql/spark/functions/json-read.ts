import { literal, type Sql } from '../../quote.ts'
import { castTo, engineType } from '../engines/duckdb/casts.ts'
import { define, once } from '../engines/duckdb/define-macro.ts'
import { plainAsDecimal } from '../engines/duckdb/read-decimal.ts'
import { type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { type Argument, Mistaken, Refused } from './entry.ts'
import { twice } from './json-text.ts'
import { quotedName, refuseSameNames } from './structs.ts'

/** The JSON among the arguments, which Spark takes as text only. */
export const text = (args: readonly Argument[]): string => {
  const value = args[0] ?? { sql: 'NULL', type: types.null }
  const { kind } = value.type
  if (kind !== 'string' && kind !== 'null' && kind !== 'unknown')
    throw new Mistaken(`JSON that is a ${kind}`, 'cast it to STRING')
  return castTo(value, types.string)
}

/** How dates and timestamps are read. */
export type Times = {
  readonly date: (json: string) => string
  readonly timestamp: (json: string) => string
}

export type Field = Extract<SparkType, { kind: 'struct' }>['fields'][number]

/** A whole text; a field that is `given` is not read from it. */
export const atRoot = (
  times: Times,
  json: string,
  type: SparkType,
  given: ReadonlyMap<string, string>,
): string => {
  if (type.kind === 'struct') return members(times, json, type.fields, 0, given)
  if (type.kind === 'array' && type.element.kind === 'struct') {
    const one = `CASE WHEN json_type(${json}) = 'OBJECT' THEN [${members(times, json, type.element.fields, 0)}]`
    return `${one} ELSE ${read(times, json, type, 0)} END`
  }
  return read(times, json, type, 0)
}

/** A struct of the members of an object; all NULL where it is none. */
const members = (
  times: Times,
  json: string,
  fields: readonly Field[],
  depth: number,
  given: ReadonlyMap<string, string> = new Map(),
): string => {
  refuseSameNames(fields.map(({ name }) => name))
  const kept = fields.filter(({ name }) => !given.has(name))
  const names = kept.map(({ name }) => name)
  if (names.length === 0) throw new Refused('from_json of a struct without fields')
  const own = `json_o${depth}`
  const shape = literal(JSON.stringify(Object.fromEntries(names.map((name) => [name, 'JSON']))))
  const packed = fields
    .map(({ name, type }) => {
      const member = `CAST((${own}).${quotedName(name)} AS VARCHAR)`
      return `${quotedName(name)} := ${given.get(name) ?? read(times, member, type, depth + 1)}`
    })
    .join(', ')
  const object = `CASE WHEN ${twice(json, names)} THEN ${onceEach(times, json, kept, depth)} ELSE ${json} END`
  return `list_transform([json_transform(${object}, ${shape})], lambda ${own}: struct_pack(${packed}))[1]`
}

/** Of members of one name, the last counts that can be read. */
const onceEach = (times: Times, json: string, fields: readonly Field[], depth: number): string => {
  if (fields.every(({ type }) => type.kind === 'string')) return `spark_json_last(${json})`
  const pair = `json_k${depth}`
  const value = `CAST((${pair}).value AS VARCHAR)`
  const known = byMember(pair, fields, (type) =>
    type.kind === 'struct'
      ? `starts_with(${value}, '{')`
      : `${read(times, value, type, depth + 1)} IS NOT NULL`,
  )
  return `spark_json_joined(list_filter(${pairsOf(json)}, lambda ${pair}: (${pair}).value IS NULL OR ${known}))`
}

/** The members of an object, those of one name, too. */
export const pairsOf = (json: string): string =>
  `map_entries(json_transform(CASE WHEN json_type(${json}) = 'OBJECT' THEN ${json} END, '"MAP(VARCHAR, JSON)"'))`

/** Something that is asked of a member by the type that its name has; of others it is false. */
export const byMember = (
  pair: string,
  fields: readonly Field[],
  ask: (type: SparkType) => string,
): string => {
  const alike = Map.groupBy(fields, ({ type }) => sparkName(type))
  const cases = [...alike.values()].map((group) => {
    const names = group.map(({ name }) => literal(name)).join(', ')
    return `WHEN (${pair}).key IN (${names}) THEN ${group[0] === undefined ? 'false' : ask(group[0].type)}`
  })
  return `CASE ${cases.join(' ')} ELSE false END`
}

/** A JSON value, as its text, in a type: NULL where Spark cannot read it so. */
export const read = (times: Times, json: string, type: SparkType, depth: number): string => {
  switch (type.kind) {
    case 'string':
      return `spark_json_plain(${json})`
    case 'boolean':
      return `CASE ${json} WHEN 'true' THEN true WHEN 'false' THEN false END`
    case 'tinyint':
      return `spark_json_tinyint(${json})`
    case 'smallint':
    case 'int':
    case 'bigint':
      return `TRY_CAST(spark_json_whole(${json}) AS ${engineType(type)})`
    case 'float':
      return `spark_json_float(${json})`
    case 'double':
      return `spark_json_double(${json})`
    case 'decimal':
      return plainAsDecimal(`spark_json_decimal(${json})`, type)
    case 'date':
      return times.date(json)
    case 'timestamp':
      return times.timestamp(json)
    case 'struct':
      return `CASE WHEN starts_with(${json}, '{') THEN ${members(times, json, type.fields, depth)} END`
    case 'array': {
      const [own, e] = [`json_l${depth}`, `json_e${depth}`]
      const element = read(times, `CAST(${e} AS VARCHAR)`, type.element, depth + 1)
      const list = `list_transform([json_transform(${json}, '["JSON"]')], lambda ${own}: [struct_pack(n := list_count(${own}), l := list_transform(${own}, lambda ${e}: ${element}))])[1]`
      return whole(list, depth)
    }
    case 'map': {
      if (type.key.kind !== 'string')
        throw new Refused(
          `from_json of a map with keys of type ${sparkName(type.key)}`,
          'write map<string, …>',
        )
      const [own, e] = [`json_m${depth}`, `json_e${depth}`]
      const value = read(times, `CAST((${e}).value AS VARCHAR)`, type.value, depth + 1)
      const entries = pairsOf(json)
      const list = `list_transform([${entries}], lambda ${own}: [struct_pack(n := list_count(list_transform(${own}, lambda ${e}: (${e}).value)), l := list_transform(${own}, lambda ${e}: struct_pack(key := (${e}).key, value := ${value})))])[1]`
      const map = `spark_json_map((json_c).l, CAST(map_from_entries(spark_json_numbered((json_c).l)) AS ${engineType(type)}))`
      const checked = `list_transform(${list}, lambda json_c: CASE WHEN list_count(list_transform((json_c).l, lambda json_v: (json_v).value)) = (json_c).n THEN ${map} END)[1]`
      return checked
    }
    default:
      throw new Refused(`from_json of the type ${sparkName(type)}`)
  }
}

/** An element that cannot be read makes the whole list NULL. */
const whole = (list: string, depth: number): string =>
  `list_transform(${list}, lambda json_c${depth}: CASE WHEN list_count((json_c${depth}).l) = (json_c${depth}).n THEN (json_c${depth}).l END)[1]`

/** How often a key may stand in one object. */
const tags = Array.from({ length: 8 }, (_, i) => `n${i + 1}`)
const tagged = `UNION(${tags.map((tag) => `${tag} VARCHAR`).join(', ')})`

export const jsonReadMacros: readonly Sql[] = [
  // Spark keeps both entries of one key. The engine makes no such map, but does not look again when it casts the keys.
  define(
    'spark_json_map(entries, again)',
    `CASE WHEN len(list_distinct(list_transform(entries, lambda map_e: (map_e).key))) = len(entries) THEN map_from_entries(entries) ELSE again END`,
  ),
  define(
    'spark_json_numbered(entries)',
    `list_transform(entries, lambda map_e, map_i: struct_pack(
      key := spark_json_tagged((map_e).key, len(list_filter(entries[1:map_i], lambda map_o: (map_o).key = (map_e).key))), value := (map_e).value))`,
  ),
  define(
    'spark_json_tagged(k, n)',
    `CASE ${tags.map((tag, i) => `${i + 1 < tags.length ? `WHEN n = ${i + 1} THEN` : 'ELSE'} CAST(union_value(${tag} := k) AS ${tagged})`).join(' ')} END`,
  ),
  // A number without a fraction; of other values the engine would say at length that they are none.
  define(
    'spark_json_whole(t)',
    `CASE WHEN t BETWEEN '-' AND '9~' THEN CASE WHEN NOT (contains(t, '.') OR contains(t, 'e') OR contains(t, 'E')) THEN t END END`,
  ),
  // Jackson takes bytes up to 255.
  define(
    'spark_json_tinyint(t)',
    `CASE WHEN TRY_CAST(spark_json_whole(t) AS SMALLINT) BETWEEN -128 AND 127 THEN CAST(spark_json_whole(t) AS TINYINT)
      WHEN TRY_CAST(spark_json_whole(t) AS SMALLINT) BETWEEN 128 AND 255 THEN CAST(CAST(spark_json_whole(t) AS SMALLINT) - 256 AS TINYINT) END`,
  ),
  define(
    'spark_json_double(t)',
    `CASE WHEN NOT starts_with(t, '"') THEN TRY_CAST(t AS DOUBLE) WHEN t = '"NaN"' THEN 'nan'::DOUBLE
      WHEN t = '"Infinity"' OR t = '"+Infinity"' OR t = '"+INF"' THEN 'inf'::DOUBLE
      WHEN t = '"-Infinity"' OR t = '"-INF"' THEN '-inf'::DOUBLE END`,
  ),
  define(
    'spark_json_float(t)',
    `CASE WHEN isnan(spark_json_double(t)) THEN 'nan'::FLOAT WHEN spark_json_double(t) > 3.4028235677973366e38 THEN 'inf'::FLOAT WHEN spark_json_double(t) < -3.4028235677973366e38 THEN '-inf'::FLOAT
      ELSE TRY_CAST(spark_json_double(t) AS FLOAT) END`,
  ),
  define(
    'spark_json_decimal(t)',
    `CASE WHEN regexp_matches(t, '[^\\x00-\\x7f]') AND regexp_matches(t, '\\p{Nd}') THEN error('from_json of a DECIMAL with digits of another script')
      WHEN starts_with(t, '"') THEN CASE WHEN regexp_full_match(t, '"[^\\s]+"') THEN ${once([`replace(spark_json_plain(t), ',', '')`], ([text]) => `spark_number_text(${text})`)} END
      WHEN regexp_matches(t, '[.eE]') AND length(regexp_replace(regexp_replace(t, '[eE].*', ''), '[-.]|^-?0[.]0*', '', 'g')) > 15
        THEN error('from_json of a DECIMAL of more than 15 digits: they would be rounded; write them as a string')
      ELSE spark_number_text(t) END`,
  ),
  // Spark fails on a date that its old, lenient reader would have moved into the next month.
  define(
    'spark_json_day(s)',
    `coalesce(spark_to_date(s), CASE WHEN regexp_full_match(s, '[+-]?[0-9]+') THEN DATE '1970-01-01' + TRY_CAST(s AS INTEGER)
      WHEN regexp_matches(s, '^-?[0-9]+-[0-9]+-[0-9]+') THEN error('from_json of a date that is in no calendar: ' || s) END)`,
  ),
  define(
    'spark_json_instant_text(s)',
    `coalesce(spark_to_timestamp(s), CASE WHEN regexp_matches(s, '^-?[0-9]+-[0-9]+-[0-9]+ [0-9]+:[0-9]+:[0-9]+')
      THEN error('from_json of a time that is in no calendar: ' || s) END)`,
  ),
  define(
    'spark_json_date(t)',
    `CASE WHEN starts_with(t, '"') THEN ${once(['spark_json_plain(t)'], ([text]) => `spark_json_day(${text})`)} END`,
  ),
  define(
    'spark_json_timestamp(t)',
    `CASE WHEN starts_with(t, '"') THEN ${once(['spark_json_plain(t)'], ([text]) => `spark_json_instant_text(${text})`)}
      ELSE make_timestamptz(spark_wrap64(TRY_CAST(spark_json_whole(t) AS BIGINT)::HUGEINT * 1000000)) END`,
  ),
]
