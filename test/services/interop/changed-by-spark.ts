import {
  twenty,
  all,
  changed,
  merge,
  merged,
  where,
  wide,
  evolved,
  evolvedRow,
  evolvedWhere,
} from './changes.ts'
import { everyone, nameIt, spark, write } from './steps.ts'
import type { Step, Story } from './story.ts'

const mergeOnRead = (table: string): Step =>
  spark(`ALTER TABLE demo.${table} SET TBLPROPERTIES ('write.delete.mode' = 'merge-on-read', 'write.update.mode' = 'merge-on-read',
    'write.merge.mode' = 'merge-on-read', 'write.delete.granularity' = 'file')`)

export const changedBySpark: readonly Story[] = [
  changed(
    'spark_merges',
    [
      ...twenty(true),
      spark(
        merge(
          'spark_merges',
          'WHEN NOT MATCHED BY SOURCE AND t.id = 19 THEN DELETE WHEN NOT MATCHED BY SOURCE AND t.id = 18 THEN UPDATE SET n = 0',
        ),
      ),
    ],
    {
      after: `SELECT id, grp, CASE id WHEN 18 THEN 0 ELSE n END AS n FROM (${merged}) WHERE id <> 19`,
      where,
    },
  ),
  changed(
    'spark_merges_on_read',
    [
      ...twenty(),
      mergeOnRead('spark_merges_on_read'),
      spark(merge('spark_merges_on_read', '')),
      spark('DELETE FROM demo.spark_merges_on_read WHERE id IN (3, 13)'),
      spark(`UPDATE demo.spark_merges_on_read SET grp = 'moved' WHERE id = 14`),
    ],
    {
      after: `SELECT id, CASE id WHEN 14 THEN 'moved' ELSE grp END AS grp, n FROM (${merged}) WHERE id NOT IN (3, 13)`,
      where,
    },
  ),
  changed(
    'spark_overwrites',
    [
      ...twenty(true),
      spark(`INSERT OVERWRITE demo.spark_overwrites PARTITION (grp = 'g1') SELECT 40, 4`),
      spark(`DELETE FROM demo.spark_overwrites WHERE grp = 'g0' AND id > 5`),
    ],
    { after: `SELECT * FROM (${all}) WHERE grp = 'g0' AND id <= 5 UNION ALL SELECT 40, 'g1', 4`, where },
  ),
  changed(
    'spark_evolves',
    [
      write(wide),
      spark('ALTER TABLE demo.spark_evolves DROP COLUMN gone'),
      spark('ALTER TABLE demo.spark_evolves RENAME COLUMN label TO name'),
      spark('ALTER TABLE demo.spark_evolves ALTER COLUMN id TYPE bigint'),
      spark('ALTER TABLE demo.spark_evolves ALTER COLUMN amount TYPE decimal(12,2)'),
      spark('ALTER TABLE demo.spark_evolves ALTER COLUMN x TYPE double'),
      spark('ALTER TABLE demo.spark_evolves ADD COLUMN extra array<struct<k: int>>'),
      spark(
        `INSERT INTO demo.spark_evolves VALUES (5, 'late', 1234567890.12, 0.1D, NULL, ARRAY(NAMED_STRUCT('k', 1)))`,
      ),
    ],
    {
      after: `${evolved('NULL::STRUCT(k INTEGER)[]')} UNION ALL ${evolvedRow('5', `[{'k': 1}]`)}`,
      append: evolvedRow('6', 'NULL::STRUCT(k INTEGER)[]'),
      where: evolvedWhere,
      without: {
        PyIceberg: 'it reads NULL as an empty list where structs are inside (apache/iceberg-python#3833)',
      },
    },
  ),
  changed(
    'spark_evolves_structs',
    [
      write(`SELECT 1 AS id, {'a': 1, 'b': 'b'} AS st, [{'k': 1, 'gone': 2}] AS l`),
      spark('ALTER TABLE demo.spark_evolves_structs RENAME COLUMN st.a TO z'),
      spark('ALTER TABLE demo.spark_evolves_structs ADD COLUMN st.a date FIRST'),
      spark('ALTER TABLE demo.spark_evolves_structs DROP COLUMN l.element.gone'),
      spark('ALTER TABLE demo.spark_evolves_structs ALTER COLUMN l.element.k TYPE bigint'),
      spark('ALTER TABLE demo.spark_evolves_structs ALTER COLUMN l FIRST'),
    ],
    {
      after: `SELECT [{'k': 1::BIGINT}] AS l, 1 AS id, {'a': NULL::DATE, 'z': 1, 'b': 'b'} AS st`,
      append: `SELECT [{'k': 9007199254740993}] AS l, 2 AS id, {'a': DATE '2024-01-01', 'z': NULL, 'b': ''} AS st`,
    },
  ),
  changed(
    'spark_repartitions',
    [
      ...twenty(true),
      spark(`ALTER TABLE demo.spark_repartitions DROP PARTITION FIELD grp`),
      spark(`INSERT INTO demo.spark_repartitions SELECT 30L, 'free', 3`),
      spark(`ALTER TABLE demo.spark_repartitions ADD PARTITION FIELD n AS by_n`),
      spark(`INSERT INTO demo.spark_repartitions SELECT 31L, 'by n', 3`),
      spark(`DELETE FROM demo.spark_repartitions WHERE n = 3`),
      spark(`INSERT INTO demo.spark_repartitions SELECT 32L, 'by n', NULL`),
    ],
    { after: `SELECT * FROM (${all}) WHERE n <> 3 UNION ALL SELECT 32, 'by n', NULL`, where },
  ),
  changed(
    'spark_compacts',
    [
      ...twenty(true),
      mergeOnRead('spark_compacts'),
      spark('DELETE FROM demo.spark_compacts WHERE id % 5 = 3'),
      spark(
        `CALL system.rewrite_data_files(table => 'demo.spark_compacts', strategy => 'sort', sort_order => 'n DESC', options => map('rewrite-all', 'true'))`,
      ),
      spark('DELETE FROM demo.spark_compacts WHERE id = 7'),
      spark(
        `CALL system.rewrite_position_delete_files(table => 'demo.spark_compacts', options => map('rewrite-all', 'true'))`,
      ),
      spark(`CALL system.rewrite_manifests('demo.spark_compacts')`),
    ],
    { after: `SELECT * FROM (${all}) WHERE id % 5 <> 3 AND id <> 7`, where },
  ),
  changed(
    'spark_expires',
    [
      ...twenty(),
      spark('DELETE FROM demo.spark_expires WHERE id < 12'),
      spark(
        `CALL system.expire_snapshots(table => 'demo.spark_expires', older_than => TIMESTAMP '2999-01-01 00:00:00', retain_last => 1)`,
      ),
    ],
    { after: `SELECT * FROM (${all}) WHERE id >= 12`, where },
  ),
  changed(
    'spark_branches',
    [
      ...twenty(),
      spark('ALTER TABLE demo.spark_branches CREATE TAG both'),
      spark('ALTER TABLE demo.spark_branches CREATE BRANCH trial'),
      spark('DELETE FROM demo.spark_branches.branch_trial WHERE id > 2'),
      everyone(all),
      spark(`CALL system.fast_forward('demo.spark_branches', 'main', 'trial')`),
      spark(`INSERT INTO demo.spark_branches.branch_trial SELECT 60L, 'trial', 6`),
    ],
    {
      after: `SELECT * FROM (${all}) WHERE id <= 2`,
      where,
      versions: { both: all, trial: `SELECT * FROM (${all}) WHERE id <= 2 UNION ALL SELECT 60, 'trial', 6` },
    },
  ),
  changed(
    'spark_rolls_back',
    [
      ...twenty(),
      nameIt('tag', 'kept'),
      spark('DELETE FROM demo.spark_rolls_back WHERE id > 2'),
      spark(`CALL system.set_current_snapshot(table => 'demo.spark_rolls_back', ref => 'kept')`),
    ],
    { after: all, where, versions: { kept: all } },
  ),
]
