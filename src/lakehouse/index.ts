// The Iceberg lakehouse: tables as Parquet files that an engine writes and metadata that is written here. In: a
// query and the table that its rows belong to; out: staged commits, and relations to read. `stageWrite` prepares,
// `publish` moves the catalog's pointers, all in one transaction. format/ is the spec, file by file; write/ makes
// commits; to add a catalog, fill the contract of catalogs/catalog.ts in a file of its own.
export { tableOnBranch, type TableOnBranch } from './branch.ts'
export type { TableIdentity } from './catalogs/catalog.ts'
export { type Branch, dropBranch, findBranch, listBranches, publishBranch } from './branches.ts'
export { mainBranch } from './branch-name.ts'
export { printVersion, type RowChange, rowDiff, type RowDiffRequest } from './diff/row-diff.ts'
export { isUnknown } from './commit-moves.ts'
export { headOf } from './head.ts'
export { isInFolderOf, type Lakehouse, openLakehouse } from './lakehouse.ts'
export { discard, publish, publishAudited, reject } from './publish.ts'
export { atSnapshot, type ReadVersion } from './read-version.ts'
export { demandedPredicates } from './scan/demanded.ts'
export type { ColumnPredicate } from './scan/predicate.ts'
export { scanRelation, type ScanOptions } from './scan/scan.ts'
export {
  currentSnapshotId,
  findCommit,
  listTables,
  loadTable,
  loadTableAt,
  loadTableOrDraft,
  partitionColumns,
  rowCount,
  type Table,
  tableColumns,
} from './table.ts'
export { leaseName, tablesBeingWritten } from './table-lease.ts'
export { type MetadataUpdate, updateTables } from './update-table.ts'
export type { PartitionBy, SortBy } from './write/layout.ts'
export type { Assignment, MergeClause, WriteMode, WriteRequest } from './write/request.ts'
export { type StagedCommit, versionOf } from './write/staged-commit.ts'
export { writeTable } from './write-table.ts'
export { stageWrite } from './write/write.ts'
