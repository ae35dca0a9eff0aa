import { failure } from '../../../diagnostics/index.ts'
import { literal, type Sql, sql, trusted } from '../../../sql/quote.ts'
import { readPattern, type TimeParserPolicy } from './read-pattern.ts'
import type { CsvOptions } from './csv-options.ts'

/** How a text column becomes a typed one: the DuckDB type, and the conversion whose failure is NULL. */
export type CsvConversion = { readonly type: string; readonly convert: (text: Sql) => Sql }

/** What the texts of a column may mean besides what they say: options, and a setting of the session. */
export type CsvMeaning = Pick<
  CsvOptions,
  'dateFormat' | 'timestampFormat' | 'nanValue' | 'positiveInf' | 'negativeInf' | 'preferDate'
> & { readonly policy: TimeParserPolicy }

/**
 * The conversion to a type, as Spark's reader of CSV does it, which is stricter than a cast: no blanks around a
 * number, and a date that only Spark 2 would have understood fails the read. Source: UnivocityParser.makeConverter.
 */
export const conversionTo = (type: string, meaning: CsvMeaning): CsvConversion => {
  switch (type) {
    case 'VARCHAR':
      return textConversion
    case 'DATE':
      return { type, convert: (text) => dateOf(text, meaning) }
    case 'TIMESTAMP WITH TIME ZONE':
      return { type, convert: (text) => timestampOf(text, meaning) }
    case 'BOOLEAN':
      return { type, convert: booleanOf }
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return { type, convert: (text) => integerOf(text, type) }
    case 'FLOAT':
    case 'DOUBLE':
      return { type, convert: (text) => numberOf(text, type, meaning) }
    default:
      if (type.startsWith('DECIMAL')) return { type, convert: (text) => decimalOf(text, type) }
      throw failure('MR3226', { reason: `CSV has no columns of the type ${type}` })
  }
}

export const textConversion: CsvConversion = { type: 'VARCHAR', convert: (text) => text }

export const integer = literal('[+-]?[0-9]+')
/** What Java reads as a double, but for words and hexadecimal digits. */
export const fraction = literal(
  '[\\x00-\\x20]*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]?[\\x00-\\x20]*',
)
const words = literal('[\\x00-\\x20]*[+-]?(NaN|Infinity)[\\x00-\\x20]*')
export const hexadecimal = literal(
  '[\\x00-\\x20]*[+-]?0[xX][0-9a-fA-F.]+[pP][+-]?[0-9]+[fFdD]?[\\x00-\\x20]*',
)

/** True where a text means a number that is none, or an infinite one. */
export const isWord = (text: Sql, { nanValue, positiveInf, negativeInf }: CsvMeaning): Sql =>
  sql`(${text} IN (${[nanValue, positiveInf, negativeInf].map(literal)}) OR regexp_full_match(${text}, ${words}))`

/** DuckDB would round 12.7, and take blanks. Java takes the digits of every script. */
const integerOf = (text: Sql, type: string): Sql =>
  sql`CASE WHEN regexp_full_match(${text}, ${integer}) THEN TRY_CAST(${text} AS ${trusted(type)})
    WHEN strlen(${text}) <> length(${text}) AND regexp_full_match(spark_latin_digits(${text}), ${integer})
      THEN TRY_CAST(spark_latin_digits(${text}) AS ${trusted(type)}) END`

const decimalOf = (text: Sql, type: string): Sql =>
  sql`CASE WHEN NOT regexp_matches(${text}, '[\\x00-\\x20]') THEN TRY_CAST(spark_number_text(replace(${text}, ',', '')) AS ${trusted(type)}) END`

const numberOf = (text: Sql, type: 'FLOAT' | 'DOUBLE', meaning: CsvMeaning): Sql => {
  const constant = (value: string) => trusted(`'${value}'::${type}`)
  const { nanValue, positiveInf, negativeInf } = meaning
  return sql`CASE WHEN regexp_full_match(${text}, ${fraction}) THEN ${trusted(`spark_to_${type.toLowerCase()}`)}(${text})
    WHEN ${text} IS NULL THEN NULL WHEN ${text} = ${literal(nanValue)} THEN ${constant('nan')}
    WHEN ${text} = ${literal(negativeInf)} THEN ${constant('-inf')} WHEN ${text} = ${literal(positiveInf)} THEN ${constant('inf')}
    WHEN regexp_full_match(${text}, ${words})
      THEN CASE WHEN contains(${text}, 'NaN') THEN ${constant('nan')} WHEN contains(${text}, '-') THEN ${constant('-inf')} ELSE ${constant('inf')} END
    WHEN regexp_full_match(${text}, ${hexadecimal}) THEN error('a hexadecimal number in a CSV file: ' || ${text}) END`
}

const booleanOf = (text: Sql): Sql =>
  sql`CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`

const dateOf = (text: Sql, { dateFormat, policy }: CsvMeaning): Sql =>
  dateFormat === undefined
    ? sql`coalesce(spark_to_date(${text}), CAST(${readPattern('dateFormat', defaultDate, text, policy)} AS DATE))`
    : sql`CAST(${readPattern('dateFormat', dateFormat, text, policy)} AS DATE)`

/** Dates as the inference knows them: without a pattern it is stricter than the reader. */
export const inferredDateOf = (text: Sql, { dateFormat = defaultDate, policy }: CsvMeaning): Sql =>
  sql`CAST(${readPattern('dateFormat', dateFormat, text, quietly(policy))} AS DATE)`

/** What only Spark 2 would have understood fails the reader, and is no date to the inference. */
const quietly = (policy: TimeParserPolicy): TimeParserPolicy => (policy === 'LEGACY' ? policy : 'CORRECTED')

const defaultDate = 'yyyy-MM-dd'

const timestampOf = (text: Sql, { timestampFormat, policy }: CsvMeaning): Sql =>
  timestampFormat === undefined
    ? sql`coalesce(spark_to_timestamp(${text}), spark_instant(${readPattern('timestampFormat', 'yyyy-MM-dd HH:mm:ss', text, policy)}))`
    : sql`spark_instant(${readPattern('timestampFormat', timestampFormat, text, policy)})`

export const inferredTimestampOf = (text: Sql, { timestampFormat, policy }: CsvMeaning): Sql =>
  timestampFormat === undefined
    ? sql`spark_to_timestamp(${text})`
    : sql`spark_instant(${readPattern('timestampFormat', timestampFormat, text, quietly(policy))})`
