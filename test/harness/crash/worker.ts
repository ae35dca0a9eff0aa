// Does operations one after the other until it is killed, by its parent at a random instant or by itself at a named
// point of its work. Argument: a folder with a lakehouse. Input: one line, a `Task`. Output, a line each: `ready`, then
// `begin` and `end` of every operation, so that the parent knows what was in flight; `at` with the point of the kill.
import { readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openDuckdb } from '../../../src/engines/index.ts'
import { openLakehouse } from '../../../src/lakehouse/index.ts'
import { openDatabase } from '../../../src/state/database.ts'
import { interposed, interposedDatabase } from '../interposed.ts'
import type { Operation } from '../operation.ts'
import { perform } from '../perform.ts'

export type Task = {
  readonly folder: string
  readonly operations: readonly { readonly id: string; readonly operation: Operation }[]
  /** Dies by itself when it has come to so many named points; otherwise the parent kills it. */
  readonly dieAt?: number
}

// Written at once: a line that was said before the kill is there after it.
const say = (line: string): void => {
  writeSync(1, `${line}\n`)
}

const engine = await openDuckdb({ threads: 1 })
const connection = await engine.connect()
say('ready')
const task = JSON.parse(readFileSync(0, 'utf8')) as Task
let points = 0
const reach = (point: string): void => {
  points += 1
  if (points !== task.dieAt) return
  say(`at ${point}`)
  process.kill(process.pid, 'SIGKILL')
}
const database = interposedDatabase(openDatabase(join(task.folder, 'millrace.db')), reach)
const warehouse = join(task.folder, 'warehouse')
const lakehouse = interposed(openLakehouse({ database, warehouse }), reach)
for (const { id, operation } of task.operations) {
  say(`begin ${id}`)
  await perform({ lakehouse, database, connection }, operation, id)
  say(`end ${id}`)
}
say('done')
// Everything was done before the kill came: wait for it.
await new Promise((wait) => setTimeout(wait, 60_000))
