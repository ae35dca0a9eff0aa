import { type DatasetAddress, printAddress } from '../address.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Connection, EngineTable } from '../engines/index.ts'
import {
  type Lakehouse,
  printVersion,
  type RowChange,
  rowDiff,
  type RowDiffRequest,
} from '../lakehouse/index.ts'
import { decide, type Principal, secureRelation } from '../policy/index.ts'
import { sql } from '../sql/index.ts'
import type { Database } from '../state/database.ts'
import { appliedPolicies, columnTags } from './governance.ts'

/** How two versions of a dataset differ, as one viewer may know it: counts are open, values follow their masks. */
export type DatasetDiff = {
  readonly address: DatasetAddress
  readonly from: string
  readonly to: string
  readonly key: readonly string[]
  readonly columns: {
    readonly added: readonly string[]
    readonly removed: readonly string[]
    /** How many rows of the same key have another value. */
    readonly changed: Readonly<Record<string, number>>
  }
  readonly rows: { readonly added: number; readonly removed: number; readonly changed: number }
  readonly samples: Readonly<Record<RowChange, EngineTable>>
}

export type DiffRequest = RowDiffRequest & {
  readonly address: DatasetAddress
  /** Other addresses of the same table: what policies say of one holds for all. */
  readonly aliases: readonly DatasetAddress[]
  readonly principal: Principal
  readonly strict: boolean
  /** Tags of this branch count as well as those of `main`. */
  readonly branch: string
  /** How many rows of each kind are shown. */
  readonly samples: number
  readonly notice: (diagnostics: readonly Diagnostic[]) => void
}

type DiffParts = {
  readonly connection: Connection
  readonly lakehouse: Lakehouse
  readonly database: Database
}

/** Compares two versions of a table. Throws MR3163 and what reading the versions throws. */
export const diffRows = async (
  request: DiffRequest,
  { connection, lakehouse, database }: DiffParts,
  signal: AbortSignal,
): Promise<DatasetDiff> => {
  let diff = await rowDiff(lakehouse, request, signal)
  if (diff.duplicates !== undefined) {
    const [found] = await connection.rows(diff.duplicates, signal)
    if (found?.['duplicates'] === true) {
      request.notice([
        diagnose('MR3164', { dataset: printAddress(request.address), key: diff.key.join(', ') }),
      ])
      diff = await rowDiff(lakehouse, { ...request, key: [] }, signal)
    }
  }
  const [counts = {}] = await connection.rows(diff.counts, signal)
  const count = (name: string): number => Number(counts[name] ?? 0)
  const changed = diff.columns.common.flatMap(({ name }, i) => {
    const rows = count(`changed_${i}`)
    return rows === 0 ? [] : [[name, rows] as const]
  })
  const tags = columnTags(database, request.branch)
  const policies = appliedPolicies(database)
  const sample = async (change: RowChange): Promise<EngineTable> => {
    const { relation, columns } = diff.rows(change, request.samples)
    const tagged = columns.map((column) => ({
      ...column,
      tags: [...new Set([request.address, ...request.aliases].flatMap((one) => tags(one, column.name)))],
    }))
    const dataset = { address: request.address, aliases: request.aliases, columns: tagged }
    const decision = decide(policies, request.principal, dataset, request.strict)
    return connection.table(sql`SELECT * FROM (${secureRelation(relation, decision)})`, signal)
  }
  return {
    address: request.address,
    from: printVersion(request.from),
    to: printVersion(request.to),
    key: diff.key,
    columns: {
      added: diff.columns.added.map(({ name }) => name),
      removed: diff.columns.removed.map(({ name }) => name),
      changed: Object.fromEntries(changed),
    },
    rows: { added: count('added'), removed: count('removed'), changed: count('changed') },
    samples: {
      added: await sample('added'),
      removed: await sample('removed'),
      'changed-before': await sample('changed-before'),
      'changed-after': await sample('changed-after'),
    },
  }
}
