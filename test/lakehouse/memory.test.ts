import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDuckdb } from '../../src/engines/index.ts'
import { publish, scanRelation } from '../../src/lakehouse/index.ts'
import { sql } from '../../src/sql/quote.ts'
import { openLake } from './lake.ts'

test('the newest row of each key is written where the memory does not hold all keys', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT hash(range % 1200000) AS id, range AS v, 'note number ' || hash(range * 3) AS note
    FROM range(1500000)`)
  const stored = await scanRelation(lake.lakehouse, await lake.table())
  await using engine = await openDuckdb({
    memory: '64MB',
    threads: 2,
    temporaryDirectory: mkdtempSync(join(tmpdir(), 'millrace-spill-')),
  })
  await using connection = await engine.connect()
  const newest = sql`SELECT * EXCLUDE (recency)
    FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY v DESC) AS recency FROM ${stored})
    WHERE recency = 1`
  // By the plan that DuckDB chooses it cannot be done: a newer one may, and then frugality is not needed any more.
  await expect(connection.run(sql`CREATE TEMP TABLE t AS ${newest}`)).rejects.toThrow('Out of Memory')
  const identity = { namespace: 'demo', name: 'newest' }
  const staged = await lake.stage(newest, { connection, identity })
  await publish(lake.lakehouse, [staged])
  expect(staged).toMatchObject({ addedRows: 1_200_000, addedFiles: 1 })
  const relation = await scanRelation(lake.lakehouse, await lake.table('newest'))
  const [found] = await lake.connection.rows(
    sql`SELECT count(DISTINCT id) AS ids, min(v) AS v FROM ${relation}`,
  )
  expect(found).toEqual({ ids: 1_200_000n, v: 300_000n })
})
