import { type Sql, sql } from '../../sql/quote.ts'

/** A column as a metric's SQL names it. `number` leaves out what is no finite number; `matches` needs a regex. */
export type MetricSubject = {
  readonly column: Sql
  readonly text: Sql
  readonly number: Sql
  readonly finite: Sql
  readonly matches: Sql
}

export type Metric = {
  readonly name: string
  /** `numbers`: needs a numeric column, or text that holds numbers. `regex`: needs validFormat. */
  readonly needs: 'nothing' | 'numbers' | 'regex'
  /** The values it can have, for the lint of tests that never hold. */
  readonly range: 'any' | 'not negative' | 'fraction'
  /** `keyed` metrics count groups of equal values, which no aggregate of one scan can. */
  readonly sql:
    | { readonly kind: 'aggregate'; readonly expression: (subject: MetricSubject) => Sql }
    | { readonly kind: 'keyed' }
}

const aggregate = (
  name: string,
  needs: Metric['needs'],
  range: Metric['range'],
  expression: (subject: MetricSubject) => Sql,
): Metric => ({ name, needs, range, sql: { kind: 'aggregate', expression } })

// count() of a CASE is 0 on no rows, where sum() is NULL, and a fifth faster than FILTER.
const countIf = (condition: Sql): Sql => sql`count(CASE WHEN ${condition} THEN 1 END)`
const share = (count: Sql): Sql =>
  sql`CASE WHEN count(*) = 0 THEN 0 ELSE CAST(${count} AS DOUBLE) / count(*) END`

const nulls = ({ column }: MetricSubject): Sql => sql`(count(*) - count(${column}))`
const invalid = ({ column, matches }: MetricSubject): Sql =>
  countIf(sql`${column} IS NOT NULL AND NOT ${matches}`)

/**
 * Every metric that a test may name. To add one, add it here; the fused query, the lint and the messages follow.
 * Source: quality spec 1; deviations are those of a sample.
 */
export const metrics: readonly Metric[] = [
  aggregate('row_count', 'nothing', 'not negative', () => sql`count(*)`),
  aggregate('avg', 'numbers', 'any', ({ number }) => sql`avg(${number})`),
  aggregate('sum', 'numbers', 'any', ({ number }) => sql`sum(${number})`),
  aggregate('min', 'numbers', 'any', ({ number }) => sql`min(${number})`),
  aggregate('max', 'numbers', 'any', ({ number }) => sql`max(${number})`),
  // These raise on NaN and infinity.
  aggregate('stddev', 'numbers', 'not negative', ({ finite }) => sql`stddev_samp(${finite})`),
  aggregate('variance', 'numbers', 'not negative', ({ finite }) => sql`var_samp(${finite})`),
  aggregate('skewness', 'numbers', 'any', ({ finite }) => sql`skewness(${finite})`),
  aggregate('kurtosis', 'numbers', 'any', ({ finite }) => sql`kurtosis(${finite})`),
  aggregate('avg_length', 'nothing', 'not negative', ({ text }) => sql`avg(length(${text}))`),
  aggregate('min_length', 'nothing', 'not negative', ({ text }) => sql`min(length(${text}))`),
  aggregate('max_length', 'nothing', 'not negative', ({ text }) => sql`max(length(${text}))`),
  aggregate('null_count', 'nothing', 'not negative', nulls),
  aggregate('missing_count', 'nothing', 'not negative', nulls),
  aggregate('null_percentage', 'nothing', 'fraction', (subject) => share(nulls(subject))),
  aggregate('missing_percentage', 'nothing', 'fraction', (subject) => share(nulls(subject))),
  aggregate('distinct_count', 'nothing', 'not negative', ({ column }) => sql`count(DISTINCT ${column})`),
  { name: 'duplicate_count', needs: 'nothing', range: 'not negative', sql: { kind: 'keyed' } },
  aggregate('invalid_count', 'regex', 'not negative', invalid),
  aggregate('invalid_percentage', 'regex', 'fraction', (subject) => share(invalid(subject))),
  aggregate('regex_match', 'regex', 'not negative', ({ column, matches }) =>
    countIf(sql`${column} IS NOT NULL AND ${matches}`),
  ),
]

export const findMetric = (name: string): Metric | undefined =>
  metrics.find((metric) => metric.name === name.toLowerCase())
