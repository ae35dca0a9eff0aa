import { createHash } from 'node:crypto'
import { encodeCsv } from '../../../src/stacks/mock/csv.ts'
import { feedOf } from '../../../src/stacks/mock/feed.ts'
import { defaultOptions, type MockJob, type MockOptions } from '../../../src/stacks/mock/job.ts'

export type FeedRequest = Pick<MockJob, 'entity' | 'rows'> &
  Partial<Pick<MockJob, 'seed' | 'asOf'>> & {
    readonly options?: Partial<MockOptions>
    readonly firstId?: number
  }

const openFeed = (request: FeedRequest) =>
  feedOf(
    {
      entity: request.entity,
      rows: request.rows,
      seed: request.seed ?? '1',
      asOf: request.asOf ?? '2023-11-11',
      options: { ...defaultOptions, ...request.options },
    },
    request.firstId,
  )

export type FeedRow = Readonly<Record<string, string>>

/** Rows of a feed as objects. */
export const readFeed = async (request: FeedRequest): Promise<readonly FeedRow[]> => {
  const feed = await openFeed(request)
  return Array.from(feed.rows(), (cells) =>
    Object.fromEntries(feed.columns.map((column, i) => [column, cells[i] ?? ''])),
  )
}

/** The file of a feed. */
export const feedBytes = async (request: FeedRequest, chunkBytes = 1 << 20): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of encodeCsv(await openFeed(request), { chunkBytes })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** How often each value occurs, as a share of the rows. */
export const shares = (rows: readonly FeedRow[], column: string): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const row of rows) counts[row[column] ?? ''] = (counts[row[column] ?? ''] ?? 0) + 1
  return Object.fromEntries(Object.entries(counts).map(([value, count]) => [value, count / rows.length]))
}
