import { parseInstant, parsePattern } from '../java-pattern-parse.ts'
import { jsonOptions } from './json-options.ts'
import { literal, type Sql } from '../../quote.ts'
import { castTo, engineType } from '../casts.ts'
import { define, once } from '../define-macro.ts'
import { plainAsDecimal } from '../engines/duckdb/read-decimal.ts'
import { readSchema } from '../schema-text.ts'
import { sessionZone } from '../session-zone.ts'
import { type SparkType, sparkName, types } from '../spark-type.ts'
import { type Argument, entry, type FunctionEntry, Mistaken, Refused } from './entry.ts'
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

const schemaOf = (args: readonly Argument[]): SparkType => {
  // What schema_of_json gives is a literal of the engine.
  const schema = args[1]?.literal ?? /^'((?:[^']|'')*)'$/.exec(args[1]?.sql ?? '')?.[1]?.replaceAll("''", "'")
  if (schema === undefined)
    throw new Refused(
      'from_json with a schema that is not written as text',
      "write it as in 'a INT, b STRING'",
    )
  const type = readSchema(schema)
  if (type.kind !== 'struct' && type.kind !== 'array' && type.kind !== 'map')
    throw new Mistaken(`from_json with the schema ${sparkName(type)}`, 'write a struct, an array or a map')
  return type
}

export const fromJson: FunctionEntry = entry('aa?a', schemaOf, (_, args, _finish, settings) => {
  const json = text(args)
  const { dateFormat, timestampFormat } = jsonOptions('from_json', args[2])
  if (args.length > 2 && settings.timeParserPolicy === 'LEGACY')
    throw new Refused('from_json with options, under the rules of Spark 2')
  const parse = (pattern: string, value: string) =>
    parsePattern(pattern, `spark_json_plain(${value})`, settings.timeParserPolicy === 'EXCEPTION')
  // A pattern is all that counts for text; numbers are seconds as ever.
  const times: Times = {
    date: (value) =>
      dateFormat === undefined
        ? `spark_json_date(${value})`
        : `CASE WHEN starts_with(${value}, '"') THEN CAST(${parse(dateFormat, value)} AS DATE) END`,
    timestamp: (value) =>
      timestampFormat === undefined
        ? `spark_json_timestamp(${value})`
        : `CASE WHEN starts_with(${value}, '"') THEN ${parseInstant(timestampFormat, `spark_json_plain(${value})`, settings.timeParserPolicy === 'EXCEPTION', sessionZone(settings))} ELSE spark_json_timestamp(${value}) END`,
  }
  const type = schemaOf(args)
  const root = `list_transform([spark_json_strict(${json})], lambda json_root: ${atRoot(times, 'json_root', type)})[1]`
  // A text that can be read, or not, gives a struct; one of blanks gives NULL.
  return type.kind === 'struct'
    ? `CASE WHEN regexp_matches(${json}, '[^\\x00-\\x20]') THEN ${root} END`
    : root
})

/** How dates and timestamps are read. */
type Times = {
  readonly date: (json: string) => string
  readonly timestamp: (json: string) => string
}

const atRoot = (times: Times, json: string, type: SparkType): string => {
  if (type.kind === 'struct') return members(times, json, type.fields, 0)
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
  fields: readonly { readonly name: string; readonly type: SparkType }[],
  depth: number,
): string => {
  const names = fields.map(({ name }) => name)
  refuseSameNames(names)
  if (names.length === 0) throw new Refused('from_json of a struct without fields')
  if (names.includes('_corrupt_record')) throw new Refused('from_json with a field _corrupt_record')
  const own = `json_o${depth}`
  const shape = literal(JSON.stringify(Object.fromEntries(names.map((name) => [name, 'JSON']))))
  const packed = fields
    .map(
      ({ name, type }) =>
        `${quotedName(name)} := ${read(times, `CAST((${own}).${quotedName(name)} AS VARCHAR)`, type, depth + 1)}`,
    )
    .join(', ')
  const object = `CASE WHEN ${twice(json, names)} THEN spark_json_last(${json}) ELSE ${json} END`
  return `list_transform([json_transform(${object}, ${shape})], lambda ${own}: struct_pack(${packed}))[1]`
}

/** A JSON value, as its text, in a type: NULL where Spark cannot read it so. */
const read = (times: Times, json: string, type: SparkType, depth: number): string => {
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
      const entries = `map_entries(json_transform(CASE WHEN json_type(${json}) = 'OBJECT' THEN ${json} END, '"MAP(VARCHAR, JSON)"'))`
      const list = `list_transform([${entries}], lambda ${own}: [struct_pack(n := list_count(list_transform(${own}, lambda ${e}: (${e}).value)), l := list_transform(${own}, lambda ${e}: struct_pack(key := (${e}).key, value := ${value})))])[1]`
      const checked = `list_transform(${list}, lambda json_c: CASE WHEN list_count(list_transform((json_c).l, lambda json_v: (json_v).value)) = (json_c).n THEN map_from_entries((json_c).l) END)[1]`
      return checked
    }
    default:
      throw new Refused(`from_json of the type ${sparkName(type)}`)
  }
}

/** An element that cannot be read makes the whole list NULL. */
const whole = (list: string, depth: number): string =>
  `list_transform(${list}, lambda json_c${depth}: CASE WHEN list_count((json_c${depth}).l) = (json_c${depth}).n THEN (json_c${depth}).l END)[1]`

export const jsonReadMacros: readonly Sql[] = [
  define('spark_json_whole(t)', `CASE WHEN NOT regexp_matches(t, '[.eE]') THEN t END`),
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
    `CASE WHEN spark_json_double(t) > 3.4028235677973366e38 THEN 'inf'::FLOAT WHEN spark_json_double(t) < -3.4028235677973366e38 THEN '-inf'::FLOAT
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
