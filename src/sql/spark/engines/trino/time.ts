import { Refused } from '../../refusals.ts'
import type { Engine } from '../engine.ts'

const micros = (sql: string, kind: string): string =>
  kind === 'timestamp'
    ? `spark_micros(spark_utc(${sql}))`
    : kind === 'date'
      ? `spark_micros(CAST(${sql} AS timestamp(6)))`
      : `spark_micros(${sql})`

/** Dates, timestamps and intervals, which are whole numbers of months or microseconds. */
export const time: Engine['time'] = {
  utc: (instant) => `spark_utc(${instant})`,
  midnight: (date) => `CAST(${date} AS timestamp(6))`,
  addDays: (date, op, days) => `date_add('day', ${op === '-' ? `-CAST(${days} AS bigint)` : days}, ${date})`,
  addWholeDays: (date, op, interval) =>
    `date_add('day', ${op === '-' ? '-' : ''}(${interval} / 86400000000), ${date})`,
  addMonths: ({ sql }, op, months) => `date_add('month', ${op === '-' ? '-' : ''}(${months}), ${sql})`,
  addMicros: ({ sql, type }, op, interval) => {
    const moved = `spark_from_micros(${micros(sql, type.kind)} ${op} ${interval})`
    return type.kind === 'timestamp' ? moved : `spark_utc(${moved})`
  },
  addCalendar: () => {
    throw new Refused('an interval of months and days at once, on Trino')
  },
  microsBetweenDates: (left, right) => `(date_diff('day', ${right}, ${left}) * 86400000000)`,
  microsBetween: (left, right) =>
    `(${micros(left.sql, left.type.kind)} - ${micros(right.sql, right.type.kind)})`,
  scaleInterval: () => {
    throw new Refused('an interval times or through a number, on Trino')
  },
}
