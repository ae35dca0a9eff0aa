/**
 * 10,000 mutated manifests (or as many as the first argument says, from the seed of the second): none may crash or
 * hang the reader, each finding has a place, and memory stays bounded. Prints what took longest; exits 1 on a failure.
 */
import { examine, manifestTexts } from './examine.ts'
import { mutate, seeded } from './mutate.ts'

const count = Number(process.argv[2] ?? 10_000)
const firstSeed = Number(process.argv[3] ?? 1)
const longestMs = 5000
const mostMemory = 1_000_000_000

const texts = manifestTexts()
let failed = 0
let slowest = { seed: 0, ms: 0, kind: '' }
let memory = 0
const started = performance.now()
for (let seed = firstSeed; seed < firstSeed + count; seed++) {
  const random = seeded(seed)
  const text = texts[Math.floor(random() * texts.length)] ?? ''
  const { kind, bytes } = mutate(text, random)
  const before = performance.now()
  const problem = await examine(bytes).catch((error: unknown) =>
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  )
  const ms = performance.now() - before
  memory = Math.max(memory, process.memoryUsage().rss)
  if (ms > slowest.ms) slowest = { seed, ms, kind }
  const told = problem ?? (ms > longestMs ? `took ${Math.round(ms)} ms` : undefined)
  if (told === undefined) continue
  failed++
  if (failed <= 20) console.error(`seed ${seed} (${kind}): ${told}`)
}
const seconds = ((performance.now() - started) / 1000).toFixed(1)
console.log(`${count} manifests in ${seconds} s, ${failed} failed`)
console.log(`slowest: seed ${slowest.seed}, ${Math.round(slowest.ms)} ms (${slowest.kind})`)
console.log(`memory: ${Math.round(memory / 1e6)} MB at most`)
process.exitCode = failed > 0 || memory > mostMemory ? 1 : 0
