import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openDuckdb } from '../../../src/engines/index.ts'
import { literal, sql } from '../../../src/sql/quote.ts'
import { encodeCsv } from '../../../src/stacks/mock/csv.ts'
import { entities } from '../../../src/stacks/mock/job.ts'
import { feedBytes, readFeed, sha256 } from './read-feed.ts'

// The content of the feeds is part of the release: whoever changes it changes these, and says so.
const goldens: Readonly<Record<(typeof entities)[number], string>> = {
  customer: '27d1754d9e4567159230c70e4bcf253ef65fe5412d1e85a612a0634a060fbdf8',
  product: '8c93772b981e2d89b6caa9cd39b99339dd8f976c7c10172f4e49d972be33812e',
  account: 'f50cb74f508ec366501f102e63554889541c681f13641c776e3c568e0e201136',
  transaction: '0ad44b479f05faf6529d8ed8cf6656178acd1464959b86275f0c045204b3eef7',
  campaign_event: 'd193d919cd6a860568c21bb44cd3f926dc6183d08c2c023999565c6b69129fc5',
}

describe('every feed', () => {
  test.each(entities)('of %s is the same file for the same seed', async (entity) => {
    const bytes = await feedBytes({ entity, rows: 1000 })
    expect(sha256(bytes)).toBe(goldens[entity])
    expect(sha256(await feedBytes({ entity, rows: 1000 }, 300))).toBe(goldens[entity])
    expect(sha256(await feedBytes({ entity, rows: 1000, seed: '2' }))).not.toBe(goldens[entity])
  })

  test.each(entities)('of %s has as many rows as asked for', async (entity) => {
    for (const rows of [1, 7, 1001]) expect(await readFeed({ entity, rows })).toHaveLength(rows)
  })

  test.each(entities)('of %s has rows as wide as its header', async (entity) => {
    for (const row of await readFeed({ entity, rows: 200 }))
      expect(Object.values(row).every((cell) => typeof cell === 'string')).toBe(true)
  })
})

describe('the CSV file', () => {
  let engine: Engine
  let folder = ''
  beforeAll(async () => {
    engine = await openDuckdb({ threads: 1 })
    folder = await mkdtemp(join(tmpdir(), 'millrace-mock-'))
  })
  afterAll(async () => {
    await engine[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  const readBack = async (bytes: Uint8Array) => {
    const path = join(folder, `${sha256(bytes)}.csv`)
    await writeFile(path, bytes)
    await using connection = await engine.connect()
    return await connection.table(
      sql`SELECT * FROM read_csv(${literal(path)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')`,
    )
  }

  test.each(entities)('of %s reads back as the rows that went in', async (entity) => {
    const { rows } = await readBack(await feedBytes({ entity, rows: 2000 }))
    const written = await readFeed({ entity, rows: 2000 })
    expect(rows).toEqual(written.map((row) => Object.values(row).map((cell) => (cell === '' ? null : cell))))
  })

  test('keeps commas, quotes and line breaks inside a cell', async () => {
    const cells = ['a,b', 'say "no"', 'two\nlines', 'plain', 'ü€😀']
    const feed = { columns: ['a', 'b', 'c', 'd', 'e'], rows: () => [cells] }
    const chunks: Uint8Array[] = []
    for await (const chunk of encodeCsv(feed, { chunkBytes: 1 })) chunks.push(chunk)
    expect((await readBack(Buffer.concat(chunks))).rows).toEqual([cells])
  })

  test('contains addresses with commas, so that readers are put to the test', async () => {
    const rows = await readFeed({ entity: 'customer', rows: 500 })
    expect(rows.filter((row) => row['customer_addressline1']?.includes(',')).length).toBeGreaterThan(100)
  })

  test('stops at an abort, between two chunks', async () => {
    const controller = new AbortController()
    const feed = { columns: ['n'], rows: () => Array.from({ length: 10_000 }, (_, i) => [`${i}`]) }
    let chunks = 0
    const reading = async () => {
      for await (const _ of encodeCsv(feed, { chunkBytes: 1000 }, controller.signal)) {
        chunks += 1
        if (chunks === 3) controller.abort()
      }
    }
    await expect(reading()).rejects.toThrow('aborted')
    expect(chunks).toBe(3)
  })
})
