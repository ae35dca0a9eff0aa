import { MillraceError } from '../../../src/diagnostics/index.ts'
import { dropBranch, publishBranch, reject, type WriteRequest } from '../../../src/lakehouse/index.ts'
import {
  alterTable,
  type Alteration,
  cleanFiles,
  compactTable,
  createRef,
  dropRef,
  expireSnapshots,
  rollBack,
} from '../../../src/lakehouse/maintenance/index.ts'
import { trusted } from '../../../src/sql/quote.ts'
import type { Lake } from '../lake.ts'
import { insert, mergeBy, update } from '../write/merging.ts'
import {
  type ColumnStep,
  columnsAfter,
  columnsPublished,
  newColumn,
  nth,
  transformsOf,
  widest,
} from './columns.ts'
import { readRows, snapshotIdOf } from './observe.ts'
import { query, rowOf } from './rows.ts'
import type { Step } from './step.ts'
import {
  follows,
  headOf,
  printRows,
  type Row,
  rowsOf,
  withCommit,
  withoutOld,
  withoutRef,
  type World,
} from './world.ts'

export const t = { namespace: 'demo', name: 't' }

/** Does a step to the table, and says what the table must hold then. What it must refuse is part of that. */
export const take = async (lake: Lake, world: World, step: Step, id: string): Promise<World> => {
  const { lakehouse, connection } = lake
  switch (step.kind) {
    case 'write':
      return write(lake, world, step, id)
    case 'reject':
      return rejected(lake, world, step, id)
    case 'delete': {
      const { branch, below } = step
      await lake.write('SELECT 1', {
        branch,
        commitId: id,
        mode: { kind: 'delete', where: trusted(`"old"."id" < ${below}`) },
      })
      const before = rowsOf(world, branch)
      const rows = before.filter((row) => (row[1] ?? 0) >= below)
      const { columns } = headOf(world, branch)
      return rows.length === before.length ? world : withCommit(world, { branch, id, columns, rows })
    }
    case 'add':
    case 'drop':
    case 'rename':
    case 'widen':
    case 'move':
      return changeColumns(lake, world, step)
    case 'sort': {
      const column = nth(world.columns, step.which)
      await alterTable(lakehouse, t, { sortBy: [{ column: column.name, direction: 'asc', nulls: 'first' }] })
      return world
    }
    case 'partition': {
      const fields = new Map(step.by.map(({ which, transform }) => [nth(world.columns, which), transform]))
      const partitionBy = [...fields].map(([{ name, type }, transform]) => ({
        column: name,
        transform: nth(transformsOf(type), transform),
      }))
      await alterTable(lakehouse, t, { partitionBy })
      return world
    }
    case 'tag':
    case 'branch': {
      if (world.refs[step.name] !== undefined) return world
      const commit = nth(Object.keys(world.commits), step.which)
      const snapshotId = await snapshotIdOf(lake, commit)
      await createRef(lakehouse, t, { name: step.name, kind: step.kind, snapshotId })
      return { ...world, refs: { ...world.refs, [step.name]: { kind: step.kind, commit } } }
    }
    case 'forget':
      if (world.refs[step.name] === undefined) return world
      await dropRef(lakehouse, t, { name: step.name, kind: 'tag' })
      return withoutRef(world, step.name)
    case 'drop-branch':
      if (world.refs[step.name] === undefined) return world
      await dropBranch(lakehouse, step.name)
      return withoutRef(world, step.name)
    case 'publish-branch':
      return publish(lake, world, step.name)
    case 'roll-back': {
      const commit = world.log.at(-1 - step.steps)
      if (commit === undefined) return world
      await rollBack(lakehouse, t, { version: { kind: 'snapshot', id: await snapshotIdOf(lake, commit) } })
      if (world.refs['main']?.commit === commit) return world
      return {
        ...world,
        refs: { ...world.refs, main: { kind: 'branch', commit } },
        log: [...world.log, commit],
      }
    }
    case 'compact': {
      const { branch } = step
      if (world.refs[branch] === undefined || rowsOf(world, branch).length === 0) return world
      await compactTable(lakehouse, {
        connection,
        identity: t,
        branch,
        options: { rewriteAll: true },
        runId: 'run',
        commitId: id,
      })
      const { columns } = headOf(world, branch)
      return withCommit(world, { branch, id: `${id}/1/0`, columns, rows: rowsOf(world, branch) })
    }
    case 'expire':
      await expireSnapshots(lakehouse, t, { olderThanMs: lakehouse.now() + 60_000, retainLast: step.keep })
      return withoutOld(world, step.keep)
    case 'clean':
      await cleanFiles(lakehouse, { olderThanMs: lakehouse.now() + 60_000, force: true })
      return world
  }
}

const write = async (
  lake: Lake,
  world: World,
  { mode, branch, rows, adds, widens }: Extract<Step, { kind: 'write' }>,
  id: string,
): Promise<World> => {
  const before = headOf(world, branch).columns
  const added = newColumn(world, before, adds)
  const columns = [...(widens ? before.map(widest) : before), ...added]
  const fresh = rows.map((values) => rowOf(columns, values))
  const done = await unlessRefused(
    lake.write(query(columns, fresh), { branch, commitId: id, ...options(mode, columns !== before) }),
    // Another partition field may have had the name of the new column.
    added.length > 0 ? ['MR3102'] : [],
  )
  if (!done) return world
  const after = { ...world, lastColumn: world.lastColumn + added.length }
  const stored = rowsOf(world, branch)
  switch (mode) {
    case 'append':
      return withCommit(after, { branch, id, columns, rows: [...stored, ...fresh] })
    case 'overwrite':
      return withCommit(after, { branch, id, columns, rows: fresh })
    case 'upsert': {
      const byKey = new Map(fresh.map((row) => [row[1], row]))
      const known = new Set(stored.map((row) => row[1]))
      const changed = stored.map((row) => byKey.get(row[1]) ?? row)
      const others = fresh.filter((row) => !known.has(row[1]))
      return withCommit(after, { branch, id, columns, rows: [...changed, ...others] })
    }
    case 'overwrite-partitions': {
      // Which of the stored rows go depends on the partitions of the files that they are in: asked of the table.
      const left = await readRows(lake, { kind: 'ref', name: branch })
      const isLeft = (row: Row): boolean => {
        const at = left.indexOf(printRows(columns, [row])[0] ?? '')
        if (at >= 0) left.splice(at, 1)
        return at >= 0
      }
      if (!fresh.every(isLeft)) throw new Error('not all new rows are there')
      return withCommit(after, { branch, id, columns, rows: [...stored.filter(isLeft), ...fresh] })
    }
  }
}

const options = (
  mode: Extract<Step, { kind: 'write' }>['mode'],
  changesColumns: boolean,
): Pick<WriteRequest, 'mode'> => {
  if (mode !== 'upsert') return { mode: { kind: mode } }
  const merge = mergeBy(['id'], update('all'), insert('all')).mode
  return { mode: merge.kind === 'merge' && changesColumns ? { ...merge, addsColumns: true } : merge }
}

const rejected = async (
  lake: Lake,
  world: World,
  { rows, adds }: Extract<Step, { kind: 'reject' }>,
  id: string,
): Promise<World> => {
  const added = newColumn(world, world.columns, adds)
  const columns = [...world.columns, ...added]
  const fresh = rows.map((values) => rowOf(columns, values))
  const partitionBy = added.map(({ name, type }) => ({
    column: name,
    transform: transformsOf(type)[1] ?? 'identity',
  }))
  const rejecting = async () => {
    const staged = await lake.stage(query(columns, fresh), {
      commitId: id,
      ...(added.length === 0 ? {} : { partitionBy }),
    })
    await reject(lake.lakehouse, [staged], { branch: 'audit', reason: 'no' })
  }
  if (!(await unlessRefused(rejecting(), added.length > 0 ? ['MR3102', 'MR3124'] : []))) return world
  const parent = world.refs['main']?.commit
  const commit = {
    columns,
    rows: [...rowsOf(world, 'main'), ...fresh],
    ...(parent === undefined ? {} : { parent }),
  }
  return {
    ...world,
    lastColumn: world.lastColumn + added.length,
    commits: { ...world.commits, [`${id}#rejected`]: commit },
    refs: { ...world.refs, audit: { kind: 'branch', commit: `${id}#rejected` } },
  }
}

const changeColumns = async (lake: Lake, world: World, step: ColumnStep): Promise<World> => {
  const planned = columnsAfter(world, step)
  if (planned === undefined) return world
  const { metadata } = await lake.table()
  const alteration: Alteration = { columns: [planned.change] }
  const done = await unlessRefused(alterTable(lake.lakehouse, t, alteration), ['MR3159'])
  const specs = metadata.partitionSpecs.flatMap(({ fields }) => fields)
  // Only what partitions or orders the table holds a column back, and only a partition field takes a name.
  const mayBeRefused =
    step.kind === 'drop'
      ? specs.length > 0 || metadata.defaultSortOrderId !== 0
      : (step.kind === 'add' || step.kind === 'rename') && specs.some(({ name }) => name === step.name)
  if (!done && !mayBeRefused) throw new Error(`${JSON.stringify(step)} was refused for no reason`)
  return done ? { ...world, columns: planned.columns, lastColumn: planned.lastColumn } : world
}

const publish = async (lake: Lake, world: World, name: string): Promise<World> => {
  const head = world.refs[name]?.commit
  const main = world.refs['main']?.commit
  if (head === undefined || main === undefined) return world
  const columns = columnsPublished(world, head, main)
  const { metadata } = await lake.table()
  // A branch may lack the column of a partition.
  const isParted = metadata.partitionSpecs.some(({ fields }) => fields.length > 0)
  const done = await unlessRefused(publishBranch(lake.lakehouse, name), ['MR3161'])
  const mayBe = follows(world, head, main) && columns !== undefined
  if (!done && mayBe && !isParted) throw new Error(`${name} could have been published`)
  if (!done) return world
  if (!mayBe) throw new Error(`${name} was published over what main has`)
  const after = withoutRef(world, name)
  if (head === main) return after
  return {
    ...after,
    columns,
    refs: { ...after.refs, main: { kind: 'branch', commit: head } },
    log: [...world.log, head],
  }
}

/** False for what is refused with one of these codes. */
const unlessRefused = async (work: Promise<unknown>, codes: readonly string[]): Promise<boolean> => {
  try {
    await work
    return true
  } catch (cause) {
    if (cause instanceof MillraceError && codes.includes(cause.diagnostic.code)) return false
    throw cause
  }
}
