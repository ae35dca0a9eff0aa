import type { Connection, EngineColumn } from '../../engines/index.ts'
import type { Sql } from '../../sql/quote.ts'
import type { TableIdentity } from '../catalogs/catalog.ts'
import type { ColumnPredicate } from '../scan/predicate.ts'
import type { PartitionBy, SortBy } from './layout.ts'
import type { StagedCommit } from './staged-commit.ts'

export type WriteMode =
  | { readonly kind: 'append' }
  /** All rows are replaced in one snapshot; history stays. */
  | { readonly kind: 'overwrite' }
  /**
   * Replaces the rows of those partitions that occur in the new rows; all rows of a table without partitions. No new
   * rows replace nothing.
   */
  | { readonly kind: 'overwrite-partitions' }
  /**
   * Joins the new rows to the stored ones. All SQL is over "old" (stored) and "new", has the same result each time and
   * reads nothing else. The first clause whose condition is true decides about a row; a stored row that matches two new
   * ones is an error, unless all that happens to it is that it is deleted.
   */
  | {
      readonly kind: 'merge'
      readonly on: Sql
      /** Equalities that `on` implies, `"old"."<old>" = <new>`: files that cannot hold such rows are not read. */
      readonly keys: readonly { readonly old: string; readonly new: Sql }[]
      readonly clauses: readonly MergeClause[]
      /** Columns of the new rows that the table lacks are added to it. Otherwise `all` means the table's columns. */
      readonly addsColumns?: true
    }
  /**
   * Removes the rows of "old" for which the condition is true; it may ask other relations of the session. The query's
   * rows are not used.
   */
  | {
      readonly kind: 'delete'
      readonly where: Sql
      /** What holds of every row for which the condition is true: files that cannot hold such rows are not read. */
      readonly filter?: readonly ColumnPredicate[]
    }

/** Columns that an update does not assign stay as they are; those that an insert does not assign are NULL. */
export type MergeClause =
  | { readonly kind: 'update'; readonly condition?: Sql; readonly set: 'all' | readonly Assignment[] }
  | { readonly kind: 'delete'; readonly condition?: Sql }
  | { readonly kind: 'insert'; readonly condition?: Sql; readonly values: 'all' | readonly Assignment[] }

export type Assignment = { readonly column: string; readonly value: Sql }

export type WriteRequest = {
  readonly connection: Connection
  /** Rows to write, in the order in which they should stand in the file. */
  readonly query: Sql
  /** Columns of the query, where the caller knows them: asking the engine binds everything below it once more. */
  readonly columns?: readonly EngineColumn[]
  readonly identity: TableIdentity
  readonly mode: WriteMode
  /** What becomes of the write where the table has been published already. Default: it goes on. */
  readonly ifExists?: 'fail' | 'skip'
  /** The branch to write to. Default: `main`. */
  readonly branch?: string
  /** Outermost first. Absent: a table keeps its own spec, a new one has none. Empty: no partitions from now on. */
  readonly partitionBy?: readonly PartitionBy[]
  /** The order of rows within files, remembered as the table's sort order. Absent: the table keeps its own. */
  readonly sortBy?: readonly SortBy[]
  /**
   * `safe`: new columns are added and types widened, all else is refused with the difference. `replace`: an overwrite
   * may also drop columns and change types. Default: `safe`.
   */
  readonly schemaChange?: 'safe' | 'replace'
  /** Set on the table with this commit; other properties of it stay. */
  readonly properties?: Readonly<Record<string, string>>
  readonly runId: string
  /** Unique per intended commit, the same for its retries: `findCommit` looks it up. */
  readonly commitId: string
  /** An unpublished write to the same table that this one follows; both are published together, in order. */
  readonly after?: StagedCommit
}
