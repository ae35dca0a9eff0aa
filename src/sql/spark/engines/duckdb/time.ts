import { Refused } from '../../refusals.ts'
import { isFraction, isInteger, sparkName } from '../../spark-types/spark-type.ts'
import type { Engine } from '../engine.ts'

/** The number of a constant interval or count. */
export const constantOf = (sql: string): bigint | undefined => {
  const digits = /^\(?(-?\d+)\)?(?:::BIGINT)?$/.exec(sql)?.[1]
  return digits === undefined ? undefined : BigInt(digits)
}

/** Small numbers of days are left to the engine, which fails where no day would come out. */
const plusDays = (day: string, op: '+' | '-', count: string): string => {
  const constant = constantOf(count)
  return constant !== undefined && constant > -1000000n && constant < 1000000n
    ? `(${day} ${op} ${constant < 0n ? `(${constant})` : constant})`
    : `spark_shift_days(${day}, ${op}CAST(${count} AS BIGINT))`
}

/** Dates, timestamps and intervals, which are whole numbers of months or microseconds. */
export const time: Engine['time'] = {
  utc: (instant) => `spark_utc(${instant})`,
  midnight: (date) => `CAST(${date} AS TIMESTAMP)`,
  addDays: plusDays,
  addWholeDays: (date, op, micros) => {
    const constant = constantOf(micros)
    const days = constant === undefined ? `(${micros} // 86400000000)` : String(constant / 86_400_000_000n)
    return plusDays(date, op, days)
  },
  addMonths: ({ sql, type }, op, interval) => {
    const months = `to_months(CAST(${op === '-' ? '-' : ''}(${interval}) AS INTEGER))`
    if (type.kind === 'date') return `CAST(${sql} + ${months} AS DATE)`
    return type.kind === 'timestamp' ? `spark_instant(spark_utc(${sql}) + ${months})` : `(${sql} + ${months})`
  },
  periods: ({ sql, type }, { size, step, from, alias }) => {
    const made = type.kind === 'timestamp' ? 'make_timestamptz' : 'make_timestamp'
    const last = `spark_window_start(epoch_us(${sql}), ${step}, ${from})`
    const start = size === step ? last : `${last} - ${alias}."at" * ${step}`
    return {
      period: `struct_pack("start" := ${made}(${start}), "end" := ${made}(${start} + ${size}))`,
      number: size === step ? undefined : `range(${(size + step - 1n) / step}) AS ${alias}("at")`,
      // Of those that may hold the time, the last ones end before it where the step is no part of the length.
      holds: size % step === 0n ? `${sql} IS NOT NULL` : `epoch_us(${sql}) < ${start} + ${size}`,
    }
  },
  between: ({ sql, type }) => {
    const made = type.kind === 'timestamp' ? 'make_timestamptz' : 'make_timestamp'
    return {
      micros: `epoch_us(${sql})`,
      period: (first, last) => `struct_pack("start" := ${made}(${first}), "end" := ${made}(${last}))`,
    }
  },
  addMicros: ({ sql, type }, op, micros) =>
    `make_${type.kind === 'timestamp' ? 'timestamptz' : 'timestamp'}(epoch_us(${sql}) ${op} ${micros})`,
  addCalendar: ({ sql, type }, op, interval) => {
    const naive = type.kind === 'timestamp' ? `spark_utc(${sql})` : `CAST(${sql} AS TIMESTAMP)`
    const shifted = `spark_shift_calendar(${naive}, ${interval}, ${op}1)`
    if (type.kind === 'date') return `CAST(${shifted} AS DATE)`
    return type.kind === 'timestamp' ? `spark_instant(${shifted})` : shifted
  },
  microsBetweenDates: (left, right) => `((${left} - ${right}) * 86400000000)`,
  microsBetween: (left, right) => {
    const [l, r] = [left, right].map(({ sql, type }) =>
      type.kind === 'date' ? `epoch_us(CAST(${sql} AS TIMESTAMP))` : `epoch_us(${sql})`,
    )
    return `(${l} - ${r})`
  },
  scaleInterval: (op, interval, factor) => {
    const engine = interval.type.kind === 'year_month' ? 'INTEGER' : 'BIGINT'
    const n = factor.type
    if (isInteger(n)) {
      const exact =
        op === '*'
          ? `CAST(${interval.sql} AS HUGEINT) * ${factor.sql}`
          : `spark_divide(CAST(${interval.sql} AS HUGEINT), CASE WHEN ${factor.sql} = 0 THEN error('an interval through zero') ELSE ${factor.sql} END)`
      return `CAST(${exact} AS ${engine})`
    }
    if (isFraction(n)) return `CAST(round(${interval.sql} ${op} CAST(${factor.sql} AS DOUBLE)) AS ${engine})`
    if (n.kind === 'decimal' && op === '*' && n.precision <= 18)
      return `CAST(round(CAST(${interval.sql} AS DECIMAL(${38 - n.scale},0)) * CAST(${factor.sql} AS DECIMAL(18,${n.scale}))) AS ${engine})`
    throw new Refused(`${sparkName(interval.type)} ${op} ${sparkName(n)}`, 'cast the number to double')
  },
}
