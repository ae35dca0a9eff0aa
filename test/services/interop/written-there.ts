import { identity, type Story } from './story.ts'

/** Tables that other engines make and fill. What Spark and Trino write one way, PyIceberg may write another. */
export const writtenThere: readonly Story[] = [
  {
    table: 'spark_types',
    steps: [
      {
        by: 'Spark',
        sql: `CREATE TABLE demo.spark_types USING iceberg AS SELECT * FROM VALUES
          (1, true, 9007199254740993L, 0.1F, CAST('NaN' AS double), 12345678901234567890.10BD, 1.5BD, DATE'1969-12-31',
           TIMESTAMP'2024-02-29 12:34:56.789012 UTC', TIMESTAMP_NTZ'0001-01-01 00:00:00', 'Zürich 🚢', X'00ff'),
          (2, false, -1L, -0.0F, CAST('-Infinity' AS double), -0.01BD, -9.9BD, DATE'9999-12-31',
           TIMESTAMP'1900-01-01 00:00:00 UTC', TIMESTAMP_NTZ'1969-12-31 23:59:59.999999', '', X''),
          (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
          AS v(id, flag, l, f, d, dec22, dec2, day, tz, ts, s, b)`,
      },
    ],
    holds: `SELECT * FROM (VALUES
      (1, true, 9007199254740993, 0.1::FLOAT, 'nan'::DOUBLE, 12345678901234567890.10::DECIMAL(22,2), 1.5::DECIMAL(2,1), DATE '1969-12-31',
       TIMESTAMPTZ '2024-02-29 12:34:56.789012+00', TIMESTAMP '0001-01-01 00:00:00', 'Zürich 🚢', '\\x00\\xFF'::BLOB),
      (2, false, -1, '-0.0', '-inf', -0.01, -9.9, DATE '9999-12-31', TIMESTAMPTZ '1900-01-01 00:00:00+00', TIMESTAMP '1969-12-31 23:59:59.999999', '', ''),
      (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) v(id, flag, l, f, d, dec22, dec2, day, tz, ts, s, b)`,
    where: ['l = 9007199254740993', `s = ''`, `day > DATE '2000-01-01'`],
  },
  {
    table: 'spark_nested',
    steps: [
      {
        by: 'Spark',
        sql: `CREATE TABLE demo.spark_nested (id int, st struct<a: int, bc: array<string>, deep: struct<at: timestamp>>, m map<string, array<int>>,
          ll array<array<decimal(4,1)>>, ls array<struct<x: double>>) USING iceberg`,
      },
      {
        by: 'Spark',
        sql: `INSERT INTO demo.spark_nested VALUES
          (1, NAMED_STRUCT('a', 1, 'bc', ARRAY('x', NULL), 'deep', NAMED_STRUCT('at', TIMESTAMP'2024-01-02 03:04:05.000006 UTC')),
           MAP('é', ARRAY(1, 2), '', ARRAY()), ARRAY(ARRAY(1.5BD), NULL, ARRAY()), ARRAY(NAMED_STRUCT('x', 0.5D))),
          (2, NULL, NULL, NULL, ARRAY()),
          (3, NAMED_STRUCT('a', NULL, 'bc', ARRAY(), 'deep', NULL), MAP(), ARRAY(), ARRAY(NULL))`,
      },
    ],
    holds: `SELECT 1 AS id, {'a': 1, 'bc': ['x', NULL], 'deep': {'at': TIMESTAMPTZ '2024-01-02 03:04:05.000006+00'}} AS st,
        MAP {'é': [1, 2], '': []} AS m, [[1.5], NULL, []] AS ll, [{'x': 0.5}] AS ls
      UNION ALL SELECT 2, NULL, NULL, NULL, []
      UNION ALL SELECT 3, {'a': NULL, 'bc': [], 'deep': NULL}, MAP {}, [], [NULL]`,
  },
  {
    table: 'spark_transforms',
    steps: [
      {
        by: 'Spark',
        sql: `CREATE TABLE demo.spark_transforms (id bigint, at timestamp, day date, s string, amount decimal(9,2)) USING iceberg
          PARTITIONED BY (bucket(4, id), days(at), months(day), truncate(2, s), truncate(10, amount))`,
      },
      {
        by: 'Spark',
        sql: `INSERT INTO demo.spark_transforms VALUES
          (1, TIMESTAMP'2024-01-01 10:00:00 UTC', DATE'2024-01-31', 'été', 12.34),
          (2, TIMESTAMP'1969-12-31 23:59:59.999999 UTC', DATE'1969-11-01', 'e', -0.01),
          (NULL, NULL, NULL, NULL, NULL)`,
      },
      {
        by: 'Spark',
        sql: `INSERT INTO demo.spark_transforms VALUES (3, TIMESTAMP'2024-01-01 11:00:00 UTC', DATE'2024-01-31', '🚢🚢🚢', 9999999.99)`,
      },
    ],
    holds: `SELECT * FROM (VALUES
      (1, TIMESTAMPTZ '2024-01-01 10:00:00+00', DATE '2024-01-31', 'été', 12.34),
      (2, TIMESTAMPTZ '1969-12-31 23:59:59.999999+00', DATE '1969-11-01', 'e', -0.01),
      (NULL, NULL, NULL, NULL, NULL),
      (3, TIMESTAMPTZ '2024-01-01 11:00:00+00', DATE '2024-01-31', '🚢🚢🚢', 9999999.99)) v(id, "at", day, s, amount)`,
    where: ['id = 2', `day = DATE '1969-11-01'`, `s = '🚢🚢🚢'`, 'amount < 0', 'id IS NULL'],
  },
  {
    table: 'spark_evolved',
    steps: [
      {
        by: 'Spark',
        sql: 'CREATE TABLE demo.spark_evolved (id int, gone string, amount decimal(5,2), x float) USING iceberg',
      },
      { by: 'Spark', sql: `INSERT INTO demo.spark_evolved VALUES (1, 'g', 1.50, 0.5)` },
      { by: 'Spark', sql: 'ALTER TABLE demo.spark_evolved DROP COLUMN gone' },
      { by: 'Spark', sql: 'ALTER TABLE demo.spark_evolved RENAME COLUMN id TO key' },
      { by: 'Spark', sql: 'ALTER TABLE demo.spark_evolved ALTER COLUMN key TYPE bigint' },
      { by: 'Spark', sql: 'ALTER TABLE demo.spark_evolved ALTER COLUMN amount TYPE decimal(12,2)' },
      { by: 'Spark', sql: 'ALTER TABLE demo.spark_evolved ALTER COLUMN x TYPE double' },
      { by: 'Spark', sql: 'ALTER TABLE demo.spark_evolved ADD COLUMN gone date FIRST' },
      {
        by: 'Spark',
        sql: `INSERT INTO demo.spark_evolved VALUES (DATE'2024-01-01', 9007199254740993, 1234567890.12, 0.1)`,
      },
      {
        by: 'Millrace',
        write: 'SELECT NULL::DATE AS gone, 5::BIGINT AS key, 2.5::DECIMAL(12,2) AS amount, 0.25::DOUBLE AS x',
      },
    ],
    holds: `SELECT NULL::DATE AS gone, 1::BIGINT AS key, 1.50::DECIMAL(12,2) AS amount, 0.5::DOUBLE AS x
      UNION ALL SELECT DATE '2024-01-01', 9007199254740993, 1234567890.12, 0.1 UNION ALL SELECT NULL, 5, 2.5, 0.25`,
    where: ['key = 1', 'amount > 2', 'gone IS NULL'],
  },
  {
    table: 'spark_evolved_inside',
    steps: [
      {
        by: 'Spark',
        sql: 'CREATE TABLE demo.spark_evolved_inside (id int, st struct<a: int, b: int>) USING iceberg',
      },
      { by: 'Spark', sql: `INSERT INTO demo.spark_evolved_inside VALUES (1, NAMED_STRUCT('a', 1, 'b', 2))` },
      { by: 'Spark', sql: 'ALTER TABLE demo.spark_evolved_inside ADD COLUMN st.c string' },
      { by: 'Spark', sql: 'ALTER TABLE demo.spark_evolved_inside RENAME COLUMN st.a TO z' },
      { by: 'Spark', sql: 'ALTER TABLE demo.spark_evolved_inside DROP COLUMN st.b' },
      {
        by: 'Spark',
        sql: `INSERT INTO demo.spark_evolved_inside VALUES (2, NAMED_STRUCT('z', 3, 'c', 'c'))`,
      },
    ],
    holds: `SELECT 1 AS id, {'z': 1, 'c': NULL::VARCHAR} AS st UNION ALL SELECT 2, {'z': 3, 'c': 'c'}`,
  },
  {
    table: 'spark_names_inside',
    steps: [
      // Iceberg's Java writers spell such names otherwise in the file: B_x20c.
      {
        by: 'Spark',
        sql: 'CREATE TABLE demo.spark_names_inside (id int, `x y` int, st struct<`B c`: int>) USING iceberg',
      },
      { by: 'Spark', sql: `INSERT INTO demo.spark_names_inside VALUES (1, 2, NAMED_STRUCT('B c', 3))` },
    ],
    holds: `SELECT 1 AS id, 2 AS "x y", {'B c': 3} AS st`,
  },
  {
    table: 'spark_changed',
    steps: [
      { by: 'Millrace', write: `SELECT i AS id, 'old' AS s FROM range(6) r(i)` },
      { by: 'Spark', sql: 'DELETE FROM demo.spark_changed WHERE id = 1' },
      { by: 'Spark', sql: `UPDATE demo.spark_changed SET s = 'updated' WHERE id = 2` },
      {
        by: 'Spark',
        sql: `MERGE INTO demo.spark_changed t USING (SELECT 3L AS id, 'merged' AS s UNION ALL SELECT 4, NULL UNION ALL SELECT 7, 'new') n ON t.id = n.id
          WHEN MATCHED AND n.s IS NULL THEN DELETE WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *`,
      },
      { by: 'Millrace', write: `SELECT 8::BIGINT AS id, 'ours' AS s` },
    ],
    holds: `SELECT * FROM (VALUES (0, 'old'), (2, 'updated'), (3, 'merged'), (5, 'old'), (7, 'new'), (8, 'ours')) v(id, s)`,
    where: ['id = 3', `s = 'updated'`],
  },
  {
    table: 'trino_types',
    steps: [
      {
        by: 'Trino',
        sql: `CREATE TABLE demo.trino_types AS SELECT * FROM (VALUES
          (1, true, BIGINT '9007199254740993', REAL '0.1', nan(), DECIMAL '12345678901234567890.10', DATE '1969-12-31', TIME '23:59:59.999999',
           TIMESTAMP '2024-02-29 12:34:56.789012 UTC', TIMESTAMP '0001-01-01 00:00:00.000000', 'Zürich 🚢', X'00ff', UUID '00112233-4455-6677-8899-aabbccddeeff'),
          (2, false, BIGINT '-1', REAL '-0.0', -infinity(), DECIMAL '-0.01', DATE '9999-12-31', TIME '00:00:00.000000',
           TIMESTAMP '1900-01-01 00:00:00.000000 UTC', TIMESTAMP '1969-12-31 23:59:59.999999', '', X'', UUID 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
          (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
        ) v(id, flag, l, f, d, dec22, day, t, tz, ts, s, b, u)`,
      },
    ],
    holds: `SELECT * FROM (VALUES
      (1, true, 9007199254740993, 0.1::FLOAT, 'nan'::DOUBLE, 12345678901234567890.10::DECIMAL(22,2), DATE '1969-12-31', TIME '23:59:59.999999',
       TIMESTAMPTZ '2024-02-29 12:34:56.789012+00', TIMESTAMP '0001-01-01 00:00:00', 'Zürich 🚢', '\\x00\\xFF'::BLOB, '00112233-4455-6677-8899-aabbccddeeff'),
      (2, false, -1, '-0.0', '-inf', -0.01, DATE '9999-12-31', TIME '00:00:00',
       TIMESTAMPTZ '1900-01-01 00:00:00+00', TIMESTAMP '1969-12-31 23:59:59.999999', '', '', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
      (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) v(id, flag, l, f, d, dec22, day, t, tz, ts, s, b, u)`,
    where: ['l = 9007199254740993', `s = ''`],
    without: { Spark: 'it has no type for a time of day and refuses the table' },
  },
  {
    table: 'trino_nested',
    steps: [
      {
        by: 'Trino',
        sql: `CREATE TABLE demo.trino_nested AS SELECT * FROM (VALUES
          (1, CAST(ROW(1, ARRAY['x', NULL], ROW(TIMESTAMP '2024-01-02 03:04:05.000006')) AS ROW(a integer, bc array(varchar), deep ROW(at timestamp(6)))),
           MAP(ARRAY['é', ''], ARRAY[ARRAY[1, 2], ARRAY[]]), ARRAY[ARRAY[DECIMAL '1.5'], NULL, ARRAY[]], MAP(ARRAY[DATE '2024-01-01'], ARRAY[true])),
          (2, NULL, NULL, NULL, NULL)) v(id, st, m, ll, by_day)`,
      },
    ],
    holds: `SELECT 1 AS id, {'a': 1, 'bc': ['x', NULL], 'deep': {'at': TIMESTAMP '2024-01-02 03:04:05.000006'}} AS st, MAP {'é': [1, 2], '': []} AS m,
        [[1.5], NULL, []] AS ll, MAP {DATE '2024-01-01': true} AS by_day
      UNION ALL SELECT 2, NULL, NULL, NULL, NULL`,
  },
  {
    table: 'trino_transforms',
    steps: [
      {
        by: 'Trino',
        sql: `CREATE TABLE demo.trino_transforms (id bigint, at timestamp(6), day date, s varchar, amount decimal(9,2))
          WITH (partitioning = ARRAY['bucket(id, 4)', 'hour(at)', 'year(day)', 'truncate(s, 2)'], sorted_by = ARRAY['amount'])`,
      },
      {
        by: 'Trino',
        sql: `INSERT INTO demo.trino_transforms VALUES
          (1, TIMESTAMP '2024-01-01 10:00:00', DATE '2024-01-31', 'été', 12.34),
          (2, TIMESTAMP '1969-12-31 23:59:59.999999', DATE '1969-11-01', 'e', -0.01),
          (NULL, NULL, NULL, NULL, NULL)`,
      },
    ],
    holds: `SELECT * FROM (VALUES
      (1, TIMESTAMP '2024-01-01 10:00:00', DATE '2024-01-31', 'été', 12.34),
      (2, TIMESTAMP '1969-12-31 23:59:59.999999', DATE '1969-11-01', 'e', -0.01),
      (NULL, NULL, NULL, NULL, NULL)) v(id, "at", day, s, amount)`,
    where: ['id = 2', `day = DATE '1969-11-01'`, `s = 'été'`, 'amount < 0', 'id IS NULL'],
  },
  {
    table: 'trino_evolved',
    steps: [
      {
        by: 'Millrace',
        write: `SELECT 1 AS id, 'g' AS gone, 0.5::FLOAT AS x`,
        options: { partitionBy: identity('gone') },
      },
      { by: 'Trino', sql: `ALTER TABLE demo.trino_evolved SET PROPERTIES partitioning = ARRAY['id']` },
      { by: 'Trino', sql: 'ALTER TABLE demo.trino_evolved RENAME COLUMN gone TO kept' },
      { by: 'Trino', sql: 'ALTER TABLE demo.trino_evolved ALTER COLUMN x SET DATA TYPE double' },
      { by: 'Trino', sql: 'ALTER TABLE demo.trino_evolved ADD COLUMN extra array(integer)' },
      { by: 'Trino', sql: `INSERT INTO demo.trino_evolved VALUES (2, NULL, 0.1e0, ARRAY[1, NULL])` },
      {
        by: 'Millrace',
        write: `SELECT 3 AS id, 'ours' AS kept, 0.25::DOUBLE AS x, NULL::INTEGER[] AS extra`,
      },
    ],
    holds: `SELECT 1 AS id, 'g' AS kept, 0.5::DOUBLE AS x, NULL::INTEGER[] AS extra UNION ALL SELECT 2, NULL, 0.1, [1, NULL] UNION ALL SELECT 3, 'ours', 0.25, NULL`,
    where: ['id = 1', `kept = 'ours'`, 'kept IS NULL'],
  },
  {
    table: 'python_types',
    steps: [
      {
        by: 'PyIceberg',
        code: `
import datetime, decimal, uuid
from pyiceberg.schema import Schema
from pyiceberg.types import *
utc = datetime.timezone.utc
catalog.create_table("demo.python_types", Schema(
    NestedField(1, "id", IntegerType(), required=True), NestedField(2, "l", LongType()), NestedField(3, "f", FloatType()), NestedField(4, "d", DoubleType()),
    NestedField(5, "dec", DecimalType(38, 10)), NestedField(6, "day", DateType()), NestedField(7, "ts", TimestampType()), NestedField(8, "tz", TimestamptzType()),
    NestedField(9, "s", StringType()), NestedField(10, "b", BinaryType()), NestedField(11, "fixed", FixedType(3)), NestedField(12, "flag", BooleanType())))
table = catalog.load_table("demo.python_types")
table.append(pa.Table.from_pylist([
    dict(id=1, l=9007199254740993, f=0.5, d=float("nan"), dec=decimal.Decimal("1234567890123456789012345678.0123456789"), day=datetime.date(1969, 12, 31),
         ts=datetime.datetime(1, 1, 1), tz=datetime.datetime(2024, 2, 29, 12, 34, 56, 789012, utc), s="Zürich 🚢", b=b"\\x00\\xff", fixed=b"abc", flag=True),
    dict(id=2)], schema=table.schema().as_arrow()))`,
      },
    ],
    holds: `SELECT * FROM (VALUES
      (1, 9007199254740993, 0.5::FLOAT, 'nan'::DOUBLE, 1234567890123456789012345678.0123456789::DECIMAL(38,10), DATE '1969-12-31', TIMESTAMP '0001-01-01 00:00:00',
       TIMESTAMPTZ '2024-02-29 12:34:56.789012+00', 'Zürich 🚢', '\\x00\\xFF'::BLOB, 'abc'::BLOB, true),
      (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) v(id, l, f, d, dec, day, ts, tz, s, b, fixed, flag)`,
    where: ['l = 9007199254740993', 'dec > 2', 'flag'],
  },
  {
    table: 'python_changed',
    steps: [
      {
        by: 'Millrace',
        write: `SELECT 1 AS id, 'a' AS s UNION ALL SELECT 2, 'b'`,
        options: { partitionBy: identity('s') },
      },
      {
        by: 'PyIceberg',
        code: 'catalog.load_table("demo.python_changed").append(pa.table({"id": pa.array([3, 4], pa.int32()), "s": ["b", None]}))',
      },
      { by: 'PyIceberg', code: 'catalog.load_table("demo.python_changed").delete("id = 2")' },
      {
        by: 'PyIceberg',
        code: 'catalog.load_table("demo.python_changed").dynamic_partition_overwrite(pa.table({"id": pa.array([5], pa.int32()), "s": ["a"]}))',
      },
      {
        by: 'PyIceberg',
        code: 'catalog.load_table("demo.python_changed").upsert(pa.table({"id": pa.array([3, 6], pa.int32()), "s": ["c", "d"]}), join_cols=["id"])',
      },
      { by: 'Trino', sql: `INSERT INTO demo.python_changed VALUES (7, 'e')` },
      { by: 'Spark', sql: `INSERT INTO demo.python_changed VALUES (8, 'f')` },
    ],
    holds: `SELECT * FROM (VALUES (5, 'a'), (3, 'c'), (4, NULL), (6, 'd'), (7, 'e'), (8, 'f')) v(id, s)`,
    where: [`s = 'c'`, 's IS NULL', 'id > 5'],
  },
]
