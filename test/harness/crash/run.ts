// `npm run harness:crash -- --kills 1000 [--seed 1]`: kills a process that writes tables, again and again, and looks at
// what it left. The test does a few dozen of these; run more after changes to anything that writes.
import { parseArgs } from 'node:util'
import { python } from '../../services/python.ts'
import { pyiceberg } from '../other-reader.ts'
import { crash } from './crash.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
})
const print = (line: string) => process.stdout.write(`${line}\n`)
const executable = python()
if (executable === undefined) print('PyIceberg is not asked: npm run services installs it')
using reader = executable === undefined ? undefined : pyiceberg(executable)
const begun = performance.now()
const seconds = () => Math.round((performance.now() - begun) / 1000)
const { points, ...counts } = await crash({
  kills: Number(values.kills),
  seed: Number(values.seed),
  ...(reader === undefined ? {} : { reader }),
  onKill: ({ kills, operations }) => {
    if (kills % 50 === 0) print(`${kills} kills, ${operations} operations, ${seconds()} s`)
  },
})
print(`seed ${values.seed}, ${seconds()} s: no row lost or repeated`)
for (const [what, count] of Object.entries(counts)) print(`  ${what}: ${count}`)
for (const [point, count] of Object.entries(points).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  print(`  killed ${point}: ${count}`)
