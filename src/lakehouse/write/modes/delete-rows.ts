import { Bug } from '../../../base/bug.ts'
import { ident, sql } from '../../../sql/quote.ts'
import type { Lakehouse } from '../../lakehouse.ts'
import type { WriteMode } from '../request.ts'
import { type Changes, touchedFiles } from './changes.ts'
import { prepared, type Preparation, type PreparedRows } from './prepared-rows.ts'
import { rewriteFiles } from './rewrite-files.ts'
import { filesToRead, inOrder, numberedRows, numberRows, readsOf } from './stored-rows.ts'
import { temporaryTables } from './temporary-tables.ts'

type DeleteMode = Extract<WriteMode, { readonly kind: 'delete' }>

/**
 * Files all of whose rows go leave as they are; those of which some rows go are written anew. The condition is asked
 * once for each row.
 */
export const deleteRows = async (
  lakehouse: Lakehouse,
  { request, table, branch, layout }: Preparation,
  { where, filter = [] }: DeleteMode,
  signal: AbortSignal | undefined,
): Promise<PreparedRows> => {
  const { connection } = request
  if (table === undefined) throw new Bug('rows of no table are deleted')
  const reads = readsOf(table, branch, filter)
  const planned = await filesToRead(lakehouse, table, { branch, filter }, signal)
  if (planned.length === 0) return prepared({ operation: 'delete', reads })
  const stored = numberRows(table, branch, { files: inOrder(planned, undefined), taken: [] })
  await using temporary = temporaryTables(lakehouse, connection)
  const changes: Changes = {
    table: temporary.name('changes'),
    deletes: [1],
    assigned: new Map(),
    repeats: false,
  }
  const rows = await numberedRows(lakehouse, stored, stored.files, signal)
  await connection.run(
    sql`CREATE TEMP TABLE ${changes.table} AS SELECT "old".${ident(stored.rowColumn)} AS "row", 1 AS "clause", false AS "moved" FROM ${rows} AS "old" WHERE (${where})`,
    signal,
  )
  const touched = await touchedFiles(connection, stored, changes, signal)
  return await rewriteFiles(lakehouse, { stored, changes, layout, touched, reads, temporary }, signal)
}
