// `node scripts/kill-harness.ts --kills 200 [--seed 1]`: kills `millrace apply` again and again at random instants and
// compares what the next apply leaves with an undisturbed one. The test does twenty of these; run more after changes
// to anything that writes. Needs `npm run build`.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { applyAndKill, applyWhole, chance, contentOf, smallExample } from '../test/e2e/kill-harness.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
})
const random = chance(Number(values.seed))
const place = smallExample()
const { durationMs } = await applyWhole(place)
const expected = await contentOf(place)
let killed = 0
for (let i = 0; i < Number(values.kills); i++) {
  rmSync(join(place, '.millrace'), { recursive: true, force: true })
  // Sometimes the apply after the kill is killed as well.
  const delays = [random() * durationMs, ...(random() < 0.3 ? [random() * durationMs] : [])]
  for (const delayMs of delays) killed += Number(await applyAndKill(place, delayMs))
  await applyWhole(place)
  const found = await contentOf(place)
  if (!isDeepStrictEqual(found, expected)) {
    process.stderr.write(`kill ${i} after ${delays.map(Math.round).join(' and ')} ms: ${place}\n`)
    process.stderr.write(`${JSON.stringify({ expected, found }, null, 2)}\n`)
    process.exit(1)
  }
}
process.stdout.write(`${killed} kills, seed ${values.seed}: the same tables every time\n`)
rmSync(place, { recursive: true })
