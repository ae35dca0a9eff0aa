import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Secret } from '../../../src/base/secret.ts'
import { openLakehouse } from '../../../src/lakehouse/index.ts'
import { openDatabase } from '../../../src/state/database.ts'
import { startPostgres } from '../../services/postgres-server.ts'
import { checkRace } from './check-race.ts'
import type { Task, Written } from './worker.ts'

export type RaceOptions = {
  readonly catalog: 'sqlite' | 'postgres'
  readonly writers: number
  /** Of each writer; every other one is a merge. */
  readonly writes: number
}

export type RaceReport = {
  readonly seconds: number
  readonly written: readonly Written[]
}

/**
 * Lets processes write to one table at once. Throws where one of them fails, and where a row is not there exactly once
 * afterwards, for us or for PyIceberg.
 */
export const race = async ({ catalog, writers, writes }: RaceOptions): Promise<RaceReport> => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-race-'))
  await using server = catalog === 'postgres' ? await startPostgres() : undefined
  const location = server?.createDatabase() ?? join(folder, 'millrace.db')
  const kind = server === undefined ? 'file' : 'url'
  const warehouse = join(folder, 'warehouse')
  using database = openDatabase(kind === 'url' ? new Secret(location) : location)
  const report = await runWriters(
    Array.from({ length: writers }, (_, writer) => ({
      database: { kind, location },
      warehouse,
      writer,
      writes: Array.from({ length: writes }, (_each, i) => ((i + writer) % 2 === 0 ? 'append' : 'merge')),
    })),
  )
  await checkRace(openLakehouse({ database, warehouse }), {
    writers,
    writes,
    pyiceberg: {
      uri: kind === 'url' ? location.replace(/^postgres:/, 'postgresql+psycopg2:') : `sqlite:///${location}`,
      warehouse: `file://${warehouse}`,
    },
  })
  rmSync(folder, { recursive: true })
  return report
}

const runWriters = async (tasks: readonly Task[]): Promise<RaceReport> => {
  const running = tasks.map(startWriter)
  try {
    for (const { ready } of running) await ready
    const begun = performance.now()
    const written = await Promise.all(running.map(({ go }) => go()))
    return { seconds: (performance.now() - begun) / 1000, written: written.flat() }
  } finally {
    for (const { stop } of running) stop()
  }
}

const startWriter = (task: Task) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'millrace-compile-cache') },
  })
  let complained = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text
  })
  const closed = new Promise<number | null>((done) => child.on('close', done))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const failed = async () => new Error(`writer ${task.writer} ended with ${await closed}\n${complained}`)
  child.stdin.write(`${JSON.stringify(task)}\n`)
  return {
    ready: (async () => {
      if ((await lines.next()).value !== 'ready') throw await failed()
    })(),
    go: async (): Promise<readonly Written[]> => {
      child.stdin.write('go\n')
      const written: Written[] = []
      for (let line = await lines.next(); line.done !== true; line = await lines.next())
        written.push(JSON.parse(line.value) as Written)
      if ((await closed) !== 0) throw await failed()
      return written
    },
    stop: () => child.kill('SIGKILL'),
  }
}
