import { failure } from '../../../diagnostics/index.ts'
import { type Sql, sql } from '../../../sql/quote.ts'
import {
  type CsvMeaning as Meaning,
  csvDatePattern,
  csvReading,
} from '../../../sql/spark/functions/csv-values.ts'
import type { CsvOptions } from './csv-options.ts'
import { readPattern, type TimeParserPolicy } from './read-pattern.ts'

/** How a text column becomes a typed one: the DuckDB type, and the conversion whose failure is NULL. */
export type CsvConversion = { readonly type: string; readonly convert: (text: Sql) => Sql }

/** What the texts of a column may mean besides what they say: options, and a setting of the session. */
export type CsvMeaning = Meaning &
  Pick<CsvOptions, 'preferDate'> & {
    readonly policy: TimeParserPolicy
  }

/** Throws MR3223 for a pattern that cannot be followed. */
export const meaningOf = (options: CsvOptions, policy: TimeParserPolicy): CsvMeaning => ({
  ...options,
  policy,
  readPattern: (option, pattern, text) => readPattern(option, pattern, text, policy),
})

/** The conversion to a type, as Spark's reader of CSV does it. */
export const conversionTo = (type: string, meaning: CsvMeaning): CsvConversion => {
  const convert = csvReading(type, meaning)
  if (convert === undefined) throw failure('MR3226', { reason: `CSV has no columns of the type ${type}` })
  return { type, convert }
}

export const textConversion: CsvConversion = { type: 'VARCHAR', convert: (text) => text }

/** Dates as the inference knows them: without a pattern it is stricter than the reader. */
export const inferredDateOf = (text: Sql, { dateFormat = csvDatePattern, policy }: CsvMeaning): Sql =>
  sql`CAST(${readPattern('dateFormat', dateFormat, text, quietly(policy))} AS DATE)`

/** What only Spark 2 would have understood fails the reader, and is no date to the inference. */
const quietly = (policy: TimeParserPolicy): TimeParserPolicy => (policy === 'LEGACY' ? policy : 'CORRECTED')

export const inferredTimestampOf = (text: Sql, { timestampFormat, policy }: CsvMeaning): Sql =>
  timestampFormat === undefined
    ? sql`spark_to_timestamp(${text})`
    : sql`spark_instant(${readPattern('timestampFormat', timestampFormat, text, quietly(policy))})`
