// Every function over rows that a seed draws, on real Spark and here: npm run harness:rows -- --seed 7 [--file casts]
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, file: { type: 'string', default: '' } },
})
const { status } = spawnSync('npx', ['vitest', 'run', `test/services/functions/${values.file}`], {
  stdio: 'inherit',
  env: { ...process.env, MILLRACE_ROWS_SEED: values.seed },
})
process.exitCode = status ?? 1
