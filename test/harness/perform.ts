import type { Connection } from '../../src/engines/index.ts'
import { MillraceError } from '../../src/diagnostics/index.ts'
import {
  discard,
  dropBranch,
  isUnknown,
  type Lakehouse,
  loadTable,
  publish,
  publishAudited,
  publishBranch,
  reject,
  type StagedCommit,
  stageWrite,
  type TableIdentity,
} from '../../src/lakehouse/index.ts'
import { cleanFiles, compactTable, expireSnapshots, rollBack } from '../../src/lakehouse/maintenance/index.ts'
import { ident, type Sql, sql, trusted } from '../../src/sql/quote.ts'
import type { Database } from '../../src/state/database.ts'
import { storeWatermarks } from '../../src/state/watermark-store.ts'
import type { Condition, Mode, Operation, Rows, Write } from './operation.ts'

export type Place = {
  readonly lakehouse: Lakehouse
  readonly database: Database
  readonly connection: Connection
}

export const watermarkScope = { task: 'harness', input: 'feed', context: 'up to' }

/** Does to a lakehouse what `foresee` does to a world. What fails leaves no file behind. */
export const perform = async (place: Place, operation: Operation, commitId: string): Promise<void> => {
  const { lakehouse, database } = place
  switch (operation.kind) {
    case 'publish': {
      const { writes, watermark } = operation
      const also = () => {
        if (watermark !== undefined)
          storeWatermarks(database, watermarkScope, new Map([['v', String(watermark)]]), {
            run: commitId,
          })
      }
      const done = withStaged(place, writes, commitId, async (staged) => {
        await publishAudited(lakehouse, staged, { also })
      })
      return unless(refused, done)
    }
    case 'overtaken': {
      const [first, second] = [`${commitId}.0`, `${commitId}.1`]
      try {
        const done = withStaged(place, [operation.write], [second], async (later) => {
          await withStaged(place, [operation.first], [first], (staged) => publish(lakehouse, staged))
          // A table that had no rows would have been made of no rows: now there is one.
          if (later.some(hasFiles)) await publishAudited(lakehouse, later)
          else for (const commit of later) await discard(lakehouse, commit)
        })
        return await unless(refused, done)
      } catch (cause) {
        if (!isConflict(cause)) throw cause
      }
      const again = withStaged(place, [operation.write], [second], async (staged) => {
        await publishAudited(lakehouse, staged)
      })
      return unless(refused, again)
    }
    case 'reject':
      return unless(
        refused,
        withStaged(place, operation.writes, commitId, (staged) =>
          reject(lakehouse, staged, { branch: operation.branch, reason: 'no' }),
        ),
      )
    case 'publish-branch':
      return unless(['MR3160', 'MR3161'], publishBranch(lakehouse, operation.branch))
    case 'drop-branch':
      return unless(['MR3160'], dropBranch(lakehouse, operation.branch))
    case 'compact':
      return unless(
        ['MR3130', 'MR3213'],
        compactTable(lakehouse, {
          connection: place.connection,
          identity: identityOf(operation.table),
          branch: operation.branch,
          options: { rewriteAll: true },
          runId: 'harness',
          commitId,
        }),
      )
    case 'expire': {
      const all = { olderThanMs: lakehouse.now() + 60_000, retainLast: operation.keep }
      return unless(['MR3213'], expireSnapshots(lakehouse, identityOf(operation.table), all))
    }
    case 'roll-back':
      return rollBackBy(lakehouse, identityOf(operation.table), operation.steps)
    case 'clean':
      await cleanFiles(lakehouse, { olderThanMs: lakehouse.now() + 60_000, force: true })
  }
}

const rollBackBy = async (lakehouse: Lakehouse, identity: TableIdentity, steps: number): Promise<void> => {
  const table = await loadTable(lakehouse, identity)
  const target = table?.metadata.snapshotLog.at(-1 - steps)
  if (target === undefined) return
  await rollBack(lakehouse, identity, { version: { kind: 'snapshot', id: String(target.snapshotId) } })
}

const identityOf = (name: string): TableIdentity => ({ namespace: 'demo', name })

/** Of merges that would change a row more than once, and of deletes where there is no table. */
const refused = ['MR3140', 'MR3213']

/** What is refused with one of these codes has done nothing. */
const unless = async (codes: readonly string[], work: Promise<unknown>): Promise<void> => {
  try {
    await work
  } catch (cause) {
    if (!(cause instanceof MillraceError) || !codes.includes(cause.diagnostic.code)) throw cause
  }
}

const hasFiles = (commit: StagedCommit): boolean =>
  commit.kind === 'staged' && commit.addedFiles + commit.removedFiles > 0

const isConflict = (cause: unknown): boolean =>
  cause instanceof MillraceError && cause.diagnostic.code === 'MR3119'

const withStaged = async (
  place: Place,
  writes: readonly Write[],
  ids: string | readonly string[],
  work: (staged: readonly StagedCommit[]) => Promise<void>,
): Promise<void> => {
  const staged: StagedCommit[] = []
  try {
    for (const [i, write] of writes.entries()) {
      const id = typeof ids === 'string' ? `${ids}.${i}` : (ids[i] ?? '')
      const after = staged.findLast(({ identity }) => identity.name === write.table)
      staged.push(await stage(place, write, id, after))
    }
    await work(staged)
  } catch (cause) {
    if (!isUnknown(cause)) for (const commit of staged) await discard(place.lakehouse, commit)
    throw cause
  }
}

const stage = (
  { lakehouse, connection }: Place,
  write: Write,
  commitId: string,
  after?: StagedCommit,
): Promise<StagedCommit> =>
  stageWrite(lakehouse, {
    connection,
    query: query(write.rows),
    identity: identityOf(write.table),
    mode: modeOf(write.mode),
    branch: write.branch,
    ...(write.table === 't' ? { partitionBy: [{ column: 'part', transform: 'identity' }] } : {}),
    ...(after === undefined ? {} : { after }),
    runId: 'harness',
    commitId,
  })

const query = (rows: Rows): Sql => {
  const value = (number: number | null) => (number === null ? sql`NULL` : sql`${number}`)
  const all = rows.map(({ id, part, v }) => sql`(${value(id)}, ${value(part)}, ${value(v)})`)
  const values = rows.length === 0 ? [sql`(0, 0, 0)`] : all
  return sql`SELECT CAST(id AS INTEGER) AS id, CAST(part AS INTEGER) AS part, CAST(v AS INTEGER) AS v
    FROM (VALUES ${values}) AS rows(id, part, v) WHERE ${trusted(String(rows.length > 0))}`
}

const modeOf = (mode: Mode) => {
  if (mode.kind === 'delete') return { kind: mode.kind, where: conditionOf(mode.where) }
  if (mode.kind !== 'merge') return mode
  return {
    kind: 'merge' as const,
    on: sql`"old"."id" = "new"."id"`,
    keys: [{ old: 'id', new: sql`"new"."id"` }],
    clauses: mode.clauses.map((clause) => {
      const condition = clause.condition === undefined ? {} : { condition: conditionOf(clause.condition) }
      switch (clause.kind) {
        case 'insert':
          return { kind: clause.kind, values: 'all' as const, ...condition }
        case 'update':
          return { kind: clause.kind, set: 'all' as const, ...condition }
        case 'delete':
          return { kind: clause.kind, ...condition }
      }
    }),
  }
}

const conditionOf = ({ side, column, operator, value }: Condition): Sql =>
  sql`${ident(side)}.${ident(column)} ${trusted(operator)} ${value}`
