import type { DatasetFacts } from '../catalog/index.ts'
import {
  currentSnapshotId,
  partitionColumns,
  rowCount,
  type Table,
  tableColumns,
} from '../lakehouse/index.ts'

/** What the catalog knows about a table, from its metadata alone. */
export const tableFacts = (table: Table): DatasetFacts => ({
  format: 'iceberg',
  columns: tableColumns(table),
  rows: rowCount(table) ?? null,
  snapshotId: currentSnapshotId(table) ?? null,
  partitions: partitionColumns(table),
})
