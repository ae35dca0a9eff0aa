import type { TableMetadata } from '../format/metadata.ts'

/** A table of the lakehouse. Both names are taken as they are; a namespace of several levels is joined with dots. */
export type TableIdentity = { readonly namespace: string; readonly name: string }

/** One version of a table's metadata, and whether readers may know of the table at all. */
export type TableVersion = {
  readonly metadataLocation: string
  readonly metadata: TableMetadata
  /** True of a table that was written and never published: no reader and no other engine sees it. */
  readonly draft: boolean
}

/** A table moves from one version of its metadata to the next. */
export type TableMove = {
  readonly identity: TableIdentity
  /** Undefined: the table must not exist. */
  readonly base: TableVersion | undefined
  /** Undefined: the catalog forgets the table. */
  readonly next: TableVersion | undefined
}

/** What a catalog knows of a table. */
export type TablePointer = { readonly metadataLocation: string; readonly draft: boolean }

export type ListedTable = TableIdentity & { readonly draft: boolean }

/**
 * What maps tables to their current metadata file. The only mutable thing of a lakehouse: a commit is one
 * compare-and-swap of that pointer.
 */
export interface IcebergCatalog {
  /** The name under which other engines open the same catalog. */
  readonly name: string
  /** True where `also` of a commit is in the same transaction as the moves. */
  readonly transactional: boolean
  /** Undefined where there is no table. */
  load(identity: TableIdentity, signal?: AbortSignal): Promise<TablePointer | undefined>
  /** All tables, or those of one namespace, sorted by namespace and name; drafts too. */
  list(namespace?: string, signal?: AbortSignal): Promise<readonly ListedTable[]>
  /**
   * Metadata files of what else lives in the same store, such as views and tables of other catalogs: cleaning must
   * leave their files alone. Undefined where that cannot be known.
   */
  others(signal?: AbortSignal): Promise<readonly string[] | undefined>
  /**
   * Makes all moves, at most one a table, and does `also`, in one transaction, or nothing of it. Throws MR3110,
   * retryable, where a table is not at its base any more, and MR3280 where it cannot be known what became of it.
   */
  commit(moves: readonly TableMove[], also?: () => void): Promise<void>
}

/** For sorting: by namespace, then by name. */
export const byIdentity = (a: TableIdentity, b: TableIdentity): number =>
  compareText(a.namespace, b.namespace) || compareText(a.name, b.name)

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const printIdentity = (identity: TableIdentity): string => `${identity.namespace}.${identity.name}`
