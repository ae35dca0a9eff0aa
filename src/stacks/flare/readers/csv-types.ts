import { failure } from '../../../diagnostics/index.ts'
import { type Sql, sql, trusted } from '../../../sql/quote.ts'
import {
  type CsvMeaning as Meaning,
  csvDatePattern,
  csvReading,
} from '../../../sql/spark/functions/csv-values.ts'
import { inZone } from '../../../sql/spark/engines/duckdb/macros.ts'
import type { Zone } from '../../../sql/spark/zones/time-zones.ts'
import type { CsvOptions } from './csv-options.ts'
import { readInstant, readPattern, type TimeParserPolicy } from './read-pattern.ts'

/** How a text column becomes a typed one: the DuckDB type, and the conversion whose failure is NULL. */
export type CsvConversion = { readonly type: string; readonly convert: (text: Sql) => Sql }

/** What the texts of a column may mean besides what they say: options, and settings of the session. */
export type CsvMeaning = Meaning &
  Pick<CsvOptions, 'preferDate'> & {
    readonly policy: TimeParserPolicy
    readonly zone: Zone | undefined
  }

/** Throws MR3223 for a pattern that cannot be followed. */
export const meaningOf = (
  options: CsvOptions,
  policy: TimeParserPolicy,
  zone: Zone | undefined,
): CsvMeaning => ({
  ...options,
  policy,
  zone,
  readDate: (pattern, text) => readPattern('dateFormat', pattern, text, policy),
  readInstant: (pattern, text) => readInstant(pattern, text, { policy, zone }),
  castInstant: (text) => trusted(inZone(sql`spark_to_timestamp(${text})`, zone)),
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

export const inferredTimestampOf = (text: Sql, meaning: CsvMeaning): Sql => {
  const { timestampFormat, policy } = meaning
  return timestampFormat === undefined
    ? meaning.castInstant(text)
    : readInstant(timestampFormat, text, { ...meaning, policy: quietly(policy) })
}
