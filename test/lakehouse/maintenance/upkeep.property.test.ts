import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { MillraceError } from '../../../src/diagnostics/index.ts'
import {
  type Lakehouse,
  publishAudited,
  scanRelation,
  type StagedCommit,
  type WriteRequest,
} from '../../../src/lakehouse/index.ts'
import {
  alterTable,
  cleanFiles,
  compactTable,
  createRef,
  dropRef,
  expireSnapshots,
  rewriteManifests,
  rollBack,
} from '../../../src/lakehouse/maintenance/index.ts'
import { tableRefs } from '../../../src/lakehouse/refs.ts'
import { snapshotOf } from '../../../src/lakehouse/table.ts'
import { sql, trusted } from '../../../src/sql/quote.ts'
import { files } from '../../harness/files.ts'
import { type Lake, openLake } from '../lake.ts'

// Sequences of writes and upkeep against plain lists of rows: whatever was done, every snapshot that the table still
// names reads as it was written, no file that it needs is gone, and after cleaning no other file is there.

type Row = readonly [id: number, part: number | null]

type Step =
  | {
      readonly kind: 'append' | 'overwrite' | 'overwrite-partitions' | 'on-branch' | 'stage'
      readonly rows: readonly Row[]
    }
  | { readonly kind: 'delete'; readonly below: number }
  | { readonly kind: 'publish' | 'manifests' | 'clean' | 'untag' | 'drop-branch' }
  | {
      readonly kind: 'compact'
      readonly all: boolean
      readonly sort: boolean
      readonly commits: number
      readonly branch: boolean
    }
  | { readonly kind: 'expire'; readonly retainLast: number; readonly days: number }
  | { readonly kind: 'expire-named' | 'rollback' | 'tag'; readonly which: number }
  | { readonly kind: 'repartition'; readonly by: 'part' | 'id' | 'none' }

const rows = fc.array(fc.tuple(fc.nat(20), fc.option(fc.nat(1), { freq: 5 })), { minLength: 1, maxLength: 4 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('append', 'append', 'overwrite', 'overwrite-partitions', 'on-branch', 'stage'),
      rows,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete'), below: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('manifests', 'clean') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('publish', 'untag', 'drop-branch') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('compact'),
      all: fc.boolean(),
      sort: fc.boolean(),
      commits: fc.integer({ min: 1, max: 3 }),
      branch: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('expire'),
      retainLast: fc.integer({ min: 1, max: 2 }),
      days: fc.constantFrom(0, 0, 10),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('expire-named', 'rollback', 'tag'), which: fc.nat(30) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('repartition'), by: fc.constantFrom('part', 'id', 'none') }),
  },
)

const t = { namespace: 'demo', name: 't' }

test('no sequence of upkeep and writes loses a row that a snapshot has, or a file that one needs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 24 }), async (steps) => {
      await using lake = await openLake()
      const world = newWorld(lake)
      await world.perform({
        kind: 'append',
        rows: [
          [0, 0],
          [1, 1],
          [9, null],
        ],
      })
      await world.perform({ kind: 'repartition', by: 'part' })
      for (const each of steps) {
        await world.perform(each)
        await world.check()
      }
    }),
    { numRuns: 10 },
  )
}, 120_000)

const newWorld = (lake: Lake) => {
  /** What every snapshot must hold. */
  const held = new Map<string, readonly string[]>()
  let pending: { readonly commit: StagedCommit; readonly rows: readonly string[] } | undefined
  let cleaned = false
  let commits = 0
  const later: Lakehouse = { ...lake.lakehouse, now: () => Date.now() + 10 * 86_400_000 }
  const nextId = () => `commit-${++commits}`
  const heldBy = async (ref: string): Promise<readonly string[]> => {
    const refs = tableRefs((await lake.table()).metadata)
    const head = refs.find(({ name }) => name === ref) ?? refs.find(({ name }) => name === 'main')
    return held.get(String(head?.snapshotId)) ?? []
  }
  /** Whatever snapshots came since hold these rows. */
  const settle = async (expected: readonly string[]): Promise<void> => {
    for (const { snapshotId } of (await lake.table()).metadata.snapshots)
      if (!held.has(String(snapshotId))) held.set(String(snapshotId), expected.toSorted())
  }
  const write = async (some: readonly Row[], expected: readonly string[], options: Partial<WriteRequest>) => {
    await lake.write(query(some), { commitId: nextId(), ...options })
    await settle(expected)
  }
  const nth = async (which: number): Promise<string> => {
    const { snapshots } = (await lake.table()).metadata
    return String(snapshots[which % snapshots.length]?.snapshotId)
  }
  const perform = async (each: Step): Promise<void> => {
    const main = each.kind === 'append' && held.size === 0 ? [] : await heldBy('main')
    cleaned = false
    switch (each.kind) {
      case 'append':
        return write(each.rows, [...main, ...printed(each.rows)], {})
      case 'overwrite':
        return write(each.rows, printed(each.rows), { mode: { kind: 'overwrite' } })
      case 'overwrite-partitions': {
        // Which rows are replaced depends on the present partitioning: asked of the table, after the fact.
        await lake.write(query(each.rows), { commitId: nextId(), mode: { kind: 'overwrite-partitions' } })
        const after = await read(lake, snapshotOf(await lake.table())?.snapshotId)
        const fresh = printed(each.rows)
        expect(without(after, fresh)).not.toBeUndefined()
        expect(without(main, without(after, fresh) ?? [])).not.toBeUndefined()
        return settle(after)
      }
      case 'on-branch':
        return write(each.rows, [...(await heldBy('fix')), ...printed(each.rows)], { branch: 'fix' })
      case 'stage':
        if (pending === undefined)
          pending = {
            commit: await lake.stage(query(each.rows), { commitId: nextId() }),
            rows: printed(each.rows),
          }
        return
      case 'publish': {
        if (pending === undefined) return
        const { commit, rows: some } = pending
        pending = undefined
        // Other partitions than when it was staged are a conflict, and then its files are nobody's.
        await unless(['MR3119'], publishAudited(lake.lakehouse, [commit]))
        return settle([...main, ...some])
      }
      case 'delete': {
        await lake.write('SELECT 1', {
          commitId: nextId(),
          mode: { kind: 'delete', where: trusted(`"old"."id" < ${each.below}`) },
        })
        return settle(main.filter((row) => Number(row.split(' ')[0]) >= each.below))
      }
      case 'compact': {
        const hasBranch = tableRefs((await lake.table()).metadata).some(({ name }) => name === 'fix')
        const branch = each.branch && hasBranch ? 'fix' : 'main'
        const same = await heldBy(branch)
        await compactTable(lake.lakehouse, {
          connection: lake.connection,
          identity: t,
          branch,
          options: { rewriteAll: each.all, minInputFiles: 2 },
          ...(each.sort
            ? { sortBy: [{ column: 'id', direction: 'desc' as const, nulls: 'last' as const }] }
            : {}),
          commits: each.commits,
          runId: 'run',
          commitId: nextId(),
        })
        return settle(same)
      }
      case 'manifests':
        await rewriteManifests(lake.lakehouse, { identity: t, runId: 'run', commitId: nextId() })
        return settle(main)
      case 'expire': {
        const { retainLast, days } = each
        await expireSnapshots(later, t, { retainLast, olderThanMs: later.now() - days * 86_400_000 })
        return
      }
      case 'expire-named':
        return unless(['MR3152'], expireSnapshots(later, t, { snapshotIds: [await nth(each.which)] }))
      case 'clean':
        // What is staged and not published yet is young: it survives by that alone.
        await cleanFiles(
          pending === undefined ? later : lake.lakehouse,
          each.kind === 'clean' ? {} : { identity: t },
        )
        cleaned = pending === undefined
        return
      case 'tag':
        return unless(
          ['MR3150'],
          createRef(lake.lakehouse, t, { name: 'v1', kind: 'tag', snapshotId: await nth(each.which) }),
        )
      case 'untag':
        return unless(['MR3150'], dropRef(lake.lakehouse, t, { name: 'v1', kind: 'tag' }))
      case 'drop-branch':
        return unless(['MR3150'], dropRef(lake.lakehouse, t, { name: 'fix', kind: 'branch' }))
      case 'rollback':
        return unless(
          ['MR3153'],
          rollBack(lake.lakehouse, t, { version: { kind: 'snapshot', id: await nth(each.which) } }),
        )
      case 'repartition': {
        const partitionBy = each.by === 'none' ? [] : [{ column: each.by, transform: 'identity' }]
        await alterTable(lake.lakehouse, t, { partitionBy })
        return
      }
    }
  }
  const check = async (): Promise<void> => {
    const { snapshots } = (await lake.table()).metadata
    for (const { snapshotId } of snapshots)
      expect(await read(lake, snapshotId), `snapshot ${snapshotId}`).toEqual(held.get(String(snapshotId)))
    const { missing, orphans } = await files(lake.lakehouse)
    expect(missing).toEqual([])
    if (cleaned) expect(orphans).toEqual([])
  }
  return { perform, check }
}

const query = (some: readonly Row[]): string =>
  `SELECT * FROM (VALUES ${some.map(([id, part]) => `(${id}, ${part ?? 'NULL'}::INT)`).join(', ')}) v(id, part)`

const printed = (some: readonly Row[]): readonly string[] =>
  some.map(([id, part]) => `${id} ${part}`).toSorted()

const read = async (lake: Lake, snapshotId: bigint | undefined): Promise<readonly string[]> => {
  const version = { kind: 'snapshot', id: String(snapshotId) } as const
  const relation = await scanRelation(lake.lakehouse, await lake.table(), { version })
  const found = await lake.connection.rows(sql`SELECT id, part FROM ${relation}`)
  return found.map((row) => `${String(row['id'])} ${String(row['part'])}`).toSorted()
}

/** A list without the members of another; undefined where it lacks one of them. */
const without = (all: readonly string[], some: readonly string[]): readonly string[] | undefined => {
  const left = [...all]
  for (const each of some) {
    const at = left.indexOf(each)
    if (at < 0) return undefined
    left.splice(at, 1)
  }
  return left
}

/** What is refused with one of these codes has done nothing. */
const unless = async (codes: readonly string[], work: Promise<unknown>): Promise<void> => {
  try {
    await work
  } catch (cause) {
    if (!(cause instanceof MillraceError) || !codes.includes(cause.diagnostic.code)) throw cause
  }
}
