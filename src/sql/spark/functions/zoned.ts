import { once } from '../engines/duckdb/define-macro.ts'
import { types } from '../spark-types/spark-type.ts'
import { print } from './date-patterns.ts'
import { byUnit } from './dates.ts'
import { entry, type Functions } from './entry.ts'

const { string, double, timestamp } = types

const micros: Readonly<Record<string, string>> = { microsecond: '1', millisecond: '1000', second: '1000000' }

/** The clock of the zone is cut off; a day begins when the rules of the zone say so. */
const truncated = (unit: string, instant: string): string => {
  const size = micros[unit]
  if (size !== undefined) return `make_timestamptz(spark_floor_div(epoch_us(${instant}), ${size}) * ${size})`
  if (unit === 'minute') return `spark_cut_clock(${instant}, 60000000)`
  if (unit === 'hour') return `spark_cut_clock(${instant}, 3600000000)`
  return `spark_day_start(CAST(date_trunc('${unit}', spark_utc(${instant})) AS DATE))`
}

/**
 * Functions that take instants in a session that is not in UTC, since what its clocks show does not say all: for their
 * entries elsewhere, which read clocks in UTC. They stand under the same names.
 */
export const zonedFunctions: Functions = {
  date_trunc: entry('sT', timestamp, (a, args) =>
    byUnit(args[0], a[0] ?? '', { write: (unit) => truncated(unit, a[1] ?? ''), type: 'TIMESTAMPTZ' }),
  ),
  months_between: entry('TT?b', double, (a) =>
    once(a, (values) => `spark_zoned_months_between(${[...values, 'true'].slice(0, 3).join(', ')})`),
  ),
  date_format: entry('Ta', string, (a, args, _, settings) =>
    once([a[0] ?? 'NULL'], ([instant = 'NULL']) =>
      once([`spark_utc(${instant})`], ([local = 'NULL']) => print(args[1], local, settings, instant)),
    ),
  ),
}
