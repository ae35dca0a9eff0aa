// Reading as somebody: the one way by which rows reach a reader. In: a query and a principal; out: batches of rows
// with that reader's masks inside. The decisions are policy/'s; this room opens datasets and an engine for them.
export { type DatasetView, describeDataset } from './describe-dataset.ts'
export { type DatasetDiff, type DiffRequest, diffRows } from './diff-rows.ts'
export { shownColumns } from './shown-columns.ts'
export type { Dialect, QueryRequest, QuerySources } from './planner.ts'
export { explainSpark } from './prepare-query.ts'
export { queryAs, writeParquetAs } from './query.ts'
