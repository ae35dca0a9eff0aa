import { by, everyone, write } from './steps.ts'
import type { Step, Story } from './story.ts'

/** Twenty rows in two files, written here. */
export const twenty = (partitioned = false): readonly Step[] => {
  const rows = (from: number) =>
    `SELECT i::BIGINT AS id, 'g' || i % 2 AS grp, i::INTEGER AS n FROM range(${from}, ${from + 10}) r(i)`
  return [write(rows(0), partitioned ? { partitionBy: by(['grp', 'identity']) } : {}), write(rows(10))]
}

export const all = `SELECT i::BIGINT AS id, 'g' || i % 2 AS grp, i::INTEGER AS n FROM range(20) r(i)`
const ours = `SELECT 77::BIGINT AS id, 'ours' AS grp, 7 AS n`

/** What stands there after others changed it is read by all, appended to here, and read by all again. */
export const changed = (
  table: string,
  steps: readonly Step[],
  {
    after,
    append = ours,
    ...more
  }: { readonly after: string; readonly append?: string } & Pick<Story, 'where' | 'without' | 'versions'>,
): Story => ({
  table,
  steps: [...steps, everyone(after), write(append)],
  holds: `${after} UNION ALL BY NAME ${append}`,
  ...more,
})

/** Every clause of Spark's; Trino lacks the last. */
export const merge = (table: string, bySource: string) =>
  `MERGE INTO demo.${table} t USING (SELECT 1 AS id, 'd' AS s UNION ALL SELECT 2, 'u' UNION ALL SELECT 12, 'n' UNION ALL SELECT 50, 'in' UNION ALL SELECT 51, 'out') v ON t.id = v.id
    WHEN MATCHED AND v.s = 'd' THEN DELETE WHEN MATCHED AND v.s = 'u' THEN UPDATE SET grp = v.s, n = t.n + 100 WHEN MATCHED THEN UPDATE SET n = NULL
    WHEN NOT MATCHED AND v.s = 'in' THEN INSERT (id, grp) VALUES (v.id, v.s) ${bySource}`
export const merged = `SELECT id, CASE id WHEN 2 THEN 'u' ELSE grp END AS grp, CASE id WHEN 2 THEN 102 WHEN 12 THEN NULL ELSE n END AS n FROM (${all}) WHERE id <> 1
  UNION ALL SELECT 50, 'in', NULL`
export const where = ['id = 1', 'id = 2', 'n IS NULL', `grp = 'ours'`, `grp = 'g1' AND n > 12`]

export const wide = `SELECT i AS id, 'l' || i AS label, (i / 4)::DECIMAL(7,2) AS amount, 0.5::FLOAT AS x, 'gone' AS gone, {'a': i, 'b': 'b'} AS st FROM range(4) r(i)`
/** The same with a column more, one less, one renamed, three widened. */
export const evolved = (add: string) =>
  `SELECT i::BIGINT AS id, 'l' || i AS name, (i / 4)::DECIMAL(12,2) AS amount, 0.5::DOUBLE AS x, {'a': i, 'b': 'b'} AS st, ${add} AS extra FROM range(4) r(i)`
export const evolvedRow = (id: string, extra: string) =>
  `SELECT ${id}::BIGINT AS id, 'late' AS name, 1234567890.12::DECIMAL(12,2) AS amount, 0.1::DOUBLE AS x, NULL::STRUCT(a INTEGER, b VARCHAR) AS st, ${extra} AS extra`
export const evolvedWhere = ['id = 2', `name = 'late'`, 'amount > 0.6', 'extra IS NULL', 'x > 0.2']
