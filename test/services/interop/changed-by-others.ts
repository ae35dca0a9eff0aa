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
import { python, trino, write } from './steps.ts'
import type { Story } from './story.ts'

export const changedByOthers: readonly Story[] = [
  changed('trino_merges', [...twenty(true), trino(merge('trino_merges', ''))], { after: merged, where }),
  changed(
    'trino_updates',
    [
      ...twenty(),
      trino('DELETE FROM demo.trino_updates WHERE id IN (3, 13)'),
      trino(`UPDATE demo.trino_updates SET grp = 'moved', n = NULL WHERE id % 10 = 4`),
      trino('DELETE FROM demo.trino_updates WHERE n = 5'),
    ],
    {
      after: `SELECT id, CASE WHEN id % 10 = 4 THEN 'moved' ELSE grp END AS grp, CASE WHEN id % 10 = 4 THEN NULL ELSE n END AS n
        FROM (${all}) WHERE id NOT IN (3, 13, 5)`,
      where,
    },
  ),
  changed(
    'trino_evolves',
    [
      write(wide),
      trino('ALTER TABLE demo.trino_evolves DROP COLUMN gone'),
      trino('ALTER TABLE demo.trino_evolves RENAME COLUMN label TO name'),
      trino('ALTER TABLE demo.trino_evolves ALTER COLUMN id SET DATA TYPE bigint'),
      trino('ALTER TABLE demo.trino_evolves ALTER COLUMN amount SET DATA TYPE decimal(12,2)'),
      trino('ALTER TABLE demo.trino_evolves ALTER COLUMN x SET DATA TYPE double'),
      trino('ALTER TABLE demo.trino_evolves ADD COLUMN extra timestamp(6) with time zone'),
      trino(
        `INSERT INTO demo.trino_evolves VALUES (5, 'late', 1234567890.12, 0.1e0, NULL, TIMESTAMP '2024-01-02 03:04:05.000006 UTC')`,
      ),
    ],
    {
      after: `${evolved('NULL::TIMESTAMPTZ')} UNION ALL ${evolvedRow('5', `TIMESTAMPTZ '2024-01-02 03:04:05.000006+00'`)}`,
      append: evolvedRow('6', 'NULL::TIMESTAMPTZ'),
      where: evolvedWhere,
    },
  ),
  changed(
    'trino_repartitions',
    [
      ...twenty(),
      trino(`ALTER TABLE demo.trino_repartitions SET PROPERTIES partitioning = ARRAY['grp']`),
      trino(`INSERT INTO demo.trino_repartitions VALUES (30, 'g0', 3), (31, NULL, 3)`),
      trino(`DELETE FROM demo.trino_repartitions WHERE grp = 'g0'`),
      trino(`ALTER TABLE demo.trino_repartitions SET PROPERTIES partitioning = ARRAY['n', 'grp']`),
      trino(`INSERT INTO demo.trino_repartitions VALUES (32, 'g1', NULL)`),
    ],
    {
      after: `SELECT * FROM (${all}) WHERE grp = 'g1' UNION ALL SELECT 31, NULL, 3 UNION ALL SELECT 32, 'g1', NULL`,
      where,
    },
  ),
  changed(
    'trino_optimizes',
    [
      ...twenty(true),
      trino('DELETE FROM demo.trino_optimizes WHERE id % 5 = 3'),
      trino('ALTER TABLE demo.trino_optimizes EXECUTE optimize'),
      trino('ALTER TABLE demo.trino_optimizes EXECUTE optimize_manifests'),
      trino('ANALYZE demo.trino_optimizes'),
    ],
    { after: `SELECT * FROM (${all}) WHERE id % 5 <> 3`, where },
  ),
  changed(
    'trino_expires',
    [
      ...twenty(),
      trino('DELETE FROM demo.trino_expires WHERE id < 12'),
      trino(`ALTER TABLE demo.trino_expires EXECUTE expire_snapshots(retention_threshold => '0s')`),
    ],
    { after: `SELECT * FROM (${all}) WHERE id >= 12`, where },
  ),
  changed(
    'python_overwrites',
    [
      ...twenty(true),
      python(`
table = catalog.load_table("demo.python_overwrites")
rows = lambda *ids: pa.table({"id": pa.array(ids, pa.int64()), "grp": ["py"] * len(ids), "n": pa.array([None] * len(ids), pa.int32())})
table.delete("grp = 'g1' and id > 5")
table.overwrite(rows(2, 4), overwrite_filter="id == 2 or id == 4")
table.append(rows(30))
table.delete("id = 12")`),
    ],
    {
      after: `SELECT * FROM (${all}) WHERE NOT (grp = 'g1' AND id > 5) AND id NOT IN (2, 4, 12) UNION ALL SELECT unnest([2, 4, 30]), 'py', NULL`,
      where,
    },
  ),
  changed(
    'python_replaces',
    [
      ...twenty(),
      python(`
table = catalog.load_table("demo.python_replaces")
table.overwrite(pa.table({"id": pa.array([1], pa.int64()), "grp": ["all"], "n": pa.array([1], pa.int32())}))`),
    ],
    { after: `SELECT 1::BIGINT AS id, 'all' AS grp, 1 AS n`, where },
  ),
  changed(
    'python_evolves',
    [
      write(wide),
      python(`
from pyiceberg.types import *
table = catalog.load_table("demo.python_evolves")
with table.update_schema() as update:
    update.delete_column("gone")
    update.rename_column("label", "name")
    update.update_column("id", LongType())
    update.update_column("amount", DecimalType(12, 2))
    update.update_column("x", DoubleType())
    update.add_column("extra", BinaryType())
import decimal
table.append(pa.Table.from_pylist([dict(id=5, name="late", amount=decimal.Decimal("1234567890.12"), x=0.1, extra=b"\\x00")], schema=table.schema().as_arrow()))
with table.update_spec() as spec:
    spec.add_identity("name")
table.append(pa.Table.from_pylist([dict(id=7, name="late", amount=decimal.Decimal("1234567890.12"), x=0.1)], schema=table.schema().as_arrow()))`),
    ],
    {
      after: `${evolved('NULL::BLOB')} UNION ALL ${evolvedRow('5', `'\\x00'::BLOB`)} UNION ALL ${evolvedRow('7', 'NULL')}`,
      append: evolvedRow('6', 'NULL::BLOB'),
      where: evolvedWhere,
    },
  ),
  changed(
    'python_names',
    [
      ...twenty(),
      python(`
table = catalog.load_table("demo.python_names")
table.manage_snapshots().create_tag(table.current_snapshot().snapshot_id, "both").create_branch(table.current_snapshot().snapshot_id, "trial").commit()
table.append(pa.table({"id": pa.array([60], pa.int64()), "grp": ["trial"], "n": pa.array([6], pa.int32())}), branch="trial")
table.delete("id > 2")
table.maintenance.expire_snapshots().by_id(table.metadata.snapshots[0].snapshot_id).commit()`),
    ],
    {
      after: `SELECT * FROM (${all}) WHERE id <= 2`,
      where,
      versions: { both: all, trial: `${all} UNION ALL SELECT 60, 'trial', 6` },
    },
  ),
]
