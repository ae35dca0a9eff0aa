/** What tables must hold, as plain values: the truth that a lakehouse is compared with. */
export type World = {
  readonly tables: Readonly<Record<string, TableModel>>
  /** What the last publication stored beside its rows. */
  readonly watermark: number | undefined
}

export type TableModel = {
  /** The commit that a ref is at. No `main`: the table was never published. */
  readonly refs: Readonly<Record<string, string>>
  /** Every snapshot that was made, by the commit that made it. */
  readonly commits: Readonly<Record<string, Commit>>
}

type Commit = { readonly rows: Rows; readonly parent: string | undefined }

export type Row = { readonly id: number | null; readonly part: number | null; readonly v: number | null }
export type Rows = readonly Row[]

export type Side = 'old' | 'new'
export type Condition = {
  readonly side: Side
  readonly column: keyof Row
  readonly operator: '<' | '>=' | '=' | '<>'
  readonly value: number
}

export type Clause =
  | { readonly kind: 'insert'; readonly condition?: Condition }
  | { readonly kind: 'update'; readonly condition?: Condition }
  | { readonly kind: 'delete'; readonly condition?: Condition }

export type Mode =
  | { readonly kind: 'append' | 'overwrite' | 'overwrite-partitions' }
  /** New rows meet the stored ones of the same id. */
  | { readonly kind: 'merge'; readonly clauses: readonly Clause[] }

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

export const emptyWorld: World = { tables: {}, watermark: undefined }

/** The worlds that an operation leads through, one a transaction; the last one is where it ends. */
export const foresee = (world: World, operation: Operation, commitId: string): readonly World[] => {
  switch (operation.kind) {
    case 'publish': {
      const { writes, watermark = world.watermark } = operation
      const all = writes.reduce((so, write, i) => written(so, write, `${commitId}.${i}`), world)
      return [{ ...all, watermark }]
    }
    case 'overtaken': {
      const first = written(world, operation.first, `${commitId}.0`)
      // What had nothing to do when it read the table counts as done before the other.
      const isIdle = written(world, operation.write, '') === world
      return isIdle ? [first] : [first, written(first, operation.write, `${commitId}.1`)]
    }
    case 'reject': {
      // Rejected rows stand on what the job had read of the table, and then on each other.
      const wouldBe = operation.writes.reduce((so, write, i) => written(so, write, `${commitId}.${i}`), world)
      return [
        operation.writes.reduce((so, { table, branch }, i) => {
          const commit = wouldBe.tables[table]?.commits[`${commitId}.${i}`]
          if (commit === undefined) return so
          const follows = world.tables[table]?.refs[branch] ?? world.tables[table]?.refs['main']
          const parent = commit.parent === follows ? follows : `${commit.parent}#rejected`
          const id = `${commitId}.${i}#rejected`
          return withCommit(so, table, { branch: operation.branch, id, rows: commit.rows, parent })
        }, world),
      ]
    }
    case 'publish-branch':
      return [publishedBranch(world, operation.branch)]
    case 'drop-branch':
      return [eachTable(world, (table) => withoutRef(table, operation.branch))]
  }
}

const written = (world: World, write: Write, id: string): World => {
  const table = world.tables[write.table]
  const parent = table?.refs[write.branch] ?? table?.refs['main']
  const stored = parent === undefined ? undefined : table?.commits[parent]?.rows
  const rows = after(stored ?? [], write)
  // A write with nothing to do makes no snapshot, unless nobody has written before.
  if (rows === undefined && stored !== undefined) return world
  return withCommit(world, write.table, { branch: write.branch, id, rows: rows ?? [], parent })
}

const withCommit = (
  world: World,
  name: TableName,
  { branch, id, ...commit }: Commit & { readonly branch: string; readonly id: string },
): World => {
  const table = world.tables[name] ?? { refs: {}, commits: {} }
  const next = { refs: { ...table.refs, [branch]: id }, commits: { ...table.commits, [id]: commit } }
  return { ...world, tables: { ...world.tables, [name]: next } }
}

const publishedBranch = (world: World, branch: string): World => {
  const isBehind = ({ refs, commits }: TableModel): boolean => {
    for (let at = refs[branch]; at !== refs['main']; at = commits[at]?.parent)
      if (at === undefined) return refs['main'] !== undefined
    return false
  }
  const having = Object.values(world.tables).filter(({ refs }) => refs[branch] !== undefined)
  if (having.some(isBehind)) return world
  return eachTable(world, (table) => {
    const head = table.refs[branch]
    if (head === undefined) return table
    const { [branch]: _published, ...refs } = table.refs
    return { ...table, refs: { ...refs, main: head } }
  })
}

/** A draft without its last branch is no table any more. */
const withoutRef = (table: TableModel, ref: string): TableModel | undefined => {
  const { [ref]: _dropped, ...refs } = table.refs
  return Object.keys(refs).length === 0 ? undefined : { ...table, refs }
}

const eachTable = (world: World, change: (table: TableModel) => TableModel | undefined): World => ({
  ...world,
  tables: Object.fromEntries(
    Object.entries(world.tables).flatMap(([name, table]) => {
      const next = change(table)
      return next === undefined ? [] : [[name, next] as const]
    }),
  ),
})

/** Undefined: nothing to do. */
const after = (stored: Rows, { table, mode, rows }: Write): Rows | undefined => {
  switch (mode.kind) {
    case 'append':
      return rows.length === 0 ? undefined : [...stored, ...rows]
    case 'overwrite':
      return rows
    case 'overwrite-partitions': {
      if (table === 'u') return rows
      const replaced = new Set(rows.map(({ part }) => part))
      return rows.length === 0 ? undefined : [...stored.filter(({ part }) => !replaced.has(part)), ...rows]
    }
    case 'merge': {
      const inserted = rows.filter(
        (row) =>
          !stored.some((old) => old.id !== null && old.id === row.id) &&
          mode.clauses.some((clause) => clause.kind === 'insert' && holds(clause.condition, { new: row })),
      )
      return inserted.length === 0 ? undefined : [...stored, ...inserted]
    }
  }
}

/** As in SQL: what is compared with NULL holds not. */
const holds = (
  condition: Condition | undefined,
  rows: { readonly old?: Row; readonly new?: Row },
): boolean => {
  if (condition === undefined) return true
  const value = rows[condition.side]?.[condition.column]
  if (value === undefined || value === null) return false
  switch (condition.operator) {
    case '<':
      return value < condition.value
    case '>=':
      return value >= condition.value
    case '=':
      return value === condition.value
    case '<>':
      return value !== condition.value
  }
}

/** The rows of every ref of a table. */
export const rowsOfRefs = ({ refs, commits }: TableModel): Readonly<Record<string, Rows>> =>
  Object.fromEntries(Object.entries(refs).map(([ref, id]) => [ref, commits[id]?.rows ?? []]))

/** Rows as text that is the same for the same rows in any order. */
export const printRows = (rows: Rows): string =>
  rows
    .map(({ id, part, v }) => `${id} ${part} ${v}`)
    .toSorted()
    .join('; ')
