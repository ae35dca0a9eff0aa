import { afterAll, beforeAll, expect, test } from 'vitest'
import { MillraceError } from '../../../src/diagnostics/index.ts'
import { type PartitionBy, scanRelation, type WriteRequest } from '../../../src/lakehouse/index.ts'
import { schemaOf } from '../../../src/lakehouse/table.ts'
import { sql } from '../../../src/sql/quote.ts'
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

type Delivery = {
  readonly rows: string
  readonly mode: 'append' | 'overwrite' | 'overwrite-partitions' | 'error-if-exists' | 'ignore'
}

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

const sequences = [...modes(), ...modes('p')]

const bySpark = async (
  spark: Spark,
  { table, partitionBy = [] }: Sequence,
  delivery: Delivery,
): Promise<void> => {
  const name = `demo.spark_${table}`
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

const modeOf = ({ mode }: Delivery): Pick<WriteRequest, 'mode' | 'ifExists'> => {
  switch (mode) {
    case 'error-if-exists':
      return { mode: { kind: 'append' }, ifExists: 'fail' }
    case 'ignore':
      return { mode: { kind: 'append' }, ifExists: 'skip' }
    case 'append':
    case 'overwrite':
    case 'overwrite-partitions':
      return { mode: { kind: mode } }
  }
}

const here = async (lake: Lake, { table, partitionBy = [] }: Sequence, delivery: Delivery): Promise<void> => {
  const partitions: readonly PartitionBy[] = identity(...partitionBy)
  await lake.write(delivery.rows, {
    identity: { namespace: 'demo', name: table },
    partitionBy: partitions,
    ...modeOf(delivery),
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
          /ALREADY_EXISTS/.test(String(cause)),
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
