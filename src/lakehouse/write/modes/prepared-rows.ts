import type { Sql } from '../../../sql/quote.ts'
import type { DataFile, PartitionValue } from '../../format/data-file.ts'
import type { Table } from '../../table.ts'
import type { Operation, ReadSet, Removal } from '../change.ts'
import type { Layout } from '../layout.ts'
import type { WriteRequest } from '../request.ts'

/** What a write is about, before a mode decides what becomes of it. */
export type Preparation = {
  readonly request: WriteRequest
  /** Absent where the table is made with this write. */
  readonly table: Table | undefined
  readonly branch: string
  readonly layout: Layout
}

/** Rows that become files of their own. */
export type RowsPart = {
  readonly rows: Sql
  /** Which column of them fills which field. */
  readonly columns: Layout['columns']
  /** The values of all partition fields that the rows share; absent where each row has its own. */
  readonly partition?: readonly PartitionValue[]
}

/** What a write mode makes of the query's rows and the stored ones. */
export type PreparedRows = AsyncDisposable & {
  readonly parts: readonly RowsPart[]
  readonly removes: (added: readonly DataFile[]) => Removal
  readonly reads: ReadSet
  readonly operation: (added: readonly DataFile[]) => Operation
  /** Throws where the files that became of the parts cannot be right. */
  readonly verify?: (written: readonly (readonly DataFile[])[]) => void
}

export const prepared = (
  parts: Partial<Omit<PreparedRows, 'operation'>> & { readonly operation: Operation },
): PreparedRows => ({
  parts: [],
  removes: () => ({ kind: 'nothing' }),
  reads: { kind: 'nothing' },
  [Symbol.asyncDispose]: async () => undefined,
  ...parts,
  operation: () => parts.operation,
})
