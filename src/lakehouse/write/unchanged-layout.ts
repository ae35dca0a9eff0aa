import { specOf, typedPartition } from '../files.ts'
import { headOf } from '../head.ts'
import type { Table } from '../table.ts'
import type { Layout } from './layout.ts'

/** The layout of rows that are stored already: a branch's own columns, partitions and order. */
export const unchangedLayout = (table: Table, branch: string): Layout => {
  const { schema, specId, sortOrder } = headOf(table, branch)
  const spec = specOf(table, specId)
  return {
    schema,
    lastColumnId: table.metadata.lastColumnId,
    columns: schema.fields.map((field) => ({ field, source: field.name })),
    spec,
    partition: typedPartition(table, spec),
    lastPartitionId: table.metadata.lastPartitionId,
    sortOrder,
    columnChanges: [],
  }
}
