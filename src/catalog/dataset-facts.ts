import type { EngineColumn } from '../engines/index.ts'

/** What a scan learns about a dataset from its metadata, without reading a row. */
export type DatasetFacts = {
  readonly format: 'iceberg' | 'csv' | 'json' | 'parquet'
  readonly columns: readonly EngineColumn[]
  /** Null where only counting would tell. */
  readonly rows: number | null
  /** Decimal text; null for files. */
  readonly snapshotId: string | null
  readonly partitions: readonly string[]
}

/** What changed between two scans, as short clauses; empty where the shape is the same. Rows are data, not shape. */
export const compareFacts = (before: DatasetFacts | undefined, after: DatasetFacts): readonly string[] => {
  if (before === undefined) return ['new dataset']
  const old = new Map(before.columns.map((column) => [column.name, column]))
  const now = new Map(after.columns.map((column) => [column.name, column]))
  const added = after.columns
    .filter(({ name }) => !old.has(name))
    .map(({ name, type }) => `added ${name} ${type}`)
  const removed = before.columns.filter(({ name }) => !now.has(name)).map(({ name }) => `removed ${name}`)
  const retyped = after.columns.flatMap(({ name, type }) => {
    const was = old.get(name)?.type
    return was === undefined || was === type ? [] : [`${name} ${was} → ${type}`]
  })
  const kept = (columns: readonly EngineColumn[]) =>
    columns
      .map(({ name }) => name)
      .filter((name) => old.has(name) && now.has(name))
      .join()
  const reordered = kept(before.columns) === kept(after.columns) ? [] : ['columns reordered']
  return [...added, ...removed, ...retyped, ...reordered]
}
