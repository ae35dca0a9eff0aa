import type { PartitionBy } from '../../../src/lakehouse/index.ts'
import { identity, type Story } from './story.ts'

/** A table that one query fills, partitioned or not. */
const written = (
  table: string,
  query: string,
  options: Partial<Omit<Story, 'table' | 'steps' | 'holds'>> & {
    readonly partitionBy?: readonly PartitionBy[]
  } = {},
): Story => {
  const { partitionBy, ...rest } = options
  return {
    table,
    steps: [
      { by: 'Millrace', write: query, ...(partitionBy === undefined ? {} : { options: { partitionBy } }) },
    ],
    holds: query,
    ...rest,
  }
}

export const numbers = `SELECT * FROM (VALUES
  (1, true, 1::TINYINT, 2147483647, 9007199254740993, 0.1::FLOAT, 1e300::DOUBLE),
  (2, false, -128, -2147483648, -9223372036854775808, '-0.0', 'nan'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, true, 127, 0, 9223372036854775807, 'inf', '-inf'),
  (5, false, 0, 1, 0, 1.1754943508222875e-38, 5e-324)
) AS v(id, flag, tiny, i, l, f, d)`

export const decimals = `SELECT * FROM (VALUES
  (1, 9.9::DECIMAL(2,1), 1.25::DECIMAL(9,2), -12345678901234.5678::DECIMAL(18,4), 1234567890123456.789::DECIMAL(19,3),
   99999999999999999999999999999999999.999::DECIMAL(38,3), 0.00000000000000000000000000000000000001::DECIMAL(38,38), 12345678901234567890::DECIMAL(20,0)),
  (2, -9.9, -0.01, 0, -1, -99999999999999999999999999999999999.999, 0, -1),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
) AS v(id, dec2, dec9, dec18, dec19, dec38, fraction, dec20)`

export const times = `SELECT * FROM (VALUES
  (1, DATE '2024-02-29', TIMESTAMP '2024-02-29 12:34:56.789012', TIMESTAMPTZ '2024-02-29 12:34:56.789012+02'),
  (2, DATE '1969-12-31', TIMESTAMP '1969-12-31 23:59:59.999999', TIMESTAMPTZ '1900-01-01 00:00:00+00'),
  (3, NULL, NULL, NULL),
  (4, DATE '0001-01-01', TIMESTAMP '0001-01-01 00:00:00', TIMESTAMPTZ '9999-12-31 23:59:59.999999+00')
) AS v(id, day, ts, tz)`

/** Longer than what bounds keep of a text, and of characters that are two units each. */
const long = `${'𝄞'.repeat(40)}ÿ`

export const texts = `SELECT * FROM (VALUES
  (1, 'Zürich 🚢 ''"', UUID '00112233-4455-6677-8899-aabbccddeeff', 'a\\x00\\xFFz'::BLOB),
  (2, '', UUID 'ffffffff-ffff-ffff-ffff-ffffffffffff', ''::BLOB),
  (3, NULL, NULL, NULL),
  (4, '${long}', UUID '80000000-0000-0000-0000-000000000000', repeat('x', 40)::BLOB),
  (5, E'tab\\tline\\nend', UUID '00000000-0000-0000-0000-000000000000', '\\xFF\\xFF\\xFF'::BLOB)
) AS v(id, s, u, b)`

const nested = `SELECT 1 AS id, {'a': 1, 'B c': ['x', NULL], 'deep': [{'m': MAP {'k': 1.5::DECIMAL(4,1)}}], 'at': TIMESTAMPTZ '2024-01-02 03:04:05.000006+00'} AS st,
    MAP {'é': [1, 2], '': []} AS m, [[1], NULL, []] AS ll
  UNION ALL SELECT 2, NULL, NULL, NULL
  UNION ALL SELECT 3, {'a': NULL, 'B c': [], 'deep': [], 'at': NULL}, MAP {}, []`

const structsInside = `SELECT 1 AS id, [{'f': 0.5::FLOAT, 'b': 'x'::BLOB}, NULL] AS ls, MAP {9007199254740993: {'x': 1}} AS ms
  UNION ALL SELECT 2, NULL, NULL UNION ALL SELECT 3, [], MAP {}`

const strange = [
  'a/b',
  'x=y',
  '50%',
  'two words',
  'é🚢',
  '',
  '__HIVE_DEFAULT_PARTITION__',
  'NULL',
  "o''k",
  'a+b&c?d#e',
  '..',
  'null',
]
const byText = `SELECT s AS "part col", id FROM (VALUES ${strange.map((text, i) => `('${text}', ${i})`).join(', ')}, (NULL, 99)) v(s, id)`

export const writtenHere: readonly Story[] = [
  written('numbers', numbers, {
    where: [
      'i = 2147483647',
      'l = 9007199254740993',
      'l > 9007199254740992',
      'tiny < 0',
      'flag',
      'flag IS NULL',
    ],
  }),
  written('decimals', decimals, {
    where: [
      'dec9 = 1.25',
      'dec18 < 0',
      'dec38 > 1',
      `dec20 = CAST('12345678901234567890' AS DECIMAL(20,0))`,
      'dec19 IS NULL',
    ],
  }),
  written('times', times, {
    where: [
      `day = DATE '2024-02-29'`,
      `day < DATE '1970-01-01'`,
      `ts = TIMESTAMP '1969-12-31 23:59:59.999999'`,
      {
        ours: `tz > TIMESTAMPTZ '2024-02-29 10:34:56.789011+00'`,
        theirs: `tz > TIMESTAMP '2024-02-29 10:34:56.789011 UTC'`,
      },
    ],
  }),
  written(
    'time_of_day',
    `SELECT * FROM (VALUES (1, TIME '23:59:59.999999'), (2, TIME '00:00:00'), (3, NULL)) v(id, t)`,
    { without: { Spark: 'it has no type for a time of day and refuses the table' } },
  ),
  written('texts', texts, {
    where: [`s = ''`, `s > 'a'`, 's IS NULL', `s = '${long}'`, `s > '${long.slice(0, 60)}'`, `s = 'nowhere'`],
  }),
  written('nested', nested),
  written('structs_inside', structsInside, {
    without: {
      PyIceberg:
        'it reads NULL as an empty list or map where structs are inside (apache/iceberg-python#3833)',
    },
  }),
  written(
    'maps',
    `SELECT 1 AS id, MAP {1: 'a', -2: NULL} AS by_int, MAP {DATE '2024-01-01': 1.5::DOUBLE} AS by_day, MAP {1.50::DECIMAL(4,2): true} AS by_decimal,
      MAP {9007199254740993: [NULL]::BLOB[]} AS by_long
     UNION ALL SELECT 2, MAP {}, NULL, MAP {}, NULL`,
  ),
  written(
    'widened',
    `SELECT 255::UTINYINT AS ut, 65535::USMALLINT AS us, 4294967295::UINTEGER AS ui, 18446744073709551615::UBIGINT AS ub,
      -170141183460469231731687303715884105::HUGEINT // 1000 AS h, '{"a": 1}'::JSON AS j, 'x'::ENUM('x', 'y') AS e,
      TIMESTAMP_S '2024-01-02 03:04:05' AS ts_s, TIMESTAMP_MS '2024-01-02 03:04:05.678' AS ts_ms`,
  ),
  written('born_empty', 'SELECT 1 AS id, [1] AS l WHERE false'),
  written(
    'strange_names',
    `SELECT 1 AS "two words", 2 AS "a.b", 3 AS "É", 4 AS "select", 5 AS "x-y", 6 AS "1st", {'in.ner': 7, 'q"q': 8} AS "st ruct"`,
  ),
  written('by_text', byText, { partitionBy: identity('part col') }),
  written('by_numbers', numbers, {
    partitionBy: identity('flag', 'i', 'l'),
    where: ['l = 9007199254740993', 'i < 0'],
  }),
  written('by_floats', `${numbers} WHERE id NOT IN (2, 4)`, { partitionBy: identity('f', 'd') }),
  written('by_special_floats', numbers, {
    partitionBy: identity('f', 'd'),
    without: { Trino: 'it reads its own partition values of infinity and minus zero as 0, too' },
  }),
  written('by_decimals', decimals, {
    partitionBy: identity('dec2', 'dec18', 'dec38'),
    where: ['dec18 < 0', 'dec38 = 0'],
  }),
  written('by_times', times, {
    partitionBy: identity('day', 'ts', 'tz'),
    where: [`day = DATE '2024-02-29'`, `ts < TIMESTAMP '1970-01-01 00:00:00'`],
  }),
  written('by_uuid', texts, { partitionBy: identity('u') }),
  {
    table: 'appended',
    steps: [
      { by: 'Millrace', write: `SELECT 1 AS id, 'a' AS s` },
      { by: 'Millrace', write: `SELECT 2 AS ID, NULL AS s` },
      { by: 'Millrace', write: `SELECT 'c' AS S, 3 AS id` },
    ],
    holds: `SELECT * FROM (VALUES (1, 'a'), (2, NULL), (3, 'c')) v(id, s)`,
    where: ['id = 2', 'id > 1', 's IS NULL'],
  },
  {
    table: 'overwritten',
    steps: [
      { by: 'Millrace', write: 'SELECT 1 AS id, 2.5 AS x' },
      {
        by: 'Millrace',
        write: 'SELECT 2 AS id, 7 AS x UNION ALL SELECT NULL, NULL',
        options: { mode: { kind: 'overwrite' } },
      },
    ],
    holds: 'SELECT 2 AS id, 7.0 AS x UNION ALL SELECT NULL, NULL',
  },
  {
    table: 'emptied',
    steps: [
      { by: 'Millrace', write: 'SELECT 1 AS id' },
      { by: 'Millrace', write: 'SELECT 1 AS id WHERE false', options: { mode: { kind: 'overwrite' } } },
    ],
    holds: 'SELECT 1 AS id WHERE false',
  },
  {
    table: 'repartitioned',
    steps: [
      { by: 'Millrace', write: 'SELECT 1 AS id, 10 AS a, 20 AS b', options: { partitionBy: identity('a') } },
      {
        by: 'Millrace',
        write: 'SELECT 2 AS id, 11 AS a, 21 AS b',
        options: { partitionBy: identity('b', 'a') },
      },
      { by: 'Millrace', write: 'SELECT 3 AS id, 12 AS a, 22 AS b' },
    ],
    holds: 'SELECT * FROM (VALUES (1, 10, 20), (2, 11, 21), (3, 12, 22)) v(id, a, b)',
    where: ['a = 10', 'b = 21', 'a > 10 AND b < 22'],
  },
  {
    table: 'compressed',
    steps: [
      {
        by: 'Millrace',
        write: 'SELECT 1 AS id',
        options: { properties: { 'write.metadata.compression-codec': 'gzip' } },
      },
      { by: 'Trino', sql: 'INSERT INTO demo.compressed VALUES 2' },
      { by: 'Millrace', write: 'SELECT 3 AS id' },
    ],
    holds: 'SELECT * FROM (VALUES (1), (2), (3)) v(id)',
  },
]
