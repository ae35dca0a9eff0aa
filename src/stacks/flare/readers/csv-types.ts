import type { Connection } from '../../../engines/index.ts'
import { ident, literal, type Sql, sql, trusted } from '../../../sql/quote.ts'
import type { CsvOptions } from './csv-options.ts'

/** How a text column becomes a typed one: the DuckDB type, and the conversion whose failure is NULL. */
export type CsvConversion = { readonly type: string; readonly convert: (text: Sql) => Sql }

/**
 * The type of each column as Spark's inference finds it: int, bigint, decimal, double, date, timestamp, boolean or
 * string, the first that fits all values. Costs one pass over the data.
 */
export const inferCsvTypes = async (
  relation: Sql,
  names: readonly string[],
  options: CsvOptions,
  connection: Connection,
  signal?: AbortSignal,
): Promise<readonly CsvConversion[]> => {
  const tests = names.flatMap((name, i) => {
    const text = ident(name)
    return candidates(options)
      .map(
        ({ fits }, j) =>
          sql`bool_and(${fits(text)}) FILTER (WHERE ${text} IS NOT NULL) AS ${ident(`${i}_${j}`)}`,
      )
      .concat(sql`max(length(ltrim(${text}, '+-0'))) AS ${ident(`${i}_digits`)}`)
  })
  const [row] = await connection.rows(sql`SELECT ${tests} FROM ${relation}`, signal)
  return names.map((_, i) => {
    const options_ = candidates(options)
    const found = options_.find((_, j) => row?.[`${i}_${j}`] === true)
    if (found === undefined) return textConversion
    return found.kind === 'decimal' ? decimalOf(Number(row?.[`${i}_digits`])) : found
  })
}

/** The conversion to a type that a schema names. */
export const conversionTo = (type: string, options: CsvOptions): CsvConversion => {
  switch (type) {
    case 'VARCHAR':
      return textConversion
    case 'DATE':
      return { type, convert: (text) => sql`CAST(${momentOf(text, options.dateFormat)} AS DATE)` }
    case 'TIMESTAMP WITH TIME ZONE':
      return { type, convert: (text) => timestampOf(text, options) }
    case 'BOOLEAN':
      return { type, convert: booleanOf }
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      // DuckDB would round 12.7; Spark's CSV reader gives NULL.
      return {
        type,
        convert: (text) =>
          sql`CASE WHEN regexp_full_match(${text}, ${integer}) THEN TRY_CAST(${text} AS ${trusted(type)}) END`,
      }
    case 'FLOAT':
    case 'DOUBLE':
      return { type, convert: (text) => numberOf(text, type) }
    default:
      return { type, convert: (text) => sql`TRY_CAST(${text} AS ${trusted(type)})` }
  }
}

const textConversion: CsvConversion = { type: 'VARCHAR', convert: (text) => text }

type Candidate = CsvConversion & { readonly kind: 'plain' | 'decimal'; readonly fits: (text: Sql) => Sql }

const integer = literal('[+-]?[0-9]+')
const fraction = literal(
  '\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]?\\s*|[+-]?(Infinity|Inf)|NaN',
)

const candidates = (options: CsvOptions): readonly Candidate[] => [
  whole('INTEGER'),
  whole('BIGINT'),
  {
    kind: 'decimal',
    type: 'DECIMAL',
    convert: (text) => text,
    fits: (text) => sql`regexp_full_match(${text}, ${integer}) AND length(ltrim(${text}, '+-0')) <= 38`,
  },
  {
    kind: 'plain',
    ...conversionTo('DOUBLE', options),
    fits: (text) => sql`regexp_full_match(${text}, ${fraction})`,
  },
  fitting(conversionTo('DATE', options), (text) =>
    options.dateFormat === undefined
      ? sql`regexp_full_match(${text}, ${literal('[0-9]{4}(-[0-9]{1,2}){0,2}')})`
      : sql`true`,
  ),
  fitting(conversionTo('TIMESTAMP WITH TIME ZONE', options), () => sql`true`),
  fitting(conversionTo('BOOLEAN', options), () => sql`true`),
]

const whole = (type: string): Candidate => ({
  kind: 'plain',
  type,
  convert: (text) => sql`TRY_CAST(${text} AS ${trusted(type)})`,
  fits: (text) =>
    sql`regexp_full_match(${text}, ${integer}) AND TRY_CAST(${text} AS ${trusted(type)}) IS NOT NULL`,
})

const fitting = (conversion: CsvConversion, shape: (text: Sql) => Sql): Candidate => ({
  kind: 'plain',
  ...conversion,
  fits: (text) => sql`${shape(text)} AND ${conversion.convert(text)} IS NOT NULL`,
})

const decimalOf = (digits: number): CsvConversion => {
  const type = `DECIMAL(${Math.max(1, digits)},0)`
  return { type, convert: (text) => sql`TRY_CAST(${text} AS ${trusted(type)})` }
}

const numberOf = (text: Sql, type: string): Sql =>
  sql`CASE WHEN regexp_full_match(${text}, ${fraction}) THEN TRY_CAST(rtrim(trim(${text}), 'dDfF') AS ${trusted(type)}) END`

const booleanOf = (text: Sql): Sql =>
  sql`CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`

const timestampOf = (text: Sql, options: CsvOptions): Sql =>
  options.timestampFormat === undefined
    ? sql`CASE WHEN regexp_full_match(${text}, ${literal('[0-9]{4}(-[0-9]{1,2}(-[0-9]{1,2}([T ].*)?)?)?')}) THEN TRY_CAST(${dayFirst(text)} AS TIMESTAMPTZ) END`
    : sql`timezone('UTC', ${momentOf(text, options.timestampFormat)})`

const dayFirst = (text: Sql): Sql =>
  sql`CASE WHEN length(${text}) = 4 THEN ${text} || '-01-01' WHEN regexp_full_match(${text}, '[0-9]{4}-[0-9]{1,2}') THEN ${text} || '-01' ELSE ${text} END`

const momentOf = (text: Sql, format: string | undefined): Sql =>
  format === undefined
    ? sql`TRY_CAST(${dayFirst(text)} AS TIMESTAMP)`
    : sql`try_strptime(${text}, ${literal(strftimeFormat(format))})`

const directives: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  yy: '%y',
  y: '%Y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%-m',
  dd: '%d',
  d: '%-d',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  m: '%-M',
  ss: '%S',
  s: '%-S',
  SSSSSS: '%f',
  SSS: '%g',
  a: '%p',
  EEEE: '%A',
  EEE: '%a',
  XXX: '%z',
  XX: '%z',
  X: '%z',
  Z: '%z',
  VV: '%Z',
  z: '%Z',
}

/** A Java pattern as DuckDB's. A letter without a counterpart matches no text, so the column stays text. */
const strftimeFormat = (pattern: string): string =>
  (pattern.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[\s\S]/g) ?? [])
    .map((token) => {
      if (token === "''") return "'"
      if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'").replaceAll('%', '%%')
      return /^[A-Za-z]/.test(token) ? (directives[token] ?? '\u0001') : token.replaceAll('%', '%%')
    })
    .join('')
