import { expect } from 'vitest'
import { printPrimitive, isPrimitive } from '../../../src/lakehouse/format/iceberg-type.ts'
import { type ReadVersion, scanRelation, type ScanOptions } from '../../../src/lakehouse/index.ts'
import { schemaAt } from '../../../src/lakehouse/read-version.ts'
import { ident, sql, trusted } from '../../../src/sql/quote.ts'
import { files } from '../../harness/files.ts'
import type { Lake } from '../lake.ts'
import { type Column, headOf, printRows, type Rows, rowsOf, type World } from './world.ts'

/** Rows of a version as `printRows` has them. */
export const readRows = async (
  lake: Lake,
  version: ReadVersion,
  { where = 'true', filter = [] }: { readonly where?: string } & Pick<ScanOptions, 'filter'> = {},
): Promise<string[]> => {
  const table = await lake.table()
  const names = schemaAt(table, version).fields.map(({ name }) => ident(name))
  const texts = names.map((name) => sql`coalesce(CAST(${name} AS VARCHAR), 'NULL')`)
  const relation = await scanRelation(lake.lakehouse, table, { version, filter })
  const { rows } = await lake.connection.table(sql`SELECT ${texts} FROM ${relation} WHERE ${trusted(where)}`)
  return rows.map((row) => row.join(' ')).toSorted()
}

export const snapshotIdOf = async (lake: Lake, commit: string): Promise<string> => {
  const { metadata } = await lake.table()
  const found = metadata.snapshots.find(({ summary }) => summary['millrace.commit-id'] === commit)
  return String(found?.snapshotId)
}

/** Every ref and every snapshot has the columns and rows of the world, and other engines can open the table. */
export const check = async (lake: Lake, world: World): Promise<void> => {
  const { metadata } = await lake.table()
  expect(Object.keys(metadata.refs).toSorted()).toEqual(Object.keys(world.refs).toSorted())
  for (const [name, { kind, commit }] of Object.entries(world.refs)) {
    const { columns } =
      kind === 'tag' ? { columns: world.commits[commit]?.columns ?? [] } : headOf(world, name)
    await checkVersion(lake, { kind: 'ref', name }, { columns, rows: world.commits[commit]?.rows ?? [] })
  }
  const commits = metadata.snapshots.map(({ summary }) => String(summary['millrace.commit-id']))
  expect(commits.toSorted()).toEqual(Object.keys(world.commits).toSorted())
  for (const { snapshotId, summary } of metadata.snapshots) {
    const commit = world.commits[summary['millrace.commit-id'] ?? '']
    if (commit !== undefined) await checkVersion(lake, { kind: 'snapshot', id: String(snapshotId) }, commit)
  }
  // Pruning by partitions and bounds of any age loses no row.
  const found = rowsOf(world, 'main').filter((row) => row[1] === 4)
  expect(
    await readRows(
      lake,
      { kind: 'current' },
      { where: 'id = 4', filter: [{ column: 'id', op: '=', value: keyOf(world.columns) }] },
    ),
  ).toEqual(printRows(world.columns, found))
  // Iceberg's reference implementation opens no table with a partition field whose source it does not know.
  const known = new Set(schemaAt(await lake.table()).fields.map(({ id }) => id))
  for (const { fields } of metadata.partitionSpecs)
    for (const { sourceId, transform, name } of fields)
      if (transform.kind !== 'void') expect(known, `the source of ${name}`).toContain(sourceId)
  expect((await files(lake.lakehouse)).missing).toEqual([])
}

const keyOf = (columns: readonly Column[]): number | bigint =>
  columns.find(({ id }) => id === 1)?.type === 'long' ? 4n : 4

const checkVersion = async (
  lake: Lake,
  version: ReadVersion,
  { columns, rows }: { readonly columns: readonly Column[]; readonly rows: Rows },
): Promise<void> => {
  const { fields } = schemaAt(await lake.table(), version)
  const found = fields.map(
    ({ name, type }) => `${name} ${isPrimitive(type) ? printPrimitive(type) : type.kind}`,
  )
  expect({ version, columns: found, rows: await readRows(lake, version) }).toEqual({
    version,
    columns: columns.map(({ name, type }) => `${name} ${type}`),
    rows: printRows(columns, rows),
  })
}
