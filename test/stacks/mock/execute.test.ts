import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Engine, openDuckdb } from '../../../src/engines/index.ts'
import { publish, stageWrite } from '../../../src/lakehouse/index.ts'
import { literal, sql } from '../../../src/sql/quote.ts'
import { executeMock } from '../../../src/stacks/mock/execute.ts'
import type { MockJob } from '../../../src/stacks/mock/job.ts'
import { mockSpec } from '../../../src/stacks/mock/spec.ts'
import { type Database, openDatabase } from '../../../src/state/database.ts'
import { nodeSource } from './node-source.ts'
import { feedBytes, sha256 } from './read-feed.ts'
import { taskContext } from './task-context.ts'

let folder = ''
let engine: Engine
let database: Database
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-mock-'))
  engine = await openDuckdb({ threads: 1 })
  database = openDatabase(':memory:')
})
afterEach(async () => {
  database[Symbol.dispose]()
  await engine[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const jobOf = (payload: Record<string, unknown>): MockJob => {
  const { value, diagnostics } = mockSpec.compile(
    nodeSource({ entity: 'customer', rows: 1000, output: 'dataos://landing:bank/customer', ...payload }),
  )
  if (value === undefined) throw new Error(JSON.stringify(diagnostics))
  return value
}
const run = async (payload: Record<string, unknown> = {}, signal = new AbortController().signal) => {
  const { context, events } = taskContext(folder, engine, database)
  const { concluded: result } = await executeMock(jobOf(payload), context, signal)
  return { result, events }
}
/** A table `customer_raw` with these ids. */
const storeIds = async (ids: readonly string[]) => {
  const { context } = taskContext(folder, engine, database)
  await using connection = await engine.connect()
  const commit = await stageWrite(context.lakehouse, {
    connection,
    query: sql`SELECT unnest([${ids.map(literal)}]) AS cust_id`,
    identity: { namespace: 'bank', name: 'customer_raw' },
    mode: { kind: 'append' },
    runId: 'r0',
    commitId: 'c0',
  })
  await publish(context.lakehouse, [commit])
}
const file = (path: string) => join(folder, path)

describe('a mock task', () => {
  test('writes the feed and a copy below the reference date', async () => {
    const { result, events } = await run({ history: 'dataos://history:bank/customer' })
    const expected = await feedBytes({ entity: 'customer', rows: 1000 })
    expect(await readFile(file('landing/bank/customer/part-00000.csv'))).toEqual(expected)
    expect(await readFile(file('history/bank/customer/2023-11-11/part-00000.csv'))).toEqual(expected)
    expect(result.rowsWritten).toBe(1000)
    expect(result.written.map(({ version }) => version)).toEqual([sha256(expected), sha256(expected)])
    expect(events).toEqual([
      { kind: 'task.progress', phase: 'writing customer', rows: 1000, totalRows: 1000 },
      {
        kind: 'files.written',
        dataset: 'dataos://landing:bank/customer',
        path: 'bank/customer/part-00000.csv',
        rows: 1000,
        sizeBytes: expected.length,
      },
      {
        kind: 'files.written',
        dataset: 'dataos://history:bank/customer',
        path: 'bank/customer/2023-11-11/part-00000.csv',
        rows: 1000,
        sizeBytes: expected.length,
      },
    ])
  })

  test('leaves an identical file alone', async () => {
    await run()
    const before = await stat(file('landing/bank/customer/part-00000.csv'))
    const { result, events } = await run()
    const after = await stat(file('landing/bank/customer/part-00000.csv'))
    expect([after.mtimeMs, after.ino]).toEqual([before.mtimeMs, before.ino])
    expect(result.rowsWritten).toBe(0)
    expect(result.written).toHaveLength(1)
    expect(events.at(-1)).toMatchObject({
      kind: 'dataset.unchanged',
      dataset: 'dataos://landing:bank/customer',
    })
  })

  test.each([
    ['shorter', (bytes: Buffer) => bytes.subarray(0, -10)],
    ['longer', (bytes: Buffer) => Buffer.concat([bytes, bytes.subarray(-10)])],
    ['different in one byte', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -2), Buffer.from('0\n')])],
  ])('replaces a file that is %s', async (_, spoil) => {
    await run()
    const path = file('landing/bank/customer/part-00000.csv')
    const good = await readFile(path)
    await writeFile(path, spoil(good))
    const { result } = await run()
    expect(result.rowsWritten).toBe(1000)
    expect(await readFile(path)).toEqual(good)
  })

  test('writes one file where the address names one', async () => {
    await run({ output: 'dataos://landing:bank/customer.csv' })
    expect(await readdir(file('landing/bank'))).toEqual(['customer.csv'])
  })

  test('leaves nothing behind after an abort in the middle', async () => {
    const controller = new AbortController()
    const { context } = taskContext(folder, engine, database)
    const emit = () => controller.abort(new Error('enough'))
    const working = executeMock(jobOf({ rows: 60_000 }), { ...context, emit }, controller.signal)
    await expect(working).rejects.toThrow('enough')
    expect(await readdir(join(folder, 'landing/bank/customer'))).toEqual([])
  })

  test('refuses to write into tables', async () => {
    await expect(run({ output: 'dataos://lake:bank/customer' })).rejects.toMatchObject({
      diagnostic: { code: 'MR3264', place: { file: 'feed.yaml#stackSpec' } },
    })
  })

  test('begins with the first id where the table to continue does not exist', async () => {
    await run({ continueAfter: { dataset: 'dataos://lake:bank/customer_raw', column: 'cust_id' } })
    const expected = await feedBytes({ entity: 'customer', rows: 1000 })
    expect(await readFile(file('landing/bank/customer/part-00000.csv'))).toEqual(expected)
  })

  test('continues after the largest id of a table, in a file beside the first', async () => {
    await run({ rows: 10 })
    await storeIds(['1000000009', '1000000003'])
    const { result } = await run({
      rows: 5,
      continueAfter: { dataset: 'dataos://lake:bank/customer_raw', column: 'CUST_ID' },
    })
    expect(result.rowsWritten).toBe(5)
    expect((await readdir(file('landing/bank/customer'))).toSorted()).toEqual([
      'part-00000.csv',
      'part-from-1000000010.csv',
    ])
    expect(await readFile(file('landing/bank/customer/part-from-1000000010.csv'))).toEqual(
      await feedBytes({ entity: 'customer', rows: 5, firstId: 1_000_000_010 }),
    )
  })

  test.each([
    [['abc'], 'cust_id', 'MR3265'],
    [['9999999998'], 'cust_id', 'MR3266'],
    [['1000000001'], 'customer_id', 'MR3267'],
  ])('cannot continue after %j in %s', async (ids, column, code) => {
    await storeIds(ids)
    const continueAfter = { dataset: 'dataos://lake:bank/customer_raw', column }
    await expect(run({ continueAfter })).rejects.toMatchObject({ diagnostic: { code } })
  })

  test('refuses to continue after files', async () => {
    await expect(
      run({ continueAfter: { dataset: 'dataos://landing:bank/customer', column: 'cust_id' } }),
    ).rejects.toMatchObject({ diagnostic: { code: 'MR3267' } })
  })
})
