// The Iceberg lakehouse: tables as Parquet files that an engine writes and metadata that is written here. In: a
// query and the table that its rows belong to; out: staged commits, and relations to read. `stageWrite` prepares,
// `publish` moves the catalog's pointers, all in one transaction. format/ is the spec, file by file; write/ makes
// commits; to add a catalog, fill the contract of catalogs/catalog.ts in a file of its own.
export type { TableIdentity } from './catalogs/catalog.ts'
export { type Lakehouse, openLakehouse } from './lakehouse.ts'
export { discard, publish } from './publish.ts'
export { scanRelation } from './scan.ts'
export {
  currentSnapshotId,
  findCommit,
  listTables,
  loadTable,
  loadTableAt,
  partitionColumns,
  rowCount,
  type Table,
  tableColumns,
} from './table.ts'
export type { StagedCommit } from './write/staged-commit.ts'
export { stageWrite, type WriteMode, type WriteRequest } from './write/write.ts'
