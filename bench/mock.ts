import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLocalStorage } from '../src/depots/index.ts'
import { encodeCsv } from '../src/stacks/mock/csv.ts'
import { feedOf } from '../src/stacks/mock/feed.ts'
import { defaultOptions } from '../src/stacks/mock/job.ts'
import type { Bench, BenchResult } from './bench.ts'

const rows = 520_000
const name = 'mock: 520,000 customers as CSV'
const goal = 'below 10 s on two cores'

/** Generating and storing the feed, against writing as many bytes of nothing. */
const run = async (): Promise<BenchResult> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  try {
    const storage = openLocalStorage(folder)
    const started = performance.now()
    const feed = await feedOf({
      entity: 'customer',
      rows,
      seed: '1',
      asOf: '2023-11-11',
      options: defaultOptions,
    })
    await storage.put('customer.csv', encodeCsv(feed))
    const seconds = (performance.now() - started) / 1000
    const { size } = await stat(storage.location('customer.csv'))
    const floorSeconds = await writeZeros(join(folder, 'floor'), size)
    return {
      name,
      goal,
      measured: { seconds, floorSeconds, megabytes: size / 1e6, rowsPerSecond: rows / seconds },
      ratio: seconds / floorSeconds,
      met: seconds < 10,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Bare Node: the same number of bytes in the same chunks, made durable. Returns seconds. */
const writeZeros = async (path: string, size: number): Promise<number> => {
  const chunk = Buffer.alloc(1 << 20)
  const started = performance.now()
  await using file = await open(path, 'w')
  for (let left = size; left > 0; left -= chunk.length)
    await file.write(chunk, 0, Math.min(left, chunk.length))
  await file.sync()
  return (performance.now() - started) / 1000
}

const bench: Bench = { name, goal, run }
export default bench

if (import.meta.main) console.log(await run())
