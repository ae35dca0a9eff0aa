import type { ColumnProfile, ColumnStatistics, Profile } from './profile.ts'

/** One statistic of one field, as monitors read it. `field` is `*` for the dataset; `result` is text, exactly. */
export type ProfileRow = {
  readonly field: string
  readonly analyzer_name: string
  readonly result: string | null
}

/** The long form of a profile: one row per statistic, in the order of the columns. `Missing` is a fraction. */
export const profileRows = (profile: Profile): readonly ProfileRow[] => [
  row('*', 'RowCount', profile.rows),
  row('*', 'ColumnCount', profile.columns.length),
  ...profile.columns.flatMap(columnRows),
]

const columnRows = (column: ColumnProfile): readonly ProfileRow[] => [
  row(column.name, 'DataType', column.type),
  row(column.name, 'Count', column.count),
  row(column.name, 'MissingCount', column.nulls),
  row(column.name, 'Missing', column.nullShare),
  row(column.name, 'DistinctCount', column.distinct),
  row(column.name, 'Distinct', column.distinctShare),
  ...(column.unique === undefined
    ? []
    : [
        row(column.name, 'UniqueCount', column.unique),
        row(column.name, 'Unique', column.uniqueShare ?? null),
      ]),
  ...analyzers(column.statistics).map(([name, result]) => row(column.name, name, result)),
]

const analyzers = (
  statistics: ColumnStatistics,
): readonly (readonly [name: string, result: string | number | null])[] => {
  const { kind } = statistics
  if (kind === 'none' || kind === 'masked') return []
  if (kind === 'date')
    return [
      ['First', statistics.first],
      ['Last', statistics.last],
    ]
  if (kind === 'boolean')
    return [
      ['TrueCount', statistics.trueCount],
      ['FalseCount', statistics.falseCount],
    ]
  if (kind === 'text')
    return [
      ['MinLength', statistics.minLength],
      ['MeanLength', statistics.meanLength],
      ['MaxLength', statistics.maxLength],
      ['EmptyCount', statistics.emptyCount],
    ]
  return [
    ['Minimum', statistics.min],
    ['Maximum', statistics.max],
    ['Sum', statistics.sum],
    ['Mean', statistics.mean],
    ['Median', statistics.median],
    ['StandardDeviation', statistics.stddev],
    ['P85', statistics.p85],
    ['P977', statistics.p977],
  ]
}

const row = (field: string, analyzer_name: string, result: string | number | null): ProfileRow => ({
  field,
  analyzer_name,
  result: result === null ? null : String(result),
})
