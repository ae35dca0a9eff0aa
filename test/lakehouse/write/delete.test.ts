import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { PartitionValue } from '../../../src/lakehouse/format/data-file.ts'
import {
  discard,
  loadTableOrDraft,
  publishAudited,
  scanRelation,
  type StagedCommit,
  type Table,
  versionOf,
  type WriteRequest,
} from '../../../src/lakehouse/index.ts'
import { sql, trusted } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../lake.ts'
import {
  fields,
  type ForeignFile,
  type ForeignTable,
  foreignTable,
  parsed,
  positionFields,
} from '../scan/foreign-table.ts'
import { livePaths, liveFiles, mergeBy, remove, temporaryTables, update, upsert } from './merging.ts'

type DeleteMode = Extract<WriteRequest['mode'], { readonly kind: 'delete' }>

const t = { namespace: 'demo', name: 't' }
const by = (...columns: readonly string[]) => columns.map((column) => ({ column, transform: 'identity' }))
const where = (condition: string, filter?: DeleteMode['filter']): Pick<WriteRequest, 'mode'> => ({
  mode: { kind: 'delete', where: trusted(condition), ...(filter === undefined ? {} : { filter }) },
})
const unused = 'SELECT 1 AS nothing'
const ids = async (lake: Lake, name?: string) => (await lake.rows(name)).map((row) => row['id'])

/** Three partitions of two files. */
const writeParts = async (lake: Lake): Promise<readonly string[]> => {
  for (let i = 0; i < 2; i++)
    await lake.write(
      `SELECT (range + ${i * 9})::INTEGER AS id, ['a', 'b', NULL][range % 3 + 1] AS part FROM range(9)`,
      { partitionBy: by('part') },
    )
  return livePaths(lake)
}

test('rows for which the condition is true go; NULL is not true', async () => {
  await using lake = await openLake()
  await lake.write('SELECT * FROM (VALUES (1, 1), (2, NULL), (3, 3)) AS v(id, n)')
  const deleted = await lake.write(unused, where('"old"."n" > 1'))
  expect(deleted).toMatchObject({ operation: 'overwrite', addedRows: 2, removedRows: 3, totalRows: 2 })
  expect(await ids(lake)).toEqual([1, 2])
  expect(await lake.write(unused, where('"old"."n" > 100'))).toMatchObject({ kind: 'unchanged' })
  expect(await lake.write(unused, where('NULL'))).toMatchObject({ kind: 'unchanged' })
  expect(await temporaryTables(lake)).toEqual([])
})

test('whole files leave as they are, in whole partitions and everywhere', async () => {
  await using lake = await openLake()
  const before = await writeParts(lake)
  const one = await lake.write(unused, where(`"old"."part" = 'a' OR "old"."id" > 100`))
  expect(one).toMatchObject({
    operation: 'delete',
    addedFiles: 0,
    removedFiles: 2,
    removedRows: 6,
    totalRows: 12,
  })
  const two = await lake.write(unused, where(`"old"."part" IS NULL AND "old"."id" < 9`))
  expect(two).toMatchObject({ operation: 'delete', addedFiles: 0, removedFiles: 1, totalRows: 9 })
  expect((await livePaths(lake)).every((path) => before.includes(path))).toBe(true)
  const rest = await lake.write(unused, where('true'))
  expect(rest).toMatchObject({ operation: 'delete', totalRows: 0, addedFiles: 0 })
  expect((await lake.table()).metadata.snapshots.at(-1)?.summary).toMatchObject({
    operation: 'delete',
    'deleted-records': '9',
    'total-data-files': '0',
  })
  expect(await lake.write(unused, where('true'))).toMatchObject({ kind: 'unchanged' })
})

test('only files with such rows are written anew, in their own partitions', async () => {
  await using lake = await openLake()
  const before = await writeParts(lake)
  const deleted = await lake.write(unused, where('"old"."id" IN (0, 2)'))
  expect(deleted).toMatchObject({ operation: 'overwrite', removedFiles: 2, addedFiles: 2, totalRows: 16 })
  const after = await liveFiles(lake, await lake.table())
  const fresh = after.filter(({ file }) => !before.includes(file.path))
  expect(after).toHaveLength(6)
  expect(
    fresh
      .map(({ file }): readonly PartitionValue[] => file.partition)
      .toSorted(([a], [b]) => String(b).length - String(a).length),
  ).toEqual([[null], ['a']])
  expect(await ids(lake)).toEqual([1, ...Array.from({ length: 15 }, (_, i) => i + 3)])
})

test('files that the filter leaves out are not opened', async () => {
  await using lake = await openLake()
  await writeParts(lake)
  for (const { file } of await liveFiles(lake, await lake.table()))
    if (file.partition[0] !== 'b') rmSync(file.path.replace('file://', ''))
  const filter = [{ column: 'part', op: '=', value: 'b' }] as const
  const deleted = await lake.write(unused, where(`"old"."part" = 'b' AND "old"."id" = 1`, filter))
  expect(deleted).toMatchObject({ removedFiles: 1, addedRows: 2, totalRows: 17 })
})

test('the condition may ask other relations of the session, and is asked once for each row', async () => {
  await using lake = await openLake()
  await lake.write('SELECT range::INTEGER AS id FROM range(10)')
  await lake.write('SELECT (range + 10)::INTEGER AS id FROM range(10)')
  await lake.connection.run(trusted('CREATE TEMP VIEW gone AS SELECT unnest([3, 14, NULL]) AS id'))
  await lake.write(unused, where('EXISTS (SELECT 1 FROM gone WHERE gone.id = "old"."id")'))
  expect(await ids(lake)).toEqual(Array.from({ length: 20 }, (_, i) => i).filter((i) => i !== 3 && i !== 14))
  await lake.write(unused, where('"old"."id" IN (SELECT id + 1 FROM gone)'))
  await lake.write(unused, where('"old"."id" NOT IN (SELECT id FROM gone)'))
  expect(await ids(lake)).toHaveLength(16)
  await lake.connection.run(trusted('CREATE TEMP SEQUENCE asked'))
  await lake.write(unused, where(`nextval('asked') % 2 = 0`))
  expect(await ids(lake)).toHaveLength(8)
  expect(await lake.connection.rows(trusted(`SELECT nextval('asked')::INTEGER AS n`))).toEqual([{ n: 17 }])
})

test('a delete where there is no table is refused; on a branch it leaves main as it is', async () => {
  await using lake = await openLake()
  await expect(lake.write(unused, where('true'))).rejects.toMatchObject({ diagnostic: { code: 'MR3213' } })
  await lake.write('SELECT range::INTEGER AS id FROM range(4)')
  await lake.write(unused, { branch: 'dev', ...where('"old"."id" < 2') })
  expect(await ids(lake)).toEqual([0, 1, 2, 3])
  const table = await loadTableOrDraft(lake.lakehouse, t)
  if (table === undefined) throw new Error('there is no table')
  const version = { kind: 'ref', name: 'dev' } as const
  const dev = await scanRelation(lake.lakehouse, table, { version })
  expect(await lake.connection.rows(sql`SELECT id FROM ${dev} ORDER BY id`)).toEqual([{ id: 2 }, { id: 3 }])
})

test('a delete conflicts with rows that others added where its filter cannot tell that it leaves them', async () => {
  await using lake = await openLake()
  await writeParts(lake)
  const filter = [{ column: 'part', op: '=', value: 'b' }] as const
  const add = (id: number, part: string) =>
    lake.write(`SELECT ${id} AS id, '${part}' AS part`, { mode: { kind: 'append' } })
  const filtered = () => lake.stage(unused, where(`"old"."part" = 'b' AND "old"."id" < 9`, filter))
  const fine = await filtered()
  await add(50, 'a')
  await publishAudited(lake.lakehouse, [fine])
  for (const staged of [
    await lake.stage(unused, where(`"old"."part" = 'b'`, filter)),
    await lake.stage(unused, where(`"old"."id" = 9`)),
  ]) {
    await add(51, 'b')
    await expect(publishAudited(lake.lakehouse, [staged])).rejects.toMatchObject({
      diagnostic: { code: 'MR3119' },
    })
    await discard(lake.lakehouse, staged)
  }
})

const schema = fields('1 id long', '2 name string')
const columns = parsed(schema)
const foreignRows = (rows: string, more: ForeignFile = {}): ForeignFile => ({ rows, columns, ...more })

/** Ids 0 to 4 and 10 to 14, of which others have deleted 1 and 11 by place and 2 by value. */
const holed = (lake: Lake): Promise<ForeignTable> =>
  foreignTable(lake, {
    schemas: [schema],
    files: [
      foreignRows(`SELECT range AS id, 'a' AS name FROM range(5)`, { recordCount: 5n }),
      foreignRows(`SELECT range + 10 AS id, 'b' AS name FROM range(5)`, { recordCount: 5n }),
      (locations) => ({
        content: 'positions',
        columns: positionFields,
        rows: `SELECT * FROM (VALUES ('${locations[0]}', 1), ('${locations[1]}', 1)) AS v(file_path, pos)`,
        sequenceNumber: 2n,
      }),
      {
        content: 'equality',
        rows: 'SELECT 2::BIGINT AS id',
        columns: columns.slice(0, 1),
        equalityIds: [1],
        sequenceNumber: 2n,
      },
    ],
  })

/** Stages a write on a table that no catalog knows. */
const stageOn = (
  lake: Lake,
  { identity, ...at }: Table,
  mode: Pick<WriteRequest, 'mode'>,
  query = unused,
): Promise<StagedCommit> =>
  lake.stage(query, { identity, ...mode, after: { kind: 'unchanged', identity, at } })

test.each<readonly [string, Pick<WriteRequest, 'mode'>, string, readonly string[], number]>([
  ['a delete', where('"old"."id" IN (0, 1)'), unused, ['3 a', '4 a', '10 b', '12 b', '13 b', '14 b'], 1],
  ['a delete of all that is left', where('"old"."id" < 10'), unused, ['10 b', '12 b', '13 b', '14 b'], 1],
  [
    'a merge',
    upsert,
    `SELECT unnest([1, 2, 3, 12]) AS id, 'new' AS name`,
    ['0 a', '1 new', '2 new', '3 new', '4 a', '10 b', '12 new', '13 b', '14 b'],
    2,
  ],
  [
    'a merge without inserts',
    mergeBy(['id'], update({ name: `'u'` }, '"old"."id" > 2'), remove()),
    `SELECT unnest([0, 1, 2, 3]) AS id`,
    ['3 u', '4 a', '10 b', '12 b', '13 b', '14 b'],
    1,
  ],
])(
  '%s does not bring rows back that other engines deleted',
  async (_, mode, query, expected, removedFiles) => {
    await using lake = await openLake()
    const { table } = await holed(lake)
    const staged = await stageOn(lake, table, mode, query)
    expect(staged).toMatchObject({ kind: 'staged', removedFiles })
    const relation = await scanRelation(lake.lakehouse, { identity: table.identity, ...versionOf(staged) })
    const found = await lake.connection.rows(sql`SELECT id || ' ' || name AS r FROM ${relation} ORDER BY id`)
    expect(found.map(({ r }) => r)).toEqual(expected)
  },
)

test('a file that holds other rows than its manifest file counts is told, and not rewritten', async () => {
  await using lake = await openLake()
  const files = [
    foreignRows('SELECT range AS id FROM range(5)', { recordCount: 4n, columns: columns.slice(0, 1) }),
  ]
  const { table } = await foreignTable(lake, { schemas: [schema.slice(0, 1)], files })
  await expect(stageOn(lake, table, where('"old"."id" = 1'))).rejects.toMatchObject({
    diagnostic: { code: 'MR3112' },
  })
})

test('a table whose columns need renaming and are called like places of rows is refused, not torn', async () => {
  await using lake = await openLake()
  const odd = fields('1 id long', '2 file_row_number long')
  const { table } = await foreignTable(lake, {
    schemas: [odd],
    properties: { 'schema.name-mapping.default': '[]' },
    files: [foreignRows('SELECT range AS id, 7 AS file_row_number FROM range(3)', { columns: parsed(odd) })],
  })
  await expect(stageOn(lake, table, where('"old"."id" = 1'))).rejects.toMatchObject({
    diagnostic: { code: 'MR3118' },
  })
})
