import { literal, type Sql } from '../../quote.ts'
import { define, once } from '../engines/duckdb/define-macro.ts'
import { array, types } from '../spark-types/spark-type.ts'
import { type Argument, entry, type Functions, Refused, within } from './entry.ts'
import { fromJson } from './from-json.ts'
import { enginePath, member, stepsOf } from './json-path.ts'
import { jsonReadMacros, text } from './json-read.ts'
import { schemaOfJson } from './json-schema.ts'
import { jsonTextMacros, twice } from './json-text.ts'
import { fromCsv } from './csv-read.ts'
import { schemaOfCsv } from './csv-schema.ts'
import { csvWriteMacros, toCsv } from './csv-write.ts'
import { jsonWriteMacros, toJson } from './json-write.ts'

const { int, string } = types

const allOf = (value: string, path: string): string =>
  `list_transform([spark_json_path_all(${value}, ${path})[1]], lambda all_j: spark_json_member(all_j))[1]`

const getJsonObject = (json: string, path: Argument | undefined): string => {
  if (path?.type.kind === 'null') return 'CAST(NULL AS VARCHAR)'
  if (path === undefined) throw new Refused('get_json_object without a path')
  if (path.literal === undefined && path.choices === undefined && path.type.kind === 'string')
    return once([`spark_json(${json})`, `spark_json_path_of_row(${path.sql})`], ([value = '', at = '']) => {
      const all = allOf(value, `${at}[2:]`)
      return `CASE WHEN starts_with(${at}, 'w') THEN ${all} ELSE spark_json_by_path(${value}, ${at}) END`
    })
  if (path.literal === undefined)
    throw new Refused(
      'get_json_object with a path that is not written as text',
      'write the path as a literal',
    )
  const steps = stepsOf(path.literal)
  if (steps === undefined) return 'CAST(NULL AS VARCHAR)'
  const at = literal(enginePath(steps))
  const value = `spark_json(${json})`
  const wild = steps.filter((step) => step.kind === 'all').length
  const last = steps.at(-1)
  if (wild > 1 || steps.some((step, i) => step.kind === 'all' && steps[i - 1]?.kind === 'index'))
    return allOf(value, literal(path.literal))
  if (wild === 1) {
    // Of a document that is NULL whatever the row the engine knows no list.
    const all = `CAST(json_extract(${value}, ${at}) AS JSON[])`
    const kept = last?.kind === 'name' ? `list_filter(${all}, lambda e: CAST(e AS VARCHAR) <> 'null')` : all
    return `spark_json_list(${kept})`
  }
  if (last === undefined || last.kind === 'index') return `spark_json_element(${value}, ${at})`
  const found = `spark_json_at(${value}, ${at})`
  const [first] = steps
  if (first?.kind !== 'name') return found
  // The first member of the name that leads to something.
  return `coalesce(${found}, CASE WHEN ${twice(json, [first.name])} AND json_valid(${json}) THEN spark_json_rest(spark_json_last(${json}), ${at}) END)`
}

/** One field of json_tuple. */
export const jsonField = (json: string, name: Argument): string => {
  if (name.literal === undefined) throw new Refused('json_tuple with a field that is not written as text')
  if (name.literal.includes('\\')) throw new Refused(`json_tuple of the field ${name.literal}`)
  const at = literal(`$${member(name.literal)}`)
  return `CASE WHEN ${twice(json, [name.literal])} THEN spark_json_rest(spark_json_last(spark_json(${json})), ${at}) ELSE spark_json_at(spark_json(${json}), ${at}) END`
}

const halves = 'the JSON has no half of a surrogate pair alone, written as an escape'

const hasHalf = (args: readonly Argument[]): boolean => /\\u[dD][89a-fA-F]/.test(args[0]?.literal ?? '')

/** A map has the name that Spark's reader of JSON has for it. */
const jsonLabel = ([json = '', schema = '']: readonly string[]): string =>
  /^\s*map\s*</i.test(schema) ? 'entries' : `from_json(${json})`

export const jsonFunctions: Functions = {
  get_json_object: within(
    halves,
    entry('aa', string, (_, args) => getJsonObject(text(args), args[1])),
    hasHalf,
  ),
  json_array_length: entry('a', int, (_, args) => `spark_json_array_length(spark_json(${text(args)}))`),
  json_object_keys: entry(
    'a',
    array(string),
    (_, args) => `spark_json_object_keys(spark_json(${text(args)}))`,
  ),
  from_json: within(halves, { ...fromJson, label: jsonLabel }, hasHalf),
  to_json: { ...toJson, label: ([value = '']) => `to_json(${value})` },
  schema_of_json: schemaOfJson,
  from_csv: { ...fromCsv, label: ([value = '']) => `from_csv(${value})` },
  schema_of_csv: { ...schemaOfCsv, label: ([value = '']) => `schema_of_csv(${value})` },
  to_csv: { ...toCsv, label: ([value = '']) => `to_csv(${value})` },
}

export const jsonMacros: readonly Sql[] = [
  ...jsonTextMacros,
  ...jsonReadMacros,
  ...jsonWriteMacros,
  ...csvWriteMacros,
  define(
    'spark_json_array_length(x)',
    `CASE WHEN json_type(x) = 'ARRAY' THEN CAST(json_array_length(x) AS INTEGER) END`,
  ),
  // A path as \`jsonPathOfRow\` writes it.
  define(
    'spark_json_by_path(x, p)',
    `CASE WHEN starts_with(p, 'n') THEN coalesce(spark_json_at(x, p[2:]), CASE WHEN json_type(x) = 'OBJECT'
        AND len(list_distinct(json_keys(x))) < len(json_keys(x)) THEN spark_json_rest(spark_json_last(x), p[2:]) END)
      WHEN starts_with(p, 'e') THEN spark_json_element(x, p[2:]) END`,
  ),
  define('spark_json_object_keys(x)', `CASE WHEN json_type(x) = 'OBJECT' THEN json_keys(x) END`),
]
