// Runs every benchmark, or those that are named, and prints what each found: npm run bench -- dedup start-up
// `--rows 2000000` runs those that can be scaled at another size.
import { parseArgs } from 'node:util'
import type { Bench, BenchResult } from './bench.ts'

const benches: Readonly<Record<string, () => Promise<{ readonly default: Bench }>>> = {
  'start-up': () => import('./start-up.ts'),
  validate: () => import('./validate.ts'),
  change: () => import('./change.ts'),
  peers: () => import('./peers.ts'),
  mock: () => import('./mock.ts'),
  example: () => import('./example.ts'),
  dedup: () => import('./dedup.ts'),
  append: () => import('./append.ts'),
  merge: () => import('./merge.ts'),
  planning: () => import('./planning.ts'),
  lookup: () => import('./lookup.ts'),
  'spark-sql': () => import('./spark-sql.ts'),
  'dedup-100m': () => import('./dedup-100m.ts'),
}

// Too long for a run of all, or in need of what few machines have.
const byHand = ['dedup-100m', 'peers']

const { values, positionals: named } = parseArgs({
  options: { rows: { type: 'string' } },
  allowPositionals: true,
})
const scale = values.rows === undefined ? {} : { rows: Number(values.rows) }
const unknown = named.filter((name) => benches[name] === undefined)

const number = (value: number): string =>
  value.toLocaleString('en-GB', { maximumFractionDigits: value < 1 ? 3 : value < 100 ? 2 : 0 })

const print = ({ name, goal, measured, ratio, met }: BenchResult): void => {
  console.log(`\n${name}`)
  for (const [what, value] of Object.entries(measured)) console.log(`  ${what.padEnd(28)}${number(value)}`)
  if (ratio !== undefined) console.log(`  ${'ratio'.padEnd(28)}${number(ratio)}`)
  console.log(`  ${'goal'.padEnd(28)}${goal}: ${met ? 'met' : 'NOT MET'}`)
}

if (unknown.length > 0) {
  console.error(
    `there is no benchmark ${unknown.join(', ')}; these are known: ${Object.keys(benches).join(', ')}`,
  )
  process.exitCode = 2
} else {
  for (const [name, load] of Object.entries(benches))
    if (named.length === 0 ? !byHand.includes(name) : named.includes(name))
      print(await (await load()).default.run(scale))
}
