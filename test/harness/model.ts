import { mergedRows } from './model-merge.ts'
import type { Operation, Row, Rows, TableModel, TableName, World, Write } from './operation.ts'

export const emptyWorld: World = { tables: {}, watermark: undefined }

/** The worlds that an operation leads through, one a transaction; the last one is where it ends. */
export const foresee = (world: World, operation: Operation, commitId: string): readonly World[] => {
  switch (operation.kind) {
    case 'publish': {
      const { writes, watermark = world.watermark } = operation
      const after = allWritten(world, writes, commitId)
      return [after === undefined ? world : { ...after, watermark }]
    }
    case 'overtaken': {
      // What had nothing to do when it read the table, or was refused, counts as done before the other.
      const alone = written(world, operation.write, '')
      if (alone === undefined) return [world]
      const first = written(world, operation.first, `${commitId}.0`)
      if (first === undefined) return [world]
      const { table, branch } = operation.write
      const { refs = {} } = world.tables[table] ?? {}
      const isEmpty = alone.tables[table]?.commits['']?.rows.length === 0
      const isNothing = isEmpty && refs[branch] === undefined && refs['main'] === undefined
      if (alone === world || isNothing) return [first]
      return [first, written(first, operation.write, `${commitId}.1`) ?? first]
    }
    case 'reject':
      return [rejected(world, operation, commitId)]
    case 'publish-branch':
      return [publishedBranch(world, operation.branch)]
    case 'drop-branch':
      return [eachTable(world, (table) => withoutRef(table, operation.branch))]
    case 'compact': {
      const table = world.tables[operation.table]
      const head = table?.refs[operation.branch]
      const rows = head === undefined ? undefined : table?.commits[head]?.rows
      if (rows === undefined || rows.length === 0) return [world]
      const { branch } = operation
      return [
        withCommit(world, operation.table, { branch, id: `${commitId}/1/0`, commit: { rows, parent: head } }),
      ]
    }
    case 'expire':
      return [
        eachTable(world, (table, name) =>
          name === operation.table ? withoutOld(table, operation.keep) : table,
        ),
      ]
    case 'roll-back':
      return [
        eachTable(world, (table, name) => {
          const target = table.log.at(-1 - operation.steps)
          return name !== operation.table || target === undefined ? table : withMain(table, target)
        }),
      ]
    case 'clean':
      return [world]
  }
}

/** Undefined where one of them is refused. */
const allWritten = (world: World, writes: readonly Write[], commitId: string): World | undefined =>
  writes.reduce<World | undefined>(
    (so, write, i) => (so === undefined ? undefined : written(so, write, `${commitId}.${i}`)),
    world,
  )

/** Rejected rows stand on what the job had read of the table, and then on each other. */
const rejected = (
  world: World,
  operation: Extract<Operation, { kind: 'reject' }>,
  commitId: string,
): World => {
  const wouldBe = allWritten(world, operation.writes, commitId)
  if (wouldBe === undefined) return world
  return operation.writes.reduce((so, { table, branch }, i) => {
    const commit = wouldBe.tables[table]?.commits[`${commitId}.${i}`]
    if (commit === undefined) return so
    const read = world.tables[table]?.refs[branch] ?? world.tables[table]?.refs['main']
    const parent = commit.parent === read ? read : `${commit.parent}#rejected`
    const id = `${commitId}.${i}#rejected`
    return withCommit(so, table, { branch: operation.branch, id, commit: { rows: commit.rows, parent } })
  }, world)
}

/** The same world where there is nothing to do, undefined where the write is refused. */
const written = (world: World, write: Write, id: string): World | undefined => {
  const table = world.tables[write.table]
  if (table === undefined && write.mode.kind === 'delete') return undefined
  const parent = table?.refs[write.branch] ?? table?.refs['main']
  const stored = parent === undefined ? undefined : table?.commits[parent]?.rows
  const rows = rowsAfter(stored ?? [], write)
  if (rows === 'refused') return undefined
  // A write with nothing to do makes no snapshot, unless nobody has written before.
  if (rows === undefined && stored !== undefined) return world
  return withCommit(world, write.table, { branch: write.branch, id, commit: { rows: rows ?? [], parent } })
}

type Added = {
  readonly branch: string
  readonly id: string
  readonly commit: { readonly rows: Rows; readonly parent: string | undefined }
}

const withCommit = (world: World, name: TableName, { branch, id, commit }: Added): World => {
  const before = world.tables[name] ?? { refs: {}, commits: {}, log: [] }
  const table = { ...before, commits: { ...before.commits, [id]: commit } }
  const moved = branch === 'main' ? withMain(table, id) : { ...table, refs: { ...table.refs, [branch]: id } }
  return { ...world, tables: { ...world.tables, [name]: moved } }
}

const withMain = (table: TableModel, id: string): TableModel =>
  table.refs['main'] === id ? table : { ...table, refs: { ...table.refs, main: id }, log: [...table.log, id] }

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
    return withMain({ ...table, refs }, head)
  })
}

/** A draft without its last branch is no table any more. */
const withoutRef = (table: TableModel, ref: string): TableModel | undefined => {
  const { [ref]: _dropped, ...refs } = table.refs
  return Object.keys(refs).length === 0 ? undefined : { ...table, refs }
}

/** Of every branch the last commits stay, and of the log what comes after the last gap. */
const withoutOld = (table: TableModel, keep: number): TableModel => {
  const stays = new Set<string>()
  for (const head of Object.values(table.refs)) {
    let at: string | undefined = head
    for (let i = 0; i < keep && at !== undefined && table.commits[at] !== undefined; i++) {
      stays.add(at)
      at = table.commits[at]?.parent
    }
  }
  const commits = Object.fromEntries(Object.entries(table.commits).filter(([id]) => stays.has(id)))
  const log = table.log.slice(table.log.findLastIndex((id) => !stays.has(id)) + 1)
  return { ...table, commits, log }
}

const eachTable = (
  world: World,
  change: (table: TableModel, name: string) => TableModel | undefined,
): World => ({
  ...world,
  tables: Object.fromEntries(
    Object.entries(world.tables).flatMap(([name, table]) => {
      const next = change(table, name)
      return next === undefined ? [] : [[name, next] as const]
    }),
  ),
})

/** Undefined: nothing to do. */
const rowsAfter = (stored: Rows, { table, mode, rows }: Write): Rows | undefined | 'refused' => {
  switch (mode.kind) {
    case 'append':
      return rows.length === 0 ? undefined : [...stored, ...rows]
    case 'overwrite':
      return rows
    case 'overwrite-partitions': {
      if (rows.length === 0) return undefined
      if (table === 'u') return rows
      const replaced = new Set(rows.map(({ part }) => part))
      return [...stored.filter(({ part }) => !replaced.has(part)), ...rows]
    }
    case 'merge':
    case 'delete':
      return mergedRows(stored, rows, mode)
  }
}

/** The rows of every ref of a table. */
export const rowsOfRefs = ({ refs, commits }: TableModel): Readonly<Record<string, Rows>> =>
  Object.fromEntries(Object.entries(refs).map(([ref, id]) => [ref, commits[id]?.rows ?? []]))

/** Rows as text that is the same for the same rows in any order. */
export const printRows = (rows: Rows): string => rows.map(printRow).toSorted().join('; ')

const printRow = ({ id, part, v }: Row): string => `${id} ${part} ${v}`
