import { inParallel } from '../../base/parallel.ts'
import { failure, type MillraceError } from '../../diagnostics/index.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import { mappingOf } from '../format/name-mapping.ts'
import type { ParquetColumn } from '../format/parquet-schema.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { schemaOf, type Table } from '../table.ts'
import { readColumns } from './parquet-file.ts'
import type { ScanFile } from './scan-file.ts'

/**
 * Throws MR3133 where columns of a file would be looked for by ids that it does not have: the engine finds none then,
 * and says NULL in silence. Only files are looked into that were not written here, or whose snapshot has expired.
 */
export const refuseWithoutIds = async (
  lakehouse: Lakehouse,
  table: Table,
  files: readonly ScanFile[],
  signal: AbortSignal | undefined,
): Promise<void> => {
  const own = new Set(
    table.metadata.snapshots.flatMap(({ snapshotId, summary }) =>
      summary['millrace.commit-id'] === undefined ? [] : [snapshotId],
    ),
  )
  const { withIds } = lakehouse.cache
  const unknown = files.filter(
    ({ snapshotId, file }) => !own.has(snapshotId) && withIds.get(file.path) === undefined,
  )
  await inParallel(unknown, 16, async ({ file }) => {
    if (!hasIds(await readColumns(lakehouse, file, signal))) throw withoutIds(table, file.path)
    withIds.set(file.path, true, 2 * file.path.length)
  })
}

/** As the reference implementation sees it: one column with an id, and those without are none of the table's. */
export const hasIds = (columns: readonly ParquetColumn[]): boolean =>
  columns.some(({ id, children }) => id !== undefined || hasIds(children))

/** Iceberg's Java reader counts columns in such a file, PyIceberg refuses it as well: their order is no promise. */
export const withoutIds = (table: Table, path: string): MillraceError =>
  failure('MR3133', {
    table: printIdentity(table.identity),
    path,
    mapping: mappingOf(schemaOf(table).fields),
  })
