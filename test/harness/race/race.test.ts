import { expect, test } from 'vitest'
import { postgresPrograms } from '../../services/postgres-server.ts'
import { race } from './race.ts'

if (process.env['CI'] === 'true' && postgresPrograms() === undefined)
  throw new Error('the race on PostgreSQL must run in CI')

test.for(['sqlite', 'postgres'] as const)(
  'of processes that write to one table at once every row is there once, and nobody is left behind: %s',
  async (catalog, { skip }) => {
    skip(catalog === 'postgres' && postgresPrograms() === undefined, 'this machine has no PostgreSQL server')
    const { written } = await race({ catalog, writers: 5, writes: 6 })
    expect(written).toHaveLength(30)
    // Without turns the same writer loses again and again: up to 18 times in a race of eight.
    expect(Math.max(...written.map(({ commits, stagings }) => Math.max(commits, stagings)))).toBeLessThan(8)
  },
)
