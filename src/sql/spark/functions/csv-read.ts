import { literal, type Sql, sql, trusted } from '../../quote.ts'
import { castTo, engineType } from '../engines/duckdb/casts.ts'
import { csvReading } from './csv-values.ts'
import { once } from '../engines/duckdb/define-macro.ts'
import { parsePattern } from '../engines/duckdb/java-pattern-parse.ts'
import { readSchema } from '../parse/schema-text.ts'
import type { SparkSettings } from '../spark-settings.ts'
import { type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { type FromCsvOptions, fromCsvOptions } from './csv-options.ts'
import { csvCells } from './csv-split.ts'
import { type Argument, entry, type FunctionEntry, Mistaken, Refused } from './entry.ts'
import { quotedName, refuseSameNames } from './structs.ts'

type Field = Extract<SparkType, { kind: 'struct' }>['fields'][number]

const schemaOf = (args: readonly Argument[]): Extract<SparkType, { kind: 'struct' }> => {
  // What schema_of_csv gives is a literal of the engine.
  const schema = args[1]?.literal ?? /^'((?:[^']|'')*)'$/.exec(args[1]?.sql ?? '')?.[1]?.replaceAll("''", "'")
  if (schema === undefined)
    throw new Refused(
      'from_csv with a schema that is not written as text',
      "write it as in 'a INT, b STRING'",
    )
  const type = readSchema(schema)
  if (type.kind !== 'struct')
    throw new Mistaken(
      `from_csv with the schema ${sparkName(type)}`,
      "write columns, as in 'a INT, b STRING'",
    )
  return type
}

/**
 * from_csv: one expression that cuts the line and reads each cell. A field that cannot be read is NULL, the others stay;
 * a line with another number of cells loses or lacks some. Source: CsvToStructs, UnivocityParser, FailureSafeParser.
 */
export const fromCsv: FunctionEntry = entry('aa?a', schemaOf, (_, args, _finish, settings) => {
  const line = textOf(args[0])
  const { fields } = schemaOf(args)
  const options = fromCsvOptions(args[2])
  if (settings.timeParserPolicy === 'LEGACY') throw new Refused('from_csv under the rules of Spark 2')
  const isCorrupt = ({ name }: Field): boolean => name === options.corruptColumn
  const corrupt = fields.find(isCorrupt)
  const read = fields.filter((field) => !isCorrupt(field))
  refuseSameNames(fields.map(({ name }) => name))
  if (read.length === 0) throw new Refused('from_csv without a field to read')
  if (corrupt !== undefined && corrupt.type.kind !== 'string')
    throw new Refused(`a field for corrupt lines of type ${sparkName(corrupt.type)}`, 'declare it as STRING')
  if (corrupt !== undefined && options.comment !== '')
    throw new Refused('from_csv with a comment character and a field for corrupt lines')
  const values = read.map(({ type }, i) => valueOf(type, `(csv_f).c${i}`, options, settings))
  const pack = (valueAt: (i: number) => string, whole: string): string =>
    `struct_pack(${fields
      .map((field) => {
        const value = isCorrupt(field) ? whole : valueAt(read.indexOf(field))
        return `${quotedName(field.name)} := ${value}`
      })
      .join(', ')})`
  const result = (text: string): string => {
    if (corrupt === undefined && !options.failFast) return pack((i) => values[i] ?? 'NULL', 'NULL')
    // Values are made once, and looked at twice.
    const made = `struct_pack(${values.map((value, i) => `v${i} := ${value}`).join(', ')})`
    const unread = read.flatMap(({ type }, i) =>
      type.kind === 'string' ? [] : [`(csv_f).c${i} IS NOT NULL AND (csv_v).v${i} IS NULL`],
    )
    const bad = [`(csv_f).n IS DISTINCT FROM ${read.length}`, ...unread].join(' OR ')
    const whole = `CASE WHEN ${text} <> '' THEN regexp_replace(${text}, '\\r?\\n$|\\f$', '') END`
    const packed = pack((i) => `(csv_v).v${i}`, `CASE WHEN ${bad} THEN ${whole} END`)
    const checked = options.failFast
      ? `CASE WHEN ${bad} THEN error('from_csv of a malformed record, in the mode FAILFAST: ' || ${text}) ELSE ${packed} END`
      : packed
    return `list_transform([${made}], lambda csv_v: ${checked})[1]`
  }
  const cells = read.map((_, i) => `c${i} := nullif(csv_l[${i + 1}], ${literal(options.nullValue)})`)
  return once([line], ([text = line]) => {
    const cut = `list_transform([${guarded(text, options)}], lambda csv_l: struct_pack(n := len(csv_l), ${cells.join(', ')}))[1]`
    return `CASE WHEN ${text} IS NOT NULL THEN list_transform([${cut}], lambda csv_f: ${result(text)})[1] END`
  })
})

const textOf = (argument: Argument | undefined): string => {
  const value = argument ?? { sql: 'NULL', type: types.null }
  const { kind } = value.type
  if (kind !== 'string' && kind !== 'null' && kind !== 'unknown')
    throw new Mistaken(`from_csv of a ${kind}`, 'cast it to STRING')
  return castTo(value, types.string)
}

/** The cells of a line; NULL for a line without any. Fails where the parser of Spark forgets what it has seen. */
const guarded = (text: string, options: FromCsvOptions): string => {
  const { separator, comment, trimLeading, trimTrailing, nullValue, emptyValue } = options
  const none = comment === '' ? `${text} = ''` : `${text} = '' OR starts_with(${text}, ${literal(comment)})`
  const fail = (when: string, what: string) => `WHEN ${when} THEN error('from_csv of ${what}')`
  // Whether a last cell of blanks is empty or NULL depends on the cell before it.
  const isOwn = (nullValue !== '' || emptyValue !== '') && (trimLeading || trimTrailing)
  const before = separator === '^' ? '\\^' : separator
  const blankEnd = isOwn
    ? fail(
        `regexp_matches(${text}, ${literal(`(?:^|[${before}])[\\x00-\\x20]+$`)})`,
        'a text that ends with a cell of blanks, with nullValue or emptyValue',
      )
    : ''
  return `CASE WHEN ${none} THEN NULL
    ${fail(`contains(${text}, '\uffff') OR contains(${text}, chr(0))`, 'a text with the character 0 or U+FFFF, which end lines there')}
    ${blankEnd}
    ${fail(`strlen(${text}) > 20479 AND length(${text}) - length(replace(${text}, ${literal(separator)}, '')) > 20479`, 'a text with more than 20480 cells')}
    ELSE ${csvCells(text, options)} END`
}

const valueOf = (type: SparkType, cell: string, options: FromCsvOptions, settings: SparkSettings): string => {
  const read = (pattern: string, text: Sql): Sql =>
    trusted(parsePattern(pattern, text, settings.timeParserPolicy === 'EXCEPTION' && 'lenient'))
  const reading = csvReading(engineType(type), {
    ...options,
    readDate: read,
    readInstant: (pattern, text) => sql`spark_instant(${read(pattern, text)})`,
    castInstant: (text) => sql`spark_to_timestamp(${text})`,
  })
  if (reading === undefined)
    throw new Refused(
      `from_csv of a field of type ${sparkName(type)}`,
      'declare it as STRING, and convert it afterwards',
    )
  return reading(trusted(cell))
}
