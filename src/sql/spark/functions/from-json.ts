import { once } from '../engines/duckdb/define-macro.ts'
import { parseInstant, parsePattern } from '../engines/duckdb/java-pattern-parse.ts'
import { readSchema } from '../parse/schema-text.ts'
import { sessionZone } from '../zones/session-zone.ts'
import type { SparkSettings } from '../spark-settings.ts'
import { type SparkType, sparkName } from '../spark-types/spark-type.ts'
import { type Argument, entry, type FunctionEntry, Mistaken, Refused } from './entry.ts'
import { type JsonOptions, jsonOptions } from './json-options.ts'
import { atRoot, text, type Times } from './json-read.ts'
import { unreadAtRoot } from './json-unread.ts'

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
  const options = jsonOptions('from_json', args[2])
  if (args.length > 2 && settings.timeParserPolicy === 'LEGACY')
    throw new Refused('from_json with options, under the rules of Spark 2')
  const times = timesOf(options, settings)
  const type = schemaOf(args)
  const corrupt = corruptField(type, options, args.length > 2)
  const result = (json: string): string => {
    const whole = (given: ReadonlyMap<string, string>): string => {
      const value = atRoot(times, 'json_root', type, given)
      if (!options.failFast) return value
      const failure = `error('from_json of a malformed record, in the mode FAILFAST: ' || ${json})`
      return `CASE WHEN ${unreadAtRoot(times, 'json_root', type, given)} THEN ${failure} ELSE ${value} END`
    }
    const given = new Map<string, string>()
    if (corrupt !== undefined) {
      const unread = unreadAtRoot(times, 'json_root', type, new Map([[corrupt, '']]))
      given.set(corrupt, `CASE WHEN ${unread} THEN ${json} END`)
    }
    const root = `list_transform([spark_json_strict(${json})], lambda json_root: ${whole(given)})[1]`
    // A text that can be read, or not, gives a struct; one of blanks gives NULL.
    return type.kind === 'struct' || options.failFast
      ? `CASE WHEN CASE WHEN starts_with(${json}, '{') THEN true ELSE regexp_matches(${json}, '[^\\x00-\\x20]') END THEN ${root} END`
      : root
  }
  const json = text(args)
  return corrupt === undefined && !options.failFast
    ? result(json)
    : once([json], ([own = json]) => result(own))
})

/** The field that holds a record that cannot be read as a whole. */
const corruptField = (type: SparkType, options: JsonOptions, chosen: boolean): string | undefined => {
  const field =
    type.kind === 'struct' ? type.fields.find(({ name }) => name === options.corruptColumn) : undefined
  if (field === undefined) return undefined
  if (field.type.kind !== 'string')
    throw new Refused(`a field for corrupt records of type ${sparkName(field.type)}`, 'declare it as STRING')
  // Without options Spark's optimizer reads only what is selected of the struct, and finds less that is malformed.
  if (!chosen)
    throw new Refused(
      `from_json with a field ${field.name} and without options`,
      "write map('mode', 'PERMISSIVE') as the third argument, so that Spark reads all fields",
    )
  return field.name
}

const timesOf = ({ dateFormat, timestampFormat }: JsonOptions, settings: SparkSettings): Times => {
  const strict = settings.timeParserPolicy === 'EXCEPTION'
  // A pattern is all that counts for text; numbers are seconds as ever.
  return {
    date: (value) =>
      dateFormat === undefined
        ? `spark_json_date(${value})`
        : `CASE WHEN starts_with(${value}, '"') THEN CAST(${parsePattern(dateFormat, `spark_json_plain(${value})`, strict)} AS DATE) END`,
    timestamp: (value) =>
      timestampFormat === undefined
        ? `spark_json_timestamp(${value})`
        : `CASE WHEN starts_with(${value}, '"') THEN ${parseInstant(timestampFormat, `spark_json_plain(${value})`, strict, sessionZone(settings))} ELSE spark_json_timestamp(${value}) END`,
  }
}
