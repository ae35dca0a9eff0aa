// Fills the file system that the given folder is on, again and again with a little more left, and writes: what does not
// fit must change nothing. Prints a line for each write: its code, or `done`. The test runs it on a disk of its own.
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MillraceError } from '../../../src/diagnostics/index.ts'
import { openLake } from '../../lakehouse/lake.ts'
import { files } from '../files.ts'
import { emptyWorld, foresee } from '../model.ts'
import type { Operation, Write } from '../operation.ts'
import { checkHistory, observe, printWorld } from '../observe.ts'
import { perform } from '../perform.ts'

const [folder = ''] = process.argv.slice(2)
const filler = join(folder, 'filler')

const fill = (leftBytes: number): void => {
  const { bavail, bsize } = statfsSync(folder)
  writeFileSync(filler, new Uint8Array(Math.max(0, bavail * bsize - leftBytes)))
}

const write = (n: number, more: Partial<Write> = {}): Write => ({
  table: 't',
  branch: 'main',
  mode: { kind: 'append' },
  rows: [
    { id: n, part: 0, v: n },
    { id: n, part: 1, v: n },
  ],
  ...more,
})
const operations: readonly ((n: number) => Operation)[] = [
  (n) => ({ kind: 'publish', writes: [write(n), write(n, { table: 'u' })], watermark: n }),
  (n) => ({ kind: 'publish', writes: [write(n, { mode: { kind: 'overwrite' } })] }),
  (n) => ({ kind: 'overtaken', first: write(n), write: write(-n) }),
  (n) => ({ kind: 'reject', writes: [write(n)], branch: 'audit-1' }),
]

const lake = await openLake(folder)
let world = emptyWorld
let n = 0
const attempt = async (operation: Operation): Promise<string> => {
  n += 1
  const allowed = [world, ...foresee(world, operation, `op-${n}`)]
  const outcome = await perform(lake, operation, `op-${n}`).then(
    () => 'done',
    (cause: unknown) => (cause instanceof MillraceError ? cause.diagnostic.code : String(cause)),
  )
  rmSync(filler, { force: true })
  const found = await observe(lake)
  const at = allowed.findLastIndex((each) => printWorld(each) === found)
  const isRight = outcome === 'done' ? at === allowed.length - 1 : at >= 0 && at < allowed.length - 1
  if (!isRight) throw new Error(`${outcome} left\n${found}\nafter\n${printWorld(world)}`)
  world = allowed[at] ?? world
  const { missing, orphans } = await files(lake.lakehouse)
  if (missing.length + orphans.length > 0)
    throw new Error(`${outcome}: gone ${missing.join()}, left behind ${orphans.join()}`)
  return outcome
}

const start: Operation = { kind: 'publish', writes: [write(0), write(0, { table: 'u' })], watermark: 0 }
process.stdout.write(`${await attempt(start)}\n`)
for (const operationOf of operations)
  for (let leftBytes = 0; ; leftBytes += 4096) {
    fill(leftBytes)
    const outcome = await attempt(operationOf(n + 1))
    process.stdout.write(`${outcome}\n`)
    if (outcome === 'done') break
  }
await checkHistory(lake, world)
process.stdout.write('the end\n')
process.exit(0)
