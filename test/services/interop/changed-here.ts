import { insert, mergeBy, remove, update, upsert } from '../../lakehouse/write/merging.ts'
import {
  alter,
  by,
  compact,
  compactManifests,
  everyone,
  expire,
  nameIt,
  overwritePartitions,
  publish,
  rejected,
  removeWhere,
  rollBackBy,
  write,
} from './steps.ts'
import type { Story } from './story.ts'

/** Tables that are written and changed here. */
export const changedHere: readonly Story[] = [
  {
    table: 'merged_by_clauses',
    steps: [
      write("SELECT i::BIGINT AS id, i AS n, 'old' AS s FROM range(0, 10) r(i)", {
        partitionBy: by(['s', 'identity']),
      }),
      write(`SELECT i::BIGINT AS id, i AS n, 'old' AS s FROM range(10, 20) r(i)`),
      write(
        `SELECT * FROM (VALUES (1::BIGINT, 10, 'd'), (2, 20, 'all'), (3, 30, 'some'), (12, 120, 'kept'), (50, 500, 'in'), (51, -1, 'out'), (NULL, 9, 'in')) v(id, n, s)`,
        mergeBy(
          ['id'],
          remove(`"new"."s" = 'd'`),
          update('all', `"new"."s" = 'all'`),
          update({ n: '"old"."n" + "new"."n"' }, `"new"."s" = 'some'`),
          insert({ id: '"new"."id"', s: `upper("new"."s")` }, '"new"."n" > 0'),
        ),
      ),
    ],
    holds: `SELECT i::BIGINT AS id, CASE i WHEN 2 THEN 20 WHEN 3 THEN 33 ELSE i END AS n, CASE i WHEN 2 THEN 'all' ELSE 'old' END AS s FROM range(20) r(i) WHERE i <> 1
      UNION ALL SELECT 50, NULL, 'IN' UNION ALL SELECT NULL, NULL, 'IN'`,
    where: ['id = 1', 'id = 2', 'n IS NULL', 'n = 33', `s = 'IN'`],
  },
  {
    table: 'merged_in_buckets',
    steps: [
      write('SELECT i::BIGINT AS id, i AS n FROM range(20) r(i)', { partitionBy: by(['id', 'bucket[4]']) }),
      write('SELECT 3::BIGINT AS id, -3 AS n UNION ALL SELECT 30, 30', upsert),
      removeWhere('id IN (5, 6)'),
    ],
    holds: `SELECT i::BIGINT AS id, CASE i WHEN 3 THEN -3 ELSE i END AS n FROM range(20) r(i) WHERE i NOT IN (5, 6) UNION ALL SELECT 30, 30`,
    where: ['id = 3', 'id = 5', 'n < 0'],
  },
  {
    table: 'merged_with_columns',
    steps: [
      write(`SELECT 1 AS id, {'a': 1, 'b': ['x']} AS st UNION ALL SELECT 2, NULL`),
      write(
        `SELECT 2 AS id, {'a': 2, 'b': NULL::VARCHAR[]} AS st, DATE '2024-01-01' AS day UNION ALL SELECT 3, NULL, NULL`,
        {
          mode: { ...upsert.mode, ...({ addsColumns: true } as const) },
        },
      ),
    ],
    holds: `SELECT 1 AS id, {'a': 1, 'b': ['x']} AS st, NULL::DATE AS day UNION ALL SELECT 2, {'a': 2, 'b': NULL}, DATE '2024-01-01' UNION ALL SELECT 3, NULL, NULL`,
    where: ['id = 2', 'day IS NULL'],
  },
  {
    table: 'deleted_here',
    steps: [
      write('SELECT i AS id, i % 3 AS p FROM range(0, 12) r(i)', { partitionBy: by(['p', 'identity']) }),
      write('SELECT i AS id, i % 3 AS p FROM range(12, 24) r(i)'),
      // Whole files of one partition, and a part of one file of another.
      removeWhere('p = 1 OR id = 3'),
      removeWhere('id IS NULL'),
    ],
    holds: 'SELECT i AS id, i % 3 AS p FROM range(24) r(i) WHERE i % 3 <> 1 AND i <> 3',
    where: ['id = 3', 'p = 1', 'id > 20'],
  },
  {
    table: 'deleted_all',
    steps: [write(`SELECT i AS id, 's' AS s FROM range(3) r(i)`), removeWhere('true')],
    holds: `SELECT 1 AS id, 's' AS s WHERE false`,
  },
  {
    table: 'partitions_replaced',
    steps: [
      write(`SELECT i AS id, 'p' || i % 3 AS p FROM range(9) r(i) UNION ALL SELECT 100, NULL`, {
        partitionBy: by(['p', 'identity']),
      }),
      write(
        `SELECT 200 AS id, 'p1' AS p UNION ALL SELECT 201, NULL UNION ALL SELECT 202, 'new'`,
        overwritePartitions,
      ),
    ],
    holds: `SELECT i AS id, 'p' || i % 3 AS p FROM range(9) r(i) WHERE i % 3 <> 1
      UNION ALL SELECT 200, 'p1' UNION ALL SELECT 201, NULL UNION ALL SELECT 202, 'new'`,
    where: [`p = 'p1'`, 'p IS NULL', 'id >= 100'],
  },
  {
    table: 'months_replaced',
    steps: [
      write(
        `SELECT i AS id, DATE '2024-01-15' + (i * 10)::INTEGER AS day FROM range(9) r(i) UNION ALL SELECT 100, NULL`,
        { partitionBy: by(['day', 'month'], ['id', 'truncate[100]']) },
      ),
      write(
        `SELECT * FROM (VALUES (200, DATE '2024-02-29'), (50, DATE '2024-02-01'), (101, NULL)) v(id, day)`,
        overwritePartitions,
      ),
    ],
    holds: `SELECT i AS id, DATE '2024-01-15' + (i * 10)::INTEGER AS day FROM range(9) r(i) WHERE i NOT IN (2, 3, 4)
      UNION ALL SELECT * FROM (VALUES (200, DATE '2024-02-29'), (50, DATE '2024-02-01'), (101, NULL)) v(id, day)`,
    where: [`day = DATE '2024-02-01'`, 'day IS NULL', 'id >= 100'],
  },
  {
    table: 'compacted_here',
    steps: [
      write(`SELECT i AS id, 's' || i % 2 AS s FROM range(0, 8) r(i)`, {
        partitionBy: by(['s', 'identity']),
      }),
      write(`SELECT i AS id, 's' || i % 2 AS s FROM range(8, 16) r(i)`, {
        partitionBy: [],
      }),
      alter({
        columns: [
          { kind: 'rename', path: ['s'], name: 'label' },
          { kind: 'widen', path: ['id'], type: { kind: 'long' } },
        ],
      }),
      compact({ sortBy: [{ column: 'id', direction: 'desc', nulls: 'last' }] }),
      expire,
    ],
    holds: `SELECT i::BIGINT AS id, 's' || i % 2 AS label FROM range(16) r(i)`,
    where: ['id = 5', `label = 's1'`, 'id > 14'],
  },
  {
    table: 'manifests_rewritten',
    steps: [
      ...[0, 1, 2, 3].map((i) =>
        write(`SELECT ${i} AS id, 'p${i % 2}' AS p`, { partitionBy: by(['p', 'identity']) }),
      ),
      removeWhere('id = 2'),
      compactManifests,
    ],
    holds: `SELECT * FROM (VALUES (0, 'p0'), (1, 'p1'), (3, 'p1')) v(id, p)`,
    where: [`p = 'p1'`, 'id = 2'],
  },
  {
    table: 'rolled_back_here',
    steps: [
      write('SELECT 1 AS id, 1 AS gone'),
      write('SELECT 2 AS id, 2 AS gone', { mode: { kind: 'overwrite' } }),
      rollBackBy(1),
      everyone('SELECT 1 AS id, 1 AS gone'),
      alter({ columns: [{ kind: 'drop', path: ['gone'] }] }),
      write('SELECT 3 AS id'),
    ],
    holds: 'SELECT 1 AS id UNION ALL SELECT 3',
  },
  {
    table: 'named_here',
    steps: [
      write(`SELECT 1 AS id, 'a' AS s`),
      nameIt('tag', 'v1'),
      nameIt('branch', 'trial'),
      write(`SELECT 2 AS id, 'trial' AS s`, { branch: 'trial' }),
      removeWhere('id = 1', { branch: 'trial' }),
      write(`SELECT 3 AS id, 'main' AS s`),
      expire,
    ],
    holds: `SELECT 1 AS id, 'a' AS s UNION ALL SELECT 3, 'main'`,
    versions: { v1: `SELECT 1 AS id, 'a' AS s`, trial: `SELECT 2 AS id, 'trial' AS s` },
  },
  {
    table: 'branch_published',
    steps: [
      write('SELECT 1 AS id'),
      write(`SELECT 2 AS id, 'more' AS s`, { branch: 'wider' }),
      everyone('SELECT 1 AS id'),
      nameIt('tag', 'before'),
      publish('wider'),
    ],
    holds: `SELECT 1 AS id, NULL AS s UNION ALL SELECT 2, 'more'`,
    where: [`s = 'more'`, 's IS NULL'],
    versions: { before: 'SELECT 1 AS id' },
  },
  {
    table: 'rejected_partitioned',
    steps: [
      write('SELECT 1 AS id'),
      rejected(`SELECT 2 AS id, 'x' AS s`, { partitionBy: by(['s', 'truncate[1]'], ['id', 'bucket[4]']) }),
      everyone('SELECT 1 AS id'),
      write(`SELECT 3 AS id, 'y' AS s`, { partitionBy: by(['s', 'truncate[1]'], ['id', 'bucket[4]']) }),
    ],
    holds: `SELECT 1 AS id, NULL AS s UNION ALL SELECT 3, 'y'`,
    where: ['id = 3', `s = 'y'`, 's IS NULL'],
  },
]
