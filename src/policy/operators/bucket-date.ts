import { literal, sql, trusted } from '../../sql/quote.ts'
import type { MaskOperator } from '../mask-operator.ts'
import { typeFamily } from '../type-family.ts'

export const bucketPrecisions = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type BucketPrecision = (typeof bucketPrecisions)[number]

/** Floors a date to the start of its period; weeks start on Monday, zoned timestamps are floored in UTC. */
export const bucketDate: MaskOperator<{ readonly precision: BucketPrecision }> = {
  name: 'bucket_date',
  protection: 40,
  accepts: (family) => ['date', 'timestamp', 'zoned', 'text'].includes(family),
  expression: (column, type, { precision }) => {
    const unit = literal(precision)
    switch (typeFamily(type)) {
      case 'text': {
        // Casts of text accept several spellings and differ between engines; only ISO dates are let through.
        const iso = literal('^[0-9]{4}-[0-9]{2}-[0-9]{2}')
        const date = sql`CASE WHEN regexp_matches(${column}, ${iso}) THEN TRY_CAST(substr(${column}, 1, 10) AS DATE) END`
        return sql`strftime(date_trunc(${unit}, ${date}), '%Y-%m-%d')`
      }
      case 'zoned':
        return sql`date_trunc(${unit}, ${column} AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'`
      case 'date':
        // date_trunc turns a DATE into a TIMESTAMP.
        return sql`CAST(date_trunc(${unit}, ${column}) AS DATE)`
      default:
        return sql`CAST(date_trunc(${unit}, ${column}) AS ${trusted(type.trim())})`
    }
  },
}
