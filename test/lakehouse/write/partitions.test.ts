import { expect, test } from 'vitest'
import type { DataFile } from '../../../src/lakehouse/format/data-file.ts'
import { headOf } from '../../../src/lakehouse/head.ts'
import { mainBranch, scanRelation } from '../../../src/lakehouse/index.ts'
import { sql } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../lake.ts'
import { insert, liveFiles, mergeBy, temporaryTables, update } from './merging.ts'

const by = (...terms: readonly (readonly [column: string, transform: string])[]) => ({
  partitionBy: terms.map(([column, transform]) => ({ column, transform })),
})

const files = async (lake: Lake): Promise<readonly DataFile[]> =>
  (await liveFiles(lake, await lake.table())).map(({ file }) => file)

/** The partitions of a table and how many rows each has, in the order of their texts. */
const partitions = async (lake: Lake): Promise<readonly string[]> => {
  const counts = new Map<string, bigint>()
  for (const { partition, recordCount } of await files(lake)) {
    const key = partition
      .map((value) =>
        value instanceof Uint8Array
          ? `0x${Buffer.from(value).toString('hex')}`
          : Object.is(value, -0)
            ? '-0'
            : String(value),
      )
      .join(' ')
    counts.set(key, (counts.get(key) ?? 0n) + recordCount)
  }
  return [...counts].map(([key, rows]) => `${key}: ${rows}`).toSorted()
}

const times = (type: string) =>
  ['2024-02-29 23:30:00', '1969-12-31 23:59:59', '1970-01-01 00:00:00']
    .map((text) => `'${text}${type === 'TIMESTAMPTZ' ? '+00' : ''}'::${type}`)
    .join(', ')

// The values of the examples in the specification's appendix B, and of its section on transforms.
test.each([
  ['bucket[100]', `34::INTEGER`, [String((2017239379 & 0x7fffffff) % 100)]],
  ['bucket[100]', `34::BIGINT`, [String((2017239379 & 0x7fffffff) % 100)]],
  ['bucket[100]', `14.20::DECIMAL(9,2)`, [String((-500754589 & 0x7fffffff) % 100)]],
  ['bucket[100]', `DATE '2017-11-16'`, [String((-653330422 & 0x7fffffff) % 100)]],
  ['bucket[100]', `TIME '22:31:08'`, [String((-662762989 & 0x7fffffff) % 100)]],
  ['bucket[100]', `TIMESTAMP '2017-11-16 22:31:08'`, [String((-2047944441 & 0x7fffffff) % 100)]],
  ['bucket[100]', `TIMESTAMPTZ '2017-11-16 14:31:08-08'`, [String((-2047944441 & 0x7fffffff) % 100)]],
  ['bucket[100]', `'iceberg'`, [String((1210000089 & 0x7fffffff) % 100)]],
  ['bucket[100]', `UUID 'f79c3e09-677c-4bbd-a479-3f349cb785e7'`, [String((1488055340 & 0x7fffffff) % 100)]],
  ['bucket[100]', `'\\x00\\x01\\x02\\x03'::BLOB`, [String((-188683207 & 0x7fffffff) % 100)]],
  ['truncate[10]', `unnest([1, -1, 10])`, ['0', '-10', '10']],
  ['truncate[10]', `unnest([1::BIGINT, -1, 10])`, ['0', '-10', '10']],
  ['truncate[50]', `10.65::DECIMAL(5,2)`, ['1050']],
  ['truncate[3]', `unnest(['iceberg', 'ic', '𝄞𝄞𝄞𝄞'])`, ['ice', 'ic', '𝄞𝄞𝄞']],
  ['truncate[3]', `unnest(['\\x01\\x02\\x03\\x04'::BLOB, '\\x01'::BLOB])`, ['0x010203', '0x01']],
  ...['TIMESTAMP', 'TIMESTAMPTZ', 'DATE'].flatMap((type) => [
    ['year', `unnest([${times(type)}])`, ['54', '-1', '0']] as const,
    ['month', `unnest([${times(type)}])`, ['649', '-1', '0']] as const,
    ['day', `unnest([${times(type)}])`, ['19782', '-1', '0']] as const,
  ]),
  ['hour', `unnest([${times('TIMESTAMP')}])`, ['474791', '-1', '0']],
  ['hour', `unnest([${times('TIMESTAMPTZ')}])`, ['474791', '-1', '0']],
  ['void', `unnest([1, 2])`, ['null', 'null']],
  ['identity', `unnest(['\\x00\\xFF'::BLOB, ''::BLOB])`, ['0x00ff', '0x']],
  ['identity', `unnest(['0.0'::DOUBLE, '-0.0', 'nan', '-inf'])`, ['0', '-0', 'NaN', '-Infinity']],
  ['identity', `unnest([repeat('x', 1000), '', 'a/b=c'])`, ['x'.repeat(1000), '', 'a/b=c']],
] satisfies readonly (readonly [string, string, readonly string[]])[])(
  '%s of %s is as the specification says',
  async (transform, values, expected) => {
    await using lake = await openLake()
    await lake.write(`SELECT ${values} AS v UNION ALL SELECT NULL`, by(['v', transform]))
    const counts = new Map<string, number>()
    for (const key of [...expected, 'null']) counts.set(key, (counts.get(key) ?? 0) + 1)
    expect(await partitions(lake)).toEqual([...counts].map(([key, rows]) => `${key}: ${rows}`).toSorted())
  },
)

test('a table has several fields, also of inner columns and with names of their own', async () => {
  await using lake = await openLake()
  const query = `SELECT * FROM (VALUES (1, {'at': TIMESTAMP '2024-01-02 03:04:05', 'a.b': 'x'}), (2, NULL), (3, {'at': NULL, 'a.b': NULL})) v(id, st)`
  await lake.write(query, {
    partitionBy: [
      { column: 'st.at', transform: 'day' },
      { column: 'ST.a.b', transform: 'identity' },
      { column: 'id', transform: 'bucket[2]', name: 'half' },
    ],
  })
  const { metadata } = await lake.table()
  expect(metadata.partitionSpecs[0]?.fields.map(({ name, fieldId }) => `${fieldId} ${name}`)).toEqual([
    '1000 st.at_day',
    '1001 st.a.b',
    '1002 half',
  ])
  expect(await partitions(lake)).toEqual(['19724 x 0: 1', 'null null 0: 1', 'null null 1: 1'])
  expect(await lake.rows()).toHaveLength(3)
})

test('a table keeps its partitioning of every kind, and gets another one with old files left as they are', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, DATE '2024-01-31' AS day`, by(['day', 'month'], ['id', 'void']))
  await lake.write(`SELECT 2 AS id, NULL::DATE AS day`)
  await lake.write(`SELECT 3 AS id, DATE '2024-01-31' AS day`, by(['day', 'day'], ['id', 'bucket[4]']))
  await lake.write(`SELECT 4 AS id, DATE '2024-01-31' AS day`, by(['id', 'bucket[4]'], ['day', 'month']))
  const found = (await liveFiles(lake, await lake.table())).map(
    ({ specId, file }) => `${specId} ${file.partition.join(' ')}`,
  )
  expect(found.toSorted()).toEqual(['0 648 ', '0  ', '1 19753 3', '2 2 648'].toSorted())
  const { metadata } = await lake.table()
  expect(metadata.partitionSpecs.map(({ fields }) => fields.map(({ fieldId }) => fieldId))).toEqual([
    [1000, 1001],
    [1002, 1003],
    [1003, 1000],
  ])
})

test('with a thousand partitions in any order each has few files, and few are open at a time', async () => {
  await using lake = await openLake()
  const query = 'SELECT range AS id, hash(range) % 1000 AS p FROM range(300000)'
  await lake.write(query, by(['p', 'identity']))
  const counts = new Map<string, number>()
  for (const { partition } of await files(lake)) {
    const key = String(partition[0])
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  expect(counts.size).toBe(1000)
  // A thread that begins in the middle of a partition begins a file of its own.
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(2)
  const relation = await scanRelation(lake.lakehouse, await lake.table())
  expect(await lake.connection.rows(sql`SELECT sum(id)::VARCHAR AS total FROM ${relation}`)).toEqual([
    { total: '44999850000' },
  ])
}, 60_000)

test.each([
  [`SELECT 1 AS day`, 'MR3104', by(['dya', 'identity'])],
  [`SELECT [1] AS list`, 'MR3105', by(['list', 'identity'])],
  [`SELECT 1 AS n`, 'MR3105', by(['n', 'day'])],
  [`SELECT DATE '2024-01-01' AS day`, 'MR3105', by(['day', 'hour'])],
  [`SELECT 1.5::DOUBLE AS d`, 'MR3105', by(['d', 'bucket[2]'])],
  [`SELECT 1 AS n`, 'MR3106', by(['n', 'zorder'])],
  [`SELECT 1 AS n`, 'MR3106', by(['n', 'bucket[0]'])],
  [`SELECT DATE '2024-01-01' AS day`, 'MR3123', by(['day', 'day'], ['day', 'month'])],
  [`SELECT 1 AS n, 2 AS n_bucket`, 'MR3124', by(['n', 'bucket[2]'])],
  [`SELECT 'infinity'::DATE AS day`, 'MR3108', by(['day', 'month'])],
  [`SELECT 'infinity'::TIMESTAMP AS at`, 'MR3108', by(['at', 'identity'])],
  [`SELECT (-9223372036854775807)::BIGINT AS n`, 'MR3108', by(['n', 'truncate[10]'])],
  [`SELECT (-9.9)::DECIMAL(2,1) AS d`, 'MR3108', by(['d', 'truncate[5]'])],
])('%s cannot be partitioned so: %s', async (query, code, options) => {
  await using lake = await openLake()
  await expect(lake.stage(query, options)).rejects.toMatchObject({ diagnostic: { code } })
  expect(await lake.lakehouse.storage.list('')).toEqual([])
})

test.each([
  ['infinity', 'DATE', 'identity'],
  ['-infinity', 'DATE', 'month'],
  ['infinity', 'TIMESTAMP', 'hour'],
  ['infinity', 'TIMESTAMPTZ', 'bucket[4]'],
])(
  'a merge that assigns %s to a %s partitioned by %s is refused like an append',
  async (value, type, transform) => {
    await using lake = await openLake()
    await lake.write(
      `SELECT 1 AS id, '2024-01-01'::${type} AS at`,
      by(['id', 'bucket[2]'], ['at', transform]),
    )
    const refused = {
      diagnostic: { code: 'MR3108', message: expect.stringContaining('demo.t is partitioned by id, at') },
    }
    const query = `SELECT 1 AS id, '${value}'::${type} AS at`
    await expect(lake.stage(query)).rejects.toMatchObject(refused)
    for (const clause of [update('all'), update({ at: `'${value}'::${type}` })])
      await expect(lake.stage(query, mergeBy(['id'], clause))).rejects.toMatchObject(refused)
    await expect(
      lake.stage(`SELECT 2 AS id, '${value}'::${type} AS at`, mergeBy(['id'], insert('all'))),
    ).rejects.toMatchObject(refused)
    expect(await lake.rows()).toHaveLength(1)
    expect(await temporaryTables(lake)).toEqual([])
  },
)

test('the name that a partition field had once is not given to one of another meaning', async () => {
  await using lake = await openLake()
  const named = (column: string, transform: string) => ({
    partitionBy: [{ column, transform, name: 'part' }],
  })
  await lake.write('SELECT 1 AS a, 2 AS b', named('a', 'bucket[2]'))
  await expect(lake.stage('SELECT 1 AS a, 2 AS b', named('b', 'bucket[2]'))).rejects.toThrow(
    'an earlier partitioning had a field of this name',
  )
  await lake.write('SELECT 1 AS a, 2 AS b', { partitionBy: [] })
  await lake.write('SELECT 1 AS a, 2 AS b', named('a', 'bucket[2]'))
  expect(headOf(await lake.table(), mainBranch).specId).toBe(0)
})

test('partitions are replaced by the values of their transforms', async () => {
  await using lake = await openLake()
  await lake.write(
    `SELECT range::INTEGER AS id, DATE '2024-01-20' + (range * 10)::INTEGER AS day FROM range(5) UNION ALL SELECT 9, NULL`,
    by(['day', 'month']),
  )
  await lake.write(`SELECT 50 AS id, DATE '2024-02-29' AS day UNION ALL SELECT 51, NULL`, {
    mode: { kind: 'overwrite-partitions' },
  })
  expect((await lake.rows()).map(({ id }) => id)).toEqual([0, 1, 50, 51])
})
