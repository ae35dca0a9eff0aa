import { literal, type Sql, sql, trusted } from '../../quote.ts'

/** What a field of CSV may mean besides what it says: options of the reader and of from_csv. */
export type CsvMeaning = {
  readonly dateFormat?: string | undefined
  readonly timestampFormat?: string | undefined
  readonly nanValue: string
  readonly positiveInf: string
  readonly negativeInf: string
  /** A text in a pattern of Java as a TIMESTAMP in UTC, by the rules for dates that hold. */
  readonly readDate: (pattern: string, text: Sql) => Sql
  /** The same as an instant; of a text without an offset it is that at which clocks of the session show it. */
  readonly readInstant: (pattern: string, text: Sql) => Sql
  /** A text as an instant by Spark's cast. */
  readonly castInstant: (text: Sql) => Sql
}

/**
 * How a field of CSV becomes a value of a type of the engine, as Spark reads it, which is stricter than a cast: no blanks
 * around a number, and a date that only Spark 2 would have understood is an error. What cannot be read is NULL.
 * Undefined for types that fields do not have. The text is written several times. Source: UnivocityParser.makeConverter.
 */
export const csvReading = (type: string, meaning: CsvMeaning): ((text: Sql) => Sql) | undefined => {
  switch (type) {
    case 'VARCHAR':
      return (text) => text
    case 'DATE':
      return (text) => dateOf(text, meaning)
    case 'TIMESTAMPTZ':
    case 'TIMESTAMP WITH TIME ZONE':
      return (text) => timestampOf(text, meaning)
    case 'BOOLEAN':
      return (text) => sql`CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return (text) => integerOf(text, type)
    case 'FLOAT':
    case 'DOUBLE':
      return (text) => numberOf(text, type, meaning)
    default:
      return type.startsWith('DECIMAL') ? (text) => decimalOf(text, type) : undefined
  }
}

export const csvInteger = literal('[+-]?[0-9]+')
/** What Java reads as a double, but for words and hexadecimal digits. */
export const csvFraction = literal(
  '[\\x00-\\x20]*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]?[\\x00-\\x20]*',
)
const words = literal('[\\x00-\\x20]*[+-]?(NaN|Infinity)[\\x00-\\x20]*')
export const csvHexadecimal = literal(
  '[\\x00-\\x20]*[+-]?0[xX][0-9a-fA-F.]+[pP][+-]?[0-9]+[fFdD]?[\\x00-\\x20]*',
)

/** True where a text means a number that is none, or an infinite one. */
export const isCsvWord = (text: Sql, { nanValue, positiveInf, negativeInf }: CsvMeaning): Sql =>
  sql`(${text} IN (${[nanValue, positiveInf, negativeInf].map(literal)}) OR regexp_full_match(${text}, ${words}))`

/** DuckDB would round 12.7, and take blanks. Java takes the digits of every script. */
const integerOf = (text: Sql, type: string): Sql =>
  sql`CASE WHEN regexp_full_match(${text}, ${csvInteger}) THEN TRY_CAST(${text} AS ${trusted(type)})
    WHEN strlen(${text}) <> length(${text}) AND regexp_full_match(spark_latin_digits(${text}), ${csvInteger})
      THEN TRY_CAST(spark_latin_digits(${text}) AS ${trusted(type)}) END`

const decimalOf = (text: Sql, type: string): Sql =>
  sql`CASE WHEN NOT regexp_matches(${text}, '[\\x00-\\x20]') THEN TRY_CAST(spark_number_text(replace(${text}, ',', '')) AS ${trusted(type)}) END`

const numberOf = (text: Sql, type: 'FLOAT' | 'DOUBLE', meaning: CsvMeaning): Sql => {
  const constant = (value: string) => trusted(`'${value}'::${type}`)
  const { nanValue, positiveInf, negativeInf } = meaning
  return sql`CASE WHEN regexp_full_match(${text}, ${csvFraction}) THEN ${trusted(`spark_to_${type.toLowerCase()}`)}(${text})
    WHEN ${text} IS NULL THEN NULL WHEN ${text} = ${literal(nanValue)} THEN ${constant('nan')}
    WHEN ${text} = ${literal(negativeInf)} THEN ${constant('-inf')} WHEN ${text} = ${literal(positiveInf)} THEN ${constant('inf')}
    WHEN regexp_full_match(${text}, ${words})
      THEN CASE WHEN contains(${text}, 'NaN') THEN ${constant('nan')} WHEN contains(${text}, '-') THEN ${constant('-inf')} ELSE ${constant('inf')} END
    WHEN regexp_full_match(${text}, ${csvHexadecimal}) THEN error('a hexadecimal number in CSV: ' || ${text}) END`
}

const dateOf = (text: Sql, { dateFormat, readDate }: CsvMeaning): Sql =>
  dateFormat === undefined
    ? sql`coalesce(spark_to_date(${text}), CAST(${readDate(csvDatePattern, text)} AS DATE))`
    : sql`CAST(${readDate(dateFormat, text)} AS DATE)`

export const csvDatePattern = 'yyyy-MM-dd'

const timestampOf = (text: Sql, { timestampFormat, readInstant, castInstant }: CsvMeaning): Sql =>
  timestampFormat === undefined
    ? sql`coalesce(${castInstant(text)}, ${readInstant('yyyy-MM-dd HH:mm:ss', text)})`
    : readInstant(timestampFormat, text)
