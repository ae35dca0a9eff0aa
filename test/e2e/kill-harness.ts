import { spawn } from 'node:child_process'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDuckdb } from '../../src/engines/index.ts'
import {
  currentSnapshotId,
  listTables,
  loadTable,
  openLakehouse,
  scanRelation,
} from '../../src/lakehouse/index.ts'
import { sql } from '../../src/sql/quote.ts'
import { openDatabase } from '../../src/state/database.ts'
import { exampleProject, main, start } from './millrace.ts'

/** What a project's data is, free of everything that differs between two honest runs: ids, times, file names. */
export type Content = {
  readonly tables: Readonly<Record<string, string>>
  readonly watermarks: readonly string[]
  readonly tasks: readonly string[]
}

/**
 * The example with `rows` rows a feed, without the parts that only make a run longer: a merge, an incremental append,
 * a table that is replaced, checks and the scanner remain.
 */
export const smallExample = (rows = 200): string => {
  const place = exampleProject()
  const edit = (file: string, change: (text: string) => string) =>
    writeFileSync(join(place, file), change(readFileSync(join(place, file), 'utf8')))
  for (const name of ['insights', 'profile', 'product']) rmSync(join(place, 'manifests', `${name}.yaml`))
  const fewer = (text: string) =>
    text.replaceAll(/\b(rows|customers): \d{3,}/g, (_, key: string) => `${key}: ${rows}`)
  edit('manifests/feed.yaml', (text) => fewer(onlyNodes(text, ['customer', 'campaign-event'])))
  edit('manifests/cards.yaml', (text) => onlyNodes(text, ['campaign-event']))
  edit('manifests/quality.yaml', (text) =>
    onlyNodes(text, ['customer-quality']).replace(/row_count > \d{3,}/, 'row_count > 0'),
  )
  return place
}

const onlyNodes = (manifest: string, names: readonly string[]): string => {
  const [head = '', ...nodes] = manifest.split(/^(?= {4}- name: )/m)
  return [head, ...nodes.filter((node) => names.includes(/- name: (\S+)/.exec(node)?.[1] ?? ''))].join('')
}

/** Starts an apply in a process group of its own and kills all of it after `delayMs`; false where it was done before. */
export const applyAndKill = async (place: string, delayMs: number): Promise<boolean> => {
  const child = spawn(process.execPath, [main, 'apply'], { cwd: place, detached: true, stdio: 'ignore' })
  const ended = new Promise<boolean>((done) =>
    child.on('exit', (_code, signal) => done(signal === 'SIGKILL')),
  )
  await Promise.race([sleep(delayMs), ended])
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It ended by itself in this very moment.
  }
  return ended
}

/** Applies to the end; returns what the command printed. Throws where it does not succeed. */
export const applyWhole = async (
  place: string,
): Promise<{ readonly text: string; readonly durationMs: number }> => {
  const begin = performance.now()
  const { code, stdout, stderr } = await start(['apply'], { cwd: place }).ended
  if (code !== 0) throw new Error(`apply exited ${code}\n${stdout}\n${stderr}`)
  return { text: stdout, durationMs: performance.now() - begin }
}

/** Reads all tables, watermarks and task records; throws where a record and a table disagree. */
export const contentOf = async (place: string): Promise<Content> => {
  using database = openDatabase(join(place, '.millrace', 'millrace.db'))
  const lakehouse = openLakehouse({ database, warehouse: join(place, '.millrace', 'warehouse') })
  await using engine = await openDuckdb({ threads: 1 })
  await using connection = await engine.connect()
  const tables: Record<string, string> = {}
  const snapshots = new Map<string, string | undefined>()
  for (const identity of await listTables(lakehouse)) {
    const table = await loadTable(lakehouse, identity)
    if (table === undefined) throw new Error(`${identity.name} is listed but not there`)
    const relation = await scanRelation(lakehouse, table)
    const query = sql`SELECT count(*) AS n, sum(hash(CAST(t AS VARCHAR))) AS h FROM (SELECT * FROM ${relation}) AS t`
    const [row] = await connection.rows(query)
    tables[`${identity.namespace}.${identity.name}`] = `${row?.['n']} rows, ${row?.['h']}`
    snapshots.set(`dataos://lake:${identity.namespace}/${identity.name}`, currentSnapshotId(table))
  }
  const tasks = database.all('SELECT * FROM task ORDER BY task').map((task) => {
    for (const [address, version] of Object.entries(
      JSON.parse(String(task['outputs'] ?? '{}')) as Record<string, string>,
    ))
      if (snapshots.has(address) && version !== 'empty' && snapshots.get(address) !== version)
        throw new Error(
          `${task['task']} says that it wrote ${version}, but ${address} is at ${snapshots.get(address)}`,
        )
    return `${task['task']} ${task['outcome']} ${task['fingerprint']}`
  })
  const watermarks = database
    .all('SELECT task, input, context, key, value FROM watermark ORDER BY task, input, context, key')
    .map((row) => Object.values(row).join(' '))
  return { tables, watermarks, tasks }
}

/** The project's state as it is now, to come back to. Its path stays the same: tables know where their files are. */
export const keepState = (place: string): { readonly restore: () => void } => {
  const [state, copy] = [join(place, '.millrace'), join(place, '.kept')]
  rmSync(copy, { recursive: true, force: true })
  const options = { recursive: true, preserveTimestamps: true } as const
  if (existsSync(state)) cpSync(state, copy, options)
  return {
    restore: () => {
      rmSync(state, { recursive: true, force: true })
      if (existsSync(copy)) cpSync(copy, state, options)
    },
  }
}

/** Numbers between 0 and 1, the same for the same seed. */
export const chance = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
