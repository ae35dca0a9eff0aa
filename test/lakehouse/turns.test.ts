import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { publish, publishAudited, updateTables, writeTable } from '../../src/lakehouse/index.ts'
import { sql } from '../../src/sql/quote.ts'
import { type Lake, openLake } from './lake.ts'

const t = { namespace: 'demo', name: 't' }
const ids = async (lake: Lake) => (await lake.rows()).map((row) => row['id'])

const taken = async (lake: Lake): Promise<Disposable> => {
  const turn = await lake.lakehouse.turns.take([t])
  if (turn === undefined) throw new Error('nobody else is there')
  return turn
}

/** Whether something has happened after a while in which it could have. */
const happens = (work: Promise<unknown>): Promise<boolean> =>
  Promise.race([work.then(() => true), sleep(300).then(() => false)])

test('while somebody has a turn at a table all others wait before they commit, and then go on from there', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const staged = await lake.stage('SELECT 2 AS id')
  const turn = await taken(lake)
  const audits: unknown[] = []
  const audit = async () => {
    audits.push('audit')
  }
  const waiting = [
    publishAudited(lake.lakehouse, [staged], { audit }),
    updateTables(lake.lakehouse, [t], ({ metadata }) => ({
      kind: 'change',
      metadata: { ...metadata, properties: { a: '1' } },
    })),
  ]
  expect(await happens(Promise.race(waiting))).toBe(false)
  // Who has the turn is not waited for by itself.
  await publish(lake.lakehouse, [await lake.stage('SELECT 3 AS id')])
  expect(await ids(lake)).toEqual([1, 3])
  turn[Symbol.dispose]()
  await Promise.all(waiting)
  expect(await ids(lake)).toEqual([1, 2, 3])
  expect((await lake.table()).metadata.properties).toEqual({ a: '1' })
  // Nothing was audited that the others would have outdated.
  expect(audits).toEqual(['audit'])
  expect(await happens(lake.lakehouse.turns.wait([t]))).toBe(true)
})

test('a turn at one table holds up nobody at another', async () => {
  await using lake = await openLake()
  using _turn = await taken(lake)
  const elsewhere = { namespace: 'demo', name: 'u' }
  const staged = await lake.stage('SELECT 1 AS id', { identity: elsewhere })
  expect(await happens(publishAudited(lake.lakehouse, [staged]))).toBe(true)
})

test('a write that depends on rows is computed again where others changed them, and leaves nothing behind', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  let audits = 0
  const written = await writeTable(
    lake.lakehouse,
    {
      connection: lake.connection,
      query: sql`SELECT unnest([2, 3]) AS id`,
      identity: t,
      mode: {
        kind: 'merge',
        on: sql`old.id = new.id`,
        keys: [],
        clauses: [{ kind: 'insert', values: 'all' }],
      },
      runId: 'run',
      commitId: 'merge',
    },
    {
      audit: async () => {
        audits += 1
        if (audits === 1) await lake.write('SELECT 2 AS id')
      },
    },
  )
  expect(written).toMatchObject({ kind: 'staged', addedRows: 1 })
  expect(await ids(lake)).toEqual([1, 2, 3])
  const data = (await lake.lakehouse.storage.list('')).filter(({ path }) => path.endsWith('.parquet'))
  expect(data).toHaveLength(3)
})
