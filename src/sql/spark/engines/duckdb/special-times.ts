import { daysFromToday, specialTime } from '../../time-literal.ts'
import type { SparkType } from '../../spark-types/spark-type.ts'

/** A constant text that Spark reads as a time of its own: CAST('today' AS DATE). */
export const specialConstant = (sql: string, to: SparkType): string | undefined => {
  if (to.kind !== 'date' && to.kind !== 'timestamp' && to.kind !== 'timestamp_ntz') return undefined
  const quoted = /^'((?:[^']|'')*)'$/.exec(sql)?.[1]
  const special = quoted === undefined ? undefined : specialTime(quoted.replaceAll("''", "'"))
  if (special === undefined) return undefined
  const days = daysFromToday(special)
  if (days === undefined) return epoch[to.kind]
  if (special === 'now' && to.kind !== 'date') return to.kind === 'timestamp' ? 'now()' : 'spark_utc(now())'
  const day = days === 0 ? 'spark_today()' : `(spark_today() ${days < 0 ? '-' : '+'} ${Math.abs(days)})`
  if (to.kind === 'date') return day
  const midnight = `CAST(${day} AS TIMESTAMP)`
  return to.kind === 'timestamp' ? `spark_instant(${midnight})` : midnight
}

const epoch = {
  date: "DATE '1970-01-01'",
  timestamp: 'make_timestamptz(0)',
  timestamp_ntz: "TIMESTAMP '1970-01-01 00:00:00'",
}
