// Keeping tables in good shape, one file an operation: each is a change of metadata or a staged commit, retried where
// others were first, and in conflict with them by Iceberg's rules. Rows never change; files go only after the commit
// that made them needless. In: a lakehouse, a table's identity, what is wanted; out: what was done, as data. A new
// operation is a file here and a line below; commands and Flare actions only call it.
export type { SchemaChange } from '../format/evolve.ts'
export { alterTable, type Alteration, type AlterOutcome, readColumnType } from './alter.ts'
export { cleanFiles, type CleanOutcome, type CleanRequest } from './clean.ts'
export { compactTable, type CompactOutcome, type CompactRequest } from './compact.ts'
export { describeFiles, type DescribedFile } from './describe-files.ts'
export type { DeletedFiles } from './delete-files.ts'
export {
  type DescribedField,
  type DescribedSnapshot,
  describeFields,
  describePartitions,
  describeSnapshots,
  describeSortOrder,
} from './describe-table.ts'
export { expireSnapshots, type ExpireOutcome } from './expire.ts'
export type { ExpireRequest } from './expiry.ts'
export { createRef, dropRef, type NewRef } from './name-snapshot.ts'
export type { CompactionOptions } from './plan-compaction.ts'
export { rewriteManifests } from './rewrite-manifests.ts'
export { rollBack, type RollBackOutcome } from './roll-back.ts'
export { type TableHealth, tableHealth } from './table-health.ts'
