import { upsert } from '../../lakehouse/write/merging.ts'
import {
  alter,
  compact,
  compactManifests,
  everyone,
  expire,
  nameIt,
  overwritePartitions,
  publish,
  python,
  removeWhere,
  rollBackBy,
  spark,
  trino,
  write,
} from './steps.ts'
import type { Step, Story } from './story.ts'

/** Twenty rows by Spark in two files, of which it deleted 3, 8, 13 and 18 and negated n of 1 and 11, all by delete files. */
const sparkDeleted = (table: string, granularity: 'file' | 'partition', partitions = ''): readonly Step[] => [
  spark(`CREATE TABLE demo.${table} (id bigint, grp string, n int) USING iceberg ${partitions} TBLPROPERTIES ('format-version' = '2',
    'write.delete.mode' = 'merge-on-read', 'write.update.mode' = 'merge-on-read', 'write.merge.mode' = 'merge-on-read', 'write.delete.granularity' = '${granularity}')`),
  spark(`INSERT INTO demo.${table} SELECT id, concat('g', id % 2), CAST(id AS int) FROM range(0, 10, 1, 1)`),
  spark(`INSERT INTO demo.${table} SELECT id, concat('g', id % 2), CAST(id AS int) FROM range(10, 20, 1, 1)`),
  spark(`DELETE FROM demo.${table} WHERE id % 5 = 3`),
  spark(`UPDATE demo.${table} SET n = -n WHERE id IN (1, 11)`),
]

const afterDeletes = `SELECT i::BIGINT AS id, 'g' || i % 2 AS grp, CASE WHEN i IN (1, 11) THEN -i ELSE i END AS n FROM range(20) r(i) WHERE i % 5 <> 3`

/** The same rows by Trino, whose deletes are always of this kind. */
const trinoDeleted = (table: string): readonly Step[] => [
  trino(
    `CREATE TABLE demo.${table} (id bigint, grp varchar, n integer) WITH (partitioning = ARRAY['grp'], format = 'PARQUET')`,
  ),
  trino(
    `INSERT INTO demo.${table} SELECT i, 'g' || CAST(i % 2 AS varchar), CAST(i AS integer) FROM UNNEST(sequence(0, 19)) t(i)`,
  ),
  trino(`DELETE FROM demo.${table} WHERE id % 5 = 3`),
  trino(`UPDATE demo.${table} SET n = -n WHERE id IN (1, 11)`),
]

const conditions = ['id = 3', 'id = 11', 'n < 0', `grp = 'g1' AND id > 12`, 'n IS NULL']

/** 3 comes back as a row of its own, 13 does not, and neither do those that nothing names. */
const freshRows = `SELECT * FROM (VALUES (1::BIGINT, 'new', 100), (3, 'new', 300), (4, 'new', NULL), (99, NULL, 999)) v(id, grp, n)`
const upserted = `SELECT * FROM (${afterDeletes}) WHERE id NOT IN (1, 3, 4, 99) UNION ALL ${freshRows}`

/** Tables of which others deleted rows by delete files, and that are changed here then: no row comes back. */
export const deletesKept: readonly Story[] = [
  {
    table: 'spark_deletes_merged',
    steps: [...sparkDeleted('spark_deletes_merged', 'file'), write(freshRows, upsert)],
    holds: upserted,
    where: conditions,
  },
  {
    table: 'spark_deletes_merged_again',
    steps: [
      ...sparkDeleted('spark_deletes_merged_again', 'partition', 'PARTITIONED BY (grp)'),
      write(freshRows, upsert),
      spark('DELETE FROM demo.spark_deletes_merged_again WHERE id IN (3, 5, 12)'),
      write(`SELECT 5::BIGINT AS id, 'again' AS grp, 5 AS n UNION ALL SELECT 6, 'again', 6`, upsert),
    ],
    holds: `SELECT * FROM (${upserted}) WHERE id NOT IN (3, 5, 12, 6) UNION ALL SELECT 5, 'again', 5 UNION ALL SELECT 6, 'again', 6`,
    where: conditions,
  },
  {
    table: 'spark_deletes_deleted',
    steps: [
      ...sparkDeleted('spark_deletes_deleted', 'partition'),
      removeWhere('id % 5 = 4 OR id >= 15'),
      removeWhere('n = 3'),
    ],
    holds: `SELECT * FROM (${afterDeletes}) WHERE id % 5 <> 4 AND id < 15`,
    where: conditions,
  },
  {
    table: 'spark_deletes_compacted',
    steps: [
      ...sparkDeleted('spark_deletes_compacted', 'partition'),
      compact(),
      spark('DELETE FROM demo.spark_deletes_compacted WHERE id = 7'),
      expire,
    ],
    holds: `SELECT * FROM (${afterDeletes}) WHERE id <> 7`,
    where: conditions,
  },
  {
    table: 'spark_deletes_expired',
    steps: [...sparkDeleted('spark_deletes_expired', 'file'), write(freshRows), expire],
    holds: `${afterDeletes} UNION ALL ${freshRows}`,
    where: conditions,
  },
  {
    table: 'spark_deletes_rolled_back',
    steps: [
      ...sparkDeleted('spark_deletes_rolled_back', 'file'),
      nameIt('tag', 'deleted'),
      rollBackBy(2),
      removeWhere('id < 8'),
    ],
    holds: `SELECT i::BIGINT AS id, 'g' || i % 2 AS grp, i AS n FROM range(8, 20) r(i)`,
    where: conditions,
    versions: { deleted: afterDeletes },
  },
  {
    table: 'spark_deletes_on_branch',
    steps: [
      ...sparkDeleted('spark_deletes_on_branch', 'file', 'PARTITIONED BY (grp)'),
      write(freshRows, { ...upsert, branch: 'reviewed' }),
      everyone(afterDeletes),
      publish('reviewed'),
    ],
    holds: upserted,
    where: conditions,
  },
  {
    table: 'trino_deletes_merged',
    steps: [
      ...trinoDeleted('trino_deletes_merged'),
      write(freshRows, upsert),
      trino('DELETE FROM demo.trino_deletes_merged WHERE id = 3'),
      compactManifests,
    ],
    holds: `SELECT * FROM (${upserted}) WHERE id <> 3`,
    where: conditions,
  },
  {
    table: 'trino_deletes_compacted',
    steps: [
      ...trinoDeleted('trino_deletes_compacted'),
      alter({ partitionBy: [] }),
      compact({ options: { rewriteAll: true } }),
      trino('UPDATE demo.trino_deletes_compacted SET n = 0 WHERE id = 2'),
      expire,
    ],
    holds: `SELECT * REPLACE (CASE id WHEN 2 THEN 0 ELSE n END AS n) FROM (${afterDeletes})`,
    where: conditions,
  },
  {
    table: 'trino_deletes_replaced',
    steps: [
      ...trinoDeleted('trino_deletes_replaced'),
      write(`SELECT 3::BIGINT AS id, 'g1' AS grp, 3 AS n UNION ALL SELECT 40, NULL, 4`, overwritePartitions),
    ],
    holds: `SELECT * FROM (${afterDeletes}) WHERE grp <> 'g1' UNION ALL SELECT 3, 'g1', 3 UNION ALL SELECT 40, NULL, 4`,
    where: conditions,
  },
  {
    table: 'python_merged',
    steps: [
      python(`
import pyarrow as pa
rows = pa.table({"id": pa.array(range(20), pa.int64()), "grp": ["g" + str(i % 2) for i in range(20)], "n": pa.array(range(20), pa.int32())})
table = catalog.create_table("demo.python_merged", rows.schema)
with table.update_spec() as spec:
    spec.add_identity("grp")
table.append(rows)
table.delete("id >= 15")`),
      write(freshRows, upsert),
      removeWhere('id = 0'),
      compact({ options: { rewriteAll: true } }),
    ],
    holds: `SELECT * FROM (SELECT i::BIGINT AS id, 'g' || i % 2 AS grp, i AS n FROM range(1, 15) r(i)) WHERE id NOT IN (1, 3, 4) UNION ALL ${freshRows}`,
    where: conditions,
  },
]
