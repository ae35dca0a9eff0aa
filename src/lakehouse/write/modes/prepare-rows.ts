import type { DataFile } from '../../format/data-file.ts'
import { partitionKey } from '../../format/partition-key.ts'
import { headOf } from '../../head.ts'
import type { Lakehouse } from '../../lakehouse.ts'
import { deleteRows } from './delete-rows.ts'
import { mergeRows } from './merge-rows.ts'
import { prepared, type Preparation, type PreparedRows } from './prepared-rows.ts'

/**
 * Decides, per mode, what is written and what leaves. Dispose the result once the rows are written. Throws MR3140 to
 * MR3149 (merges and deletes), MR3102 and MR3103 for values of a merge that do not fit, and what scans throw.
 */
export const prepareRows = async (
  lakehouse: Lakehouse,
  preparation: Preparation,
  signal: AbortSignal | undefined,
): Promise<PreparedRows> => {
  const { request, table, branch, layout } = preparation
  const { mode, query } = request
  const snapshot = table === undefined ? undefined : headOf(table, branch).snapshot
  const replaces = snapshot === undefined ? 'append' : 'overwrite'
  const parts = [{ rows: query, columns: layout.columns }]
  switch (mode.kind) {
    case 'append':
      return prepared({ parts, operation: 'append' })
    case 'overwrite':
      return prepared({ parts, operation: replaces, removes: () => ({ kind: 'all' }) })
    case 'overwrite-partitions':
      return prepared({
        parts,
        operation: replaces,
        // Without new rows a table without partitions keeps its own as well, as Spark leaves it.
        removes: (added) =>
          added.length === 0
            ? { kind: 'nothing' }
            : layout.spec.fields.length === 0
              ? { kind: 'all' }
              : { kind: 'partitions', specId: layout.spec.specId, partitions: partitionsOf(added) },
      })
    case 'merge':
      return mergeRows(lakehouse, preparation, mode, signal)
    case 'delete':
      return deleteRows(lakehouse, preparation, mode, signal)
  }
}

const partitionsOf = (files: readonly DataFile[]): readonly DataFile['partition'][] => [
  ...new Map(files.map(({ partition }) => [partitionKey(partition), partition])).values(),
]
