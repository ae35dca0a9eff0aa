import { literal } from '../../../quote.ts'
import { castTo } from './casts.ts'
import { Refused } from '../../refusals.ts'
import { sparkName, types } from '../../spark-types/spark-type.ts'
import type { Typed } from '../../spark-types/typed.ts'
import type { Zone } from '../../zones/time-zones.ts'
import type { Engine } from '../engine.ts'
import { constantOf } from './time.ts'

const dayMicros = 86_400_000_000n

const asInstant = (value: Typed): string => castTo(value, types.timestamp)

const refused = (what: string): never => {
  throw new Refused(`${what} in a session that is not in UTC`)
}

/** Less than a day, so that no calendar has a say. */
const isShort = (micros: string): boolean => {
  const constant = constantOf(micros)
  return constant !== undefined && constant > -dayMicros && constant < dayMicros
}

/**
 * DuckDB's SQL in a session whose clocks do not show UTC: months and days are steps of its calendar, hours are time that
 * passes. What the macros of the zone do is in `zone-macros.ts`.
 */
export const underZone = (engine: Engine, zone: Zone): Engine => {
  if (engine.id !== 'duckdb') throw new Refused(`a session time zone other than UTC on ${engine.title}`)
  const { time, constants, windows } = engine
  return {
    ...engine,
    constants: {
      ...constants,
      time: (value) => {
        const { type, text, isUsual, isZoned } = value
        if (type !== 'timestamp' || isZoned) return constants.time(value)
        return isUsual
          ? `spark_instant(TIMESTAMP ${literal(text)})`
          : refused('a literal of a year beyond 1 to 9999')
      },
    },
    time: {
      ...time,
      midnight: (date) => `spark_utc(spark_instant(CAST(${date} AS TIMESTAMP)))`,
      addMonths: (value, op, interval) =>
        value.type.kind === 'timestamp'
          ? `spark_plus_months(${value.sql}, CAST(${op === '-' ? '-' : ''}(${interval}) AS INTEGER))`
          : time.addMonths(value, op, interval),
      addMicros: (value, op, micros) =>
        value.type.kind !== 'timestamp' || isShort(micros)
          ? time.addMicros(value, op, micros)
          : `spark_plus_micros(${value.sql}, ${op === '-' ? '-' : ''}(${micros}))`,
      addCalendar: () => refused('an interval of months, days and times at once'),
      // What clocks showed, not what time passed.
      microsBetween: (left, right) => {
        const kinds = [left.type.kind, right.type.kind]
        if (kinds.includes('timestamp_ntz') && kinds.some((kind) => kind !== 'timestamp_ntz'))
          return refused(`${sparkName(left.type)} - ${sparkName(right.type)}`)
        const [l, r] = [left, right].map((value) =>
          value.type.kind === 'timestamp_ntz' ? value.sql : `spark_utc(${asInstant(value)})`,
        )
        return `(epoch_us(${l}) - epoch_us(${r}))`
      },
    },
    windows: {
      ...windows,
      distance: (amount, key) => {
        const isFixed = zone.kind === 'offset' && amount.type.kind === 'day_time'
        if (key.kind === 'timestamp' && !isFixed && !(amount.type.kind === 'day_time' && isShort(amount.sql)))
          return refused('a frame of days or months over timestamps')
        return windows.distance(amount, key)
      },
    },
  }
}
