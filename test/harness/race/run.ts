// `npm run harness:race -- [--catalog sqlite|postgres] [--writers 8] [--writes 25]`: that many processes write that often
// to one table at once, half of it merges; then every row must be there once. The test does a smaller one.
import { parseArgs } from 'node:util'
import { race } from './race.ts'

const { values } = parseArgs({
  options: {
    catalog: { type: 'string', default: 'sqlite' },
    writers: { type: 'string', default: '8' },
    writes: { type: 'string', default: '25' },
  },
})
const { seconds, written } = await race({
  catalog: values.catalog === 'postgres' ? 'postgres' : 'sqlite',
  writers: Number(values.writers),
  writes: Number(values.writes),
})
const print = (line: string) => process.stdout.write(`${line}\n`)
print(
  `${values.catalog}: ${written.length} writes in ${seconds.toFixed(1)} s, ` +
    `${(written.length / seconds).toFixed(1)} a second, every row there once`,
)
for (const kind of ['append', 'merge'] as const) {
  const some = written.filter((each) => each.kind === kind)
  const sorted = some.map(({ ms }) => Math.round(ms)).toSorted((a, b) => a - b)
  const times = (of: 'commits' | 'stagings') => {
    const all = some.map((each) => each[of])
    const mean = all.reduce((sum, each) => sum + each, 0) / all.length
    return `${mean.toFixed(1)} times (most ${Math.max(...all)})`
  }
  print(`  ${kind}: median ${sorted[sorted.length >> 1]} ms, longest ${sorted.at(-1)} ms`)
  print(`    computed ${times('stagings')}, tried to commit ${times('commits')}`)
}
