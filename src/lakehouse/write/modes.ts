import { failure } from '../../diagnostics/index.ts'
import { type Sql, sql } from '../../sql/quote.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import type { DataFile } from '../format/data-file.ts'
import { headOf } from '../head.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { scanRelation } from '../scan/scan.ts'
import type { Table } from '../table.ts'
import type { Operation, ReadSet, Removal } from './change.ts'
import type { Layout } from './layout.ts'
import { partitionKey } from '../format/partition-key.ts'
import type { WriteRequest } from './request.ts'

/** What a write mode makes of the query's rows and the stored ones. */
export type PreparedRows = AsyncDisposable & {
  /** Rows of the files to add; undefined where there are none. */
  readonly rows: Sql | undefined
  readonly removes: (added: readonly DataFile[]) => Removal
  readonly reads: ReadSet
  readonly operation: Operation
}

type Preparation = {
  readonly request: WriteRequest
  readonly table: Table | undefined
  readonly branch: string
  readonly layout: Layout
}

/** Decides, per mode, what is written and what leaves. Dispose the result once the rows are written. */
export const prepareRows = async (
  lakehouse: Lakehouse,
  { request, table, branch, layout }: Preparation,
  signal: AbortSignal | undefined,
): Promise<PreparedRows> => {
  const { mode, query } = request
  const snapshot = table === undefined ? undefined : headOf(table, branch).snapshot
  const replaces = snapshot === undefined ? 'append' : 'overwrite'
  switch (mode.kind) {
    case 'append':
      return prepared({ rows: query, operation: 'append' })
    case 'overwrite':
      return prepared({ rows: query, operation: replaces, removes: () => ({ kind: 'all' }) })
    case 'overwrite-partitions':
      return prepared({
        rows: query,
        operation: replaces,
        removes: (added) =>
          layout.spec.fields.length === 0
            ? { kind: 'all' }
            : added.length === 0
              ? { kind: 'nothing' }
              : { kind: 'partitions', specId: layout.spec.specId, partitions: partitionsOf(added) },
      })
    case 'merge': {
      const [only] = mode.clauses
      if (mode.clauses.length !== 1 || only?.kind !== 'insert' || only.values !== 'all' || only.condition)
        throw failure('MR3120', { table: printIdentity(request.identity), mode: 'merge' })
      // No rows were read, which is to say that there were none: that some have come since is a conflict.
      if (table === undefined || snapshot === undefined)
        return prepared({ rows: query, operation: 'append', reads: { kind: 'all' } })
      const stored = await scanRelation(
        lakehouse,
        table,
        { version: { kind: 'snapshot', id: String(snapshot.snapshotId) } },
        signal,
      )
      return prepared({
        rows: sql`SELECT "new".* FROM (${query}) AS "new" ANTI JOIN ${stored} AS "old" ON (${mode.on})`,
        operation: 'append',
        reads: { kind: 'all' },
      })
    }
    case 'delete':
      throw failure('MR3120', { table: printIdentity(request.identity), mode: 'delete' })
  }
}

const prepared = (
  parts: Partial<Omit<PreparedRows, 'operation'>> & Pick<PreparedRows, 'operation'>,
): PreparedRows => ({
  rows: undefined,
  removes: () => ({ kind: 'nothing' }),
  reads: { kind: 'nothing' },
  [Symbol.asyncDispose]: async () => undefined,
  ...parts,
})

const partitionsOf = (files: readonly DataFile[]): readonly DataFile['partition'][] => [
  ...new Map(files.map(({ partition }) => [partitionKey(partition), partition])).values(),
]
