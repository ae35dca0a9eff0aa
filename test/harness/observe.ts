import type { EngineRow } from '../../src/engines/index.ts'
import type { Snapshot } from '../../src/lakehouse/format/snapshot.ts'
import { headOf, loadTableOrDraft, scanRelation, type Table } from '../../src/lakehouse/index.ts'
import { sql } from '../../src/sql/quote.ts'
import { watermarks } from '../../src/state/watermark-store.ts'
import { printRows } from './model.ts'
import type { Row, Rows, World } from './operation.ts'
import { type Place, watermarkScope } from './perform.ts'

/** What a lakehouse holds, as text that equals `printWorld` of the world that it should be. */
export const observe = async (place: Place): Promise<string> => {
  const lines: string[] = []
  for (const { name, draft } of await place.lakehouse.catalog.list()) {
    const table = await load(place, name)
    const refs = Object.keys(table.metadata.refs)
    if (draft === refs.includes('main')) throw new Error(`${name} is a draft and published, or neither`)
    for (const ref of refs) {
      const { snapshot } = headOf(table, ref)
      const rows = await rowsAt(place, table, snapshot?.snapshotId)
      lines.push(`${name} ${ref} at ${snapshot && commitOf(snapshot)}: ${printRows(rows)}`)
    }
    lines.push(...table.metadata.snapshots.map((snapshot) => `${name} has ${commitOf(snapshot)}`))
  }
  const value = watermarks(place.database, watermarkScope).get('v')
  return print(lines, value)
}

export const printWorld = ({ tables, watermark }: World): string =>
  print(
    Object.entries(tables).flatMap(([name, table]) => [
      ...Object.entries(table.refs).map(
        ([ref, id]) => `${name} ${ref} at ${id}: ${printRows(table.commits[id]?.rows ?? [])}`,
      ),
      ...Object.keys(table.commits).map((id) => `${name} has ${id}`),
    ]),
    watermark,
  )

const print = (lines: readonly string[], watermark: number | string | undefined): string =>
  [...lines.toSorted(), `watermark: ${watermark}`].join('\n')

const commitOf = ({ summary }: Snapshot): string => summary['millrace.commit-id'] ?? 'nobody'

/** Throws where a snapshot does not hold the rows that its commit left. Returns how many there are. */
export const checkHistory = async (place: Place, world: World): Promise<number> => {
  let snapshots = 0
  for (const { name } of await place.lakehouse.catalog.list()) {
    const table = await load(place, name)
    for (const snapshot of table.metadata.snapshots) {
      const commit = commitOf(snapshot)
      const expected = printRows(world.tables[name]?.commits[commit]?.rows ?? [])
      const found = printRows(await rowsAt(place, table, snapshot.snapshotId))
      if (found !== expected) throw new Error(`${name} at ${commit} holds ${found} instead of ${expected}`)
      snapshots += 1
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
