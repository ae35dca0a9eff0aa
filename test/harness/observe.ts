import type { EngineRow } from '../../src/engines/index.ts'
import { headOf, loadTableOrDraft, scanRelation, type Table } from '../../src/lakehouse/index.ts'
import { sql } from '../../src/sql/quote.ts'
import { watermarks } from '../../src/state/watermark-store.ts'
import { printRows, type Row, type Rows, rowsOfRefs, type World } from './model.ts'
import { type Place, watermarkScope } from './perform.ts'

/** What a lakehouse holds, as text that equals `printWorld` of the world that it should be. */
export const observe = async (place: Place): Promise<string> => {
  const tables: Record<string, Record<string, string>> = {}
  for (const { name, draft } of await place.lakehouse.catalog.list()) {
    const table = await load(place, name)
    const refs: Record<string, string> = {}
    for (const ref of Object.keys(table.metadata.refs).toSorted())
      refs[ref] = printRows(await rowsAt(place, table, headOf(table, ref).snapshot?.snapshotId))
    if (draft !== (refs['main'] === undefined)) throw new Error(`${name} is a draft and has rows, or neither`)
    tables[name] = refs
  }
  const value = watermarks(place.database, watermarkScope).get('v')
  return print(tables, value === undefined ? undefined : Number(value))
}

export const printWorld = ({ tables, watermark }: World): string =>
  print(
    Object.fromEntries(
      Object.entries(tables).map(([name, table]) => [
        name,
        Object.fromEntries(Object.entries(rowsOfRefs(table)).map(([ref, rows]) => [ref, printRows(rows)])),
      ]),
    ),
    watermark,
  )

const print = (
  tables: Readonly<Record<string, Readonly<Record<string, string>>>>,
  watermark: number | undefined,
): string => {
  const sorted = <T>(record: Readonly<Record<string, T>>) =>
    Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const lines = sorted(tables).flatMap(([name, refs]) =>
    sorted(refs).map(([ref, rows]) => `${name} ${ref}: ${rows}`),
  )
  return [...lines, `watermark: ${watermark}`].join('\n')
}

/**
 * Throws where a table has a snapshot of a commit that was not made and, if asked to, where one does not hold the rows
 * that its commit left. Returns how many snapshots there are.
 */
export const checkHistory = async (
  place: Place,
  world: World,
  { rows }: { readonly rows: boolean },
): Promise<number> => {
  let snapshots = 0
  for (const { name } of await place.lakehouse.catalog.list()) {
    const table = await load(place, name)
    for (const { snapshotId, summary } of table.metadata.snapshots) {
      const commit = summary['millrace.commit-id'] ?? ''
      const expected = world.tables[name]?.commits[commit]?.rows
      if (expected === undefined) throw new Error(`${name} has a snapshot of ${commit}, which was not made`)
      snapshots += 1
      if (!rows) continue
      const found = printRows(await rowsAt(place, table, snapshotId))
      if (found !== printRows(expected))
        throw new Error(`${name} at ${commit} holds ${found} instead of ${printRows(expected)}`)
    }
  }
  return snapshots
}

const load = async ({ lakehouse }: Place, name: string): Promise<Table> => {
  const table = await loadTableOrDraft(lakehouse, { namespace: 'demo', name })
  if (table === undefined) throw new Error(`${name} is listed but cannot be loaded`)
  return table
}

const rowsAt = async (
  { lakehouse, connection }: Place,
  table: Table,
  snapshotId: bigint | undefined,
): Promise<Rows> => {
  if (snapshotId === undefined) return []
  const relation = await scanRelation(lakehouse, table, {
    version: { kind: 'snapshot', id: String(snapshotId) },
  })
  return (await connection.rows(sql`SELECT id, part, v FROM ${relation}`)).map(rowOf)
}

const rowOf = (row: EngineRow): Row => ({
  id: numberOf(row['id']),
  part: numberOf(row['part']),
  v: numberOf(row['v']),
})

const numberOf = (value: unknown): number | null => (value === null ? null : Number(value))
