/** What tables must hold, as plain values: the truth that a lakehouse is compared with. */
export type World = {
  readonly tables: Readonly<Record<string, TableModel>>
  /** What the last publication stored beside its rows. */
  readonly watermark: number | undefined
}

export type TableModel = {
  /** The commit that a ref is at. No `main`: the table was never published. */
  readonly refs: Readonly<Record<string, string>>
  /** Every snapshot that is there, by the commit that made it. */
  readonly commits: Readonly<Record<string, Commit>>
  /** What `main` has been at, as far back as nothing of it has expired. */
  readonly log: readonly string[]
}

type Commit = { readonly rows: Rows; readonly parent: string | undefined }

export type Row = { readonly id: number | null; readonly part: number | null; readonly v: number | null }
export type Rows = readonly Row[]

export type Condition = {
  readonly side: 'old' | 'new'
  readonly column: keyof Row
  readonly operator: '<' | '>=' | '=' | '<>'
  readonly value: number
}

export type Clause = {
  readonly kind: 'insert' | 'update' | 'delete'
  readonly condition?: Condition
}

export type Mode =
  | { readonly kind: 'append' | 'overwrite' | 'overwrite-partitions' }
  /** New rows meet the stored ones of the same id; what they bring, they bring in all columns. */
  | { readonly kind: 'merge'; readonly clauses: readonly Clause[] }
  | { readonly kind: 'delete'; readonly where: Condition }

export type Write = {
  readonly table: TableName
  readonly branch: string
  readonly mode: Mode
  readonly rows: Rows
}

/** `t` is partitioned by `part`, `u` is not partitioned. */
export const tableNames = ['t', 'u'] as const
export type TableName = (typeof tableNames)[number]

export type Operation =
  /** All writes at once, and a watermark with them. */
  | { readonly kind: 'publish'; readonly writes: readonly Write[]; readonly watermark?: number }
  /** Another write to the same table is published between the writing of files and their publication. */
  | { readonly kind: 'overtaken'; readonly first: Write; readonly write: Write }
  /** Written, found wanting, and kept under a branch that nobody reads by itself. */
  | { readonly kind: 'reject'; readonly writes: readonly Write[]; readonly branch: string }
  /** Of all tables, in one transaction; nothing where a table's `main` went on without the branch. */
  | { readonly kind: 'publish-branch' | 'drop-branch'; readonly branch: string }
  /** All files of a branch are rewritten, and its rows stay the same. */
  | { readonly kind: 'compact'; readonly table: TableName; readonly branch: string }
  /** Of every branch so many snapshots stay. */
  | { readonly kind: 'expire'; readonly table: TableName; readonly keep: number }
  /** To what readers saw so many publications ago. */
  | { readonly kind: 'roll-back'; readonly table: TableName; readonly steps: number }
  /** Files that nothing needs are deleted. */
  | { readonly kind: 'clean' }
