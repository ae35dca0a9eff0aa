import { failure } from '../../../diagnostics/index.ts'
import type { Connection } from '../../../engines/index.ts'
import { ident, join, literal, type Sql, sql, trusted } from '../../../sql/quote.ts'
import {
  csvFraction,
  csvHexadecimal,
  csvInteger,
  isCsvWord,
} from '../../../sql/spark/functions/csv-values.ts'
import {
  type CsvConversion,
  type CsvMeaning,
  conversionTo,
  inferredDateOf,
  inferredTimestampOf,
  textConversion,
} from './csv-types.ts'

const kinds = ['int', 'long', 'dec', 'double', 'date', 'time', 'bool', 'odd', 'text'] as const
type Kind = (typeof kinds)[number]

/**
 * The type of each column as Spark's inference finds it. Spark folds over the rows, so that a few mixtures give a
 * type that depends on their order, and on how files are split: those are refused (MR3232). Costs one pass over the
 * data. Source: CSVInferSchema.
 */
export const inferCsvTypes = async (
  relation: Sql,
  names: readonly string[],
  meaning: CsvMeaning,
  connection: Connection,
  signal?: AbortSignal,
): Promise<readonly CsvConversion[]> => {
  const cells = names.flatMap((name, i) => [
    sql`${kindOf(ident(name), meaning)} AS ${ident(`k${i}`)}`,
    sql`${ident(name)} AS ${ident(`t${i}`)}`,
  ])
  // Kinds are gathered as bits, which cost a tenth of a list of distinct ones.
  const bits = kinds.map((kind, i) => sql`WHEN ${literal(kind)} THEN ${trusted(String(2 ** i))}`)
  const found = names.flatMap((_, i) => [
    sql`bit_or(CASE ${ident(`k${i}`)} ${join(bits, ' ')} END)`,
    sql`max(CASE WHEN ${ident(`k${i}`)} = 'dec' THEN ${precisionOf(ident(`t${i}`))} END)`,
  ])
  const { rows } = await connection.table(
    sql`SELECT ${found} FROM (SELECT ${cells} FROM ${relation})`,
    signal,
  )
  const conversions: CsvConversion[] = []
  for (const [i, name] of names.entries()) {
    const held = Number(rows[0]?.[2 * i] ?? 0)
    const has = new Set(kinds.filter((_, bit) => (held & (2 ** bit)) !== 0))
    const type = typeOf(name, has, { precision: Number(rows[0]?.[2 * i + 1] ?? 0), meaning })
    if (type !== undefined) conversions.push(conversionTo(type, meaning))
    else {
      // A mixture with dates: text, unless each value fits all the same.
      const cell = ident(name)
      const onlyTimes = [...has].every((kind) => kind === 'date' || kind === 'time')
      const time = sql`CAST(${inferredTimestampOf(cell, meaning)} AS VARCHAR)`
      const moment = onlyTimes
        ? time
        : sql`coalesce(CAST(${inferredDateOf(cell, meaning)} AS VARCHAR), ${time})`
      const [other] = await connection.rows(
        sql`SELECT 1 AS one FROM ${relation} WHERE ${cell} <> '' AND ${moment} IS NULL LIMIT 1`,
        signal,
      )
      if (other === undefined) throw ordered(name, 'dates as well as numbers or times that are dates')
      conversions.push(textConversion)
    }
  }
  return conversions
}

const ordered = (column: string, what: string) => failure('MR3232', { column, what })

/** Undefined where the rows have to be looked at once more. */
const typeOf = (
  name: string,
  has: ReadonlySet<Kind>,
  { precision, meaning }: { readonly precision: number; readonly meaning: CsvMeaning },
): string | undefined => {
  const any = (...some: readonly Kind[]): boolean => some.some((kind) => has.has(kind))
  if (has.has('text')) return 'VARCHAR'
  if (has.has('odd')) throw ordered(name, 'numbers in digits of another script, or hexadecimal ones')
  if (has.size === 0) return 'VARCHAR'
  const isNumeric = any('int', 'long', 'dec', 'double')
  if (has.has('bool')) return has.size === 1 ? 'BOOLEAN' : 'VARCHAR'
  if (any('date', 'time')) {
    if (isNumeric) return undefined
    if (!has.has('time')) return 'DATE'
    const { dateFormat = 'yyyy-MM-dd', timestampFormat } = meaning
    const isLenient = timestampFormat === undefined && /^yyyy(?:-MM?(?:-dd?)?)?$/.test(dateFormat)
    return has.has('date') && !isLenient ? undefined : 'TIMESTAMP WITH TIME ZONE'
  }
  if (has.has('double')) return 'DOUBLE'
  if (has.has('dec')) {
    const isSmall = precision < 10 ? any('int', 'long') : precision < 20 && has.has('long')
    if (isSmall) throw ordered(name, 'whole numbers in several spellings, or just above and below 64 bits')
    return `DECIMAL(${precision},0)`
  }
  return has.has('long') ? 'BIGINT' : 'INTEGER'
}

/** What a value alone would be; NULL for one that does not count. */
const kindOf = (text: Sql, meaning: CsvMeaning): Sql => {
  const number = literal('[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?')
  // The digits after the point, less the exponent.
  const scale = sql`(length(regexp_extract(${text}, '\\.([0-9]*)', 1)) - coalesce(TRY_CAST(ltrim(nullif(regexp_extract(${text}, '[eE](.*)$', 1), ''), '+') AS INTEGER), 0))`
  const date = meaning.preferDate ? sql`WHEN ${inferredDateOf(text, meaning)} IS NOT NULL THEN 'date'` : sql``
  const isMoment =
    meaning.dateFormat === undefined && meaning.timestampFormat === undefined
      ? sql`regexp_matches(${text}, '^[\\x00-\\x20]*[+-]?T?[0-9]')`
      : sql`true`
  return sql`CASE WHEN ${text} IS NULL OR ${text} = '' THEN NULL ${usualKinds(text, meaning)}
    WHEN regexp_full_match(${text}, ${csvInteger}) THEN CASE WHEN TRY_CAST(${text} AS INTEGER) IS NOT NULL THEN 'int'
      WHEN TRY_CAST(${text} AS BIGINT) IS NOT NULL THEN 'long' WHEN ${precisionOf(text)} <= 38 THEN 'dec' ELSE 'double' END
    WHEN regexp_full_match(${text}, ${number}) AND ${scale} = 0 AND ${precisionOf(text)} <= 38 THEN 'dec'
    WHEN regexp_full_match(${text}, ${csvFraction}) OR ${isCsvWord(text, meaning)} THEN 'double'
    WHEN regexp_full_match(${text}, ${csvHexadecimal})
      OR strlen(${text}) <> length(${text}) AND regexp_full_match(spark_latin_digits(${text}), ${number}) THEN 'odd'
    WHEN NOT ${isMoment} THEN CASE WHEN lower(${text}) IN ('true', 'false') THEN 'bool' ELSE 'text' END
    ${date} WHEN ${inferredTimestampOf(text, meaning)} IS NOT NULL THEN 'time'
    WHEN lower(${text}) IN ('true', 'false') THEN 'bool' ELSE 'text' END`
}

/** What most cells are, found with one cheap look each; the rules behind them say the same of these, and of the rest. */
const usualKinds = (text: Sql, meaning: CsvMeaning): Sql => {
  const { dateFormat, timestampFormat, preferDate, nanValue, positiveInf, negativeInf } = meaning
  const hasOwnWords = nanValue !== 'NaN' || positiveInf !== 'Inf' || negativeInf !== '-Inf'
  const numbers = sql`WHEN CAST(TRY_CAST(${text} AS INTEGER) AS VARCHAR) = ${text} THEN 'int'
    WHEN regexp_full_match(${text}, '-?[0-9]{1,15}\\.[0-9]{1,15}') THEN 'double'`
  if (dateFormat !== undefined || timestampFormat !== undefined || hasOwnWords) return numbers
  // Neither a number nor a time begins like this, nor NaN, Infinity, true or false.
  const words = sql`WHEN ${text} IN ('true', 'false') THEN 'bool'
    WHEN regexp_matches(${text}, '^[\\x00-\\x20]*[!-*,/:-EGHJ-MO-SU-eg-su-~]') THEN 'text'`
  const dates = preferDate
    ? sql`WHEN regexp_full_match(${text}, '[0-9]{4}-[0-9][0-9]-[0-9][0-9]') AND TRY_CAST(${text} AS DATE) IS NOT NULL THEN 'date'`
    : sql``
  const times = sql`WHEN strlen(${text}) = 19 AND ${text} LIKE '____-__-__ __:__:__' AND spark_to_timestamp(${text}) IS NOT NULL THEN 'time'`
  return sql`${words} ${numbers} ${dates} ${times}`
}

const precisionOf = (text: Sql): Sql =>
  sql`greatest(1, length(ltrim(regexp_replace(regexp_replace(${text}, '[eE].*$', ''), '[^0-9]', '', 'g'), '0')))`
