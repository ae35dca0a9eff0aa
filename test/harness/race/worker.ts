// Writes to a table that others write to at the same time. Input: one line, a `Task`. Output: `ready`, and after the
// word to go a line with what each write took.
import { createInterface } from 'node:readline'
import { Secret } from '../../../src/base/secret.ts'
import { openDuckdb } from '../../../src/engines/index.ts'
import { openLakehouse, writeTable } from '../../../src/lakehouse/index.ts'
import { sql } from '../../../src/sql/quote.ts'
import { openDatabase } from '../../../src/state/database.ts'

export type Task = {
  readonly database: { readonly kind: 'file' | 'url'; readonly location: string }
  readonly warehouse: string
  readonly writer: number
  readonly writes: readonly ('append' | 'merge')[]
}

/** What one write took. */
export type Written = {
  readonly kind: 'append' | 'merge'
  readonly ms: number
  /** How often it came to a commit, and how often its rows were computed. */
  readonly commits: number
  readonly stagings: number
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const next = async () => String((await lines.next()).value)
const task = JSON.parse(await next()) as Task
const { kind, location } = task.database
using database = openDatabase(kind === 'url' ? new Secret(location) : location)
const lakehouse = openLakehouse({ database, warehouse: task.warehouse })
await using engine = await openDuckdb({ threads: 1 })
await using connection = await engine.connect()
let stagings = 0
const counted = {
  ...lakehouse,
  storage: {
    ...lakehouse.storage,
    writeFolder: (prefix: string) => {
      stagings += 1
      return lakehouse.storage.writeFolder(prefix)
    },
  },
}
process.stdout.write('ready\n')
await next()
for (const [i, write] of task.writes.entries()) {
  const begun = performance.now()
  stagings = 0
  let commits = 0
  const own = 1000 * (task.writer + 1) + i
  await writeTable(
    counted,
    {
      connection,
      // A merge meets the others in one of ten rows, which only one of all may insert.
      query:
        write === 'append'
          ? sql`SELECT ${own} AS id, ${task.writer} AS writer`
          : sql`SELECT unnest([${own}, ${own % 10}]) AS id, ${task.writer} AS writer`,
      identity: { namespace: 'demo', name: 't' },
      mode:
        write === 'append'
          ? { kind: 'append' }
          : {
              kind: 'merge',
              on: sql`"old"."id" = "new"."id"`,
              keys: [{ old: 'id', new: sql`"new"."id"` }],
              clauses: [{ kind: 'insert', values: 'all' }],
            },
      runId: `writer-${task.writer}`,
      commitId: `write-${task.writer}-${i}`,
    },
    {
      audit: async () => {
        commits += 1
      },
    },
  )
  const written: Written = { kind: write, ms: performance.now() - begun, commits, stagings }
  process.stdout.write(`${JSON.stringify(written)}\n`)
}
process.exit(0)
