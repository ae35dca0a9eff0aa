import { expect, test } from 'vitest'
import {
  alterTable,
  type Alteration,
  readColumnType,
  type SchemaChange,
} from '../../../src/lakehouse/maintenance/index.ts'
import { describeFields } from '../../../src/lakehouse/maintenance/describe-table.ts'
import { type Lake, openLake } from '../lake.ts'

const t = { namespace: 'demo', name: 't' }
const alter = (lake: Lake, alteration: Alteration & { dryRun?: boolean }) =>
  alterTable(lake.lakehouse, t, alteration)
const type = (text: string) => {
  const found = readColumnType(text)
  if (found === undefined) throw new Error(text)
  return found
}
const column = (...path: readonly string[]) => path

test('columns are renamed, dropped, added, widened and moved in one commit, and old rows read rightly', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1::INT AS id, 'x' AS gone, 'Berlin' AS town`)
  const columns: readonly SchemaChange[] = [
    { kind: 'rename', path: column('town'), name: 'city' },
    { kind: 'drop', path: column('gone') },
    { kind: 'add', path: column('gone'), type: type('decimal(10, 2)') },
    { kind: 'widen', path: column('id'), type: { kind: 'long' } },
    { kind: 'move', path: column('city'), position: { kind: 'first' } },
  ]
  const before = await lake.table()
  const { changes } = await alter(lake, { columns, dryRun: true })
  expect(await lake.table()).toEqual(before)
  expect(await alter(lake, { columns })).toEqual({ changes })
  expect(changes).toEqual([
    'dropped gone',
    'renamed town to city',
    'id: int became long',
    'added gone decimal(10, 2)',
    'columns are in another order',
  ])
  expect(await lake.rows()).toEqual([{ city: 'Berlin', id: 1n, gone: null }])
  expect(describeFields(await lake.table()).map(({ id, path }) => [id, path])).toEqual([
    [3, 'city'],
    [1, 'id'],
    [4, 'gone'],
  ])
  await lake.write(`SELECT 'Paris' AS city, 2::BIGINT AS id, 1.5::DECIMAL(10, 2) AS gone`)
  expect(await lake.rows('t', 'id')).toHaveLength(2)
  // No snapshot was made for it: readers of older versions are where they were.
  expect((await lake.table()).metadata.snapshots).toHaveLength(2)
})

test('properties are set and removed, and what metadata says elsewhere is none', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  expect(await alter(lake, { set: { 'write.target-file-size-bytes': '1000', owner: 'me' } })).toEqual({
    changes: ['property owner is me', 'property write.target-file-size-bytes is 1000'],
  })
  expect(await alter(lake, { set: { owner: 'you' }, unset: ['write.target-file-size-bytes'] })).toEqual({
    changes: [
      'property owner was me, and is you',
      'property write.target-file-size-bytes was 1000, and is removed',
    ],
  })
  const version = (await lake.table()).metadataLocation
  expect(await alter(lake, { set: { owner: 'you' } })).toEqual({ changes: [] })
  expect((await lake.table()).metadataLocation).toBe(version)
  for (const wrong of [{ set: { 'format-version': '3' } }, { unset: ['nothing'] }])
    await expect(alter(lake, wrong)).rejects.toMatchObject({ diagnostic: { code: 'MR3159' } })
})

test('partitioning and sort order hold for files to come, and go again', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, 'a' AS c`)
  expect(
    await alter(lake, {
      partitionBy: [{ column: 'C', transform: 'identity' }],
      sortBy: [{ column: 'id', direction: 'desc', nulls: 'last' }],
    }),
  ).toEqual({ changes: ['partitions: nothing became c', 'sorted by: nothing became id desc nulls last'] })
  await lake.write(`SELECT 2 AS id, 'b' AS c`)
  const { metadata } = await lake.table()
  expect(metadata.partitionSpecs).toHaveLength(2)
  expect(await alter(lake, { partitionBy: [], sortBy: [] })).toMatchObject({
    changes: [{}, {}].map(() => expect.stringContaining('became nothing')),
  })
  expect((await lake.table()).metadata).toMatchObject({ defaultSpecId: 0, defaultSortOrderId: 0 })
  expect(await lake.rows()).toHaveLength(2)
})

test('what the format or the table does not allow is refused with its reason', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, 'a' AS c, [1] AS list`, {
    partitionBy: [{ column: 'c', transform: 'identity' }],
  })
  const reasonFor = async (alteration: Alteration) => {
    try {
      await alter(lake, alteration)
    } catch (cause) {
      if (cause instanceof Error) return cause.message
    }
    return 'it was allowed'
  }
  const change = (one: SchemaChange) => reasonFor({ columns: [one] })
  expect(await change({ kind: 'drop', path: column('c') })).toContain('the table is or was partitioned by it')
  expect(await change({ kind: 'widen', path: column('id'), type: { kind: 'string' } })).toContain(
    'int cannot become string; int may become long',
  )
  expect(await change({ kind: 'add', path: column('ID'), type: type('int') })).toContain(
    'there is a column ID already',
  )
  expect(await change({ kind: 'rename', path: column('idd'), name: 'x' })).toContain(
    'demo.t has no column "idd"',
  )
  expect(await reasonFor({ partitionBy: [{ column: 'list', transform: 'identity' }] })).toContain(
    'not defined for list',
  )
  expect(await reasonFor({ partitionBy: [{ column: 'c', transform: 'months' }] })).toContain('months')
  expect(await reasonFor({ sortBy: [{ column: 'nope', direction: 'asc', nulls: 'first' }] })).toContain(
    'no column "nope"',
  )
  expect((await lake.table()).metadata.schemas).toHaveLength(1)
})

test('types are spelled as Iceberg or as SQL does', () => {
  expect(
    ['long', 'BIGINT', 'string', 'Decimal(10, 2)', 'timestamptz', 'no such type'].map(
      (text) => readColumnType(text)?.kind,
    ),
  ).toEqual(['long', 'long', 'string', 'decimal', 'timestamptz', undefined])
  expect(readColumnType('STRUCT(a INTEGER, b VARCHAR[])')).toMatchObject({
    kind: 'struct',
    fields: [{ name: 'a' }, {}],
  })
})
