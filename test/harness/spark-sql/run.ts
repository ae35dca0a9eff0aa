// Random well-typed statements on real Spark and here: npm run harness:spark-sql -- --statements 10000 --seed 1
// What differs in silence or fails here is told as the least statement that still does so; it ends with 1 then.
// --shrink 0 tells statements as they are; --reasons counts why statements are refused that Spark answers.
import { parseArgs } from 'node:util'
import { openSpark } from '../../services/functions/spark-process.ts'
import { type Examined, inBatches, kindsOfVerdict, openExaminer } from './examine.ts'
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

const tally = new Map(kindsOfVerdict.map((kind) => [kind, 0]))
const reasons = new Map<string, number>()
let shrunk = 0
const began = Date.now()

const tell = async (one: Examined): Promise<void> => {
  if (shrunk++ >= Number(values.shrink)) return print(`\n${one.kind}: ${one.complaint}`)
  const least = await examiner.shrink(one)
  print(`\n${least.kind}: ${least.complaint}`)
}

let done = 0
for await (const answers of inBatches(
  examiner.examine,
  randomStatements(Number(values.seed)),
  Number(values.statements),
)) {
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
