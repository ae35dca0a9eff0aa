/** A table of the lakehouse. Both names are taken as they are; a namespace of several levels is joined with dots. */
export type TableIdentity = { readonly namespace: string; readonly name: string }

/** A table's pointer moves from `base` (undefined: the table must not exist) to `next`. */
export type PointerMove = {
  readonly identity: TableIdentity
  readonly base: string | undefined
  readonly next: string
}

/**
 * What maps tables to their current metadata file. The only mutable thing of a lakehouse: a commit is one
 * compare-and-swap of that pointer.
 */
export interface IcebergCatalog {
  /** The name under which other engines open the same catalog. */
  readonly name: string
  /** The metadata location of a table; undefined where there is none. */
  load(identity: TableIdentity, signal?: AbortSignal): Promise<string | undefined>
  /** All tables, or those of one namespace, sorted by namespace and name. */
  list(namespace?: string, signal?: AbortSignal): Promise<readonly TableIdentity[]>
  /**
   * Moves all pointers and does `also` in one transaction, or nothing of it. Moves happen in order, so that two of
   * one table may follow each other. Throws MR3110, retryable, where a pointer is not where `base` says.
   */
  commit(moves: readonly PointerMove[], also?: () => void): Promise<void>
}

export const printIdentity = (identity: TableIdentity): string => `${identity.namespace}.${identity.name}`
