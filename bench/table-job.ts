// One piece of work on the table bench.sales, as a process of its own, so that its time and its peak memory can be
// measured. Arguments: what to do, the folder of the lakehouse, and numbers.
import { join } from 'node:path'
import { openDuckdb } from '../src/engines/index.ts'
import {
  loadTable,
  openLakehouse,
  scanRelation,
  type WriteMode,
  type WriteRequest,
  writeTable,
} from '../src/lakehouse/index.ts'
import { literal, type Sql, sql } from '../src/sql/index.ts'
import { openDatabase } from '../src/state/database.ts'
import { sales } from './sales.ts'

const [job = '', folder = '', ...texts] = process.argv.slice(2)
const [first = 0, second = 0, third = 0] = texts.map(Number)
const delivery = join(folder, 'delivery.parquet')
using database = openDatabase(join(folder, 'millrace.db'))
const lakehouse = openLakehouse({ database, warehouse: join(folder, 'warehouse') })
await using engine = await openDuckdb({
  temporaryDirectory: join(folder, 'tmp'),
  ...(job === 'newest' ? { memory: `${first}MB` } : {}),
})
await using connection = await engine.connect()
const identity = { namespace: 'bench', name: 'sales' }
const byDay: Partial<WriteRequest> = { partitionBy: [{ column: 'day', transform: 'identity' }] }

const write = async (query: Sql, mode: WriteMode, more: Partial<WriteRequest> = {}): Promise<void> => {
  await writeTable(lakehouse, {
    connection,
    query,
    identity,
    mode,
    runId: 'bench',
    commitId: `${job}-${process.pid}`,
    ...more,
  })
}

const stored = async (name: string): Promise<Sql> => {
  const table = await loadTable(lakehouse, { namespace: 'bench', name })
  if (table === undefined) throw new Error(`there is no table ${name}`)
  return scanRelation(lakehouse, table)
}

const upsert: WriteMode = {
  kind: 'merge',
  on: sql`"old"."id" = "new"."id"`,
  keys: [{ old: 'id', new: sql`"new"."id"` }],
  clauses: [
    { kind: 'update', set: 'all' },
    { kind: 'insert', values: 'all' },
  ],
}

switch (job) {
  // rows
  case 'append':
    await write(sales(0, first, { perDay: Math.ceil(first / 100) }), { kind: 'append' })
    break
  // rows, rows a day
  case 'fill':
    await write(sales(0, first, { perDay: second }), { kind: 'append' }, byDay)
    break
  // first and last id, rows a day: what comes in, of which the earlier half is newer versions of stored rows
  case 'deliver':
    await connection.run(
      sql`COPY (${sales(first, second, { perDay: third, version: 1 })}) TO ${literal(delivery)} (FORMAT parquet)`,
    )
    break
  case 'merge': {
    const load = sql`SELECT * FROM read_parquet(${literal(delivery)})`
    await write(load, upsert, { ...byDay, branch: `merge-${process.pid}` })
    break
  }
  case 'rebuild': {
    const load = sql`SELECT * FROM read_parquet(${literal(delivery)})`
    const all = sql`SELECT * FROM ${await stored('sales')} AS "old"
      WHERE NOT EXISTS (FROM (${load}) AS "new" WHERE "new".id = "old".id) UNION ALL ${load}`
    await write(all, { kind: 'overwrite' }, { ...byDay, branch: `rebuild-${process.pid}` })
    break
  }
  // rows, of which one in five is an older version of another; in no order of their ids
  case 'versions': {
    const rows = sales(0, first, { perDay: Math.ceil(first / 100) })
    await write(
      sql`SELECT * REPLACE (CAST(hash(id % ${Math.ceil(first * 0.8)}) // 2 AS BIGINT) AS id) FROM (${rows})`,
      { kind: 'append' },
      { identity: { namespace: 'bench', name: 'versions' } },
    )
    break
  }
  // memory of the engine in MB
  case 'newest': {
    const ranked = sql`SELECT *, row_number() OVER (PARTITION BY id ORDER BY sold_at DESC) AS recency
      FROM ${await stored('versions')}`
    await write(
      sql`SELECT * EXCLUDE (recency) FROM (${ranked}) WHERE recency = 1`,
      { kind: 'overwrite' },
      { identity: { namespace: 'bench', name: 'newest' } },
    )
    break
  }
  default:
    throw new Error(`there is no job ${job}`)
}
