import { literal, type Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define, joined } from '../engines/duckdb/define-macro.ts'
import { type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { printPattern } from '../engines/duckdb/java-pattern.ts'
import { sessionZone } from '../zones/session-zone.ts'
import type { SparkSettings } from '../spark-settings.ts'
import { clockOf } from './date-patterns.ts'
import { entry, type FunctionEntry, mismatch, Refused } from './entry.ts'
import { type JsonOptions, jsonOptions } from './json-options.ts'
import { quotedName } from './structs.ts'

export const toJson: FunctionEntry = entry('a?a', types.string, (a, args, _, settings) => {
  const type = args[0]?.type ?? types.unknown
  if (type.kind === 'unknown') return 'CAST(NULL AS VARCHAR)'
  if (type.kind !== 'struct' && type.kind !== 'array' && type.kind !== 'map')
    throw mismatch(`to_json of a ${sparkName(type)}`, [type], 'write a struct, an array or a map')
  const write = writer(jsonOptions('to_json', args[1]), settings)
  return `list_transform([${a[0]}], lambda json_root: ${write('json_root', type, 0)})[1]`
})

type Write = (x: string, type: SparkType, depth: number) => string

const writer = (options: JsonOptions, settings: SparkSettings): Write => {
  const write: Write = (x, type, depth) => writeValue(write, options, settings, x, type, depth)
  return write
}

/** A time by a pattern of the author's, as a text of JSON. */
const printed = (pattern: string, x: string, settings: SparkSettings, instant = 'NULL'): string => {
  if (settings.timeParserPolicy === 'LEGACY') throw new Refused('to_json with a pattern of Spark 2')
  return `CAST(to_json(${printPattern(pattern, x, clockOf(settings, instant))}) AS VARCHAR)`
}

/** The offset of an instant as it stands behind a time in JSON and CSV. */
export const offsetMark = (x: string, settings: SparkSettings): string =>
  sessionZone(settings) === undefined ? `'Z'` : `spark_offset_text(spark_offset_seconds(${x}), ':', 2, 'Z')`

/** The JSON of a value; NULL where it is NULL. */
const writeValue = (
  write: Write,
  options: JsonOptions,
  settings: SparkSettings,
  x: string,
  type: SparkType,
  depth: number,
): string => {
  switch (type.kind) {
    case 'string':
      return `CAST(to_json(${x}) AS VARCHAR)`
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return `CAST(${x} AS VARCHAR)`
    case 'decimal':
      return castTo({ sql: x, type }, types.string)
    case 'float':
    case 'double':
      return `spark_json_fraction(${x}, ${castTo({ sql: x, type }, types.string)})`
    case 'date':
      if (options.dateFormat !== undefined)
        return printed(options.dateFormat, `CAST(${x} AS TIMESTAMP)`, settings)
      return `'"' || ${castTo({ sql: x, type }, types.string)} || '"'`
    case 'timestamp':
      if (options.timestampFormat !== undefined)
        return printed(options.timestampFormat, `spark_utc(${x})`, settings, x)
      return `spark_json_instant(spark_utc(${x}), ${offsetMark(x, settings)})`
    case 'timestamp_ntz':
      return `spark_json_instant(${x}, '')`
    case 'binary':
      return `'"' || to_base64(${x}) || '"'`
    case 'null':
      return 'CAST(NULL AS VARCHAR)'
    case 'struct': {
      const fields = type.fields.map(({ name, type: own }) => {
        const value = write(`(${x}).${quotedName(name)}`, own, depth)
        const shown = options.ignoreNullFields ? value : `coalesce(${value}, 'null')`
        return `${literal(`${JSON.stringify(name)}:`)} || ${shown}`
      })
      return `CASE WHEN ${x} IS NOT NULL THEN '{' || concat_ws(',', ${fields.join(', ')}) || '}' END`
    }
    case 'array': {
      const e = `json_w${depth}`
      const items = `list_transform(${x}, lambda ${e}: coalesce(${write(e, type.element, depth + 1)}, 'null'))`
      return `CASE WHEN ${x} IS NOT NULL THEN '[' || ${joined(items, ',')} || ']' END`
    }
    case 'map': {
      const e = `json_w${depth}`
      const items = `list_transform(map_entries(${x}), lambda ${e}: ${key(`(${e}).key`, type.key)} || ':' || coalesce(${write(`(${e}).value`, type.value, depth + 1)}, 'null'))`
      return `CASE WHEN ${x} IS NOT NULL THEN '{' || ${joined(items, ',')} || '}' END`
    }
    default:
      throw new Refused(`to_json of the type ${sparkName(type)}`)
  }
}

/** Keys are what Spark holds inside: days for a date, so only those whose text is what one reads. */
const key = (x: string, type: SparkType): string => {
  if (!/^(?:string|boolean|tinyint|smallint|int|bigint|decimal|null)$/.test(type.kind))
    throw new Refused(`to_json of a map with keys of type ${sparkName(type)}`, 'cast them to STRING')
  return `CAST(to_json(${castTo({ sql: x, type }, types.string)}) AS VARCHAR)`
}

export const jsonWriteMacros: readonly Sql[] = [
  define(
    'spark_json_fraction(x, t)',
    `CASE WHEN isfinite(x) THEN t WHEN isnan(x) THEN '"NaN"' WHEN x > 0 THEN '"Infinity"' WHEN x < 0 THEN '"-Infinity"' END`,
  ),
  define(
    'spark_json_instant(n, zone)',
    `'"' || spark_date_text(CAST(n AS DATE)) || strftime(n, 'T%H:%M:%S.') || lpad(CAST((epoch_us(n) % 1000000 + 1000000) % 1000000 // 1000 AS VARCHAR), 3, '0') || zone || '"'`,
  ),
]
