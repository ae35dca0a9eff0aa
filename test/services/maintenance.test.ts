import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadTable, rowCount, scanRelation, type Table } from '../../src/lakehouse/index.ts'
import {
  alterTable,
  cleanFiles,
  compactTable,
  createRef,
  expireSnapshots,
  readColumnType,
  rewriteManifests,
  rollBack,
} from '../../src/lakehouse/maintenance/index.ts'
import { tableRefs } from '../../src/lakehouse/refs.ts'
import { schemaOf } from '../../src/lakehouse/table.ts'
import { sql, trusted } from '../../src/sql/quote.ts'
import { files } from '../harness/files.ts'
import { canonicalRows, type Rows } from './engines/canonical.ts'
import { describeWith } from './engines/installed.ts'
import { type Engines, startEngines } from './interop/story.ts'

describeWith(['Spark', 'Trino', 'PyIceberg'], 'upkeep of tables, as other engines see it', () => {
  let engines: Engines
  beforeAll(async () => {
    engines = await startEngines()
  })
  afterAll(async () => engines[Symbol.asyncDispose]())

  const tableOf = async (name: string): Promise<Table> => {
    const table = await loadTable(engines.lake.lakehouse, { namespace: 'demo', name })
    if (table === undefined) throw new Error(`there is no table demo.${name}`)
    return table
  }

  const ours = async (name: string, snapshotId?: string): Promise<Rows> => {
    const { lake } = engines
    const table = await tableOf(name)
    const version = snapshotId === undefined ? {} : { version: { kind: 'snapshot', id: snapshotId } as const }
    const relation = await scanRelation(lake.lakehouse, table, version)
    return canonicalRows(
      schemaOf(table, snapshotId).fields,
      await lake.connection.table(sql`SELECT * FROM ${relation}`),
    )
  }

  /** Every engine reads the current rows, and PyIceberg those of every branch, tag and snapshot, as we do. */
  const allAgree = async (name: string): Promise<Rows> => {
    const { spark, trino, pyiceberg } = engines
    const rows = await ours(name)
    expect({ by: 'PyIceberg', ...(await pyiceberg.read(`demo.${name}`)) }).toEqual({
      by: 'PyIceberg',
      ...rows,
    })
    expect({ by: 'Spark', ...(await spark.query(`SELECT * FROM demo.${name}`)) }).toEqual({
      by: 'Spark',
      ...rows,
    })
    expect({ by: 'Trino', ...(await trino.query(`SELECT * FROM demo.${name}`)) }).toEqual({
      by: 'Trino',
      ...rows,
    })
    const { metadata } = await tableOf(name)
    for (const { snapshotId } of metadata.snapshots) {
      const id = String(snapshotId)
      expect({ id, ...(await pyiceberg.read(`demo.${name}`, { snapshotId: id })) }).toEqual({
        id,
        ...(await ours(name, id)),
      })
    }
    for (const { name: ref, snapshotId } of tableRefs(metadata))
      if (ref !== 'main')
        expect({ ref, ...(await pyiceberg.read(`demo.${name}`, { ref })) }).toEqual({
          ref,
          ...(await ours(name, String(snapshotId))),
        })
    return rows
  }

  const identity = (name: string) => ({ namespace: 'demo', name })
  /** Files count as old; nothing that is written with this clock would be accepted by engines of today. */
  const later = () => ({ ...engines.lake.lakehouse, now: () => Date.now() + 10 * 86_400_000 })
  const expire = (name: string) =>
    expireSnapshots(engines.lake.lakehouse, identity(name), { olderThanMs: Date.now() + 1000 })
  let commits = 0
  const compact = async (name: string, request = {}) => {
    const outcome = await compactTable(engines.lake.lakehouse, {
      connection: engines.lake.connection,
      identity: identity(name),
      runId: 'run',
      commitId: `upkeep-${++commits}`,
      ...request,
    })
    expect(outcome.groups).toBeGreaterThan(0)
    return outcome
  }

  test('a table of ours reads the same everywhere after every kind of upkeep', async () => {
    const { lake } = engines
    const { lakehouse } = lake
    const name = 'kept'
    const table = identity(name)
    const options = { identity: table, partitionBy: [{ column: 'p', transform: 'identity' }] }
    for (let i = 0; i < 6; i++)
      await lake.write(
        `SELECT range + ${i * 10} AS id, nullif('p' || range % 3, 'p2') AS p, {'a': range, 'B c': [${i}, NULL]} AS st, MAP {'k': 1.5::DECIMAL(5, 2)} AS m FROM range(10)`,
        options,
      )
    await createRef(lakehouse, table, { name: 'v1', kind: 'tag', maxRefAgeMs: 1_000_000_000 })
    await lake.write(
      `SELECT id, p, st, m FROM (SELECT 7::BIGINT AS id, 'p1' AS p, NULL AS st, NULL AS m) WHERE true`,
      {
        ...options,
        branch: 'fix',
        mode: { kind: 'delete', where: trusted('"old"."id" % 4 = 1') },
      },
    )
    await lake.write('SELECT 1', {
      ...options,
      mode: { kind: 'delete', where: trusted('"old"."id" % 5 = 0') },
    })
    const rows = await allAgree(name)
    const unchanged = async () => expect(await allAgree(name)).toEqual(rows)

    expect(
      await rewriteManifests(lakehouse, { identity: table, runId: 'run', commitId: 'manifests' }),
    ).toMatchObject({ after: 1 })
    await unchanged()
    expect(await compact(name, { options: { minInputFiles: 2 } })).toMatchObject({ givenUp: 0 })
    await unchanged()
    expect(
      await compact(name, {
        branch: 'fix',
        options: { rewriteAll: true },
        sortBy: [{ column: 'id', direction: 'desc', nulls: 'last' }],
      }),
    ).toMatchObject({ givenUp: 0 })
    await unchanged()
    const dropped = await expireSnapshots(lakehouse, table, { retainLast: 2, olderThanMs: Date.now() + 1000 })
    expect(dropped.snapshots.length).toBeGreaterThan(3)
    await unchanged()
    await cleanFiles(later(), { identity: table })
    await unchanged()
    expect(await files(lakehouse)).toMatchObject({ missing: [] })
    await alterTable(lakehouse, table, {
      columns: [
        { kind: 'rename', path: ['st', 'B c'], name: 'list' },
        { kind: 'add', path: ['st', 'new'], type: readColumnType('long') ?? { kind: 'long' } },
        { kind: 'rename', path: ['p'], name: 'part' },
        { kind: 'move', path: ['part'], position: { kind: 'first' } },
      ],
      set: { 'write.target-file-size-bytes': '100000' },
      sortBy: [{ column: 'id', direction: 'asc', nulls: 'first' }],
    })
    await allAgree(name)
    await lake.write(
      `SELECT 'p9' AS part, 900::BIGINT AS id, {'a': 1::BIGINT, 'list': [1::INT], 'new': 5::BIGINT} AS st, MAP {'z': 2::DECIMAL(5, 2)} AS m`,
      { identity: table },
    )
    expect(await compact(name, { sortBy: 'table', options: { rewriteAll: true } })).toMatchObject({
      givenUp: 0,
    })
    await allAgree(name)
    await rollBack(lakehouse, table, { version: { kind: 'ref', name: 'v1' } })
    await allAgree(name)
  })

  for (const granularity of ['file', 'partition'])
    test(`rows that Spark deleted (by ${granularity}) are gone for good after compaction, and Spark goes on`, async () => {
      const { spark } = engines
      const name = `spark_${granularity}`
      const mode = `'write.delete.mode' = 'merge-on-read', 'write.update.mode' = 'merge-on-read', 'write.merge.mode' = 'merge-on-read'`
      await spark.query(
        `CREATE TABLE demo.${name} (id bigint, at timestamp, s string) USING iceberg PARTITIONED BY (bucket(2, id), days(at)) TBLPROPERTIES ('format-version' = '2', 'write.delete.granularity' = '${granularity}', ${mode})`,
      )
      for (let i = 0; i < 3; i++)
        await spark.query(
          `INSERT INTO demo.${name} SELECT id + ${i * 20}, timestamp'2024-01-01 10:00:00' + make_interval(0, 0, 0, int(id % 2), 0, 0, 0), concat('s', id) FROM range(20)`,
        )
      await spark.query(`DELETE FROM demo.${name} WHERE id % 7 = 3`)
      await spark.query(`UPDATE demo.${name} SET s = 'changed' WHERE id % 10 = 4`)
      expect(rowCount(await tableOf(name))).toBeUndefined()
      const rows = await allAgree(name)
      const outcome = await compact(name)
      expect(outcome).toMatchObject({ givenUp: 0 })
      expect(outcome.removedDeleteFiles).toBeGreaterThan(0)
      expect(await allAgree(name)).toEqual(rows)
      expect(rowCount(await tableOf(name))).toBe(rows.rows.length)
      await spark.query(
        `MERGE INTO demo.${name} t USING (SELECT id * 3 AS id FROM range(40)) n ON t.id = n.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, at, s) VALUES (n.id, NULL, 'new')`,
      )
      const merged = await allAgree(name)
      expect(merged).not.toEqual(rows)
      await compact(name)
      await expire(name)
      await cleanFiles(later(), { identity: identity(name) })
      expect(await allAgree(name)).toEqual(merged)
    })

  test('what Trino wrote, deleted and partitioned anew is compacted, expired and cleaned', async () => {
    const { trino } = engines
    const name = 'trino_kept'
    await trino.query(
      `CREATE TABLE demo.${name} (id bigint, day date, s varchar) WITH (partitioning = ARRAY['month(day)'], format = 'PARQUET')`,
    )
    for (let i = 0; i < 3; i++)
      await trino.query(
        `INSERT INTO demo.${name} SELECT n + ${i * 100}, date_add('day', n, DATE '2024-01-20'), 's' || CAST(n AS varchar) FROM UNNEST(sequence(1, 20)) t(n)`,
      )
    await trino.query(`DELETE FROM demo.${name} WHERE id % 6 = 0`)
    const rows = await allAgree(name)
    expect(await compact(name, { options: { minInputFiles: 2 } })).toMatchObject({ givenUp: 0 })
    expect(await allAgree(name)).toEqual(rows)
    await rewriteManifests(engines.lake.lakehouse, {
      identity: identity(name),
      runId: 'run',
      commitId: 'trino-manifests',
    })
    await expire(name)
    await cleanFiles(later(), { identity: identity(name) })
    expect(await allAgree(name)).toEqual(rows)
    await trino.query(`UPDATE demo.${name} SET s = NULL WHERE id < 5`)
    expect(await allAgree(name)).not.toEqual(rows)
    await trino.query(`ALTER TABLE demo.${name} EXECUTE expire_snapshots(retention_threshold => '7d')`)
    await allAgree(name)
  })

  test('whole-warehouse cleaning leaves every table of every engine as it was', async () => {
    const { lake } = engines
    const names = ['kept', 'spark_file', 'spark_partition', 'trino_kept']
    const before = []
    for (const name of names) before.push(await ours(name))
    const outcome = await cleanFiles(later(), {})
    expect(outcome).toMatchObject({ skipped: [], deletion: { failed: [] } })
    expect(await files(lake.lakehouse)).toEqual({ missing: [], orphans: [] })
    for (const [i, name] of names.entries()) expect(await allAgree(name)).toEqual(before[i])
  })
})
