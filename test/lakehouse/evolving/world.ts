/** What an evolving table must hold, as plain values: columns are told apart by an identity of the model's own. */
export type World = {
  /** Of `main`. */
  readonly columns: readonly Column[]
  readonly commits: Readonly<Record<string, Commit>>
  readonly refs: Readonly<Record<string, Ref>>
  /** What `main` has been at. */
  readonly log: readonly string[]
  readonly lastColumn: number
}

type Commit = { readonly columns: readonly Column[]; readonly rows: Rows; readonly parent?: string }
type Ref = { readonly kind: 'branch' | 'tag'; readonly commit: string }

export type Column = { readonly id: number; readonly name: string; readonly type: ColumnType }

/** Each type with the next wider one, where there is one. */
export const columnTypes = {
  int: 'long',
  long: undefined,
  float: 'double',
  double: undefined,
  'decimal(5, 2)': 'decimal(9, 2)',
  'decimal(9, 2)': undefined,
  string: undefined,
} as const
export type ColumnType = keyof typeof columnTypes

/** By the identity of the column; a small number that stands for a value of any type, and stays it when types widen. */
export type Row = Readonly<Record<number, number | null>>
export type Rows = readonly Row[]

export const printRows = (columns: readonly Column[], rows: Rows): readonly string[] =>
  rows.map((row) => columns.map(({ id, type }) => valueText(type, row[id] ?? null)).join(' ')).toSorted()

/** A value as SQL spells it, which is how it is printed, too. */
export const valueText = (type: ColumnType, value: number | null): string => {
  if (value === null) return 'NULL'
  switch (type) {
    case 'int':
    case 'long':
      return String(value)
    case 'float':
    case 'double':
      return String(value + 0.5)
    case 'decimal(5, 2)':
    case 'decimal(9, 2)':
      return `${value}.25`
    case 'string':
      return `s${value}`
  }
}

export type Head = { readonly columns: readonly Column[]; readonly commit: string | undefined }

/** A branch that is not there yet begins at `main`. */
export const headOf = ({ columns, refs, commits }: World, branch: string): Head => {
  const commit = refs[branch]?.commit
  if (branch === 'main' || commit === undefined) return { columns, commit: refs['main']?.commit }
  return { columns: commits[commit]?.columns ?? [], commit }
}

export const rowsOf = (world: World, branch: string): Rows => {
  const { commit } = headOf(world, branch)
  return commit === undefined ? [] : (world.commits[commit]?.rows ?? [])
}

export type Committed = {
  readonly branch: string
  readonly id: string
  readonly columns: readonly Column[]
  readonly rows: Rows
}

export const withCommit = (world: World, { branch, id, columns, rows }: Committed): World => {
  const parent = headOf(world, branch).commit
  const commits = {
    ...world.commits,
    [id]: { columns, rows, ...(parent === undefined ? {} : { parent }) },
  }
  const refs = { ...world.refs, [branch]: { kind: 'branch' as const, commit: id } }
  return branch === 'main'
    ? { ...world, columns, commits, refs, log: [...world.log, id] }
    : { ...world, commits, refs }
}

export const withoutRef = (world: World, name: string): World => {
  const { [name]: _dropped, ...refs } = world.refs
  return { ...world, refs }
}

/** True where the commit follows the other, or is it. */
export const follows = ({ commits }: World, commit: string, other: string): boolean => {
  for (let at: string | undefined = commit; at !== undefined; at = commits[at]?.parent)
    if (at === other) return true
  return false
}

/** Of every branch the last commits stay, and what tags name; of the log what comes after the last gap. */
export const withoutOld = (world: World, keep: number): World => {
  const stays = new Set<string>()
  for (const { kind, commit } of Object.values(world.refs)) {
    let at: string | undefined = commit
    for (
      let i = 0;
      i < (kind === 'tag' ? 1 : keep) && at !== undefined && world.commits[at] !== undefined;
      i++
    ) {
      stays.add(at)
      at = world.commits[at]?.parent
    }
  }
  const commits = Object.fromEntries(Object.entries(world.commits).filter(([id]) => stays.has(id)))
  return { ...world, commits, log: world.log.slice(world.log.findLastIndex((id) => !stays.has(id)) + 1) }
}
