import { upsert } from '../../lakehouse/write/merging.ts'
import { alter, by, everyone, publish, spark, write } from './steps.ts'
import type { Story } from './story.ts'
import { decimals, numbers, texts, times } from './written-here.ts'

type Terms = readonly (readonly [column: string, transform: string])[]

/** A table of one query that is partitioned so. */
const partitioned = (
  table: string,
  query: string,
  terms: Terms,
  more: Partial<Omit<Story, 'table' | 'steps' | 'holds'>> = {},
): Story => ({
  table,
  steps: [write(query, { partitionBy: by(...terms) })],
  holds: query,
  ...more,
})

const onTimes = [
  `day = DATE '2024-02-29'`,
  `day < DATE '1970-01-01'`,
  'day IS NULL',
  `ts = TIMESTAMP '1969-12-31 23:59:59.999999'`,
  `ts > TIMESTAMP '2000-01-01 00:00:00'`,
  {
    ours: `tz > TIMESTAMPTZ '2024-02-29 10:34:56.789011+00'`,
    theirs: `tz > TIMESTAMP '2024-02-29 10:34:56.789011 UTC'`,
  },
]

const codecs = ['zstd', 'snappy', 'gzip', 'lz4', 'brotli', 'uncompressed']

const noTime = 'it has no type for a time of day and refuses the table'

const overwrite = { mode: { kind: 'overwrite' } } as const

/** Tables that are partitioned by every transform, sorted, and changed from write to write. */
export const evolved: readonly Story[] = [
  partitioned(
    'in_buckets_of_numbers',
    numbers,
    [
      ['i', 'bucket[3]'],
      ['l', 'bucket[4]'],
      ['tiny', 'bucket[2]'],
    ],
    {
      where: ['i = 2147483647', 'l = 9007199254740993', 'tiny < 0', 'l IS NULL'],
    },
  ),
  partitioned(
    'in_buckets_of_decimals',
    decimals,
    [
      ['dec9', 'bucket[3]'],
      ['dec19', 'bucket[4]'],
      ['dec38', 'bucket[5]'],
      ['fraction', 'bucket[2]'],
    ],
    {
      where: ['dec9 = 1.25', 'dec19 = -1', 'dec38 > 1', 'dec9 IS NULL'],
    },
  ),
  partitioned(
    'in_buckets_of_times',
    times,
    [
      ['day', 'bucket[3]'],
      ['ts', 'bucket[4]'],
      ['tz', 'bucket[5]'],
    ],
    { where: onTimes },
  ),
  partitioned(
    'in_buckets_of_texts',
    texts,
    [
      ['s', 'bucket[3]'],
      ['b', 'bucket[4]'],
    ],
    {
      where: [`s = ''`, `s > 'a'`, 's IS NULL'],
    },
  ),
  partitioned('in_buckets_of_uuids', `SELECT id, u FROM (${texts})`, [['u', 'bucket[8]']]),
  partitioned(
    'in_buckets_of_day_times',
    `SELECT * FROM (VALUES (1, TIME '23:59:59.999999'), (2, TIME '00:00:00'), (3, NULL)) v(id, t)`,
    [['t', 'bucket[7]']],
    {
      without: { Spark: noTime },
    },
  ),
  partitioned(
    'truncated_numbers',
    numbers,
    [
      ['id', 'truncate[2]'],
      ['tiny', 'truncate[10]'],
    ],
    {
      where: ['id = 3', 'tiny < 0', 'tiny IS NULL'],
    },
  ),
  partitioned(
    'truncated_decimals',
    decimals,
    [
      ['dec9', 'truncate[50]'],
      ['dec18', 'truncate[1000000]'],
      ['dec38', 'truncate[3]'],
    ],
    {
      where: ['dec9 = 1.25', 'dec18 < 0', 'dec38 IS NULL'],
    },
  ),
  partitioned(
    'truncated_texts',
    texts,
    [
      ['s', 'truncate[2]'],
      ['b', 'truncate[1]'],
    ],
    {
      where: [`s = ''`, `s > 'a'`, 's IS NULL', `s = 'nowhere'`],
    },
  ),
  partitioned(
    'by_bytes',
    texts,
    [
      ['b', 'identity'],
      ['s', 'identity'],
    ],
    { where: [`s = ''`, 's IS NULL'] },
  ),
  partitioned(
    'by_year',
    times,
    [
      ['day', 'year'],
      ['ts', 'year'],
      ['tz', 'year'],
    ],
    { where: onTimes },
  ),
  partitioned(
    'by_month',
    times,
    [
      ['day', 'month'],
      ['ts', 'month'],
      ['tz', 'month'],
    ],
    { where: onTimes },
  ),
  partitioned(
    'by_day',
    times,
    [
      ['day', 'day'],
      ['ts', 'day'],
      ['tz', 'day'],
    ],
    { where: onTimes },
  ),
  partitioned(
    'by_hour',
    times,
    [
      ['ts', 'hour'],
      ['tz', 'hour'],
    ],
    { where: onTimes },
  ),
  partitioned(
    'by_day_time',
    `SELECT * FROM (VALUES (1, TIME '23:59:59.999999'), (2, TIME '00:00:00'), (3, NULL)) v(id, t)`,
    [['t', 'identity']],
    {
      without: { Spark: noTime },
    },
  ),
  partitioned(
    'by_nothing_but_void',
    numbers,
    [
      ['l', 'void'],
      ['flag', 'identity'],
    ],
    { where: ['flag', 'l < 0'] },
  ),
  partitioned(
    'by_inner_fields',
    `SELECT 1 AS id, {'a': 1, 'at': {'ts': TIMESTAMP '2024-01-02 03:04:05'}} AS st UNION ALL SELECT 2, {'a': NULL, 'at': NULL} UNION ALL SELECT 3, NULL`,
    [
      ['st.a', 'identity'],
      ['st.at.ts', 'day'],
    ],
    {
      where: ['st.a = 1', 'st.a IS NULL', 'id = 3'],
      without: {
        Spark:
          'it reads NULL as a struct of NULLs where a field inside is a partition, in its own tables, too',
      },
    },
  ),
  partitioned(
    'by_inner_days',
    `SELECT 1 AS id, {'at': TIMESTAMP '2024-01-02 03:04:05', 'n': 1} AS st UNION ALL SELECT 2, {'at': NULL, 'n': 2} UNION ALL SELECT 3, NULL`,
    [
      ['st.at', 'day'],
      ['st.n', 'bucket[4]'],
    ],
    { where: ['st.n = 1', 'st.at IS NULL', 'id = 3'] },
  ),
  {
    table: 'partitions_evolved',
    steps: [
      write(`SELECT 1 AS id, TIMESTAMP '2024-01-01 10:00:00' AS moment, 'a' AS s`, {
        partitionBy: by(['moment', 'month']),
      }),
      write(`SELECT 2 AS id, TIMESTAMP '2024-01-01 11:00:00' AS moment, 'b' AS s`, {
        partitionBy: by(['moment', 'day'], ['id', 'bucket[4]']),
      }),
      write(`SELECT 3 AS id, NULL::TIMESTAMP AS moment, 'c' AS s`),
      everyone(
        `SELECT * FROM (VALUES (1, TIMESTAMP '2024-01-01 10:00:00', 'a'), (2, TIMESTAMP '2024-01-01 11:00:00', 'b'), (3, NULL, 'c')) v(id, moment, s)`,
      ),
      write(`SELECT 4 AS id, TIMESTAMP '2024-01-01 12:00:00' AS moment, NULL AS s`, { partitionBy: [] }),
      write(`SELECT 5 AS id, TIMESTAMP '2024-02-01 12:00:00' AS moment, 'dd' AS s`, {
        partitionBy: by(['s', 'truncate[1]'], ['moment', 'month']),
      }),
      write(
        `SELECT 6 AS id, TIMESTAMP '2024-02-01 13:00:00' AS moment, 'de' AS s UNION ALL SELECT 2, NULL, 'bb'`,
        upsert,
      ),
    ],
    holds: `SELECT * FROM (VALUES (1, TIMESTAMP '2024-01-01 10:00:00', 'a'), (2, NULL, 'bb'), (3, NULL, 'c'), (4, TIMESTAMP '2024-01-01 12:00:00', NULL),
      (5, TIMESTAMP '2024-02-01 12:00:00', 'dd'), (6, TIMESTAMP '2024-02-01 13:00:00', 'de')) v(id, moment, s)`,
    where: [`moment > TIMESTAMP '2024-01-01 11:30:00'`, `s = 'dd'`, 'id = 2', 'moment IS NULL', 's IS NULL'],
  },
  {
    table: 'columns_added',
    steps: [
      write(`SELECT 1 AS id, {'a': 1} AS st, [{'x': 1}] AS ls, MAP {'k': {'v': 1}} AS m`),
      write(
        `SELECT {'b': 'new', 'a': 2} AS st, 2 AS id, DATE '2024-01-02' AS day, [{'y': 2.5::DOUBLE, 'x': NULL}] AS ls, MAP {'k': {'v': 2, 'w': [true]}} AS m, 0.5::DECIMAL(3,1) AS amount`,
      ),
    ],
    holds: `SELECT 1 AS id, {'a': 1, 'b': NULL} AS st, [{'x': 1, 'y': NULL}] AS ls, MAP {'k': {'v': 1, 'w': NULL}} AS m, NULL AS day, NULL AS amount
      UNION ALL SELECT 2, {'a': 2, 'b': 'new'}, [{'x': NULL, 'y': 2.5}], MAP {'k': {'v': 2, 'w': [true]}}, DATE '2024-01-02', 0.5`,
    where: ['day IS NULL', `day = DATE '2024-01-02'`, 'st.b IS NULL'],
  },
  {
    table: 'types_widened',
    steps: [
      write(`SELECT 1 AS id, 0.1::FLOAT AS f, 1.5::DECIMAL(4,1) AS d, {'n': 1} AS st, [1] AS l`, {
        partitionBy: by(['id', 'identity'], ['d', 'truncate[10]'], ['id', 'bucket[4]']),
      }),
      write(
        `SELECT 9007199254740993 AS id, 1e300::DOUBLE AS f, 12345678901.5::DECIMAL(20,1) AS d, {'n': -9007199254740993} AS st, [9007199254740993] AS l`,
      ),
      write(`SELECT 2::SMALLINT AS id, 0.5::FLOAT AS f, 2.5::DECIMAL(2,1) AS d, {'n': 2} AS st, [2] AS l`),
    ],
    holds: `SELECT * FROM (VALUES (1::BIGINT, 0.1::FLOAT::DOUBLE, 1.5::DECIMAL(20,1), {'n': 1::BIGINT}, [1::BIGINT]),
      (9007199254740993, 1e300, 12345678901.5, {'n': -9007199254740993}, [9007199254740993]), (2, 0.5, 2.5, {'n': 2}, [2])) v(id, f, d, st, l)`,
    where: ['id = 1', 'id = 9007199254740993', 'd < 2', 'd > 1000', 'f > 1', 'st.n < 0'],
  },
  {
    table: 'sorted',
    steps: [
      write('SELECT (i * 7919) % 1009 AS n, i AS id FROM range(1000) r(i) UNION ALL SELECT NULL, -1', {
        sortBy: [{ column: 'n', direction: 'desc', nulls: 'last' }],
        properties: { 'write.target-file-size-bytes': '4000' },
      }),
      write('SELECT (i * 7919) % 1009 AS n, i AS id FROM range(1000, 1100) r(i)', {
        partitionBy: by(['id', 'bucket[3]']),
      }),
    ],
    holds: 'SELECT (i * 7919) % 1009 AS n, i AS id FROM range(1100) r(i) UNION ALL SELECT NULL, -1',
    where: ['n = 1000', 'n < 10', 'n IS NULL', 'id = 1050'],
  },
  {
    table: 'columns_replaced',
    steps: [
      write(`SELECT 1 AS id, 'x' AS code, 1.5 AS gone, {'a': 1, 'b': 'old'} AS st`),
      write(`SELECT 7 AS code, {'b': 2.5::DOUBLE, 'a': 1} AS st, 2 AS id, true AS fresh`, {
        ...overwrite,
        schemaChange: 'replace',
      }),
      write(`SELECT 3 AS id, 8 AS code, {'a': 2, 'b': 3.5::DOUBLE} AS st, false AS fresh`),
    ],
    holds: `SELECT * FROM (VALUES (7, {'a': 1, 'b': 2.5::DOUBLE}, 2, true), (8, {'a': 2, 'b': 3.5}, 3, false)) v(code, st, id, fresh)`,
    where: ['code = 7', 'fresh', 'st.b > 3'],
  },
  {
    table: 'evolved_on_a_branch',
    steps: [
      write('SELECT 1 AS id, 10 AS n', { sortBy: [{ column: 'id', direction: 'asc', nulls: 'first' }] }),
      write(`SELECT 2 AS id, 9007199254740993 AS n, 'new' AS s`, {
        branch: 'work',
        partitionBy: by(['n', 'truncate[1000]']),
        sortBy: [{ column: 'n', direction: 'desc', nulls: 'last' }],
      }),
      everyone('SELECT 1 AS id, 10 AS n'),
      publish('work'),
      write(`SELECT 3 AS id, 30 AS n, NULL AS s`),
    ],
    holds: `SELECT * FROM (VALUES (1, 10::BIGINT, NULL), (2, 9007199254740993, 'new'), (3, 30, NULL)) v(id, n, s)`,
    where: ['n = 10', 'n > 1000', 's IS NULL'],
  },
  ...codecs.map(
    (codec): Story => ({
      table: `files_of_${codec}`,
      steps: [
        write(`SELECT i, repeat('${codec} ', 100) AS s FROM range(10) r(i)`, {
          properties: { 'write.parquet.compression-codec': codec },
        }),
      ],
      holds: `SELECT i, repeat('${codec} ', 100) AS s FROM range(10) r(i)`,
    }),
  ),
  {
    table: 'appended_to_required',
    steps: [
      spark(
        `CREATE TABLE demo.appended_to_required (id int NOT NULL, st struct<a: int NOT NULL, b: string>, l array<int>) USING iceberg`,
      ),
      spark(
        `INSERT INTO demo.appended_to_required VALUES (1, NAMED_STRUCT('a', 1, 'b', NULL), ARRAY(1, NULL))`,
      ),
      write(`SELECT 2 AS id, {'a': 2, 'b': 'x'} AS st, [2] AS l UNION ALL SELECT 3, NULL, NULL`),
    ],
    holds: `SELECT 1 AS id, {'a': 1, 'b': NULL} AS st, [1, NULL] AS l UNION ALL SELECT 2, {'a': 2, 'b': 'x'}, [2] UNION ALL SELECT 3, NULL, NULL`,
    where: ['id = 2', 'st.a = 2', 'st IS NULL'],
  },
  {
    table: 'spark_partitions_kept',
    steps: [
      spark(
        `CREATE TABLE demo.spark_partitions_kept (id bigint, at timestamp, s string) USING iceberg PARTITIONED BY (bucket(4, id), hours(at), truncate(1, s))`,
      ),
      spark(`ALTER TABLE demo.spark_partitions_kept WRITE ORDERED BY s DESC NULLS LAST, bucket(2, id)`),
      write(
        `SELECT i AS id, TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL 1 HOUR * i AS at, chr((97 + i)::INTEGER) AS s FROM range(3) r(i) UNION ALL SELECT NULL, NULL, NULL`,
      ),
      spark(`INSERT INTO demo.spark_partitions_kept VALUES (3, TIMESTAMP'2024-01-01 03:00:00 UTC', 'd')`),
    ],
    holds: `SELECT i AS id, TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL 1 HOUR * i AS at, chr((97 + i)::INTEGER) AS s FROM range(4) r(i) UNION ALL SELECT NULL, NULL, NULL`,
    where: ['id = 2', `s = 'b'`, 's IS NULL'],
  },
  {
    table: 'altered_and_appended',
    steps: [
      write(`SELECT 1 AS id, 'a' AS name, 1 AS n`),
      alter({
        columns: [
          { kind: 'rename', path: ['name'], name: 'title' },
          { kind: 'drop', path: ['n'] },
          { kind: 'add', path: ['added'], type: { kind: 'date' } },
        ],
      }),
      write(`SELECT 2 AS id, 'b' AS title, NULL AS added, 2 AS n`),
    ],
    holds: `SELECT * FROM (VALUES (1, 'a', NULL::DATE, NULL), (2, 'b', NULL, 2)) v(id, title, added, n)`,
    where: ['n IS NULL', `title = 'b'`],
  },
  {
    table: 'version_three',
    steps: [
      spark(
        `CREATE TABLE demo.version_three (id bigint, s string) USING iceberg PARTITIONED BY (bucket(2, id)) TBLPROPERTIES ('format-version' = '3')`,
      ),
      spark(`INSERT INTO demo.version_three VALUES (1, 'a'), (2, NULL)`),
      spark(`INSERT INTO demo.version_three VALUES (3, 'c')`),
    ],
    holds: `SELECT * FROM (VALUES (1::BIGINT, 'a'), (2, NULL), (3, 'c')) v(id, s)`,
    where: ['id = 3', 's IS NULL'],
    without: { Trino: 'this release of it reads version 2' },
  },
]
