// Random well-typed statements on real Spark and here: npm run harness:spark-sql -- --statements 10000 --seed 1
// What differs in silence or fails here is told as the least statement that still does so; it ends with 1 then.
// --skip N leaves out the first ones, so that a run goes on where it ended.
// --shrink 0 tells statements as they are; --reasons counts why statements are refused that Spark answers, and shows the
// shortest of each reason.
import { parseArgs } from 'node:util'
import { openSpark } from '../../services/functions/spark-process.ts'
import { type Examined, inBatches, kindsOfVerdict, openExaminer } from './examine.ts'
import { randomStatements } from './queries.ts'

const { values } = parseArgs({
  options: {
    statements: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    skip: { type: 'string', default: '0' },
    shrink: { type: 'string', default: '20' },
    reasons: { type: 'boolean', default: false },
  },
})
const print = (line: string): void => void process.stdout.write(`${line}\n`)

await using spark = await openSpark()
await using examiner = await openExaminer(spark)

const tally = new Map(kindsOfVerdict.map((kind) => [kind, 0]))
const reasons = new Map<string, { readonly of: number; readonly sql: string }>()
let shrunk = 0
const began = Date.now()

const told = ({ kind, complaint, statement: { ansi, zone } }: Examined): string =>
  `\n${kind}${ansi === true ? ' under ANSI' : ''}${zone === undefined ? '' : ` in ${zone}`}: ${complaint}`

const tell = async (one: Examined): Promise<void> => {
  if (shrunk++ >= Number(values.shrink)) return print(told(one))
  const least = await examiner.shrink(one)
  print(told(least))
}

const next = randomStatements(Number(values.seed))
const skipped = Number(values.skip)
for (let i = 0; i < skipped; i++) next()
let done = skipped
for await (const answers of inBatches(examiner.examine, next, Number(values.statements) - skipped)) {
  done += answers.length
  for (const one of answers) {
    tally.set(one.kind, (tally.get(one.kind) ?? 0) + 1)
    if (one.kind === 'refused here') {
      const { of, sql } = reasons.get(one.reason) ?? { of: 0, sql: one.sql }
      reasons.set(one.reason, { of: of + 1, sql: one.sql.length < sql.length ? one.sql : sql })
    }
    if (one.kind === 'silent' || one.kind === 'fails here' || one.kind === 'fails there') await tell(one)
  }
  const counts = [...tally].map(([kind, of]) => `${of} ${kind}`).join(', ')
  print(`${done} statements in ${Math.round((Date.now() - began) / 1000)} s: ${counts}`)
}
if (values.reasons)
  for (const [reason, { of, sql }] of [...reasons].toSorted(([, a], [, b]) => b.of - a.of))
    print(`${of} ${reason}\n    ${sql}`)
process.exitCode = (tally.get('silent') ?? 0) + (tally.get('fails here') ?? 0) === 0 ? 0 : 1
