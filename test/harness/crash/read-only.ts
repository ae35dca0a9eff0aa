// Takes away the right to write from one folder after the other and writes: nothing must change, readers must not
// notice, and all must go on once the right is back. Prints a line for each folder: its name and the code.
import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { MillraceError } from '../../../src/diagnostics/index.ts'
import { openDatabase } from '../../../src/state/database.ts'
import { openLake } from '../../lakehouse/lake.ts'
import { files } from '../files.ts'
import type { Operation } from '../operation.ts'
import { observe } from '../observe.ts'
import { perform } from '../perform.ts'

const [folder = ''] = process.argv.slice(2)
const append: Operation = {
  kind: 'publish',
  writes: [{ table: 'u', branch: 'main', mode: { kind: 'append' }, rows: [{ id: 1, part: 1, v: 1 }] }],
  watermark: 1,
}
const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work()
    return 'done'
  } catch (cause) {
    return cause instanceof MillraceError ? cause.diagnostic.code : String(cause)
  }
}

const lake = await openLake(folder)
await perform(lake, append, 'first')
const [table = ''] = readdirSync(join(folder, 'warehouse', 'demo'))
const places = {
  data: join(folder, 'warehouse', 'demo', table, 'data'),
  metadata: join(folder, 'warehouse', 'demo', table, 'metadata'),
}
let n = 0
for (const [name, path] of Object.entries(places)) {
  const before = await observe(lake)
  chmodSync(path, 0o555)
  n += 1
  const code = await codeOf(() => perform(lake, append, `refused-${n}`))
  if ((await observe(lake)) !== before) throw new Error(`${name}: something changed`)
  chmodSync(path, 0o755)
  const { missing, orphans } = await files(lake.lakehouse)
  if (missing.length + orphans.length > 0) throw new Error(`${name}: left behind ${orphans.join()}`)
  const after = await codeOf(() => perform(lake, append, `again-${n}`))
  if ((await observe(lake)) === before) throw new Error(`${name}: it did not go on`)
  process.stdout.write(`${name} ${code} ${after}\n`)
}
await lake[Symbol.asyncDispose]()
chmodSync(folder, 0o555)
chmodSync(join(folder, 'millrace.db'), 0o444)
const code = await codeOf(() => {
  using database = openDatabase(join(folder, 'millrace.db'))
  database.run(`UPDATE iceberg_tables SET metadata_location = 'x'`)
})
chmodSync(folder, 0o755)
chmodSync(join(folder, 'millrace.db'), 0o644)
process.stdout.write(`database ${code} done\n`)
process.exit(0)
