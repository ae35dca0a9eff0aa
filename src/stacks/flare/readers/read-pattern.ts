import { failure } from '../../../diagnostics/index.ts'
import { type Sql, trusted } from '../../../sql/quote.ts'
import { inZone } from '../../../sql/spark/engines/duckdb/macros.ts'
import { parseInstant, parsePattern } from '../../../sql/spark/engines/duckdb/java-pattern-parse.ts'
import { Refused } from '../../../sql/spark/refusals.ts'
import type { Zone } from '../../../sql/spark/zones/time-zones.ts'
import type { SparkSettings } from '../../../sql/spark/spark-settings.ts'

/** spark.sql.legacy.timeParserPolicy of the job. */
export type TimeParserPolicy = SparkSettings['timeParserPolicy']

/** What a text says in a Java pattern, as a TIMESTAMP in UTC. Throws MR3223 for a pattern that cannot be followed. */
export const readPattern = (option: string, pattern: string, text: Sql, policy: TimeParserPolicy): Sql =>
  followed(option, pattern, policy, (old) => parsePattern(pattern, text, old))

/** The same as an instant; of a text without an offset it is that at which clocks of the zone show it. */
export const readInstant = (
  pattern: string,
  text: Sql,
  { policy, zone }: { readonly policy: TimeParserPolicy; readonly zone: Zone | undefined },
): Sql =>
  followed('timestampFormat', pattern, policy, (old) => inZone(parseInstant(pattern, text, old, zone), zone))

const followed = (
  option: string,
  pattern: string,
  policy: TimeParserPolicy,
  write: (failsOnOld: false | 'lenient') => string,
): Sql => {
  if (policy === 'LEGACY')
    throw failure('MR3223', {
      option,
      value: pattern,
      reason: 'under spark.sql.legacy.timeParserPolicy = LEGACY dates and times are read by other rules',
    })
  try {
    return trusted(write(policy === 'EXCEPTION' && 'lenient'))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw failure('MR3223', { option, value: pattern, reason: error.message })
  }
}
