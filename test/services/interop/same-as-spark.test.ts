import { afterAll, beforeAll, expect, test } from 'vitest'
import { MillraceError } from '../../../src/diagnostics/index.ts'
import {
  type PartitionBy,
  scanRelation,
  tableColumns,
  type WriteMode,
  type WriteRequest,
} from '../../../src/lakehouse/index.ts'
import { schemaOf } from '../../../src/lakehouse/table.ts'
import { createSparkTranslator, detachedText, translateMerge } from '../../../src/sql/index.ts'
import { sql, trusted } from '../../../src/sql/quote.ts'
import { readMergeTexts } from '../../../src/sql/spark/merge/read-merge.ts'
import { type Lake, openLake } from '../../lakehouse/lake.ts'
import { canonicalRows, type Rows } from '../engines/canonical.ts'
import { catalogOf } from '../engines/catalog.ts'
import { describeWith } from '../engines/installed.ts'
import { type Spark, startSpark } from '../engines/spark.ts'
import { identity } from './story.ts'

/*
 * The same deliveries to two tables, one by Spark and one from here: each leaves the same rows, and is refused here
 * where Spark refuses it. The rows of a delivery are SQL that both understand.
 */

type Delivery = { readonly rows: string } & (
  | { readonly mode: 'append' | 'overwrite' | 'overwrite-partitions' | 'error-if-exists' | 'ignore' }
  /** Clauses in Spark's SQL over "old" and "new"; here they are translated as those of a manifest are. */
  | { readonly mode: 'merge'; readonly clauses: string; readonly on?: string }
)

type Sequence = {
  readonly table: string
  readonly partitionBy?: readonly string[]
  readonly deliveries: readonly Delivery[]
  /** How many of the deliveries are refused. */
  readonly refused?: number
}

const rows = (...values: readonly string[]): string =>
  `SELECT CAST(id AS INT) AS id, CAST(p AS STRING) AS p, CAST(n AS DECIMAL(9,2)) AS n FROM (VALUES ${values.map((value) => `(${value})`).join(', ')}) AS v(id, p, n)`
const noRows = `${rows(`1, 'a', 1`)} WHERE id = 0`

const first = rows(`1, 'a', 1.5`, `2, 'a', NULL`, `3, 'b', 3`, `4, NULL, 4`)
const second = rows(`1, 'a', 10`, `3, 'c', 30`, `5, NULL, 50`, `6, 'a', -6`)
const third = rows(`7, 'b', 7`, `2, NULL, 20`)
const swapped = `SELECT n, p, id FROM (${third}) AS t`

const modes = (...partitionBy: readonly string[]): readonly Sequence[] => {
  const suffix = partitionBy.length === 0 ? '' : '_parts'
  const sequence = (name: string, deliveries: readonly Delivery[], refused = 0): Sequence => ({
    table: `${name}${suffix}`,
    partitionBy,
    deliveries,
    refused,
  })
  return [
    sequence('append', [
      { mode: 'append', rows: first },
      { mode: 'append', rows: second },
      { mode: 'append', rows: noRows },
      { mode: 'append', rows: swapped },
    ]),
    sequence('overwrite', [
      { mode: 'overwrite', rows: first },
      { mode: 'overwrite', rows: second },
      { mode: 'append', rows: third },
      { mode: 'overwrite', rows: noRows },
      { mode: 'append', rows: third },
    ]),
    sequence('dynamic', [
      { mode: 'overwrite', rows: first },
      { mode: 'overwrite-partitions', rows: second },
      { mode: 'overwrite-partitions', rows: noRows },
      { mode: 'append', rows: first },
      { mode: 'overwrite-partitions', rows: third },
    ]),
    sequence(
      'error_if_exists',
      [
        { mode: 'error-if-exists', rows: first },
        { mode: 'error-if-exists', rows: second },
        { mode: 'append', rows: third },
      ],
      1,
    ),
    sequence('ignored', [
      { mode: 'ignore', rows: first },
      { mode: 'ignore', rows: second },
      { mode: 'append', rows: third },
    ]),
  ]
}

const merge = (clauses: string, fresh = second, on?: string): Delivery => ({
  mode: 'merge',
  rows: fresh,
  clauses,
  ...(on === undefined ? {} : { on }),
})

const insertAll = 'WHEN NOT MATCHED THEN INSERT *'

/** By name: what is merged into `first`, one after the other. */
const merges: Readonly<Record<string, readonly Delivery[]>> = {
  upsert: [
    merge(`WHEN MATCHED THEN UPDATE SET * ${insertAll}`),
    merge(`WHEN MATCHED THEN UPDATE SET * ${insertAll}`, swapped),
  ],
  insert_only: [merge(insertAll), merge(`WHEN NOT MATCHED AND new.n > 5 THEN INSERT *`, third)],
  update_only: [merge('WHEN MATCHED THEN UPDATE SET old.n = new.n + coalesce(old.n, 0), p = upper(new.p)')],
  delete_only: [merge('WHEN MATCHED THEN DELETE')],
  conditional_delete: [
    merge(`WHEN MATCHED AND new.n > 20 THEN DELETE WHEN MATCHED THEN UPDATE SET n = new.n ${insertAll}`),
  ],
  update_then_delete: [
    merge(`WHEN MATCHED AND old.p = 'a' THEN UPDATE SET p = concat(old.p, new.p) WHEN MATCHED THEN DELETE`),
  ],
  first_clause_decides: [
    merge(`WHEN MATCHED AND old.n IS NULL THEN DELETE WHEN MATCHED AND new.n < 100 THEN UPDATE SET n = 0 WHEN MATCHED THEN DELETE
      WHEN NOT MATCHED AND new.p = 'a' THEN INSERT (id, p) VALUES (new.id, 'ins') WHEN NOT MATCHED THEN INSERT (n, id) VALUES (new.n * 2, new.id)`),
  ],
  unknown_conditions: [
    merge(`WHEN MATCHED AND old.n > 1 THEN UPDATE SET n = -1 WHEN NOT MATCHED AND new.p = 'a' THEN INSERT *`),
  ],
  null_keys: [merge(`WHEN MATCHED THEN UPDATE SET id = new.id ${insertAll}`, third, 'old.p = new.p')],
  null_safe_keys: [
    merge(
      'WHEN MATCHED THEN UPDATE SET n = new.n WHEN NOT MATCHED THEN INSERT *',
      third,
      'old.p <=> new.p AND old.n > 3',
    ),
  ],
  // Two new rows for one: Spark refuses it, but for a deletion alone.
  matched_twice: [merge('WHEN MATCHED THEN UPDATE SET n = new.n', rows(`1, 'x', 1`, `1, 'y', 2`))],
  deleted_twice: [merge('WHEN MATCHED THEN DELETE', rows(`1, 'x', 1`, `1, 'y', 2`))],
  inserted_twice: [merge(insertAll, rows(`9, 'x', 1`, `9, 'y', 2`))],
}

const refusedMerges = new Set(['matched_twice'])

const mergeSequences = (...partitionBy: readonly string[]): readonly Sequence[] =>
  Object.entries(merges).map(([name, deliveries]) => ({
    table: `merge_${name}${partitionBy.length === 0 ? '' : '_parts'}`,
    partitionBy,
    deliveries: [{ mode: 'append', rows: first }, ...deliveries],
    refused: refusedMerges.has(name) ? 1 : 0,
  }))

const sequences = [...modes(), ...modes('p'), ...mergeSequences(), ...mergeSequences('p')]

const bySpark = async (
  spark: Spark,
  { table, partitionBy = [] }: Sequence,
  delivery: Delivery,
): Promise<void> => {
  const name = `demo.spark_${table}`
  if (delivery.mode === 'merge') {
    await spark.query(
      `MERGE INTO ${name} AS old USING (${delivery.rows}) AS new ON ${delivery.on ?? 'old.id = new.id'} ${delivery.clauses}`,
    )
    return
  }
  const frame = `spark.sql(${JSON.stringify(delivery.rows)})`
  if (delivery.mode === 'overwrite-partitions') {
    await spark.run(`${frame}.writeTo("${name}").overwritePartitions()`)
    return
  }
  const partitions = partitionBy.length === 0 ? '' : `.partitionBy(${JSON.stringify(partitionBy)})`
  await spark.run(
    `${frame}.write.format("iceberg").mode("${delivery.mode.replaceAll('-', '')}")${partitions}.saveAsTable("${name}")`,
  )
}

const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })

const modeOf = async (
  lake: Lake,
  table: string,
  delivery: Delivery,
): Promise<Pick<WriteRequest, 'mode' | 'ifExists'>> => {
  switch (delivery.mode) {
    case 'error-if-exists':
      return { mode: { kind: 'append' }, ifExists: 'fail' }
    case 'ignore':
      return { mode: { kind: 'append' }, ifExists: 'skip' }
    case 'merge':
      return { mode: await mergeMode(lake, table, delivery) }
    case 'append':
    case 'overwrite':
    case 'overwrite-partitions':
      return { mode: { kind: delivery.mode } }
  }
}

const mergeMode = async (
  lake: Lake,
  table: string,
  { rows: query, clauses, on = 'old.id = new.id' }: Delivery & { readonly mode: 'merge' },
): Promise<WriteMode> => {
  const wrong: string[] = []
  const texts = readMergeTexts(detachedText(on), detachedText(clauses.replace(/^WHEN /, '')), ({ message }) =>
    wrong.push(message),
  )
  const sides = {
    old: tableColumns(await lake.table(table)),
    fresh: await lake.connection.describe(trusted(query)),
  }
  const { value, diagnostics } = await translateMerge(texts, sides, translator)
  wrong.push(...diagnostics.map(({ message }) => message))
  if (value === undefined || wrong.length > 0) throw new Error(`${clauses}: ${wrong.join('; ')}`)
  return { kind: 'merge', ...value }
}

const here = async (lake: Lake, { table, partitionBy = [] }: Sequence, delivery: Delivery): Promise<void> => {
  const partitions: readonly PartitionBy[] = identity(...partitionBy)
  await lake.write(delivery.rows, {
    identity: { namespace: 'demo', name: table },
    partitionBy: partitions,
    ...(await modeOf(lake, table, delivery)),
  })
}

const refuses = async (work: Promise<void>, isRefusal: (cause: unknown) => boolean): Promise<boolean> => {
  try {
    await work
    return false
  } catch (cause) {
    if (isRefusal(cause)) return true
    throw cause
  }
}

const readHere = async (lake: Lake, name: string): Promise<Rows> => {
  const table = await lake.table(name)
  const relation = await scanRelation(lake.lakehouse, table)
  return canonicalRows(schemaOf(table).fields, await lake.connection.table(sql`SELECT * FROM ${relation}`))
}

describeWith(['Spark'], 'a table after the same deliveries', () => {
  let lake: Lake
  let spark: Spark
  beforeAll(async () => {
    lake = await openLake()
    spark = await startSpark(catalogOf(lake))
    await spark.query('CREATE NAMESPACE demo')
  })
  afterAll(async () => {
    await spark[Symbol.asyncDispose]()
    await lake[Symbol.asyncDispose]()
  })

  for (const sequence of sequences)
    test(`holds the rows that Spark leaves: ${sequence.table}`, async () => {
      let refused = 0
      for (const delivery of sequence.deliveries) {
        const there = await refuses(bySpark(spark, sequence, delivery), (cause) =>
          /ALREADY_EXISTS|MERGE_CARDINALITY_VIOLATION/.test(String(cause)),
        )
        const mine = await refuses(here(lake, sequence, delivery), (cause) => cause instanceof MillraceError)
        expect({ delivery, refused: mine }).toEqual({ delivery, refused: there })
        if (mine) refused++
        const wanted = await spark.query(`SELECT * FROM demo.spark_${sequence.table}`)
        expect({ delivery, ...(await readHere(lake, sequence.table)) }).toEqual({ delivery, ...wanted })
      }
      expect(await spark.query(`SELECT * FROM demo.${sequence.table}`)).toEqual(
        await spark.query(`SELECT * FROM demo.spark_${sequence.table}`),
      )
      expect(refused).toBe(sequence.refused ?? 0)
    })
})
