import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDuckdb } from '../../src/engines/index.ts'
import { publish, scanRelation } from '../../src/lakehouse/index.ts'
import { sql } from '../../src/sql/quote.ts'
import { openLake } from './lake.ts'

test('the newest row of each key is written where the memory does not hold all keys', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT hash(range % 1200000) AS id, range AS v, 'note number ' || hash(range * 3) AS note
    FROM range(1500000)`)
  const stored = await scanRelation(lake.lakehouse, await lake.table())
  const spill = mkdtempSync(join(tmpdir(), 'millrace-spill-'))
  // With 64 MB it is a matter of luck: what two threads hold on to at once is about as much.
  await using engine = await openDuckdb({ memory: '80MB', threads: 2, temporaryDirectory: spill })
  await using connection = await engine.connect()
  const spilled = watchSpilling(spill)
  const newest = sql`SELECT * EXCLUDE (recency)
    FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY v DESC) AS recency FROM ${stored})
    WHERE recency = 1`
  const identity = { namespace: 'demo', name: 'newest' }
  const staged = await lake.stage(newest, { connection, identity })
  expect(spilled()).toBeGreaterThan(0)
  await publish(lake.lakehouse, [staged])
  expect(staged).toMatchObject({ addedRows: 1_200_000, addedFiles: 1 })
  const relation = await scanRelation(lake.lakehouse, await lake.table('newest'))
  const [found] = await lake.connection.rows(
    sql`SELECT count(DISTINCT id) AS ids, min(v) AS v FROM ${relation}`,
  )
  expect(found).toEqual({ ids: 1_200_000n, v: 300_000n })
})

test('a merge is done where the memory holds neither the new rows nor what becomes of the stored ones', async () => {
  await using lake = await openLake()
  const rows = (from: number, to: number, v: number) =>
    `SELECT range AS id, ${v} AS v, range * 3 AS a, range * 7 AS b, range * 11 AS c FROM range(${from}, ${to})`
  for (let i = 0; i < 4; i++) await lake.write(rows(i * 300_000, (i + 1) * 300_000, 0))
  const spill = mkdtempSync(join(tmpdir(), 'millrace-spill-'))
  await using engine = await openDuckdb({ memory: '100MB', threads: 2, temporaryDirectory: spill })
  await using connection = await engine.connect()
  const spilled = watchSpilling(spill)
  const upsert = {
    kind: 'merge',
    on: sql`"old"."id" = "new"."id"`,
    keys: [{ old: 'id', new: sql`"new"."id"` }],
    clauses: [
      { kind: 'update', set: 'all' },
      { kind: 'insert', values: 'all' },
    ],
  } as const
  const staged = await lake.stage(rows(100_000, 1_300_000, 1), { connection, mode: upsert })
  await publish(lake.lakehouse, [staged])
  expect(staged).toMatchObject({ addedRows: 1_300_000, totalRows: 1_300_000, removedFiles: 4 })
  expect(spilled()).toBeGreaterThan(0)
  const relation = await scanRelation(lake.lakehouse, await lake.table())
  const [found] = await lake.connection.rows(
    sql`SELECT count(DISTINCT id) AS ids, sum(v)::INTEGER AS v FROM ${relation}`,
  )
  expect(found).toEqual({ ids: 1_300_000n, v: 1_200_000 })
}, 120_000)

/** Returns how many files the engine has had in the folder at once, at most, as far as was seen. */
const watchSpilling = (folder: string): (() => number) => {
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, readdirSync(folder).length)
  }, 20)
  onTestFinished(() => clearInterval(watch))
  return () => most
}
