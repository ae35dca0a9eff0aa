import { publishBranch, reject, type TableIdentity, type WriteRequest } from '../../../src/lakehouse/index.ts'
import {
  alterTable,
  type Alteration,
  type CompactRequest,
  compactTable,
  createRef,
  expireSnapshots,
  rewriteManifests,
  rollBack,
} from '../../../src/lakehouse/maintenance/index.ts'
import { trusted } from '../../../src/sql/quote.ts'
import type { Lake } from '../../lakehouse/lake.ts'
import type { Step } from './story.ts'

type Options = Partial<Omit<WriteRequest, 'identity'>>

export const write = (query: string, options: Options = {}): Step => ({
  by: 'Millrace',
  write: query,
  options,
})

export const removeWhere = (where: string, more: Options = {}): Step =>
  write('SELECT 1', { mode: { kind: 'delete', where: trusted(where) }, ...more })

const act = (work: (lake: Lake, identity: TableIdentity) => Promise<unknown>): Step => ({
  by: 'Millrace',
  act: work,
})

export const spark = (sql: string): Step => ({ by: 'Spark', sql })
export const trino = (sql: string): Step => ({ by: 'Trino', sql })
export const python = (code: string): Step => ({ by: 'PyIceberg', code })
export const everyone = (reads: string): Step => ({ by: 'everyone', reads })

export const compact = (request: Partial<CompactRequest> = {}): Step =>
  act(async ({ lakehouse, connection }, identity) => {
    const { groups } = await compactTable(lakehouse, {
      connection,
      identity,
      runId: 'run',
      commitId: `compact ${identity.name}`,
      options: { minInputFiles: 2 },
      ...request,
    })
    if (groups === 0) throw new Error(`nothing of ${identity.name} was compacted`)
  })

/** All snapshots that nothing needs go, however young they are. */
export const expire = act(async ({ lakehouse }, identity) => {
  const { snapshots } = await expireSnapshots(lakehouse, identity, { olderThanMs: Date.now() + 1 })
  if (snapshots.length === 0) throw new Error(`nothing of ${identity.name} expired`)
})

/** Back by so many published versions. */
export const rollBackBy = (versions: number): Step =>
  act(async (lake, identity) => {
    const { metadata } = await lake.table(identity.name)
    const { snapshotId } = metadata.snapshotLog.at(-1 - versions) ?? {}
    await rollBack(lake.lakehouse, identity, { version: { kind: 'snapshot', id: String(snapshotId) } })
  })

/** Gives the present snapshot a name. */
export const nameIt = (kind: 'branch' | 'tag', called: string): Step =>
  act(async ({ lakehouse }, identity) => createRef(lakehouse, identity, { name: called, kind }))

export const alter = (alteration: Alteration): Step =>
  act(async ({ lakehouse }, identity) => alterTable(lakehouse, identity, alteration))

export const publish = (branch: string): Step =>
  act(async ({ lakehouse }) => publishBranch(lakehouse, branch))

/** A write whose audit fails. */
export const rejected = (query: string, options: Options = {}): Step =>
  act(async (lake, identity) =>
    reject(lake.lakehouse, [await lake.stage(query, { identity, ...options })], {
      branch: 'audit-1',
      reason: 'a check failed',
    }),
  )

export const compactManifests = act(async ({ lakehouse }, identity) => {
  const { before, after = before } = await rewriteManifests(lakehouse, {
    identity,
    runId: 'run',
    commitId: `manifests ${identity.name}`,
  })
  if (after >= before) throw new Error(`manifests of ${identity.name}: ${before} before, ${after} after`)
})

export const by = (...terms: readonly (readonly [column: string, transform: string])[]) =>
  terms.map(([column, transform]) => ({ column, transform }))

export const overwritePartitions = { mode: { kind: 'overwrite-partitions' } } as const
