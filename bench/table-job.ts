// One piece of work on the table bench.sales, as a process of its own, so that its time and its peak memory can be
// measured. Arguments: what to do, the folder of the lakehouse, and numbers.
import { join } from 'node:path'
import { openDuckdb } from '../src/engines/index.ts'
import { loadTable, openLakehouse, scanRelation, type WriteMode, writeTable } from '../src/lakehouse/index.ts'
import { type Sql, sql } from '../src/sql/index.ts'
import { openDatabase } from '../src/state/database.ts'
import { sales } from './sales.ts'

const [job = '', folder = '', ...texts] = process.argv.slice(2)
const [first = 0, second = 0, third = 0] = texts.map(Number)
using database = openDatabase(join(folder, 'millrace.db'))
const lakehouse = openLakehouse({ database, warehouse: join(folder, 'warehouse') })
await using engine = await openDuckdb({ temporaryDirectory: join(folder, 'tmp') })
await using connection = await engine.connect()
const identity = { namespace: 'bench', name: 'sales' }

const write = async (query: Sql, mode: WriteMode, branch = 'main', partitioned = true): Promise<void> => {
  await writeTable(lakehouse, {
    connection,
    query,
    identity,
    mode,
    branch,
    ...(partitioned ? { partitionBy: [{ column: 'day', transform: 'identity' }] } : {}),
    runId: 'bench',
    commitId: `${job}-${branch}-${first}`,
  })
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
    await write(sales(0, first, { perDay: Math.ceil(first / 100) }), { kind: 'append' }, 'main', false)
    break
  // rows, rows a day
  case 'fill':
    await write(sales(0, first, { perDay: second }), { kind: 'append' })
    break
  // first and last id, rows a day: what comes in, of which the earlier half is newer versions of stored rows
  case 'merge':
    await write(sales(first, second, { perDay: third, version: 1 }), upsert, `merge-${process.pid}`)
    break
  case 'rebuild': {
    const table = await loadTable(lakehouse, identity)
    if (table === undefined) throw new Error('fill it first')
    const fresh = sales(first, second, { perDay: third, version: 1 })
    const stored = await scanRelation(lakehouse, table)
    const all = sql`SELECT * FROM ${stored} AS "old" WHERE NOT EXISTS (FROM (${fresh}) AS "new" WHERE "new".id = "old".id)
      UNION ALL ${fresh}`
    await write(all, { kind: 'overwrite' }, `rebuild-${process.pid}`)
    break
  }
  default:
    throw new Error(`there is no job ${job}`)
}
