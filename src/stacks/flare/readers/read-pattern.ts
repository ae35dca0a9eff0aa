import { failure } from '../../../diagnostics/index.ts'
import { type Sql, trusted } from '../../../sql/quote.ts'
import { parsePattern } from '../../../sql/spark/java-pattern-parse.ts'
import { Refused } from '../../../sql/spark/refusals.ts'
import type { SparkSettings } from '../../../sql/spark/spark-settings.ts'

/** spark.sql.legacy.timeParserPolicy of the job. */
export type TimeParserPolicy = SparkSettings['timeParserPolicy']

/** What a text says in a Java pattern, as a TIMESTAMP in UTC. Throws MR3223 for a pattern that cannot be followed. */
export const readPattern = (option: string, pattern: string, text: Sql, policy: TimeParserPolicy): Sql => {
  if (policy === 'LEGACY')
    throw failure('MR3223', {
      option,
      value: pattern,
      reason: 'under spark.sql.legacy.timeParserPolicy = LEGACY dates and times are read by other rules',
    })
  try {
    return trusted(parsePattern(pattern, text, policy === 'EXCEPTION' && 'lenient'))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw failure('MR3223', { option, value: pattern, reason: error.message })
  }
}
