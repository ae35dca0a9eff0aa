import { Bug } from '../../base/bug.ts'
import type { EngineColumn, EngineTable, EngineValue } from '../../engines/index.ts'
import { isNumber, typeFamily } from '../../policy/index.ts'
import { ident, type Sql, sql } from '../../sql/quote.ts'
import type { ColumnProfile, ColumnStatistics, Profile } from './profile.ts'
import { binsOf, decodeValues, valuesStatement } from './top-values.ts'

/** Two statements at most. The second one depends on what the first one returned. */
export type ProfilePlan = {
  /** One row: every count and statistic of every column. */
  readonly first: Sql
  /** Frequent values and histograms of the columns for which they make sense; undefined where there are none. */
  readonly second: (first: EngineTable) => Sql | undefined
  readonly decode: (first: EngineTable, second: EngineTable | undefined) => Profile
}

/** Plans the profile `basic` of a relation that can stand after FROM. Source: quality spec 5.2 and 5.4. */
export const planProfile = (target: {
  readonly relation: Sql
  readonly columns: readonly EngineColumn[]
}): ProfilePlan => {
  const cells: Sql[] = [sql`count(*)`]
  const cell: AddCell = (expression) => {
    const index = cells.push(expression) - 1
    return (row) => row[index] ?? null
  }
  const readers = target.columns.map((column, i) => columnReader(column, i + 1, cell))
  const select = cells.map((expression, i) => sql`${expression} AS ${ident(`value_${i}`)}`)
  const decodeFirst = (table: EngineTable): Profile => {
    const [row] = table.rows
    if (row === undefined) throw new Bug('an aggregate without groups returned no row')
    const rows = integer(row[0] ?? null)
    return { rows, columns: readers.map((read) => read(row, rows)) }
  }
  return {
    first: sql`SELECT ${select} FROM ${target.relation} AS profiled`,
    second: (first) => valuesStatement(decodeFirst(first), target.relation),
    decode: (first, second) => {
      const profile = decodeFirst(first)
      return second === undefined
        ? profile
        : { ...profile, columns: profile.columns.map((column) => withValues(column, profile.rows, second)) }
    },
  }
}

type Row = readonly EngineValue[]
type Read = (row: Row) => EngineValue
type AddCell = (expression: Sql) => Read

const columnReader = (
  column: EngineColumn,
  ordinal: number,
  cell: AddCell,
): ((row: Row, rows: number) => ColumnProfile) => {
  const name = sql`profiled.${ident(column.name)}`
  const family = typeFamily(column.type)
  const count = cell(sql`count(${name})`)
  const distinct = family === 'opaque' ? undefined : cell(sql`count(DISTINCT ${name})`)
  const statistics = statisticsReader(name, column, cell)
  return (row, rows) => {
    const present = integer(count(row))
    const different = distinct === undefined ? null : integer(distinct(row))
    return {
      name: column.name,
      type: column.type,
      ordinal,
      count: present,
      nulls: rows - present,
      nullShare: share(rows - present, rows),
      distinct: different,
      distinctShare: different === null ? null : share(different, rows),
      // All different means all unique, which costs no second pass.
      ...(different === present ? { unique: present, uniqueShare: share(present, rows) } : {}),
      statistics: statistics(row),
    }
  }
}

const statisticsReader = (
  name: Sql,
  column: EngineColumn,
  cell: AddCell,
): ((row: Row) => ColumnStatistics) => {
  const family = typeFamily(column.type)
  const text = (expression: Sql) => cell(sql`CAST(${expression} AS VARCHAR)`)
  if (isNumber(family)) {
    // Deviations raise on NaN and infinity.
    const value = family === 'float' ? sql`CASE WHEN isfinite(${name}) THEN ${name} END` : name
    const [min, max, sum] = [text(sql`min(${value})`), text(sql`max(${value})`), text(sql`sum(${value})`)]
    const [mean, stddev] = [cell(sql`avg(${value})`), cell(sql`stddev_samp(${value})`)]
    // Quantiles of a decimal come back rounded to its scale; the list form sorts once.
    const quantiles = cell(sql`quantile_cont(CAST(${value} AS DOUBLE), [0.5, 0.85, 0.977])`)
    return (row) => {
      const list = quantiles(row)
      const [median, p85, p977] = Array.isArray(list) ? list.map(decimal) : []
      return {
        kind: 'number',
        min: textOf(min(row)),
        max: textOf(max(row)),
        sum: textOf(sum(row)),
        mean: decimal(mean(row)),
        stddev: decimal(stddev(row)),
        median: median ?? null,
        p85: p85 ?? null,
        p977: p977 ?? null,
      }
    }
  }
  if (family === 'date' || family === 'timestamp' || family === 'zoned') {
    const [first, last] = [text(sql`min(${name})`), text(sql`max(${name})`)]
    return (row) => ({ kind: 'date', first: textOf(first(row)), last: textOf(last(row)) })
  }
  if (family === 'text') {
    const length = sql`length(${name})`
    const [min, mean, max] = [sql`min(${length})`, sql`avg(${length})`, sql`max(${length})`].map(cell)
    const empty = cell(sql`count(CASE WHEN ${name} = '' THEN 1 END)`)
    return (row) => ({
      kind: 'text',
      minLength: decimal(min?.(row) ?? null),
      meanLength: decimal(mean?.(row) ?? null),
      maxLength: decimal(max?.(row) ?? null),
      emptyCount: integer(empty(row)),
    })
  }
  if (family === 'boolean') {
    const yes = cell(sql`count(CASE WHEN ${name} THEN 1 END)`)
    const no = cell(sql`count(CASE WHEN NOT ${name} THEN 1 END)`)
    return (row) => ({ kind: 'boolean', trueCount: integer(yes(row)), falseCount: integer(no(row)) })
  }
  return () => ({ kind: 'none' })
}

const withValues = (column: ColumnProfile, rows: number, second: EngineTable): ColumnProfile => {
  const { values, bins } = decodeValues(column, second)
  const histogram = bins === undefined ? undefined : binsOf(column, bins)
  const unique = values?.filter(({ count }) => count === 1).length
  return {
    ...column,
    ...(unique === undefined ? {} : { unique, uniqueShare: share(unique, rows) }),
    ...(values === undefined ? {} : { top: values.slice(0, 20) }),
    ...(histogram === undefined ? {} : { histogram }),
  }
}

const share = (part: number, rows: number): number | null => (rows === 0 ? null : part / rows)
const integer = (value: EngineValue): number => (value === null ? 0 : Number(value))
const decimal = (value: EngineValue): number | null => (value === null ? null : Number(value))
const textOf = (value: EngineValue): string | null => (value === null ? null : String(value))
