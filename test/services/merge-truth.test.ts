import { afterAll, beforeAll, expect, test } from 'vitest'
import { DiagnosticsError, hasErrors, MillraceError } from '../../src/diagnostics/index.ts'
import { type PartitionBy, scanRelation, tableColumns } from '../../src/lakehouse/index.ts'
import { schemaOf } from '../../src/lakehouse/table.ts'
import { createSparkTranslator, detachedText, sparkMacros, translateMerge } from '../../src/sql/index.ts'
import { sql, trusted } from '../../src/sql/quote.ts'
import { readMergeTexts } from '../../src/sql/spark/merge/read-merge.ts'
import { type Lake, openLake } from '../lakehouse/lake.ts'
import { canonicalRows, type Rows } from './engines/canonical.ts'
import { catalogOf } from './engines/catalog.ts'
import { describeWith } from './engines/installed.ts'
import { type SqlEngine, startSpark } from './engines/spark.ts'

/*
 * Two tables with the same rows. Spark runs a statement on one of them, Flare's translation of the same text on the
 * other; then they have the same rows, for both readers, and the same kind of snapshot, or both have refused.
 */

type Case = {
  readonly on?: string
  readonly when: string
  /** The stored rows, in DuckDB's SQL. */
  readonly stored?: string
  readonly fresh?: string
  readonly partitionBy?: readonly PartitionBy[]
  /** Spark refuses the merge; then so do we, with this code. */
  readonly refused?: string
}

const identity = (...columns: readonly string[]): readonly PartitionBy[] =>
  columns.map((column) => ({ column, transform: 'identity' }))

const stored = `SELECT * FROM (VALUES
  (1, 'a', 10, 1.50, DATE '2024-01-01'), (2, 'b', 20, 2.50, DATE '2024-01-01'), (3, 'a', NULL, 3.50, DATE '2024-02-29'),
  (4, NULL, 40, NULL, NULL), (NULL, 'n', 50, 5.50, DATE '1969-12-31'), (6, 'f', 60, 6.50, DATE '2024-03-01')
) AS v(id, part, qty, price, day)`

const fresh = `SELECT * FROM (VALUES
  (2, 'b', 21, 2.75, DATE '2024-01-02'), (3, 'z', 31, NULL, DATE '2024-02-29'), (4, 'd', NULL, 4.25, DATE '2024-04-04'),
  (7, 'a', 70, 7.25, NULL), (8, NULL, 80, 8.25, DATE '2024-05-05'), (NULL, 'n', 51, 5.75, NULL)
) AS v(id, part, qty, price, day)`

const twice = `SELECT * FROM (VALUES (2, 'x', 1), (2, 'y', 2), (9, 'z', 3), (9, 'z', 3)) AS v(id, part, qty)`

const cases: Readonly<Record<string, Case>> = {
  upsert: { when: 'MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *' },
  'upsert in partitions': {
    when: 'MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *',
    partitionBy: identity('part'),
  },
  'update all': { when: 'MATCHED THEN UPDATE SET *' },
  'update some columns': { when: `MATCHED THEN UPDATE SET old.qty = new.qty + 1, part = 'u'` },
  'update from both sides': {
    when: 'MATCHED THEN UPDATE SET old.qty = old.qty + new.qty, price = new.price * 2',
  },
  'update with a condition': { when: 'MATCHED AND old.qty > 15 THEN UPDATE SET *' },
  'a condition that is NULL': { when: 'MATCHED AND new.price > 0 THEN UPDATE SET old.part = new.part' },
  delete: { when: 'MATCHED THEN DELETE' },
  'delete with a condition': { when: `MATCHED AND new.part = 'z' OR old.qty = 20 THEN DELETE` },
  'delete, else update': { when: 'MATCHED AND new.qty IS NULL THEN DELETE WHEN MATCHED THEN UPDATE SET *' },
  'update, else delete, else insert': {
    when: 'MATCHED AND old.id = 2 THEN UPDATE SET qty = 0 WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT *',
  },
  'three updates': {
    when: `MATCHED AND old.id = 2 THEN UPDATE SET qty = 1 WHEN MATCHED AND old.id < 4 THEN UPDATE SET part = 'p' WHEN MATCHED THEN UPDATE SET price = 0.01, day = NULL`,
  },
  insert: { when: 'NOT MATCHED THEN INSERT *' },
  'insert with a condition': { when: 'NOT MATCHED AND new.qty > 75 THEN INSERT *' },
  'insert some columns': { when: 'NOT MATCHED THEN INSERT (id, qty) VALUES (new.id * 10, new.qty)' },
  'insert in another order': {
    when: `NOT MATCHED THEN INSERT (old.day, old.part, id) VALUES (date '2020-02-02', upper(new.part), new.id)`,
  },
  'two inserts': {
    when: `NOT MATCHED AND new.part IS NULL THEN INSERT (id, part) VALUES (new.id, 'none') WHEN NOT MATCHED THEN INSERT *`,
  },
  'inserts with conditions only': {
    when: `NOT MATCHED AND new.qty > 75 THEN INSERT (id) VALUES (1) WHEN NOT MATCHED AND new.qty > 60 THEN INSERT (id) VALUES (2)`,
  },
  'two columns join': {
    on: 'old.id = new.id AND old.part = new.part',
    when: 'MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *',
    partitionBy: identity('part'),
  },
  'NULL equals NULL where it is said': {
    on: 'old.id <=> new.id',
    when: 'MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *',
  },
  'OR joins': {
    on: 'old.id = new.id OR old.qty = new.qty - 20',
    when: 'MATCHED THEN UPDATE SET qty = new.qty WHEN NOT MATCHED THEN INSERT (id, qty) VALUES (new.id, new.qty)',
    fresh: 'SELECT * FROM (VALUES (2, 100), (50, 60), (99, 99)) AS v(id, qty)',
  },
  'a range joins': {
    on: 'old.id > new.id AND old.id <= new.id + 1',
    when: 'MATCHED THEN UPDATE SET old.qty = new.qty',
    fresh: 'SELECT * FROM (VALUES (2, 102), (5, 105)) AS v(id, qty)',
  },
  'a part of the target joins': {
    on: `old.id = new.id AND old.part = 'b'`,
    when: 'MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT *',
    partitionBy: identity('part'),
  },
  'one new row updates many': {
    on: 'old.part = new.part',
    when: 'MATCHED THEN UPDATE SET qty = new.qty WHEN NOT MATCHED THEN INSERT (id, part) VALUES (new.qty, new.part)',
    fresh: `SELECT * FROM (VALUES ('a', 1000), ('q', 2000)) AS v(part, qty)`,
    partitionBy: identity('part'),
  },
  'rows move between partitions': {
    when: `MATCHED THEN UPDATE SET part = coalesce(old.part, 'none'), qty = 0 WHEN NOT MATCHED THEN INSERT *`,
    partitionBy: identity('part', 'day'),
  },
  'names in any case': {
    on: 'OLD.ID = New.iD',
    when: 'MATCHED THEN UPDATE SET QTY = NEW.Qty WHEN NOT MATCHED THEN INSERT (ID) VALUES (New.ID)',
  },
  'columns that the table lacks are for conditions': {
    when: `MATCHED AND new.op = 'd' THEN DELETE WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED AND new.op <> 'd' THEN INSERT *`,
    fresh: `SELECT *, CASE WHEN id % 2 = 0 THEN 'd' ELSE 'u' END AS op FROM (${fresh})`,
  },
  'wider and narrower numbers': {
    when: 'MATCHED THEN UPDATE SET qty = new.n, price = new.n WHEN NOT MATCHED THEN INSERT (id, price) VALUES (new.id, new.p)',
    fresh: `SELECT * FROM (VALUES (2::BIGINT, 7::BIGINT, 1.0::DECIMAL(3,1)), (20, 8, 2.5)) AS v(id, n, p)`,
  },
  'a literal of each kind': {
    when: `MATCHED THEN UPDATE SET qty = 7, price = 12.5, part = 'lit', day = date '2021-01-01' WHEN NOT MATCHED THEN INSERT (id, qty) VALUES (DEFAULT, 5)`,
  },
  'equal new rows are all inserted': {
    when: 'NOT MATCHED THEN INSERT (id, part) VALUES (id, part)',
    fresh: twice,
  },
  'a deletion of what matches twice': {
    when: 'MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, part) VALUES (id, part)',
    fresh: twice,
  },
  'an update of what matches twice': {
    when: 'MATCHED THEN UPDATE SET qty = new.qty',
    fresh: twice,
    refused: 'MR3140',
  },
  'an update of what matches twice, that never holds': {
    when: 'MATCHED AND old.qty > 1000 THEN UPDATE SET qty = new.qty',
    fresh: twice,
    refused: 'MR3140',
  },
  'a deletion with a condition of what matches twice': {
    when: `MATCHED AND new.part = 'x' THEN DELETE`,
    fresh: twice,
    refused: 'MR3140',
  },
  'nothing matches, nothing new': { when: 'MATCHED THEN UPDATE SET *', on: 'old.id = new.id + 1000' },
  'all rows of a file are deleted': {
    when: 'MATCHED THEN DELETE',
    fresh: 'SELECT unnest([1, 3]) AS id',
  },
  'no new rows': {
    when: 'MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT *',
    fresh: `SELECT * FROM (${fresh}) WHERE false`,
  },
  'a column is missing for *': {
    when: 'MATCHED THEN UPDATE SET *',
    fresh: 'SELECT 2 AS id, 3 AS qty',
    refused: 'MR3102',
  },
  'text for a number': {
    when: 'MATCHED THEN UPDATE SET qty = new.part',
    refused: 'MR3103',
  },
  'text for a date': {
    when: `NOT MATCHED THEN INSERT (id, day) VALUES (new.id, '2024-01-01')`,
    refused: 'MR3103',
  },
  'a number that is too large': {
    when: 'MATCHED THEN UPDATE SET qty = new.n',
    fresh: 'SELECT 2 AS id, 5000000000 AS n',
    refused: 'MR',
  },
  'an unknown column': { when: 'MATCHED THEN UPDATE SET nope = 1', refused: 'MR2003' },
}

const by = (...fields: readonly (readonly [string, string])[]): readonly PartitionBy[] =>
  fields.map(([column, transform]) => ({ column, transform }))

const partitionings = {
  buckets: by(['id', 'bucket[3]']),
  'buckets of text': by(['part', 'bucket[2]']),
  days: by(['day', 'day']),
  'months and buckets': by(['day', 'month'], ['id', 'bucket[2]']),
  'first letters': by(['part', 'truncate[1]']),
  'ranges of numbers': by(['qty', 'truncate[25]']),
  'ranges of decimals': by(['price', 'truncate[200]']),
}

// Rows that stay, change their partition, leave, and come, in partitions that are there and in new ones.
const throughPartitions: Readonly<Record<string, Case>> = {
  upsert: { when: 'MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *' },
  'update of what does not part': { when: 'MATCHED AND old.id < 4 THEN UPDATE SET price = old.price' },
  'delete, else move, else insert': {
    when: `MATCHED AND old.id = 3 THEN DELETE WHEN MATCHED THEN UPDATE SET id = old.id + 100, part = concat('m', old.part), day = new.day, qty = new.qty - 100, price = 0 - new.price WHEN NOT MATCHED AND new.id IS NOT NULL THEN INSERT *`,
  },
  'a join by what parts': {
    on: 'old.part = new.part AND old.id = new.id AND old.day <= new.day',
    when: 'MATCHED THEN UPDATE SET day = NULL, qty = 75 WHEN NOT MATCHED THEN INSERT (id, day) VALUES (new.id, new.day)',
  },
}

const partitioned = Object.fromEntries(
  Object.entries(partitionings).flatMap(([parts, partitionBy]) =>
    Object.entries(throughPartitions).map(([name, each]) => [
      `${name}, by ${parts}`,
      { ...each, partitionBy },
    ]),
  ),
)

/** How many rows each of some conditions finds, each in a scan of its own. */
const found = (table: string): string =>
  [
    'id = 2',
    'id > 100',
    `part = 'd'`,
    `part >= 'm'`,
    'part IS NULL',
    `day = DATE '2024-05-05'`,
    `day < DATE '2024-02-01'`,
    'day IS NULL',
    'qty < 0',
    'qty = 75',
    'price < 0',
    'price = 2.75',
  ]
    .map((where, i) => `SELECT ${i} AS n, count(*) AS c FROM ${table} WHERE ${where}`)
    .join(' UNION ALL ')

describeWith(['Spark'], 'merges', () => {
  let lake: Lake
  let spark: SqlEngine
  beforeAll(async () => {
    lake = await openLake()
    for (const macro of sparkMacros) await lake.connection.run(macro)
    spark = await startSpark(catalogOf(lake))
    await spark.query('CREATE NAMESPACE IF NOT EXISTS demo')
  })
  afterAll(async () => {
    await spark[Symbol.asyncDispose]()
    await lake[Symbol.asyncDispose]()
  })

  const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })

  const ours = async (name: string): Promise<Rows> => {
    const table = await lake.table(name)
    const relation = await scanRelation(lake.lakehouse, table)
    return canonicalRows(schemaOf(table).fields, await lake.connection.table(sql`SELECT * FROM ${relation}`))
  }

  const operationOf = async (name: string): Promise<string> => {
    const { metadata } = await lake.table(name)
    const last = metadata.snapshots.find(({ snapshotId }) => snapshotId === metadata.currentSnapshotId)
    return last?.summary['operation'] ?? ''
  }

  const mergeHere = async (name: string, query: string, on: string, when: string): Promise<void> => {
    const found: unknown[] = []
    const merge = readMergeTexts(detachedText(on), detachedText(when), (each) => found.push(each))
    expect(found).toEqual([])
    const columns = await lake.connection.describe(trusted(query))
    const sides = { old: tableColumns(await lake.table(name)), fresh: columns }
    const { value, diagnostics } = await translateMerge(merge, sides, translator)
    if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
    await lake.write(query, { identity: { namespace: 'demo', name }, mode: { kind: 'merge', ...value } })
  }

  let tables = 0
  test.each(Object.entries({ ...cases, ...partitioned }))(
    '%s',
    async (_, { on = 'old.id = new.id', when, ...given }) => {
      const n = ++tables
      const before = given.stored ?? stored
      const query = given.fresh ?? fresh
      const partitionBy = given.partitionBy ?? []
      // In files of three rows each, so that some are touched and some are not.
      for (const name of [`theirs${n}`, `ours${n}`])
        for (const rest of [0, 1])
          await lake.write(
            `SELECT id::INTEGER AS id, part, qty::INTEGER AS qty, price::DECIMAL(9,2) AS price, day FROM (${before}) WHERE coalesce(id, 0) % 2 = ${rest}`,
            { identity: { namespace: 'demo', name }, partitionBy },
          )
      await lake.write(query, { identity: { namespace: 'demo', name: `fresh${n}` } })
      const there = await spark
        .query(`MERGE INTO demo.theirs${n} AS old USING demo.fresh${n} AS new ON ${on} WHEN ${when}`)
        .then(() => 'done', String)
      const here = await mergeHere(`ours${n}`, query, on, when).then(
        () => 'done',
        (cause: unknown) => codeOf(cause),
      )
      if (given.refused === undefined) expect({ there, here }).toEqual({ there: 'done', here: 'done' })
      else {
        expect(there).not.toBe('done')
        expect(here).toMatch(new RegExp(`^${given.refused}`))
      }
      const expected = await ours(`theirs${n}`)
      expect(await ours(`ours${n}`)).toEqual(expected)
      expect(await spark.query(`SELECT * FROM demo.ours${n}`)).toEqual(expected)
      // Rows in a partition that is not theirs are seen as long as nobody looks for them.
      if (partitionBy.length > 0)
        expect(await spark.query(found(`demo.ours${n}`))).toEqual(await spark.query(found(`demo.theirs${n}`)))
      // A merge that does nothing is no new version here.
      if ((await lake.table(`ours${n}`)).metadata.snapshots.length > 2)
        expect(await operationOf(`ours${n}`)).toBe(await operationOf(`theirs${n}`))
    },
  )

  test('a column that must not be NULL', async () => {
    for (const name of ['theirs', 'ours'])
      await spark.query(`CREATE TABLE demo.required${name} (id INT NOT NULL, n INT) USING iceberg`)
    await lake.write('SELECT 1 AS id, 10 AS n UNION ALL SELECT NULL, 20', {
      identity: { namespace: 'demo', name: 'requiredfresh' },
    })
    const query = 'SELECT 1 AS id, 10 AS n UNION ALL SELECT NULL, 20'
    for (const when of ['NOT MATCHED THEN INSERT (n) VALUES (n)', 'NOT MATCHED THEN INSERT *']) {
      const merge = `MERGE INTO demo.requiredtheirs old USING demo.requiredfresh new ON old.id = new.id WHEN ${when}`
      await expect(spark.query(merge)).rejects.toThrow()
      await expect(mergeHere('requiredours', query, 'old.id = new.id', when)).rejects.toThrow()
    }
    const when = 'NOT MATCHED AND new.id > 0 THEN INSERT *'
    await spark.query(
      `MERGE INTO demo.requiredtheirs old USING demo.requiredfresh new ON old.id = new.id WHEN ${when}`,
    )
    await mergeHere('requiredours', query, 'old.id = new.id', when)
    expect(await ours('requiredours')).toEqual(await ours('requiredtheirs'))
  })

  const modes = [
    ['append', { kind: 'append' }, 'INSERT INTO', 'static'],
    ['overwrite', { kind: 'overwrite' }, 'INSERT OVERWRITE', 'static'],
    ['overwritePartitions', { kind: 'overwrite-partitions' }, 'INSERT OVERWRITE', 'dynamic'],
  ] as const
  test.each(modes)('saveMode %s', async (name, mode, statement, partitions) => {
    const partitionBy = identity('part')
    for (const table of [`${name}theirs`, `${name}ours`])
      await lake.write(stored, { identity: { namespace: 'demo', name: table }, partitionBy })
    await lake.write(fresh, { identity: { namespace: 'demo', name: `${name}fresh` } })
    await spark.query(`SET spark.sql.sources.partitionOverwriteMode = ${partitions}`)
    await spark.query(`${statement} demo.${name}theirs SELECT * FROM demo.${name}fresh`)
    await lake.write(fresh, { identity: { namespace: 'demo', name: `${name}ours` }, mode })
    const expected = await ours(`${name}theirs`)
    expect(await ours(`${name}ours`)).toEqual(expected)
    expect(await spark.query(`SELECT * FROM demo.${name}ours`)).toEqual(expected)
    expect(await operationOf(`${name}ours`)).toBe(await operationOf(`${name}theirs`))
  })

  test('saveMode errorIfExists and ignore', async () => {
    const here = { identity: { namespace: 'demo', name: 'exists' }, mode: { kind: 'append' } } as const
    await lake.write(stored, here)
    const before = await ours('exists')
    await expect(spark.query('CREATE TABLE demo.exists AS SELECT 1 AS id')).rejects.toThrow('already exists')
    await expect(lake.write(stored, { ...here, ifExists: 'fail' })).rejects.toThrow('exists already')
    await spark.query('CREATE TABLE IF NOT EXISTS demo.exists AS SELECT 1 AS id')
    await lake.write(fresh, { ...here, ifExists: 'skip' })
    expect(await ours('exists')).toEqual(before)
  })
})

const codeOf = (cause: unknown): string => {
  if (cause instanceof DiagnosticsError) return cause.diagnostics.map(({ code }) => code).join(' ')
  return cause instanceof MillraceError ? cause.diagnostic.code : String(cause)
}
