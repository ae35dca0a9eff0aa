import { expect, test } from 'vitest'
import { publishBranch, type SortBy } from '../../../src/lakehouse/index.ts'
import { literal, sql, trusted } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../lake.ts'
import { liveFiles } from './merging.ts'

const sortBy = (
  ...terms: readonly (readonly [column: string, direction?: 'asc' | 'desc'])[]
): { readonly sortBy: readonly SortBy[] } => ({
  sortBy: terms.map(([column, direction = 'asc']) => ({
    column,
    direction,
    nulls: direction === 'asc' ? 'first' : 'last',
  })),
})

const orders = async (lake: Lake) => {
  const { metadata } = await lake.table()
  return { current: metadata.defaultSortOrderId, known: metadata.sortOrders.map(({ orderId }) => orderId) }
}

/** Per file, in the order of their least values: rows, rows that come before their predecessor, least and greatest value. */
const ranges = async (lake: Lake, column: string) => {
  const paths = (await liveFiles(lake, await lake.table())).map(({ file }) =>
    literal(file.path.replace('file://', '')),
  )
  const value = trusted(column)
  const rows = await lake.connection.table(
    sql`SELECT count(*)::INTEGER, count(*) FILTER (v < before)::INTEGER, min(v)::VARCHAR, max(v)::VARCHAR
      FROM (SELECT *, lag(v) OVER (PARTITION BY filename ORDER BY file_row_number) AS before
        FROM (SELECT ${value} AS v, filename, file_row_number FROM read_parquet([${paths}], filename = true, file_row_number = true)))
      GROUP BY filename ORDER BY min(v)`,
  )
  return rows.rows
}

const inOrder = (found: Awaited<ReturnType<typeof ranges>>): boolean =>
  found.every(([, outOfOrder]) => outOfOrder === 0)

test('rows are written in the order that is asked for, and the table remembers it', async () => {
  await using lake = await openLake()
  await lake.write('SELECT (range * 7919) % 300007 AS n FROM range(300000)', sortBy(['n']))
  expect(inOrder(await ranges(lake, 'n'))).toBe(true)
  expect(await orders(lake)).toEqual({ current: 1, known: [0, 1] })
  await lake.write('SELECT (range * 7919) % 300007 AS n FROM range(300000)')
  const found = await liveFiles(lake, await lake.table())
  expect(found.map(({ file }) => file.sortOrderId)).toEqual([1, 1])
  expect(inOrder(await ranges(lake, 'n'))).toBe(true)
})

test('an order that a table had before is the same one again, and no order ends it', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS a, 2 AS b', sortBy(['a', 'desc'], ['b']))
  await lake.write('SELECT 1 AS a, 2 AS b', sortBy(['b']))
  await lake.write('SELECT 1 AS a, 2 AS b', sortBy(['A', 'desc'], ['b']))
  expect(await orders(lake)).toEqual({ current: 1, known: [0, 1, 2] })
  await lake.write('SELECT 1 AS a, 2 AS b', { sortBy: [] })
  expect(await orders(lake)).toEqual({ current: 0, known: [0, 1, 2] })
  const ids = (await liveFiles(lake, await lake.table())).map(({ file }) => file.sortOrderId ?? 0)
  expect(ids.toSorted((a, b) => a - b)).toEqual([0, 1, 1, 2])
})

test('NULL stands where the order says', async () => {
  await using lake = await openLake()
  const read = async (by: SortBy) => {
    await lake.write(`SELECT unnest([2, NULL, 1, 3]) AS n`, { mode: { kind: 'overwrite' }, sortBy: [by] })
    const [file] = await liveFiles(lake, await lake.table())
    const path = literal(file?.file.path.replace('file://', '') ?? '')
    return (await lake.connection.rows(sql`SELECT n FROM read_parquet(${path})`)).map(({ n }) => n)
  }
  expect(await read({ column: 'n', direction: 'asc', nulls: 'first' })).toEqual([null, 1, 2, 3])
  expect(await read({ column: 'n', direction: 'asc', nulls: 'last' })).toEqual([1, 2, 3, null])
  expect(await read({ column: 'n', direction: 'desc', nulls: 'first' })).toEqual([null, 3, 2, 1])
  expect(await read({ column: 'n', direction: 'desc', nulls: 'last' })).toEqual([3, 2, 1, null])
})

test('files that are cut at their size follow each other', async () => {
  await using lake = await openLake()
  await lake.write('SELECT (range * 7919) % 700001 AS n, md5(range::VARCHAR) AS s FROM range(700000)', {
    ...sortBy(['n']),
    properties: { 'write.target-file-size-bytes': '4000000' },
  })
  const found = await ranges(lake, 'n')
  expect(found.length).toBeGreaterThan(2)
  expect(inOrder(found)).toBe(true)
  for (const [i, [, , least]] of found.entries())
    if (i > 0) expect(Number(least)).toBeGreaterThan(Number(found[i - 1]?.[3]))
}, 30_000)

test('the rows of each partition are in order, however many they are', async () => {
  await using lake = await openLake()
  const query =
    'SELECT (range * 7919) % 1500007 AS n, range % 2 AS p, NULL::INTEGER AS "rowid" FROM range(1500000) UNION ALL SELECT -1, NULL, 1'
  await lake.write(query, { ...sortBy(['n']), partitionBy: [{ column: 'p', transform: 'identity' }] })
  const found = await ranges(lake, 'n')
  expect(found.map(([rows]) => rows)).toEqual([1, 750_000, 750_000])
  expect(inOrder(found)).toBe(true)
  const files = (await liveFiles(lake, await lake.table())).map(
    ({ file }) => `${file.partition.join()} ${file.sortOrderId}`,
  )
  expect(files.toSorted()).toEqual([' 1', '0 1', '1 1'])
}, 60_000)

test('a partition that is larger than a file is cut in order', async () => {
  await using lake = await openLake()
  await lake.write(
    'SELECT (range * 7919) % 1200007 AS n, true AS p, md5(range::VARCHAR) AS s FROM range(1200000)',
    {
      ...sortBy(['n']),
      partitionBy: [{ column: 'p', transform: 'identity' }],
      properties: { 'write.target-file-size-bytes': '4000000' },
    },
  )
  const found = await ranges(lake, 'n')
  expect(found.length).toBeGreaterThan(1)
  expect(inOrder(found)).toBe(true)
}, 60_000)

test('the order of a branch becomes the table’s own when it is published', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS n', sortBy(['n']))
  await lake.write('SELECT 2 AS n', { branch: 'work', ...sortBy(['n', 'desc']) })
  await lake.write('SELECT 3 AS n', { branch: 'work' })
  expect(await orders(lake)).toEqual({ current: 1, known: [0, 1, 2] })
  const onBranch = await liveFiles(lake, await lake.table(), 'work')
  expect(onBranch.map(({ file }) => file.sortOrderId ?? 0).toSorted((a, b) => a - b)).toEqual([1, 2, 2])
  await publishBranch(lake.lakehouse, 'work')
  expect(await orders(lake)).toEqual({ current: 2, known: [0, 1, 2] })
})

test.each([
  ['SELECT 1 AS name', 'MR3128', 'nme'],
  ['SELECT [1] AS l', 'MR3129', 'l'],
])('%s cannot be sorted so: %s', async (query, code, column) => {
  await using lake = await openLake()
  await expect(lake.stage(query, sortBy([column]))).rejects.toMatchObject({ diagnostic: { code } })
})
