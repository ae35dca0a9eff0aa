import type { EngineTable } from '../../engines/index.ts'
import { ident, join, literal, type Sql, sql } from '../../sql/quote.ts'
import type { ColumnProfile, Profile } from './profile.ts'

const mostValues = 100
const largestShare = 0.3
const binCount = 20

/**
 * One statement for the frequent values and histograms of all columns that deserve them. Separate GROUP BYs in one
 * UNION ALL are faster than GROUPING SETS, and NULL needs no telling apart. Rows: ordinal, kind, value, count.
 */
export const valuesStatement = (profile: Profile, relation: Sql): Sql | undefined => {
  const branches = profile.columns.flatMap((column) => {
    const name = sql`profiled.${ident(column.name)}`
    const ordinal = column.ordinal
    const values = sql`SELECT ${ordinal} AS ordinal, 'value' AS kind, CAST(${name} AS VARCHAR) AS value, count(*) AS n FROM ${relation} AS profiled WHERE ${name} IS NOT NULL GROUP BY ${name}`
    const range = rangeOf(column)
    return [
      ...(hasFewValues(column) ? [values] : []),
      ...(range === undefined ? [] : [histogramBranch(ordinal, name, range, relation)]),
    ]
  })
  return branches.length === 0 ? undefined : join(branches, ' UNION ALL ')
}

const hasFewValues = ({ distinct, distinctShare }: ColumnProfile): boolean =>
  distinct !== null &&
  distinct > 0 &&
  distinct <= mostValues &&
  distinctShare !== null &&
  distinctShare <= largestShare

type Range = { readonly low: number; readonly width: number }

/** Where the bins of a number column lie; undefined where a histogram would say nothing. */
const rangeOf = ({ statistics, distinct }: ColumnProfile): Range | undefined => {
  if (statistics.kind !== 'number' || statistics.min === null || statistics.max === null) return undefined
  if (distinct === null || distinct <= binCount) return undefined
  const low = Number(statistics.min)
  const width = (Number(statistics.max) - low) / binCount
  return Number.isFinite(width) && width > 0 ? { low, width } : undefined
}

const histogramBranch = (ordinal: number, name: Sql, { low, width }: Range, relation: Sql): Sql => {
  const double = (value: number) => sql`CAST(${literal(String(value))} AS DOUBLE)`
  const value = sql`CAST(${name} AS DOUBLE)`
  const bin = sql`greatest(0, least(${binCount - 1}, CAST(floor((${value} - ${double(low)}) / ${double(width)}) AS INTEGER)))`
  return sql`SELECT ${ordinal} AS ordinal, 'bin' AS kind, CAST(${bin} AS VARCHAR) AS value, count(*) AS n FROM ${relation} AS profiled WHERE isfinite(${value}) GROUP BY ${bin}`
}

/** What the statement said of one column: values by falling count, then by text; counts by bin. */
export const decodeValues = (
  column: ColumnProfile,
  table: EngineTable,
): {
  readonly values: readonly { readonly value: string; readonly count: number }[] | undefined
  readonly bins: ReadonlyMap<number, number> | undefined
} => {
  const rows = table.rows
    .filter(([ordinal]) => Number(ordinal) === column.ordinal)
    .map(([, kind, value, count]) => ({ kind, value: String(value), count: Number(count) }))
  const values = rows
    .filter(({ kind }) => kind === 'value')
    .map(({ value, count }) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
  const bins = rows.filter(({ kind }) => kind === 'bin')
  return {
    values: hasFewValues(column) ? values : undefined,
    bins: bins.length === 0 ? undefined : new Map(bins.map(({ value, count }) => [Number(value), count])),
  }
}

export const binsOf = (
  column: ColumnProfile,
  counts: ReadonlyMap<number, number>,
): ColumnProfile['histogram'] => {
  const range = rangeOf(column)
  if (range === undefined) return undefined
  return Array.from({ length: binCount }, (_, i) => ({
    from: range.low + i * range.width,
    to: range.low + (i + 1) * range.width,
    count: counts.get(i) ?? 0,
  }))
}
