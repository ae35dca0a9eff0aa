import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scanRelation } from '../../src/lakehouse/index.ts'
import { schemaOf } from '../../src/lakehouse/table.ts'
import { sql } from '../../src/sql/quote.ts'
import { type Lake, openLake } from '../lakehouse/lake.ts'
import { canonicalRows, type Rows } from './engines/canonical.ts'
import { catalogOf } from './engines/catalog.ts'
import { describeWith } from './engines/installed.ts'
import { type SqlEngine, startSpark } from './engines/spark.ts'

/*
 * Sequences of writes, seeded. Spark writes into one table and we into another with the same rows; after each write
 * they hold the same rows. Some batches are empty, and partitions of NULL occur.
 */
const modes = ['append', 'overwrite', 'overwrite-partitions'] as const
const row = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom("'a'", "'b'", "'ä b/='", "''", 'NULL'))
const batch = fc.array(row, { maxLength: 4 }).map((rows) => {
  const values = rows.map(([id, part], i) => `(${id}, ${part}, DATE '2024-01-31' + ${i})`).join(', ')
  const from =
    values === ''
      ? `(VALUES (1, 'a', DATE '2024-01-01')) AS v(id, part, day) WHERE false`
      : `(VALUES ${values}) AS v(id, part, day)`
  return `SELECT id::INTEGER AS id, part::VARCHAR AS part, day::DATE AS day FROM ${from}`
})
const sequences = fc.sample(
  fc.record({
    partitioned: fc.constantFrom('none', 'identity', 'month'),
    writes: fc.array(fc.tuple(fc.constantFrom(...modes), batch), { minLength: 2, maxLength: 4 }),
  }),
  { seed: 20260711, numRuns: 9 },
)

describeWith(['Spark'], 'save modes', () => {
  let lake: Lake
  let spark: SqlEngine
  beforeAll(async () => {
    lake = await openLake()
    spark = await startSpark(catalogOf(lake))
    await spark.query('CREATE NAMESPACE IF NOT EXISTS demo')
  })
  afterAll(async () => {
    await spark[Symbol.asyncDispose]()
    await lake[Symbol.asyncDispose]()
  })

  const rowsOf = async (name: string): Promise<Rows> => {
    const table = await lake.table(name)
    const relation = await scanRelation(lake.lakehouse, table)
    return canonicalRows(schemaOf(table).fields, await lake.connection.table(sql`SELECT * FROM ${relation}`))
  }

  test('leave the rows that Spark leaves, write after write', async () => {
    for (const [n, { partitioned, writes }] of sequences.entries()) {
      const partitionBy =
        partitioned === 'none'
          ? []
          : partitioned === 'identity'
            ? [{ column: 'part', transform: 'identity' } as const]
            : [{ column: 'day', transform: 'month' } as const]
      const first = `SELECT 1::INTEGER AS id, 'a'::VARCHAR AS part, DATE '2024-01-31' AS day UNION ALL SELECT 2, NULL, DATE '2024-03-01'`
      for (const name of [`theirs${n}`, `ours${n}`])
        await lake.write(first, { identity: { namespace: 'demo', name }, partitionBy })
      for (const [k, [mode, query]] of writes.entries()) {
        const fresh = `fresh${n}_${k}`
        await lake.write(query, { identity: { namespace: 'demo', name: fresh } })
        await lake.write(query, { identity: { namespace: 'demo', name: `ours${n}` }, mode: { kind: mode } })
        await spark.query(
          `SET spark.sql.sources.partitionOverwriteMode=${mode === 'overwrite' ? 'static' : 'dynamic'}`,
        )
        const verb = mode === 'append' ? 'INTO' : 'OVERWRITE'
        await spark.query(`INSERT ${verb} demo.theirs${n} SELECT * FROM demo.${fresh}`)
        expect({ n, k, mode, partitioned, rows: await rowsOf(`ours${n}`) }).toEqual({
          n,
          k,
          mode,
          partitioned,
          rows: await rowsOf(`theirs${n}`),
        })
      }
    }
  }, 300_000)
})
