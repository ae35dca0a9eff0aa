// Random well-typed statements on real Spark and here: npm run harness:spark-sql -- --statements 10000 --seed 1
// What differs in silence is told as the least statement that still differs; it ends with 1 then.
import { parseArgs } from 'node:util'
import { complaintOf } from '../../services/functions/complaint.ts'
import { openOracle, type Outcome } from '../../services/functions/oracle.ts'
import { randomStatements, smaller, sqlOf, type Statement } from '../../services/functions/random-typed.ts'

const { values } = parseArgs({
  options: { statements: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
})
const print = (line: string): void => void process.stdout.write(`${line}\n`)

await using oracle = await openOracle()
const ask = async (statements: readonly Statement[]): Promise<readonly Outcome[]> =>
  oracle.ask(statements.map((statement, i) => ({ name: String(i), sql: sqlOf(statement) })))

/** We answered, and not as Spark does. What is refused or fails is no silent difference. */
const isSilent = (outcome: Outcome): boolean =>
  outcome.ours.kind === 'written' && outcome.spark.stage !== 'compare' && complaintOf(outcome) !== undefined

const shrink = async (statement: Statement): Promise<Outcome | undefined> => {
  let least = statement
  let outcome: Outcome | undefined
  for (let round = 0; round < 40; round++) {
    const candidates = smaller(least).slice(0, 60)
    const outcomes = await ask(candidates)
    const at = outcomes.findIndex(isSilent)
    const next = candidates[at]
    if (next === undefined) break
    least = next
    outcome = outcomes[at]
  }
  return outcome ?? (await ask([least]))[0]
}

const next = randomStatements(Number(values.seed))
const count = Number(values.statements)
const tally = { equal: 0, refused: 0, failed: 0, both: 0, silent: 0 }
for (let done = 0; done < count; done += 200) {
  const batch = Array.from({ length: Math.min(200, count - done) }, next)
  for (const [i, outcome] of (await ask(batch)).entries()) {
    const statement = batch[i]
    if (isSilent(outcome) && statement !== undefined) {
      tally.silent += 1
      const least = await shrink(statement)
      print(`\n${least === undefined ? outcome.asked.sql : (complaintOf(least) ?? least.asked.sql)}`)
    } else if (outcome.spark.stage !== undefined) tally.both += 1
    else if (outcome.ours.kind === 'written') tally.equal += 1
    else if (outcome.ours.kind === 'refused') tally.refused += 1
    else {
      tally.failed += 1
      print(`\nfails: ${outcome.asked.sql}\n  ${outcome.ours.message.slice(0, 200)}`)
    }
  }
  print(`${done + batch.length} statements: ${JSON.stringify(tally)}`)
}
process.exitCode = tally.silent === 0 ? 0 : 1
