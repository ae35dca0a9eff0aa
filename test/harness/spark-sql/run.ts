// Random well-typed statements on real Spark and here: npm run harness:spark-sql -- --statements 10000 --seed 1
// What differs in silence or fails here is told as the least statement that still does so; it ends with 1 then.
// --shrink 0 tells statements as they are; --reasons counts why statements are refused that Spark answers.
import { parseArgs } from 'node:util'
import { openSpark } from '../../services/functions/spark-process.ts'
import { type Examined, kindsOfVerdict, openExaminer } from './examine.ts'
import { randomStatements } from './queries.ts'

const { values } = parseArgs({
  options: {
    statements: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    shrink: { type: 'string', default: '20' },
    reasons: { type: 'boolean', default: false },
  },
})
const print = (line: string): void => void process.stdout.write(`${line}\n`)

await using spark = await openSpark()
await using examiner = await openExaminer(spark)

const next = randomStatements(Number(values.seed))
const count = Number(values.statements)
const size = 40
const tally = new Map(kindsOfVerdict.map((kind) => [kind, 0]))
const reasons = new Map<string, number>()
let shrunk = 0
const began = Date.now()

const tell = async (one: Examined): Promise<void> => {
  if (shrunk++ >= Number(values.shrink)) return print(`\n${one.kind}: ${one.complaint}`)
  const least = await examiner.shrink(one)
  print(`\n${least.kind}: ${least.complaint}`)
}

// The engine works on the next statements while Spark answers the ones before.
let later: Promise<readonly Examined[]> | undefined
for (let begun = 0, done = 0; done < count; ) {
  const examined = later
  const batch = Array.from({ length: Math.min(size, count - begun) }, next)
  begun += batch.length
  later = batch.length === 0 ? undefined : examiner.examine(batch)
  if (examined === undefined) continue
  const answers = await examined
  done += answers.length
  for (const one of answers) {
    tally.set(one.kind, (tally.get(one.kind) ?? 0) + 1)
    if (one.kind === 'refused here') reasons.set(one.reason, (reasons.get(one.reason) ?? 0) + 1)
    if (one.kind === 'silent' || one.kind === 'fails here' || one.kind === 'fails there') await tell(one)
  }
  const counts = [...tally].map(([kind, of]) => `${of} ${kind}`).join(', ')
  print(`${done} statements in ${Math.round((Date.now() - began) / 1000)} s: ${counts}`)
}
if (values.reasons)
  for (const [reason, of] of [...reasons].toSorted(([, a], [, b]) => b - a)) print(`${of} ${reason}`)
process.exitCode = (tally.get('silent') ?? 0) + (tally.get('fails here') ?? 0) === 0 ? 0 : 1
